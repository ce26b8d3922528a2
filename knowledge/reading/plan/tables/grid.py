"""表の形: the rows of a table with their cells where they belong, and the names of its columns."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from knowledge.plan import Doubt
from knowledge.reading.plan.tables.cells import Row, label_form
from knowledge.reading.plan.tables.header import header_rows, kind_of, names_of

RAGGED = "表の列の数がそろっていません"
RAGGED_EACH = 3  # rows of a table; more of them are one doubt, for the whole table is of another form then
SLIPPED = "表の列がずれていたため、ほかの行に合わせて読みました"
EMPTY = "中身のない列があります"


@dataclass(frozen=True, slots=True)
class Grid:
    """`names` are those of the columns, none where no row tells them; `header` the numbers of the rows that do.

    `rows` are the other ones, with cells filled from above where an empty one means the same again. `slipped` are rows that
    lacked an empty cell and were put right by the kind of their cells, `ragged` those that have more or fewer cells.
    """

    names: tuple[str, ...]
    header: tuple[int, ...]
    rows: tuple[Row, ...]
    slipped: tuple[int, ...] = ()
    ragged: tuple[int, ...] = ()

    def doubts(self, rows: Sequence[Row]) -> Iterator[Doubt]:
        """What in the form of the table, read from `rows`, a person should look at."""
        text = {row.number: row.text for row in rows}
        for number in self.slipped:
            yield Doubt(number, SLIPPED, text[number])
        many = len(self.ragged) > RAGGED_EACH
        for number in self.ragged[: 1 if many else None]:
            yield Doubt(number, f"{RAGGED}({len(self.ragged)}行)" if many else RAGGED, text[number])
        empty = [name for place, name in enumerate(self.names) if name and not self._has(place)]
        if self.rows and empty:
            yield Doubt(self.header[0], EMPTY, "、".join(empty))

    def _has(self, place: int) -> bool:
        return any(place in row.filled and row.filled != (0,) for row in self.rows)


def read_grid(rows: Sequence[Row], header: int | None = None) -> Grid:
    """The table in `rows`, the first of which has more than one cell. A header repeated at a page break is left out.

    The first `header` rows name the columns; without it, the form of the table tells how many do.
    """
    count = header_rows(rows) if header is None else header
    head, below = rows[:count], [row for row in rows[count:] if not row.is_rule]
    printed = {row.cells for row in head}
    body = [row for row in below if row.cells not in printed and row.filled]
    names = names_of(head)
    width = len(names) or _usual([len(row.raw) for row in body])
    columns = _grouping_columns([row for row in body if row.filled != (0,)], width)
    repaired = [_repair(row, body, width, columns) for row in body]
    slipped = tuple(row.number for row, was in zip(repaired, body, strict=True) if row is not was)
    ragged = tuple(row.number for row in body if len(row.raw) != width and row.number not in slipped)
    numbers = tuple(row.number for row in [*head, *below] if row.cells in printed)
    return Grid(names, numbers, tuple(_fill(repaired, columns)), slipped, ragged)


def _grouping_columns(rows: Sequence[Row], width: int) -> frozenset[int]:
    """The columns in which an empty cell means the one above: those that group the others, from the left.

    A column of running numbers before them is passed over. The last column groups nothing.
    """
    found: set[int] = set()
    for place in range(width - 1):
        column = [row.cells[place] if place < len(row.cells) else "" for row in rows]
        if _is_serial(column):
            continue
        if not column or not column[0] or all(column):
            break
        found.add(place)
    return frozenset(found)


def _is_serial(column: Sequence[str]) -> bool:
    if len(column) < 2 or not all(kind_of(cell) == "serial" for cell in column):
        return False
    return all(int(label_form(after)) == int(label_form(before)) + 1 for before, after in pairwise(column))


def _fill(rows: Sequence[Row], columns: frozenset[int]) -> list[Row]:
    """`rows` with the empty cells of `columns` filled from above; a new group empties those within it.

    A row with nothing but its first cell is a line across the table and stays as it is.
    """
    above: dict[int, str] = {}
    filled = []
    for row in rows:
        raw = list(row.raw)
        for place in sorted(columns & set(range(len(raw)))):
            if row.cells[place]:
                above = {other: text for other, text in above.items() if other < place}
                above[place] = raw[place]
            elif row.filled != (0,):
                raw[place] = above.get(place, "")
        filled.append(Row(row.number, tuple(raw)) if tuple(raw) != row.raw else row)
    return filled


def _repair(row: Row, rows: Sequence[Row], width: int, columns: frozenset[int]) -> Row:
    """`row` with the empty cells that an export left out of it, where its cells then fit their columns, and only there."""
    spare = width - 1 - max(row.filled)
    others = [other for other in rows if other is not row]
    best, score = [row], _fit(row, others)
    for place in sorted(columns):
        for count in range(1, spare + 1):
            if not set(range(place, place + count)) <= columns:
                break
            moved = Row(row.number, (*row.raw[:place], *[""] * count, *row.raw[place:])[:width])
            fits = _fit(moved, others)
            if fits >= score:
                best, score = [moved] if fits > score else [*best, moved], fits
    return best[0] if len(best) == 1 else row


def _fit(row: Row, others: Sequence[Row]) -> int:
    """How many cells of `row` are of the kind of their column, or a value that it repeats, less those of another kind."""
    total = 0
    for place in row.filled:
        column = [other.cells[place] for other in others if place < len(other.cells) and other.cells[place]]
        cell, kinds = row.cells[place], {kind_of(other) for other in column}
        alike = kinds == {kind_of(cell)}
        total += Counter(column)[cell] > 1 or (alike and kinds != {""})
        total -= len(kinds) == 1 and not alike
    return total


def _usual(numbers: Sequence[int]) -> int:
    return Counter(numbers).most_common(1)[0][0] if numbers else 0
