"""Everything that the shipped cities can say fits LINE's limits."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

import pytest

from adapters.line.limits import message_breaches
from adapters.line.listing import ALL
from adapters.line.menu import tabs_for
from adapters.line.menu_limits import menu_breaches
from adapters.line.render import EASY, Renderer
from adapters.line.rendered import Rendered
from bot import Outcome, Question, Reply, Shelf, UnknownChoice, chosen
from knowledge import TOKYO, load_knowledge, shipped_cities

AT = datetime(2026, 11, 26, 10, tzinfo=TOKYO)


@pytest.fixture(scope="module", params=shipped_cities())
def renderer(request: pytest.FixtureRequest) -> Renderer:
    return Renderer(Shelf(load_knowledge(request.param)), AT)


def replies(renderer: Renderer) -> Iterator[Reply]:
    """The reply of every entry that residents may see, and of every crisis."""
    knowledge = renderer.shelf.knowledge
    for crisis in knowledge.crises:
        yield Reply(Outcome.CRISIS, crisis.text, helplines=crisis.helplines)
    for entry in knowledge.entries:
        try:
            reply = chosen(Question(knowledge.city.code, "", AT, choice=entry.id), renderer.shelf)
        except UnknownChoice:  # for staff only
            continue
        yield replace(reply, id="f" * 32)


def lists(renderer: Renderer) -> Iterator[Rendered]:
    """Every list of categories and entries, page by page."""
    yield renderer.greeting()
    waiting, seen = [ALL], set[str]()
    while waiting:
        seen.add(id := waiting.pop())
        shown = renderer.category(id)
        yield shown
        further = {data.removeprefix("mdg1:category:") for data in shown.numbered if data.startswith("mdg1:category:")}
        waiting += further - seen - set(waiting)


def test_every_reply_fits(renderer: Renderer) -> None:
    rendered = [renderer.reply(reply) for reply in replies(renderer)]
    assert len(rendered) > 500
    assert [breach for shown in rendered for breach in message_breaches(list(shown.messages))] == []


def test_every_answer_in_easy_japanese_fits(renderer: Renderer) -> None:
    ids = [entry.id + EASY for entry in renderer.shelf.knowledge.entries if entry.easy_answer]
    assert ids
    shown = [each for each in map(renderer.more, ids) if each]
    assert [breach for each in shown for breach in message_breaches(list(each.messages))] == []


def test_every_list_fits_and_every_entry_is_on_one(renderer: Renderer) -> None:
    shown = list(lists(renderer))
    assert [breach for each in shown for breach in message_breaches(list(each.messages))] == []
    listed = {data for each in shown for data in each.numbered if data.startswith("mdg1:choice:")}
    entries = {
        f"mdg1:choice:{choice.id}" for branch in renderer.tree for part in branch.parts for choice in part.choices
    }
    assert listed == entries


def test_the_rich_menu_fits_and_shows_every_category(renderer: Renderer) -> None:
    tabs = tabs_for(renderer.shelf.knowledge.city.code, renderer.tree)
    assert [breach for tab in tabs for breach in menu_breaches(tab.body())] == []
    assert [tile.name for tab in tabs for tile in tab.tiles] == [branch.name for branch in renderer.tree]
