"""The front of a document: what stands before its table of contents and its first chapter."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from knowledge.reading.plan.document.calendar_year import PLACEHOLDER, compact, dates, fiscal_ranges
from knowledge.reading.plan.source import Source

LONGEST_FRONT = 60  # lines with text; a document without a heading so far has no cover
LONGEST_TITLE = 80  # characters
MARKS = re.compile(r"^#{1,6}\s+|\*\*|<[^<>]*>")
CHAPTER = re.compile(
    r"(?:第?[0-9一二三四五六七八九十]+[章編部節]|[0-9]+[.、]?\s*[^\s0-9年月日]).*|序章.*|はじめに|目\s*次.*|もくじ"
)
PREFACE = re.compile(r".*(?:挨拶|あいさつ|巻頭言|卷頭言|発刊に(?:あ|当)たって|策定に(?:あ|当)たって)")
NOUN = re.compile(
    r".*(?:計画|方針|プラン|ビジョン|戦略|構想|指針|ガイドライン|大綱|綱領|ロードマップ|プログラム|報告書)"
)
DRAFT = r"素案|原案|骨子案?|たたき台|中間(?:の|とり|取り)?まとめ(?:案)?|中間報告|中間案|案"
MARK = re.compile(  # in brackets, on a line of its own, after a space, or right after the noun
    rf"\s*[（(〔【\[［]\s*({DRAFT})\s*[）)〕】\]］]|(?:^|(?<=[\s画針ン略想ョ書]))({DRAFT})$"
)
MUNICIPALITY = re.compile(r"[一-鿿々ぁ-んァ-ヶ]{1,6}[市区町村]")
DIGIT = "0-9０-９元"
EDITION = re.compile(
    rf"(?:令和|平成)?[{DIGIT}]+年度?(?:\s*[（(][{DIGIT}令和平成]+年度?[）)])?\s*(?:改[定訂])?版|第[{DIGIT}一二三四五六七八九十.．]+版|改[定訂]版|概要版"
)


def front_lines(source: Source) -> list[str]:
    """Lines of the front as printed, without marks of Markdown and HTML; none where the text begins with a chapter."""
    lines: list[str] = []
    written = (MARKS.sub("", line.text).strip() for line in source.lines)
    for text in islice((text for text in written if text and text != "---"), LONGEST_FRONT):
        if CHAPTER.fullmatch(_narrow(text)):
            return lines
        lines.append(text)
    return [] if len(lines) == LONGEST_FRONT else lines


def title_lines(front: Sequence[str]) -> Iterator[str]:
    """The lines of the front that a title may consist of: up to the first sentence or preface."""
    for text in front:
        if text.endswith("。") or "、" in text or PREFACE.fullmatch(text):
            return
        yield text


def title_of(front: Sequence[str], body: str) -> str:
    """The title, put together from lines of the front, or "" where no words there name a plan.

    Of a slogan and a title in a row, what `body` (all text, compact) repeats elsewhere is the title.
    """
    pieces: list[str] = []
    for text in title_lines(front):
        bare = without_edition(text)
        if not bare or is_dated(text):
            if pieces and NOUN.fullmatch(pieces[-1]):
                break
            continue
        if pieces and NOUN.fullmatch(pieces[-1]) and not NOUN.fullmatch(bare):
            break
        pieces.append(bare)
    if not pieces or not NOUN.fullmatch(pieces[-1]) or len("".join(pieces)) > LONGEST_TITLE:
        return ""
    whole = join(pieces)
    if body.count(loose(whole)) > 1:
        return whole
    later = (join(pieces[start:]) for start in range(1, len(pieces)) if MUNICIPALITY.match(pieces[start]))
    return next((title for title in later if body.count(loose(title)) > 1), whole)


def mark_of(front: Sequence[str]) -> str:
    """案, 素案, 中間のまとめ and the like, as the cover prints it, or ""."""
    for text in title_lines(front):
        match = MARK.search(text)
        if match:
            return str(next(group for group in match.groups() if group))
    return ""


def without_edition(text: str) -> str:
    """`text` without draft mark and edition, and without the brackets that were around them."""
    return re.sub(r"[（(]\s*[）)]", "", MARK.sub("", EDITION.sub("", text))).strip()


def is_dated(text: str) -> bool:
    """Whether `text` says a date or a period and nothing of a title."""
    narrow = compact(text)
    if not (PLACEHOLDER.search(narrow) or any(dates(narrow)) or any(fiscal_ranges(narrow))):
        return False
    return not NOUN.fullmatch(narrow)


def join(pieces: Sequence[str]) -> str:
    """Wrapped pieces as one title, with a space between two Latin words only."""
    text = pieces[0]
    for piece in pieces[1:]:
        latin = text[-1].isascii() and text[-1].isalnum() and piece[0].isascii() and piece[0].isalnum()
        text += (" " if latin else "") + piece
    return text


def loose(text: str) -> str:
    """`text` whatever its widths, brackets, spaces and middle dots, to compare titles by."""
    return re.sub(r"[\s()\[\]{}〔〕【】「」『』〈〉《》・･‧,、.]", "", compact(text).casefold())


def _narrow(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"[０-９]", lambda digit: chr(ord(digit[0]) - 0xFEE0), text)).strip()
