"""Two states of an entry, line by line, and one text out of both."""

from dataclasses import replace

import pytest

from knowledge import Entry, Source
from knowledge.entry_difference import Side, cells_of, differences, merged, shown_differences

GOMI = Entry("gomi", "131016", "ごみの日は", "月曜。\n木曜。\n朝8時まで。", "清掃課", ("燃やすごみ", "可燃ごみ"))


def test_only_what_differs_is_told_line_by_line() -> None:
    [answer] = shown_differences(GOMI, replace(GOMI, answer="月曜。\n金曜。\n朝8時まで。"))
    assert (answer.key, answer.label) == ("answer", "回答")
    assert [(each.theirs, each.mine) for each in answer.stretches] == [
        (("月曜。",), ("月曜。",)),
        (("木曜。",), ("金曜。",)),
        (("朝8時まで。",), ("朝8時まで。",)),
    ]


def test_nothing_differs_from_itself_and_a_new_entry_differs_where_it_says_something() -> None:
    assert shown_differences(GOMI, GOMI) == ()
    assert [each.key for each in shown_differences(None, GOMI)] == [
        "id",
        "audience",
        "question",
        "phrasings",
        "answer",
        "section",
    ]


@pytest.mark.parametrize(
    ("taken", "answer"),
    [
        ({0: Side.THEIRS, 2: Side.THEIRS}, "相手一\n同じ\n相手二"),
        ({0: Side.MINE, 2: Side.MINE}, "自分一\n同じ\n自分二\n自分三"),
        ({0: Side.BOTH, 2: Side.THEIRS}, "相手一\n自分一\n同じ\n相手二"),
        ({0: Side.MINE, 2: Side.BOTH}, "自分一\n同じ\n相手二\n自分二\n自分三"),
    ],
)
def test_one_text_out_of_both(taken: dict[int, Side], answer: str) -> None:
    theirs = cells_of(replace(GOMI, answer="相手一\n同じ\n相手二"))
    mine = cells_of(replace(GOMI, answer="自分一\n同じ\n自分二\n自分三"))
    chosen = {("answer", number): side for number, side in taken.items()}
    assert merged(theirs, mine, chosen) == theirs | {"answer": answer}


def test_what_nobody_decided_is_not_decided() -> None:
    mine = cells_of(replace(GOMI, note="自分"))
    with pytest.raises(KeyError):
        merged(cells_of(GOMI), mine, {})


def test_a_line_that_only_one_has_can_be_left_out_or_taken() -> None:
    mine = cells_of(replace(GOMI, source=(Source("条例", "第3条"),)))
    theirs = cells_of(GOMI)
    [field] = differences(theirs, mine)
    assert [each.theirs for each in field.stretches] == [()]
    assert merged(theirs, mine, {("source", 0): Side.THEIRS})["source"] == ""
    assert merged(theirs, mine, {("source", 0): Side.MINE})["source"] == "条例｜第3条"


def test_lines_that_look_like_the_marks_of_a_difference_are_only_text() -> None:
    mine = replace(GOMI, answer="+月曜\n-木曜\n<del>&amp;</del>")
    [field] = shown_differences(GOMI, mine)
    assert merged(cells_of(GOMI), cells_of(mine), {("answer", 0): Side.MINE})["answer"] == mine.answer
    assert field.key == "answer"
