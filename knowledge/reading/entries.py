"""Entries in and out of YAML, CSV and XLSX."""

import re
from collections.abc import Iterable
from pathlib import Path

from knowledge.entry import COMMON, Audience, Entry
from knowledge.fault import Fault, FaultyContent
from knowledge.reading.record import Record, link_from, source_from
from knowledge.reading.table import read_table
from knowledge.reading.yaml_file import read_items

# Header of the CSV and XLSX layout → field of Entry. A cell holds several phrasings, sources or links one a line;
# a source is 題名｜箇所｜URL｜日付, a link 題名｜｜URL.
COLUMNS = {
    "項目ID": "id",
    "公開区分": "audience",
    "カテゴリ": "category",
    "質問": "question",
    "言い換え": "phrasings",
    "回答": "answer",
    "やさしい回答": "easy_answer",
    "担当課": "section",
    "リンク": "links",
    "関連項目": "related",
    "出典": "source",
    "有効開始日": "valid_from",
    "有効終了日": "valid_until",
    "更新日": "updated_on",
    "タグ": "tags",
    "内部メモ": "note",
}
AUDIENCES = {"住民": Audience.RESIDENT, "職員": Audience.STAFF}
ENTRY_ID = re.compile(r"[a-z0-9][a-z0-9-]{1,79}")


def read_entries(path: Path, owner: str = COMMON) -> tuple[Entry, ...]:
    """The entries of one file (.yaml, .yml, .csv, .xlsx). Raises FaultyContent with every fault of the file."""
    records = read_items(path) if path.suffix.lower() in (".yaml", ".yml") else read_table(path, COLUMNS)
    entries = tuple(_entry(record, owner) for record in records)
    faults = [fault for record in records for fault in record.faults]
    faults += _repeated_ids(path.name, zip(entries, records, strict=True))
    if faults:
        raise FaultyContent(faults)
    return entries


def _entry(record: Record, owner: str) -> Entry:
    record.refuse_unknown(set(COLUMNS.values()))
    entry = Entry(
        id=record.text("id", required=True),
        owner=owner,
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
    if entry.id and not ENTRY_ID.fullmatch(entry.id):
        record.fault("id", "項目IDに使えない文字があります", "半角の英小文字・数字・ハイフンだけにしてください")
    if entry.valid_from and entry.valid_until and entry.valid_from > entry.valid_until:
        record.fault("valid_until", "有効終了日が有効開始日より前です", f"{entry.valid_from} 以後の日にしてください")
    return entry


def _repeated_ids(file: str, rows: Iterable[tuple[Entry, Record]]) -> list[Fault]:
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
