"""Rows of the table of gaps, as staff have filled them in, into entries to be kept as drafts."""

from collections.abc import Mapping
from dataclasses import replace
from hashlib import blake2b
from pathlib import Path

from knowledge.entry import Audience, Entry
from knowledge.entry_table import AUDIENCES
from knowledge.fault import Fault, FaultyContent
from knowledge.gap_table import COLUMNS, GUIDE, KEY
from knowledge.reading.entries import EntryRow, refuse_wrong_id, repeated_ids, table_records
from knowledge.reading.record import Record, source_from

FILLED = ("id", "question", "answer", "phrasings", "source", "note")  # a row with none of these is passed over


def read_gap_rows(path: Path, city: str, in_force: Mapping[str, Entry]) -> tuple[EntryRow, ...]:
    """The entries that staff wrote into the table at `path` (XLSX or CSV).

    A row with the id of an entry `in_force` (by id) changes that one: further phrasings, and what else is written. A new
    one without an id gets one from the name of its group, the same each time. Raises FaultyContent with every fault.
    """
    records = table_records(path, COLUMNS, GUIDE, ("質問", "回答"), "まとまり")
    written = [record for record in records if any(record.text(key) for key in FILLED)]
    rows = [EntryRow(_entry(record, city, in_force), record.place) for record in written]
    faults = [fault for record in written for fault in record.faults]
    faults += repeated_ids(path.name, zip((row.entry for row in rows), written, strict=True))
    if not rows:
        remedy = "色のついた欄に、質問と回答を書いてから取り込んでください"
        faults.append(Fault(path.name, "", "", "書き込まれた行がありません", remedy))
    if faults:
        raise FaultyContent(faults)
    return tuple(rows)


def _entry(record: Record, city: str, in_force: Mapping[str, Entry]) -> Entry:
    known = in_force.get(record.text("id"))
    entry = _added(record, known) if known else _new(record, city)
    refuse_wrong_id(record, entry)
    return replace(entry, owner=city)


def _new(record: Record, city: str) -> Entry:
    section = record.text("section") or record.text("likely_section")
    if not section:
        record.missing("section")
    question = record.text("question", required=True)
    return Entry(
        id=record.text("id") or f"{city}-{record.text(KEY) or _named(question)}",
        owner=city,
        question=question,
        answer=record.text("answer", required=True),
        section=section,
        phrasings=record.lines("phrasings"),
        audience=record.choice("audience", Audience, Audience.RESIDENT, AUDIENCES),
        category=record.text("category"),
        source=record.pairs("source", source_from),
        note=record.text("note"),
    )


def _added(record: Record, known: Entry) -> Entry:
    """`known` with what the row adds; a cell left empty changes nothing. Its question stays: a new one is another way to ask."""
    asked = [text for text in (record.text("question"), *record.lines("phrasings")) if text and text != known.question]
    return replace(
        known,
        phrasings=tuple(dict.fromkeys((*known.phrasings, *asked))),
        answer=record.text("answer") or known.answer,
        section=record.text("section") or known.section,
        audience=record.choice("audience", Audience, known.audience, AUDIENCES),
        category=record.text("category") or known.category,
        source=tuple(dict.fromkeys((*known.source, *record.pairs("source", source_from)))),
        note=record.text("note") or known.note,
    )


def _named(question: str) -> str:
    return "g" + blake2b(question.encode(), digest_size=4).hexdigest()
