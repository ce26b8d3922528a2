"""Everything findable of one city, in one revision."""

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

from index.analyser import remembering
from index.collection import PASSAGE_PROFILE, Collection, Hit, entry_profile
from index.document import Document, entry_document, passage_documents
from index.encoder import STATIC_JA, Encoder, EncoderSettings, SentenceEncoder
from index.expansion import Vocabulary
from index.normal import normalise
from index.query import Query, QueryReader
from index.readings import Readings
from index.slip import Mend
from index.static_ja import StaticJa, load_static_ja
from knowledge import Audience, Knowledge, Lexicon

LIMIT = 10


@dataclass(frozen=True)
class Found:
    """What a question finds: entries and passages apart, each best first.

    `weights` are the idf of the question's words among the passages: how much each tells. `part` is what of a long message
    was searched for where that was not all of it.
    """

    query: Query
    entries: list[Hit]
    passages: list[Hit]
    weights: Mapping[str, float] = field(default_factory=dict)
    part: str = ""


class Index:
    """Searches one city's entries and passages. Built aside, then swapped in whole; safe to share between threads."""

    def __init__(
        self,
        entries: Collection,
        passages: Collection,
        lexicon: Lexicon,
        readings: Readings,
        encoder: Encoder,
        digest: str,
    ) -> None:
        self.entries = entries
        self.passages = passages
        self.lexicon = lexicon
        self.readings = readings
        self.encoder = encoder
        self.digest = digest
        known = entries.lexical.terms | passages.lexical.terms
        self._reader = QueryReader(known, Vocabulary(lexicon), readings, encoder, entries.by_title)

    @classmethod
    def build(cls, knowledge: Knowledge, settings: EncoderSettings) -> "Index":
        """Index `knowledge`; with `static-ja` the encoder adapts to its texts. Raises MissingEncoder."""
        entries = [entry_document(entry) for entry in knowledge.entries]
        passages = [
            document for plan in knowledge.plans_in_force for document in passage_documents(plan, knowledge.city.name)
        ]
        return cls.of(entries, passages, knowledge.lexicon, settings, knowledge.digest())

    @classmethod
    def of(
        cls,
        entries: Sequence[Document],
        passages: Sequence[Document],
        lexicon: Lexicon,
        settings: EncoderSettings,
        digest: str = "",
    ) -> "Index":
        """Index documents as they are."""
        with remembering():
            return cls._of(entries, passages, lexicon, settings, digest)

    @classmethod
    def _of(
        cls,
        entries: Sequence[Document],
        passages: Sequence[Document],
        lexicon: Lexicon,
        settings: EncoderSettings,
        digest: str,
    ) -> "Index":
        documents = [*entries, *passages]
        texts = [text for document in documents for text in (*document.titles, document.body)]
        encoder = _encoder(settings, texts)
        forms = [normalise(form) for form, _, _ in lexicon.directed()]
        readings = Readings.build([*texts, *forms])
        return cls(
            Collection.build(entries, encoder, entry_profile(entries)),
            Collection.build(passages, encoder, PASSAGE_PROFILE),
            lexicon,
            readings,
            encoder,
            digest,
        )

    def with_entries(self, entries: Collection) -> "Index":
        """The same index with other entries; questions are read as before."""
        other = copy(self)
        other.entries = entries
        return other

    def read(self, text: str) -> Query:
        """`text` as this index reads a question; its vector tells what it is about."""
        return self._reader.read(text)

    def mended(self, text: str) -> list[Mend]:
        """Each way in which one slip of the finger in `text` can be mended: the text, what was typed, the word meant."""
        return self._reader.slips.mended(text)

    def search(
        self, text: str, audience: Audience = Audience.RESIDENT, day: date | None = None, limit: int = LIMIT
    ) -> Found:
        """Entries and passages for `text`, only of what `audience` may see and what is valid on `day`.

        For a question that is hardly more than an ambiguous word, the best entry of each of its meanings comes first.
        """
        query = self._reader.read(text)
        seen = self.entries.shown.to(audience, day)
        entries = self.entries.search(query, seen, limit)
        if query.ambiguous:
            entries = self._by_meaning(query, seen, entries)
        passages = self.passages.search(query, self.passages.shown.to(audience, day), limit)
        weights = {word: self.passages.lexical.weight(word) for word in query.words}
        return Found(query, entries, passages, weights)

    def _by_meaning(self, query: Query, seen: NDArray[np.bool_], hits: list[Hit]) -> list[Hit]:
        meanings = [word for found in query.meant if found.ambiguous for word in found.official]
        best = [self.entries.search(self._reader.read(f"{query.text} {word}"), seen, 1) for word in meanings]
        first = {hit.id: hit for found in best for hit in found}
        return [*first.values(), *(hit for hit in hits if hit.id not in first)][: len(hits)]


def _encoder(settings: EncoderSettings, texts: Sequence[str]) -> Encoder:
    if settings.model == STATIC_JA:
        return StaticJa.adapt(load_static_ja(settings.home), texts)
    return SentenceEncoder(settings)
