"""What people get: every reply to the development questions, judged.

    .venv/bin/python -m benchmarks.replies [--questions FILE …] [--misses]

Builds everything from the shipped content; `benchmarks.plan_questions` asks about plan documents.
"""

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from benchmarks.judge import judge_entries
from benchmarks.table import print_table
from bot import Bot, Published, Question, Shelf, UsageEvent
from index import EncoderSettings, Index
from knowledge import TOKYO, Audience, Knowledge, load_knowledge

ROOT = Path(__file__).parents[1]
NOW = datetime(2026, 11, 20, 10, 0, tzinfo=TOKYO)
Row = tuple[dict[str, Any], dict[str, Any], str]  # question, reply, verdict


class NoRecord:
    """A UsageLog that keeps nothing: judging is not using."""

    def record(self, event: UsageEvent) -> None:
        return None


def read_questions(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def bot_with(cities: Iterable[Knowledge]) -> Bot:
    """A bot that knows `cities`, and records nothing."""
    settings = EncoderSettings(home=ROOT / "var" / "encoders")
    shelves = {city.city.code: Published(Shelf(city), Index.build(city, settings)) for city in cities}
    return Bot(shelves.__getitem__, NoRecord())


def ask(bot: Bot, question: dict[str, Any]) -> dict[str, Any]:
    asked = Question(question["city"], question["question"], NOW, Audience(question["audience"]), "benchmark")
    return bot.reply(asked).as_json()


def print_misses(rows: Sequence[Row]) -> None:
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


def report(title: str, rows: Sequence[Row], groups: Sequence[str]) -> None:
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
    parser.add_argument("--questions", type=Path, nargs="*", default=[ROOT / "benchmarks" / "questions" / "dev.jsonl"])
    parser.add_argument("--misses", action="store_true", help="show each miss with what was served")
    arguments = parser.parse_args()
    entry_questions = [question for file in arguments.questions for question in read_questions(file)]
    cities = sorted({question["city"] for question in entry_questions})
    bot = bot_with([load_knowledge(city) for city in cities])
    rows = [(question, reply := ask(bot, question), judge_entries(question, reply)) for question in entry_questions]
    report("Replies to the development questions on entries", rows, ["style"])
    if arguments.misses:
        print_misses(rows)


if __name__ == "__main__":
    main()
