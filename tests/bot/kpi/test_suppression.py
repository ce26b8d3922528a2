"""秘匿: nothing under ten is published, and nothing under ten can be reckoned from what is."""

import random

import pytest

from bot.kpi.suppression import LEAST, parts_of_sum, parts_of_union, whole

SUMS = [
    ([100, 50, 10], [100, 50, 10]),
    ([100, 50, 9], [100, None, None]),  # alone, the 9 would be the total less the others
    ([100, 50, 4, 3], [100, None, None, None]),  # 4 + 3 would be under ten together
    ([100, 50, 6, 4], [100, 50, None, None]),
    ([100, 0], [None, None]),  # that there was nobody is a small number too
    ([100, 50, 0, 0], [100, None, None, None]),
    ([9], [None]),
    ([200], [200]),
    ([], []),
]


@pytest.mark.parametrize(("parts", "published"), SUMS)
def test_parts_of_a_sum(parts: list[int], published: list[int | None]) -> None:
    assert parts_of_sum(parts) == published


@pytest.mark.parametrize(
    ("parts", "total", "published"),
    [
        ([60, 55], 80, [60, 55]),
        ([60, 45, 40], 142, [60, 45, None]),  # only three came again in another month
        ([60, 45, 40], 135, [60, 45, 40]),
        ([60, 45, 9, 1], 115, [60, 45, None, None]),  # ten are left out already
        ([60, 45, 9], 114, [60, None, None]),
        ([75, 55], 80, [None, 55]),  # 80 less 75: five who came in the other month only
        ([9, 70], 79, [None, None]),
        ([80], 80, [None]),
    ],
)
def test_parts_that_overlap(parts: list[int], total: int, published: list[int | None]) -> None:
    assert parts_of_union(parts, total) == published


@pytest.mark.parametrize(("total", "published"), [(10, 10), (9, None), (0, None)])
def test_a_total(total: int, published: int | None) -> None:
    assert whole(total) == published


def test_whoever_subtracts_finds_no_small_number() -> None:
    """A thousand tables by chance: what is left out is never one cell alone, and never less than ten together."""
    chance = random.Random(20261125)  # noqa: S311 - no secret
    for _ in range(1_000):
        parts = [chance.choice([0, 3, 9, 10, 12, 40, 500]) for _ in range(chance.randrange(2, 13))]
        published = parts_of_sum(parts)
        left = [part for part, shown in zip(parts, published, strict=True) if shown is None]
        assert all(shown is None or shown >= LEAST for shown in published)
        assert not left or len(left) >= 2
        assert not left or sum(left) >= LEAST or len(left) == len(parts)  # then the total is under ten itself
