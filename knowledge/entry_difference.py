"""What two states of an entry have otherwise, line by line, and one entry out of both."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from knowledge.entry import Entry
from knowledge.entry_table import COLUMNS, entry_cells

Cells = Mapping[str, str]


class Side(StrEnum):
    """Which of two texts is taken where they differ."""

    THEIRS = "theirs"
    MINE = "mine"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Lines of a field that stand in both states (`same`), or the lines of each where they differ."""

    theirs: tuple[str, ...]
    mine: tuple[str, ...]

    @property
    def same(self) -> bool:
        return self.theirs == self.mine

    def taken(self, side: Side) -> tuple[str, ...]:
        if self.same or side is Side.THEIRS:
            return self.theirs
        return self.mine if side is Side.MINE else self.theirs + self.mine


@dataclass(frozen=True, slots=True)
class FieldDifference:
    """A field that two states have otherwise; `key` is that of the table of entries, `label` its column."""

    key: str
    label: str
    stretches: tuple[Stretch, ...]


def cells_of(entry: Entry | None) -> dict[str, str]:
    """The fields of `entry` as text, by key, as a table and a form hold them; empty ones for no entry."""
    cells = entry_cells(entry) if entry else {}
    return {key: cells.get(key, "") for key in COLUMNS.values()}


def differences(theirs: Cells, mine: Cells) -> tuple[FieldDifference, ...]:
    """Where `mine` differs from `theirs`, in the order of the table."""
    return tuple(
        FieldDifference(key, label, tuple(_stretches(theirs[key], mine[key])))
        for label, key in COLUMNS.items()
        if theirs[key] != mine[key]
    )


def merged(theirs: Cells, mine: Cells, taken: Mapping[tuple[str, int], Side]) -> dict[str, str]:
    """`theirs` with what was `taken` for each stretch (by field and number); Raises KeyError where nothing was said of one."""
    cells = dict(theirs)
    for field in differences(theirs, mine):
        lines: list[str] = []
        for number, stretch in enumerate(field.stretches):
            lines += stretch.theirs if stretch.same else stretch.taken(taken[field.key, number])
        cells[field.key] = "\n".join(lines)
    return cells


def _stretches(theirs: str, mine: str) -> Iterator[Stretch]:
    left, right = (tuple(text.split("\n")) if text else () for text in (theirs, mine))
    for _, start, end, first, last in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        yield Stretch(left[start:end], right[first:last])


def shown_differences(before: Entry | None, after: Entry | None) -> tuple[FieldDifference, ...]:
    """What changed from one state of an entry to the next."""
    return differences(cells_of(before), cells_of(after))
