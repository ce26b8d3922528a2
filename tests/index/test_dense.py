"""Nearness in meaning, compared with inner products written out."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest

from index import EncoderSettings
from index.dense import Dense
from index.encoder import SentenceEncoder, unit

LOOKED_AT = 100


def vectors(seed: int, count: int, dimension: int = 8) -> np.ndarray:
    return unit(np.random.default_rng(seed).normal(size=(count, dimension)))


@pytest.mark.parametrize(
    ("rows", "lengths"),
    [
        ([[3, 4], [0, 0.5]], [1, 1]),
        ([[1e6, 1e6], [1e-6, 0]], [1, 1]),
        ([[0, 0], [2, 0]], [0, 1]),
        ([[3, 4]], [1]),
    ],
)
def test_unit_scales_every_row_to_length_one_and_leaves_nothing_nothing(rows: list, lengths: list) -> None:
    scaled = unit(np.array(rows))
    assert np.linalg.norm(scaled, axis=1) == pytest.approx(lengths)
    assert scaled.dtype == np.float32


def test_unit_keeps_the_direction() -> None:
    assert unit(np.array([3.0, 4.0])) == pytest.approx([0.6, 0.8])


def build(titles: np.ndarray, counts: list[int], bodies: np.ndarray, body_weight: float) -> Dense:
    return Dense.build(titles, np.array(counts, np.int64), bodies, body_weight)


def documents(*numbers: int) -> np.ndarray:
    return np.array(numbers, np.int64)


def test_a_row_is_the_direction_of_the_titles_and_a_share_of_the_body() -> None:
    titles = unit(np.array([[1, 0], [0, 1], [0, 1]]))  # two titles of the first document, one of the second
    dense = build(titles, [2, 1], unit(np.array([[0, 1], [1, 0]])), 0.5)
    half = 1 / np.sqrt(2)
    assert dense.rows == pytest.approx(np.array([[half, half + 0.5], [0.5, 1.0]]))


@pytest.mark.parametrize("asked", [[0], [5], [0, 2, 3], [0, 1, 2, 3, 4, 5], []])
def test_scores_are_inner_products_with_the_mean_direction_of_the_titles(asked: list[int]) -> None:
    owners = [0, 0, 1, 2, 2, 2, 3, 4, 5, 5]
    titles, bodies, query = vectors(1, 10), vectors(2, 6), vectors(3, 1)[0]
    dense = build(titles, [2, 1, 3, 1, 1, 2], bodies, 0.4)
    obvious = []
    for document in asked:
        mean = np.mean([titles[row] for row, owner in enumerate(owners) if owner == document], axis=0)
        obvious.append(float((mean / np.linalg.norm(mean) + 0.4 * bodies[document]) @ query))
    assert dense.scores(query, documents(*asked)) == pytest.approx(obvious, abs=1e-6)


def test_scores_stay_in_range_whatever_lengths_the_model_gives(small_model: Path) -> None:
    """The small model's vectors are far longer than 1: a row is still at most 1 + 0.5 long."""
    texts = ["住民票の写し", "粗大ごみの出し方", "児童手当", "あ"]
    encoder = SentenceEncoder(EncoderSettings(model=str(small_model)))
    dense = build(encoder.documents(texts), [1, 1, 1, 1], encoder.documents(texts), 0.5)
    for number, text in enumerate(texts):
        scores = dense.scores(encoder.query(text), documents(0, 1, 2, 3))
        assert scores.argmax() == number
        assert scores[number] == pytest.approx(1.5)
        assert np.abs(scores).max() <= 1.5 + 1e-6


@pytest.mark.parametrize("seed", range(5))
def test_standardised_is_the_z_score_over_all_documents(seed: int) -> None:
    dense = build(vectors(seed, 8), [3, 1, 1, 2, 1], vectors(seed + 50, 5), 0.7)
    query = vectors(seed + 90, 1)[0]
    every = dense.scores(query, documents(0, 1, 2, 3, 4))
    z = (every - every.mean()) / every.std()
    assert dense.standardised(query, every) == pytest.approx(z, abs=1e-4)
    assert dense.standardised(query, every[[1, 4]]) == pytest.approx(z[[1, 4]], abs=1e-4)


@pytest.mark.parametrize("count", [1, 2, 3, 5, 7, 50])
@pytest.mark.parametrize("seed", range(3))
def test_equal_rows_stand_zero_deviations_from_their_mean(count: int, seed: int) -> None:
    """Where all scores are equal there is no spread: rounding must not be blown up to standard deviations."""
    rows = np.repeat(vectors(seed, 1, 32), count, axis=0)
    dense = build(rows, [1] * count, rows, 0.5)
    query = vectors(seed + 10, 1, 32)[0]
    scores = dense.scores(query, np.arange(count))
    assert dense.standardised(query, scores) == pytest.approx(np.zeros(count), abs=1e-3)


def nearest(dense: Dense, query: np.ndarray, hidden: Iterable[int] = ()) -> list[int]:
    seen = np.array([number not in hidden for number in range(len(dense.rows))], bool)
    return sorted(int(number) for number in dense.nearest(query, seen, LOOKED_AT))


def test_the_nearest_documents_are_found_exactly() -> None:
    angles = np.linspace(0, np.pi / 2, 1_000)
    titles = unit(np.stack([np.cos(angles), np.sin(angles)], axis=1))
    dense = build(titles, [1] * 1_000, np.zeros((1_000, 2), np.float32), 0.0)
    assert nearest(dense, np.array([1, 0], np.float32)) == list(range(LOOKED_AT))


@pytest.mark.parametrize("count", [3, 8, 9, 500])
def test_only_documents_that_are_shown_are_near_however_near_the_others(count: int) -> None:
    titles = np.repeat(unit(np.array([[1.0, 0.0]])), count, axis=0)
    titles[count - 1] = [0.0, 1.0]
    dense = build(titles, [1] * count, np.zeros((count, 2), np.float32), 0.0)
    query = np.array([1, 0], np.float32)
    assert nearest(dense, query, hidden=range(count - 1)) == [count - 1]
    assert nearest(dense, query, hidden=range(count)) == []


def test_equal_documents_are_all_near() -> None:
    dense = build(np.repeat(vectors(4, 1), 3, axis=0), [1, 1, 1], np.zeros((3, 8), np.float32), 0.0)
    assert nearest(dense, vectors(5, 1)[0]) == [0, 1, 2]


def test_an_empty_index_has_no_nearest_and_no_scores() -> None:
    nothing = np.zeros((0, 8), np.float32)
    dense = build(nothing, [], nothing, 0.5)
    query = vectors(0, 1)[0]
    assert dense.rows.shape == (0, 8)
    assert nearest(dense, query) == []
    assert dense.scores(query, documents()).tolist() == []


def test_a_question_without_direction_is_near_nothing() -> None:
    dense = build(vectors(1, 3), [1, 1, 1], vectors(2, 3), 0.5)
    nothing = np.zeros(8, np.float32)
    scores = dense.scores(nothing, documents(0, 1, 2))
    assert nearest(dense, nothing) == []
    assert scores.tolist() == [0.0, 0.0, 0.0]
    assert dense.standardised(nothing, scores).tolist() == [0.0, 0.0, 0.0]
