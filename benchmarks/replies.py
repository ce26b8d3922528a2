"""What people get: every reply to the development questions, judged.

    .venv/bin/python -m benchmarks.replies [--misses] [--plans DIR]

Builds everything in a temporary folder from the shipped content; with the plan documents at hand (DIR/plans, DIR/questions;
../shared by default) these are imported and asked too.
"""

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from benchmarks.judge import judge_entries, judge_facts
from benchmarks.table import print_table
from bot import Bot, Published, Question, Shelf, UsageEvent
from index import EncoderSettings, Index
from knowledge import TOKYO, Audience, Knowledge, PlanStatus, load_knowledge
from knowledge.reading.plan import read_plan

ROOT = Path(__file__).parents[1]
NOW = datetime(2026, 11, 20, 10, 0, tzinfo=TOKYO)
PLANS = (
    ("000", "132012", "八王子市DX推進計画(令和4年2月)", PlanStatus.FINAL, date(2022, 2, 1)),
    ("001", "132012", "八王子市DX推進計画(素案)令和8年度～令和9年度", PlanStatus.DRAFT, date(2025, 9, 30)),
    ("002", "132284", "あきる野市DX推進方針(案)", PlanStatus.DRAFT, date(2022, 12, 31)),
    ("003", "132012", "八王子市DX推進計画アクションプラン(令和7年度版)", PlanStatus.FINAL, date(2025, 4, 10)),
    ("004", "132039", "武蔵野市第七次総合情報化基本計画 中間のまとめ", PlanStatus.DRAFT, date(2022, 11, 1)),
)


class NoRecord:
    """A UsageLog that keeps nothing: judging is not using."""

    def record(self, event: UsageEvent) -> None:
        return None


def read_questions(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def with_plans(knowledge: Knowledge, folder: Path) -> Knowledge:
    """`knowledge` with the city's plan documents of `folder`."""
    plans = []
    for number, city, title, status, as_of in PLANS:
        if city == knowledge.city.code:
            plans += [read_plan(path, city, title, status, as_of) for path in folder.glob(f"{number}_*.txt")]
    return knowledge.with_plans(tuple(plans))


def bot_for(cities: Iterable[str], plans: Path | None) -> Bot:
    """A bot over the shipped content of `cities`, with the plan documents where `plans` names their folder."""
    shelves = {}
    for code in cities:
        knowledge = load_knowledge(code)
        knowledge = with_plans(knowledge, plans) if plans else replace(knowledge, plans=())
        index = Index.build(knowledge, EncoderSettings(home=ROOT / "var" / "encoders"))
        shelves[code] = Published(Shelf(knowledge), index)
    return Bot(shelves.__getitem__, NoRecord())


def ask(bot: Bot, question: dict[str, Any]) -> dict[str, Any]:
    asked = Question(question["city"], question["question"], NOW, Audience(question["audience"]), "benchmark")
    return bot.reply(asked).as_json()


def print_misses(rows: Sequence[tuple[dict[str, Any], dict[str, Any], str]]) -> None:
    for question, reply, verdict in rows:
        if verdict != "right":
            served = (reply["entry"] or {}).get("id") or [choice["id"] for choice in reply["choices"]]
            wanted = question.get("expected") or question.get("facts")
            start = " ".join(reply["text"].split())[:70]
            print(
                f"{verdict:8} {question['id']:18} {question['question'][:60]}\n         wanted {wanted}; {reply['outcome']} {served} {start}"
            )


def share(count: int, total: int) -> str:
    return f"{count / total:.1%}" if total else "-"


def report(title: str, rows: Sequence[tuple[dict[str, Any], dict[str, Any], str]], groups: Sequence[str]) -> None:
    """A table of verdicts by the fields `groups`, and in all."""
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for question, _, verdict in rows:
        for group in groups:
            counted[f"{question['kind']} · {question.get(group, '')}"][verdict] += 1
        counted[f"{question['kind']} · all"][verdict] += 1
    names = sorted({verdict for _, _, verdict in rows})
    lines = [
        [name, str(sum(counts.values())), *(share(counts[verdict], sum(counts.values())) for verdict in names)]
        for name, counts in sorted(counted.items())
    ]
    print_table(title, ["questions", "n", *names], lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--misses", action="store_true", help="show each miss with what was served")
    parser.add_argument("--plans", type=Path, default=ROOT.parent / "shared", help="folder with plans/ and questions/")
    arguments = parser.parse_args()
    entry_questions = read_questions(ROOT / "benchmarks" / "questions" / "dev.jsonl")
    bot = bot_for(sorted({question["city"] for question in entry_questions}), None)
    rows = [(question, reply := ask(bot, question), judge_entries(question, reply)) for question in entry_questions]
    report("Replies to the development questions on entries", rows, ["style"])
    if arguments.misses:
        print_misses(rows)
    plan_questions = arguments.plans / "questions" / "plans-dev.jsonl"
    if not plan_questions.exists():
        print(f"no plan questions at {plan_questions}: left out")
        return
    questions = read_questions(plan_questions)
    bot = bot_for(sorted({question["city"] for question in questions}), arguments.plans / "plans")
    rows = [(question, reply := ask(bot, question), judge_facts(question, reply)) for question in questions]
    report("Replies to the development questions on plans", rows, ["city", "audience"])
    if arguments.misses:
        print_misses(rows)


if __name__ == "__main__":
    main()
