"""表: every table that no other reader knows, as rows that say what each cell is."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.plan import Doubt, Passage, PassageKind
from knowledge.reading.plan.part import Part
from knowledge.reading.plan.source import Source, SourceLine
from knowledge.reading.plan.tables.actions import SECTION
from knowledge.reading.plan.tables.cells import Row, items, label_form, labelled, runs
from knowledge.reading.plan.tables.grid import Grid, read_grid
from knowledge.reading.plan.text.contents import find_contents
from knowledge.reading.plan.text.heading import LONGEST_HEADING, heading_of, plain_form
from knowledge.reading.plan.text.line import clean

PASSAGE_CHARACTERS = 420  # a passage is closed at the first row end after this many characters
CAPTION_DISTANCE = 3  # blank lines between a caption and its table, where a picture stood too
NOTE = re.compile(r"[※*＊]|\(?(?:出典|資料|備考|注)[\d)::]")
ENUMERATED = re.compile(r"第\d+[章節編]|\(?\d{1,2}[).]?|[①-⑳]|[IVX]{1,4}|[ア-コ]")


@dataclass(frozen=True, slots=True)
class _Piece:
    """A text of one or several rows, with the lines it stands in."""

    text: str
    first: int
    last: int
    section: str = ""


def find_tables(source: Source) -> Part:
    """The rows of all tables in `source`, several to a passage, each with the names of its columns.

    A caption right above and notes right below belong to the table. Rows that do not fit their table are shown all the same,
    with a doubt.
    """
    passages: list[Passage] = []
    doubts: list[Doubt] = []
    lines: set[int] = set()
    filled = [line for line in source.lines if line.text.strip()]
    for rows in _tables(source):
        caption, notes = _caption(filled, rows[0]), _notes(filled, rows[-1])
        grid = read_grid(_without_titles(rows))
        pieces = [*_pieces(rows, grid), *(_Piece(clean(note.text), note.number, note.number) for note in notes)]
        passages += _passages(pieces, caption)
        doubts += grid.doubts(rows)
        lines |= {row.number for row in rows} | {note.number for note in notes}
        lines |= {caption.number} if caption else set()
    return Part(passages=tuple(passages), doubts=tuple(doubts), lines=frozenset(lines))


def _tables(source: Source) -> Iterator[list[Row]]:
    """The tables with all their rows; one that a page break parts and that repeats its header is one."""
    contents = find_contents(source.lines).lines
    table: list[Row] = []
    for run in runs(source):
        rows = [row for row in run if row.number not in contents]
        if not any(len(row.filled) > 1 for row in rows) or (len(rows) == 1 and _is_heading(rows[0])):
            continue
        if table and rows[0].cells == table[0].cells and rows[0].number - table[-1].number <= CAPTION_DISTANCE + 1:
            table += rows
            continue
        if table:
            yield table
        table = rows
    if table:
        yield table


def _is_heading(row: Row) -> bool:
    """Whether `row` is a heading with a tab behind its number: 「第1章⇥ねらい」."""
    cells = [row.cells[place] for place in row.filled]
    return len(cells) == 2 and bool(ENUMERATED.fullmatch(label_form(cells[0]))) and len(cells[1]) <= LONGEST_HEADING


def _caption(filled: Sequence[SourceLine], first: Row) -> SourceLine | None:
    """The line above the table that names it: short, alone, no sentence, and no heading of the outline."""
    above = [line for line in filled if line.number < first.number][-2:]
    if not above or first.number - above[-1].number > CAPTION_DISTANCE + 1:
        return None
    alone = len(above) == 1 or above[-1].number - above[0].number > 1
    return above[-1] if alone and _may_name(above[-1].text) else None


def _may_name(line: str) -> bool:
    """Whether `line` can be a caption: it is no sentence, item, note, row or heading, nor the caption of a picture."""
    text = clean(line)
    if "\t" in line or "|" in line or len(text) > LONGEST_HEADING or text.endswith(("。", "、")):
        return False
    return not (text.startswith(("・", "図")) or NOTE.match(plain_form(text)) or heading_of(line))


def _notes(filled: Sequence[SourceLine], last: Row) -> list[SourceLine]:
    """The notes and sources below the table, each right below the one before but for a blank line."""
    notes: list[SourceLine] = []
    number = last.number
    for line in filled:
        if line.number <= last.number:
            continue
        if line.number - number > 2 or not NOTE.match(plain_form(line.text).strip()) or "\t" in line.text:
            break
        notes.append(line)
        number = line.number
    return notes


def _without_titles(rows: Sequence[Row]) -> list[Row]:
    """`rows` from the first with several cells on: what stands above it in one cell is a title over all columns."""
    return list(rows[next(place for place, row in enumerate(rows) if len(row.filled) > 1) :])


def _pieces(rows: Sequence[Row], grid: Grid) -> Iterator[_Piece]:
    """One piece a row. The header has none of its own, being in each of them; the first one begins where it begins."""
    read = {row.number: row for row in grid.rows}
    first = min(grid.header, default=0)
    for row in rows:
        if row.number in read:
            inside = read[row.number]
            yield _Piece(_text(inside, grid.names), first or row.number, row.number, _section(inside, grid.names))
            first = 0
        elif row.filled and not row.is_rule and row.number not in grid.header:
            yield _Piece("\n".join(item.line for cell in row.raw for item in items(cell)), row.number, row.number)
    if first and not grid.rows:
        yield _Piece(", ".join(filter(None, grid.names)), first, max(grid.header))


def _text(row: Row, names: Sequence[str]) -> str:
    """A row: 「区分: 窓口, 説明: …」 with a header, 「窓口: …」 with a name in its first cell, lines where a cell has several."""
    if row.filled == (0,) or (not names and len(row.filled) < 2):
        return "\n".join(item.line for cell in row.raw for item in items(cell))
    several = any(len(items(cell)) > 1 for cell in row.raw)
    if names:
        fields = [_field(names[place] if place < len(names) else "", row.raw[place]) for place in row.filled]
        return ("\n" if several else _separator(row)).join(fields)
    first, *rest = row.filled
    if several or len(rest) == 1:
        return labelled(row.cells[first], [row.raw[place] for place in rest])
    return f"{row.cells[first]}: {_separator(row).join(row.cells[place] for place in rest)}"


def _section(row: Row, names: Sequence[str]) -> str:
    """What stands in the column 担当課 of `row`."""
    places = [place for place, name in enumerate(names) if SECTION.fullmatch(label_form(name))]
    return next((row.cells[place] for place in places if place in row.filled), "")


def _field(name: str, cell: str) -> str:
    return f"#{labelled('', [cell])}" if name == "#" else labelled(name, [cell])


def _separator(row: Row) -> str:
    """What parts the cells in a line; another sign where a comma stands in one of them, as in 12,300."""
    return " / " if any("," in cell for cell in row.cells) else ", "


def _passages(pieces: Sequence[_Piece], caption: SourceLine | None) -> Iterator[Passage]:
    """Passages that end with a row, each under the caption of the table."""
    title = clean(caption.text) if caption else ""
    texts, first, last = ([title] if caption else []), caption.number if caption else 0, 0
    sections: set[str] = set()
    for place, piece in enumerate(pieces):
        texts.append(piece.text)
        sections.add(piece.section)
        first, last = first or piece.first, piece.last
        if sum(map(len, texts)) >= PASSAGE_CHARACTERS or place == len(pieces) - 1:
            headings = (title,) if caption else ()
            section = sections.pop() if len(sections) == 1 else ""
            yield Passage("", headings, "\n".join(texts), first, last, PassageKind.TABLE, section=section)
            texts, first, sections = [], 0, set()
