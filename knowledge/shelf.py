"""What one city knows: its own content on top of the common content."""

from dataclasses import asdict, dataclass, replace
from datetime import date
from hashlib import blake2b
from pathlib import Path

from knowledge.city import City
from knowledge.crisis import Crisis
from knowledge.entry import COMMON, Entry
from knowledge.fault import Fault, FaultyContent
from knowledge.lexicon import Lexicon
from knowledge.plan import Plan
from knowledge.reading.city import read_city
from knowledge.reading.crises import read_crises
from knowledge.reading.entries import read_entries
from knowledge.reading.lexicon import read_lexicon

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Knowledge:
    """The published state of one city. `revision` counts publications; shipped content is revision 1."""

    city: City
    entries: tuple[Entry, ...] = ()
    plans: tuple[Plan, ...] = ()
    lexicon: Lexicon = Lexicon()
    crises: tuple[Crisis, ...] = ()
    revision: int = 1

    def digest(self) -> str:
        """A fingerprint of everything that is searched, so that an index can tell whether it still fits."""
        searched = repr(([asdict(entry) for entry in self.entries], self.plans, self.lexicon))
        return blake2b(searched.encode(), digest_size=16).hexdigest()

    def with_entries(self, entries: tuple[Entry, ...]) -> "Knowledge":
        """This knowledge with `entries` on top: an entry replaces the one of the same id."""
        merged = {entry.id: entry for entry in self.entries} | {entry.id: entry for entry in entries}
        return replace(self, entries=tuple(merged.values()))

    def with_plans(self, plans: tuple[Plan, ...]) -> "Knowledge":
        """This knowledge with `plans` added; a plan replaces the one of the same title."""
        merged = {plan.id: plan for plan in self.plans} | {plan.id: plan for plan in plans}
        return replace(self, plans=tuple(merged.values()))

    def expired_on(self, day: date) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.entries if entry.valid_until and entry.valid_until < day)


def shipped_cities(data: Path = DATA) -> tuple[str, ...]:
    """Codes of the cities that have a folder with a city.toml."""
    return tuple(sorted(path.parent.name for path in data.glob("*/city.toml")))


def load_knowledge(code: str, data: Path = DATA) -> Knowledge:
    """The shipped knowledge of city `code`: common entries, overridden by the city's entries of the same id.

    Raises FaultyContent with the faults of every file, or LookupError when the city has no folder.
    """
    if code not in shipped_cities(data):
        known = ", ".join(shipped_cities(data)) or "none"
        raise LookupError(f"no city {code!r} in {data}; known: {known}. Add {code}/city.toml, or correct the code.")
    faults: list[Fault] = []
    common = _entries(data / COMMON, COMMON, faults)
    own = _entries(data / code, code, faults)
    lexicon, city = Lexicon(), None
    crises: tuple[Crisis, ...] = ()
    try:
        city = read_city(data / code / "city.toml")
    except FaultyContent as error:
        faults.extend(error.faults)
    for path in (data / COMMON / "lexicon.csv", data / code / "lexicon.csv"):
        try:
            lexicon += read_lexicon(path) if path.exists() else Lexicon()
        except FaultyContent as error:
            faults.extend(error.faults)
    try:
        path = data / COMMON / "crisis.yaml"
        crises = read_crises(path) if path.exists() else ()
    except FaultyContent as error:
        faults.extend(error.faults)
    if faults or city is None:
        raise FaultyContent(faults)
    return Knowledge(city, tuple(common.values()), (), lexicon, crises).with_entries(tuple(own.values()))


def _entries(folder: Path, owner: str, faults: list[Fault]) -> dict[str, Entry]:
    """Entries of every file below `folder`, by id; faults are added to `faults`."""
    found: dict[str, Entry] = {}
    home: dict[str, str] = {}
    for path in sorted((folder / "entries").glob("*")):
        if path.suffix.lower() not in (".yaml", ".yml", ".csv", ".xlsx") or path.name.startswith(("~$", ".")):
            continue
        try:
            for entry in read_entries(path, owner):
                if entry.id in found:
                    faults.append(
                        Fault(path.name, entry.id, entry.id, f"{home[entry.id]} と同じIDです", "別のIDにしてください")
                    )
                found[entry.id], home[entry.id] = entry, path.name
        except FaultyContent as error:
            faults.extend(error.faults)
    return found
