"""city.toml: one municipality's name, sections, hours, targets and the blanks it has filled."""

import tomllib
from collections.abc import Mapping
from datetime import date, time
from pathlib import Path
from typing import Any

from knowledge.calendar import WEEKDAYS, Calendar, Hours
from knowledge.city import City, valid_city_code
from knowledge.fault import Fault, FaultyContent
from knowledge.reading.record import Record, parse_day, source_from
from knowledge.reading.table import decode
from knowledge.section import DESKS, Section

KEYS = {"code", "name", "kana", "prefecture", "names", "hours", "section", "targets", "fills"}


def read_city(path: Path) -> City:
    """The city described by `path`. Raises FaultyContent with every fault of the file."""
    try:
        values = tomllib.loads(decode(path))
    except tomllib.TOMLDecodeError as error:
        raise FaultyContent(
            [Fault(path.name, "", str(error), "TOML として読めません", "書き方を確かめてください")]
        ) from error
    record = Record(path.name, path.parent.name, values)
    record.refuse_unknown(KEYS)
    city = City(
        code=_code(record, path.parent.name),
        name=record.text("name", required=True),
        kana=record.text("kana"),
        prefecture=record.text("prefecture"),
        names=record.lines("names"),
        sections=record.pairs("section", _section),
        calendar=_calendar(record, values.get("hours") or {}),
        fills={name: str(value) for name, value in (values.get("fills") or {}).items()},
        annual_users_target=_targets(record, (values.get("targets") or {}).get("annual_users") or {}),
    )
    _refuse_shared_desks(record, city)
    if record.faults:
        raise FaultyContent(record.faults)
    return city


def _code(record: Record, folder: str) -> str:
    code = record.text("code", required=True)
    if code and not valid_city_code(code):
        record.fault("code", "全国地方公共団体コードではありません", "検査数字を含む6桁で書いてください")
    elif code and code != folder:
        record.fault("code", f"フォルダ名 {folder} と違います", "フォルダ名とコードをそろえてください")
    return code


def _section(record: Record) -> Section:
    record.refuse_unknown({"name", "desks", "telephone", "place", "note", "source"})
    desks = record.lines("desks")
    for desk in desks:
        if desk not in DESKS:
            record.fault("desks", "知らない担当分野です", f"{'、'.join(DESKS)} のどれかにしてください", desk)
    source = record.values.get("source")
    return Section(
        name=record.text("name", required=True),
        desks=desks,
        telephone=record.text("telephone"),
        place=record.text("place"),
        note=record.text("note"),
        source=source_from(record.nested("source", 1, source)) if isinstance(source, dict) else None,
    )


def _refuse_shared_desks(record: Record, city: City) -> None:
    holder: dict[str, str] = {}
    for section in city.sections:
        for desk in section.desks:
            if holder.setdefault(desk, section.name) != section.name:
                record.fault(
                    "section", f"{holder[desk]}と{section.name}の両方にあります", "どちらか一つにしてください", desk
                )


def _calendar(record: Record, hours: Mapping[str, Any]) -> Calendar:
    """`[hours]`: 月 … 日 = ["08:30", "17:15"], year_end = ["12-29", "01-03"], closures = {"2026-12-28" = "設備点検"}."""
    weekly: dict[int, Hours] = {}
    closures: dict[date, str] = {}
    year_end = None
    try:
        for name in set(hours) & set(WEEKDAYS):
            opens, closes = (time.fromisoformat(part) for part in hours[name])
            weekly[WEEKDAYS.index(name)] = Hours(opens, closes)
        closures = {parse_day(str(day)): str(reason) for day, reason in (hours.get("closures") or {}).items()}
        if "year_end" in hours:
            first, last = (tuple(int(part) for part in day.split("-")) for day in hours["year_end"])
            year_end = ((first[0], first[1]), (last[0], last[1]))
    except (ValueError, TypeError, IndexError, AttributeError) as error:
        record.fault(
            "hours", f"開庁時間として読めません({error})", '月 = ["08:30", "17:15"] のように書いてください', hours
        )
    for name in set(hours) - set(WEEKDAYS) - {"year_end", "closures", "source"}:
        record.fault(
            "hours", "知らない名前です", f"{'、'.join(WEEKDAYS)}、year_end、closures、source のどれかです", name
        )
    return Calendar(weekly, closures, year_end)


def _targets(record: Record, values: Mapping[str, Any]) -> dict[int, int]:
    targets = {}
    for year, persons in values.items():
        if not (year.isdigit() and isinstance(persons, int) and persons > 0):
            record.fault(
                "targets", "年度の目標値として読めません", "2025 = 34000 のように書いてください", f"{year} = {persons}"
            )
        else:
            targets[int(year)] = persons
    return targets
