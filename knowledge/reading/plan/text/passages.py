"""Prose: the paragraphs of a section cut into passages that a person can read in one look."""

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile

from knowledge.plan import Passage, PassageKind
from knowledge.reading.plan.text.paragraph import Paragraph

WISHED = 420  # characters of a passage: what a reply can show with its heading path and source
WHOLE = 560  # a section up to this length is not cut
LONGEST = 900  # a paragraph longer than this is cut at the ends of its sentences, or else of its lines
SHORTEST = 100  # a rest shorter than this stays with the passage before it
ITEM = 60  # characters of an item that says little without its neighbours
SENTENCES = re.compile(r"[^。]*。[」』）)]*|[^。]+$")


def passages(section: Iterable[Paragraph], headings: tuple[str, ...]) -> Iterator[Passage]:
    """The passages of one section, each between two paragraphs, and of about the same length."""
    parts = [part for paragraph in section for part in _short(paragraph)]
    total = sum(len(part.text) for part in parts)
    share = total if total <= WHOLE else total / math.ceil(total / WISHED)
    group: list[Paragraph] = []
    size, left = 0, total
    for part in parts:
        length = len(part.text)
        full = size + length / 2 > share and left > SHORTEST and size >= SHORTEST
        if full and size < WHOLE and group and _is_short_item(part) and _is_short_item(group[-1]):
            full = False  # the items of a list stay together
        if group and full:
            kept = [*takewhile(lambda each: each.lead, reversed(group))][::-1]  # what announces the next paragraph
            if len(kept) < len(group):
                yield _passage(group[: len(group) - len(kept)], headings)
                group, size = kept, sum(len(each.text) for each in kept)
        group.append(part)
        size += length
        left -= length
    if any(part.text.strip() for part in group):
        yield _passage(group, headings)


def _is_short_item(paragraph: Paragraph) -> bool:
    return len(paragraph.text) < ITEM and not paragraph.text.endswith("。")


def _passage(group: Sequence[Paragraph], headings: tuple[str, ...]) -> Passage:
    kind = PassageKind.TABLE if sum(part.table for part in group) * 2 > len(group) else PassageKind.PROSE
    text = "\n".join(part.text for part in group if part.text)
    return Passage("", headings, text, group[0].numbers[0], group[-1].numbers[-1], kind)


def _short(paragraph: Paragraph) -> Iterator[Paragraph]:
    """`paragraph`, cut where it is longer than a passage may be."""
    if len(paragraph.text) <= LONGEST:
        yield paragraph
        return
    if len(paragraph.numbers) > 1:
        yield from _at_lines(paragraph)
        return
    size, text = 0, ""
    for sentence in SENTENCES.findall(paragraph.text):
        if text and size + len(sentence) > WISHED:
            yield Paragraph(paragraph.numbers, (text,), paragraph.table)
            size, text = 0, ""
        text += sentence
        size += len(sentence)
    if text:
        yield Paragraph(paragraph.numbers, (text,), paragraph.table)


def _at_lines(paragraph: Paragraph) -> Iterator[Paragraph]:
    """Cut behind the lines in which a sentence ends, or behind any line where none does for long."""
    first = size = 0
    for place, piece in enumerate(paragraph.pieces, 1):
        size += len(piece)
        if place == len(paragraph.pieces) or size >= LONGEST or (size >= WISHED and piece.endswith("。")):
            yield Paragraph(paragraph.numbers[first:place], paragraph.pieces[first:place], paragraph.table)
            first, size = place, 0
