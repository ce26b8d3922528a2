"""年度の表: the columns of a table by fiscal year, and whether each shows what is or what is aimed at."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

ERAS = {"令和": 2018, "R": 2018, "平成": 1988, "H": 1988}
ERA_YEAR = r"(令和|平成|[RH])(元|\d{1,2})"
FISCAL = re.compile(rf"(?:{ERA_YEAR}|(20\d\d))年度")
DATED = re.compile(rf"(?:{ERA_YEAR}|(20\d\d))[年.](?:(\d{{1,2}})[月.])?")
PRESENT = re.compile(r"現状値?|現況値?|実績値?|基準値?|策定時")
GOAL = re.compile(r"目標値?|目指す値")
STATED = re.compile(r"時点|現在")
DATE = re.compile(r"時点|現在|月")
BRACKETED = re.compile(r"[(（]([^()（）]+)[)）]")


@dataclass(frozen=True, slots=True)
class Column:
    """`text` is the header as printed, `year` the fiscal year, 0 where none is named.

    `is_goal` is None where nothing tells whether the column shows the present state or a goal.
    """

    place: int
    text: str
    year: int
    is_goal: bool | None
    as_of: str = ""

    @property
    def word(self) -> str:
        """目標 or 現状, where the header does not say so itself."""
        if self.is_goal is None or (GOAL if self.is_goal else PRESENT).search(self.text):
            return ""
        return "目標" if self.is_goal else "現状"


def columns(names: Sequence[str], first_year: int) -> tuple[Column, ...]:
    """The columns among `names` that name a year, in a plan that begins in the fiscal year `first_year` (0: unknown).

    A column shows the present state when its header says so, or when its year is over as the plan begins.
    """
    found = [_column(place, name, first_year) for place, name in enumerate(names) if name]
    return tuple(column for column in found if column)


def _column(place: int, text: str, first_year: int) -> Column | None:
    plain = _plain(text)
    year = _fiscal_year(plain)
    goal, present = GOAL.search(plain), PRESENT.search(plain)
    if not (year or (goal and plain.startswith(goal[0])) or (present and plain.startswith(present[0]))):
        return None
    dates = [inner for inner in BRACKETED.findall(text) if DATE.search(inner)]
    if goal:
        is_goal: bool | None = True
    elif present or STATED.search(plain):
        is_goal = False
    else:
        is_goal = year >= first_year if first_year else None
    as_of = dates[0] if dates else present[0] if present else ""
    return Column(place, text, year, is_goal, "" if is_goal else as_of)


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def _fiscal_year(plain: str) -> int:
    """The fiscal year that `plain` names, or that a date in it falls in: March 2025 is still 2024."""
    named = FISCAL.search(plain)
    if named:
        return int(named[3]) if named[3] else _year(named[1], named[2])
    dated = DATED.search(plain)
    if not dated:
        return 0
    year = int(dated[3]) if dated[3] else _year(dated[1], dated[2])
    return year - 1 if dated[4] and int(dated[4]) < 4 else year


def _year(era: str, number: str) -> int:
    return ERAS[era] + (1 if number == "元" else int(number))
