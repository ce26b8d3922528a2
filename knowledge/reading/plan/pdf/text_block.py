"""Lines of text put together from characters with boxes, and blocks of lines put into the order in which one reads them."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf
from statistics import median

from knowledge.reading.plan.pdf.glyph import Glyph

CELL_GAP = 1.6  # a gap of this many characters within a line parts two columns
GAPS = {(True, True): 0.15, (False, False): 0.7}  # a gap of this many characters is a space between Latin, Japanese
OTHER_GAP = 0.5  # and between one and the other
SHORTEST_COLUMN_LINE = 10  # characters of full width; columns of shorter lines are those of a table
FEWEST_COLUMN_LINES = 3
FULL_LINE = 0.75  # of the longest line of a column
WHITE_BAND = 2.5  # times the size of the characters; so much room across the page ends all columns
HEADING_SIZE = 1.15  # times the size of the text around it
DETACHED = re.compile("[ぁ-ヿ][\u3099\u309a]")  # a kana with its mark as a character of its own, as macOS writes it


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that belong together: one line of text up to a wide gap, or all rows of a table. `size` in points."""

    x0: float
    top: float
    x1: float
    bottom: float
    lines: tuple[str, ...]
    size: float = 0

    @property
    def reach(self) -> float:
        """How many characters of full width go on it; without end for a table."""
        return (self.x1 - self.x0) / self.size if self.size else inf


def blocks_of(glyphs: Sequence[Glyph]) -> list[Block]:
    """One block for each run of characters on a line without a wide gap in it, from top to bottom."""
    return [block for row in _rows(glyphs) for run in _runs(row) if (block := _block(run))]


def in_reading_order(blocks: Sequence[Block]) -> list[list[Block]]:
    """Rows of `blocks` as they are read: columns of prose one after the other, all else row by row."""
    ordered: list[list[Block]] = []
    pending: list[Block] = []
    for band, gutter in _bands(sorted(blocks, key=lambda block: (block.top, block.x0))):
        if gutter is None:
            pending += band
            continue
        ordered += _by_row(pending)
        pending = []
        for left in (True, False):
            ordered += in_reading_order([block for block in band if (block.x1 <= gutter) is left])
    return ordered + _by_row(pending)


def _rows(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Characters on one line: each overlaps at least half with the first one there, as raised notes do as well."""
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: (glyph.top + glyph.bottom, glyph.x0)):
        for row in reversed(rows[-4:]):
            overlap = min(glyph.bottom, row[0].bottom) - max(glyph.top, row[0].top)
            if overlap >= 0.5 * min(glyph.bottom - glyph.top, row[0].bottom - row[0].top):
                row.append(glyph)
                break
        else:
            rows.append([glyph])
    return [sorted(row, key=lambda glyph: glyph.x0) for row in rows]


def _runs(row: list[Glyph]) -> list[list[Glyph]]:
    """`row` cut at wide gaps, with or without blanks in them. A character drawn twice, to look bold, counts once."""
    runs: list[list[Glyph]] = [[]]
    last: Glyph | None = None
    for glyph in row:
        if glyph.text.isspace():
            if runs[-1]:
                runs[-1].append(glyph)
            continue
        if last and glyph.text == last.text and glyph.x0 - last.x0 < 0.2 * glyph.size:
            continue
        if last and glyph.x0 - last.x1 > CELL_GAP * max(glyph.size, last.size):
            runs.append([])
        runs[-1].append(glyph)
        last = glyph
    return runs


def _block(run: list[Glyph]) -> Block | None:
    printed = [glyph for glyph in run if not glyph.text.isspace()]
    if not printed:
        return None
    return Block(
        printed[0].x0,
        min(glyph.top for glyph in printed),
        max(glyph.x1 for glyph in printed),
        max(glyph.bottom for glyph in printed),
        (_spelt(run),),
        median(glyph.size for glyph in printed),
    )


def _spelt(run: list[Glyph]) -> str:
    text = run[0].text
    for before, glyph in pairwise(run):
        if not (before.text.isspace() or glyph.text.isspace()):
            latin = (before.text[-1].isascii(), glyph.text[0].isascii())
            wide = glyph.x0 - before.x1 > GAPS.get(latin, OTHER_GAP) * max(before.size, glyph.size)
            text += " " if wide else ""
        text += glyph.text
    return DETACHED.sub(lambda kana: unicodedata.normalize("NFC", kana[0]), text.strip())


def _by_row(blocks: Sequence[Block]) -> list[list[Block]]:
    rows: list[list[Block]] = []
    for block in sorted(blocks, key=lambda block: (block.top + block.bottom, block.x0)):
        row = rows[-1] if rows else []
        overlap = min(block.bottom, row[0].bottom) - max(block.top, row[0].top) if row else 0
        if row and overlap >= 0.5 * min(block.bottom - block.top, row[0].bottom - row[0].top):
            row.append(block)
        else:
            rows.append([block])
    return [sorted(row, key=lambda block: block.x0) for row in rows]


def _bands(blocks: list[Block]) -> list[tuple[list[Block], float | None]]:
    """`blocks` cut into bands from top to bottom, each with the x of the gutter between its columns, if it has any."""
    best: list[tuple[list[Block], float | None]] = [(blocks, None)]
    most = 0
    for gutter in _gutters(blocks):
        bands = _cut(blocks, gutter)
        covered = sum(len(band) for band, found in bands if found is not None)
        if covered > most:
            best, most = bands, covered
    return best


def _gutters(blocks: list[Block]) -> list[float]:
    """The x just before each place where several blocks begin, from left to right."""
    starts = sorted(block.x0 for block in blocks)
    groups: list[list[float]] = []
    for x in starts:
        if groups and x - groups[-1][0] < 6:  # points: indents of the same column
            groups[-1].append(x)
        else:
            groups.append([x])
    return [group[0] - 1 for group in groups[1:] if len(group) >= FEWEST_COLUMN_LINES]


def _cut(blocks: list[Block], gutter: float) -> list[tuple[list[Block], float | None]]:
    """Bands between whatever goes across `gutter`: a line, a heading that has nothing beside it, or a wide white band."""
    groups: list[list[Block]] = [[]]
    lowest = 0.0
    usual = median(block.size for block in blocks)
    for block in blocks:
        if block.top - lowest > WHITE_BAND * max(usual, 1) and groups[-1]:
            groups.append([])
        if block.x0 < gutter < block.x1 or (block.size > HEADING_SIZE * usual and _stands_alone(block, blocks)):
            groups += [[block], []]
        else:
            groups[-1].append(block)
        lowest = max(lowest, block.bottom)
    return [(group, gutter if _are_columns(group, gutter) else None) for group in groups]


def _stands_alone(block: Block, blocks: list[Block]) -> bool:
    return not any(other is not block and other.top < block.bottom and block.top < other.bottom for other in blocks)


def _are_columns(band: list[Block], gutter: float) -> bool:
    left = [block for block in band if block.x1 <= gutter]
    right = [block for block in band if block.x0 >= gutter]
    if not (_is_prose(left) and _is_prose(right)):
        return False
    beside = min(left[-1].bottom, right[-1].bottom) - max(left[0].top, right[0].top)
    return beside > 0.5 * min(left[-1].bottom - left[0].top, right[-1].bottom - right[0].top)


def _is_prose(column: list[Block]) -> bool:
    """Whether `column` has lines enough, and most of them nearly as long as its longest, as wrapped text does.

    Two columns together pass as well, so that the first of three is parted from them.
    """
    if sum(len(block.lines) for block in column) < FEWEST_COLUMN_LINES:
        return False
    width = max(block.x1 - block.x0 for block in column)
    full = sum(block.x1 - block.x0 >= FULL_LINE * width for block in column)
    return full * 2 >= len(column) and median(block.reach for block in column) >= SHORTEST_COLUMN_LINE
