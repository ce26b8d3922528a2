"""How far a measured share may lie from the true one: 95 % intervals."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist, fmean, stdev

Z = NormalDist().inv_cdf(0.975)


@dataclass(frozen=True, slots=True)
class Share:
    """`count` of `total`; half counts are allowed (an answer among choices)."""

    count: float
    total: int

    @property
    def rate(self) -> float:
        """Between 0 and 1; not a number where nothing was counted."""
        return self.count / self.total if self.total else math.nan

    @property
    def interval(self) -> tuple[float, float]:
        return wilson(self.count, self.total)

    def __str__(self) -> str:
        return f"{self.rate:.1%}" if self.total else "-"

    def with_interval(self) -> str:
        """「93.1 % (91.0–94.9)」."""
        low, high = (100 * end for end in self.interval)
        return f"{self} ({low:.1f}–{high:.1f})" if self.total else "-"


def wilson(count: float, total: int) -> tuple[float, float]:
    """Wilson's score interval (1927) of `count` among `total`; 0 to 1 where nothing was counted.

    Raises ValueError for a count outside 0 to `total`.
    """
    if not 0 <= count <= total:
        raise ValueError(f"{count} of {total} is no share: count what is among the total")
    if not total:
        return 0.0, 1.0
    rate, spread = count / total, Z * Z / total
    middle = (rate + spread / 2) / (1 + spread)
    half = Z * math.sqrt(rate * (1 - rate) / total + spread / (4 * total)) / (1 + spread)
    return max(0.0, middle - half), min(1.0, middle + half)


def paired(before: Sequence[float], after: Sequence[float]) -> tuple[float, float]:
    """Mean loss from `before` to `after` of the same questions, and half the width of its 95 % interval (normal)."""
    losses = [old - new for old, new in zip(before, after, strict=True)]
    return fmean(losses), Z * stdev(losses) / math.sqrt(len(losses))
