"""Nearness in meaning: unit vectors of each title, plus its document's body, in an exact faiss index."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from index.encoder import Vectors

ROWS_LOOKED_AT = 400


@dataclass(frozen=True)
class Dense:
    """Rows of `table` belong to documents `owners` (ascending). A row is unit(title) + weight · unit(body)."""

    table: Any  # faiss.IndexFlatIP
    owners: NDArray[np.int32]
    size: int

    @classmethod
    def build(cls, titles: Vectors, owners: Sequence[int], bodies: Vectors, body_weight: float) -> "Dense":
        """`titles` has a row per title, `bodies` one per document; `owners` says whose title each is."""
        rows = np.ascontiguousarray(titles + body_weight * bodies[np.asarray(owners, int)], np.float32)
        table = faiss.IndexFlatIP(rows.shape[1])
        table.add(rows)
        return cls(table, np.asarray(owners, np.int32), len(bodies))

    @cached_property
    def rows(self) -> Vectors:
        """The stored rows, shape (titles, dimension), without a copy."""
        if not self.table.ntotal:
            return np.zeros((0, self.table.d), np.float32)
        flat = faiss.rev_swig_ptr(self.table.get_xb(), self.table.ntotal * self.table.d)
        return np.asarray(flat, np.float32).reshape(self.table.ntotal, self.table.d)

    @cached_property
    def _moments(self) -> tuple[Vectors, NDArray[np.float64]]:
        """Mean and covariance of the rows: with them the mean and spread of all scores cost no pass over the rows."""
        mean = self.rows.mean(axis=0)
        centred = self.rows - mean
        return mean, (centred.T @ centred).astype(np.float64) / max(len(self.rows), 1)

    def nearest(self, query: Vectors) -> NDArray[np.int32]:
        """The documents of the best rows, each once, ascending."""
        if not self.table.ntotal or not query.any():
            return self.owners[:0]
        _, found = self.table.search(query[None], min(ROWS_LOOKED_AT, self.table.ntotal))
        return np.unique(self.owners[found[0]])

    def scores(self, query: Vectors, documents: NDArray[np.int32]) -> NDArray[np.float64]:
        """The best row's inner product with `query` for each of `documents` (ascending), shape (len(documents),)."""
        if not len(documents) or not query.any():
            return np.zeros(len(documents))
        first = np.searchsorted(self.owners, documents, "left")
        last = np.searchsorted(self.owners, documents, "right")
        lengths = last - first
        starts = np.cumsum(lengths) - lengths
        rows = np.repeat(first - starts, lengths) + np.arange(lengths.sum())
        return np.asarray(np.maximum.reduceat(self.rows[rows] @ query, starts), np.float64)

    def standardised(self, query: Vectors, scores: NDArray[np.float64]) -> NDArray[np.float64]:
        """`scores` for `query` in standard deviations from the mean over all rows."""
        mean, covariance = self._moments
        wide = query.astype(np.float64)
        spread = math.sqrt(max(float(wide @ covariance @ wide), 0.0))
        if not spread:
            return np.zeros(len(scores))
        return (scores - float(mean @ query)) / spread
