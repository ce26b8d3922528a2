"""How well a ranking answers, in the field's own words (TREC, BEIR). Relevance above 0 counts as relevant.

Qrels map query → document → relevance; a run maps query → documents, best first. Measures average over the queries of the
qrels; a query without a ranking counts 0.
"""

import math
from collections.abc import Callable, Mapping, Sequence

Qrels = Mapping[str, Mapping[str, int]]
Run = Mapping[str, Sequence[str]]
Measure = Callable[[Mapping[str, int], Sequence[str]], float]


def success(k: int) -> Measure:
    """Success@k: 1 when a relevant document stands among the first k, else 0. Range 0 to 1."""
    return lambda relevant, ranking: float(any(relevant.get(document, 0) > 0 for document in ranking[:k]))


def reciprocal_rank(k: int) -> Measure:
    """RR@k: 1 / rank of the first relevant document, 0 when it is not among the first k. Its mean is MRR@k."""

    def measure(relevant: Mapping[str, int], ranking: Sequence[str]) -> float:
        ranks = (rank for rank, document in enumerate(ranking[:k], 1) if relevant.get(document, 0) > 0)
        return 1.0 / next(ranks, math.inf)

    return measure


def recall(k: int) -> Measure:
    """Recall@k: the share of the relevant documents that stand among the first k."""

    def measure(relevant: Mapping[str, int], ranking: Sequence[str]) -> float:
        wanted = {document for document, relevance in relevant.items() if relevance > 0}
        return len(wanted & set(ranking[:k])) / len(wanted) if wanted else 0.0

    return measure


def ndcg(k: int) -> Measure:
    """nDCG@k with linear gains: Σ rel / log2(rank + 1), divided by the same of the ideal order (Järvelin & Kekäläinen 2002)."""

    def measure(relevant: Mapping[str, int], ranking: Sequence[str]) -> float:
        gains = [max(relevant.get(document, 0), 0) for document in ranking[:k]]
        ideal = sorted((relevance for relevance in relevant.values() if relevance > 0), reverse=True)[:k]
        best = _discounted(ideal)
        return _discounted(gains) / best if best else 0.0

    return measure


def _discounted(gains: Sequence[int]) -> float:
    return sum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains, 1))


MEASURES: Mapping[str, Measure] = {
    "Success@1": success(1),
    "Success@3": success(3),
    "Success@5": success(5),
    "Success@10": success(10),
    "MRR@10": reciprocal_rank(10),
    "nDCG@10": ndcg(10),
    "Recall@10": recall(10),
}


def evaluate(qrels: Qrels, run: Run) -> dict[str, float]:
    """Every measure, averaged over the queries of `qrels`. Raises ValueError when there are none."""
    if not qrels:
        raise ValueError("no judged queries: qrels/test.tsv holds none whose query is in queries.jsonl")
    return {
        name: sum(measure(relevant, run.get(query, ())) for query, relevant in qrels.items()) / len(qrels)
        for name, measure in MEASURES.items()
    }
