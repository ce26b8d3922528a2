"""YAML that people write by hand: a list of items, each with the line on which it starts.

Scalars stay text as they stand in the file: 0422 is no octal number, 12:30 no number of seconds, and an impossible
date is left to whoever reads the field.
"""

from collections.abc import Hashable
from pathlib import Path
from typing import Any

import yaml

from knowledge.fault import Fault, FaultyContent, shorten
from knowledge.reading.record import Record
from knowledge.reading.table import decode

LIST_REMEDY = "「- id: …」の形で並べてください"
SYNTAX_REMEDY = "字下げ・引用符・コロンを確かめてください"


class _Loader(yaml.CSafeLoader):
    """Gathers in `repeated` the keys that YAML would let win silently over an earlier one, and their values."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.repeated: list[tuple[yaml.MappingNode, yaml.ScalarNode, yaml.Node]] = []

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        known: set[str] = set()
        for key, value in node.value:
            if isinstance(key, yaml.ScalarNode):
                if key.value in known:
                    self.repeated.append((node, key, value))
                known.add(key.value)
        return super().construct_mapping(node, deep)


def _as_written(loader: _Loader, node: yaml.ScalarNode) -> str:
    return str(loader.construct_scalar(node))


for _tag in ("bool", "int", "float", "timestamp"):
    _Loader.add_constructor(f"tag:yaml.org,2002:{_tag}", _as_written)


def read_items(path: Path) -> list[Record]:
    """The items of the list in `path`; a key that an item repeats is already among its faults.

    Raises FaultyContent when the file is no YAML or no list of items.
    """
    text = decode(path)
    try:
        records, strangers = _items(path.name, _Loader(text))
    except yaml.YAMLError as error:
        raise FaultyContent([_syntax_fault(path.name, text, error)]) from error
    if strangers:
        raise FaultyContent(strangers)
    return records


def _items(file: str, loader: _Loader) -> tuple[list[Record], list[Fault]]:
    """The records, and a fault for each element of the list that is no item."""
    node = loader.get_single_node()
    if not isinstance(node, yaml.SequenceNode):
        return [], [Fault(file, "", "", "項目の一覧ではありません", LIST_REMEDY)]
    records, strangers = [], []
    for element in node.value:
        values = loader.construct_document(element)
        if isinstance(values, dict):
            records.append(Record(file, _line(element), values, faults=_repeated_keys(file, loader)))
        else:
            remedy = "「id: …」の形で書いてください"
            strangers.append(Fault(file, _line(element), shorten(values), "項目ではありません", remedy))
    return records, strangers


def _repeated_keys(file: str, loader: _Loader) -> list[Fault]:
    """The faults of the element just constructed."""
    faults = [
        Fault(
            file,
            f"{_line(node)} {key.value}",
            shorten(value.value) if isinstance(value, yaml.ScalarNode) else "",
            f"同じ名前が{_line(key)}にもあります",
            "一つにまとめてください",
        )
        for node, key, value in loader.repeated
    ]
    loader.repeated.clear()
    return faults


def _syntax_fault(file: str, text: str, error: yaml.YAMLError) -> Fault:
    mark = getattr(error, "problem_mark", None)
    lines = text.splitlines()
    value = lines[mark.line] if mark and mark.line < len(lines) else ""
    problem = f"YAML として読めません({getattr(error, 'problem', error)})"
    return Fault(file, f"{mark.line + 1}行目" if mark else "", shorten(value), problem, SYNTAX_REMEDY)


def _line(node: yaml.Node) -> str:
    return f"{node.start_mark.line + 1}行目"
