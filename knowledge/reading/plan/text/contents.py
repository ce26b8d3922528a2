"""目次: where it stands, what it lists, and on which page."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from knowledge.reading.plan.source import SourceLine
from knowledge.reading.plan.text.heading import RANK, Heading, bare_form, heading_of, kind_of, plain_form
from knowledge.reading.plan.text.nesting import nested

TITLE = re.compile(r"#*\s*(?:目\s*次|もくじ|contents)\s*", re.IGNORECASE)
ROW = re.compile(r"(?:\t|[.・…‥]{2}|\s{2})[.・…‥\s]*(\d{1,3})$")  # tab, leaders or a gap, then the page
LEADERS = re.compile(r"[\s.・…‥]*$")


@dataclass(frozen=True, slots=True)
class ContentsRow:
    """A row of a 目次 with the headings around it, as the 目次 itself nests them."""

    path: tuple[Heading, ...]
    page: int

    @property
    def key(self) -> str:
        return bare_form(self.path[-1].title)


@dataclass(frozen=True, slots=True)
class Contents:
    """`lines` are the numbers of the title and of all rows."""

    rows: tuple[ContentsRow, ...] = ()
    lines: frozenset[int] = frozenset()


def find_contents(lines: Sequence[SourceLine]) -> Contents:
    """The rows that follow a heading 目次 and end in a page number.

    A row of a real table ends in a number too: the heading alone tells them apart.
    """
    found: list[tuple[str, int]] = []
    taken: set[int] = set()
    inside = False
    for line in lines:
        plain = plain_line(line.text)
        row = ROW.search(plain) if inside else None
        if row:
            found.append((_title(line.text), int(row[1])))
        inside = TITLE.fullmatch(plain) is not None or (inside and (not plain or row is not None))
        if inside:
            taken.add(line.number)
    if not found:
        return Contents()
    return Contents(tuple(_nest(found)), frozenset(taken))


def plain_line(text: str) -> str:
    return unicodedata.normalize("NFKC", text).replace("**", "").strip(" \n")


def _title(text: str) -> str:
    """The title of a row: what stands before leaders and page, its cells put together."""
    bare = re.sub(r"[0-9０-９]{1,3}\s*$", "", text.rstrip())
    return re.sub(r"\s+", " ", LEADERS.sub("", bare)).strip()


def _nest(found: Sequence[tuple[str, int]]) -> Iterator[ContentsRow]:
    path: list[Heading] = []
    for place, (title, page) in enumerate(found):
        heading = heading_of(title) or _unnumbered(title, path)
        if heading.kind == "part" and not heading.number and place and found[place - 1][1] == page and path:
            heading = _section(heading, path)
        path = nested(path, heading)
        yield ContentsRow(tuple(path), page)


def _unnumbered(title: str, path: Sequence[Heading]) -> Heading:
    kind, number = kind_of(plain_form(title))
    if kind == "plain" and path and path[0].kind == "part" and not path[0].number:
        return Heading(RANK["section"], title, "section")
    return Heading(RANK[kind], title, kind, number)


def _section(heading: Heading, path: Sequence[Heading]) -> Heading:
    """用語集 that begins on the page of 資料編 is a section of it."""
    last = path[-1]
    return replace(heading, kind="section") if last.kind == "part" and not last.number else heading
