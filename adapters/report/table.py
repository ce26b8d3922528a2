"""A table of a report, before it is written in any form."""

from dataclasses import dataclass

from bot import kpi

NOTHING = "－"


@dataclass(frozen=True, slots=True)
class Difference:
    """A number less another one, shown with its sign as the action plan writes it."""

    value: int


Cell = str | int | kpi.Share | Difference | None  # None: nothing can be said


@dataclass(frozen=True, slots=True)
class Table:
    """`key` names it for programs, `title` for people; `notes` are rules and limits to be read with it."""

    key: str
    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()


def shown(cell: Cell) -> str:
    """A cell for people: 1,234, 82.3％, ＋12 and ▲12, － where nothing can be said."""
    if isinstance(cell, Difference):
        return kpi.signed(cell.value, "")
    if isinstance(cell, kpi.Share):
        return NOTHING if cell.per_cent is None else f"{cell.per_cent:.1f}％"
    return NOTHING if cell is None else cell if isinstance(cell, str) else f"{cell:,}"


def plain(cell: Cell) -> str | int | float | None:
    """A cell for programs: a number as it is, a share in per cent with one decimal."""
    if isinstance(cell, Difference):
        return cell.value
    if isinstance(cell, kpi.Share):
        return None if cell.per_cent is None else round(cell.per_cent, 1)
    return cell


def numeric(cell: Cell) -> bool:
    """Whether a cell stands to the right of its column."""
    return not isinstance(cell, str)
