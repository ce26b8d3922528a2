"""Search a judged collection and measure the ranking and its speed."""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from index.document import Document
from index.encoder import EncoderSettings
from index.index import Index
from index.measures import Qrels, evaluate
from knowledge import Audience, Lexicon

DEPTH = 100
Queries = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Evaluation:
    """`figures` by name; `ranking` query → (document, score), best first, at most DEPTH."""

    figures: dict[str, float | int]
    ranking: dict[str, list[tuple[str, float]]]


def evaluate_collection(
    documents: Sequence[Document],
    queries: Queries,
    qrels: Qrels,
    settings: EncoderSettings,
    watched: Callable[[Queries], Iterable[tuple[str, str]]] = iter,
    lexicon: Lexicon = Lexicon(),
) -> Evaluation:
    """Index `documents` alone and search each of `queries` (id, text); times are per query on this machine."""
    index = Index.of(documents, (), lexicon, settings)
    ranking: dict[str, list[tuple[str, float]]] = {}
    times = []
    for query, text in watched(queries):
        started = time.perf_counter()
        hits = index.search(text, Audience.STAFF, limit=DEPTH).entries
        times.append(1000 * (time.perf_counter() - started))
        ranking[query] = [(hit.id, hit.score) for hit in hits]
    measured = evaluate(qrels, _documents_only(ranking))
    p50, p95 = np.percentile(times, [50, 95])
    figures: dict[str, float | int] = {
        **measured,
        "queries": len(qrels),
        "ms/query p50": float(p50),
        "ms/query p95": float(p95),
    }
    return Evaluation(figures, ranking)


def _documents_only(ranking: Mapping[str, Sequence[tuple[str, float]]]) -> dict[str, list[str]]:
    return {query: [document for document, _ in hits] for query, hits in ranking.items()}
