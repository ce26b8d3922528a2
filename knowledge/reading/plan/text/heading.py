"""Headings of a plan, known by their content: the numbering that a printed Japanese plan shows, or Markdown marks."""

import re
import unicodedata
from dataclasses import dataclass

LONGEST_HEADING = 48  # characters
LONGEST_NUMBERED = 60  # of a heading whose numbering leaves no doubt
CIRCLED = "①-⑳㉑-㉟➀-➉"
MARKDOWN = re.compile(r"(#{1,6})\s*([^#\s].*)")
# Outermost first. A label word (基本方針, 施策 …) is a kind of its own: plans put them into each other in various orders.
PART = re.compile(
    r"第? ?\d{1,2} ?章(?:[ :：].*|\S.*)?|(?:付録|付属資料|資料編?|参考資料|巻末資料|用語集|用語解説|用語の?説明)(?: *[(・].*|一覧.*)?"
    r"|(?:計画)?策定(?:の)?(?:経過|経緯)|検討(?:の)?(?:経過|経緯)|はじめに|おわりに|市長(?:挨拶|あいさつ|巻頭言|卷頭言)"
)
ROMAN = re.compile(r"([IVX]{1,4})[ .]+\S.{1,34}")
NUMBER = re.compile(r"(\d{1,2})[ .]+(?=\D)\S.{1,34}")
LABEL = re.compile(
    rf"(基本方針|基本目標|基本施策|重点施策|重点目標|重点プロジェクト|施策|取組|取組事項|取組項目) ?([{CIRCLED}]|\(\d{{1,2}}\)"
    r"|\d{1,2}(?![\d年月日%件人,.-])|[IVX]{1,4})(?:[ :：.].*|(?![\d、。からまで])\S.*)?"
)
PAREN = re.compile(r"\((\d{1,2})\) *\S.{0,42}")
LETTER = re.compile(r"([ア-コ]) \S.{1,46}")
CIRCLE = re.compile(rf"([{CIRCLED}]) *\S.{{1,40}}")
QUESTION = re.compile(r"【?問 ?(\d{1,2})(?!\d|-\d).*")
PART_QUESTION = re.compile(r"問 ?\d{1,2}-(\d{1,2}).*")
SLOT = re.compile(
    r"(現状と課題|現状|課題|背景|(?:事業|今後|取組)の方向性|目的・あるべき姿|あるべき姿|目指す姿)(?=$|[ \t　]{2}|[ \t　]*[\uf000-\uf0ff・])"
)
RANK = {
    "part": 1,
    "section": 2, "roman": 2, "number": 2, "基本方針": 3, "基本目標": 3, "基本施策": 3, "重点施策": 3, "重点目標": 3,
    "重点プロジェクト": 3, "施策": 4, "paren": 5, "letter": 6, "circle": 6, "取組": 6, "question": 6,
    "part question": 7, "取組項目": 7,
    "取組事項": 7, "plain": 8,
    "marked": 9, "slot": 10,
}  # fmt: skip
NUMERALS = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "X": 10}
OPENING, CLOSING = "「『（(【〈《[", "」』）)】〉》]"
# 「①窓口の」, without a space or Markdown marks, is mostly an item of a list or a piece of a diagram.
LISTED = re.compile(rf"[{CIRCLED}]\S")
BULLET = re.compile(r"[○〇●◎◆♦◇■□]\s*")


@dataclass(frozen=True, slots=True)
class Heading:
    """`level` 1 is the outermost. `kind` is the sort of numbering, or the label word; `number` is 0 where there is none.

    `rest` is text that stands in the same line behind the heading. `depth` counts Markdown's marks.
    """

    level: int
    title: str
    kind: str = "plain"
    number: int = 0
    depth: int = 0
    rest: str = ""


def heading_of(line: str) -> Heading | None:
    """The heading that `line` is, or None where it is a sentence or a part of one."""
    printed = line.replace("**", "").strip(" #\t\u3000")
    slot = SLOT.match(printed)
    marked = MARKDOWN.fullmatch(plain_form(line).replace("**", "").strip())
    depth = len(marked[1]) if marked else 0
    if slot:
        return Heading(RANK["slot"], slot[1], "slot", 0, depth, printed[slot.end() :].strip(" \t\u3000"))
    title = re.sub(r"\s+", " ", plain_form(printed)).strip()
    if not 0 < len(title) <= LONGEST_NUMBERED or title.endswith(("。", "、", ",")) or "\t" in line:
        return None
    if (not marked and LISTED.match(title)) or not balanced(title):
        return None
    kind, number = kind_of(BULLET.sub("", title) if marked else title)
    if kind == "plain" and (not marked or len(title) > LONGEST_HEADING):
        return None
    if kind == "plain" and BULLET.match(title):
        kind = "marked"
    return Heading(RANK[kind], re.sub(r"\s+", " ", printed), kind, number, depth)


def plain_form(text: str) -> str:
    """NFKC, but for the circled numbers, which are another kind of heading than the digits that NFKC makes of them."""
    return re.sub(f"[^{CIRCLED}]+", lambda run: unicodedata.normalize("NFKC", run[0]), text)


def bare_form(title: str) -> str:
    """`title` for comparing: whatever its widths, blanks and Markdown marks."""
    return re.sub(r"[\s*\\]", "", unicodedata.normalize("NFKC", plain_form(title).translate(SHAPES))).lstrip("#")


def balanced(text: str) -> bool:
    """Whether every bracket that `text` opens is closed in it, and the other way round: half a bracket is half a sentence."""
    depth = 0
    for character in text:
        depth += (character in OPENING) - (character in CLOSING)
        if depth < 0:
            return False
    return depth == 0


SHAPES = {ord("➀") + step: chr(ord("①") + step) for step in range(10)}


def kind_of(title: str) -> tuple[str, int]:
    """The sort of numbering that `title` (in plain form) shows, and its number; "plain" and 0 where it shows none."""
    if PART.fullmatch(title):
        return "part", int(re.sub(r"\D.*", "", title.removeprefix("第").strip()) or 0)
    label = LABEL.fullmatch(title)
    if label:
        return label[1], _number(label[2].strip("()"))
    for kind, pattern in (
        ("roman", ROMAN), ("number", NUMBER), ("paren", PAREN), ("letter", LETTER), ("circle", CIRCLE),
        ("question", QUESTION),
        ("part question", PART_QUESTION),
    ):  # fmt: skip
        found = pattern.fullmatch(title)
        if found:
            return kind, _number(found[1])
    return "plain", 0


def _number(printed: str) -> int:
    if "ア" <= printed <= "コ":
        return "アイウエオカキクケコ".find(printed) + 1
    return NUMERALS.get(printed) or int(unicodedata.normalize("NFKC", printed.translate(SHAPES)))
