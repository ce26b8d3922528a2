"""Drafts of entries: kept until somebody publishes one or gives it back, and never written over unseen."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import Engine, select

from adapters.storage import DraftState, EntryDrafts, Overtaken
from adapters.storage.tables import entry_drafts
from knowledge import Audience, Entry, Source

CITY = "131016"
GOMI = Entry("gomi", CITY, "ごみの日は", "月曜", "清掃課", ("燃やすごみ", "葛󠄀城📚\n二行"), Audience.STAFF)
HON = Entry("hon", CITY, "本は", "図書館", "図書館", source=(Source("規則", "第5条"),))


@pytest.fixture
def drafts(engine: Engine) -> Callable[[str], EntryDrafts]:
    return lambda who: EntryDrafts(engine, who)


def test_a_draft_is_kept_with_who_wrote_it_on_what(drafts: Callable[[str], EntryDrafts]) -> None:
    drafts("sato").save(CITY, [(GOMI, 0), (HON, 0)], based_on=4)
    first, second = drafts("mori").waiting(CITY)
    assert (first.entry, second.entry) == (GOMI, HON)
    assert (first.version, first.based_on, first.who, first.state) == (1, 4, "sato", DraftState.DRAFT)
    assert (first.judge, first.why) == ("", "")
    assert drafts("mori").waiting("131024") == []


def test_a_draft_is_written_over_by_whoever_has_seen_it(drafts: Callable[[str], EntryDrafts]) -> None:
    drafts("sato").save(CITY, [(GOMI, 0)], 4)
    newer = replace(GOMI, answer="火曜")
    drafts("mori").save(CITY, [(newer, 1)], 5)
    draft = drafts("").get(CITY, "gomi")
    assert (draft.entry, draft.version, draft.who, draft.based_on) == (newer, 2, "mori", 5)


@pytest.mark.parametrize("seen", [0, 2])
def test_a_draft_that_was_not_seen_is_not_written_over(drafts: Callable[[str], EntryDrafts], seen: int) -> None:
    drafts("sato").save(CITY, [(GOMI, 0)], 4)
    with pytest.raises(Overtaken, match="the draft 'gomi' was changed meanwhile by sato"):
        drafts("mori").save(CITY, [(HON, 0), (replace(GOMI, answer="火曜"), seen)], 4)
    assert [draft.entry for draft in drafts("").waiting(CITY)] == [GOMI]  # the other one was not kept either


def test_a_draft_is_given_back_with_a_reason_and_waits_again_when_it_is_mended(
    drafts: Callable[[str], EntryDrafts],
) -> None:
    drafts("sato").save(CITY, [(GOMI, 0)], 4)
    drafts("mori").give_back(drafts("").get(CITY, "gomi"), "根拠がありません")
    given = drafts("").get(CITY, "gomi")
    assert (given.state, given.judge, given.why, given.who) == (DraftState.RETURNED, "mori", "根拠がありません", "sato")
    drafts("sato").save(CITY, [(GOMI, given.version)], 4)
    again = drafts("").get(CITY, "gomi")
    assert (again.state, again.judge, again.why, again.version) == (DraftState.DRAFT, "", "", 3)


@pytest.mark.parametrize("why", ["", " \n"])
def test_giving_back_needs_a_reason(drafts: Callable[[str], EntryDrafts], why: str) -> None:
    drafts("sato").save(CITY, [(GOMI, 0)], 4)
    with pytest.raises(ValueError, match="needs a reason"):
        drafts("mori").give_back(drafts("").get(CITY, "gomi"), why)


def test_a_published_draft_waits_no_more_and_leaves_room_for_the_next(
    engine: Engine, drafts: Callable[[str], EntryDrafts]
) -> None:
    drafts("sato").save(CITY, [(GOMI, 0)], 4)
    drafts("mori").settle(drafts("").get(CITY, "gomi"), "revision 5")
    assert drafts("").waiting(CITY) == []
    with engine.connect() as connection:
        [row] = connection.execute(select(entry_drafts))
    assert (row.state, row.who, row.judge, row.why) == ("published", "sato", "mori", "revision 5")
    drafts("sato").save(CITY, [(replace(GOMI, answer="水曜"), 0)], 5)
    assert drafts("").get(CITY, "gomi").entry.answer == "水曜"


def test_a_judgement_on_what_was_changed_meanwhile_is_refused(drafts: Callable[[str], EntryDrafts]) -> None:
    drafts("sato").save(CITY, [(GOMI, 0)], 4)
    seen = drafts("mori").get(CITY, "gomi")
    drafts("sato").save(CITY, [(replace(GOMI, answer="火曜"), 1)], 4)
    for judge in (drafts("mori").settle, lambda draft: drafts("mori").give_back(draft, "理由")):
        with pytest.raises(Overtaken):
            judge(seen)


def test_a_draft_that_there_is_not_is_named(drafts: Callable[[str], EntryDrafts]) -> None:
    with pytest.raises(LookupError, match="131016 has no draft 'gomi'"):
        drafts("").get(CITY, "gomi")
