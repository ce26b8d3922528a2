"""How much two pieces of a document say the same: pairs of letters that they share, whatever their widths."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping

from knowledge.reading.plan.cards.figures import folded

Pairs = frozenset[str]


def pairs(text: str) -> Pairs:
    """The pairs of neighbouring letters in `text`. Digits and punctuation say nothing, nor do two hiragana."""
    words = re.findall(r"[^\W\d_]+", folded(text).lower().replace("\u2015", "ー"))
    found = (word[place : place + 2] for word in words for place in range(len(word) - 1))
    return frozenset(pair for pair in found if not re.fullmatch("[ぁ-ん]+", pair))


def likeness(one: Pairs, other: Pairs) -> float:
    """Dice's coefficient: 1 where both hold the same pairs, 0 where they share none."""
    total = len(one) + len(other)
    return 2 * len(one & other) / total if total else 0.0


def shared(part: Pairs, whole: Pairs, weights: Mapping[str, float] | None = None) -> float:
    """The share of `part` that `whole` holds too, by weight."""
    if not part:
        return 0.0
    known = weights or {}
    total = sum(known.get(pair, 1.0) for pair in part)
    return sum(known.get(pair, 1.0) for pair in part & whole) / total if total else 0.0


def rarity(texts: Iterable[Pairs]) -> dict[str, float]:
    """A weight for every pair: the fewer `texts` have it, the more it tells (inverse document frequency)."""
    counted = list(texts)
    seen = Counter(pair for text in counted for pair in text)
    return {pair: math.log(1 + len(counted) / count) for pair, count in seen.items()}
