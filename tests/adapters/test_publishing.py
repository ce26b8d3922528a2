"""Drafts on their way to what answers: together where they were written on one revision, and each only once."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import Engine

from adapters.publishing import publish_drafts
from adapters.settings import Settings
from adapters.shelves import Shelves
from adapters.storage import DraftState, EntryDrafts, Overtaken, PublishedContent, entry_history
from knowledge import Entry

CITY = "131016"


@pytest.fixture
def shelves(settings: Settings, engine: Engine) -> Iterator[Shelves]:
    shelves = Shelves(settings, PublishedContent(engine))
    shelves.load(CITY)
    yield shelves
    shelves.close()


def entry(shelves: Shelves, id: str, answer: str) -> Entry:
    known = {each.id: each for each in shelves.knowledge(CITY).entries}
    return replace(known[id], answer=answer)


def test_drafts_of_one_revision_go_together_in_the_name_of_who_publishes(shelves: Shelves, engine: Engine) -> None:
    sato, mori = EntryDrafts(engine, "sato"), EntryDrafts(engine, "mori")
    both = [entry(shelves, "sodai-gomi", "駅前で。"), entry(shelves, "toshokan-card", "本館で。")]
    sato.save(CITY, [(each, 0) for each in both], 1)
    [released] = publish_drafts(shelves, mori, mori.waiting(CITY), who="mori")
    assert (released.revision, len(released.drafts)) == (2, 2)
    assert mori.waiting(CITY) == []
    newest, first = entry_history(engine, CITY, "sodai-gomi")
    assert (newest.revision, newest.who, newest.why) == (2, "mori", "drafts of sato")
    assert newest.entry == both[0]
    assert first.revision == 1
    assert first.entry is not None
    assert "清掃課に申し込んで" in first.entry.answer


def test_a_draft_on_what_somebody_else_has_published_since_is_refused_and_waits_on(
    shelves: Shelves, engine: Engine
) -> None:
    drafts = EntryDrafts(engine, "sato")
    drafts.save(CITY, [(entry(shelves, "sodai-gomi", "駅前で。"), 0)], 1)
    shelves.publish(CITY, "表から", [entry(shelves, "sodai-gomi", "公園で。")])
    with pytest.raises(Overtaken):
        list(publish_drafts(shelves, drafts, drafts.waiting(CITY)))
    assert drafts.get(CITY, "sodai-gomi").state is DraftState.DRAFT
    assert PublishedContent(engine).revision(CITY) == 2


def test_what_is_withdrawn_waits_no_more_and_leaves_room_for_the_next(shelves: Shelves, engine: Engine) -> None:
    drafts = EntryDrafts(engine, "sato")
    drafts.save(CITY, [(entry(shelves, "sodai-gomi", "駅前で。"), 0)], 1)
    drafts.withdraw(drafts.get(CITY, "sodai-gomi"))
    assert drafts.waiting(CITY) == []
    drafts.save(CITY, [(entry(shelves, "sodai-gomi", "公園で。"), 0)], 1)
    assert drafts.get(CITY, "sodai-gomi").entry.answer == "公園で。"


def test_an_entry_that_was_taken_away_is_in_the_history_as_nothing(shelves: Shelves, engine: Engine) -> None:
    shelves.publish(CITY, "やめる", without=["sodai-gomi"])
    gone, before = entry_history(engine, CITY, "sodai-gomi")
    assert (gone.entry, gone.why) == (None, "やめる")
    assert before.entry is not None
    assert entry_history(engine, CITY, "naijitsu") == []
