"""madoguchi calibrate: what confidence is worth in a city, and what each target for wrong answers costs."""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from adapters import calibrations
from adapters.cli.context import open_context
from adapters.cli.say import fail, note, say
from bot import Published, Question
from bot.calibration import FEWEST_ENTRIES, LEAST_ANSWERED, Calibration, Trial, labelled, outcomes, reliability
from knowledge import TOKYO, Audience

TARGETS = (0.01, 0.03, 0.05, 0.08, 0.1, 0.12, 0.15)
LABELS = {
    "right": "正しい項目で回答",
    "wrong": "別の項目で回答",
    "passage": "計画の記載",
    "among": "聞き返し（正しい項目を含む）",
    "astray": "聞き返し（含まない）",
    "offered": "引き継ぎ（正しい項目を添える）",
    "handoff": "引き継ぎ",
    "sent away": "検索の前の案内",
}


def calibrate(
    city: Annotated[str, typer.Option(help="City code.")],
    target: Annotated[
        float | None,
        typer.Option(min=0.001, max=0.999, help="Share of wrong answers. Default: MADOGUCHI_WRONG_ANSWERS."),
    ] = None,
    questions: Annotated[
        Path | None, typer.Option(help="Questions with their entries, one JSON object a line (question, expected).")
    ] = None,
) -> None:
    """Measure the city's calibration anew, keep it, and print thresholds, reliability and what would be replied."""
    context = open_context()
    asked = _read(questions, city) if questions else []
    published = context.shelves.load(city)
    note(f"{city}: asking phrasings with themselves, their nearest and their entry taken out")
    calibration, trials = calibrations.measure(published.shelf, published.index)
    name = f"{city} {published.shelf.knowledge.city.name}"
    if calibration is None:
        say(f"{name}: 言い換えのある項目が{FEWEST_ENTRIES}未満なので、既定のしきい値を使います。")
        return
    calibrations.write(calibration, context.settings.index_dir, city, published.index)
    wanted = target or context.settings.wrong_answers
    say(f"{name}: 言い換え {len(trials):,}回の質問（ラベルなし）")
    for line in _thresholds(calibration, wanted):
        say(line)
    _print(f"ラベルなし {len(trials):,}問", trials, 0, calibration, wanted)
    if questions:
        labels, before = _labelled(asked, city, published)
        _print(f"{questions.name} {len(asked):,}問", labels, before, calibration, wanted)


def _thresholds(calibration: Calibration, wanted: float) -> Iterator[str]:
    chosen = calibration.at(wanted)
    yield ""
    yield "目標      回答のしきい値  誤りの見込み  項目のある質問のうち回答"
    for target in sorted({*TARGETS, wanted}):
        point = calibration.at(target)
        mark = " ←" if target == wanted else ""
        missed = "（届かない）" if point.risk > target else ""
        yield (
            f"{target:>6.1%}    {point.threshold:>6.2f}          {point.risk:>6.1%}        {point.answered:>6.1%}{missed}{mark}"
        )
    yield f"しきい値: 回答 {chosen.threshold:.2f}、候補 {calibration.offer:.2f}"
    if chosen.risk > wanted:
        yield f"目標 {wanted:.1%} には届きません。項目のある質問の{LEAST_ANSWERED:.0%}に答えるところで止めています。"


def _print(title: str, trials: Sequence[Trial], before: int, calibration: Calibration, target: float) -> None:
    """Reliability in ten bins and the outcomes; `before` of the questions ended before the search."""
    say("")
    say(f"■ {title}")
    say("正しい見込み    重み    見込み  実際")
    for place, row in enumerate(reliability(trials, calibration)):
        if row.weight:
            say(
                f"{place / 10:.1f}–{(place + 1) / 10:.1f}      {row.weight:>7.1f}   {row.foretold:>6.1%}  {row.seen:>6.1%}"
            )
    shares = outcomes(trials, calibration.policy(target))
    total = sum(each.weight for each in trials) + before
    searched = (total - before) / total if total else 0.0
    shares = {ending: share * searched for ending, share in shares.items()} | {"sent away": 1 - searched}
    say("、".join(f"{LABELS[ending]} {share:.1%}" for ending, share in shares.items() if share))


def _read(path: Path, city: str) -> list[dict[str, Any]]:
    """The questions of `path` that are asked of `city`; one without a city is asked of every city."""
    rows = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            question, expected = row["question"], row["expected"]
        except (ValueError, KeyError, TypeError):
            fail(
                f'{path} line {number}: not an object with "question" and "expected": {line[:60]!r}. Correct the line.'
            )
        if not isinstance(question, str) or not isinstance(expected, list):
            fail(
                f'{path} line {number}: "question" must be a text and "expected" a list of entry ids. Correct the line.'
            )
        if row.get("city", city) == city:
            rows.append(row)
    if not rows:
        fail(f"{path} has no question for city {city}. Give a file with questions of this city.")
    return rows


def _labelled(rows: Sequence[dict[str, Any]], city: str, published: Published) -> tuple[list[Trial], int]:
    """A trial for each question that is searched, and how many are not."""
    now = datetime.now(TOKYO)
    asked = [
        (Question(city, row["question"], now, Audience(row.get("audience", "resident")), "cli"), row["expected"])
        for row in rows
    ]
    found = [labelled(question, expected, published.shelf, published.index) for question, expected in asked]
    searched = [trial for trial in found if trial]
    return searched, len(found) - len(searched)
