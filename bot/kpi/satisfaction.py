"""満足度: what staff say of the desk once a quarter, as figures from which nobody can tell who said what."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from bot.kpi.count import GradeCount
from bot.kpi.period import Period, spoken_month
from bot.kpi.share import Share

GRADES = range(1, 6)
SATISFIED = 4  # and above
FEWEST = 5  # answers from which a quarter's figures are told, as surveys among colleagues usually have it


@dataclass(frozen=True, slots=True)
class Satisfaction:
    """One quarter: how many answered, the share of 4 and 5, and the mean. The last two are None, with the reason in
    `withheld`, while the quarter goes on (a figure that moves with each answer tells what that one was) and below FEWEST."""

    quarter: date
    answers: int
    satisfied: Share | None
    mean: float | None
    withheld: str = ""


def quarter_of(day: date) -> date:
    """The first day of the quarter of `day`: April, July, October or January."""
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def quarter_end(quarter: date) -> date:
    """The last day of a quarter."""
    return quarter_of(quarter + timedelta(days=95)) - timedelta(days=1)


def spoken_quarter(quarter: date) -> str:
    """令和8年10月〜12月"""
    return f"{spoken_month(quarter)}〜{quarter.month + 2}月"


def satisfaction_of(counts: Iterable[GradeCount], period: Period, today: date) -> Iterator[Satisfaction]:
    """The quarters of `period` in which somebody answered, oldest first.

    In persons: each answers once a quarter. Limits: only of those who answered.
    """
    grades: dict[date, dict[int, int]] = {}
    for count in counts:
        grades.setdefault(count.quarter, {})[count.grade] = count.count
    for quarter, given in sorted(grades.items()):
        answers = sum(given.values())
        over = quarter_end(quarter) <= period.last and quarter_end(quarter) < today
        if not over:
            yield Satisfaction(quarter, answers, None, None, "四半期が終わってから出します。")
        elif answers < FEWEST:
            yield Satisfaction(quarter, answers, None, None, f"回答が{FEWEST}件に満たないので出しません。")
        else:
            satisfied = sum(count for grade, count in given.items() if grade >= SATISFIED)
            mean = sum(grade * count for grade, count in given.items()) / answers
            yield Satisfaction(quarter, answers, Share(satisfied, answers), mean)
