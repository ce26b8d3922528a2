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
    order = sorted(range(len(parts)), key=lambda at: (parts[at], at))
    hidden = [at for at in order if parts[at] < LEAST]
    if hidden:
        for at in order[len(hidden) :]:
            if len(hidden) > 1 and sum(parts[each] for each in hidden) >= LEAST:
                break
            hidden.append(at)
    return [None if at in hidden else part for at, part in enumerate(parts)]


def parts_of_union(parts: Sequence[int], total: int) -> list[int | None]:
    """`parts` that overlap (users of months), of `total` distinct ones: None where a part is small, or all but a few.

    The total less one part is the number of those who are in other parts only: it must not be under ten either.
    """
    return [None if part < LEAST or total - part < LEAST else part for part in parts]


def whole(total: int) -> int | None:
    """A total, None where it is under ten."""
    return total if total >= LEAST else None
