"""Years and dates as documents print them: 令和4年2月, 令和5年度（2023年度）から7年度まで."""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date

BEFORE_ERA = {"令和": 2018, "平成": 1988, "昭和": 1925}  # the year before the first one of the era
DASH = r"(?:から|[~〜-]|[‐-―−ー])"
YEAR = (
    r"(?:(?P<era{n}>令和|平成|昭和)?(?P<year{n}>(?<!\d)\d{{1,2}}(?!\d)|元)|(?P<west{n}>\d{{4}}))"
    r"(?:\((?:令和|平成|昭和|R|H)?(?P<other{n}>\d{{1,4}})(?:年度?)?\))?"
    r"(?P<unit{n}>年度|年)?(?:\((?:令和|平成|昭和|R|H)?(?P<more{n}>\d{{1,4}})(?:年度?)?\))?"
)
RANGE = re.compile(YEAR.format(n=1) + DASH + YEAR.format(n=2))
MONTH = re.compile(YEAR.format(n=1) + r"(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})日)?")
PLACEHOLDER = re.compile(r"[年月][●○◯〇■□×xX*＊_]+[月日]|[令平昭][和成][●○◯〇■□×xX*＊_]+年")
LONGEST_PLAN = 20  # years; a longer range is that of something else, such as a forecast of population


def compact(text: str) -> str:
    """NFKC without white space, in which dates are looked for."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def fiscal_ranges(text: str) -> Iterator[tuple[int, int]]:
    """First and last of each range of fiscal years in `text`, which may break lines anywhere."""
    for match in RANGE.finditer(compact(text)):
        if match["unit2"] != "年度" or match["unit1"] == "年":
            continue
        last = _western(match, "2", match["era2"] or match["era1"])
        first = _western(match, "1", match["era1"])
        if first and last and first <= last <= first + LONGEST_PLAN:
            yield first, last


def dates(text: str) -> Iterator[date]:
    """Each date in `text` that has a month; without a day, the first of that month."""
    for match in MONTH.finditer(compact(text)):
        year = _western(match, "1", match["era1"])
        try:
            yield date(year, int(match["month"]), int(match["day"] or 1))
        except ValueError:
            continue  # year 0, or a month 13: no date


def _western(match: re.Match[str], part: str, era: str | None) -> int:
    """The western year of one half of a match; 0 where the era is unknown or a year in brackets contradicts it."""
    if match["west" + part]:
        return int(match["west" + part])
    if era not in BEFORE_ERA:
        return 0
    year = BEFORE_ERA[era] + (1 if match["year" + part] == "元" else int(match["year" + part]))
    beside = match["other" + part] or match["more" + part]
    return 0 if beside and len(beside) == 4 and int(beside) != year else year
