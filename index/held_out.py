"""Every title asked with itself taken out of the index: does what is left of its document still come first?

This needs no labels: it tells where two documents cannot be told apart, and what confidence is worth.
"""

from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from hashlib import blake2b

import numpy as np

from index.analyser import analyse, content_lemmas, remembering
from index.collection import Collection, Hit
from index.document import Document, entry_document
from index.encoder import EncoderSettings
from index.index import Found, Index
from index.lexical import saturated
from index.readings import reading_grams
from knowledge import Audience, Knowledge, Lexicon

Counts = Mapping[str, int]
NEVER = 0  # the last valid day of a document that is not there: before every date


@dataclass(frozen=True)
class Asked:
    """A `title` of document `id`, asked of the index without it, and what was found, best first."""

    id: str
    title: str
    hits: tuple[Hit, ...]

    @property
    def rank(self) -> int | None:
        """Place of the own document among the hits, from 1; None where it is not among them."""
        return next((place for place, hit in enumerate(self.hits, 1) if hit.id == self.id), None)


class Removed(StrEnum):
    """What is taken out of the index before a title is asked."""

    TITLE = "title"  # the title itself
    NEAREST = "nearest"  # the title and the one nearest to it in meaning
    DOCUMENT = "document"  # the whole document: nothing answers any more


@dataclass(frozen=True)
class Removal:
    """A `title` of document `id`, asked by `audience` of the index without what was `removed`, and all that was found."""

    id: str
    title: str
    audience: Audience
    removed: Removed
    found: Found


def ask_removed(documents: Sequence[Document], index: Index, day: date, most: int) -> Iterator[Removal]:
    """Ask `most` titles (all, where there are fewer), drawn evenly from those but the first of the `documents` of
    `index` that are valid on `day`, each once for every kind of removal. Some 12 ms a title.

    Which titles are drawn hangs on each title alone: when a few documents change, nearly the same ones are asked.
    """
    valid = index.entries.shown.to(Audience.STAFF, day)
    titles = [(row, at) for row in np.flatnonzero(valid).tolist() for at in range(1, len(documents[row].titles))]
    chosen = sorted(sorted(titles, key=lambda title: _drawn(documents[title[0]], title[1]))[:most])
    with remembering():
        parts = _Parts(documents, index)
        for row, at in chosen:
            document = documents[row]
            title = document.titles[at]
            audience = Audience.STAFF if document.staff_only else Audience.RESIDENT
            without = {
                Removed.TITLE: parts.without(row, at),
                Removed.NEAREST: parts.without(row, at, *parts.nearest(row, at)),
                Removed.DOCUMENT: parts.without_document(row),
            }
            for removed, left in without.items():
                yield Removal(document.id, title, audience, removed, left.search(title, audience, day))


def ask_held_out(
    documents: Sequence[Document], lexicon: Lexicon, settings: EncoderSettings, only: Container[str] | None = None
) -> Iterator[Asked]:
    """Ask every title but the first (the question itself stays) of each document, by the audience that sees it.

    `only` names the documents whose titles are asked; None: all.

    The title leaves its document's words, sounds, vector and exact titles. What the whole collection shares (idf, mean
    lengths, readings, the encoder's common component) still counts it: one among thousands.
    """
    index = Index.of(documents, (), lexicon, settings)
    with remembering():
        parts = _Parts(documents, index)
        for row, document in enumerate(documents):
            if only is not None and document.id not in only:
                continue
            audience = Audience.STAFF if document.staff_only else Audience.RESIDENT
            for at in range(1, len(document.titles)):
                found = parts.without(row, at).search(document.titles[at], audience)
                yield Asked(document.id, document.titles[at], tuple(found.entries))


def ask_phrasings(knowledge: Knowledge, settings: EncoderSettings) -> Iterator[Asked]:
    """Ask every phrasing of the entries of `knowledge`, each taken out in turn."""
    return ask_held_out([entry_document(entry) for entry in knowledge.entries], knowledge.lexicon, settings)


def _drawn(document: Document, at: int) -> bytes:
    """The place of a title in a draw by chance that is the same every time."""
    return blake2b(f"{document.id}\n{document.titles[at]}".encode(), digest_size=8).digest()


class _Parts:
    """What each document of an index was made of, so that one title can be taken out again."""

    def __init__(self, documents: Sequence[Document], index: Index) -> None:
        self._documents = documents
        self._index = index
        self._words = [[Counter(content_lemmas(title)) for title in document.titles] for document in documents]
        self._bodies = [Counter(content_lemmas(document.body)) for document in documents]
        self._sounds = [[Counter(reading_grams(analyse(title))) for title in doc.titles] for doc in documents]
        self._mean_words, self._mean_sounds = (
            _mean_length(map(_total, table)) for table in (self._words, self._sounds)
        )
        self._mean_body = _mean_length(self._bodies)
        self._encoded: dict[int, tuple[np.ndarray, np.ndarray]] = {}

    def without(self, row: int, *taken: int) -> Index:
        """The index with the titles of the numbers `taken` of document number `row` taken out."""
        whole = self._index.entries
        profile = whole.profile
        words = _scaled(saturated(_total(self._words[row], taken), self._mean_words), profile.titles)
        body = _scaled(saturated(self._bodies[row], self._mean_body), profile.body)
        sounds = saturated(_total(self._sounds[row], taken), self._mean_sounds)
        titles, body_vector = self._vectors(row)
        gone = {self._documents[row].titles[at] for at in taken}
        others = {title: [other for other in whole.by_title.get(title, []) if other != row] for title in gone}
        entries = Collection(
            whole.ids,
            whole.shown,
            {**whole.by_title, **others},
            whole.lexical.replacing(row, {term: words.get(term, 0) + body.get(term, 0) for term in {**words, **body}}),
            whole.sounds.replacing(row, sounds),
            whole.dense.replacing(row, np.delete(titles, taken, axis=0), body_vector, profile.dense_body),
            profile,
        )
        return self._index.with_entries(entries)

    def nearest(self, row: int, at: int) -> tuple[int, ...]:
        """The number of the title nearest in meaning to title `at` of document `row`, the question itself left aside."""
        titles, _ = self._vectors(row)
        others = [other for other in range(1, len(titles)) if other != at]
        return (max(others, key=lambda other: float(titles[other] @ titles[at])),) if others else ()

    def without_document(self, row: int) -> Index:
        """The index in which document number `row` is never valid, so that no question asked on a day finds it."""
        whole = self._index.entries
        last = whole.shown.last_day.copy()
        last[row] = NEVER
        others = {
            title: [other for other in whole.by_title.get(title, []) if other != row]
            for title in self._documents[row].titles
        }
        by_title, shown = {**whole.by_title, **others}, replace(whole.shown, last_day=last)
        return self._index.with_entries(
            Collection(whole.ids, shown, by_title, whole.lexical, whole.sounds, whole.dense, whole.profile)
        )

    def _vectors(self, row: int) -> tuple[np.ndarray, np.ndarray]:
        known = self._encoded.get(row)
        if known is None:
            document = self._documents[row]
            titles = self._index.encoder.documents(document.titles)
            known = titles, self._index.encoder.documents([document.body])[0]
            self._encoded = {row: known}  # documents come in turn: the last one is enough
        return known


def _total(counts: Sequence[Counts], without: Container[int] = ()) -> Counts:
    total: Counter[str] = Counter()
    for at, count in enumerate(counts):
        if at not in without:
            total.update(count)
    return total


def _mean_length(counts: Iterator[Counts] | Sequence[Counts]) -> float:
    lengths = [sum(count.values()) for count in counts]
    return sum(lengths) / len(lengths) if any(lengths) else 1.0


def _scaled(impacts: Mapping[str, float], weight: float) -> dict[str, float]:
    return {term: weight * impact for term, impact in impacts.items()}
