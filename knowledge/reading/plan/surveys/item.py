"""The lines of a survey's chapter as what they are: questions, sentences, tables, captions, figures of a chart."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from knowledge.reading.plan.glossary.flow import close_up, ends_sentence, join, tidy
from knowledge.reading.plan.source import SourceLine
from knowledge.reading.plan.surveys.chapter import QUESTION, TITLE, overview_row
from knowledge.reading.plan.text.heading import CIRCLED, heading_of

FIGURE = re.compile(r"[\d.,%％〜～~\s-]+(?:[歳人件]|以上|以下)?")
FOLIO_OR_AXIS = re.compile(r"[\d\s%％.,]+")
NOTE = re.compile(r"(?:※|[(（]※[)）]|注\d*[)）.．:：])")
FRAMED = re.compile(r"[【〔〈《][^】〕〉》]{2,24}[】〕〉》]")
FUSED = re.compile(rf"((?:[{CIRCLED}]|\(\d+\)) ?\S{{2,40}}(?:について|状況|こと)) (\S.*。)")
BROKEN = 0.4  # of the lines with a 、 or 。 in them end without one where sentences are wrapped
LONG = 28  # characters from which a line without 、 or 。 is taken for a sentence and no caption
SENTENCE_MARK = re.compile("[、。]")
CHOICE = re.compile(r"[(（][^()（）]*(?:回答|チェック|選択|つまで)[^()（）]*[)）]")
SUMMONS = re.compile(r"(?:伺|聞き|尋ね)い?(?:し)?ます。?$")
LEGEND = re.compile(r"(?:\S+\s+){2,}\S+")


class Kind(StrEnum):
    OVERVIEW = "overview"
    QUESTION = "question"
    TOPIC = "topic"
    SENTENCE = "sentence"
    TABLE = "table"
    CAPTION = "caption"
    NOTE = "note"
    FIGURE = "figure"  # a number out of a chart
    GAP = "gap"  # room where a picture was; `text` is empty


@dataclass(frozen=True, slots=True)
class Item:
    """`rank` orders questions and topics: 1 is the outermost. `rows` are the lines of a table.

    `opens_page` tells the first item of a page, where lost form feeds still show as a blank.
    """

    kind: Kind
    text: str
    first: int
    last: int
    rank: int = 0
    rows: tuple[SourceLine, ...] = ()
    opens_page: bool = False


def items_of(lines: Sequence[SourceLine]) -> list[Item]:
    """`lines` put together to items, in their order."""
    spread = _is_spread(lines)
    items: list[Item] = []
    index = 0
    while index < len(lines):
        size, found = _next(lines, index, items, spread)
        if spread and found and lines[index].text[:1] in (" ", "\f"):
            found[0] = replace(found[0], opens_page=True)
        if found and items and found[0].kind is Kind.QUESTION and found[0].first == items[-1].first:
            items.pop()  # the same question, with 「（複数回答）」 behind it
        items += found
        index += size
    return items


def _next(lines: Sequence[SourceLine], index: int, items: Sequence[Item], spread: bool) -> tuple[int, list[Item]]:
    """How many lines the next items take, and those items."""
    line = lines[index]
    text = tidy(line.text)
    if not text:
        size = _run(lines, index, lambda each: not each.text.strip())
        lost = size >= (8 if spread else 3)
        return size, [Item(Kind.GAP, "", line.number, line.number + size - 1)] if lost else []
    if overview_row(line.text):
        return _overview(lines, index)
    if "\t" in line.text:
        size = _run(lines, index, lambda each: "\t" in each.text)
        rows = tuple(lines[index : index + size])
        return size, [Item(Kind.TABLE, "", line.number, rows[-1].number, rows=rows)]
    if FIGURE.fullmatch(unicodedata.normalize("NFKC", text)):
        return 1, [Item(Kind.FIGURE, text, line.number, line.number)]
    fused = FUSED.fullmatch(text)
    if fused:
        topic = Item(Kind.TOPIC, fused[1], line.number, line.number, _circle_rank(items))
        return 1, [topic, Item(Kind.SENTENCE, fused[2], line.number, line.number)]
    return _words(lines, index, text, items, spread)


def _words(
    lines: Sequence[SourceLine], index: int, text: str, items: Sequence[Item], spread: bool
) -> tuple[int, list[Item]]:
    number = lines[index].number
    if NOTE.match(text):
        size, whole = _sentence(lines, index) if spread else (1, text)
        return size, [Item(Kind.NOTE, whole, number, lines[index + size - 1].number)]
    if items and items[-1].kind is Kind.QUESTION and CHOICE.fullmatch(text):
        return 1, [replace(items[-1], text=items[-1].text + text, last=number)]
    asked = _question(lines, index, text, items, spread)
    if asked:
        return asked
    heading = heading_of(lines[index].text)
    if heading and (heading.kind != "plain" or heading.depth) and not (spread and _is_wrapped(lines, index)):
        return 1, [Item(Kind.TOPIC, text, number, number, _circle_rank(items) if heading.kind == "circle" else 1)]
    if FRAMED.fullmatch(text) or (TITLE.fullmatch(text) and not SENTENCE_MARK.search(text)):
        return 1, [Item(Kind.TOPIC, text, number, number, 1)]
    if _is_prose(text, spread):
        size, whole = _sentence(lines, index)
        return size, [Item(Kind.SENTENCE, whole, number, lines[index + size - 1].number)]
    # Among lines that were taken apart, several words with blanks between them are the legend of a chart.
    return 1, [Item(Kind.FIGURE if spread and " " in text else Kind.CAPTION, text, number, number)]


def _question(
    lines: Sequence[SourceLine], index: int, text: str, items: Sequence[Item], spread: bool
) -> tuple[int, list[Item]] | None:
    """A question over one or several lines: from its number, or to its 「…ですか」.

    Where a line is a paragraph, it goes on only behind 「…にお伺いします」.
    """
    if not QUESTION.match(text) or (text.endswith("。") and "、" in text and len(text) > 80):
        return None
    words, size = [text], 1
    complete = QUESTION.fullmatch(text) or re.search(r"[)）]$|について$", text)
    if text == "質問" or SUMMONS.search(text) or (spread and not complete):
        words, size = _rest_of_question(lines, index)
    whole = re.sub(r"(?<=します)\s*・?(?=\S)", " ", close_up(join(words)).replace("\n", ""))
    whole = re.sub(r"^質問\s*", "", whole)
    last = lines[index + size - 1].number
    return size, [Item(Kind.QUESTION, whole, lines[index].number, last, _rank(text, items))]


def _rest_of_question(lines: Sequence[SourceLine], index: int) -> tuple[list[str], int]:
    """The words of a question that its page wrapped, up to its end or four lines on."""
    words: list[str] = []
    size = 0
    for line in lines[index : index + 8]:
        text = tidy(line.text)
        follows = re.fullmatch(r"[(（].{1,20}[)）]", text)
        if words and re.search(r"(?:か|い)。?$", words[-1]) and text and not follows:
            break
        over = "\t" in line.text or FOLIO_OR_AXIS.fullmatch(text) or len(words) > 3
        if text and (over or (words and re.match(r"[【○〇◯●]?\s*問", text))):
            break
        size += 1
        words += [text] if text else []
        if follows or re.search(r"[)）]$", text):
            break
    while size > 1 and not lines[index + size - 1].text.strip():
        size -= 1
    return words, size


def _rank(text: str, items: Sequence[Item]) -> int:
    """問1 is above 問1-1, and a question that 「…にお伺いします」 announces below that."""
    plain = unicodedata.normalize("NFKC", text)
    if re.search(r"問\s*\d+\s*[-ー−–]\s*\d", plain[:12]):
        return 2
    if re.match(r"[^ぁ-ん]{0,3}(?:問|質問|設問|Q)", plain):
        return 1
    before = next((item for item in reversed(items) if item.kind is Kind.QUESTION), None)
    announced = before and items[-1] is before and SUMMONS.search(before.text)
    return 4 if before and (announced or plain.startswith("・")) else 1


def _overview(lines: Sequence[SourceLine], index: int) -> tuple[int, list[Item]]:
    """One row of an overview, with a short line that goes on with it."""
    line = lines[index]
    label, _, value = re.sub(r"\s*\t\s*", "：", tidy(line.text.replace("\t", "：", 1)), count=1).partition(" ")
    # 「調査対象 市内の…」: the blank that parts label and value is no wrap.
    words, last = [f"{label} {close_up(value)}".strip()], 1
    for step in range(1, 4):
        if index + step >= len(lines):
            break
        text = tidy(lines[index + step].text)
        if text and not overview_row(text) and not SENTENCE_MARK.search(text) and re.match(r"\d", text):
            words.append(text)
            last = step + 1
        if text:
            break
    return last, [Item(Kind.OVERVIEW, join(words), line.number, lines[index + last - 1].number)]


def _sentence(lines: Sequence[SourceLine], index: int) -> tuple[int, str]:
    """A sentence, however many lines it takes: (number of lines, text). Numbers of charts and questions break it off."""
    words: list[str] = []
    size = 0
    for step, line in enumerate(lines[index : index + 24]):
        text = tidy(line.text)
        if not text:
            continue
        stops = "\t" in line.text or FOLIO_OR_AXIS.fullmatch(text) or (words and text.startswith("質問"))
        if words and (stops or text.startswith("・") or _is_topic(line)):
            break
        words.append(text)
        size = step + 1
        if (
            ends_sentence(text)
            or re.search(r"。[)）」]$", text)
            or (text.endswith(("%", "％")) and text[0] in "・(（-")
        ):
            break
    return size, join(words)


def _is_topic(line: SourceLine) -> bool:
    found = heading_of(line.text)
    return bool(found and found.kind in ("letter", "paren", "circle", "part") and len(line.text.strip()) > 4)


def _is_prose(text: str, spread: bool) -> bool:
    """Whether a sentence begins. Where a line is a paragraph, one without any 、 or 。 is a caption."""
    if SENTENCE_MARK.search(text) or (text.startswith("・") and len(text) > 12):
        return True
    return spread and len(text) >= LONG and not LEGEND.fullmatch(text)


def _circle_rank(items: Sequence[Item]) -> int:
    """①…: below a question its parts, elsewhere topics of their own."""
    return 3 if any(item.kind is Kind.QUESTION for item in items) else 1


def _is_wrapped(lines: Sequence[SourceLine], index: int) -> bool:
    """Whether the line before is an open sentence, so that what looks like a heading is its next words."""
    before = next((line.text.strip() for line in reversed(lines[:index]) if line.text.strip()), "")
    return len(before) >= LONG and not ends_sentence(before) and "、" in before


def _is_spread(lines: Sequence[SourceLine]) -> bool:
    """Whether a page was taken apart line by line, so that sentences run on over blank lines."""
    prose = [line.text for line in lines if SENTENCE_MARK.search(line.text) and "\t" not in line.text]
    return sum(not ends_sentence(text) for text in prose) > BROKEN * len(prose)


def _run(lines: Sequence[SourceLine], index: int, holds: Callable[[SourceLine], bool]) -> int:
    size = 0
    while index + size < len(lines) and holds(lines[index + size]):
        size += 1
    return size
