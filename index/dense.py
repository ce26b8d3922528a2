"""Nearness in meaning: one vector per document in an exact faiss index."""

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from index.encoder import Vectors, unit

FEW_HIDDEN = 200  # up to here looking at more rows is quicker than asking faiss to skip some


@dataclass(frozen=True)
class Dense:
    """Row d of `table` is unit(mean of the titles of document d) + weight · unit(body of d).

    The mean of all phrasings stands for what an entry is about: on held-out phrasings it finds the entry first in 43 %,
    the single nearest phrasing in 33 % (benchmarks/RESULTS.md).
    """

    table: Any  # faiss.IndexFlatIP

    @classmethod
    def build(cls, titles: Vectors, counts: NDArray[np.int64], bodies: Vectors, body_weight: float) -> "Dense":
        """`titles` holds the unit vectors of `counts[d]` titles of each document d in turn, `bodies` one of each body."""
        table = faiss.IndexFlatIP(bodies.shape[1])
        if len(counts):
            sums = np.add.reduceat(titles, np.concatenate([[0], np.cumsum(counts)[:-1]]))
            table.add(np.ascontiguousarray(unit(sums) + body_weight * bodies, np.float32))
        return cls(table)

    def replacing(self, document: int, titles: Vectors, body: Vectors, body_weight: float) -> "Dense":
        """The same with the row of `document`, or one more after the last, made of other vectors; mean and spread of all
        rows stay as they were."""
        rows = np.concatenate([self.rows, np.zeros((max(document + 1 - len(self.rows), 0), self.table.d), np.float32)])
        rows[document] = unit(titles.sum(axis=0)) + body_weight * body
        table = faiss.IndexFlatIP(self.table.d)
        table.add(rows)
        other = Dense(table)
        other.__dict__["_moments"] = self._moments  # one row in hundreds hardly moves them
        return other

    @cached_property
    def rows(self) -> Vectors:
        """The stored rows, shape (documents, dimension), without a copy."""
        count, dimension = self.table.ntotal, self.table.d
        if not count:
            return np.zeros((0, dimension), np.float32)
        flat = faiss.rev_swig_ptr(self.table.get_xb(), count * dimension)
        return np.asarray(flat, np.float32).reshape(count, dimension)

    @cached_property
    def _moments(self) -> tuple[Vectors, Vectors]:
        """Mean and covariance of the rows: with them the mean and spread of all scores cost no pass over the rows."""
        mean = self.rows.mean(axis=0)
        centred = self.rows - mean
        return mean, np.asarray(centred.T @ centred / max(len(self.rows), 1), np.float32)

    def nearest(self, query: Vectors, seen: NDArray[np.bool_], count: int) -> NDArray[np.int64]:
        """The best documents among those `seen` (a mask over all), at most `count`."""
        if not self.table.ntotal or not query.any():
            return np.zeros(0, np.int64)
        allowed, hidden = None, len(seen) - int(np.count_nonzero(seen))
        if hidden > FEW_HIDDEN:
            bits = np.packbits(seen, bitorder="little")
            parameters: Any = faiss.SearchParameters
            selector: Any = faiss.IDSelectorBitmap
            allowed = parameters(sel=selector(bits))
            hidden = 0
        _, found = self.table.search(query[None], min(count + hidden, self.table.ntotal), params=allowed)
        rows = np.asarray(found[0][found[0] >= 0], np.int64)
        return rows[seen[rows]][:count]

    def scores(self, query: Vectors, documents: NDArray[np.int64]) -> NDArray[np.float64]:
        """The inner product of `query` with each of `documents`, shape (len(documents),)."""
        return np.asarray(self.rows[documents] @ query, np.float64)

    def standardised(self, query: Vectors, scores: NDArray[np.float64]) -> NDArray[np.float64]:
        """`scores` for `query` in standard deviations from the mean over all documents; zeros when all are equal."""
        mean, covariance = self._moments
        spread = math.sqrt(max(float(query @ covariance @ query), 0.0))
        if spread < 1e-6:
            return np.zeros(len(scores))
        return (scores - float(mean @ query)) / spread
