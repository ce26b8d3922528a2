"""A question with a slip in it, read as what was meant."""

import numpy as np
import pytest

from bot.mend import mended
from index import Found, Hit, Mend, Query

TYPED, MEANT = "音騒 苦情", "騒音 苦情"
SURE = 0.7


def found(text: str, coverage: float, id: str = "souon") -> Found:
    query = Query(text, text, ("騒音", "苦情"), {}, {}, np.zeros(2, np.float32), False)
    return Found(query, [Hit(id, 1.0, 1.0, 3.0, 0.0, coverage)], [])  # 1.0 is surely found, 0.3 is not


def mends(text: str) -> list[Mend]:
    return [(MEANT, "音騒", "騒音")] if text == TYPED else []


def never(text: str) -> Found:
    raise AssertionError(f"searched for {text}")


def test_a_slip_is_mended_where_that_finds_more() -> None:
    best = mended(found(TYPED, 0.3), TYPED, mends, lambda text: found(text, 1.0), SURE)
    assert (best.query.text, best.query.replaced) == (MEANT, {"音騒": "騒音"})


@pytest.mark.parametrize("coverage", [0.0, 0.3, 0.32])
def test_what_was_typed_stands_where_mending_finds_hardly_more(coverage: float) -> None:
    typed = found(TYPED, 0.3)
    assert mended(typed, TYPED, mends, lambda text: found(text, coverage), SURE) is typed


def test_what_is_found_surely_is_never_mended() -> None:
    sure = found(TYPED, 1.0)
    assert mended(sure, TYPED, mends, never, SURE) is sure


def test_nothing_is_searched_for_without_a_slip() -> None:
    typed = found("騒音", 0.3)
    assert mended(typed, "騒音", mends, never, SURE) is typed
