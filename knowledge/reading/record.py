"""One record of a file (a row, a YAML item, a TOML table) whose values are read one by one, collecting faults."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeVar
from urllib.parse import urlsplit

from knowledge.cell import lines_of, meant, parts_of
from knowledge.fault import Fault, FaultyContent, shorten
from knowledge.source import Link, Source

E = TypeVar("E", bound=StrEnum)
T = TypeVar("T")
ERAS = {"令和": 2018, "R": 2018, "平成": 1988, "H": 1988, "昭和": 1925, "S": 1925}
ERA_DATE = re.compile(r"(令和|平成|昭和|[RHS])(\d{1,2}|元)[年.\-/](\d{1,2})[月.\-/](\d{1,2})日?")
PLAIN_DATE = re.compile(r"(\d{4})[年.\-/](\d{1,2})[月.\-/](\d{1,2})日?(?:T?\d{2}:\d{2}(?::\d{2})?)?")


@dataclass
class Record:
    """`values` by key; `labels` gives each key's column as the writer sees it."""

    file: str
    place: str
    values: Mapping[str, Any]
    labels: Mapping[str, str] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def fault(self, key: str, problem: str, remedy: str, value: Any = None) -> None:
        place = f"{self.place} {self.labels.get(key, key)}"
        shown = self.values.get(key) if value is None else value
        self.faults.append(Fault(self.file, place, shorten(shown), problem, remedy))

    def text(self, key: str, *, required: bool = False) -> str:
        """The value as stripped text; numbers that Excel made of digits come back whole."""
        value = self.values.get(key)
        if isinstance(value, list | dict):
            self.fault(key, "文字ではありません", "文章を一つ書いてください")
            return ""
        text = _written(value)
        if required and not text:
            self.missing(key)
        return text

    def lines(self, key: str, *, required: bool = False) -> tuple[str, ...]:
        """A YAML list, or the lines of a cell, without empty ones."""
        value = self.values.get(key)
        items = value if isinstance(value, list) else [value] if isinstance(value, dict) else _cell_lines(value)
        if any(isinstance(item, list | dict) for item in items):
            self.fault(key, "文字の一覧ではありません", "一つずつ文字で書いてください")
            return ()
        lines = tuple(line for item in items if (line := _written(item)))
        lines = lines if isinstance(value, list) else tuple(map(meant, lines))
        if required and not lines:
            self.missing(key)
        return lines

    def missing(self, key: str) -> None:
        self.fault(key, "空欄です", f"{self.labels.get(key, key)}を書いてください")

    def choice(self, key: str, options: type[E], default: E, names: Mapping[str, E] | None = None) -> E:
        """One of `options`, by its value or by one of the other `names` for it."""
        text = self.text(key)
        if not text:
            return default
        by_name = {option.value: option for option in options} | dict(names or {})
        if text not in by_name:
            self.fault(key, "使えない値です", f"{'、'.join(by_name)} のどれかにしてください")
            return default
        return by_name[text]

    def day(self, key: str) -> date | None:
        """A date: 2026-11-20, 2026/11/20, 令和8年11月20日, R8.11.20, full-width digits, or a date cell."""
        value = self.values.get(key)
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        text = self.text(key)
        if not text:
            return None
        try:
            return parse_day(text)
        except ValueError:
            self.fault(key, "日付として読めません", "2026-11-20 または 令和8年11月20日 のように書いてください")
            return None

    def pairs(self, key: str, build: Callable[["Record"], Any], first: str = "title") -> tuple[Any, ...]:
        """A list of tables (YAML), or lines of `題名｜箇所｜URL｜日付` (a cell), each turned into a model by `build`."""
        value = self.values.get(key) or []
        if isinstance(value, str):
            value = [_cell_parts(line) for line in _cell_lines(value)]
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            self.fault(key, "読めない形です", f"{first}: などの組を一覧で書いてください")
            return ()
        return tuple(build(self.nested(key, number, item)) for number, item in enumerate(value, 1))

    def table(self, key: str, example: str) -> "Record":
        """The table under `key` as a record of its own, empty where there is none; `example` shows how to write one."""
        value = self.values.get(key, {})
        if not isinstance(value, dict):
            self.fault(key, "表ではありません", f"{example} のように書いてください")
            value = {}
        return Record(self.file, f"{self.place} {self.labels.get(key, key)}", value, faults=self.faults)

    def nested(self, key: str, number: int, values: Mapping[str, Any]) -> "Record":
        """A record inside this one, whose faults are reported with this one's."""
        place = f"{self.place} {self.labels.get(key, key)}({number})"
        return Record(self.file, place, values, faults=self.faults)

    def refuse_unknown(self, known: set[str]) -> None:
        for key in self.values:
            if key not in known:
                self.fault(str(key), "知らない名前です", f"{'、'.join(sorted(known))} のどれかです", key)


def built(records: Sequence[Record], build: Callable[[Record], T]) -> tuple[T, ...]:
    """What `build` makes of each of `records`. Raises FaultyContent with the faults of all of them."""
    rows = tuple(build(record) for record in records)
    if faults := [fault for record in records for fault in record.faults]:
        raise FaultyContent(faults)
    return rows


def refuse_repeated(records: Sequence[Record], key: str, remedy: str) -> None:
    """A fault for every record whose `key` another one has too."""
    counts = Counter(record.text(key) for record in records)
    for record in records:
        if record.text(key) and counts[record.text(key)] > 1:
            record.fault(key, "同じものが二つあります", remedy)


def parse_day(text: str) -> date:
    """A date as Japanese offices write it. Raises ValueError when it is none."""
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    if match := ERA_DATE.fullmatch(plain):
        year = 1 if match[2] == "元" else int(match[2])
        if year < 1:
            raise ValueError(f"no era has a year {year}: {text!r}")
        return date(ERAS[match[1]] + year, int(match[3]), int(match[4]))
    if match := PLAIN_DATE.fullmatch(plain):
        return date(int(match[1]), int(match[2]), int(match[3]))
    raise ValueError(f"not a date: {text!r}")


def source_from(record: Record) -> Source:
    record.refuse_unknown({"title", "place", "url", "as_of"})
    return Source(record.text("title", required=True), record.text("place"), web_address(record), record.day("as_of"))


def optional_source(record: Record) -> Source | None:
    """The one source of `record`, where it has one."""
    value = record.values.get("source")
    if value is None:
        return None
    if not isinstance(value, dict):
        record.fault("source", "読めない形です", "title などの組で書いてください")
        return None
    return source_from(record.nested("source", 1, value))


def link_from(record: Record) -> Link:
    record.refuse_unknown({"title", "url", "place"})
    url = web_address(record)
    if not url:
        record.fault("url", "空欄です", "https:// で始まる宛先を書いてください")
    return Link(record.text("title", required=True), url)


def web_address(record: Record) -> str:
    """The record's `url`, or a fault when it is not an http(s) address."""
    url = record.text("url")
    if url and (urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).netloc):
        record.fault("url", "URLとして読めません", "https:// で始まる宛先を書いてください")
        return ""
    return url


def _written(value: Any) -> str:
    """A scalar as it was written, stripped: Excel keeps 189 as 189.0 and an empty cell as None."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value).replace("\r\n", "\n").replace("\r", "\n").strip()


def _cell_lines(value: Any) -> list[str]:
    """The lines of a cell that hold something, still as written."""
    return [line for line in map(str.strip, lines_of(_written(value))) if line]


def _cell_parts(line: str) -> dict[str, str]:
    parts = zip(("title", "place", "url", "as_of"), parts_of(line), strict=False)
    return {key: part for key, part in parts if part}
