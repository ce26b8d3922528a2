"""Calibrations on disk: made once for a content and an encoder, used for no other."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from adapters import calibrations
from adapters.settings import Settings
from adapters.shelves import Shelves
from adapters.storage import PublishedContent
from bot import Shelf
from bot.calibration import FEWEST_ENTRIES, Calibration, Point
from bot.decide import Policy
from index import Index
from knowledge import Entry

Things = tuple[Entry, ...]
CURVE = (Point(0.5, 0.7, 0.2, 0.9), Point(0.8, 0.6, 0.03, 0.7))
KEPT = Calibration(0.8, -0.2, 0.31, CURVE, 1_200)


@pytest.fixture
def content(engine: object) -> PublishedContent:
    return PublishedContent(engine)  # type: ignore[arg-type]


@pytest.fixture
def database(workplace: Path) -> str:
    """Which database it is does not matter here."""
    return f"sqlite:///{workplace / 'var' / 'madoguchi.sqlite3'}"


@pytest.fixture
def shelves(settings: Settings, content: PublishedContent) -> Shelves:
    return Shelves(settings, content)


@pytest.fixture
def index(shelves: Shelves) -> Index:
    return shelves.load("131016").index


def kept(settings: Settings) -> Path:
    return settings.index_dir / "131016" / "calibration.json"


def test_what_is_written_is_read(settings: Settings, index: Index) -> None:
    calibrations.write(KEPT, settings.index_dir, "131016", index)
    assert calibrations.read(settings.index_dir, "131016", index) == KEPT


def test_the_file_says_for_what_it_was_made(settings: Settings, index: Index) -> None:
    calibrations.write(KEPT, settings.index_dir, "131016", index)
    manifest = json.loads(kept(settings).read_text(encoding="utf-8"))
    assert {key: manifest[key] for key in ("content", "encoder")} == {
        "content": index.digest,
        "encoder": index.encoder.name,
    }
    assert manifest["calibration"]["curve"][1] == {"threshold": 0.8, "right": 0.6, "wrong": 0.03, "answered": 0.7}


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace('"content": "', '"content": "0'),
        lambda text: text.replace("static-ja", "another"),
        lambda text: text.replace('"format": ', '"format": 9'),
        lambda text: text.replace('"slope"', '"incline"'),
        lambda text: text[: len(text) // 2],
        lambda text: "[]",
        lambda text: "",
    ],
)
def test_what_does_not_fit_or_is_damaged_is_not_used(
    change: Callable[[str], str], settings: Settings, index: Index
) -> None:
    calibrations.write(KEPT, settings.index_dir, "131016", index)
    kept(settings).write_text(change(kept(settings).read_text(encoding="utf-8")), encoding="utf-8")
    assert calibrations.read(settings.index_dir, "131016", index) is None


def test_a_city_with_few_entries_keeps_the_defaults(shelves: Shelves, settings: Settings) -> None:
    published = shelves.build("131016")
    assert len(published.shelf.knowledge.entries) < FEWEST_ENTRIES
    assert published.policy == Policy()
    assert not kept(settings).exists()
    assert calibrations.measure(published.shelf, published.index) == (None, [])


def test_a_build_calibrates_once_and_its_thresholds_are_used(
    shelves: Shelves, settings: Settings, content: PublishedContent, lost_things: Things
) -> None:
    shelves.publish("131016", "忘れ物", lost_things)
    published = shelves.build("131016")
    calibration = calibrations.read(settings.index_dir, "131016", published.index)
    assert calibration is not None
    assert published.policy == calibration.policy(settings.wrong_answers)
    before = kept(settings).stat().st_mtime_ns
    assert Shelves(settings, content).build("131016").policy == published.policy
    assert kept(settings).stat().st_mtime_ns == before


def test_another_target_needs_no_new_calibration(
    shelves: Shelves, settings: Settings, content: PublishedContent, lost_things: Things
) -> None:
    shelves.publish("131016", "忘れ物", lost_things)
    index = shelves.load("131016").index
    calibrations.write(KEPT, settings.index_dir, "131016", index)
    answers = {
        target: Shelves(settings.model_copy(update={"wrong_answers": target}), content).load("131016").policy.answer
        for target in (0.25, 0.05)
    }
    assert answers == {0.25: 0.5, 0.05: 0.8}  # 20 of 90 and 3 of 63 wrong


def test_until_new_content_is_calibrated_the_old_thresholds_hold(
    shelves: Shelves, settings: Settings, monkeypatch: pytest.MonkeyPatch, lost_things: Things
) -> None:
    shelves.publish("131016", "忘れ物", lost_things)
    calibrations.write(KEPT, settings.index_dir, "131016", shelves.load("131016").index)
    before = shelves.load("131016").policy
    assert before == KEPT.policy(settings.wrong_answers)
    monkeypatch.setattr(calibrations, "measure", lambda *_: (None, []))
    shelves.publish("131016", "傘", [replace(lost_things[0], answer="傘は市役所で預かっています。")])
    assert shelves.build("131016").policy == before


def test_measuring_says_what_it_rests_on(shelves: Shelves, lost_things: Things) -> None:
    shelves.publish("131016", "忘れ物", lost_things)
    published = shelves.load("131016")
    calibration, trials = calibrations.measure(Shelf(published.shelf.knowledge), published.index, most=10)
    assert calibration is not None
    assert calibration.questions == len(trials) <= 10 * 3
