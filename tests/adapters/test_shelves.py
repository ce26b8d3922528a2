"""The cities as a process serves them: the saved index is reused, new revisions arrive without a restart."""

import logging
import re
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.exc import OperationalError

from adapters.release import release
from adapters.settings import Settings
from adapters.shelves import Shelves
from adapters.storage import Overtaken, PublishedContent, connect
from adapters.storage.shipped import Change, Kind
from adapters.storage.tables import entry_revisions
from bot import Published
from index import Index, UnusableIndex
from knowledge import Entry, FaultyContent, Knowledge, load_common

CYCLING = Entry(
    "jitensha",
    "131016",
    "自転車の駐輪場を使いたいです。",
    "駅前の駐輪場を使ってください。",
    "市民窓口課",
    ("駐輪場の利用", "自転車を止めたい"),
)

COMMON_ENTRY = """
- id: tenshutsu
  category: くらし/ごみ
  question: 転出届はいつ出しますか。
  phrasings: [引っ越しで市を出る]
  answer: 引っ越しの前に出してください。
  section: 住民登録
  source: [{title: 住民基本台帳法, place: 第24条}]
"""


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


def in_time(happened: Callable[[], bool], seconds: float = 60.0) -> bool:
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
    end = time.monotonic() + 60
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


def test_thresholds_are_measured_aside_so_that_the_next_publication_is_seen(
    shelves: Shelves, content: PublishedContent, monkeypatch: pytest.MonkeyPatch
) -> None:
    measuring, over = threading.Event(), threading.Event()

    def measure(*_: object) -> None:
        measuring.set()
        assert over.wait(60)

    shelves.load("131016")
    monkeypatch.setattr("adapters.calibrations.ensure", measure)
    shelves.watch()
    content.publish("131016", "駐輪場", [CYCLING])
    assert measuring.wait(60)
    content.publish("131016", "駐輪場の直し", [replace(CYCLING, answer="西口にもあります。")])
    assert in_time(lambda: shelves("131016").shelf.knowledge.revision == 3)
    over.set()


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

    def without_it(knowledge: Knowledge, *wanted: Any) -> Index:
        others = tuple(entry for entry in knowledge.entries if entry.id != "jitensha")
        return build(replace(knowledge, entries=others), *wanted)

    monkeypatch.setattr(Index, "build", without_it)
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


class TestWhatShips:
    """It is loaded when a city begins; from then on the database holds it."""

    def test_it_is_loaded_once_as_revision_1_with_who_and_why(
        self, shelves: Shelves, content: PublishedContent
    ) -> None:
        assert content.history("131016") == []
        for _ in range(2):
            assert shelves.knowledge("131016").revision == 1
        [first] = content.history("131016")
        assert (first.revision, first.restores) == (1, None)
        assert re.fullmatch(r"loaded from the shipped content of Madoguchi .*", first.why)
        assert content.history("131024") == []

    def test_a_city_whose_files_change_afterwards_stays_as_it_was(self, shelves: Shelves, settings: Settings) -> None:
        before = shelves.knowledge("131016")
        file = settings.content_dir / "131016" / "entries" / "kurashi.yaml"
        file.write_text(
            file.read_text(encoding="utf-8").replace("清掃課に申し込んで", "どこかに申し込んで"), encoding="utf-8"
        )
        assert shelves.knowledge("131016") == before
        file.write_text("- id: [", encoding="utf-8")
        assert shelves.knowledge("131016") == before

    def test_common_entries_stay_with_the_release(self, shelves: Shelves, settings: Settings) -> None:
        """A law changes, a new release says so, and no city has to do anything but build."""
        shelves.knowledge("131016")
        (settings.content_dir / "common" / "entries").mkdir()
        (settings.content_dir / "common" / "entries" / "law.yaml").write_text(COMMON_ENTRY, encoding="utf-8")
        assert "tenshutsu" in {entry.id for entry in shelves.knowledge("131016").entries}

    def test_a_citys_entry_keeps_the_ways_of_asking_that_the_common_one_has(
        self, shelves: Shelves, settings: Settings, content: PublishedContent
    ) -> None:
        (settings.content_dir / "common" / "entries").mkdir()
        (settings.content_dir / "common" / "entries" / "law.yaml").write_text(COMMON_ENTRY, encoding="utf-8")
        shelves.knowledge("131016")
        ours = Entry("tenshutsu", "131016", "転出するときは。", "市民窓口課へ。", "市民窓口課", ("市外へ出る",))
        content.publish("131016", "市の案内", [ours])
        [entry] = [entry for entry in shelves.knowledge("131016").entries if entry.id == "tenshutsu"]
        assert entry.phrasings == ("市外へ出る", "転出届はいつ出しますか。", "引っ越しで市を出る")

    def test_faulty_files_are_not_loaded_and_nothing_is_half_there(
        self, shelves: Shelves, settings: Settings, content: PublishedContent
    ) -> None:
        file = settings.content_dir / "131016" / "entries" / "kurashi.yaml"
        sound = file.read_text(encoding="utf-8")
        file.write_text(sound + "\n- id: broken\n", encoding="utf-8")
        with pytest.raises(FaultyContent):
            shelves.knowledge("131016")
        assert content.history("131016") == []
        file.write_text(sound, encoding="utf-8")
        assert len(shelves.knowledge("131016").entries) == 7

    def test_processes_that_start_together_load_it_once(self, settings: Settings) -> None:
        together = threading.Barrier(4)

        def begin(_: int) -> int:
            engine = connect(settings.database)
            together.wait()
            try:
                return len(Shelves(settings, PublishedContent(engine)).knowledge("131016").entries)
            finally:
                engine.dispose()

        connect(settings.database).dispose()
        with ThreadPoolExecutor(4) as threads:
            assert list(threads.map(begin, range(4))) == [7] * 4
        engine = connect(settings.database)
        with engine.connect() as connection:
            rows = connection.execute(select(entry_revisions.c.id, entry_revisions.c.revision)).all()
        engine.dispose()
        assert (len(rows), {row.revision for row in rows}) == (7, {1})

    def test_a_database_from_before_keeps_its_revisions_and_what_they_held(
        self, shelves: Shelves, content: PublishedContent
    ) -> None:
        """The city published two entries, one in place of what ships, and took both back; the program was renewed then."""
        ours = replace(CYCLING, id="sodai-gomi", answer="市が直した案内")
        content.publish("131016", "二つ", [CYCLING, ours])
        content.restore("131016", 1, "誤りのため")

        def answers(revision: int) -> dict[str, str]:
            known = content.on_top_of(load_common("131016", shelves._settings.content_dir), revision)
            return {entry.id: entry.answer for entry in known.entries}

        assert shelves.knowledge("131016").revision == 3
        assert [len(answers(revision)) for revision in (1, 2, 3)] == [7, 8, 7]
        assert answers(2)["sodai-gomi"] == "市が直した案内"
        assert answers(3) == answers(1)
        assert answers(3)["sodai-gomi"].startswith("粗大ごみは、清掃課に")

    def test_changes_of_the_files_are_shown_and_published_but_for_what_the_city_changed_itself(
        self, shelves: Shelves, settings: Settings, content: PublishedContent
    ) -> None:
        shelves.knowledge("131016")
        assert shelves.shipped_changes("131016") == []
        [ours] = [entry for entry in shelves.knowledge("131016").entries if entry.id == "toshokan-card"]
        content.publish("131016", "市の直し", [replace(ours, answer="市が直した案内")])
        assert shelves.shipped_changes("131016") == []
        file = settings.content_dir / "131016" / "entries" / "kurashi.yaml"
        text = (
            file.read_text(encoding="utf-8")
            .replace("清掃課に申し込んで", "清掃課に電話して")
            .replace("本人確認書類を", "身分証を")
        )
        text = text.split("- id: natsu-pool")[0] + COMMON_ENTRY
        file.write_text(text, encoding="utf-8")
        changes = shelves.shipped_changes("131016")
        assert changes == [
            Change("natsu-pool", Kind.GONE, contested=False),
            Change("sodai-gomi", Kind.CHANGED, contested=False),
            Change("tenshutsu", Kind.NEW, contested=False),
            Change("toshokan-card", Kind.CHANGED, contested=True),
        ]
        assert shelves.publish_shipped("131016", "", changes[:3], 2) == 3
        answers = {entry.id: entry.answer for entry in shelves.load("131016").shelf.knowledge.entries}
        assert "natsu-pool" not in answers
        assert "清掃課に電話して" in answers["sodai-gomi"]
        assert (answers["tenshutsu"], answers["toshokan-card"]) == ("引っ越しの前に出してください。", "市が直した案内")
        assert shelves.shipped_changes("131016") == changes[3:]
        assert shelves.publish_shipped("131016", "館長の指示", changes[3:], 3) == 4
        assert shelves.shipped_changes("131016") == []
        assert [(each.revision, each.why, each.shipped) for each in content.history("131016")][:3] == [
            (4, "館長の指示", True),
            (3, f"changes of the shipped content of {release()}", True),
            (2, "市の直し", False),
        ]
