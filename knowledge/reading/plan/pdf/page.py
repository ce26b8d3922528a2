"""One page of a PDF: its lines in reading order, and what could not be read of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from pdfplumber.page import Page

from knowledge.reading.plan.pdf.glyph import Box, Direction, Glyph, glyphs_of, turned, turned_box
from knowledge.reading.plan.pdf.ruled_table import held_by, table_block
from knowledge.reading.plan.pdf.text_block import Block, blocks_of, in_reading_order

MOST_RULES = 4000  # a page with more is a map or a drawing, and searching it for tables takes minutes
FEWEST_OUTLINES = 40  # curves on a page without text, from which on it holds letters drawn as shapes
FEWEST_TURNED = 10  # characters that run another way, from which on a person is told
PARAGRAPH_GAP = 1.2  # times the size of the characters


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line with its place on the page in points. A row of several columns has tabs between them."""

    text: str
    top: float
    bottom: float
    size: float


@dataclass(frozen=True, slots=True)
class PdfPage:
    """`number` counts from 1. `problems` are sentences for a staff member. `height` in points."""

    number: int
    lines: tuple[PageLine, ...] = ()
    problems: tuple[str, ...] = ()
    height: float = 0
    is_image: bool = False


def page_of(page: Page) -> PdfPage:
    """What `page` says."""
    visible: Box = page.cropbox if page.cropbox[2] > page.cropbox[0] else page.bbox
    found = glyphs_of(page.chars, visible)
    if not any(glyph.text.strip() for glyphs in found.values() for glyph in glyphs):
        return PdfPage(page.page_number, is_image=bool(page.images) or len(page.curves) > FEWEST_OUTLINES)
    problems = _problems(found)
    main = max(found, key=lambda direction: len(found[direction]))
    cells, too_fine = _tables(page)
    if too_fine:
        problems.append("図の線が細かすぎるため、表を探していません")
    lines: list[PageLine] = []
    for direction in sorted(found, key=lambda direction: direction is not main):
        glyphs = turned(found[direction], direction, page.bbox)
        tables = [[turned_box(cell, direction, page.bbox) for cell in table] for table in cells]
        lines += _lines(glyphs, tables)
    return PdfPage(page.page_number, tuple(lines), tuple(problems), float(page.height))


def _problems(found: dict[Direction, list[Glyph]]) -> list[str]:
    counts = {direction: len(glyphs) for direction, glyphs in found.items()}
    problems = []
    if counts[Direction.DOWN] > max(counts[Direction.RIGHT], counts[Direction.UP]):
        problems.append("縦書きか、横倒しの文字です。読む順序を元の文書と見比べてください")
    elif counts[Direction.UP] > counts[Direction.RIGHT]:
        problems.append("横倒しの文字です。読む順序を元の文書と見比べてください")
    elif counts[Direction.UP] + counts[Direction.DOWN] >= FEWEST_TURNED:
        problems.append("向きの違う文字が混じっています。読む順序を元の文書と見比べてください")
    return problems


def _tables(page: Page) -> tuple[list[list[Box]], bool]:
    """Cells of each ruled table, the smallest table first: one within a cell of another has its text to itself."""
    if len(page.edges) > MOST_RULES:
        return [], True
    tables = sorted(page.find_tables(), key=lambda table: _area(table.bbox))
    return [list(table.cells) for table in tables], False


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _lines(glyphs: list[Glyph], tables: Sequence[Sequence[Box]]) -> list[PageLine]:
    blocks: list[Block] = []
    for cells in tables:
        held = held_by(cells, glyphs)
        block = table_block(held)
        if block:
            blocks.append(block)
            taken = {id(glyph) for inside in held.values() for glyph in inside}
            glyphs = [glyph for glyph in glyphs if id(glyph) not in taken]
    rows = in_reading_order([*blocks, *blocks_of(glyphs)])
    return _with_gaps([_row_lines(row) for row in rows])


def _row_lines(row: list[Block]) -> list[PageLine]:
    """The lines of blocks that stand side by side: one with tabs in it, but a table keeps its rows to itself."""
    lines: list[PageLine] = []
    run: list[Block] = []
    for block in [*row, None]:
        if run and (block is None or not block.size):
            text = "\t".join(one.lines[0] for one in run)
            size = max(one.size for one in run)
            lines.append(PageLine(text, min(one.top for one in run), max(one.bottom for one in run), size))
            run = []
        if block and block.size:
            run.append(block)
        elif block:
            lines += [PageLine(text, block.top, block.bottom, 0) for text in block.lines]
    return lines


def _with_gaps(rows: list[list[PageLine]]) -> list[PageLine]:
    """All lines, with an empty one wherever more room is left than within a paragraph."""
    if not rows:
        return []
    lines = list(rows[0])
    for above, row in pairwise(rows):
        gap = row[0].top - above[-1].bottom
        if gap > PARAGRAPH_GAP * max(above[-1].size, row[0].size, 1) or gap < 0:
            lines.append(PageLine("", above[-1].bottom, row[0].top, 0))
        lines += row
    return lines
