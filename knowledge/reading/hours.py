"""[hours] of city.toml: the opening hours of each weekday, the turn of the year and the city's own closures."""

import re
from collections.abc import Mapping
from datetime import date, time
from typing import Any

from knowledge.calendar import WEEKDAYS, Calendar, Hours
from knowledge.reading.record import Record, parse_day

WEEKDAY_EXAMPLE = '"月" = ["08:30", "17:15"]'  # TOML takes no Japanese name without quotation marks
YEAR_END_EXAMPLE = 'year_end = ["12-29", "01-03"]'
CLOSURE_EXAMPLE = 'closures = { "2026-12-28" = "設備の点検" }'
LEAP_YEAR = 2000  # in which every day that a calendar can name exists


def read_hours(record: Record) -> Calendar:
    """The calendar under `hours`: a line each like the examples above. Every value that cannot be is a fault."""
    hours = record.table("hours", f"[hours] の下に {WEEKDAY_EXAMPLE}").values
    for name in hours:
        if name not in {*WEEKDAYS, "year_end", "closures", "source"}:
            known = "、".join(f'"{day}"' for day in WEEKDAYS)
            record.fault("hours", "知らない名前です", f"{known}、year_end、closures、source のどれかです", name)
    return Calendar(_weekly(record, hours), _closures(record, hours.get("closures", {})), _year_end(record, hours))


def _weekly(record: Record, hours: Mapping[str, Any]) -> dict[int, Hours]:
    weekly = {}
    for number, name in enumerate(WEEKDAYS):
        if name in hours and (read := _hours(record, f"{name} = {hours[name]}", hours[name])):
            weekly[number] = read
    return weekly


def _hours(record: Record, shown: str, value: Any) -> Hours | None:
    try:
        opens, closes = (_clock(part) for part in _pair(value))
    except ValueError:
        _unreadable(record, shown, WEEKDAY_EXAMPLE)
        return None
    if opens >= closes:
        problem = "開庁時間として読めません(閉じる時刻が開く時刻より後ではありません)"
        record.fault("hours", problem, "開く時刻、閉じる時刻の順に書いてください", shown)
        return None
    return Hours(opens, closes)


def _closures(record: Record, closures: Any) -> dict[date, str]:
    if not isinstance(closures, dict):
        _unreadable(record, f"closures = {closures}", CLOSURE_EXAMPLE)
        return {}
    read = {}
    for day, reason in closures.items():
        try:
            read[parse_day(day)] = str(reason)
        except ValueError:
            _unreadable(record, f"closures {day} = {reason}", CLOSURE_EXAMPLE)
    return read


def _year_end(record: Record, hours: Mapping[str, Any]) -> tuple[tuple[int, int], tuple[int, int]] | None:
    try:
        if "year_end" not in hours:
            return None
        first, last = _pair(hours["year_end"])
        return _month_and_day(first), _month_and_day(last)
    except ValueError:
        _unreadable(record, f"year_end = {hours['year_end']}", YEAR_END_EXAMPLE)
        return None


def _clock(text: str) -> time:
    match = re.fullmatch(r"(\d{1,2}):(\d{2})", text)
    if not match:
        raise ValueError(f"no time of day: {text!r}")
    return time(int(match[1]), int(match[2]))


def _month_and_day(text: str) -> tuple[int, int]:
    match = re.fullmatch(r"(\d{1,2})-(\d{1,2})", text)
    if not match:
        raise ValueError(f"no month and day: {text!r}")
    day = date(LEAP_YEAR, int(match[1]), int(match[2]))
    return day.month, day.day


def _pair(value: Any) -> tuple[str, str]:
    if not isinstance(value, list) or len(value) != 2 or not all(isinstance(part, str) for part in value):
        raise ValueError(f"not two texts: {value!r}")
    return value[0], value[1]


def _unreadable(record: Record, value: str, example: str) -> None:
    record.fault("hours", "開庁時間として読めません", f"{example} のように書いてください", value)
