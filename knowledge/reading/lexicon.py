"""The lexicon: CSV with one group a line, forms separated by `|`."""

from pathlib import Path

from knowledge.lexicon import Group, Kind, Lexicon
from knowledge.reading.record import Record, built
from knowledge.reading.table import read_table

COLUMNS = {
    "言い方": "spoken",
    "正式名": "official",
    "種別": "kind",
    "方向": "direction",
    "あいまい": "ambiguous",
    "備考": "note",
}


def read_lexicon(path: Path) -> Lexicon:
    """The groups of `path`. Raises FaultyContent with every fault of the file."""
    return Lexicon(built(read_table(path, COLUMNS), _group))


def _group(record: Record) -> Group:
    return Group(
        spoken=_forms(record, "spoken"),
        official=_forms(record, "official"),
        kind=record.choice("kind", Kind, Kind.SPOKEN),
        both_ways=_flag(record, "direction", "双方向", "片方向"),
        ambiguous=_flag(record, "ambiguous", "はい", "いいえ"),
        note=record.text("note"),
    )


def _forms(record: Record, key: str) -> tuple[str, ...]:
    forms = (form.strip() for form in record.text(key).replace("｜", "|").split("|"))
    found = tuple(dict.fromkeys(form for form in forms if form))
    if not found:
        record.missing(key)
    return found


def _flag(record: Record, key: str, yes: str, no: str) -> bool:
    text = record.text(key)
    if text not in (yes, no, ""):
        record.fault(key, "使えない値です", f"{yes} か {no} にしてください")
    return text == yes
