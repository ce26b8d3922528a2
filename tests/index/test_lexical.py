"""BM25 over separate fields, compared with the formula written out the slow way."""

from collections.abc import Mapping, Sequence
from math import log

import numpy as np
import pytest

from index.lexical import Lexical, saturated

Fields = Sequence[tuple[float, Sequence[Sequence[str]]]]


def slow_bm25(fields: Fields, query: Mapping[str, float]) -> list[float]:
    """Robertson & Zaragoza 2009, k1 = 1.2, b = 0.75, document by document, field by field, term by term."""
    size = len(fields[0][1])
    scores = []
    for document in range(size):
        score = 0.0
        for term, wanted in query.items():
            holders = sum(any(term in tokens[other] for _, tokens in fields) for other in range(size))
            idf = log(1 + (size - holders + 0.5) / (holders + 0.5))
            for weight, tokens in fields:
                mean = sum(len(each) for each in tokens) / size or 1.0
                tf = tokens[document].count(term)
                score += weight * wanted * idf * tf * 2.2 / (tf + 1.2 * (0.25 + 0.75 * len(tokens[document]) / mean))
        scores.append(score)
    return scores


def test_one_document_with_one_word() -> None:
    # N = n = 1: idf = log(1 + 0.5 / 1.5); tf = 1 and length = mean: 1 · 2.2 / (1 + 1.2) = 1
    scores = Lexical.build([(1.0, [["住民"]])]).scores({"住民": 1.0})
    assert scores == pytest.approx([log(1 + 0.5 / 1.5)])


def test_two_documents_of_unequal_length() -> None:
    # 塵: n = 1 of N = 2, idf = log(1 + 1.5 / 1.5); length 2 of mean 1.5: 2.2 / (1 + 1.2 · (0.25 + 0.75 · 2 / 1.5))
    scores = Lexical.build([(1.0, [["塵", "袋"], ["袋"]])]).scores({"塵": 1.0})
    assert scores == pytest.approx([log(2) * 2.2 / (1 + 1.2 * (0.25 + 0.75 * 2 / 1.5)), 0.0])


def test_repeated_words_saturate() -> None:
    # equal lengths; the word is in both: idf = log(1 + 0.5 / 2.5)
    scores = Lexical.build([(1.0, [["塵", "塵", "塵"], ["塵", "袋", "袋"]])]).scores({"塵": 1.0})
    assert scores == pytest.approx([log(1.2) * 3 * 2.2 / (3 + 1.2), log(1.2) * 1 * 2.2 / (1 + 1.2)])


def test_fields_add_up_by_their_weights_and_share_one_document_frequency() -> None:
    lexical = Lexical.build([(1.0, [["塵"], ["袋"]]), (0.5, [["塵"], ["塵"]])])
    # 塵 is in both documents, in one of them only in the second field: idf = log(1 + 0.5 / 2.5)
    assert lexical.scores({"塵": 1.0}) == pytest.approx([log(1.2) * (1.0 + 0.5), log(1.2) * 0.5])


def test_query_weights_multiply() -> None:
    lexical = Lexical.build([(1.0, [["塵"], ["袋"]])])
    assert lexical.scores({"塵": 0.35}) == pytest.approx(0.35 * lexical.scores({"塵": 1.0}))


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("weights", [(1.0,), (1.0, 0.6), (1.0, 0.0, 2.5)])
def test_scores_equal_the_slow_formula(seed: int, weights: tuple[float, ...]) -> None:
    random = np.random.default_rng(seed)
    size = int(random.integers(1, 12))
    words = [*"あいうえおかきくけこ"]
    fields = [(weight, [[*random.choice(words, random.integers(0, 9))] for _ in range(size)]) for weight in weights]
    query = {word: float(random.uniform(0.1, 1.0)) for word in [*random.choice(words, 5), "未知"]}
    assert Lexical.build(fields).scores(query) == pytest.approx(slow_bm25(fields, query), rel=1e-5, abs=1e-6)


def test_unknown_terms_add_nothing() -> None:
    lexical = Lexical.build([(1.0, [["塵"], ["袋"]])])
    assert lexical.scores({"未知": 1.0}).tolist() == [0.0, 0.0]
    assert lexical.scores({"塵": 1.0, "未知": 9.0}).tolist() == lexical.scores({"塵": 1.0}).tolist()


def test_an_empty_query_scores_nothing() -> None:
    assert Lexical.build([(1.0, [["塵"], ["袋"]])]).scores({}).tolist() == [0.0, 0.0]


def test_an_empty_collection_scores_nothing() -> None:
    lexical = Lexical.build([(1.0, []), (0.5, [])])
    assert lexical.scores({"塵": 1.0}).shape == (0,)
    assert lexical.holds("塵", np.zeros(0, np.int32)).shape == (0,)


def test_documents_without_a_word_score_nothing() -> None:
    lexical = Lexical.build([(1.0, [[], []])])
    assert lexical.scores({"塵": 1.0}).tolist() == [0.0, 0.0]
    assert lexical.terms == {}


@pytest.mark.parametrize(
    ("term", "documents", "held"),
    [
        ("塵", [0, 1, 2, 3], [True, False, True, False]),
        ("塵", [2], [True]),
        ("塵", [3], [False]),
        ("塵", [], []),
        ("袋", [0, 3], [False, True]),  # held in the second field
        ("未知", [0, 1], [False, False]),
    ],
)
def test_holds_says_which_documents_have_the_word_in_any_field(
    term: str, documents: list[int], held: list[bool]
) -> None:
    lexical = Lexical.build([(1.0, [["塵"], ["紙"], ["紙", "塵"], []]), (1.0, [[], [], [], ["袋"]])])
    assert lexical.holds(term, np.array(documents, np.int32)).tolist() == held


def test_a_word_weighs_its_idf_and_an_unknown_one_that_of_no_document() -> None:
    lexical = Lexical.build([(1.0, [["塵"], ["塵"], ["袋"]])])
    assert lexical.weight("塵") == pytest.approx(log(1 + (3 - 2 + 0.5) / (2 + 0.5)))
    assert lexical.weight("袋") == pytest.approx(log(1 + (3 - 1 + 0.5) / (1 + 0.5)))
    assert lexical.weight("未知") == pytest.approx(log(1 + (3 - 0 + 0.5) / (0 + 0.5)))


def test_a_document_may_be_replaced_by_less_of_itself() -> None:
    fields = [(2.0, [["住民", "票", "票"], ["票", "写し"], ["塵"]])]
    whole = Lexical.build(fields)
    mean = (3 + 2 + 1) / 3
    less = whole.replacing(0, {term: 2.0 * impact for term, impact in saturated({"票": 1}, mean).items()})
    # 票: n = 2 of N = 3 still, idf = log(1 + 1.5 / 2.5); tf = 1, length 1 of mean 2: 2.2 / (1 + 1.2 · (0.25 + 0.75 / 2))
    assert less.scores({"票": 1.0})[0] == pytest.approx(2 * log(1 + 1.5 / 2.5) * 2.2 / (1 + 1.2 * 0.625), rel=1e-5)
    assert less.scores({"票": 1.0})[1:] == pytest.approx(whole.scores({"票": 1.0})[1:])
    assert less.scores({"住民": 1.0}) == pytest.approx([0, 0, 0])
    assert less.holds("住民", np.arange(3)).tolist() == [False, False, False]
    assert less.holds("票", np.arange(3)).tolist() == [True, True, False]
    assert whole.holds("住民", np.arange(3)).tolist() == [True, False, False]


def test_a_document_replaced_by_itself_scores_as_before() -> None:
    tokens = [["住民", "票"], ["票", "写し", "写し"], ["塵"]]
    whole = Lexical.build([(1.0, tokens)])
    counts = {"票": 1, "写し": 2}
    same = whole.replacing(1, saturated(counts, 2.0))
    for term in ("住民", "票", "写し", "塵"):
        assert same.scores({term: 1.0}) == pytest.approx(whole.scores({term: 1.0}), rel=1e-5)
