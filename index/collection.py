"""A list of documents of one kind that can be searched: lexical, dense and by sound, fused."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.analyser import analyse, content_lemmas
from index.dense import Dense
from index.document import Document, Shown
from index.encoder import Encoder
from index.lexical import Lexical
from index.query import Query
from index.readings import reading_grams

CANDIDATES = 50  # of each kind that are scored by all three; twice as many rank the same


@dataclass(frozen=True)
class Profile:
    """Weights of one kind of document, chosen on held-out phrasings and development questions (benchmarks/RESULTS.md).

    `titles` and `body` weigh the BM25 fields, `dense_body` the body's vector beside the titles'; `dense`, `sound`,
    `sound_in_kana` and `own` weigh the scores against BM25, all in standard deviations.
    """

    titles: float = 1.0
    body: float = 1.0
    dense_body: float = 0.5
    dense: float = 1.5
    sound: float = 0.35
    sound_in_kana: float = 0.8
    own: float = 0.5
    exact: float = 10.0


ENTRY_PROFILE = Profile(body=0.5, dense_body=0.25, sound=0.8, sound_in_kana=1.0)
QUESTION_ANSWER_PROFILE = Profile(dense=2.5)
FEW_TITLES = 3  # a document: below, it tells what it is about in its body, above, in its titles
PASSAGE_PROFILE = Profile(titles=0.6, dense_body=2.0, dense=0.8, sound=0.1, sound_in_kana=0.3, exact=0.0)


@dataclass(frozen=True, slots=True)
class Hit:
    """候補: a document found. `score` is the fused one, in standard deviations; the others are its parts.

    `lexical` is BM25, `sound` BM25 over sound triples for each triple of the question; `coverage` is the share of the question's words, weighted by idf, that the document itself holds (0 to 1);
    `likeness` the inner product with the document's vector (−1.5 to 1.5 for entries).
    """

    id: str
    score: float
    lexical: float
    likeness: float
    sound: float
    coverage: float


class Collection:
    """`search` is exact: every shown document is scored by words and sound, the nearest and the best also by meaning."""

    def __init__(
        self,
        ids: Sequence[str],
        shown: Shown,
        by_title: Mapping[str, list[int]],
        lexical: Lexical,
        sounds: Lexical,
        dense: Dense,
        profile: Profile,
    ) -> None:
        self.ids = tuple(ids)
        self.shown = shown
        self.by_title = by_title
        self.lexical = lexical
        self.sounds = sounds
        self.dense = dense
        self.profile = profile

    @classmethod
    def build(cls, documents: Sequence[Document], encoder: Encoder, profile: Profile) -> "Collection":
        titles = [title for document in documents for title in document.titles]
        bodies = [document.body for document in documents]
        words = [[lemma for title in document.titles for lemma in content_lemmas(title)] for document in documents]
        fields = [(profile.titles, words), (profile.body, [content_lemmas(body) for body in bodies])]
        sounds = [
            [gram for title in document.titles for gram in reading_grams(analyse(title))] for document in documents
        ]
        counts = np.array([len(document.titles) for document in documents], np.int64)
        return cls(
            [document.id for document in documents],
            Shown.of(documents),
            _by_title(documents),
            Lexical.build(fields),
            Lexical.build([(1.0, sounds)]),
            Dense.build(encoder.documents(titles), counts, encoder.documents(bodies), profile.dense_body),
            profile,
        )

    def search(self, query: Query, seen: NDArray[np.bool_], limit: int) -> list[Hit]:
        """The best `limit` documents among those `seen`, best first; equal scores in the order of the documents."""
        if not seen.any():
            return []
        words = self.lexical.scores(query.terms) * seen
        sounds = self.sounds.scores(query.grams) * seen
        chosen = self._candidates(query, words, sounds, seen, max(limit, CANDIDATES))
        if not len(chosen):
            return []
        sound_weight = self.profile.sound_in_kana if query.by_sound else self.profile.sound
        likeness = self.dense.scores(query.vector, chosen)
        fused = (
            _standardised(words, seen, chosen)
            + self.profile.dense * self.dense.standardised(query.vector, likeness)
            + sound_weight * _standardised(sounds, seen, chosen)
            + self.profile.own * self.shown.own[chosen]
        )
        if query.text in self.by_title:
            fused += self.profile.exact * np.isin(chosen, self.by_title[query.text])
        best = np.lexsort((chosen, -fused))[:limit]
        coverage = self._coverage(query, chosen[best])
        count = max(len(query.grams), 1)
        return [
            Hit(
                self.ids[at],
                float(fused[where]),
                float(words[at]),
                float(near),
                float(sounds[at]) / count,
                float(share),
            )
            for where, at, near, share in zip(best, chosen[best], likeness[best], coverage, strict=True)
        ]

    def _candidates(
        self, query: Query, words: NDArray[np.float64], sounds: NDArray[np.float64], seen: NDArray[np.bool_], count: int
    ) -> NDArray[np.int64]:
        """Documents worth scoring by meaning: the nearest ones, and the best by words and by sound."""
        near = self.dense.nearest(query.vector, seen, count)
        found = np.unique(np.concatenate([near, _best(words, count), _best(sounds, count)]))
        return np.asarray(found[seen[found]], np.int64)

    def _coverage(self, query: Query, documents: NDArray[np.int64]) -> NDArray[np.float64]:
        weights: Mapping[str, float] = {word: self.lexical.weight(word) for word in query.words if not _dates(word)}
        total = sum(weights.values())
        covered = np.zeros(len(documents))
        for word, weight in weights.items():
            covered += weight * self.lexical.holds(word, documents)
        return covered / total if total else covered


def entry_profile(entries: Sequence[Document]) -> Profile:
    """How to weigh entries: with phrasings their words and sounds tell most, without them the answer and the meaning."""
    titles = sum(len(entry.titles) for entry in entries)
    return ENTRY_PROFILE if titles >= FEW_TITLES * len(entries) else QUESTION_ANSWER_PROFILE


def _dates(word: str) -> bool:
    """Whether a word only says which year: documents of all kinds share it."""
    return word.isdigit() or word in ("令和", "平成", "年度", "年")


def _by_title(documents: Sequence[Document]) -> dict[str, list[int]]:
    """Rows of the documents that bear each title, for questions typed exactly as one."""
    rows: dict[str, list[int]] = {}
    for number, document in enumerate(documents):
        for title in document.titles:
            rows.setdefault(title, []).append(number)
    return rows


def _best(scores: NDArray[np.float64], count: int) -> NDArray[np.int64]:
    """Rows of the highest positive scores."""
    count = min(count, len(scores))
    rows = np.argpartition(-scores, count - 1)[:count]
    return rows[scores[rows] > 0]


def _standardised(
    scores: NDArray[np.float64], seen: NDArray[np.bool_], chosen: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Scores of `chosen` in standard deviations from the mean over the shown documents; zeros when all are equal."""
    count = int(seen.sum())
    mean = scores.sum() / count
    spread = float(np.sqrt(max(float(scores @ scores) / count - mean * mean, 0.0)))
    return (scores[chosen] - mean) / spread if spread > 1e-9 else np.zeros(len(chosen))
