"""Tables of answers: a row of answers to choose, below it their counts and shares; or one answer on each row."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from knowledge.reading.plan.glossary.flow import close_up, tidy
from knowledge.reading.plan.source import SourceLine
from knowledge.survey import Answer

COUNT = re.compile(r".*(?:数|人口|人数|件数|\(人\)|\(件\)|n)$", re.I)
SHARE = re.compile(r".*(?:割合|率|構成比|%|パーセント).*")
TOTAL = re.compile(r"(?:合計|総計|計|全体|総数)")
NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?")
POPULATION = re.compile("人口")
AGE = re.compile(r"(\d{1,3})\s*(?:歳|[~〜～-]\s*\d{1,3}\s*歳)")
SPACED = re.compile(r"(?<![A-Za-z])((?:[A-Za-z] )+[A-Z])(?![a-z])")


@dataclass(frozen=True, slots=True)
class CountTable:
    """`rows` are (name, cells as printed) below the `labels`. Lines are 1-based and inclusive."""

    labels: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    first: int
    last: int

    @property
    def is_population(self) -> bool:
        """Whether it counts the people of a place, and not those who answered."""
        return any(POPULATION.search(name) for name, _ in self.rows)

    @property
    def total(self) -> int | None:
        return next((a.count for a in self._all() if TOTAL.fullmatch(a.label)), None)

    @property
    def answers(self) -> tuple[Answer, ...]:
        """Counts and shares by label, without the total."""
        return tuple(answer for answer in self._all() if not TOTAL.fullmatch(answer.label))

    @property
    def ages(self) -> tuple[str, ...]:
        """The labels that are ages, youngest first as printed; empty where the table is not by age."""
        return tuple(label for label in self.labels if AGE.match(unicodedata.normalize("NFKC", label)))

    @property
    def text(self) -> str:
        """One line for each label with all that is printed of it."""
        return "\n".join(
            f"{label}：" + "、".join(f"{name} {cells[at]}" for name, cells in self.rows if cells[at : at + 1] != ("",))
            for at, label in enumerate(self.labels)
        )

    def _all(self) -> tuple[Answer, ...]:
        counts = next((cells for name, cells in self.rows if not SHARE.fullmatch(name) and COUNT.fullmatch(name)), ())
        shares = next((cells for name, cells in self.rows if SHARE.fullmatch(name)), ())
        return tuple(
            Answer(label, _whole(_at(counts, at)), _decimal(_at(shares, at))) for at, label in enumerate(self.labels)
        )


def count_table(rows: Sequence[SourceLine]) -> CountTable | None:
    """The table in `rows` (tabs between cells), whichever way round it is printed; None where it counts nothing."""
    cells = [[_label(cell) for cell in row.text.strip("\n").split("\t")] for row in rows]
    if len(cells) < 2 or len(cells[0]) < 2:
        return None
    heads = [unicodedata.normalize("NFKC", cell) for cell in cells[0][1:] if cell]
    if heads and all(COUNT.fullmatch(head) or SHARE.fullmatch(head) for head in heads):
        cells = [
            list(column) for column in zip(*(row + [""] * (len(cells[0]) - len(row)) for row in cells), strict=False)
        ]
    labels = tuple(cells[0][1:])
    named = [(row[0], tuple(row[1:]) + ("",) * (len(labels) - len(row) + 1)) for row in cells[1:]]
    if not any(COUNT.fullmatch(name) or SHARE.fullmatch(name) for name, _ in named):
        return None
    if not any(NUMBER.search(cell) for _, row in named for cell in row):
        return None
    return CountTable(labels, tuple(named), rows[0].number, rows[-1].number)


def wrong_shares(answers: Sequence[Answer], base: int) -> list[Answer]:
    """The answers whose printed share is not their count divided by `base`, rounded half up to the printed places."""
    return [
        answer
        for answer in answers
        if answer.count is not None
        and answer.share is not None
        and (Decimal(answer.count) * 100 / base).quantize(answer.share, ROUND_HALF_UP) != answer.share
    ]


def _label(cell: str) -> str:
    return close_up(SPACED.sub(lambda letters: letters[0].replace(" ", ""), tidy(cell)))


def _at(cells: Sequence[str], index: int) -> str:
    return cells[index] if index < len(cells) else ""


def _whole(text: str) -> int | None:
    number = _decimal(text)
    return int(number) if number is not None and number == int(number) else None


def _decimal(text: str) -> Decimal | None:
    found = NUMBER.search(unicodedata.normalize("NFKC", text))
    return Decimal(found[0].replace(",", "")) if found else None
