"""Crises: a YAML list of kinds with their patterns and the numbers to call."""

import re
from dataclasses import replace
from pathlib import Path

from knowledge.crisis import Crisis, Helpline
from knowledge.fault import FaultyContent
from knowledge.reading.record import Record, optional_source
from knowledge.reading.yaml_file import read_items

CAPITAL = re.compile(r"(?<!\\)[A-Z]")  # questions are lower-cased: DV must match dv
PATTERN_REMEDY = "Python の正規表現として正しく書いてください"


def read_crises(path: Path) -> tuple[Crisis, ...]:
    """The crises of `path`. Raises FaultyContent with every fault of the file."""
    records = [replace(record, place=f"{number}件目") for number, record in enumerate(read_items(path), 1)]
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
        patterns=_patterns(record, "patterns", required=True),
        unless=_patterns(record, "unless"),
        helplines=record.pairs("contacts", _helpline, "name"),
    )


def _patterns(record: Record, key: str, *, required: bool = False) -> tuple[re.Pattern[str], ...]:
    compiled = []
    for line in record.lines(key, required=required):
        try:
            compiled.append(re.compile(line, re.IGNORECASE if CAPITAL.search(line) else 0))
        except re.error as error:
            record.fault(key, f"読めない型です({error})", PATTERN_REMEDY, line)
    return tuple(compiled)


def _helpline(record: Record) -> Helpline:
    record.refuse_unknown({"name", "telephone", "who", "hours", "source"})
    return Helpline(
        name=record.text("name", required=True),
        telephone=record.text("telephone"),
        who=record.text("who"),
        hours=record.text("hours"),
        source=optional_source(record),
    )
