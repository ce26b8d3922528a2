"""BM25 over separate fields, summed; explainable term by term.

Score of a document: Σ over fields f, query terms t of w_f · w_t · idf_t · tf (k1 + 1) / (tf + k1 (1 − b + b · length_f / mean length_f)),
with idf_t = log(1 + (N − n_t + 0.5) / (n_t + 0.5)) (Robertson & Zaragoza 2009; k1 = 1.2, b = 0.75). n_t counts documents that
hold t in any field.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

import numpy as np
from numpy.typing import NDArray

K1, B = 1.2, 0.75
Floats = NDArray[np.float32]
Ints = NDArray[np.int32]


@dataclass(frozen=True)
class Lexical:
    """Postings in one table: terms' rows `starts[t]:starts[t+1]` of (`documents`, `impacts`); impacts hold the whole score."""

    terms: dict[str, int]
    idf: Floats
    starts: NDArray[np.int64]
    documents: Ints
    impacts: Floats
    size: int

    @classmethod
    def build(cls, fields: Sequence[tuple[float, Sequence[Sequence[str]]]]) -> "Lexical":
        """`fields` holds (weight, tokens of each document); every field lists the same documents in the same order."""
        size = len(fields[0][1])
        terms: dict[str, int] = {}
        columns = [_postings(tokens, terms) for _, tokens in fields]
        term_rows = np.concatenate([rows for rows, _, _ in columns])
        document_rows = np.concatenate([documents for _, documents, _ in columns])
        weights = [weight * impact for (weight, _), (_, _, impact) in zip(fields, columns, strict=True)]
        keys, where = np.unique(term_rows.astype(np.int64) * max(size, 1) + document_rows, return_inverse=True)
        impacts = np.bincount(where, weights=np.concatenate(weights), minlength=len(keys))
        owners = keys // max(size, 1)
        frequency = np.bincount(owners, minlength=len(terms))
        idf = np.log1p((size - frequency + 0.5) / (frequency + 0.5)).astype(np.float32)
        starts = np.concatenate([[0], np.cumsum(frequency)]).astype(np.int64)
        return cls(
            terms, idf, starts, (keys % max(size, 1)).astype(np.int32), (impacts * idf[owners]).astype(np.float32), size
        )

    def scores(self, query: Mapping[str, float]) -> NDArray[np.float64]:
        """Score of every document, shape (size,), for terms with their weights; unknown terms add nothing."""
        known = [(self.terms[term], weight) for term, weight in query.items() if term in self.terms]
        if not known:
            return np.zeros(self.size)
        rows = np.concatenate([np.arange(self.starts[term], self.starts[term + 1]) for term, _ in known])
        lengths = [int(self.starts[term + 1] - self.starts[term]) for term, _ in known]
        weights = np.repeat(np.array([weight for _, weight in known], np.float32), lengths)
        scores = np.bincount(self.documents[rows], weights=self.impacts[rows] * weights, minlength=self.size)
        return scores.astype(np.float64, copy=False)

    def holds(self, term: str, documents: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Whether each of `documents` holds `term`."""
        row = self.terms.get(term)
        if row is None:
            return np.zeros(len(documents), bool)
        holders = self.documents[self.starts[row] : self.starts[row + 1]]  # ascending
        if not len(holders):
            return np.zeros(len(documents), bool)
        where = np.searchsorted(holders, documents)
        return np.asarray(holders[np.minimum(where, len(holders) - 1)] == documents)

    def replacing(self, document: int, impacts: Mapping[str, float]) -> "Lexical":
        """The same with `document` scoring `impacts` by term instead; its terms must be among those it has.

        idf stays as it was: one document in hundreds hardly moves it.
        """
        where = np.flatnonzero(self.documents == document)
        rows = np.searchsorted(self.starts, where, side="right") - 1
        fresh = {self.terms[term]: impact for term, impact in impacts.items()}
        kept = np.array([row in fresh for row in rows.tolist()], bool)
        values = self.impacts.copy()
        values[where[kept]] = [fresh[row] * self.idf[row] for row in rows[kept].tolist()]
        gone = where[~kept]
        starts = self.starts - np.searchsorted(gone, self.starts)
        return replace(self, starts=starts, documents=np.delete(self.documents, gone), impacts=np.delete(values, gone))

    def placing(self, document: int, impacts: Mapping[str, float]) -> "Lexical":
        """The same with `document` scoring `impacts` by term in place of what it scored, or as one more after the last.

        idf stays as it was; a term that nothing held so far weighs as one of a single document.
        """
        terms = dict(self.terms)
        fresh = np.array([terms.setdefault(term, len(terms)) for term in impacts], np.int64)
        rarest = np.log1p((self.size - 0.5) / 1.5)
        idf = np.concatenate([self.idf, np.full(len(terms) - len(self.terms), rarest)]).astype(np.float32)
        kept = self.documents != document
        rows = np.concatenate([np.repeat(np.arange(len(self.terms)), np.diff(self.starts))[kept], fresh])
        documents = np.concatenate([self.documents[kept], np.full(len(fresh), document)]).astype(np.int32)
        values = np.concatenate([self.impacts[kept], np.array(list(impacts.values())) * idf[fresh]]).astype(np.float32)
        order = np.lexsort((documents, rows))
        starts = np.concatenate([[0], np.cumsum(np.bincount(rows, minlength=len(terms)))]).astype(np.int64)
        size = max(self.size, document + 1)
        return Lexical(terms, idf, starts, documents[order], values[order], size)

    def weight(self, term: str) -> float:
        """idf of `term`; a term that no document holds weighs as much as the rarest."""
        row = self.terms.get(term)
        return float(np.log1p(2 * self.size + 1)) if row is None else float(self.idf[row])


def _postings(tokens: Sequence[Sequence[str]], terms: dict[str, int]) -> tuple[Ints, Ints, Floats]:
    """(term, document, saturated tf) of one field; new terms are added to `terms`."""
    lengths = np.array([len(document) for document in tokens], np.float32)
    mean = float(lengths.mean()) if len(lengths) and lengths.any() else 1.0
    counted = np.fromiter(chain.from_iterable(_counts(tokens, terms)), np.int64).reshape(-1, 3)
    rows, documents, frequencies = counted.T
    norm = K1 * (1 - B + B * lengths[documents] / mean)
    return (
        rows.astype(np.int32),
        documents.astype(np.int32),
        (frequencies * (K1 + 1) / (frequencies + norm)).astype(np.float32),
    )


def saturated(counts: Mapping[str, int], mean: float) -> dict[str, float]:
    """Saturated tf of each term of one document; `mean` is the mean length of the field over all documents."""
    norm = K1 * (1 - B + B * sum(counts.values()) / mean)
    return {term: count * (K1 + 1) / (count + norm) for term, count in counts.items()}


def _counts(tokens: Sequence[Sequence[str]], terms: dict[str, int]) -> Iterator[tuple[int, int, int]]:
    for number, document in enumerate(tokens):
        for term, count in Counter(document).items():
            yield terms.setdefault(term, len(terms)), number, count
