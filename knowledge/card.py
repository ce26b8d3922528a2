"""事業カード: one undertaking of an action plan with its goals and results, year by year.

Figures are facts: they are kept as numbers with their unit, what they count, and whether they were printed or derived.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Status(StrEnum):
    """What the document prints about a year: nothing is inferred where it prints nothing."""

    ACHIEVED = "達成"
    MISSED = "未達成"
    PARTLY = "一部未達成"  # marks of both kinds in one year


class Certainty(StrEnum):
    """How sure it is that a number belongs to a title. A person can settle the last one."""

    CERTAIN = "certain"  # the text leaves no other reading, or a person has settled it
    INFERRED = "inferred"  # by the order in which the document prints its cards
    AMBIGUOUS = "ambiguous"  # nothing in the text tells: never shown as a fact


class CardKind(StrEnum):
    KPI = "kpi"  # goals and results by year
    CONCEPT = "concept"  # 構想段階: no goals yet
    INDICATOR = "indicator"  # a measure of a plan without cards: present state and goals


@dataclass(frozen=True, slots=True)
class Figure:
    """One cell of a year: a result with its status, or a goal.

    `text` is what is printed, line wraps joined, the bracket with the difference included, but without the mark, which
    `status` holds. One mark may stand over several figures: then only the first of them has it. `label` says what is
    counted (「年間利用者」). `value` is the number of the cell: the result, or in a cell of goals the goal itself. `value`,
    `goal` and `delta` are in `unit`; a goal that is not printed but follows from value − delta is marked `goal_derived`.
    `against` is what `delta` compares with: 目標 or 前年度. All of them may be unknown.
    """

    text: str
    label: str = ""
    value: Decimal | None = None
    unit: str = ""
    status: Status | None = None
    goal: Decimal | None = None
    goal_derived: bool = False
    delta: Decimal | None = None
    against: str = ""


@dataclass(frozen=True, slots=True)
class CardYear:
    """A fiscal year (April to March, named by its first calendar year): 2024 is 令和6年度.

    `activities` are the marks 【実施】 without their brackets; `results` hold for years that are over or running,
    `goals` for years to come when the document was made. `as_of` is the day a figure was taken, as printed.
    """

    year: int
    activities: tuple[str, ...] = ()
    results: tuple[Figure, ...] = ()
    goals: tuple[Figure, ...] = ()
    as_of: str = ""

    @property
    def status(self) -> Status | None:
        """The year's status: PARTLY where marks of both kinds stand in it, None where none does."""
        marks = {figure.status for figure in self.results if figure.status}
        return Status.PARTLY if len(marks) > 1 else next(iter(marks), None)


@dataclass(frozen=True, slots=True)
class Card:
    """One undertaking as a card of the plan shows it.

    `number` is the 管理番号, empty where it is ambiguous; `candidates` are then the numbers it may have. `sections` are the
    担当 as printed, split at ・. `group` is the 基本方針, `policy` the 施策, `measure` the 実施内容 that it belongs to.
    """

    title: str
    kind: CardKind
    number: str = ""
    candidates: tuple[str, ...] = ()
    certainty: Certainty = Certainty.CERTAIN
    sections: tuple[str, ...] = ()
    group: str = ""
    policy: str = ""
    measure: str = ""
    content: str = ""
    purpose: str = ""
    note: str = ""
    years: tuple[CardYear, ...] = ()
    page: str = ""
    first_line: int = 0
    last_line: int = 0

    def year(self, year: int) -> CardYear | None:
        return next((each for each in self.years if each.year == year), None)


def card_text(card: Card) -> str:
    """The card as it is shown and searched: its fields by their printed labels, then year by year.

    The words are those of the document. A goal that follows from a result and its difference is called so. The number
    is left out where it is not certain.
    """
    name = "指標" if card.kind is CardKind.INDICATOR else "事業名称"
    number = card.number if card.certainty is Certainty.CERTAIN else ""
    fields = (
        (name, card.title),
        ("管理番号", number),
        ("担当", "・".join(card.sections)),
        ("事業内容", card.content),
        ("目的・あるべき姿", card.purpose),
    )
    lines = [f"{label}: {value}" for label, value in fields if value]
    for year in card.years:
        told = list(_year_lines(year))
        lines += [_year_name(year.year), *told] if told else []
    return "\n".join([*lines, *([f"備考: {card.note}"] if card.note else [])])


def _year_lines(year: CardYear) -> Iterator[str]:
    if year.activities:
        yield "取組内容: " + "".join(f"【{activity}】" for activity in year.activities)
    for label, figures in (("目標KPI", year.results), ("目標", year.goals)):
        if figures:
            yield f"{label}: " + "\n".join(map(_figure_text, figures))


def _figure_text(figure: Figure) -> str:
    mark = f"【{figure.status.value}】" if figure.status else ""
    if figure.goal is None or not figure.goal_derived:
        return mark + figure.text
    return f"{mark}{figure.text} 目標 {figure.goal:,f}{figure.unit}（実績と対目標から算出）"


def _year_name(year: int) -> str:
    """令和4年度（2022年度） for 2022; the era alone would be strange to those who count otherwise."""
    era, number = ("令和", year - 2018) if year >= 2019 else ("平成", year - 1988)
    return f"{era}{'元' if number == 1 else number}年度（{year}年度）"
