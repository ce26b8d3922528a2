"""Ruled tables of a PDF page as rows of cells parted by tabs, which is how the finders know tables."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from knowledge.reading.plan.pdf.glyph import Box, Glyph
from knowledge.reading.plan.pdf.text_block import Block, blocks_of

SAME_RULE = 3  # points: rules that are no farther apart are one rule drawn twice
EMPTY_CELLS = 0.75  # share from which on the rules are those of a chart


def held_by(cells: Sequence[Box], glyphs: Sequence[Glyph]) -> dict[Box, list[Glyph]]:
    """Those of `glyphs` whose middle is in one of `cells`, by cell."""
    held: dict[Box, list[Glyph]] = {cell: [] for cell in cells}
    for glyph in glyphs:
        x, y = glyph.centre
        for cell in cells:
            if cell[0] <= x <= cell[2] and cell[1] <= y <= cell[3]:
                held[cell].append(glyph)
                break
    return held


def table_block(cells: Mapping[Box, Sequence[Glyph]]) -> Block | None:
    """The table that `cells` make with what they hold, or None where they are a frame or the grid of a chart."""
    tops, lefts = _rules([cell[1] for cell in cells]), _rules([cell[0] for cell in cells])
    if len(tops) < 2 or len(lefts) < 2:
        return None
    rows = [[""] * len(lefts) for _ in tops]
    for cell, glyphs in cells.items():
        rows[_place(tops, cell[1])][_place(lefts, cell[0])] = _cell_text(cell, glyphs)
    written = sum(bool(text) for row in rows for text in row)
    if written < 3 or written <= (1 - EMPTY_CELLS) * len(cells):
        return None
    lines = tuple("\t".join(row) for row in rows if any(row))
    return Block(
        min(cell[0] for cell in cells),
        min(cell[1] for cell in cells),
        max(cell[2] for cell in cells),
        max(cell[3] for cell in cells),
        lines,
    )


def _rules(places: Sequence[float]) -> list[float]:
    rules: list[float] = []
    for place in sorted(places):
        if not rules or place - rules[-1] > SAME_RULE:
            rules.append(place)
    return rules


def _place(rules: list[float], at: float) -> int:
    return min(range(len(rules)), key=lambda index: abs(rules[index] - at))


def _cell_text(cell: Box, glyphs: Sequence[Glyph]) -> str:
    """The cell's lines: joined where one fills the cell and goes on in the next, with a space between otherwise."""
    lines = blocks_of(glyphs)
    if not lines:
        return ""
    text = lines[0].lines[0]
    for before, line in pairwise(lines):
        left, right = text[-1], line.lines[0][0]
        wrapped = cell[2] - before.x1 < 2 * before.size and line.top >= before.bottom - 0.5 * before.size
        latin = left.isascii() and left.isalnum() and right.isascii() and right.isalnum()
        text += ("" if wrapped and not latin else " ") + line.lines[0]
    return text
