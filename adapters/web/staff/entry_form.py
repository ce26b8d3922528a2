"""The form of an entry: every field as text, what is wrong with each, and the entry that comes of it."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest

from starlette.datastructures import FormData

from bot.review import ungiven
from knowledge import DESKS, Audience, Entry, Fault, Knowledge
from knowledge.cell import lines_of, meant, one_a_line, parted, parts_of
from knowledge.checking import Level, check_entry
from knowledge.entry_difference import cells_of
from knowledge.entry_table import AUDIENCES, COLUMNS
from knowledge.reading.entries import entry_of

LONGEST_FIELD = 100_000  # characters; an entry of 20,000 is long already
SPARE_ROWS = 2  # empty rows below the sources and links
UNFINISHED = ("answer", "section")  # may still be missing in a draft
PARTED = {"source": 4, "links": 2}  # fields that the form shows as rows of so many parts
PARTS = {"title": "題名", "place": "箇所", "url": "URL", "as_of": "日付"}  # of a source or a link
EMPTY = "空欄です"
LABELS = {key: header for header, key in COLUMNS.items()}


@dataclass(frozen=True, slots=True)
class Remark:
    """What is to be said of one field: a fault or a finding of the house rules; `must` be mended before publishing."""

    field: str
    must: bool
    level: str
    problem: str
    remedy: str

    def as_json(self) -> dict[str, object]:
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True)
class Typed:
    """What somebody typed: the `cells` by field, the `entry` that they make, `unreadable` what no draft can be made of."""

    cells: Mapping[str, str]
    entry: Entry
    unreadable: tuple[Remark, ...]
    unfinished: tuple[Remark, ...] = ()


def typed(form: FormData, city: str) -> Typed:
    """The entry of a sent form."""
    cells = {key: _text(form, key) for key in COLUMNS.values() if key not in PARTED}
    for key, parts in PARTED.items():
        columns = [[plain(value) for value in form.getlist(f"{key}_{part}")] for part in range(parts)]
        cells[key] = _cell(key, list(zip_longest(*columns, fillvalue="")))
    return of_cells({key: cells[key] for key in COLUMNS.values()}, city)


def of_cells(cells: Mapping[str, str], city: str) -> Typed:
    """The entry that `cells` make, the city's own."""
    entry, faults = entry_of(cells, city, "")
    unreadable: list[Remark] = []
    unfinished: list[Remark] = []
    for fault in faults:
        remark = _remark(fault)
        (unfinished if remark.field in UNFINISHED and not cells[remark.field] else unreadable).append(remark)
    too_long = [key for key, cell in cells.items() if len(cell) > LONGEST_FIELD]
    unreadable += [
        Remark(key, True, str(Level.ERROR), f"{len(cells[key]):,}字あります", f"{LONGEST_FIELD:,}字までにしてください")
        for key in too_long
    ]
    return Typed(cells, entry, tuple(unreadable), tuple(unfinished))


def _remark(fault: Fault) -> Remark:
    """A fault of the reader beside its field; `fault.place` is 質問, or 出典(2) url for the second source."""
    header, _, part = fault.place.strip().partition(" ")
    name, _, number = header.rstrip(")").partition("(")
    said = PARTS.get(part, "")
    problem = f"{number}つ目の{said}が{fault.problem}" if number and said and fault.problem == EMPTY else fault.problem
    if number and problem == fault.problem:
        problem = f"{number}つ目：{fault.value} {problem}"
    remedy = fault.remedy.replace(part, said, 1) if said else fault.remedy
    return Remark(COLUMNS.get(name, ""), True, str(Level.ERROR), problem, remedy)


def remarks(entry: Entry, knowledge: Knowledge, day: date) -> list[Remark]:
    """What the house rules object to in `entry`, if it stood in `knowledge`."""
    found = check_entry(entry, knowledge, day) if entry.question else []
    found += [("answer", finding) for finding in ungiven([entry])] if entry.answer else []
    return [
        Remark(field, finding.level is Level.ERROR, str(finding.level), finding.problem, finding.remedy)
        for field, finding in found
    ]


def all_remarks(given: Typed, knowledge: Knowledge, day: date) -> list[Remark]:
    """Faults first, then what the house rules say of the rest."""
    faults = [*given.unreadable, *given.unfinished]
    known = {remark.field for remark in faults}
    rules = remarks(given.entry, knowledge, day)
    return faults + [remark for remark in rules if remark.field not in known]


def of_entry(entry: Entry, city: str) -> Typed:
    """The form as it is filled in for `entry`."""
    return of_cells(cells_of(entry), city)


def rows_of(cells: Mapping[str, str], key: str) -> list[list[str]]:
    """The rows of 出典 or リンク as the form shows them, with spare ones."""
    rows = []
    for line in lines_of(cells[key]):
        if line.strip():
            parts = [*parts_of(line), "", "", "", ""][:4]
            rows.append(parts if key == "source" else [parts[0], parts[2] or parts[1]])
    return rows + [[""] * PARTED[key] for _ in range(SPARE_ROWS)]


def plain_lines(cell: str) -> str:
    """The lines of a cell without the marks that keep what separates from separating."""
    return "\n".join(meant(line).replace("\n", " ") for line in lines_of(cell))


def section_choices(knowledge: Knowledge, now: str) -> list[tuple[str, list[str]]]:
    """The city's sections and the desks, in groups; `now` stays choosable."""
    sections = [section.name for section in knowledge.city.sections]
    groups = [("課", sections), ("担当分野", [desk for desk in DESKS if desk not in sections])]
    return _with(groups, now)


def category_choices(knowledge: Knowledge, now: str) -> list[tuple[str, list[str]]]:
    """大分類 with the paths of their 小分類; `now` stays choosable."""
    return _with([(category.name, list(category.paths())) for category in knowledge.categories], now)


def audience_choices() -> dict[str, Audience]:
    return dict(AUDIENCES)


def _with(groups: list[tuple[str, list[str]]], now: str) -> list[tuple[str, list[str]]]:
    known = {name for _, names in groups for name in names}
    return groups if not now or now in known else [("いまの値", [now]), *groups]


def _cell(key: str, rows: Sequence[Sequence[str]]) -> str:
    filled = [[part.replace("\n", " ") for part in row] for row in rows if any(row)]
    if key == "links":
        filled = [[title, "", url] for title, url in filled]
    return "\n".join(parted(row) for row in filled)


def _text(form: FormData, key: str) -> str:
    """A field as a cell. What is typed one a line has no need of the marks of a cell."""
    text = plain(form.get(key, ""))
    return (
        text
        if key not in ("phrasings", "related", "tags")
        else one_a_line(filter(None, map(str.strip, text.split("\n"))))
    )


def plain(value: object) -> str:
    """What was typed, with one kind of line end and without the characters that no text holds."""
    text = value if isinstance(value, str) else ""
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    return "".join(sign for sign in text if sign in "\n\t" or unicodedata.category(sign) not in ("Cc", "Cs"))
