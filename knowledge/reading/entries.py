"""Entries out of YAML, CSV and XLSX."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from pathlib import Path

from knowledge.cell import LONGEST_CELL, excel_length, unmarked
from knowledge.entry import COMMON, Audience, Entry
from knowledge.entry_table import (
    AUDIENCES,
    CHECK,
    COLUMNS,
    GUIDE,
    OWN,
    OWNER,
    REQUIRED,
    SHARED,
    TABLE_COLUMNS,
    entry_cells,
)
from knowledge.fault import Fault, FaultyContent, shorten
from knowledge.reading.record import Record, link_from, source_from
from knowledge.reading.sheet_form import refuse_hidden_and_merged
from knowledge.reading.table import EXCEL, read_table
from knowledge.reading.yaml_file import read_items


class _Owner(StrEnum):
    """持ち主 of an entry in a table."""

    OWN = OWN
    SHARED = SHARED


ENTRY_ID = re.compile(r"[a-z0-9][a-z0-9-]{1,79}")


@dataclass(frozen=True, slots=True)
class EntryRow:
    """An entry as a file has it, with its place there; `check` is the fingerprint with which it was written out, if it was."""

    entry: Entry
    place: str
    check: str = ""


def read_entries(path: Path, owner: str = COMMON) -> tuple[Entry, ...]:
    """The entries of one file (.yaml, .yml, .csv, .xlsx). Raises FaultyContent with every fault of the file."""
    return tuple(row.entry for row in read_rows(path, owner))


def read_rows(path: Path, owner: str = COMMON) -> tuple[EntryRow, ...]:
    """The entries of `path` with their places, of `owner` where the file does not say otherwise.

    Raises FaultyContent with every fault of the file; also where a table that was written out has lost a column, and
    with it what the entries say there.
    """
    written_by_hand = path.suffix.lower() in (".yaml", ".yml")
    records = read_items(path) if written_by_hand else table_records(path, TABLE_COLUMNS, GUIDE, REQUIRED, "照合")
    known = COLUMNS.values() if written_by_hand else TABLE_COLUMNS.values()
    for record in records:
        record.refuse_unknown(set(known))
    rows = tuple(EntryRow(_entry(record, owner), record.place, record.text(CHECK)) for record in records)
    faults = [fault for record in records for fault in record.faults]
    faults += repeated_ids(path.name, zip((row.entry for row in rows), records, strict=True))
    if faults:
        raise FaultyContent(faults)
    return rows


def entry_of(cells: Mapping[str, str], owner: str, form: str) -> tuple[Entry, list[Fault]]:
    """The entry that somebody typed into a `form` with the columns of a table, and what is wrong with it."""
    record = Record(form, "", cells, {key: header for header, key in COLUMNS.items()})
    return _entry(record, owner), record.faults


def losses(entries: Iterable[Entry], name: str, *, in_excel: bool) -> Iterator[Fault]:
    """What of `entries` (called `name` together) a table could not carry there and back."""
    labels = {key: header for header, key in TABLE_COLUMNS.items()}
    for entry in entries:
        cells = entry_cells(entry)
        record = Record(name, entry.id, cells, labels)
        back = _entry(record, entry.owner)
        lost = {field.name for field in fields(Entry) if getattr(back, field.name) != getattr(entry, field.name)}
        yield from () if lost else record.faults
        for key, cell in cells.items():
            place = f"{entry.id} {labels[key]}"
            if key in lost:
                remedy = "前後の空白、空の行、URLの形などを見て、項目を直してください"
                yield Fault(name, place, shorten(cell), "表にすると、元のとおりに戻りません", remedy)
            elif in_excel and (length := excel_length(cell)) > LONGEST_CELL:
                problem = f"{length:,}字あり、Excel の一つの欄の上限（{LONGEST_CELL:,}字）を超えています"
                yield Fault(name, place, shorten(cell), problem, "--format csv で書き出すか、項目を分けてください")


def table_records(
    path: Path, columns: Mapping[str, str], guide: str, required: Collection[str], whole: str
) -> list[Record]:
    """The rows of a table that was written here, or by hand, after a look at what people do to tables.

    Raises FaultyContent as read_table does, and for what is merged or hidden.
    """
    in_excel = path.suffix.lower() in EXCEL
    if in_excel:
        refuse_hidden_and_merged(path, columns, guides=(guide,))
    records = read_table(path, columns, guides=(guide,), required=required, whole=whole)
    if not in_excel:
        for record in records:
            record.values = {key: unmarked(value) for key, value in record.values.items()}
    return records


def _entry(record: Record, owner: str) -> Entry:
    shared = record.choice(OWNER, _Owner, _Owner.OWN) is _Owner.SHARED
    entry = Entry(
        id=record.text("id", required=True),
        owner=COMMON if shared else owner,
        question=record.text("question", required=True),
        answer=record.text("answer", required=True),
        section=record.text("section", required=True),
        phrasings=record.lines("phrasings"),
        audience=record.choice("audience", Audience, Audience.RESIDENT, AUDIENCES),
        category=record.text("category"),
        easy_answer=record.text("easy_answer"),
        links=record.pairs("links", link_from),
        related=record.lines("related"),
        source=record.pairs("source", source_from),
        valid_from=record.day("valid_from"),
        valid_until=record.day("valid_until"),
        updated_on=record.day("updated_on"),
        tags=record.lines("tags"),
        note=record.text("note"),
    )
    refuse_wrong_id(record, entry)
    if entry.valid_from and entry.valid_until and entry.valid_from > entry.valid_until:
        record.fault("valid_until", "有効終了日が有効開始日より前です", f"{entry.valid_from} 以後の日にしてください")
    return entry


def refuse_wrong_id(record: Record, entry: Entry) -> None:
    """A fault where the id of `entry` has other characters than an id may have."""
    if entry.id and not ENTRY_ID.fullmatch(entry.id):
        record.fault("id", "項目IDに使えない文字があります", _id_remedy(entry.id))


def _id_remedy(id: str) -> str:
    narrow = unicodedata.normalize("NFKC", id).replace("−", "-").replace("‐", "-").lower()  # as － is typed
    if ENTRY_ID.fullmatch(narrow):
        return f"半角の小文字で {narrow} と書いてください"
    return "半角の英小文字・数字・ハイフンだけにしてください"


def repeated_ids(file: str, rows: Iterable[tuple[Entry, Record]]) -> list[Fault]:
    """A fault for each entry whose id an earlier one of `file` has."""
    first: dict[str, str] = {}
    faults = []
    for entry, record in rows:
        if entry.id and entry.id in first:
            faults.append(
                Fault(
                    file, f"{record.place} 項目ID", entry.id, f"{first[entry.id]}と同じIDです", "別のIDにしてください"
                )
            )
        first.setdefault(entry.id, record.place)
    return faults
