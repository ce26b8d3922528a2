"""Crises: a YAML list of kinds with their patterns and the numbers to call."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

from knowledge.crisis import Crisis
from knowledge.helpline import Helpline
from knowledge.reading.record import Record, built
from knowledge.reading.yaml_file import read_items

CAPITAL = re.compile(r"(?<!\\)[A-Z]")  # questions are lower-cased: DV must match dv
PATTERN_REMEDY = "Python の正規表現として正しく書いてください"


def read_crises(path: Path, helplines: Iterable[Helpline]) -> tuple[Crisis, ...]:
    """The crises of `path`, whose contacts name `helplines`. Raises FaultyContent with every fault of the file."""
    records = [replace(record, place=f"{number}件目") for number, record in enumerate(read_items(path), 1)]
    known = {helpline.id: helpline for helpline in helplines}
    return built(records, partial(_crisis, known))


def _crisis(known: Mapping[str, Helpline], record: Record) -> Crisis:
    record.refuse_unknown({"id", "patterns", "unless", "text", "contacts"})
    contacts = record.pairs("contacts", partial(_contact, known), "id")
    return Crisis(
        id=record.text("id", required=True),
        text=record.text("text", required=True),
        patterns=_patterns(record, "patterns", required=True),
        unless=_patterns(record, "unless"),
        helplines=tuple(contact for contact in contacts if contact),
    )


def _patterns(record: Record, key: str, *, required: bool = False) -> tuple[re.Pattern[str], ...]:
    compiled = []
    for line in record.lines(key, required=required):
        try:
            compiled.append(re.compile(line, re.IGNORECASE if CAPITAL.search(line) else 0))
        except re.error as error:
            record.fault(key, f"読めない型です({error})", PATTERN_REMEDY, line)
    return tuple(compiled)


def _contact(known: Mapping[str, Helpline], record: Record) -> Helpline | None:
    """The helpline of this id; `who` says whom it is for in this crisis, where that is narrower."""
    record.refuse_unknown({"id", "who"})
    id = record.text("id", required=True)
    if id and id not in known:
        record.fault("id", "helplines.yaml にないIDです", f"{'、'.join(known)} のどれかにしてください")
    helpline = known.get(id)
    who = record.text("who")
    return replace(helpline, who=who) if helpline and who else helpline
