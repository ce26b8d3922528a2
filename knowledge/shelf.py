"""What one city knows: its own content on top of the common content."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import date
from functools import cached_property, partial
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple, TypeVar

from knowledge.body import Body
from knowledge.category import Category, merged
from knowledge.city import City
from knowledge.crisis import Crisis
from knowledge.editions import in_force
from knowledge.entry import COMMON, Entry
from knowledge.fault import Fault, FaultyContent
from knowledge.glossary import Term
from knowledge.helpline import Helpline
from knowledge.law import LawChange
from knowledge.lexicon import Lexicon
from knowledge.municipality import Gazetteer
from knowledge.plan import Plan
from knowledge.reading.bodies import read_bodies
from knowledge.reading.categories import read_categories
from knowledge.reading.city import read_city
from knowledge.reading.crises import read_crises
from knowledge.reading.entries import read_entries
from knowledge.reading.facts import read_facts
from knowledge.reading.helplines import read_helplines
from knowledge.reading.lexicon import read_lexicon
from knowledge.reading.municipalities import read_municipalities
from knowledge.reading.word_lists import read_glossary, read_laws, read_topics
from knowledge.topic import Topic

T = TypeVar("T")
DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Knowledge:
    """The published state of one city. `revision` counts publications; what ships is revision 1."""

    city: City
    entries: tuple[Entry, ...] = ()
    plans: tuple[Plan, ...] = ()
    lexicon: Lexicon = Lexicon()
    crises: tuple[Crisis, ...] = ()
    helplines: tuple[Helpline, ...] = ()
    topics: tuple[Topic, ...] = ()
    categories: tuple[Category, ...] = ()
    glossary: tuple[Term, ...] = ()
    laws: tuple[LawChange, ...] = ()
    municipalities: Gazetteer = Gazetteer()
    bodies: tuple[Body, ...] = ()
    revision: int = 1

    def digest(self) -> str:
        """A fingerprint of everything that is searched, so that an index can tell whether it still fits."""
        searched = repr(([asdict(entry) for entry in self.entries], self.plans, self.lexicon))
        return blake2b(searched.encode(), digest_size=16).hexdigest()

    def with_entries(self, entries: tuple[Entry, ...]) -> "Knowledge":
        """This knowledge with `entries` on top: an entry replaces the one of the same id.

        Where a city's entry replaces a common one, people still ask for it in the ways that the common one knows.
        """
        merged = {entry.id: entry for entry in self.entries}
        for entry in entries:
            before = merged.get(entry.id)
            if before and entry.owned_by_city and not before.owned_by_city:
                asked = (*entry.phrasings, before.question, *before.phrasings)
                entry = replace(entry, phrasings=tuple(dict.fromkeys(text for text in asked if text != entry.question)))
            merged[entry.id] = entry
        return replace(self, entries=tuple(merged.values()))

    def with_plans(self, plans: tuple[Plan, ...]) -> "Knowledge":
        """This knowledge with `plans` added; a plan replaces the one of the same title."""
        merged = {plan.id: plan for plan in self.plans} | {plan.id: plan for plan in plans}
        return replace(self, plans=tuple(merged.values()))

    @cached_property
    def plans_in_force(self) -> tuple[Plan, ...]:
        """The plans that are searched: no edition that a newer one supersedes."""
        return in_force(self.plans)

    def expired_on(self, day: date) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.entries if entry.valid_until and entry.valid_until < day)


def shipped_cities(data: Path = DATA) -> tuple[str, ...]:
    """Codes of the cities that have a folder with a city.toml."""
    return tuple(sorted(path.parent.name for path in data.glob("*/city.toml")))


def common_lexicon(data: Path = DATA) -> Lexicon:
    """The vocabulary that holds in every city. Raises FaultyContent."""
    path = data / COMMON / "lexicon.csv"
    return read_lexicon(path) if path.exists() else Lexicon()


class Own(NamedTuple):
    """What the folder of a city holds of its own, as it is written there."""

    entries: tuple[Entry, ...]
    plans: tuple[Plan, ...]


def load_knowledge(code: str, data: Path = DATA) -> Knowledge:
    """The shipped knowledge of city `code`: common entries, overridden by the city's entries of the same id.

    Raises FaultyContent with the faults of every file, or LookupError when the city has no folder.
    """
    reading = _Reading.of_city(code, data)
    common, own = reading.common(code), reading.own(code)
    return reading.sound(common).with_entries(own.entries).with_plans(own.plans)


def load_common(code: str, data: Path = DATA) -> Knowledge:
    """What city `code` knows without entries and plans of its own: common content and its city.toml, categories and lexicon.

    Raises as load_knowledge does, for these files.
    """
    reading = _Reading.of_city(code, data)
    return reading.sound(reading.common(code))


def load_own(code: str, data: Path = DATA) -> Own:
    """The entries and plans in the folder of city `code`. Raises as load_knowledge does, for these files."""
    reading = _Reading.of_city(code, data)
    return reading.sound(reading.own(code))


class _Reading:
    """Reads below the folder `data` and gathers the faults of every file, each under its path from there."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.faults: list[Fault] = []

    @classmethod
    def of_city(cls, code: str, data: Path) -> "_Reading":
        """Raises LookupError when the city has no folder."""
        if code not in shipped_cities(data):
            known = ", ".join(shipped_cities(data)) or "none"
            raise LookupError(f"no city {code!r} in {data}; known: {known}. Add {code}/city.toml, or correct the code.")
        return cls(data)

    def sound(self, read: T | None) -> T:
        """`read`, where no file that was read has faults. Raises FaultyContent."""
        if self.faults or read is None:
            raise FaultyContent(self.faults)
        return read

    def common(self, code: str) -> Knowledge | None:
        """All but the city's own entries and plans; None where its city.toml has faults."""
        entries = tuple(self.entries(COMMON).values())
        city = self.file(read_city, f"{code}/city.toml")
        lexicons = [self.file(read_lexicon, f"{owner}/lexicon.csv") for owner in (COMMON, code)]
        helplines = self.file(read_helplines, f"{COMMON}/helplines.yaml") or ()
        crises = self.file(partial(read_crises, helplines=helplines), f"{COMMON}/crisis.yaml") or ()
        trees = [self.file(read_categories, f"{owner}/categories.yaml") or () for owner in (COMMON, code)]
        topics = self.file(read_topics, f"{COMMON}/topics.csv") or ()
        glossary = self.file(read_glossary, f"{COMMON}/glossary.csv") or ()
        laws = self.file(read_laws, f"{COMMON}/laws.csv") or ()
        municipalities = self.file(read_municipalities, f"{COMMON}/municipalities.csv") or Gazetteer()
        bodies = self.file(read_bodies, f"{COMMON}/bodies.yaml") or ()
        if city is None:
            return None
        return Knowledge(
            city,
            entries,
            lexicon=sum((lexicon for lexicon in lexicons if lexicon), start=Lexicon()),
            crises=crises,
            helplines=helplines,
            topics=topics + tuple(Topic(section.name, section.topics) for section in city.sections if section.topics),
            categories=merged(*trees),
            glossary=glossary,
            laws=laws,
            municipalities=municipalities,
            bodies=bodies,
        )

    def own(self, code: str) -> Own:
        facts = self.file(partial(read_facts, city=code), f"{code}/cards.csv")
        return Own(tuple(self.entries(code).values()), (facts,) if facts else ())

    def file(self, read: Callable[[Path], T], name: str) -> T | None:
        """What `read` makes of the file, or None where there is no such file or it has faults."""
        path = self.data / name
        try:
            return read(path) if path.exists() else None
        except FaultyContent as error:
            self.faults.extend(replace(fault, file=name) for fault in error.faults)
            return None

    def entries(self, owner: str) -> dict[str, Entry]:
        """The entries of every file of `owner`, by id."""
        found: dict[str, Entry] = {}
        home: dict[str, str] = {}
        for path in sorted((self.data / owner / "entries").glob("*")):
            if path.suffix.lower() not in (".yaml", ".yml", ".csv", ".xlsx") or path.name.startswith(("~$", ".")):
                continue
            name = path.relative_to(self.data).as_posix()
            for entry in self.file(partial(read_entries, owner=owner), name) or ():
                if entry.id in found:
                    problem = f"{home[entry.id]} と同じIDです"
                    self.faults.append(Fault(name, entry.id, entry.id, problem, "別のIDにしてください"))
                found[entry.id], home[entry.id] = entry, name
        return found
