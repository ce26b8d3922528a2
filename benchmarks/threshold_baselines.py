"""What others would build as whole bots: the best entry where its score reaches one threshold, else a hand-over.

Each sees the entries of its city that the person may see on that day, as our bot does, and offers no choices.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

import bm25s
import numpy as np
from numpy.typing import NDArray

from benchmarks.baselines import exact_then_substring, texts_of
from benchmarks.replies import NOW
from benchmarks.verdict import Served, Tally, verdict
from benchmarks.world import Question, World
from index import Document, Index, normalise
from index.analyser import content_lemmas, remembering
from index.document import entry_document
from index.encoder import Encoder, unit
from knowledge import Audience

Scores = NDArray[np.float64]
Scorer = Callable[[str], Scores]  # of a question: a score of every document, 0 for one that is not found
RANK_CONSTANT = 60  # of reciprocal rank fusion (Cormack, Clarke & Büttcher 2009)
DEPTH = 50
Target = Callable[[Tally], bool]
TARGETS: dict[str, Target] = {  # the floors of the product, to be reached on dev
    "93 % of all answers given are right": lambda tally: tally.precision_of_all.rate >= 0.93,
    "5 % of the unanswerable questions are answered": lambda tally: tally.false.rate <= 0.05,
}


@dataclass(frozen=True)
class Best:
    """The best document for a question and its score; no id where nothing was found."""

    question: Question
    id: str
    score: float

    def served(self, threshold: float) -> Served:
        return Served("answered", self.id) if self.id and self.score >= threshold else Served("handoff")


def exact_or_substring(documents: Sequence[Document]) -> Scorer:
    """SHIRASAGI's rule: 2 for the exact title; of several that hold every word each gets its share of 1."""
    search = exact_then_substring(documents)
    rows = {document.id: row for row, document in enumerate(documents)}
    titles = [frozenset(document.titles) for document in documents]

    def scores(question: str) -> Scores:
        found = search(question)
        worth = np.zeros(len(documents))
        for id in found:
            worth[rows[id]] = 2.0 if normalise(question) in titles[rows[id]] else 1 / len(found)
        return worth

    return scores


def bm25(documents: Sequence[Document]) -> Scorer:
    """BM25 over lemmas, one field, raw score."""
    model = bm25s.BM25(k1=1.2, b=0.75)
    model.index([content_lemmas(text) for text in texts_of(documents)], show_progress=False)

    def scores(question: str) -> Scores:
        words = [word for word in content_lemmas(normalise(question)) if word in model.vocab_dict]
        return np.asarray(model.get_scores(words), np.float64) if words else np.zeros(len(documents))

    return scores


def nearest_title(documents: Sequence[Document], index: Index) -> Scorer:
    """The cosine of the question's vector and the nearest of an entry's question and phrasings."""
    encoder: Encoder = index.encoder
    vectors = unit(encoder.documents([title for document in documents for title in document.titles]))
    starts = np.cumsum([0, *(len(document.titles) for document in documents)])[:-1]

    def scores(question: str) -> Scores:
        cosines = vectors @ unit(encoder.query(normalise(question))[None])[0]
        return np.maximum(np.maximum.reduceat(cosines, starts), 0.0).astype(np.float64)

    return scores


def by_reciprocal_rank(parts: Sequence[Scorer], size: int) -> Scorer:
    """Several scores of `size` documents fused by reciprocal rank."""

    def scores(question: str) -> Scores:
        fused = np.zeros(size)
        for part in parts:
            worth = part(question)
            best = [row for row in np.argsort(-worth, kind="stable")[:DEPTH] if worth[row] > 0]
            fused[best] += 1 / (RANK_CONSTANT + 1 + np.arange(len(best)))
        return fused

    return scores


def scorers(documents: Sequence[Document], index: Index) -> dict[str, Scorer]:
    """Every method over `documents`, by its name in the tables."""
    with remembering():
        words = bm25(documents)
        near = nearest_title(documents, index)
    return {
        "exact, then substring": exact_or_substring(documents),
        "BM25": words,
        "embeddings": near,
        "BM25 + embeddings": by_reciprocal_rank((words, near), len(documents)),
    }


def best_answers(world: World, questions: Sequence[Question]) -> dict[str, list[Best]]:
    """The best document of each question by each method, asked of its own city and audience."""
    places: dict[tuple[str, str], list[Question]] = defaultdict(list)
    for question in questions:
        places[question["city"], question["audience"]].append(question)
    found: dict[str, list[Best]] = defaultdict(list)
    for (city, audience), asked in places.items():
        documents = [entry_document(each) for each in world.shelves[city].shown(Audience(audience), NOW.date())]
        for name, scorer in scorers(documents, world.indexes[city]).items():
            found[name] += [_best(question, documents, scorer(question["question"])) for question in asked]
    return found


def _best(question: Question, documents: Sequence[Document], scores: Scores) -> Best:
    at = int(scores.argmax())
    return Best(question, documents[at].id if scores[at] > 0 else "", float(scores[at]))


def tally_at(threshold: float, bests: Iterable[Best]) -> Tally:
    """The figures of a method where `threshold` must be reached."""
    return Tally.of(verdict(best.question, best.served(threshold)) for best in bests)


def thresholds(bests: Iterable[Best], most: int = 60) -> list[float]:
    """Thresholds between which something changes, ascending, about `most` of them evenly spread, and one above all."""
    scores = sorted({best.score for best in bests if best.id})
    step = max(1, len(scores) // most)
    return [*scores[::step], scores[-1], scores[-1] + 1.0] if scores else [1.0]


def threshold_for(target: Target, bests: Sequence[Best]) -> float:
    """The lowest threshold at which `target` is reached; infinite where none does."""
    lowest = np.inf
    verdicts = Counter(verdict(best.question, best.served(np.inf)) for best in bests)
    falling = sorted((best for best in bests if best.id), key=lambda best: -best.score)
    for score, tied in groupby(falling, key=lambda best: best.score):
        for best in tied:
            verdicts[verdict(best.question, best.served(np.inf))] -= 1
            verdicts[verdict(best.question, best.served(score))] += 1
        if target(Tally(verdicts)):
            lowest = score
    return lowest
