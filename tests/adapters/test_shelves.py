"""The cities as a process serves them: the saved index is reused, new revisions arrive without a restart."""

import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from adapters.settings import Settings
from adapters.shelves import Shelves
from adapters.storage import Overtaken, PublishedContent, connect
from bot import Published
from index import Index, UnusableIndex
from knowledge import Entry, FaultyContent

CYCLING = Entry(
    "jitensha",
    "131016",
    "自転車の駐輪場を使いたいです。",
    "駅前の駐輪場を使ってください。",
    "市民窓口課",
    ("駐輪場の利用", "自転車を止めたい"),
)


@pytest.fixture
def settings(settings: Settings, database: str) -> Settings:
    """As everywhere, on both databases."""
    return settings.model_copy(update={"database_url": database})


@pytest.fixture
def content(engine: Engine) -> PublishedContent:
    return PublishedContent(engine)


@pytest.fixture
def shelves(settings: Settings, content: PublishedContent) -> Iterator[Shelves]:
    shelves = Shelves(settings.model_copy(update={"refresh_seconds": 0.1}), content)
    yield shelves
    shelves.close()


def ids(published: Published) -> set[str]:
    return {entry.id for entry in published.shelf.knowledge.entries}


def in_time(happened: Callable[[], bool], seconds: float = 5.0) -> bool:
    """Whether `happened` comes true within `seconds`."""
    end = time.monotonic() + seconds
    while not happened():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def test_every_city_of_the_content_folder_is_served_by_default(shelves: Shelves) -> None:
    assert shelves.codes == ("131016", "131024")


def test_only_the_cities_that_are_set_are_served(settings: Settings, content: PublishedContent) -> None:
    assert Shelves(settings.model_copy(update={"cities": ("131024",)}), content).codes == ("131024",)


def test_an_unknown_city_is_refused_by_name(shelves: Shelves) -> None:
    shelves.load("131024")
    with pytest.raises(LookupError, match=r"city '132012' is not served here; served: 131024"):
        shelves("132012")


def test_a_city_without_a_folder_is_refused_by_name(shelves: Shelves) -> None:
    with pytest.raises(LookupError, match=r"no city '132012' in .*; known: 131016, 131024"):
        shelves.build("132012")


def test_a_loaded_city_is_served_under_its_name(shelves: Shelves) -> None:
    shelves.load("131016")
    assert shelves.names() == {"131016": "みなと野市"}
    assert "sodai-gomi" in ids(shelves("131016"))


def builds(settings: Settings) -> set[str]:
    return {path.name for path in (settings.index_dir / "131016").iterdir() if path.is_dir()}


def test_a_build_reuses_the_saved_index(shelves: Shelves, settings: Settings) -> None:
    before, told = builds(settings), []
    shelves.build("131016", told.append)
    assert told == []
    assert builds(settings) == before


def test_a_build_anew_makes_an_index_and_says_so(shelves: Shelves, settings: Settings) -> None:
    before, told = builds(settings), []
    shelves.build("131016", told.append, anew=True)
    assert told == ["131016 みなと野市: building the index of 7 entries, 0 passages"]
    assert len(builds(settings) - before) == 1


def test_changed_content_needs_a_new_index(shelves: Shelves, content: PublishedContent) -> None:
    content.publish("131016", "駐輪場", [CYCLING])
    with pytest.raises(UnusableIndex, match="madoguchi build --city 131016"):
        shelves.load("131016")
    told: list[str] = []
    shelves.build("131016", told.append)
    assert told == ["131016 みなと野市: building the index of 8 entries, 0 passages"]
    assert "jitensha" in ids(shelves.load("131016"))


def test_a_city_that_was_never_built_says_what_to_run(settings: Settings, content: PublishedContent) -> None:
    with pytest.raises(UnusableIndex, match=r"no index of 131016 .* Run `madoguchi build --city 131016`"):
        Shelves(settings.model_copy(update={"data_dir": Path("elsewhere")}), content).load("131016")


def test_what_another_process_publishes_is_served_without_a_restart(shelves: Shelves, settings: Settings) -> None:
    shelves.load("131016")
    shelves.watch()
    other = connect(settings.database)
    revision = PublishedContent(other).publish("131016", "駐輪場", [CYCLING])
    other.dispose()
    assert in_time(lambda: shelves("131016").shelf.knowledge.revision == revision)
    served = shelves("131016")
    assert "jitensha" in ids(served)
    assert [hit.id for hit in served.index.search("駐輪場の利用").entries[:1]] == ["jitensha"]


def test_the_other_cities_are_left_as_they_are(shelves: Shelves, content: PublishedContent) -> None:
    shelves.load("131016")
    neighbour = shelves.load("131024")
    shelves.watch()
    content.publish("131016", "駐輪場", [CYCLING])
    assert in_time(lambda: "jitensha" in ids(shelves("131016")))
    assert shelves("131024") is neighbour


def test_a_rebuild_that_fails_keeps_the_old_revision_until_it_can_succeed(
    shelves: Shelves, settings: Settings, content: PublishedContent, caplog: pytest.LogCaptureFixture
) -> None:
    old = shelves.load("131016")
    city = settings.content_dir / "131016" / "city.toml"
    sound = city.read_text(encoding="utf-8")
    city.write_text(sound.replace('"131016"', '"999999"'), encoding="utf-8")
    with pytest.raises(FaultyContent):
        shelves.knowledge("131016")
    shelves.watch()
    content.publish("131016", "駐輪場", [CYCLING])
    assert in_time(lambda: "the old one stays in force" in caplog.text)
    assert shelves("131016") is old
    city.write_text(sound, encoding="utf-8")
    assert in_time(lambda: "jitensha" in ids(shelves("131016")))


def test_a_question_meanwhile_sees_either_revision_whole(shelves: Shelves, content: PublishedContent) -> None:
    """Entries and index are swapped together: nothing is found that the shelf does not hold."""
    shelves.load("131016")
    shelves.watch()
    revision = 1
    for number in range(3):
        revision = content.publish("131016", "駐輪場", [replace(CYCLING, id=f"jitensha-{number}")])
    unknown = []
    end = time.monotonic() + 20
    while shelves("131016").shelf.knowledge.revision != revision and time.monotonic() < end:
        served = shelves("131016")
        unknown += [hit.id for hit in served.index.search("駐輪場の利用").entries if hit.id not in ids(served)]
    assert shelves("131016").shelf.knowledge.revision == revision
    assert unknown == []


def test_what_is_published_is_built_and_checked_first(shelves: Shelves, settings: Settings) -> None:
    """The index is saved by the time that anybody sees the revision; nobody builds it a second time."""
    told: list[str] = []
    assert shelves.publish("131016", "駐輪場", [CYCLING], progress=told.append) == 2
    assert "jitensha" in ids(shelves.load("131016"))
    assert shelves.restore("131016", 1, "誤りのため", told.append) == 3
    assert "jitensha" not in ids(shelves.load("131016"))
    assert told == [f"131016 みなと野市: building the index of {count} entries, 0 passages" for count in (8, 7)]


def test_what_cannot_be_built_is_not_published(
    shelves: Shelves, settings: Settings, content: PublishedContent, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = builds(settings)
    monkeypatch.setattr("adapters.shelves.Index.build", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        shelves.publish("131016", "駐輪場", [CYCLING])
    assert content.revision("131016") == 1
    assert builds(settings) == before


def test_what_cannot_be_published_leaves_the_saved_index(
    shelves: Shelves, settings: Settings, content: PublishedContent
) -> None:
    content.publish("131016", "別の人", [CYCLING])
    shelves.build("131016")
    before = builds(settings)
    with pytest.raises(Overtaken):
        shelves.publish("131016", "駐輪場", [replace(CYCLING, answer="直したもの")], based_on=1)
    assert builds(settings) == before


@pytest.mark.parametrize("revision", [0, 2])
def test_nothing_is_built_for_a_revision_that_never_was(shelves: Shelves, settings: Settings, revision: int) -> None:
    before = builds(settings)
    with pytest.raises(LookupError, match=f"131016 has no revision {revision}; it has 1 to 1"):
        shelves.restore("131016", revision, "")
    assert builds(settings) == before


def test_of_two_processes_one_builds_and_the_other_takes_what_it_saved(
    settings: Settings, content: PublishedContent, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    both = [Shelves(settings.model_copy(update={"refresh_seconds": 0.1}), content) for _ in range(2)]
    for shelves in both:
        shelves.load("131016")
        shelves.watch()
    content.publish("131016", "駐輪場", [CYCLING])
    assert in_time(lambda: all("jitensha" in ids(shelves("131016")) for shelves in both))
    for shelves in both:
        shelves.close()
    assert caplog.text.count("building the index of 8 entries") == 1


def test_what_is_restored_is_served_without_a_restart(shelves: Shelves, content: PublishedContent) -> None:
    content.publish("131016", "駐輪場", [CYCLING])
    shelves.build("131016")
    shelves.watch()
    content.restore("131016", 1, "誤りのため")
    assert in_time(lambda: shelves("131016").shelf.knowledge.revision == 3)
    assert "jitensha" not in ids(shelves("131016"))


def test_an_index_that_does_not_find_what_it_holds_is_not_used(
    shelves: Shelves, settings: Settings, content: PublishedContent, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, before = shelves.load("131016"), builds(settings)
    content.publish("131016", "駐輪場", [CYCLING])
    build = Index.build
    monkeypatch.setattr(
        Index, "build", lambda knowledge, wanted: build(replace(knowledge, entries=knowledge.entries[:-1]), wanted)
    )
    with pytest.raises(
        UnusableIndex, match="does not find 'jitensha' by its own question '自転車の駐輪場を使いたいです。'"
    ):
        shelves.build("131016")
    assert shelves("131016") is old
    assert builds(settings) == before


def test_a_revision_that_cannot_be_built_is_tried_again_ever_more_seldom(
    shelves: Shelves, content: PublishedContent, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelves.load("131016")
    tries: list[float] = []

    def fail(*_: object) -> Index:
        tries.append(time.monotonic())
        raise MemoryError

    monkeypatch.setattr(Index, "build", fail)
    content.publish("131016", "駐輪場", [CYCLING])
    shelves.watch()
    assert in_time(lambda: len(tries) == 4)
    pauses = [later - earlier for earlier, later in pairwise(tries)]
    assert [round(pause, 1) >= least for pause, least in zip(pauses, (0.2, 0.4, 0.8), strict=True)] == [True] * 3


def test_a_database_that_is_away_is_told_once_and_looked_for_again(
    shelves: Shelves, content: PublishedContent, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    shelves.load("131016")
    with monkeypatch.context() as away:

        def fail(*_: object) -> dict[str, int]:
            raise OperationalError("SELECT", {}, Exception("connection refused"))

        away.setattr(content, "revisions", fail)
        shelves.watch()
        time.sleep(0.5)
    content.publish("131016", "駐輪場", [CYCLING])
    assert in_time(lambda: "jitensha" in ids(shelves("131016")))
    assert caplog.text.count("no new revisions are seen") == 1


def test_a_closed_shelf_looks_no_more(shelves: Shelves, content: PublishedContent) -> None:
    old = shelves.load("131016")
    shelves.watch()
    shelves.close()
    content.publish("131016", "駐輪場", [CYCLING])
    time.sleep(0.4)
    assert shelves("131016") is old
