"""Paragraphs: lines of a page put together again where a sentence goes on over a wrap or a page break."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.reading.plan.text.heading import CLOSING, OPENING
from knowledge.reading.plan.text.line import clean, is_item
from knowledge.reading.plan.text.manner import GAP, LONG, Manner, columns

ENDS = ("。", "！", "？", "!", "?", "．", "：", ":", "」", "』", "）", ")", "】", "〉", "＞", "～", "】")
FULL = 0.75  # of the width of the lines around: a line that is shorter ends its paragraph
AROUND = 4  # lines before and behind by which a line's width is judged
LONGEST = 900  # characters after which lines are no longer joined: no sentence is so long
TITLE = 80  # characters of a bullet that announces the text below it
SENTENCE = 30  # characters from which on a line of Markdown without an end was cut by a page
CONTINUED = re.compile(
    r"[をにがはとでもへのやしてっんー、。』」）)]"
)  # what no name of a town and few sentences begin with
HIRAGANA = re.compile(r"[ぁ-ん、。」』）)ー]")
PARTICLE = re.compile(r"[ぁ-んァ-ヶ一-龥A-Za-zＡ-Ｚａ-ｚ）」][のをにがはとでやへ]$|及び$|又は$|ための?$")
INNER_ITEM = re.compile(r"(?<=[^\s・]) (?=・\S)")
OPENERS = re.compile(
    r"また|なお|さら|しか|これ|それ|その|この|ただ|あわ|もっ|いつ|すべ|よって|お|こう|このた|ここ|ほか|はじ|まず|つぎ|ま[たず]|しよ"
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a section as the file has it, or what is left of it behind a heading. `item`: its list tells it to be one."""

    number: int
    text: str
    heading: bool = False
    item: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`pieces` are the texts of its lines, each with what joins it to the one before. `lead`: it announces what follows."""

    numbers: tuple[int, ...]
    pieces: tuple[str, ...]
    table: bool = False
    lead: bool = False

    @property
    def text(self) -> str:
        return "".join(self.pieces)


def paragraphs(lines: Sequence[Line], manner: Manner) -> Iterator[Paragraph]:
    """The paragraphs of one section; every heading is a paragraph of its own."""
    texts = [_shown(line, manner) for line in lines]
    widths = [columns(text) for text in texts]
    open_from = 0
    pieces: list[str] = []
    for place, line in enumerate(lines):
        above = lines[place - 1] if place else None
        wide = max(widths[max(place - AROUND, 0) : place + AROUND])
        if above and _joined(above, line, pieces, texts[place], wide, manner):
            pieces.append(_between(pieces[-1], texts[place]) + texts[place])
            continue
        if pieces:
            yield _paragraph(lines[open_from:place], pieces)
        open_from, pieces = place, [texts[place]]
    if pieces:
        yield _paragraph(lines[open_from:], pieces)


def _paragraph(lines: Sequence[Line], pieces: Sequence[str]) -> Paragraph:
    text = "".join(pieces)
    table = len(lines) == 1 and "\t" in lines[0].text
    short = (len(text) <= SENTENCE and not is_item(text)) or (len(text) <= TITLE and text[:1] in "●■◆◎▼＜〈【")
    short = short and "。" not in text
    return Paragraph(
        tuple(line.number for line in lines), tuple(pieces), table, not table and (lines[0].heading or short)
    )


def _joined(above: Line, line: Line, pieces: Sequence[str], text: str, wide: int, manner: Manner) -> bool:
    if above.heading or line.heading or "\t" in above.text + line.text or sum(map(len, pieces)) >= LONGEST:
        return False
    return _goes_on("".join(pieces), text, (above, line), wide, manner)


def _shown(line: Line, manner: Manner) -> str:
    """The text of `line` cleaned; where gaps are wraps, those of running text are closed."""
    cleaned = clean(line.text)
    if manner.gaps_are_wraps and not line.heading and len(cleaned) >= LONG and "\t" not in line.text:
        cleaned = GAP.sub("", cleaned)
    if line.heading:
        return re.sub(r"\s{2,}", " ", cleaned)
    return INNER_ITEM.sub("\n", cleaned) if is_item(line.text) and not manner.wrapped else cleaned


def _goes_on(above: str, text: str, pair: tuple[Line, Line], wide: int, manner: Manner) -> bool:
    """Whether `text` continues the sentence that the paragraph `above` has not ended."""
    if not text or not above or above.endswith("。") or pair[1].item or is_item(pair[1].text):
        return False
    if above.endswith(("、", "，")) or _open(above):
        return True
    if above.endswith(ENDS):
        return bool(re.match(r"[のをにはがとでもへや（(]", text)) and above.endswith(ENDS[8:]) and manner.wrapped
    opener = bool(OPENERS.match(text))
    if not manner.wrapped:
        last = pair[0].text.rstrip("\n")
        if last.endswith("  ") and pair[1].number == pair[0].number + 1:
            return True
        continued = "。" in above or ("、" in above and not opener and bool(HIRAGANA.match(text)))
        return len(above) >= SENTENCE and continued and not is_item(above[-SENTENCE:])
    if (CONTINUED.match(text) and not opener) or (PARTICLE.search(above) and not above.endswith("とは")):
        return True
    if pair[1].number in manner.starts:
        return not is_item(above) and columns(clean(pair[0].text)) >= FULL * wide
    if manner.spaced and pair[1].number != pair[0].number + 2:
        return pair[1].number == pair[0].number + 1
    return columns(clean(pair[0].text)) >= FULL * wide


def _open(text: str) -> bool:
    """Whether the last 300 characters of `text` open a bracket that they do not close."""
    depth = 0
    for character in text[-300:]:
        depth = max(depth + (character in OPENING) - (character in CLOSING), 0)
    return depth > 0


def _between(before: str, after: str) -> str:
    """Nothing between Japanese characters, a blank between Latin ones."""
    left, right = before[-1], after[0]
    return " " if left.isascii() and left.isalnum() and right.isascii() and right.isalnum() else ""
