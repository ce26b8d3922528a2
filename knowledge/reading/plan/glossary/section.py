"""Where a plan has its glossary: behind a title, or below the header of a table; and the entries that stand there."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from knowledge.reading.plan.glossary.entry_form import (
    BRACKETED,
    COLUMN,
    HEADER,
    Entry,
    Opener,
    bare,
    form_of,
    is_furniture,
    marked,
    numbered,
    plain,
    tabled,
)
from knowledge.reading.plan.glossary.flow import ends_sentence, tidy
from knowledge.reading.plan.source import SourceLine
from knowledge.reading.plan.text.heading import heading_of

TITLE = re.compile(
    r"(?:第?\d{1,2}[章節編]?|[ivx]{1,4}|資料編?\d*|参考資料\d*|付録\d*|別添\d*|\(\d+\)|[①-⑳])?[.．:：・]?"
    r"(?:主な|本計画の)?(?:用語(?:集|の?解説集?|の?説明|一覧|解説一覧|の手引き?|の定義)?|語句(?:の?説明|の?解説|集)|略語(?:集|一覧))"
    r"(?:\(.*\))?"
)
NEXT_PART = re.compile(
    r"(?:参考資料|資料編?|付録|別添|奥付|巻末|索引|策定の?(?:経緯|経過)|.{0,24}アンケート.{0,8}結果).{0,12}"
)
IMPRINT = re.compile(r"(?:発行|編集|発行者|発行日|発行年月|編集・発行)[:：].*")
LONGEST_SECTION = 3000  # lines looked through behind a title
LONGEST_MEANING = 600  # characters of the entry in the middle; what is longer are chapters
TRIES = 8  # titles of one name looked behind: one may stand in a table of contents, others on pages that mention it
INTRODUCTION = 5  # filled lines that may stand between the title and the first entry


@dataclass(frozen=True, slots=True)
class GlossarySection:
    """`title` as printed, empty for a table that has none; `first` is the first line that belongs to it."""

    title: str
    first: int
    entries: tuple[Entry, ...]


def glossary_sections(lines: Sequence[SourceLine]) -> Iterator[GlossarySection]:
    """Every glossary with its entries. A title that is printed again on each page is one title."""
    titles = [index for index, line in enumerate(lines) if _is_title(line.text)]
    done = -1
    tried: Counter[str] = Counter()
    for place, index in enumerate(titles):
        name = plain(lines[index].text)
        tried[name] += 1
        if lines[index].number <= done or tried[name] > TRIES:
            continue
        after = next((other for other in titles[place + 1 :] if plain(lines[other].text) != name), len(lines))
        body = lines[index + 1 : min(after, index + LONGEST_SECTION)]
        entries = _entries([line for line in body if plain(line.text) != name])
        if entries:
            done = entries[-1].last
            yield GlossarySection(tidy(lines[index].text), body[0].number, tuple(entries))
    yield from _untitled(lines, titles, done)


def _untitled(lines: Sequence[SourceLine], titles: Sequence[int], done: int) -> Iterator[GlossarySection]:
    """Tables that only their header 「用語 | 説明」 shows to be a glossary."""
    for index, line in enumerate(lines):
        if len(line.text) >= 40 or not _is_table_header(line.text) or line.number <= done:
            continue
        above = max((title for title in titles if title < index), default=-1)
        if above >= 0 and _entries(lines[above + 1 : index + 20]):
            continue  # read with its title
        entries = _entries(lines[index : index + LONGEST_SECTION])
        if entries:
            done = entries[-1].last
            yield GlossarySection("", line.number, tuple(entries))


def _is_title(text: str) -> bool:
    if len(text) > 60 or ("用語" not in text and "語" not in text) or "\t" in text:
        return False
    bare_title = plain(text)
    return bool(TITLE.fullmatch(bare_title)) and (bare_title != "用語" or text.lstrip().startswith("#"))


def _is_table_header(text: str) -> bool:
    bare_header = plain(text)
    return ("\t" in text or "|" in text) and "語" in bare_header and bool(HEADER.fullmatch(bare_header))


def _entries(lines: Sequence[SourceLine]) -> list[Entry]:
    """The entries at the beginning of `lines`, in the form that they show, up to where the glossary ends."""
    filled = [line for line in lines if not is_furniture(line.text)]
    opener = form_of(filled)
    if not opener:
        return []
    entries: list[Entry] = []
    for index, line in enumerate(filled):
        if entries and IMPRINT.match(tidy(line.text)):
            break
        opening = opener(filled, index, entries)
        if opening:
            entries.append(Entry(line.number, [opening[0]], body=[opening[1]] if opening[1] else [], last=line.number))
        elif entries and _ends(filled, index, entries[-1], opener):
            break
        elif entries:
            _extend(entries[-1], line, opener)
        elif index > INTRODUCTION or _is_numbered_heading(line.text):
            return []
    return entries if _explain(entries) else []


def _explain(entries: Sequence[Entry]) -> bool:
    """Whether the entries are words with meanings, and not chapters with their text or the rows of a list."""
    sizes = [sum(map(len, entry.body)) for entry in entries if entry.body]
    return len(entries) > 1 and len(sizes) * 2 > len(entries) and median(sizes) <= LONGEST_MEANING


def _is_numbered_heading(text: str) -> bool:
    heading = heading_of(text)
    return bool(heading and heading.kind != "plain")


def _ends(lines: Sequence[SourceLine], index: int, entry: Entry, opener: Opener) -> bool:
    """Whether the glossary is over before this line, which opens no entry."""
    raw, text = lines[index].text, tidy(lines[index].text)
    if opener is tabled and "\t" not in raw and not raw.lstrip().startswith("|"):
        return True
    if raw.lstrip().startswith("#"):
        return True
    complete = not entry.body or ends_sentence(entry.body[-1])
    heading = heading_of(raw)
    if heading and heading.level <= 1 and complete:
        return True
    short = len(text) <= COLUMN and not ends_sentence(text) and not text.startswith("・")
    if NEXT_PART.fullmatch(text) and short:
        return True
    if opener is bare:
        return complete and bool(entry.body) and "。" not in text and not BRACKETED.fullmatch(text)
    return complete and short and bool(entry.body) and raw[:1] in (" ", "\f") and opener is numbered


def _extend(entry: Entry, line: SourceLine, opener: Opener) -> None:
    """Adds `line` to the meaning, or to the head where the column was too narrow for it, or as a name in brackets."""
    text = tidy(line.text)
    entry.last = line.number
    if not entry.body and BRACKETED.fullmatch(text):
        entry.extra.append(text)
    elif not entry.body and not entry.extra and _wraps_head(entry, text, opener):
        entry.head.append(text)
    else:
        entry.body.append(text)


def _wraps_head(entry: Entry, text: str, opener: Opener) -> bool:
    if opener is numbered:
        return len(entry.head) == 1 and _width(text) <= COLUMN and not ends_sentence(text)
    # A title over several lines goes on in the very next line; a meaning begins a paragraph of its own.
    return opener is marked and entry.last - entry.first == len(entry.head) and _width(entry.head[-1]) > COLUMN


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1 for character in text)
