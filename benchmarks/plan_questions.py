"""Questions about the plan documents, judged as their README says: facts in what is shown, refusals where nothing is written.

    .venv/bin/python -m benchmarks.plan_questions [--questions FILE …] [--plans DIR] [--misses]

Imports the five plan documents of DIR/plans (../shared by default) over the shipped content, asks every question and shows, by city, by kind
and by city × audience × kind: right, missing (refused, or without the facts) and false (an answer where none exists, or a trap).
An unanswerable question that an entry of the city or of the common base answers is counted false like any other and named
apart (`by entry`): the questions were written against the plans alone.
"""

import argparse
from collections import Counter
from datetime import date
from pathlib import Path
from time import perf_counter

from benchmarks.judge import judge_facts
from benchmarks.replies import ROOT, Row, ask, bot_with, read_questions, report, share
from benchmarks.table import print_table
from knowledge import Knowledge, PlanStatus, load_knowledge
from knowledge.reading.plan import read_plan

PLANS = (
    ("000", "132012", "八王子市DX推進計画(令和4年2月)", PlanStatus.FINAL, date(2022, 2, 1)),
    ("001", "132012", "八王子市DX推進計画(素案)令和8年度～令和9年度", PlanStatus.DRAFT, date(2025, 9, 30)),
    ("002", "132284", "あきる野市DX推進方針(案)", PlanStatus.DRAFT, date(2022, 12, 31)),
    ("003", "132012", "八王子市DX推進計画アクションプラン(令和7年度版)", PlanStatus.FINAL, date(2025, 4, 10)),
    ("004", "132039", "武蔵野市第七次総合情報化基本計画 中間のまとめ", PlanStatus.DRAFT, date(2022, 11, 1)),
)


def with_plans(knowledge: Knowledge, folder: Path) -> Knowledge:
    """`knowledge` with the city's plan documents of `folder`."""
    plans = []
    for number, city, title, status, as_of in PLANS:
        if city == knowledge.city.code:
            plans += [read_plan(path, city, title, status, as_of) for path in folder.glob(f"{number}_*.txt")]
    return knowledge.with_plans(tuple(plans))


def print_misses(rows: list[Row]) -> None:
    """Each miss with what was wanted and what was served in its place."""
    for question, reply, verdict in rows:
        if verdict != "right":
            served = (reply["entry"] or {}).get("id") or [source["place"] for source in reply["sources"]]
            wanted = ", ".join(question["facts"]) or "a refusal"
            print(
                f"\n{verdict} {question['id']} ({question['city']}, {question['audience']}, {question['kind']}): {question['question']}"
            )
            print(f"    wanted: {wanted} {' '.join(question['cite'])}")
            print(f"    served: {reply['outcome']} {served or [choice['id'] for choice in reply['choices']]}")
            print(f"    {' '.join(reply['text'].split())[:200]}")


def false_answers(rows: list[Row]) -> list[list[str]]:
    """How many of the unanswerable were answered, and by what."""
    unanswerable = [(reply, verdict) for question, reply, verdict in rows if question["kind"] == "unanswerable"]
    by = Counter(
        "choices" if reply["outcome"] == "choices" else "by entry" if reply["entry"] else "by passage"
        for reply, verdict in unanswerable
        if verdict == "false"
    )
    return [[name, str(count), share(count, len(unanswerable))] for name, count in sorted(by.items())]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--plans", type=Path, default=ROOT.parent / "shared", help="folder with plans/ and questions/")
    parser.add_argument("--questions", type=Path, nargs="*", help="files of questions; plans-dev.jsonl by default")
    parser.add_argument("--misses", action="store_true", help="show each miss with what was served")
    arguments = parser.parse_args()
    files = arguments.questions or [arguments.plans / "questions" / "plans-dev.jsonl"]
    if not all(file.exists() for file in files):
        raise SystemExit(f"no questions at {', '.join(map(str, files))}; name them with --questions")
    questions = [question for file in files for question in read_questions(file)]
    started = perf_counter()
    cities = sorted({question["city"] for question in questions})
    bot = bot_with([with_plans(load_knowledge(city), arguments.plans / "plans") for city in cities])
    built = perf_counter() - started
    rows = [(question, reply := ask(bot, question), judge_facts(question, reply)) for question in questions]
    report("Questions about the plans, by city", rows, ["city"])
    report("Questions about the plans, by audience", rows, ["audience"])
    print_table("Unanswerable questions that were answered", ["how", "n", "share"], false_answers(rows))
    print(f"read and indexed in {built:.1f} s; {len(questions)} questions")
    if arguments.misses:
        print_misses(rows)


if __name__ == "__main__":
    main()
