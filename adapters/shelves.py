"""The cities as this process serves them: knowledge with its index, refreshed when something is published."""

import fcntl
import logging
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime

from adapters import calibrations
from adapters.settings import Settings
from adapters.storage import PublishedContent
from bot import Published, Shelf
from index import Index, UnusableIndex, load, save
from knowledge import TOKYO, Audience, Entry, Knowledge, Plan, load_knowledge, shipped_cities

log = logging.getLogger(__name__)
TRIED = 20  # entries that a new index must find by their own questions before it is used
LONGEST_PAUSE = 60.0  # seconds before a revision that could not be built is tried again
Progress = Callable[[str], None]


class Shelves:
    """Looks a city up by its code. A new revision is built aside and swapped in whole; requests never wait for it."""

    def __init__(self, settings: Settings, content: PublishedContent) -> None:
        self._settings = settings
        self._content = content
        self._cities: dict[str, Published] = {}
        self._failures: dict[str, int] = {}  # how often the newest revision of a city could not be built
        self._not_before: dict[str, float] = {}  # when to try it again
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

    def knowledge(self, code: str) -> Knowledge:
        """The published knowledge of `code`. Raises LookupError or FaultyContent."""
        return self._content.on_top_of(load_knowledge(code, self._settings.content_dir))

    def build(self, code: str, progress: Progress = lambda _: None, *, anew: bool = False) -> Published:
        """The city with its saved index where that still fits (unless `anew`), else with a new one, which is saved.

        Raises UnusableIndex when the new index does not find what it holds; then the old one stays.
        """
        knowledge = self.knowledge(code)
        with self._ready(knowledge, progress, anew=anew) as index:
            pass
        self._cities[code] = self._published(knowledge, index)
        self._calibrate(knowledge, index)
        self._cities[code] = self._published(knowledge, index)
        return self._cities[code]

    def publish(
        self,
        code: str,
        why: str,
        entries: Sequence[Entry] = (),
        plans: Sequence[Plan] = (),
        *,
        based_on: int | None = None,
        progress: Progress = lambda _: None,
    ) -> int:
        """Publish, as PublishedContent.publish does, once the index is built and checked; the new revision.

        The processes of this machine then find the index ready. Where it cannot be built, nothing is published.
        """
        after = self._content.preview(load_knowledge(code, self._settings.content_dir), entries, plans)
        with self._ready(after, progress) as index:
            published = self._content.publish(code, why, entries, plans, based_on=based_on)
        self._calibrate(after, index)
        return published

    def restore(self, code: str, revision: int, why: str, progress: Progress = lambda _: None) -> int:
        """Restore, as PublishedContent.restore does, once the index is built and checked; the new revision."""
        after = self._content.on_top_of(load_knowledge(code, self._settings.content_dir), revision)
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
            saved = None if anew else self._saved(knowledge)
            yield (index := saved or self._built(knowledge, progress))
            if not saved:
                save(index, self._settings.index_dir, code)

    def _calibrate(self, knowledge: Knowledge, index: Index) -> None:
        """Measure the calibration of the city where none fits. Its own lock: new content does not wait for it."""
        home, code = self._settings.index_dir, knowledge.city.code
        with self._one_builder(f"{code}.calibration"):
            calibrations.ensure(Shelf(knowledge), index, home, code)

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
            self.build(code, log.info)
        except Exception:
            log.exception("revision %s of %s could not be built; the old one stays in force", revision, code)
            failures = self._failures[code] = self._failures.get(code, 0) + 1
            pause = min(LONGEST_PAUSE, self._settings.refresh_seconds * 2**failures)
            self._not_before[code] = time.monotonic() + pause
        else:
            self._failures.pop(code, None)
            self._not_before.pop(code, None)


def refuse_blind(index: Index, knowledge: Knowledge) -> None:
    """Raise UnusableIndex unless entries of `knowledge`, spread over all of them, are found by their own questions."""
    today = datetime.now(TOKYO).date()
    valid = [entry for entry in knowledge.entries if entry.valid_on(today)]
    for entry in valid[:: max(1, len(valid) // TRIED)]:
        if entry.id not in {hit.id for hit in index.search(entry.question, Audience.STAFF, today).entries}:
            raise UnusableIndex(
                f"the new index of {knowledge.city.code} does not find {entry.id!r} by its own question {entry.question!r}. "
                "Look at that entry; where it is published already, `madoguchi restore` goes back."
            )
