"""The tree of categories: a YAML list of 大分類, each with its parts."""

from pathlib import Path

from knowledge.category import LONGEST_NAME, MOST_PARTS, Category
from knowledge.entry import Audience
from knowledge.reading.record import Record, built, refuse_repeated
from knowledge.reading.yaml_file import read_items


def read_categories(path: Path) -> tuple[Category, ...]:
    """The categories of `path`. Raises FaultyContent with every fault of the file."""
    records = read_items(path)
    refuse_repeated(records, "name", "一つにまとめてください")
    return built(records, _category)


def _category(record: Record) -> Category:
    record.refuse_unknown({"name", "parts", "audience"})
    name, parts = record.text("name", required=True), record.lines("parts", required=True)
    for key, label in (("name", name), *(("parts", part) for part in parts)):
        if len(label) > LONGEST_NAME:
            record.fault(key, f"{len(label)}字です", f"{LONGEST_NAME}字までにしてください", label)
        if "/" in label:
            record.fault(key, "「/」は使えません", "大分類と小分類を分ける記号です。「・」にしてください", label)
    for part in {part for part in parts if parts.count(part) > 1}:
        record.fault("parts", "同じ名前が二つあります", "一つにまとめてください", part)
    if len(parts) > MOST_PARTS:
        record.fault("parts", f"小分類が{len(parts)}あります", f"{MOST_PARTS}までに分けてください", name)
    return Category(name, parts, record.choice("audience", Audience, Audience.RESIDENT))
