"""Crises: a YAML list of kinds with their patterns and the numbers to call."""

import re
from pathlib import Path

import yaml

from knowledge.crisis import Crisis, Helpline
from knowledge.fault import FaultyContent
from knowledge.reading.record import Record, source_from
from knowledge.reading.table import decode

PATTERN_REMEDY = "Python の正規表現として正しく書いてください"


def read_crises(path: Path) -> tuple[Crisis, ...]:
    """The crises of `path`. Raises FaultyContent with every fault of the file."""
    items = yaml.load(decode(path), Loader=yaml.CSafeLoader)
    records = [Record(path.name, f"{number}件目", item) for number, item in enumerate(items, 1)]
    crises = tuple(_crisis(record) for record in records)
    faults = [fault for record in records for fault in record.faults]
    if faults:
        raise FaultyContent(faults)
    return crises


def _crisis(record: Record) -> Crisis:
    record.refuse_unknown({"id", "patterns", "unless", "text", "contacts"})
    return Crisis(
        id=record.text("id", required=True),
        text=record.text("text", required=True),
        patterns=_patterns(record, "patterns"),
        unless=_patterns(record, "unless"),
        helplines=record.pairs("contacts", _helpline),
    )


def _patterns(record: Record, key: str) -> tuple[re.Pattern[str], ...]:
    compiled = []
    for line in record.lines(key):
        try:
            compiled.append(re.compile(line))
        except re.error as error:
            record.fault(key, f"読めない型です({error})", PATTERN_REMEDY, line)
    return tuple(compiled)


def _helpline(record: Record) -> Helpline:
    record.refuse_unknown({"name", "telephone", "who", "hours", "source"})
    source = record.values.get("source")
    return Helpline(
        name=record.text("name", required=True),
        telephone=record.text("telephone"),
        who=record.text("who"),
        hours=record.text("hours"),
        source=source_from(record.nested("source", 1, source)) if isinstance(source, dict) else None,
    )
