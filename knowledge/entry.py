"""項目: one curated question with its answer."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from knowledge.source import Link, Source

COMMON = "common"  # the owner of entries that hold in every municipality
BLANK = re.compile(r"\{\{\s*([^{}]+?)\s*\}\}")


class Audience(StrEnum):
    """公開区分: staff see both, residents only their own."""

    RESIDENT = "resident"
    STAFF = "staff"

    def may_see(self, other: "Audience") -> bool:
        return self is Audience.STAFF or other is Audience.RESIDENT


@dataclass(frozen=True, slots=True)
class Entry:
    """One FAQ entry. `owner` is a city code or `common`; `section` names a section of the city or a desk (担当分野).

    `related` holds ids of entries that the same person often needs next.
    """

    id: str
    owner: str
    question: str
    answer: str
    section: str
    phrasings: tuple[str, ...] = ()
    audience: Audience = Audience.RESIDENT
    category: str = ""
    easy_answer: str = ""
    links: tuple[Link, ...] = ()
    related: tuple[str, ...] = ()
    source: tuple[Source, ...] = ()
    valid_from: date | None = None
    valid_until: date | None = None
    updated_on: date | None = None
    tags: tuple[str, ...] = ()
    note: str = ""

    @property
    def owned_by_city(self) -> bool:
        """Whether the entry is a city's own, not common to all."""
        return self.owner != COMMON

    def valid_on(self, day: date) -> bool:
        """Whether the entry may be served on `day`; both ends are included."""
        return (self.valid_from or day) <= day <= (self.valid_until or day)

    def blanks(self) -> tuple[str, ...]:
        """Names of the marked blanks in the answers, each once, in order."""
        return tuple(dict.fromkeys(BLANK.findall(self.answer + self.easy_answer)))


@dataclass(frozen=True, slots=True)
class FilledAnswer:
    """An answer as a person reads it, and the names of the blanks whose lines were left out."""

    text: str
    missing: tuple[str, ...]


def fill_blanks(answer: str, fills: Mapping[str, str]) -> FilledAnswer:
    """Put the city's `fills` into `answer`; a line with a blank that the city has not filled is left out whole.

    A fill without text fills nothing.
    """
    lines, missing = [], []
    for line in answer.strip().splitlines():
        unknown = [name for name in BLANK.findall(line) if not fills.get(name, "").strip()]
        missing.extend(unknown)
        if not unknown:
            lines.append(BLANK.sub(lambda match: fills[match[1]], line).rstrip())
    return FilledAnswer("\n".join(lines).strip(), tuple(dict.fromkeys(missing)))
