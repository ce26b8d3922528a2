"""Questions without an answer, grouped by meaning over a small real index."""

from datetime import date, datetime
from typing import Any

import pytest

import bot.gaps
from bot import Outcome, Published, Shelf
from bot.gap import Gaps, Missed
from bot.gaps import MOST_EXAMPLES, gaps_of
from index import Index
from knowledge import TOKYO, Audience

MOMENT = datetime(2026, 6, 2, 10, tzinfo=TOKYO)
DAY = date(2026, 6, 1)


@pytest.fixture
def published(shelf: Shelf, index: Index) -> Published:
    return Published(shelf, index)


def missed(text: str, questions: int = 1, **changed: Any) -> Missed:
    kept = {"leaned_on": "", "entry": "", "taken": False, "handoff": questions, "none_chosen": 0, "unhelpful": 0}
    return Missed(text, questions=questions, last=DAY, **(kept | changed))


def grouped(published: Published, *each: Missed, audience: Audience = Audience.RESIDENT) -> Gaps:
    return gaps_of(each, published, audience, MOMENT)


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        ("犬の登録をしたい", "犬の登録をしたい", True),
        ("犬の登録をしたい", "イヌの登録をしたい！", True),
        ("犬の登録をしたいです", "犬の登録の方法", True),
        ("ＷｉＦｉの暗号", "WiFiの暗号", True),
        ("犬の登録をしたい", "バスの時刻表", False),
        ("犬の登録をしたい", "プールの料金", False),
    ],
)
def test_what_means_the_same_is_one_group(published: Published, one: str, other: str, together: bool) -> None:
    found = grouped(published, missed(one, 3), missed(other, 2))
    assert [gap.questions for gap in found.groups] == ([5] if together else [3, 2])


def test_a_group_has_its_counts_its_commonest_texts_and_its_last_day(published: Published) -> None:
    later = Missed("犬の登録の方法", "", "", False, 2, 0, 1, 1, date(2026, 6, 5))
    [gap] = grouped(published, missed("犬の登録をしたい", 3), later).groups
    assert (gap.questions, gap.handoff, gap.none_chosen, gap.unhelpful, gap.blanked) == (5, 3, 1, 1, 0)
    assert (gap.examples, gap.ways, gap.last) == (("犬の登録をしたい", "犬の登録の方法"), 2, date(2026, 6, 5))


def test_a_group_shows_a_few_of_its_texts(published: Published) -> None:
    texts = [f"犬の登録をしたい{'！' * number}" for number in range(MOST_EXAMPLES + 3)]
    [gap] = grouped(published, *map(missed, texts)).groups
    assert (len(gap.examples), gap.ways) == (MOST_EXAMPLES, len(texts))


def test_the_nearest_entry_and_how_it_ends_today_are_told(published: Published) -> None:
    [gap] = grouped(published, missed("住民票の写しの手数料はいくらですか")).groups
    assert gap.nearest is not None
    assert (gap.nearest.id, gap.nearest.question) == ("juminhyo", "住民票の写しはどこで取れますか")
    assert 0 < gap.nearest.confidence <= 1
    assert (gap.now, gap.section) == (Outcome.HANDOFF, "市民課")


def test_what_has_been_answered_since_is_told_so(published: Published) -> None:
    [gap] = grouped(published, missed("大きいごみを捨てたい")).groups
    assert (gap.now, gap.section) == (Outcome.ANSWERED, "ごみ対策課")


def test_a_desk_that_no_section_holds_is_named_itself(published: Published) -> None:
    [gap] = grouped(published, missed("児童手当の申請方法を教えてください")).groups
    assert gap.section == "子育て手当"


def test_residents_are_not_told_of_what_is_for_staff(published: Published) -> None:
    asked = missed("決裁者を知りたい")
    [gap] = grouped(published, asked).groups
    assert gap.nearest is None or gap.nearest.id != "kessai"
    [gap] = grouped(published, asked, audience=Audience.STAFF).groups
    assert gap.nearest is not None
    assert gap.nearest.id == "kessai"


def test_blanked_texts_are_counted_beside_the_entry_that_was_near(published: Published) -> None:
    blanked = [missed("", 4, entry="sodai"), missed("", 2, entry="sodai"), missed("", 1, entry="naku-natta")]
    first, second = grouped(published, *blanked).groups
    assert (first.questions, first.blanked, first.ways, first.examples, first.now) == (6, 6, 0, (), None)
    assert (first.nearest and first.nearest.id, first.section) == ("sodai", "ごみ対策課")
    assert (second.questions, second.nearest, second.section) == (1, None, "")


def test_a_taken_candidate_that_did_not_help_is_no_blanked_text(published: Published) -> None:
    [gap] = grouped(published, missed("", 2, entry="sodai", taken=True, handoff=0, unhelpful=2)).groups
    assert (gap.questions, gap.unhelpful, gap.blanked, gap.nearest and gap.nearest.id) == (2, 2, 0, "sodai")


def test_a_question_without_a_topic_belongs_to_the_answer_that_it_followed(published: Published) -> None:
    of_waste, of_copies = (missed("費用は？", 2, leaned_on=id) for id in ("sodai", "juminhyo"))
    found = grouped(published, of_waste, of_copies)
    assert sorted((gap.nearest.id if gap.nearest else "") for gap in found.groups) == ["juminhyo", "sodai"]


def test_groups_are_named_alike_in_every_run(published: Published) -> None:
    one = grouped(published, missed("犬の登録をしたい", 3), missed("バスの時刻表", 2))
    other = grouped(published, missed("バスの時刻表", 7), missed("犬の登録をしたい"))
    assert [gap.key for gap in one.groups] == [gap.key for gap in reversed(other.groups)]
    assert len({gap.key for gap in one.groups}) == 2


def test_texts_without_any_known_word_do_not_flow_together(published: Published) -> None:
    assert len(grouped(published, missed("＠＠＠"), missed("ｑｑｑｑ"), missed("＠＠＠")).groups) == 2


def test_what_is_too_much_is_counted_and_not_grouped(published: Published, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bot.gaps, "MOST_TEXTS", 3)
    monkeypatch.setattr(bot.gaps, "MOST_GROUPS", 2)
    texts = ["犬の登録をしたい", "バスの時刻表", "プールの料金", "図書館の本"]
    found = grouped(published, *(missed(text, 9 - at) for at, text in enumerate(texts)))
    assert [gap.questions for gap in found.groups] == [9, 8]
    assert (found.left_texts, found.left_questions, found.questions) == (2, 7 + 6, 30)


def test_nothing_missed_is_no_gap(published: Published) -> None:
    assert gaps_of([], published, Audience.RESIDENT, MOMENT) == Gaps(())
