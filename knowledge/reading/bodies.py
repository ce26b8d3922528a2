"""bodies.yaml: national and private bodies, with what is their matter and examples that prove it."""

import re
from pathlib import Path

from knowledge.body import Body
from knowledge.reading.record import Record, built, optional_source, refuse_repeated
from knowledge.reading.yaml_file import read_items

KEYS = {"id", "name", "ask", "patterns", "ours", "source", "asks", "not"}
FEWEST_EXAMPLES = 3
PATTERN_REMEDY = "Python の正規表現として正しく書いてください"


def read_bodies(path: Path) -> tuple[Body, ...]:
    """The bodies of `path`. Raises FaultyContent with every fault of the file.

    Each needs at least three examples of what is its matter (`asks`) and three of what is not (`not`).
    """
    records = read_items(path)
    refuse_repeated(records, "id", "別のIDにしてください")
    return built(records, _body)


def _body(record: Record) -> Body:
    record.refuse_unknown(KEYS)
    return Body(
        id=record.text("id", required=True),
        name=record.text("name", required=True),
        ask=record.text("ask", required=True),
        patterns=_patterns(record, "patterns", required=True),
        ours=_patterns(record, "ours"),
        source=optional_source(record),
        asks=_examples(record, "asks"),
        refuses=_examples(record, "not"),
    )


def _patterns(record: Record, key: str, *, required: bool = False) -> tuple[re.Pattern[str], ...]:
    """Patterns for normalised questions, which are lower-cased: capitals match as well."""
    compiled = []
    for line in record.lines(key, required=required):
        try:
            compiled.append(re.compile(line, re.IGNORECASE))
        except re.error as error:
            record.fault(key, f"読めない型です({error})", PATTERN_REMEDY, line)
    return tuple(compiled)


def _examples(record: Record, key: str) -> tuple[str, ...]:
    lines = record.lines(key, required=True)
    if 0 < len(lines) < FEWEST_EXAMPLES:
        record.fault(key, f"例が{len(lines)}つです", f"{FEWEST_EXAMPLES}つ以上書いてください")
    return lines
