"""What each line of a page of cards is: a title, a label, a table of years, marks of a year, or text."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto

from knowledge.reading.plan.cards.figures import MARK, folded
from knowledge.reading.plan.cards.pages import LABELS, label_form
from knowledge.reading.plan.cards.titles import Title, is_sections, title_on, title_over
from knowledge.reading.plan.source import SourceLine

AIM = re.compile(r"目的(?:・?あるべき姿)?|あるべき姿")
ERA = {"令和": 2018, "平成": 1988, "R": 2018, "H": 1988}
YEAR = re.compile(r"\(?(?P<era>令和|平成|R|H)?\s*(?P<number>元|\d{1,4})年度\)?")
YEAR_LINE = re.compile(rf"(?:{YEAR.pattern.replace('?P<era>', '?:').replace('?P<number>', '?:')}\s*)+")
MARKERS = re.compile(r"(?:【[^【】]+】)+")
OPEN_MARKER = re.compile(r"(?:【[^【】]+】)*【[^【】]+")
DASHES = "-－―–—‐"
LONGEST_MARKER = 3  # lines over which a marker is wrapped
BETWEEN_TITLE_AND_AIM = 5  # lines of 事業内容


class Kind(Enum):
    TITLE = auto()
    SECTIONS = auto()
    AIM = auto()
    YEARS = auto()
    LABEL = auto()
    MARKERS = auto()
    STATUS = auto()
    DASH = auto()
    TEXT = auto()


@dataclass(frozen=True, slots=True)
class Token:
    """Lines that make one thing. `chunks` are the columns of a line of markers, `rest` the words behind them."""

    kind: Kind
    lines: tuple[SourceLine, ...]
    title: Title | None = None
    chunks: tuple[str, ...] = ()
    rest: str = ""
    years: tuple[int, ...] = field(default=())

    @property
    def text(self) -> str:
        return self.lines[0].text.strip()


def tokens_of(body: Sequence[SourceLine], known: Collection[str]) -> list[Token]:
    """The tokens of a page in the order of the text. `known` are sections that are sure."""
    found: list[Token] = []
    place = 0
    while place < len(body):
        token = _token_at(body, place) or _title(body, place, known, _in_cell(found))
        found.append(token)
        place += len(token.lines)
    return _without_stray_years(found)


def year_of(text: str) -> int:
    """The first fiscal year that `text` names, by its first calendar year; 0 where it names none."""
    found = YEAR.search(folded(text))
    if not found:
        return 0
    number = 1 if found["number"] == "元" else int(found["number"])
    return number + ERA[found["era"]] if found["era"] else number if number > 1900 else 0


def document_years(pages: Sequence[Sequence[Token]]) -> tuple[int, ...]:
    """The years of the document's own tables: those that stand in at least half as many tables as the commonest."""
    counts = Counter(year for page in pages for token in page for year in set(token.years))
    most = max(counts.values(), default=0)
    return tuple(sorted(year for year, count in counts.items() if count * 2 >= most))


def full_width(pages: Iterable[Sequence[Token]]) -> int:
    """The length of the document's full lines: nine tenths of the lines behind titles and 目的 are not longer."""
    lengths: list[int] = []
    for tokens in pages:
        behind = False
        for token in tokens:
            if behind and token.kind is Kind.TEXT:
                lengths.append(len(token.text))
            behind = token.kind in (Kind.TITLE, Kind.AIM) or (behind and token.kind is Kind.TEXT)
    lengths.sort()
    return lengths[int(0.9 * len(lengths))] if lengths else 0


def _in_cell(before: Sequence[Token]) -> bool:
    """Whether the text that follows `before` continues the figures of a year."""
    last = next((token for token in reversed(before) if token.kind is not Kind.TEXT), None)
    return last is not None and last.kind in (Kind.MARKERS, Kind.STATUS, Kind.DASH)


def _token_at(body: Sequence[SourceLine], place: int) -> Token | None:
    line = body[place]
    bare = folded(line.text).strip()
    if MARK.match(line.text):
        return Token(Kind.STATUS, (line,))
    if _chunks(bare) == tuple("-" for _ in bare.split()):
        return Token(Kind.DASH, (line,), chunks=_chunks(bare))
    marked = _markers(body, place)
    if marked:
        return marked
    if YEAR_LINE.fullmatch(bare):
        return _years(body, place)
    if AIM.fullmatch(label_form(line.text)):
        count = 2 if len(body) > place + 1 and AIM.fullmatch(label_form(body[place + 1].text)) else 1
        return Token(Kind.AIM, tuple(body[place : place + count]))
    if all(LABELS.fullmatch(label_form(part)) for part in bare.split()):
        return Token(Kind.LABEL, (line,))
    return None


def _chunks(bare: str) -> tuple[str, ...]:
    """The leading columns of a line of markers: `-` for an empty one."""
    chunks: list[str] = []
    for part in bare.split():
        if part in DASHES:
            chunks.append("-")
        elif MARKERS.fullmatch(part) or OPEN_MARKER.fullmatch(part):
            chunks.append(part)
        else:
            break
    return tuple(chunks)


def _markers(body: Sequence[SourceLine], place: int) -> Token | None:
    """A line of markers, put together again where a marker is wrapped within its brackets."""
    text = body[place].text.strip()
    if not text.startswith(("【", *DASHES)) or "【" not in text:
        return None
    for count in range(1, LONGEST_MARKER + 1):
        if text.count("【") == text.count("】"):
            chunks = _chunks(text)
            rest = " ".join(text.split()[len(chunks) :])
            return Token(Kind.MARKERS, tuple(body[place : place + count]), chunks=chunks, rest=rest) if chunks else None
        if place + count == len(body):
            return None
        text += body[place + count].text.strip()
    return None


def _years(body: Sequence[SourceLine], place: int) -> Token:
    """A run of years. One in brackets repeats the one before it in another calendar."""
    end = place
    years: list[int] = []
    while end < len(body) and YEAR_LINE.fullmatch(folded(body[end].text).strip()):
        for found in YEAR.finditer(folded(body[end].text)):
            year = year_of(found[0])
            if (year and not (years and found[0].startswith("(") and len(years) * 2 > len(set(years)))) or (
                year and not years
            ):
                years.append(year)
        end += 1
    return Token(Kind.YEARS, tuple(body[place:end]), years=tuple(years))


def _title(body: Sequence[SourceLine], place: int, known: Collection[str], in_cell: bool) -> Token:
    """A title or a 担当, or mere text."""
    texts = [line.text for line in body[place : place + 5]]
    title = title_on(texts[0]) or title_over(texts, known, in_cell)
    if title:
        return Token(Kind.TITLE, tuple(body[place : place + title.lines]), title)
    if is_sections(texts[0], known) and _leads_to_aim(body, place + 1):
        return Token(Kind.SECTIONS, (body[place],))
    return Token(Kind.TEXT, (body[place],))


def _leads_to_aim(body: Sequence[SourceLine], place: int) -> bool:
    """Whether nothing but a few lines of text stand between `place` and 目的."""
    for line in body[place : place + BETWEEN_TITLE_AND_AIM]:
        if AIM.fullmatch(label_form(line.text)):
            return True
        if MARK.match(line.text) or title_on(line.text):
            return False
    return False


def _without_stray_years(tokens: list[Token]) -> list[Token]:
    """Years that are no part of a table, in the middle of a cell, are text.

    A table that a page break or a neighbour cut in two is still one: its parts make whole tables together.
    """
    counts = Counter(year for token in tokens for year in token.years)
    tables = min((count for year, count in counts.items()), default=0)
    surplus = {year for year, count in counts.items() if count > tables}
    return list(_retold(tokens, surplus))


def _retold(tokens: list[Token], surplus: set[int]) -> Iterator[Token]:
    for token in tokens:
        if len(token.years) == 1 and set(token.years) <= surplus:
            yield from (Token(Kind.TEXT, (line,)) for line in token.lines)
        else:
            yield token
