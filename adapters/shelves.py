"""The cities as this process serves them: knowledge with its index, refreshed when something is published."""

import fcntl
import logging
import threading
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from adapters import calibrations
from adapters.release import release
from adapters.settings import Settings
from adapters.storage import PublishedContent
from adapters.storage.shipped import Change, Kind, ShippedContent
from adapters.trial import refuse_blind
from bot import Published, Shelf
from index import Index, UnusableIndex, known_analyses, load, remembering, save
from knowledge import (
    COMMON,
    Entry,
    Knowledge,
    Plan,
    load_common,
    load_knowledge,
    load_own,
    shipped_cities,
)

log = logging.getLogger(__name__)
LONGEST_PAUSE = 60.0  # seconds before a revision that could not be built is tried again
Progress = Callable[[str], None]


class Shelves:
    """Looks a city up by its code. A new revision is built aside and swapped in whole; requests never wait for it."""

    def __init__(self, settings: Settings, content: PublishedContent) -> None:
        # As long as it runs it keeps to its folder, wherever the process goes.
        self._settings = settings.model_copy(update={"data_dir": settings.data_dir.absolute()})
        self._content = content
        self._shipped = ShippedContent(content.engine, content.who)
        self._cities: dict[str, Published] = {}
        self._read: dict[str, tuple[object, Knowledge]] = {}  # what is common, as the files were when it was read
        self._failures: dict[str, int] = {}  # how often the newest revision of a city could not be built
        self._not_before: dict[str, float] = {}  # when to try it again
        self._reasons: dict[str, str] = {}  # why it could not be built
        self._stop = threading.Event()
        self._watcher: threading.Thread | None = None

    @property
    def codes(self) -> tuple[str, ...]:
        codes = self._settings.cities or shipped_cities(self._settings.content_dir)
        if not codes:
            folder = self._settings.content_dir
            raise LookupError(f"no city in {folder}. Set MADOGUCHI_CONTENT_DIR to a folder with CODE/city.toml.")
        return codes

    def __call__(self, code: str) -> Published:
        try:
            return self._cities[code]
        except KeyError:
            served = ", ".join(self._cities) or "none"
            raise LookupError(f"city {code!r} is not served here; served: {served}") from None

    def names(self) -> dict[str, str]:
        return {code: published.shelf.knowledge.city.name for code, published in self._cities.items()}

    def behind(self) -> dict[str, str]:
        """The cities whose newest revision could not be put in force, with the reason; an older one answers meanwhile."""
        return dict(self._reasons)

    def knowledge(self, code: str) -> Knowledge:
        """The published knowledge of `code`; what ships of it is loaded first, once. Raises LookupError or FaultyContent."""
        return self._content.on_top_of(self.common(code))

    def build(self, code: str, progress: Progress = lambda _: None, *, anew: bool = False) -> Published:
        """The city with its saved index where that still fits (unless `anew`), else with a new one, which is saved.

        Raises UnusableIndex when the new index does not find what it holds; then the old one stays.
        """
        self._put_in_force(code, progress, anew=anew)
        self._measure(code)
        return self._cities[code]

    def publish(
        self,
        code: str,
        why: str,
        entries: Sequence[Entry] = (),
        plans: Sequence[Plan] = (),
        *,
        without: Collection[str] = (),
        shipped: bool = False,
        based_on: int | None = None,
        who: str = "",
        progress: Progress = lambda _: None,
    ) -> int:
        """Publish, as PublishedContent.publish does, once the index is built and checked; the new revision.

        `who`: in whose name, where it is not that of these shelves. The processes of this machine then find the index
        ready. Where it cannot be built, nothing is published.
        """
        content = self._content.named(who) if who else self._content
        after = self._content.preview(self.common(code), entries, plans, without)
        with self._ready(after, progress) as index:
            published = content.publish(code, why, entries, plans, without=without, shipped=shipped, based_on=based_on)
        if not self._watcher:  # who watches calibrates aside, as soon as the revision is seen
            self._calibrate(after, index)
        return published

    def shipped_changes(self, code: str) -> list[Change]:
        """What the files of `code` have otherwise than when they were last loaded, and the city has not yet."""
        revision = self.knowledge(code).revision
        return self._shipped.changes(code, load_own(code, self._settings.content_dir), revision)

    def publish_shipped(
        self, code: str, why: str, changes: Sequence[Change], based_on: int, progress: Progress = lambda _: None
    ) -> int:
        """Publish `changes`, seen at revision `based_on`, as the files have them; the new revision.

        Raises Overtaken where the city changed one of them meanwhile.
        """
        own, ids = load_own(code, self._settings.content_dir), {change.id for change in changes}
        return self.publish(
            code,
            why or f"changes of the shipped content of {release()}",
            [entry for entry in own.entries if entry.id in ids],
            [plan for plan in own.plans if plan.id in ids],
            without={change.id for change in changes if change.kind is Kind.GONE},
            shipped=True,
            based_on=based_on,
            progress=progress,
        )

    def restore(self, code: str, revision: int, why: str, progress: Progress = lambda _: None) -> int:
        """Restore, as PublishedContent.restore does, once the index is built and checked; the new revision."""
        after = self._content.on_top_of(self.common(code), revision)
        with self._ready(after, progress) as index:
            restored = self._content.restore(code, revision, why)
        self._calibrate(after, index)
        return restored

    def load(self, code: str) -> Published:
        """The city with its saved index. Raises UnusableIndex where there is none that fits."""
        knowledge = self.knowledge(code)
        settings = self._settings
        index = load(settings.index_dir, code, knowledge.lexicon, knowledge.digest(), settings.encoder_settings)
        self._cities[code] = self._published(knowledge, index)
        return self._cities[code]

    def watch(self) -> None:
        """Look for new revisions in the background until `close`."""
        self._watcher = threading.Thread(target=self._refresh, name="shelves", daemon=True)
        self._watcher.start()

    def close(self) -> None:
        self._stop.set()
        if self._watcher:
            self._watcher.join(timeout=10)

    def common(self, code: str) -> Knowledge:
        """What is common to all cities, with the settings of `code`; from here on the database holds what ships of it."""
        folder = self._settings.content_dir
        if not self._shipped.holds(code):
            load_knowledge(code, folder)  # names the faults of every file at once, before anything is loaded
            own = load_own(code, folder)
            if self._shipped.load(code, own, f"loaded from the shipped content of {release()}"):
                log.info("%s: %s entries and %s plans that ship are loaded", code, len(own.entries), len(own.plans))
        written = _written(folder / COMMON, folder / code)
        kept = self._read.get(code)
        if kept is None or kept[0] != written:
            kept = self._read[code] = written, load_common(code, folder)
        return kept[1]

    def _saved(self, knowledge: Knowledge) -> Index | None:
        code = knowledge.city.code
        settings = self._settings
        try:
            return load(settings.index_dir, code, knowledge.lexicon, knowledge.digest(), settings.encoder_settings)
        except UnusableIndex as error:
            log.info("%s", error)
            return None

    @contextmanager
    def _ready(self, knowledge: Knowledge, progress: Progress, *, anew: bool = False) -> Iterator[Index]:
        """The index of `knowledge`: the saved one, or a new one that is checked, and saved when the block ends well.

        Of the processes of this machine one builds; the others wait for it and take what it saved.
        """
        code = knowledge.city.code
        with self._one_builder(code):
            if saved := None if anew else self._saved(knowledge):
                yield saved
                return
            home = self._settings.index_dir
            with remembering(None if anew else known_analyses(home, code)) as analysed:
                index = self._built(knowledge, progress)
            yield index
            save(index, home, code, analysed)

    def _calibrate(self, knowledge: Knowledge, index: Index) -> None:
        """Measure the calibration of the city where none fits. Its own lock: new content does not wait for it."""
        home, code = self._settings.index_dir, knowledge.city.code
        with self._one_builder(f"{code}.calibration"):
            calibrations.ensure(Shelf(knowledge), index, home, code)

    def _put_in_force(self, code: str, progress: Progress, *, anew: bool = False) -> None:
        knowledge = self.knowledge(code)
        with self._ready(knowledge, progress, anew=anew) as index:
            pass
        self._cities[code] = self._published(knowledge, index)

    def _measure(self, code: str) -> None:
        """Calibrate what is in force of `code`, where that is still to be done, and put its thresholds in force."""
        now = self._cities[code]
        knowledge = now.shelf.knowledge
        self._calibrate(knowledge, now.index)
        if self._cities[code] is now:
            self._cities[code] = self._published(knowledge, now.index)

    def _measure_aside(self, code: str) -> None:
        try:
            self._measure(code)
        except Exception:
            log.exception("the thresholds of %s could not be measured; it goes on with those that it had", code)

    def _published(self, knowledge: Knowledge, index: Index) -> Published:
        """The city with the thresholds of its calibration; until there is one, those that it had, or else the defaults."""
        code = knowledge.city.code
        published = Published(Shelf(knowledge), index)
        if calibration := calibrations.read(self._settings.index_dir, code, index):
            return replace(published, policy=calibration.policy(self._settings.wrong_answers))
        before = self._cities.get(code)
        return replace(published, policy=before.policy) if before else published

    def _built(self, knowledge: Knowledge, progress: Progress) -> Index:
        passages = sum(len(plan.passages) for plan in knowledge.plans)
        count = f"{len(knowledge.entries)} entries, {passages} passages"
        progress(f"{knowledge.city.code} {knowledge.city.name}: building the index of {count}")
        index = Index.build(knowledge, self._settings.encoder_settings)
        refuse_blind(index, knowledge)
        return index

    @contextmanager
    def _one_builder(self, code: str) -> Iterator[None]:
        home = self._settings.index_dir
        home.mkdir(parents=True, exist_ok=True)
        with (home / f"{code}.lock").open("ab") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # released when the file closes, also when the process dies
            yield

    def _refresh(self) -> None:
        seeing = True
        while not self._stop.wait(self._settings.refresh_seconds):
            try:
                revisions = self._content.revisions(self._cities)
            except Exception as error:
                if seeing:
                    log.error("no new revisions are seen: %s", str(error).split("\n", 1)[0])
                seeing = False
                continue
            seeing = True
            for code, revision in revisions.items():
                if revision != self._cities[code].shelf.knowledge.revision:
                    self._renew(code, revision)

    def _renew(self, code: str, revision: int) -> None:
        """Put the new revision in force; one that cannot be built is tried again after a pause that doubles."""
        if time.monotonic() < self._not_before.get(code, 0):
            return
        try:
            self._put_in_force(code, log.info)
        except Exception as error:
            log.exception("revision %s of %s could not be built; the old one stays in force", revision, code)
            reason = next(iter(str(error).splitlines()), "")
            self._reasons[code] = f"revision {revision} could not be built: {type(error).__name__}: {reason}"
            failures = self._failures[code] = self._failures.get(code, 0) + 1
            pause = min(LONGEST_PAUSE, self._settings.refresh_seconds * 2**failures)
            self._not_before[code] = time.monotonic() + pause
        else:
            self._failures.pop(code, None)
            self._not_before.pop(code, None)
            self._reasons.pop(code, None)
            # Seconds to a minute, in which the next publication must be seen.
            threading.Thread(target=self._measure_aside, args=[code], name=f"calibrating-{code}", daemon=True).start()


def _written(*folders: Path) -> frozenset[tuple[str, int, int]]:
    """Which files are there, when each was written and how long it is: reading them again takes a second."""
    paths = (path for folder in folders for path in folder.rglob("*") if path.is_file())
    return frozenset((str(path), path.stat().st_mtime_ns, path.stat().st_size) for path in paths)
