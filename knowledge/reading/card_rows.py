"""Rows of the table of cards back into cards, as people leave them: sorted, shortened, filled in, in other widths."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

from knowledge.card import Card, CardKind, CardYear, Certainty, Figure, Status
from knowledge.card_table import (
    CARD_FIELDS,
    CERTAINTIES,
    DERIVED,
    FIGURE_FIELDS,
    GOAL,
    HEADERS,
    KINDS,
    PRINTED,
    RESULT,
    YEAR_FIELDS,
)
from knowledge.card_workbook import GUIDE
from knowledge.cell import unmarked
from knowledge.fault import Fault, FaultyContent, shorten
from knowledge.reading.record import Record
from knowledge.reading.table import read_table

T = TypeVar("T")
NUMBER = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
SIGNS = str.maketrans({"▲": "-", "△": "-", "−": "-", "‐": "-", "–": "-", "－": "-", "＋": "+", "±": ""})
ERA_YEAR = re.compile(r"(令和|平成|R|H)(元|\d{1,2})(?:年度?)?")
PLAIN_YEAR = re.compile(r"(\d{4})(?:年度?)?")
LINES = re.compile(r"(\d+)(?:[-–~〜～](\d+))?")
ERAS = {"令和": 2018, "R": 2018, "平成": 1988, "H": 1988}
LAST = Decimal("Infinity")  # where a row that somebody wrote anew goes


@dataclass(frozen=True, slots=True)
class CardRow:
    """One row that has been read: of which card, at which place of the original order, of which year, with which figure."""

    record: Record
    identity: tuple[str, str, str]
    order: Decimal
    year: int | None
    part: str
    figure: Figure | None


def read_cards(path: Path) -> tuple[Card, ...]:
    """The cards of the table at `path` (XLSX or CSV), as it has them. Raises FaultyContent with every fault of the file."""
    rows = read_rows(path)
    cards = tuple(card_of(group) for group in grouped(rows))
    if faults := [fault for row in rows for fault in row.record.faults]:
        raise FaultyContent(faults)
    return cards


def read_rows(path: Path) -> list[CardRow]:
    """The rows of `path` in the order in which they were written. What is wrong with a row is left in its record.

    Raises FaultyContent when the file is no table of cards, or when a column is gone: what it said would be lost.
    """
    records = read_table(path, HEADERS, guides=(GUIDE,))
    known = {key for record in records for key in record.values} | {"order"}
    if gone := [name for name, key in HEADERS.items() if key not in known]:
        remedy = "消した列を、書き出した表から戻してください"
        raise FaultyContent([Fault(path.name, "見出し", shorten("、".join(gone), 120), "列が足りません", remedy)])
    if path.suffix.lower() == ".csv":
        records = [_unmarked(record) for record in records]
    return sorted((_row(record) for record in records), key=lambda row: row.order)


def grouped(rows: Iterable[CardRow]) -> list[list[CardRow]]:
    """Rows of the same card together."""
    groups: dict[tuple[str, str, str], list[CardRow]] = {}
    for row in rows:
        groups.setdefault(row.identity, []).append(row)
    return list(groups.values())


def card_of(rows: Sequence[CardRow], before: dict[str, str] | None = None) -> Card:
    """The card that `rows` show. `before` is what each row said of the card when the table was written.

    What one row says otherwise than before is a correction and holds for the card: nobody has to repeat it in every row.
    """
    speakers = {key: _speaker(rows, key, (before or {}).get(key)) for key in CARD_FIELDS}
    title, page, lines = rows[0].identity
    first, last = _lines(rows[0].record, lines)
    return Card(
        title=title,
        kind=_one_of(speakers["kind"], "kind", KINDS, CardKind.KPI),
        number=speakers["number"].text("number"),
        candidates=speakers["candidates"].lines("candidates"),
        certainty=_one_of(speakers["certainty"], "certainty", CERTAINTIES, Certainty.CERTAIN),
        sections=speakers["sections"].lines("sections"),
        group=speakers["group"].text("group"),
        policy=speakers["policy"].text("policy"),
        measure=speakers["measure"].text("measure"),
        content=speakers["content"].text("content"),
        purpose=speakers["purpose"].text("purpose"),
        note=speakers["note"].text("note"),
        years=_years(rows),
        page=page,
        first_line=first,
        last_line=last,
    )


def plain_number(text: str) -> str:
    """A 管理番号 whatever its widths and dashes: ３－１－２ and 3-1-2 are one."""
    return re.sub(r"[‐‑‒–—―−ーｰ－]", "-", re.sub(r"\s", "", unicodedata.normalize("NFKC", text)))


def _unmarked(record: Record) -> Record:
    values = {key: unmarked(value) if isinstance(value, str) else value for key, value in record.values.items()}
    return Record(record.file, record.place, values, record.labels)


def _row(record: Record) -> CardRow:
    dates = [key for key, value in record.values.items() if isinstance(value, date) and key != "as_of"]
    for key in dates:
        record.fault(key, "Excel が日付に変えています", "セルの書式を「文字列」にして、書き直してください")
    record.values = {key: value for key, value in record.values.items() if key not in dates}
    lines = record.text("lines")  # a card whose title nobody found is known by them
    identity = (record.text("title", required=not lines), record.text("page"), lines)
    part = _one_of(record, "part", {RESULT: RESULT, GOAL: GOAL}, record.text("part"))
    figure = _figure(record) if part else None
    if not part:
        _refuse_stray_figure(record)
    order = _number(record, "order")
    return CardRow(record, identity, LAST if order is None else order, _year(record), part, figure)


def _figure(record: Record) -> Figure:
    return Figure(
        text=record.text("text"),
        label=record.text("label"),
        value=_number(record, "value"),
        unit=record.text("unit"),
        status=_one_of(record, "status", {status.value: status for status in Status}, None),
        goal=_number(record, "goal"),
        goal_derived=_one_of(record, "goal_source", {PRINTED: False, DERIVED: True}, False),
        delta=_number(record, "delta"),
        against=record.text("against"),
    )


def _refuse_stray_figure(record: Record) -> None:
    filled = [record.labels[key] for key in FIGURE_FIELDS if record.text(key)]
    if filled:
        said = shorten("、".join(filled))
        record.fault("part", f"区分が空欄なのに、{said}に中身があります", f"区分を {RESULT} か {GOAL} にしてください")


def _one_of(record: Record, key: str, names: Mapping[str, T], default: T) -> T:
    """What one of `names` stands for; `default` for an empty cell and, with a fault, for anything else."""
    text = record.text(key)
    if text and text not in names:
        record.fault(key, "使えない値です", f"{'、'.join(names)} のどれかにしてください")
    return names.get(text, default)


def _number(record: Record, key: str) -> Decimal | None:
    """The number in a cell, or None where it is empty. Full-width digits, thousands and ▲ are understood."""
    value: Any = record.values.get(key)
    if isinstance(value, float):
        return Decimal(f"{value:.15g}")  # Excel keeps 15 digits; what follows them is noise
    text = unicodedata.normalize("NFKC", record.text(key)).translate(SIGNS).replace(" ", "")
    if not text:
        return None
    if isinstance(value, bool) or not NUMBER.fullmatch(text):
        remedy = f"{record.labels[key]}には数だけを書いてください"
        record.fault(key, "数として読めません", remedy + ("。単位は単位の欄です" if key != "order" else ""))
        return None
    return Decimal(text.replace(",", ""))


def _year(record: Record) -> int | None:
    """The fiscal year of a row: 0 where a figure has none, None in the row of a card without years."""
    text = re.sub(r"\s", "", unicodedata.normalize("NFKC", record.text("year")))
    if not text:
        return 0 if any(record.text(key) for key in ("part", *YEAR_FIELDS)) else None
    if match := ERA_YEAR.fullmatch(text):
        return ERAS[match[1]] + (1 if match[2] == "元" else int(match[2]))
    if match := PLAIN_YEAR.fullmatch(text):
        return int(match[1])
    record.fault("year", "年度として読めません", "令和6年度 または 2024年度 のように書いてください")
    return None


def _lines(record: Record, text: str) -> tuple[int, int]:
    match = LINES.fullmatch(unicodedata.normalize("NFKC", text))
    if not match:
        if text:
            record.fault("lines", "行として読めません", "書き出したときのままにしてください")
        return 0, 0
    return int(match[1]), int(match[2] or match[1])


def _speaker(rows: Sequence[CardRow], key: str, before: str | None) -> Record:
    """The row that holds for all in column `key`: the one that differs from before, or the first that says anything."""
    said: dict[str, Record] = {}
    for row in rows:
        if text := row.record.text(key):
            said.setdefault(text, row.record)
    new = [record for text, record in said.items() if text != before]
    if len(new) > 1:
        where = "同じカードの同じ年度" if key in YEAR_FIELDS else "同じカード"
        other = f"{new[0].place}の「{shorten(new[0].text(key), 20)}」"
        new[1].fault(key, f"{where}なのに、{other}と違います", f"{where}の行では、同じことを書いてください")
    return next(iter(new or said.values()), rows[0].record)


def _years(rows: Sequence[CardRow]) -> tuple[CardYear, ...]:
    years: dict[int, list[CardRow]] = {}
    for row in rows:
        if row.year is not None:
            years.setdefault(row.year, []).append(row)
    return tuple(_card_year(year, of_year) for year, of_year in years.items())


def _card_year(year: int, rows: Sequence[CardRow]) -> CardYear:
    return CardYear(
        year,
        activities=_speaker(rows, "activities", None).lines("activities"),
        results=tuple(row.figure for row in rows if row.figure and row.part == RESULT),
        goals=tuple(row.figure for row in rows if row.figure and row.part == GOAL),
        as_of=_as_of(_speaker(rows, "as_of", None)),
    )


def _as_of(record: Record) -> str:
    value = record.values.get("as_of")
    return value.date().isoformat() if isinstance(value, datetime) else record.text("as_of")
