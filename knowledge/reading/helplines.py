"""National numbers: a YAML list, each with who it is for, when it answers, and its source."""

from pathlib import Path

from knowledge.helpline import Helpline
from knowledge.reading.record import Record, built, refuse_repeated, source_from
from knowledge.reading.yaml_file import read_items


def read_helplines(path: Path) -> tuple[Helpline, ...]:
    """The helplines of `path`. Raises FaultyContent with every fault of the file: each needs its source and its date."""
    records = read_items(path)
    refuse_repeated(records, "id", "別のIDにしてください")
    return built(records, _helpline)


def _helpline(record: Record) -> Helpline:
    record.refuse_unknown({"id", "name", "telephone", "who", "hours", "source"})
    source = source_from(record.table("source", "source: {title: 消防庁「119番通報」, as_of: 2026-11-20}"))
    if source.title and not source.as_of:
        record.fault("source", "確かめた日がありません", "as_of: 2026-11-20 のように書いてください", source.title)
    return Helpline(
        name=record.text("name", required=True),
        telephone=record.text("telephone"),
        who=record.text("who", required=True),
        hours=record.text("hours", required=True),
        source=source,
        id=record.text("id", required=True),
    )
