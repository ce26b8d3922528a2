"""The cities as this process serves them: knowledge with its index, refreshed when something is published."""

import logging
import threading
from collections.abc import Callable

from adapters.settings import Settings
from adapters.storage import PublishedContent
from bot import Published, Shelf
from index import Index, UnusableIndex, load, save
from knowledge import Knowledge, load_knowledge, shipped_cities

log = logging.getLogger(__name__)
Progress = Callable[[str], None]


class Shelves:
    """Looks a city up by its code. A new revision is built aside and swapped in whole; requests never wait for it."""

    def __init__(self, settings: Settings, content: PublishedContent) -> None:
        self._settings = settings
        self._content = content
        self._cities: dict[str, Published] = {}
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
        """The city with its saved index where that still fits (unless `anew`), else with a new one, which is saved."""
        knowledge = self.knowledge(code)
        index = None if anew else self._saved(knowledge)
        if index is None:
            count = f"{len(knowledge.entries)} entries, {sum(len(plan.passages) for plan in knowledge.plans)} passages"
            progress(f"{code} {knowledge.city.name}: building the index of {count}")
            index = Index.build(knowledge, self._settings.encoder_settings)
            save(index, self._settings.index_dir, code)
        self._cities[code] = Published(Shelf(knowledge), index)
        return self._cities[code]

    def load(self, code: str) -> Published:
        """The city with its saved index. Raises UnusableIndex where there is none that fits."""
        knowledge = self.knowledge(code)
        settings = self._settings
        index = load(settings.index_dir, code, knowledge.lexicon, knowledge.digest(), settings.encoder_settings)
        self._cities[code] = Published(Shelf(knowledge), index)
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

    def _refresh(self) -> None:
        while not self._stop.wait(self._settings.refresh_seconds):
            for code, published in list(self._cities.items()):
                try:
                    if self._content.revision(code) != published.shelf.knowledge.revision:
                        self.build(code, log.info)
                except Exception:
                    log.exception("the new revision of %s could not be built; the old one stays in force", code)
