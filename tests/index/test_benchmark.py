"""A judged collection, searched and measured."""

import pytest

from index import Document, EncoderSettings
from index.benchmark import DEPTH, Evaluation, evaluate_collection
from index.measures import MEASURES
from knowledge import Lexicon
from knowledge.lexicon import Group

DOCUMENTS = [
    Document("d1", ("住民票の写し",), "市民課の窓口で取れます"),
    Document("d2", ("粗大ごみの予約",), "電話で申し込みます"),
    Document("d3", ("児童手当",), "申請が要ります"),
    Document("d4", ("職員の服務",), "規程を見る", staff_only=True),
    Document("d5", ("終わった給付金",), "受付終了", last_day=1),
]
QUERIES = [("q1", "住民票"), ("q2", "粗大ごみ"), ("q3", "職員の服務"), ("q4", "終わった給付金")]
QRELS = {"q1": {"d1": 1}, "q2": {"d3": 1}, "q3": {"d4": 1}, "q4": {"d5": 1}}


@pytest.fixture(scope="module")
def evaluation(static_ja: EncoderSettings) -> Evaluation:
    return evaluate_collection(DOCUMENTS, QUERIES, QRELS, static_ja)


def test_every_query_is_ranked_best_first(evaluation: Evaluation) -> None:
    assert [evaluation.ranking[query][0][0] for query, _ in QUERIES] == ["d1", "d2", "d4", "d5"]
    for ranking in evaluation.ranking.values():
        scores = [score for _, score in ranking]
        assert scores == sorted(scores, reverse=True)
        assert len(ranking) <= DEPTH


def test_figures_are_the_measures_of_the_ranking_and_the_times(evaluation: Evaluation) -> None:
    assert set(evaluation.figures) == {*MEASURES, "queries", "ms/query p50", "ms/query p95"}
    assert evaluation.figures["queries"] == 4
    assert evaluation.figures["Success@1"] == (1 + 0 + 1 + 1) / 4  # q2 is judged to want d3
    assert 0 < evaluation.figures["ms/query p50"] <= evaluation.figures["ms/query p95"]


def test_the_caller_may_watch_the_queries_go_by(static_ja: EncoderSettings) -> None:
    seen = []

    def watched(queries):
        for query in queries:
            seen.append(query[0])
            yield query

    evaluate_collection(DOCUMENTS, QUERIES, QRELS, static_ja, watched)
    assert seen == ["q1", "q2", "q3", "q4"]


def test_a_lexicon_helps_the_search(static_ja: EncoderSettings) -> None:
    queries, qrels = [("q", "電話で乙種")], {"q": {"d3": 1}}
    lexicon = Lexicon((Group(("乙種",), ("児童手当の申請",)),))
    figures = [
        evaluate_collection(DOCUMENTS, queries, qrels, static_ja, lexicon=words).figures["MRR@10"]
        for words in (Lexicon(), lexicon)
    ]
    assert figures[0] < figures[1] == 1.0


def test_without_judgements_the_benchmark_says_so(static_ja: EncoderSettings) -> None:
    with pytest.raises(ValueError, match="no judged queries"):
        evaluate_collection(DOCUMENTS, QUERIES, {}, static_ja)
