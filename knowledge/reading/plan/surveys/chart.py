"""Charts whose figures are left in the text: a pie is a label before each percentage, and its shares make 100."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from knowledge.reading.plan.surveys.item import LEGEND, Item, Kind
from knowledge.survey import Answer

SHARE = re.compile(r"(\d+(?:\.\d+)?)\s*%")
LETTER = re.compile(r"[^\W\d_]")
WHOLE = range(99, 102)  # percent: what rounding leaves of 100
FEWEST = 4  # numbers side by side that are a chart and no folio


@dataclass(frozen=True, slots=True)
class Chart:
    """Answers of one chart, in the order of the text. Lines are 1-based and inclusive."""

    answers: tuple[Answer, ...]
    first: int
    last: int

    @property
    def text(self) -> str:
        return "\n".join(f"{answer.label}：{answer.share}%" for answer in self.answers)

    def is_told_in(self, sentence: str) -> bool:
        """Whether `sentence` quotes one of the shares."""
        quoted = {Decimal(share) for share in SHARE.findall(unicodedata.normalize("NFKC", sentence))}
        return any(answer.share in quoted for answer in self.answers)


def charts_of(items: Sequence[Item]) -> list[Chart]:
    """The charts whose labels stand before their shares. A chart whose shares do not make 100 is left out."""
    charts: list[Chart] = []
    pairs: list[tuple[Answer, int, int]] = []  # with the lines of the label and of the share
    label, start = "", 0
    for item in [*items, Item(Kind.GAP, "", 0, 0)]:
        drawn = item.kind in (Kind.CAPTION, Kind.FIGURE)
        if (
            not drawn
            or LEGEND.fullmatch(item.text)
            or " " in item.text
            or not (SHARE.search(_plain(item)) or _named(item))
        ):
            charts += _closed(pairs)
            pairs, label = [], ""
            continue
        for part in re.split(r"(\d+(?:\.\d+)?\s*%)", _plain(item)):
            share = SHARE.fullmatch(part)
            if share and label:
                pairs.append((Answer(label, None, Decimal(share[1])), start, item.last))
                label = ""
            elif part and not share:
                start = start if label else item.first
                label += part
    return charts


def loose_figures(items: Sequence[Item], charts: Sequence[Chart]) -> list[Item]:
    """The first number of every run of numbers that no label explains."""
    runs: list[list[Item]] = [[]]
    for item in items:
        if item.kind in (Kind.SENTENCE, Kind.QUESTION, Kind.TOPIC):
            runs.append([])
        elif item.kind is Kind.FIGURE and not any(chart.first <= item.first <= chart.last for chart in charts):
            runs[-1].append(item)
    return [run[0] for run in runs if len(run) >= FEWEST]


def _closed(pairs: Sequence[tuple[Answer, int, int]]) -> list[Chart]:
    total = sum((answer.share or Decimal(0) for answer, _, _ in pairs), Decimal(0))
    if len(pairs) < 2 or round(total) not in WHOLE:
        return []
    return [Chart(tuple(answer for answer, _, _ in pairs), pairs[0][1], pairs[-1][2])]


def _plain(item: Item) -> str:
    return unicodedata.normalize("NFKC", item.text)


def _named(item: Item) -> bool:
    return bool(LETTER.search(item.text)) and item.kind is Kind.CAPTION
