"""Headings of a plan, known by their content: the numbering that a printed Japanese plan shows, or Markdown marks."""

import re
import unicodedata
from dataclasses import dataclass

LONGEST_HEADING = 48  # characters
CIRCLED = "①-⑳㉑-㉟"
MARKDOWN = re.compile(r"(#{1,6})\s*([^#\s].*)")
PRINTED = (  # outermost first
    re.compile(r"第?\d{1,2}章\s*\S+|付録|資料編|用語集|用語解説.*"),
    re.compile(r"\d{1,2}[ .]+\D\S{1,30}|[IVX]{1,4} +\S{2,30}"),
    re.compile(rf"(?:基本方針|重点施策)[{CIRCLED}\d].*"),
    re.compile(rf"施策[{CIRCLED}\d].*"),
    re.compile(r"\(\d{1,2}\) *\S.{0,38}"),
    re.compile(rf"[{CIRCLED}] *\S{{2,30}}|取組\(\d+\).*|[ア-コ] \S{{2,30}}|問\d.*"),
    re.compile(rf"取組事項[{CIRCLED}\d].*|指標:.*|(?:現状|背景|事業の方向性|目的・あるべき姿)\s{{2,}}.*"),
)
# 「①窓口の」, without a space or Markdown marks, is mostly an item of a list or a piece of a diagram.
LISTED = re.compile(rf"[{CIRCLED}]\S")
UNNUMBERED = len(PRINTED) + 1  # the level of a heading that only Markdown marks show


@dataclass(frozen=True, slots=True)
class Heading:
    """`level` 1 is the outermost; a heading ends those of its own level and of every level within it."""

    level: int
    title: str


def heading_of(line: str) -> Heading | None:
    """The heading that `line` is, or None where it is a sentence or a part of one."""
    plain = plain_form(line).replace("**", "").strip()
    marked = MARKDOWN.fullmatch(plain)
    title = (marked[2] if marked else plain).strip()
    if len(title) > LONGEST_HEADING or title.endswith(("。", "、", ",")) or (not marked and LISTED.match(title)):
        return None
    for level, pattern in enumerate(PRINTED, 1):
        if pattern.fullmatch(title):
            return Heading(level, re.sub(r"\s+", " ", title))
    return Heading(UNNUMBERED, title) if marked else None


def plain_form(text: str) -> str:
    """NFKC, but for the circled numbers, which are another kind of heading than the digits that NFKC makes of them."""
    return re.sub(f"[^{CIRCLED}]+", lambda run: unicodedata.normalize("NFKC", run[0]), text)
