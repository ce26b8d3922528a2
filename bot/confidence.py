"""How sure a hit is, between 0 and 1.

A logistic of what the hit shares with the question. The constants were fitted on the development questions in
benchmarks/questions (benchmarks/RESULTS.md: "Confidence"); calibration per city and encoder is to replace them.
"""

import math
from dataclasses import dataclass

from index import Hit


@dataclass(frozen=True, slots=True)
class Logistic:
    """Weights of likeness (inner product), coverage (0 to 1), lead over the next hit (standard deviations) and a constant."""

    likeness: float
    coverage: float
    lead: float
    constant: float

    def of(self, hit: Hit, next_score: float) -> float:
        lead = max(hit.score - next_score, 0.0)
        total = self.likeness * hit.likeness + self.coverage * hit.coverage + self.lead * lead + self.constant
        return 1.0 / (1.0 + math.exp(-total))


ENTRY = Logistic(likeness=4.0, coverage=3.0, lead=0.25, constant=-5.0)
PASSAGE = Logistic(likeness=1.5, coverage=4.0, lead=0.2, constant=-3.2)


def confidences(hits: list[Hit], logistic: Logistic) -> list[float]:
    """The confidence of each of `hits`, which come best first; the lead is over the next one."""
    following = [hit.score for hit in hits[1:]] + [hit.score for hit in hits[-1:]]
    return [logistic.of(hit, after) for hit, after in zip(hits, following, strict=True)]
