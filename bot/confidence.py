"""How sure a hit is, between 0 and 1.

A logistic of what the hit shares with the question. The constants were fitted on the development questions in
benchmarks/questions (benchmarks/RESULTS.md: "Confidence"). What a confidence is worth in one city, and from which on it
is answered, bot/calibration.py finds without labels.
"""

import math
from dataclasses import dataclass

from index import Hit

MOST_WORDS = 12


@dataclass(frozen=True, slots=True)
class Logistic:
    """Weights of coverage (0 to 1), sound (BM25 per triple), lead over the next hit (standard deviations), the number of
    content words typed, and likeness (inner product), with a constant."""

    coverage: float
    sound: float
    lead: float
    words: float
    likeness: float
    constant: float

    def of(self, hit: Hit, next_score: float, words: int) -> float:
        total = (
            self.coverage * hit.coverage
            + self.sound * hit.sound
            + self.lead * max(hit.score - next_score, 0.0)
            + self.words * min(words, MOST_WORDS)
            + self.likeness * hit.likeness
            + self.constant
        )
        return 1.0 / (1.0 + math.exp(-total))


ENTRY = Logistic(coverage=2.58, sound=0.98, lead=0.14, words=0.30, likeness=1.28, constant=-5.60)
PASSAGE = Logistic(coverage=4.0, sound=0.0, lead=0.2, words=0.0, likeness=0.75, constant=-3.2)


def confidences(hits: list[Hit], words: int, logistic: Logistic) -> list[float]:
    """The confidence of each of `hits`, best first, for a question of `words` content words; the lead is over the next."""
    following = [hit.score for hit in hits[1:]] + [hit.score for hit in hits[-1:]]
    return [logistic.of(hit, after, words) for hit, after in zip(hits, following, strict=True)]
