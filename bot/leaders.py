"""Questions grouped by nearness in meaning to the first of each group, in bounded memory."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index import Index, Query

Vector = NDArray[np.float32]


class Leaders:
    """The first question of each group: a later one joins the nearest at a cosine of `near` or more, or leads a group itself.

    There are at most `most`, each of 1.2 KB with the embedded encoder, whatever the number of questions.
    """

    def __init__(self, index: Index, near: float, most: int) -> None:
        self._index = index
        self._near = near
        self._rows = np.zeros((most, index.encoder.dimension), np.float32)
        self._by_text: dict[str, int] = {}
        self._count = 0

    def place(self, texts: Sequence[str]) -> list[int | None]:
        """The group of each of `texts` in turn; None where there is no room for another."""
        queries = [self._index.read(text) for text in texts]
        vectors = np.array([query.vector for query in queries], np.float32).reshape(len(queries), self._rows.shape[1])
        before = self._count
        cosines = vectors @ self._rows[:before].T  # many together: times quicker than one by one
        return [self._placed(query, known, before) for query, known in zip(queries, cosines, strict=True)]

    def cosine(self, one: int, other: int) -> float:
        """Between the leaders of two groups."""
        return float(self._rows[one] @ self._rows[other])

    def _placed(self, query: Query, known: Vector, before: int) -> int | None:
        """`known` are the cosines to the leaders that there were `before`."""
        if (same := self._by_text.get(query.text)) is not None:
            return same
        cosines = np.concatenate([known, self._rows[before : self._count] @ query.vector])
        best = int(cosines.argmax()) if len(cosines) else 0
        if len(cosines) and cosines[best] >= self._near:
            return best
        if self._count == len(self._rows):
            return None
        self._rows[self._count] = query.vector
        self._by_text[query.text] = self._count
        self._count += 1
        return self._count - 1
