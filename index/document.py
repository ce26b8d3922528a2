"""What is searched: a document with its titles, its body, and who may find it when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from index.normal import normalise
from knowledge import Audience, Entry, Plan

FIRST_DAY, LAST_DAY = date.min.toordinal(), date.max.toordinal()


@dataclass(frozen=True, slots=True)
class Document:
    """`titles[0]` is the question itself, the others are further phrasings; all texts are normalised."""

    id: str
    titles: tuple[str, ...]
    body: str
    staff_only: bool = False
    first_day: int = FIRST_DAY
    last_day: int = LAST_DAY
    own: bool = False  # the city's, not common to all: preferred where both speak to a question


@dataclass(frozen=True)
class Shown:
    """Who may find each document of a list, and when."""

    staff_only: NDArray[np.bool_]
    first_day: NDArray[np.int64]
    last_day: NDArray[np.int64]
    own: NDArray[np.bool_]

    @classmethod
    def of(cls, documents: Iterable[Document]) -> "Shown":
        rows = [(document.staff_only, document.first_day, document.last_day, document.own) for document in documents]
        staff, first, last, own = zip(*rows, strict=True) if rows else ((), (), (), ())
        return cls(np.array(staff, bool), np.array(first, np.int64), np.array(last, np.int64), np.array(own, bool))

    def to(self, audience: Audience, day: date | None) -> NDArray[np.bool_]:
        """A mask over the documents: those that `audience` may see and that are valid on `day` (None: any day)."""
        seen = np.ones(len(self.staff_only), bool) if audience is Audience.STAFF else ~self.staff_only
        if day is not None:
            ordinal = day.toordinal()
            seen &= (self.first_day <= ordinal) & (ordinal <= self.last_day)
        return seen


def entry_document(entry: Entry) -> Document:
    return Document(
        id=entry.id,
        titles=tuple(normalise(text) for text in (entry.question, *entry.phrasings)),
        body=normalise(f"{entry.answer} {' '.join(entry.tags)}"),
        staff_only=entry.audience is Audience.STAFF,
        first_day=entry.valid_from.toordinal() if entry.valid_from else FIRST_DAY,
        last_day=entry.valid_until.toordinal() if entry.valid_until else LAST_DAY,
        own=entry.owned_by_city,
    )


def passage_documents(plan: Plan, city: str) -> Iterable[Document]:
    """The passages of `plan`; 本市 is found as the name of the `city`, and a marked word of the glossary by itself too."""
    for passage in plan.passages:
        title = " ".join(dict.fromkeys([*passage.headings[-2:], passage.card])).strip()
        yield Document(
            id=passage.id,
            titles=(normalise(title or plan.title),),
            body=normalise(" ".join([passage.text.replace("本市", city), passage.section])),
            staff_only=plan.audience is Audience.STAFF,
        )
