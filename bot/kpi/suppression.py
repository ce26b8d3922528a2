"""秘匿: which cells of published counts are left out, so that nothing under ten can be read or reckoned."""

from collections.abc import Sequence

LEAST = 10  # the smallest count that is published; the rule of small cells that statistics offices use
RULE = (
    "10未満の数は載せない（0も同じ）。合計から引き算して分かってしまうときは、その表の次に小さい数も載せない。"
    "載せない数が一つだけ、または載せない数の合計が10未満にならないようにしてある。"
)


def parts_of_sum(parts: Sequence[int]) -> list[int | None]:
    """`parts` of a known total, None where one must be left out.

    Whatever is left out can be reckoned together: the total less what is published. So it is never one cell alone, and never less
    than ten together; the smallest others are left out with it until that holds.
    """
    hidden = {at for at, part in enumerate(parts) if part < LEAST}
    for at in _smallest_first(parts):
        if not hidden or (len(hidden) > 1 and _sum(parts, hidden) >= LEAST):
            break
        hidden.add(at)
    return _without(parts, hidden)


def parts_of_union(parts: Sequence[int], total: int) -> list[int | None]:
    """`parts` that overlap (users of months), of `total` distinct ones, None where one must be left out.

    The total less one part is the number of those who are in other parts only; it must not be under ten either. All parts less
    the total is how often somebody came again in another part; where that is under ten, at least ten are left out, so that it
    cannot be reckoned.
    """
    hidden = {at for at, part in enumerate(parts) if part < LEAST or total - part < LEAST}
    if sum(parts) - total < LEAST:
        for at in _smallest_first(parts):
            if _sum(parts, hidden) >= LEAST:
                break
            hidden.add(at)
    return _without(parts, hidden)


def _smallest_first(parts: Sequence[int]) -> list[int]:
    return sorted(range(len(parts)), key=lambda at: (parts[at], at))


def _sum(parts: Sequence[int], chosen: set[int]) -> int:
    return sum(parts[at] for at in chosen)


def _without(parts: Sequence[int], hidden: set[int]) -> list[int | None]:
    return [None if at in hidden else part for at, part in enumerate(parts)]


def whole(total: int) -> int | None:
    """A total, None where it is under ten."""
    return total if total >= LEAST else None
