"""The questions without an answer as text, CSV, XLSX or JSON, for staff only."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from bot import kpi
from bot.gap import Gap, Gaps
from bot.gaps import MOST_EXAMPLES
from knowledge import Audience, City
from knowledge.cell import LONGEST_CELL, marked, one_a_line
from knowledge.gap_table import CHOICES, COLUMNS, GUIDE, STEPS, TABLE, WRITTEN
from knowledge.workbook import Sheet, write_sheets

FEW = 20  # groups that a terminal shows
ONLY_INSIDE = "聞かれた文は、庁内だけで使ってください。"


@dataclass(frozen=True)
class GapReport:
    """The gaps of one audience of `city` in the days from `first` to `last`."""

    city: City
    audience: Audience
    first: date
    last: date
    gaps: Gaps


def gaps_text(report: GapReport) -> str:
    """The largest groups, for a terminal."""
    lines = [*_heading(report), ""]
    for number, gap in enumerate(report.gaps.groups[:FEW], 1):
        lines += [*_told(number, gap), ""]
    if left := len(report.gaps.groups) - FEW:
        lines += [f"ほかに {left:,} のまとまりがあります（--format xlsx に全部あります）。"] if left > 0 else []
    return "\n".join(lines).rstrip()


def gaps_csv(report: GapReport) -> str:
    """The table alone, which can be filled in and imported."""
    page = io.StringIO()
    writer = csv.writer(page, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([marked(cell) if isinstance(cell, str) else cell for cell in row] for row in _rows(report.gaps))
    return page.getvalue()


def write_gaps(report: GapReport, path: Path) -> None:
    """The table with the columns in which staff write, and a sheet that explains it. Raises OSError."""
    rows = tuple(_rows(report.gaps))
    table = Sheet(TABLE, tuple(COLUMNS), rows, decimals="0.00", to_write=tuple(WRITTEN), choices=CHOICES)
    about = tuple(("この表", line) for line in (*_heading(report), ONLY_INSIDE))
    write_sheets([table, Sheet(GUIDE, ("見かた", ""), (*about, *STEPS))], path)


def gaps_json(report: GapReport) -> str:
    """Everything with English keys; days as ISO 8601."""
    gaps = report.gaps
    data = {
        "city": report.city.code,
        "audience": report.audience,
        "first": report.first.isoformat(),
        "last": report.last.isoformat(),
        "questions": gaps.questions,
        "left_texts": gaps.left_texts,
        "left_questions": gaps.left_questions,
        "groups": [asdict(gap) for gap in gaps.groups],
    }
    return json.dumps(data, ensure_ascii=False, indent=2, default=date.isoformat)


def _heading(report: GapReport) -> Iterator[str]:
    gaps = report.gaps
    whose = "職員の" if report.audience is Audience.STAFF else ""
    yield f"{report.city.name} 答えられなかった{whose}質問"
    yield f"期間：{kpi.spoken_day(report.first)}から{kpi.spoken_day(report.last)}まで"
    yield f"質問 {gaps.questions:,}件。意味の近い {len(gaps.groups):,} のまとまりにしました。"
    if gaps.left_texts:
        yield f"多い順にまとめ、残りの {gaps.left_texts:,}通り {gaps.left_questions:,}件はまとめていません。"


def _told(number: int, gap: Gap) -> Iterator[str]:
    counts = (
        ("担当課の案内", gap.handoff),
        ("どれでもない", gap.none_chosen),
        ("役に立たなかった", gap.unhelpful),
        ("消した文", gap.blanked),
    )
    parts = "、".join(f"{name} {count:,}" for name, count in counts if count)
    ways = f"、言い方 {gap.ways:,}" if gap.ways > 1 else ""
    yield f"{number:>3}. {gap.questions:,}件（{parts}）{ways}  {gap.section or '担当課は分かりません'}"
    yield from (f"     ・{' '.join(text.split())}" for text in gap.examples)
    if gap.nearest:
        yield f"     近い項目 {gap.nearest.id} 「{gap.nearest.question}」 確かさ {gap.nearest.confidence:.2f}"
    if gap.now:
        yield f"     いま聞くと {gap.now.label}"


def _rows(gaps: Gaps) -> Iterator[tuple[str | int | float | None, ...]]:
    for gap in gaps.groups:
        nearest = gap.nearest
        told: tuple[str | int | float | None, ...] = (
            gap.key,
            gap.questions,
            gap.handoff,
            gap.none_chosen,
            gap.unhelpful,
            gap.blanked,
            gap.ways,
            _fitting(gap.examples),
            gap.section,
            nearest.id if nearest else "",
            nearest.question if nearest else "",
            nearest.confidence if nearest else None,
            gap.now.label if gap.now else "",
            gap.last.isoformat(),
        )
        yield (*told, *[""] * len(WRITTEN))


def _fitting(examples: tuple[str, ...]) -> str:
    """The examples one a line, as much as a cell holds."""
    return one_a_line(text[: LONGEST_CELL // (3 * MOST_EXAMPLES)] for text in examples)
