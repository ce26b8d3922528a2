"""Which document this is, by what its cover says, and by what its text says of itself where the cover is missing."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice, pairwise

from knowledge.plan import PlanStatus
from knowledge.reading.plan.document.calendar_year import PLACEHOLDER, RANGE, compact, dates, fiscal_ranges
from knowledge.reading.plan.document.cover import (
    EDITION,
    MUNICIPALITY,
    front_lines,
    loose,
    mark_of,
    title_of,
    without_edition,
)
from knowledge.reading.plan.source import Source

IMPRINT = 25  # lines with text at the end, among which the imprint stands
IMPRINT_WORDS = re.compile(r"発行|編集|問い?合わ?せ先?|電話")
# A date by itself, perhaps with who or what it is of: 「みなと野市 令和8年3月」「令和8年3月31日改定」
ISSUE = re.compile(
    r"(?!.*(?:募集|締切|期間|期限))[^\d令平昭]{0,12}(?:令和|平成|昭和)?[\d元]+年(?:\(\d{4}年?\))?\d+月(?:\d+日)?"
    r"(?:発行|策定|改[定訂]|作成|公表|現在)?"
)
PERIOD_HEADING = re.compile(
    r"[#\d.()（）第章節【〔ア-コ①-⑳\s]*(?:本?(?:計画|方針|プラン|構想|戦略|ビジョン)の)?(?:計画|対象|推進|取組|実施)?の?期間[】〕]?"
)
PERIOD_WORDS = re.compile(
    r"(?:計画|対象)期間(?:は|:|=)|本(?:計画|方針|プラン|構想|戦略|ビジョン)の(?:計画|対象)?期間(?:は|:)"
)
PERIOD_TEXT = 8  # lines with text after such a heading in which the years stand
SELF = re.compile(r"(?<![基日])本(アクションプラン|実施計画|行動計画|計画|方針|プラン|構想|戦略|ビジョン|指針)")
PREFECTURE = re.compile(r"^(?:東京都|北海道|京都府|大阪府|[一-鿿]{2,3}県)(?=..)")
NAMED = re.compile(r"(?<![一-鿿々ァ-ヶ])[一-鿿々][一-鿿々ヶケ]{1,4}市(?!民|街|場|[一-鿿々]{0,3}市)")
NO_NAMES = re.compile(r"都市$|核市$|例市$|^(?:本|当|全|他|各|同|近隣|周辺|関係|県内|都内|府内|道内)|^[市区町村]{2}")
NAMED_OFTEN, NAMED_FAR_MORE = 5, 5  # times, and times as often as the next, from which on a text speaks of one city


@dataclass(frozen=True, slots=True)
class Identity:
    """What a document says of itself; empty, None or 0 wherever it does not say it.

    `title` has no draft mark in it and `mark` is that mark (素案). `first_year` and `last_year` are fiscal years.
    """

    title: str = ""
    edition: str = ""
    status: PlanStatus = PlanStatus.FINAL
    mark: str = ""
    issued: date | None = None
    first_year: int = 0
    last_year: int = 0
    city: str = ""


def identify(source: Source) -> Identity:
    """The identity of the document `source`. Nothing is guessed: a title that is nowhere printed stays empty."""
    front = front_lines(source)
    texts = [line.text for line in source.lines if line.text.strip()]
    body = compact("".join(texts))
    title = title_of(front, loose(body))
    mark = mark_of(front)
    first, last = _period(front, texts)
    return Identity(
        title,
        _edition(front, texts),
        PlanStatus.DRAFT if mark else PlanStatus.FINAL,
        mark,
        _issued(front, texts),
        first,
        last,
        _city(title, front, texts),
    )


def same_document(a: str, b: str) -> bool:
    """Whether two titles name one document, whatever widths, brackets, spaces, draft marks and editions they have."""
    return bool(_name(a)) and _name(a) == _name(b)


def _name(title: str) -> str:
    return loose(without_edition(title))


def _edition(front: Sequence[str], texts: Sequence[str]) -> str:
    """The edition on the cover, or the one that the text puts in brackets after what it calls itself (本アクションプラン)."""
    for text in front:
        match = EDITION.search(text)
        if match:
            return match[0]
    body = re.sub(r"\s", "", "".join(texts))
    named = Counter(SELF.findall(body)).most_common(1)
    match = re.search(rf"{named[0][0]}[（(]({EDITION.pattern})[）)]", body) if named else None
    return match[1] if match else ""


def _issued(front: Sequence[str], texts: Sequence[str]) -> date | None:
    """The latest date that stands by itself on the cover, else in the imprint; None where its month is left open."""
    imprint = texts[-IMPRINT:] if any(IMPRINT_WORDS.search(text) for text in texts[-IMPRINT:]) else []
    for part in (front, imprint):
        narrow = [compact(text) for text in part]
        if any(PLACEHOLDER.search(text) for text in narrow):
            return None
        found = [one for text in narrow if ISSUE.fullmatch(text) for one in dates(text)]
        if found:
            return max(found)
    return None


def _period(front: Sequence[str], texts: Sequence[str]) -> tuple[int, int]:
    """The fiscal years of the cover and of the chapter on the period; 0 where several are named equally often."""
    votes = Counter(found for text in front for found in fiscal_ranges(text))
    for index, text in enumerate(texts):
        narrow = compact(text)
        if PERIOD_HEADING.fullmatch(narrow) or PERIOD_WORDS.search(narrow):
            votes.update(islice(fiscal_ranges("".join(texts[index : index + PERIOD_TEXT])), 1))
    return _most(votes) or _most(Counter(_years_below_name(texts))) or (0, 0)


def _years_below_name(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Years in a line of their own below what the text calls itself, as diagrams of several plans print them."""
    named = Counter(SELF.findall("".join(texts))).most_common(1)
    for above, text in pairwise(texts):
        if named and compact(above).endswith(named[0][0]) and RANGE.fullmatch(compact(text)):
            yield from fiscal_ranges(text)


def _most(votes: Counter[tuple[int, int]]) -> tuple[int, int] | None:
    ranked = votes.most_common(2)
    if not ranked or (len(ranked) == 2 and ranked[0][1] == ranked[1][1]):
        return None
    return ranked[0][0]


def _city(title: str, front: Sequence[str], texts: Sequence[str]) -> str:
    """The municipality at the start of the title, on a line of the cover, or the one of which alone the text speaks."""
    narrow = [compact(text) for text in texts]
    body = "\n".join(narrow)
    for text in (title, *front):
        name = _leading_municipality(PREFECTURE.sub("", compact(text)), body)
        if name:
            return name
    called = re.search(r"([一-鿿々ぁ-んァ-ヶ]{2,7}?[市区町村])\(以下「?本[市区町村]」?", body)
    if called:
        return called[1]
    ranked = Counter(name for name in NAMED.findall(body) if not NO_NAMES.search(name)).most_common(2)
    if ranked and ranked[0][1] >= max(NAMED_OFTEN, NAMED_FAR_MORE * (ranked[1][1] if len(ranked) > 1 else 0)):
        return str(ranked[0][0])
    return ""


def _leading_municipality(text: str, body: str) -> str:
    """The name with which `text` begins; of 東村 and 東村山市 the longest that `body` has as often as the shortest."""
    ends = [match.end() for match in re.finditer("[市区町村]", text[:8]) if match.end() > 1]
    names = [text[:end] for end in ends if MUNICIPALITY.fullmatch(text[:end]) and not NO_NAMES.search(text[:end])]
    often = max((body.count(name) for name in names), default=0)
    return max((name for name in names if body.count(name) * 2 > often), key=len, default="")
