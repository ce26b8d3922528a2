"""Words near in meaning among the words of a knowledge base."""

from math import cos, radians, sin
from typing import Any

import pytest

from index.neighbours import COSINE, Neighbours


def at(degrees: float) -> tuple[float, float]:
    return cos(radians(degrees)), sin(radians(degrees))


@pytest.fixture
def neighbours(fake_encoder: type[Any]) -> Neighbours:
    words = {"犬": at(0), "猫": at(10), "子犬": at(5), "鳥": at(59), "魚": at(61), "税": at(180), "仔犬": at(-8)}
    known = ["犬", "猫", "鳥", "魚", "子犬", "税", "名もない語"]
    return Neighbours(fake_encoder(words=words), known)


def test_neighbours_come_best_first_with_their_cosines(neighbours: Neighbours) -> None:
    assert neighbours.of("犬") == (
        ("子犬", pytest.approx(cos(radians(5)))),
        ("猫", pytest.approx(cos(radians(10)))),
        ("鳥", pytest.approx(cos(radians(59)))),  # 魚 at 61 degrees is below the cosine of 0.5
    )


def test_a_word_is_not_its_own_neighbour(neighbours: Neighbours) -> None:
    assert neighbours.of("税") == ()


def test_a_word_that_the_knowledge_base_does_not_hold_has_neighbours_in_it(neighbours: Neighbours) -> None:
    assert [word for word, _ in neighbours.of("仔犬")] == ["犬", "子犬", "猫"]
    assert neighbours.of("仔犬")[0][1] == pytest.approx(cos(radians(8)))


@pytest.mark.parametrize("word", ["名もない語", "知らない語", ""])
def test_a_word_without_a_vector_has_no_neighbours(neighbours: Neighbours, word: str) -> None:
    assert neighbours.of(word) == ()


def test_no_more_than_ten_are_given(fake_encoder: type[Any]) -> None:
    words = {f"語{number}": at(number / 10) for number in range(50)}
    near = Neighbours(fake_encoder(words=words), [*words]).of("語0")
    assert [word for word, _ in near] == [f"語{number}" for number in range(1, 11)]
    assert all(cosine > COSINE for _, cosine in near)


def test_without_word_vectors_there_are_no_neighbours(fake_encoder: type[Any]) -> None:
    assert Neighbours(fake_encoder(), ["犬", "猫"]).of("犬") == ()
    assert Neighbours(fake_encoder(words={"犬": at(0)}), []).of("犬") == ()
