"""Measures by hand, and against ir_measures."""

from math import log2

import ir_measures
import numpy as np
import pytest

from index.measures import MEASURES, evaluate, ndcg, recall, reciprocal_rank, success

RELEVANT = {"a": 2, "b": 1, "x": 0, "y": -1}


@pytest.mark.parametrize(
    ("k", "ranking", "value"),
    [
        (1, ["a"], 1.0),
        (1, ["x", "a"], 0.0),
        (3, ["x", "y", "b"], 1.0),
        (3, ["x", "y", "z", "b"], 0.0),
        (3, [], 0.0),
    ],
)
def test_success_is_one_relevant_document_among_the_first_k(k: int, ranking: list[str], value: float) -> None:
    assert success(k)(RELEVANT, ranking) == value


@pytest.mark.parametrize(
    ("k", "ranking", "value"),
    [
        (10, ["a", "b"], 1.0),
        (10, ["x", "b"], 1 / 2),
        (10, ["z", "y", "x", "a"], 1 / 4),
        (3, ["z", "y", "x", "a"], 0.0),
        (10, [], 0.0),
    ],
)
def test_reciprocal_rank_is_that_of_the_first_relevant_document(k: int, ranking: list[str], value: float) -> None:
    assert reciprocal_rank(k)(RELEVANT, ranking) == value


@pytest.mark.parametrize(
    ("k", "ranking", "value"),
    [(10, ["a", "x", "b"], 1.0), (2, ["a", "x", "b"], 1 / 2), (10, ["x", "y"], 0.0), (10, [], 0.0)],
)
def test_recall_is_the_share_of_the_relevant_found(k: int, ranking: list[str], value: float) -> None:
    assert recall(k)(RELEVANT, ranking) == value


@pytest.mark.parametrize(
    ("k", "ranking", "value"),
    [
        (10, ["a", "b"], 1.0),
        (10, ["b", "a"], (1 / log2(2) + 2 / log2(3)) / (2 / log2(2) + 1 / log2(3))),
        (10, ["x", "a"], (2 / log2(3)) / (2 / log2(2) + 1 / log2(3))),
        (1, ["b"], 1 / 2),  # the ideal first is worth 2
        (10, ["x", "y", "z"], 0.0),
        (10, [], 0.0),
    ],
)
def test_ndcg_discounts_linear_gains(k: int, ranking: list[str], value: float) -> None:
    assert ndcg(k)(RELEVANT, ranking) == pytest.approx(value)


@pytest.mark.parametrize("measure", MEASURES.values(), ids=MEASURES.keys())
def test_where_nothing_is_relevant_every_measure_is_zero(measure: object) -> None:
    assert measure({"x": 0}, ["x", "y"]) == 0.0


def test_a_query_without_a_ranking_counts_zero() -> None:
    qrels = {"q1": {"a": 1}, "q2": {"b": 1}}
    assert evaluate(qrels, {"q1": ["a"]})["Success@1"] == (1 + 0) / 2


def test_a_ranking_without_judgement_does_not_count() -> None:
    assert evaluate({"q1": {"a": 1}}, {"q1": ["a"], "q9": ["z"]})["Success@1"] == 1.0


def test_without_judged_queries_there_is_nothing_to_measure() -> None:
    with pytest.raises(ValueError, match=r"no judged queries.*test\.tsv"):
        evaluate({}, {"q1": ["a"]})


NAMES = {
    "Success@1": ir_measures.Success @ 1,
    "Success@3": ir_measures.Success @ 3,
    "Success@5": ir_measures.Success @ 5,
    "Success@10": ir_measures.Success @ 10,
    "MRR@10": ir_measures.RR @ 10,
    "nDCG@10": ir_measures.nDCG @ 10,
    "Recall@10": ir_measures.R @ 10,
}


def test_every_measure_is_compared() -> None:
    assert NAMES.keys() == MEASURES.keys()


@pytest.mark.parametrize("seed", range(6))
def test_measures_equal_those_of_ir_measures(seed: int) -> None:
    """Random runs without ties; some judged queries have no ranking, some rankings no relevant document."""
    random = np.random.default_rng(seed)
    documents = [f"d{number}" for number in range(40)]
    qrels = {
        f"q{query}": {
            str(document): int(random.integers(0, 3)) for document in random.choice(documents, 8, replace=False)
        }
        | {"always": 1}
        for query in range(25)
    }
    rankings = {
        query: [str(document) for document in random.permutation([*documents, "always"])[: random.integers(1, 41)]]
        for query in qrels
        if random.random() > 0.2
    }
    scored = {
        query: {document: -float(rank) for rank, document in enumerate(ranking)} for query, ranking in rankings.items()
    }
    theirs = ir_measures.calc_aggregate([*NAMES.values()], qrels, scored)
    ours = evaluate(qrels, rankings)
    assert ours == pytest.approx({name: theirs[measure] for name, measure in NAMES.items()}, abs=1e-9)
