"""The manner in which a document was written down, measured on the document itself."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.reading.plan.source import Source, SourceLine

CJK = r"[\u3040-\u30ff\u3400-\u9fff々〆ー]"
GAP = re.compile(rf"(?<={CJK}|[、，）」』]) (?!・)(?={CJK}|[（「『])")
BEFORE_HIRAGANA = re.compile(rf"(?<={CJK}) (?=[ぁ-んァィゥェォッャュョー])")
LOST_FEED = re.compile(r" [^\s#|]")
LONG = 40  # characters from which on a line is running text
WRAP_SHARE = (
    0.3  # of the gaps, before characters that rarely begin a word: measured 0.36 where gaps are wraps, 0.19 where not
)
FEWEST = 8  # gaps that tell anything
WRAPPED_COLUMNS = 120  # a document whose longest lines are shorter has wrapped them


@dataclass(frozen=True, slots=True)
class Manner:
    """`wrapped`: lines are the lines of a page, not paragraphs. `gaps_are_wraps`: a blank between two Japanese characters
    is where the page wrapped a line. `spaced`: blank lines stand between all lines and so mean nothing. `starts` are the
    first lines of pages.
    """

    wrapped: bool
    gaps_are_wraps: bool
    spaced: bool
    starts: frozenset[int]


def manner_of(source: Source) -> Manner:
    """Measures `source`. Linear in its length."""
    filled = [line for line in source.lines if line.text.strip()]
    widths = sorted(columns(line.text.strip()) for line in filled if "\t" not in line.text)
    wrapped = bool(widths) and widths[int(0.98 * (len(widths) - 1))] <= WRAPPED_COLUMNS
    unfinished = [line for line in filled if not line.text.rstrip().endswith(("。", "」", "）", ")"))]
    apart = sum(1 for line in unfinished if _blank_behind(line, source.lines))
    return Manner(
        wrapped and source.form != "markdown",
        _gaps_are_wraps(filled),
        wrapped and apart * 2 > len(unfinished),
        frozenset(_page_starts(source)),
    )


def columns(text: str) -> int:
    """The width of `text` on paper: a full-width character takes two columns."""
    return sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1 for character in text)


def _blank_behind(line: SourceLine, lines: Sequence[SourceLine]) -> bool:
    at = line.number - lines[0].number + 1
    return at < len(lines) and not lines[at].text.strip()


def _gaps_are_wraps(filled: Sequence[SourceLine]) -> bool:
    """Whether many blanks stand before hiragana or small kana, as no blank does that parts two words or two items."""
    texts = [line.text for line in filled if len(line.text) >= LONG and "\t" not in line.text]
    gaps = sum(len(GAP.findall(text)) for text in texts)
    inside = sum(len(BEFORE_HIRAGANA.findall(text)) for text in texts)
    return gaps >= FEWEST and inside >= WRAP_SHARE * gaps


def _page_starts(source: Source) -> list[int]:
    starts, page = [], 0
    for line in source.lines:
        if not line.text.strip():
            continue
        if (line.page and line.page != page) or (source.form == "text" and LOST_FEED.match(line.text)):
            starts.append(line.number)
        page = line.page
    return starts
