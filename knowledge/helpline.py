"""全国の相談先: national numbers, each with who it is for, when it answers, and where that is written."""

from dataclasses import dataclass

from knowledge.source import Source


@dataclass(frozen=True, slots=True)
class Helpline:
    """`telephone` is empty where the place to go is a page and not a number."""

    name: str
    telephone: str
    who: str = ""
    hours: str = ""
    source: Source | None = None
    id: str = ""
