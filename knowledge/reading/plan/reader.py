"""Plans: Markdown exports and text pulled out of PDF become passages with heading path and lines.

Nothing is rewritten in what a person is shown: tags and table tabs become spaces, wrapped lines are joined, no more.
"""

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from hashlib import blake2b
from itertools import pairwise
from pathlib import Path

from knowledge.entry import Audience
from knowledge.fault import Fault, FaultyContent
from knowledge.plan import Passage, PassageKind, Plan, PlanStatus
from knowledge.reading.plan.heading import Heading, heading_of
from knowledge.reading.table import decode

MARKS = re.compile(r"^#{1,6}\s+")  # Markdown heading marks say nothing to a person
PASSAGE_CHARACTERS = 420  # a passage is closed at the first paragraph end after this many characters
PASSAGE_LIMIT = 900  # and cut at a line end when no paragraph ends before this
ELEMENTS = (
    "article|blockquote|br|caption|center|code|col|colgroup|dd|del|details|div|dl|dt|em|figcaption|figure|font|footer|"
    "h[1-6]|header|hr|img|ins|li|nav|ol|pre|rp|rt|ruby|section|small|span|strike|strong|sub|summary|sup|table|tbody|"
    "td|tfoot|th|thead|tr|ul"
)
TAG = re.compile(  # an HTML element or comment; not <https://…>, <mail@…> or 3 < 5
    rf"<!--.*?-->|</?(?:[abipqsu]|(?i:{ELEMENTS}))(?:\s+[a-zA-Z][^<>]*)?\s*/?>"
)
CONTENTS = re.compile(r"#*\s*(?:目\s*次|もくじ)")
CONTENTS_ROW = re.compile(r"(?:\t|[.・]{2}|\s{2})[.・\s]*\d{1,3}$")  # tab, leaders or a gap, then the page
YEAR_ROW = re.compile(
    r"\(?令和4年度\)?(\(2022年度\))?"
)  # the year header with which each card of an action plan begins


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    text: str
    heading: Heading | None
    opens_card: bool
    in_table: bool


def read_plan(
    path: Path,
    city: str,
    title: str,
    status: PlanStatus = PlanStatus.FINAL,
    as_of: date | None = None,
    audience: Audience = Audience.RESIDENT,
) -> Plan:
    """The plan in `path`. Raises FaultyContent when the file is empty or not text, and loads nothing of it then."""
    text = decode(path)
    if not text.strip():
        raise FaultyContent(
            [Fault(path.name, "", "", "中身がありません", "計画の本文があるファイルを指定してください")]
        )
    if _unprintable_share(text) > 0.02:
        raise FaultyContent(
            [
                Fault(
                    path.name,
                    "",
                    text[:20],
                    "文字のファイルではありません",
                    "テキストか Markdown にして取り込んでください",
                )
            ]
        )
    identity = blake2b(f"{city}\0{title}".encode(), digest_size=6).hexdigest()
    plan = Plan(f"plan-{identity}", city, title, status, as_of, path.name, audience)
    return replace(plan, passages=tuple(_passages(plan.id, text.split("\n"))))


def _unprintable_share(text: str) -> float:
    odd = sum(
        1 for character in text if unicodedata.category(character) in ("Cc", "Cn") and character not in "\n\r\t\f"
    )
    return odd / len(text)


def _passages(plan_id: str, raw: list[str]) -> Iterator[Passage]:
    path: list[Heading] = []
    width = _wrap_width(raw)
    for block in _blocks(_lines(raw), wrapped=bool(width)):
        heading = block[0].heading
        if heading:
            path = [outer for outer in path if outer.level < heading.level] + [heading]
        body = [line for line in block if line.text]
        if not body or (len(body) == 1 and heading):
            continue
        first, last = body[0].number, body[-1].number
        kind = PassageKind.TABLE if sum(line.in_table for line in body) * 2 > len(body) else PassageKind.PROSE
        titles = tuple(heading.title for heading in path)
        yield Passage(f"{plan_id}-{first}", titles, _join(body, width), first, last, kind)


def _lines(raw: list[str]) -> Iterator[_Line]:
    """The lines outside the table of contents, cleaned, each with its heading if it is one."""
    for number, source in _outside_contents(raw):
        text = html.unescape(TAG.sub(" ", source)).replace("\t", "  ").replace("\f", "").strip()
        opens_card = bool(YEAR_ROW.fullmatch(unicodedata.normalize("NFKC", text)))
        heading = heading_of(text)
        yield _Line(number, MARKS.sub("", text) if heading else text, heading, opens_card, "\t" in source)


def _outside_contents(raw: list[str]) -> Iterator[tuple[int, str]]:
    """Numbered lines without the rows that follow a heading 目次 and end in a page number.

    A row of a real table ends in a number too: the heading alone tells them apart.
    """
    inside = False
    for number, line in enumerate(raw, 1):
        plain = unicodedata.normalize("NFKC", line).replace("**", "").strip()
        inside = inside and (not plain or bool(CONTENTS_ROW.search(plain)))
        if not inside or not plain:
            yield number, line
        inside = inside or bool(CONTENTS.fullmatch(plain))


def _wrap_width(raw: list[str]) -> int:
    """Characters at which the document wraps its lines, or 0 when its lines are whole paragraphs.

    Measured on the document itself: wrapped text has hardly any line much longer than its common full line.
    """
    lengths = sorted(len(line.strip()) for line in raw if line.strip())
    longest = lengths[int(0.98 * len(lengths))] if lengths else 0
    return longest if longest <= 80 else 0


def _blocks(lines: Iterable[_Line], wrapped: bool) -> Iterator[list[_Line]]:
    """Runs of lines that make one passage: cut at headings, at cards, and at paragraph ends once long enough."""
    block: list[_Line] = []
    size = 0
    for line in lines:
        if block and (line.heading or line.opens_card):
            yield block
            block, size = [], 0
        block.append(line)
        size += len(line.text)
        ends = line.text.endswith(("。", ")", ")")) if wrapped else bool(line.text)
        if size >= PASSAGE_LIMIT or (size >= PASSAGE_CHARACTERS and ends):
            yield block
            block, size = [], 0
    if block:
        yield block


def _join(lines: list[_Line], width: int) -> str:
    """The text of `lines`, put together again where the document wrapped them at `width` characters (0: it did not)."""
    joined = lines[0].text
    for before, line in pairwise(lines):
        joined += _between(before, line, width) + line.text
    return joined


def _between(before: _Line, line: _Line, width: int) -> str:
    """A line break, or what joins two parts of a sentence: nothing, but a space between Latin characters.

    A line is taken as wrapped when it is nearly full and its sentence goes on; a row of a table never is.
    """
    ends = len(before.text) < 0.7 * width or before.text.endswith(("。", "」", "）", ")"))
    if not width or ends or before.in_table or line.in_table:
        return "\n"
    left, right = before.text[-1], line.text[0]
    return " " if left.isascii() and left.isalnum() and right.isascii() and right.isalnum() else ""
