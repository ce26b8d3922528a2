"""The characters of a PDF page with their boxes, turned so that the text runs from left to right."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Any

Box = tuple[float, float, float, float]  # x0, top, x1, bottom in points, from the upper left corner

# Some writers of PDF name a character by the look-alike radical. What is printed is the character itself.
# Kangxi radicals (U+2F00 to 2FD5) by NFKC; these of the Radicals Supplement by Unicode's EquivalentUnifiedIdeograph.txt.
RADICALS = str.maketrans("⺟⺠⻁⻄⻑⻘⻝⻤⻨⻩⻫⻭⻯⻲", "母民虎西長青食鬼麦黄斉歯竜亀")
LOST = "\ufffd"  # stands for a character that the file draws without saying which one it is


class Direction(StrEnum):
    """Where a line of text runs to on the page. Vertical writing runs down, its lines from right to left."""

    RIGHT = "right"
    DOWN = "down"
    UP = "up"


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character. `size` is the font size in points."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float

    @property
    def centre(self) -> tuple[float, float]:
        """x and y of the middle."""
        return (self.x0 + self.x1) / 2, (self.top + self.bottom) / 2


def glyphs_of(chars: Iterable[Mapping[str, Any]], visible: Box) -> dict[Direction, list[Glyph]]:
    """Characters of a page by direction, as they stand there; those outside the `visible` part of it are left out."""
    found: dict[Direction, list[Glyph]] = {direction: [] for direction in Direction}
    for char in chars:
        glyph = Glyph(_text(char["text"]), char["x0"], char["top"], char["x1"], char["bottom"], char["size"])
        x, y = glyph.centre
        if visible[0] <= x <= visible[2] and visible[1] <= y <= visible[3]:
            found[_direction(char)].append(glyph)
    upright = found[Direction.RIGHT]
    if _is_vertical(upright):
        found[Direction.DOWN], found[Direction.RIGHT] = [*upright, *found[Direction.DOWN]], []
    return found


def turned(glyphs: Iterable[Glyph], direction: Direction, page: Box) -> list[Glyph]:
    """`glyphs` at the places that they have once `direction` is turned to run from left to right."""
    moved = []
    for glyph in glyphs:
        x0, top, x1, bottom = turned_box((glyph.x0, glyph.top, glyph.x1, glyph.bottom), direction, page)
        moved.append(Glyph(glyph.text, x0, top, x1, bottom, glyph.size))
    return moved


def turned_box(box: Box, direction: Direction, page: Box) -> Box:
    """`box` at the place that it has once `direction` is turned to run from left to right."""
    x0, top, x1, bottom = box
    if direction is Direction.DOWN:
        return top, page[2] - x1, bottom, page[2] - x0
    if direction is Direction.UP:
        return page[3] - bottom, x0, page[3] - top, x1
    return box


def _text(text: str) -> str:
    """The character, or LOST where the library knows only its number in the font."""
    if text.startswith("(cid:") or (len(text) == 1 and unicodedata.category(text) in ("Cc", "Cn")):
        return " " if text in "\t\n\r" else LOST
    return "".join(unicodedata.normalize("NFKC", one) if "⼀" <= one <= "⿕" else one for one in text).translate(
        RADICALS
    )


def _direction(char: Mapping[str, Any]) -> Direction:
    _, b, *_ = char["matrix"]
    if char["upright"] or not b:
        return Direction.RIGHT
    return Direction.UP if b > 0 else Direction.DOWN


def _is_vertical(glyphs: list[Glyph]) -> bool:
    """Whether most characters stand right below the one before: vertical writing does not turn its characters."""
    printed = [glyph for glyph in glyphs if not glyph.text.isspace()]
    below = sum(
        abs(one.centre[0] - two.centre[0]) < 0.3 * one.size and 0.5 * one.size < two.top - one.top < 2 * one.size
        for one, two in pairwise(printed)
    )
    return below * 2 > len(printed)
