"""計画・記載: a published plan and the citable pieces of it."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from knowledge.card import Card
from knowledge.entry import Audience
from knowledge.plan_term import PlanTerm
from knowledge.survey import Survey


class PlanStatus(StrEnum):
    DRAFT = "draft"  # 案, 素案, 中間のまとめ
    FINAL = "final"


class PassageKind(StrEnum):
    PROSE = "prose"
    TABLE = "table"
    GLOSSARY = "glossary"
    SURVEY = "survey"
    CARD = "card"
    CONTACT = "contact"


class Scope(StrEnum):
    """Of whom a passage speaks: what the nation or another city does is no answer about this one."""

    CITY = "city"
    NATION = "nation"
    PREFECTURE = "prefecture"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a plan as it stands in the document. Lines are 1-based and inclusive.

    `page` is the printed page number where it can be known. `section` is the 担当課 as printed. `terms` are the headwords of
    the plan's glossary that the text uses. `card` is the title of the card that the passage shows.
    `until` is the last day of the invitation that it prints, after which it speaks of the past.
    """

    id: str
    headings: tuple[str, ...]
    text: str
    first_line: int
    last_line: int
    kind: PassageKind = PassageKind.PROSE
    page: str = ""
    scope: Scope = Scope.CITY
    section: str = ""
    terms: tuple[str, ...] = ()
    card: str = ""
    until: date | None = None


@dataclass(frozen=True, slots=True)
class PlanContact:
    """Whom a plan names to be asked about itself; offered for `city.toml`, never taken over unseen."""

    section: str
    telephone: str = ""
    address: str = ""
    mail: str = ""
    fax: str = ""
    note: str = ""
    first_line: int = 0


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something that the text does not tell, for a person to look at: what, where, and the words as they stand there."""

    line: int
    problem: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """A document in one edition. `first_year` and `last_year` are the fiscal years it covers, 0 where unknown.

    `facts_only` marks a table of facts that ships in place of the document itself. `skipped` counts the lines that say
    nothing to a reader: the table of contents, debris of figures, names of persons.
    """

    id: str
    city: str
    title: str
    status: PlanStatus = PlanStatus.FINAL
    as_of: date | None = None
    file: str = ""
    audience: Audience = Audience.RESIDENT
    passages: tuple[Passage, ...] = ()
    edition: str = ""
    first_year: int = 0
    last_year: int = 0
    facts_only: bool = False
    cards: tuple[Card, ...] = ()
    contacts: tuple[PlanContact, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    terms: tuple[PlanTerm, ...] = ()
    surveys: tuple[Survey, ...] = ()
    skipped: int = 0

    @property
    def full_title(self) -> str:
        """The title with the edition, where the title does not say it."""
        return self.title if _plain(self.edition) in _plain(self.title) else f"{self.title} {self.edition}"

    def place(self, passage: Passage) -> str:
        """Heading path, printed page and lines of `passage`, as a citation shows them."""
        lines = (
            f"{passage.first_line}行"
            if passage.first_line == passage.last_line
            else (f"{passage.first_line}–{passage.last_line}行")
        )
        page = (f"{passage.page}ページ",) if passage.page else ()
        return " > ".join([*passage.headings, *page, lines])


def _plain(text: str) -> str:
    """`text` for comparing: one width, without spaces and brackets, and without the western year beside a Japanese one."""
    plain = re.sub(r"\(\d{4}年度?\)", "", unicodedata.normalize("NFKC", text))
    return re.sub(r"[\s()「」『』]", "", plain)
