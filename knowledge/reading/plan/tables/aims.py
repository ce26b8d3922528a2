"""取組と目標: the two labels under which a page of a plan says what is done and what for."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.plan import Passage, PassageKind
from knowledge.reading.plan.source import SourceLine
from knowledge.reading.plan.tables.cells import items, label_form, labelled, split_row
from knowledge.reading.plan.text.heading import MARKDOWN, heading_of
from knowledge.reading.plan.text.line import clean

WORK = re.compile(r"(?:主な)?取組(?:内容|の内容)?")
AIM = re.compile(r"目標|ねらい")
SUBLABEL = re.compile(r"【[^【】]+】")  # 「【市民の状況】」, alone in its line, names the paragraph below
INDICATOR = re.compile(r"\w{0,4}指標\w?:")
LONGEST = 12  # filled lines from 取組 to 目標: a page has these near each other


@dataclass(frozen=True, slots=True)
class Aims:
    """The places in the document's lines, and the passage that they make."""

    first: int
    last: int
    lines: frozenset[int]
    passage: Passage


def find_aims(lines: Sequence[SourceLine]) -> tuple[Aims, ...]:
    """Every 取組 that a 目標 follows before the next heading. The label is a line, a heading, or the first cell of a row."""
    found: list[Aims] = []
    for place in range(len(lines)):
        if (not found or place > found[-1].last) and _labelled(lines[place], WORK) is not None:
            aims = _read(lines, place)
            found += [aims] if aims else []
    return tuple(found)


def is_label(text: str) -> bool:
    """Whether the heading `text` is one of the two labels, and no title."""
    return bool(WORK.fullmatch(text) or AIM.fullmatch(text))


def _read(lines: Sequence[SourceLine], start: int) -> Aims | None:
    middle, filled = start + 1, 0
    while middle < len(lines) and _labelled(lines[middle], AIM) is None:
        text = lines[middle].text.strip()
        filled += bool(text)
        if filled > LONGEST or MARKDOWN.fullmatch(text) or _labelled(lines[middle], WORK) is not None:
            return None
        middle += 1
    if middle >= len(lines):
        return None
    last = _end(lines, middle)
    if _within_table(lines, start, last):
        return None
    texts = [_part(lines[start:middle], WORK), _part(lines[middle : last + 1], AIM)]
    if not all(":" in text and not text.endswith(":") for text in texts):
        return None
    taken = frozenset(line.number for line in lines[start : last + 1])
    passage = Passage("", (), "\n".join(texts), lines[start].number, lines[last].number, PassageKind.TABLE)
    return Aims(start, last, taken, passage)


def _within_table(lines: Sequence[SourceLine], start: int, last: int) -> bool:
    """Whether the two labels are rows of a table with more rows: an action with its 担当課, of which they are a part."""
    if split_row(lines[start].text) is None:
        return False
    around = [(lines[start - 1 : start], lines[start].number - 1), (lines[last + 1 : last + 2], lines[last].number + 1)]
    return any(line.number == number and split_row(line.text) for near, number in around for line in near)


def _end(lines: Sequence[SourceLine], label: int) -> int:
    """The place of the last line below 目標: its paragraph, or several of them where each has a name in 【】."""
    if _labelled(lines[label], AIM):
        return label
    last = _paragraph_end(lines, label)
    while SUBLABEL.fullmatch(lines[last].text.strip()):
        below = _paragraph_end(lines, last)
        follows = _next_filled(lines, below)
        if below == last or follows == len(lines) or not SUBLABEL.fullmatch(lines[follows].text.strip()):
            return below
        last = follows
    return last


def _paragraph_end(lines: Sequence[SourceLine], place: int) -> int:
    """The place of the last line of the paragraph below `place`; a name in 【】 is a paragraph of its own."""
    last = _next_filled(lines, place)
    if last == len(lines):
        return place
    if SUBLABEL.fullmatch(lines[last].text.strip()):
        return last
    while last + 1 < len(lines) and _goes_on(lines[last], lines[last + 1]):
        last += 1
    return last


def _goes_on(line: SourceLine, after: SourceLine) -> bool:
    """Whether `after` belongs to the paragraph of `line`: not behind a blank line, nor a heading, a row or an indicator."""
    text = after.text.strip()
    other = heading_of(text) or split_row(after.text) or INDICATOR.match(label_form(text))
    return bool(text) and after.number == line.number + 1 and not other


def _next_filled(lines: Sequence[SourceLine], place: int) -> int:
    return next((n for n in range(place + 1, len(lines)) if lines[n].text.strip()), len(lines))


def _labelled(line: SourceLine, label: re.Pattern[str]) -> str | None:
    """What stands behind `label` in `line`, empty where the label stands alone; None where the line does not begin with it."""
    cells = [cell for cell in split_row(line.text) or () if cell.strip()]
    if cells:
        return cells[1] if len(cells) == 2 and label.fullmatch(label_form(cells[0])) else None
    head, mark, rest = re.sub("[：]", ":", clean(line.text), count=1).partition(":")
    return rest.strip() if label.fullmatch(label_form(head)) and bool(mark) == bool(rest.strip()) else None


def _part(lines: Sequence[SourceLine], label: re.Pattern[str]) -> str:
    """One of the two parts under its label: 「取組: …」, or its lines below the label where there are several."""
    behind = _labelled(lines[0], label) or ""
    head = re.split(r"[\t|:：]", clean(lines[0].text).strip("| "))[0].split("  ")[0].strip()
    shown = [item.line for item in items(behind)] + [
        clean(line.text).removeprefix("\\") for line in lines[1:] if line.text.strip()
    ]
    if len(shown) == 1:
        return labelled(head, shown)
    return "\n".join([f"{head}:", *shown])
