"""年度: which fiscal years a question is about. A fiscal year runs from April to March and bears its first year's name."""

import re
from datetime import date

ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925}
NAMED = re.compile(r"(令和|平成|昭和)(\d{1,2})(?!\d)")
BARE = re.compile(r"(?<![\d令和平成昭])(\d{1,2})年度")
SPOKEN = (  # 年 is taken for 年度: a city counts in fiscal years
    (re.compile(r"一昨年|おととし|前々年"), -2),
    (re.compile(r"(?<!一)昨年|去年|前年|きょねん"), -1),
    (re.compile(r"今年|本年|ことし|こんねん|現在|(?<!る)今(?![日月週回度]).{0,6}(?:何|どれ|いくつ)"), 0),
    (re.compile(r"再来年"), 2),
    (re.compile(r"(?<!再)来年|次年度|翌年"), 1),
)


def fiscal_year(day: date) -> int:
    """The fiscal year that `day` lies in: 31 March 2026 → 2025."""
    return day.year if day.month >= 4 else day.year - 1


def years_asked(text: str, today: date) -> tuple[int, ...]:
    """Fiscal years that a normalised question names, in their order in time; spoken ones count from `today`."""
    named = {ERAS[era] + int(number) for era, number in NAMED.findall(text)}
    bare = {ERAS["令和"] + int(number) for number in BARE.findall(text)}
    if named | bare:  # 「今年度（令和7年度）」: the year that is named counts
        return tuple(sorted(named | bare))
    return tuple(sorted({fiscal_year(today) + shift for pattern, shift in SPOKEN if pattern.search(text)}))


def spoken_year(year: int) -> str:
    """A fiscal year as documents write it: 2024 → 令和6年度, 2019 → 令和元年度."""
    number = year - ERAS["令和"]
    if number < 1:
        return f"平成{year - ERAS['平成']}年度"
    return f"令和{number if number > 1 else '元'}年度"
