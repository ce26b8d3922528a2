"""What the bot itself would make of the content."""

import pytest

from bot.review import SelfRetrieval, unfound, ungiven
from index import Hit
from index.held_out import Asked
from knowledge import Entry
from knowledge.checking import Level


def asked(id: str, *found: str, title: str = "言い方") -> Asked:
    return Asked(id, title, tuple(Hit(each, 1.0, 1.0, 1.0, 1.0, 1.0) for each in found))


def test_the_shares_are_of_all_phrasings() -> None:
    found = SelfRetrieval.of(
        [asked("a", "a"), asked("a", "b", "a"), asked("a", "b", "c", "d", "a"), asked("b", "b"), asked("b")]
    )
    assert found == SelfRetrieval(phrasings=5, first=2, offered=3)
    assert (found.success_at_1, found.success_at_3) == (2 / 5, 3 / 5)


def test_without_phrasings_nothing_is_divided_by_nothing() -> None:
    assert SelfRetrieval.of([]).success_at_1 == SelfRetrieval.of([]).success_at_3 == 0.0


@pytest.mark.parametrize(
    ("found", "level", "first"),
    [
        (("b", "a"), Level.HINT, "b"),
        (("b", "c", "a"), Level.HINT, "b"),
        (("b", "c", "d", "a"), Level.WARNING, "b"),
        (("b",), Level.WARNING, "b"),
        ((), Level.WARNING, "何も"),
    ],
)
def test_a_phrasing_that_finds_another_entry_first_is_told(found: tuple[str, ...], level: Level, first: str) -> None:
    [finding] = unfound([asked("a", "a"), asked("a", *found, title="どうする")])
    assert (finding.level, finding.where) == (level, "a")
    assert finding.problem == f"言い換え「どうする」は、それ自身を除くと {first} が先に見つかります"


def test_an_entry_that_no_phrasing_reaches_is_told_first() -> None:
    findings = list(unfound([asked("a", "b", "a"), asked("a", "c", "a"), asked("b", "b")]))
    assert [(finding.level, finding.where) for finding in findings] == [
        (Level.WARNING, "a"),
        (Level.HINT, "a"),
        (Level.HINT, "a"),
    ]
    assert findings[0].problem == "どの言い換えでも、最初に見つかりません"


@pytest.mark.parametrize(
    ("question", "answer", "lacking"),
    [
        ("転入届はいつまでに出しますか", "14日以内に出してください。", None),
        ("転入届はいつまでに出しますか", "窓口に出してください。", "日付や期限"),
        ("転入届はいつまでに出しますか", "窓口へ。\n期限は{{届出の期限}}です。", None),  # the city fills it
        ("手数料はいくらですか", "窓口で払います。\n{{手数料}}です。", None),
        ("手数料はいくらですか", "窓口で払います。", "手数料や金額"),
        ("会場はどこですか", "二階です。", "場所"),
        ("転入届を出したい", "窓口に出してください。", None),
    ],
)
def test_an_entry_gives_what_its_own_question_asks(question: str, answer: str, lacking: str | None) -> None:
    findings = list(ungiven([Entry("a", "common", question, answer, "住民登録")]))
    expected = (
        [] if lacking is None else [(Level.WARNING, f"「{question}」と聞かれたとき、{lacking}が回答にありません")]
    )
    assert [(finding.level, finding.problem) for finding in findings] == expected


def test_what_only_a_phrasing_asks_is_a_hint() -> None:
    [finding] = ungiven([Entry("a", "common", "転入届を出したい", "窓口へ。", "住民登録", ("いくらかかるの",))])
    assert finding.level is Level.HINT
