"""返答: what is said, with its sources, its candidates and whom to ask."""

from dataclasses import asdict, dataclass

from bot.outcome import Outcome
from knowledge import Entry, Helpline, Source


@dataclass(frozen=True, slots=True)
class Citation:
    """A source as shown: `excerpt` is the passage as served, empty for a law."""

    title: str
    place: str = ""
    url: str = ""
    excerpt: str = ""

    @classmethod
    def of(cls, source: Source) -> "Citation":
        return cls(source.title, source.place, source.url)


@dataclass(frozen=True, slots=True)
class Choice:
    """A candidate that can be taken by its id."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to ask. `hours` is today's line; `open_now` is None where the city has not entered its hours."""

    section: str
    telephone: str = ""
    hours: str = ""
    open_now: bool | None = None
    place: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """One reply. `entry` is set when a curated entry was served, `easy` is its answer in やさしい日本語 where there is one,
    `helplines` are set in a crisis; `id` names the reply in the record."""

    outcome: Outcome
    text: str
    entry: Entry | None = None
    sources: tuple[Citation, ...] = ()
    choices: tuple[Choice, ...] = ()
    contact: Contact | None = None
    revision: int = 0
    id: str = ""
    helplines: tuple[Helpline, ...] = ()
    easy: str = ""

    def as_json(self) -> dict[str, object]:
        """The reply in the form of the public contract (POST /api/ask, `madoguchi ask --json`)."""
        entry, contact = self.entry, self.contact
        return {
            "reply_id": self.id,
            "outcome": self.outcome.value,
            "text": self.text,
            "entry": entry
            and {
                "id": entry.id,
                "question": entry.question,
                "section": contact.section if contact else entry.section,
                "updated_on": entry.updated_on and entry.updated_on.isoformat(),
                "valid_until": entry.valid_until and entry.valid_until.isoformat(),
                "easy": self.easy,
            },
            "sources": [asdict(source) for source in self.sources],
            "choices": [asdict(choice) for choice in self.choices],
            "contact": contact
            and {
                "section": contact.section,
                "telephone": contact.telephone,
                "hours": contact.hours,
                "open_now": contact.open_now,
            },
            "revision": self.revision,
        }
