"""city.toml: one municipality's name, sections, hours, targets and the blanks it has filled."""

import re
import tomllib
from pathlib import Path

from knowledge.city import City, UserRule, valid_city_code
from knowledge.fault import Fault, FaultyContent, shorten
from knowledge.reading.hours import WEEKDAY_EXAMPLE, read_hours
from knowledge.reading.record import Record, optional_source
from knowledge.reading.table import decode
from knowledge.reading.web import EXAMPLE as WEB_EXAMPLE
from knowledge.reading.web import read_web_colour, read_web_origins
from knowledge.section import DESKS, Section

KEYS = {"code", "name", "kana", "prefecture", "names", "hours", "section", "targets", "kpi", "fills", "line", "web"}
LINE_EXAMPLE = '[line] の下に leave = ["^防災メニュー$"]'
TARGET_EXAMPLE = "[targets.annual_users] の下に 2025 = 34000"


def read_city(path: Path) -> City:
    """The city described by `path`. Raises FaultyContent with every fault of the file."""
    text = decode(path)
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise FaultyContent([_syntax_fault(path.name, text, str(error))]) from error
    record = Record(path.name, path.parent.name, values)
    record.refuse_unknown(KEYS)
    line, web = _line(record), _web(record)
    city = City(
        code=_code(record, path.parent.name),
        name=record.text("name", required=True),
        kana=record.text("kana"),
        prefecture=record.text("prefecture"),
        names=record.lines("names"),
        sections=_sections(record),
        calendar=read_hours(record),
        fills=_fills(record),
        annual_users_target=_targets(record),
        annual_users_rule=_user_rule(record),
        left_on_line=_left_on_line(line),
        line_colour=_line_colour(line),
        web_colour=read_web_colour(web),
        web_origins=read_web_origins(web),
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


def _sections(record: Record) -> tuple[Section, ...]:
    value = record.values.get("section", [])
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        record.fault("section", "読めない形です", '[[section]] の下に name = "市民課" のように書いてください')
        return ()
    return record.pairs("section", _section)


def _section(record: Record) -> Section:
    record.refuse_unknown({"name", "desks", "topics", "telephone", "place", "note", "source"})
    desks = record.lines("desks")
    for desk in desks:
        if desk not in DESKS:
            record.fault("desks", "知らない担当分野です", f"{'、'.join(DESKS)} のどれかにしてください", desk)
    return Section(
        name=record.text("name", required=True),
        desks=desks,
        topics=record.lines("topics"),
        telephone=record.text("telephone"),
        place=record.text("place"),
        note=record.text("note"),
        source=optional_source(record),
    )


def _refuse_shared_desks(record: Record, city: City) -> None:
    holder: dict[str, str] = {}
    for section in city.sections:
        for desk in section.desks:
            if holder.setdefault(desk, section.name) != section.name:
                record.fault(
                    "section", f"{holder[desk]}と{section.name}の両方にあります", "どちらか一つにしてください", desk
                )


def _fills(record: Record) -> dict[str, str]:
    fills = record.table("fills", '[fills] の下に "住民票の写しの手数料" = "300円"')
    return {name: fills.text(name) for name in fills.values}


def _targets(record: Record) -> dict[int, int]:
    targets = record.table("targets", TARGET_EXAMPLE)
    targets.refuse_unknown({"annual_users"})
    read = {}
    for year, persons in targets.table("annual_users", TARGET_EXAMPLE).values.items():
        if year.isdecimal() and type(persons) is int and persons > 0:
            read[int(year)] = persons
        else:
            remedy = f"{TARGET_EXAMPLE} のように書いてください"
            record.fault("targets", "年度の目標値として読めません", remedy, f"{year} = {persons}")
    return read


def _syntax_fault(file: str, text: str, error: str) -> Fault:
    """What tomllib says in `error`, with the line; what it trips over is mostly Japanese without quotation marks."""
    place, value, remedy = "", error, "引用符・かっこ・「=」と、同じ名前が二つないことを確かめてください"
    if at := re.search(r"line (\d+), column (\d+)", error):
        line = text.split("\n")[int(at[1]) - 1]
        place, value = f"{at[1]}行目", f"{shorten(line, 40)} ({error})"
        if not line[int(at[2]) - 1 :][:1].isascii():
            remedy = f"日本語の名前と文字は引用符で囲み、{WEEKDAY_EXAMPLE} のように書いてください"
    return Fault(file, place, value, "TOML として読めません", remedy)


def _user_rule(record: Record) -> UserRule:
    kpi = record.table("kpi", '[kpi] の下に annual_users = "users"')
    kpi.refuse_unknown({"annual_users"})
    return kpi.choice("annual_users", UserRule, UserRule.USERS)


def _line(record: Record) -> Record:
    line = record.table("line", LINE_EXAMPLE)
    line.refuse_unknown({"leave", "colour"})
    return line


def _web(record: Record) -> Record:
    web = record.table("web", WEB_EXAMPLE)
    web.refuse_unknown({"colour", "origins"})
    return web


def _left_on_line(line: Record) -> tuple[str, ...]:
    patterns = line.lines("leave")
    for pattern in patterns:
        try:
            re.compile(pattern)
        except re.error as error:
            line.fault(
                "leave", f"正規表現として読めません ({error})", f"{LINE_EXAMPLE} のように書いてください", pattern
            )
    return patterns


def _line_colour(line: Record) -> str:
    colour = line.text("colour")
    if colour and not re.fullmatch(r"#[0-9a-fA-F]{6}", colour):
        line.fault("colour", "色として読めません", '[line] の下に colour = "#0017c1" のように書いてください')
    return colour
