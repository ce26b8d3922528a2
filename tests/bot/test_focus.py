"""The part of a long message that is the question."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pytest

from bot.focus import focused
from index import Found, Hit, Query

SURE = 0.7
Hits = list[tuple[str, float, bool]]  # entry, coverage, whether it is found surely


def found(text: str, hits: Hits) -> Found:
    query = Query(text, text, ("言葉",) * 6, {}, {}, np.zeros(2, np.float32), False)
    scores = range(len(hits), 0, -1)
    entries = [
        Hit(id, float(score), 1.0, 3.0 if sure else 0.5, 0.0, coverage)
        for score, (id, coverage, sure) in zip(scores, hits, strict=True)
    ]
    return Found(query, entries, [])


@dataclass
class Search:
    """Finds `hits` for just their texts and nothing for others; remembers what was asked."""

    hits: dict[str, Hits]

    def __call__(self, text: str) -> Found:
        return found(text, self.hits.get(text, []))


def once(answer: Found) -> Callable[[str], Found]:
    answers = iter([answer])
    return lambda text: next(answers)


CHATTER, QUESTION, END = "今日は風が強いですね。", "住民票はどこで取れますか。", "文が長くてすみません。"
WHOLE = CHATTER + QUESTION + END


def test_one_sentence_is_searched_once() -> None:
    assert focused(once(found("住民票", [("juminhyo", 1.0, True)])), "住民票", SURE).part == ""


def test_a_message_that_finds_its_entry_surely_is_searched_once() -> None:
    whole = found(WHOLE, [("juminhyo", 0.6, True)])
    assert focused(once(whole), WHOLE, SURE) is whole


@pytest.mark.parametrize(
    ("whole", "part", "read"),
    [
        # the same entry, more surely without the chatter
        ([("juminhyo", 0.4, False)], [("juminhyo", 1.0, True)], True),
        # nothing fits the whole, and the part's entry is near it
        ([("kaze", 0.1, False), ("juminhyo", 0.1, False)], [("juminhyo", 1.0, True)], True),
        # nothing fits the whole, but the part's entry has nothing to do with it
        ([("kaze", 0.1, False)], [("juminhyo", 1.0, True)], False),
        # the whole has its own entry, which shares as much with the question
        ([("koseki", 0.45, False), ("juminhyo", 0.3, False)], [("juminhyo", 1.0, True), ("koseki", 0.6, True)], False),
        # the whole finds surely what is only told beside the question
        ([("kaze", 0.45, True), ("juminhyo", 0.2, False)], [("juminhyo", 1.0, True)], True),
        # the part is no surer
        ([("juminhyo", 0.4, False)], [("juminhyo", 0.4, False)], False),
        # half of the message is about the entry found
        ([("kaze", 0.5, False), ("juminhyo", 0.2, False)], [("juminhyo", 1.0, True)], False),
    ],
)
def test_the_question_is_read_alone_where_the_rest_is_idle(whole: Hits, part: Hits, read: bool) -> None:
    assert focused(Search({WHOLE: whole, QUESTION: part}), WHOLE, SURE).part == (QUESTION if read else "")


def test_what_asks_is_never_left_out() -> None:
    text = CHATTER + QUESTION + "手数料はいくらですか。"
    search = Search({text: [("juminhyo", 0.2, False)], QUESTION: [("juminhyo", 1.0, True)]})
    assert focused(search, text, SURE).part == ""


def test_the_text_and_what_is_asked_for_stay_those_of_the_whole() -> None:
    search = Search({WHOLE: [("juminhyo", 0.2, False)], QUESTION: [("juminhyo", 1.0, True)]})
    assert focused(search, WHOLE, SURE).query.text == WHOLE


def test_a_message_that_finds_nothing_is_left_alone() -> None:
    assert focused(once(found(WHOLE, [])), WHOLE, SURE).entries == []
