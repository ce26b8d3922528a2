"""Words near in meaning among the words of a knowledge base."""

from collections.abc import Sequence
from functools import lru_cache

import faiss

from index.encoder import Encoder, Vectors, WordVectors

MOST = 10  # neighbours of a word
COSINE = 0.5
Near = tuple[tuple[str, float], ...]


class Neighbours:
    """Neighbours of the knowledge base's own words are found once, those of other words when they are first typed."""

    def __init__(self, encoder: Encoder, words: Sequence[str]) -> None:
        self._encoder = encoder
        self._known: WordVectors = encoder.word_vectors(words)
        self._table = faiss.IndexFlatIP(max(self._known.vectors.shape[1], 1))
        if self._known.words:
            self._table.add(self._known.vectors)
        self._near = self._all()
        self._of_other = lru_cache(maxsize=20_000)(self._search_one)

    def of(self, word: str) -> Near:
        """(other word, cosine), best first; a cosine of 1 says only that the two share a row of the encoder's table."""
        near = self._near.get(word)
        return self._of_other(word) if near is None else near

    def _all(self) -> dict[str, Near]:
        if not self._known.words:
            return {}
        found = self._search(self._known.vectors)
        return dict(
            zip(
                self._known.words,
                (self._named(*row, word) for row, word in zip(found, self._known.words, strict=True)),
                strict=True,
            )
        )

    def _search_one(self, word: str) -> Near:
        vector = self._encoder.word_vector(word) if self._known.words else None
        return () if vector is None else self._named(*self._search(vector[None])[0], word)

    def _search(self, vectors: Vectors) -> list[tuple[Vectors, Vectors]]:
        cosines, rows = self._table.search(vectors, min(MOST + 1, len(self._known.words)))
        return list(zip(cosines, rows, strict=True))

    def _named(self, cosines: Vectors, rows: Vectors, word: str) -> Near:
        named = ((self._known.words[int(row)], float(cosine)) for cosine, row in zip(cosines, rows, strict=True))
        return tuple((other, cosine) for other, cosine in named if cosine > COSINE and other != word)[:MOST]
