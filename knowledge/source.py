"""Where a fact comes from."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Source:
    """A law, a plan or a public page: `place` is the article, section, page or line; `as_of` when it was true."""

    title: str
    place: str = ""
    url: str = ""
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A page to go on to, such as an application form."""

    title: str
    url: str
