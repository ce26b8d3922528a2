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
from pathlib import Path

from knowledge.entry import Audience
from knowledge.fault import Fault, FaultyContent
from knowledge.plan import Passage, Plan, PlanStatus
from knowledge.reading.table import decode

PASSAGE_CHARACTERS = 420  # a passage is closed at the first paragraph end after this many characters
PASSAGE_LIMIT = 900  # and cut at a line end when no paragraph ends before this
HEADING_CHARACTERS = 48
TAG = re.compile(r"<[^<>]+>")
CONTENTS_ROW = re.compile(r"[\t.…‥ ]+\.?\d{1,3}$")  # 「推進体制の整備	25」: a line of a table of contents
MARKDOWN = re.compile(r"(#{1,6})\s*(.+)")
YEAR_ROW = re.compile(
    r"\(?令和4年度\)?(\(2022年度\))?"
)  # the year header with which each card of an action plan begins
PRINTED = (  # headings that a printed Japanese plan shows by their numbering, outermost first
    re.compile(r"第?\d{1,2}章\s*\S+|付録|資料編|用語集|用語解説.*"),
    re.compile(r"\d{1,2}[ .]+\D\S{1,30}|[IVX]{1,4} +\S{2,30}"),
    re.compile(r"\(\d{1,2}\) *\S.{0,38}|(?:重点)?施策[①-⑳\d].*|基本方針\d.*"),
    re.compile(r"[①-⑳] *\S{2,30}|取組\(\d+\).*|[ア-コ] \S{2,30}|問\d.*"),
    re.compile(r"取組事項[①-⑳].*|指標:.*|(?:現状|背景|事業の方向性|目的・あるべき姿)\s{2,}.*"),
)


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    text: str
    heading: tuple[int, str] | None = None
    opens_card: bool = False


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
    path: list[tuple[int, str]] = []
    width = _wrap_width(raw)
    for block in _blocks(_lines(raw), wrapped=bool(width)):
        heading = block[0].heading
        if heading:
            path = [outer for outer in path if outer[0] < heading[0]] + [heading]
        body = [line for line in block if line.text]
        if not body or (len(body) == 1 and heading):
            continue
        first, last = body[0].number, body[-1].number
        text = _join([line.text for line in body], width)
        kind = "table" if sum("\t" in raw[line.number - 1] for line in body) * 2 > len(body) else "prose"
        yield Passage(f"{plan_id}-{first}", tuple(title for _, title in path), text, first, last, kind)


def _lines(raw: list[str]) -> Iterator[_Line]:
    """The lines that carry meaning, cleaned, each with its heading level if it is one."""
    for number, source in enumerate(raw, 1):
        text = html.unescape(TAG.sub(" ", source)).replace("\t", "  ").replace("\f", "").strip()
        plain = unicodedata.normalize("NFKC", text)
        if CONTENTS_ROW.search(source.strip()) and "\t" in source and len(plain) < 60:
            continue
        yield _Line(number, text, _heading(plain), bool(YEAR_ROW.fullmatch(plain)))


def _heading(plain: str) -> tuple[int, str] | None:
    """Level (1 outermost) and title when the line is a heading by its content."""
    marked = MARKDOWN.fullmatch(plain)
    title = (marked[2] if marked else plain).strip()
    if not title or len(title) > HEADING_CHARACTERS or title.endswith(("。", "、", ",")):
        return None
    for level, pattern in enumerate(PRINTED, 1):
        if pattern.fullmatch(title):
            return level, re.sub(r"\s+", " ", title)
    return (len(PRINTED) + 1, title) if marked else None


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


def _join(texts: list[str], width: int) -> str:
    """Lines put together again where the document wrapped them at `width` characters (0: it did not).

    A line is taken as wrapped when it is nearly full and its sentence goes on; nothing is put between Japanese
    characters, a space between Latin ones.
    """
    joined, before = "", ""
    for text in texts:
        if not width or len(before) < 0.7 * width or before.endswith(("。", "」", "）", ")")):
            joined += "\n" * bool(joined)
        elif before[-1].isascii() and before[-1].isalnum() and text[0].isascii() and text[0].isalnum():
            joined += " "
        joined += text
        before = text
    return joined
