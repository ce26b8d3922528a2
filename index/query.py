"""A question as it is searched for: its words, what they stand for, its sound and its direction in meaning."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from index.analyser import Token, analyse, remembering
from index.encoder import Encoder, Vectors
from index.expansion import TYPO_WEIGHT, Meant, Spellings, Vocabulary
from index.neighbours import Neighbours
from index.normal import normalise
from index.readings import Readings, grams_of, in_one_kind, reading_of, typed_in_kana
from index.romaji import from_romaji
from index.slip import Slips

LONGEST_QUESTION = 400  # characters that are searched for; what follows in a rambling message adds little
NEIGHBOUR_WEIGHT = (
    0.15  # times the cosine; 0.35 did best before everyday wording was learned (ADR 0015), 0.1 to 0.2 do now
)
MEANT_WEIGHT = 0.7
FEW_WORDS = 2


@dataclass(frozen=True)
class Query:
    """`words` are the person's own content lemmas, `terms` all that is searched for with its weight."""

    text: str
    read_as: str
    words: tuple[str, ...]
    terms: Mapping[str, float]
    grams: Mapping[str, float]
    vector: Vectors
    by_sound: bool
    meant: tuple[Meant, ...] = ()
    replaced: Mapping[str, str] = field(default_factory=dict)

    @property
    def spellings(self) -> tuple[str, str]:
        """The normalised question as typed, and in the words that its sound was read as."""
        return self.text, self.read_as.replace(" ", "") if self.by_sound else self.read_as

    @property
    def ambiguous(self) -> bool:
        """Whether hardly more was typed than a word that may mean several things: it is better to ask than to guess."""
        return len(self.words) <= FEW_WORDS and any(found.ambiguous for found in self.meant)


class QueryReader:
    """Turns what a person typed into a Query, with the words of one knowledge base."""

    def __init__(
        self,
        known: Mapping[str, int],
        vocabulary: Vocabulary,
        readings: Readings,
        encoder: Encoder,
        titles: Iterable[str] = (),
    ) -> None:
        self._known = known
        self._vocabulary = vocabulary
        self._readings = readings
        self._spellings = Spellings(known)
        sounds = {sound: surface for sound, (surface, _) in readings.words.items()}
        self.slips = Slips(known, sounds, titles, self._spellings)
        self._near = Neighbours(encoder, list(known)).of
        self._spelt = lru_cache(maxsize=20_000)(self._spellings.near)
        self._encoder = encoder

    def read(self, typed: str) -> Query:
        with remembering():
            return self._read(typed)

    def _read(self, typed: str) -> Query:
        text = normalise(self._as_usual(typed))[:LONGEST_QUESTION]
        romaji = from_romaji(text)
        sound = self._vocabulary.corrected(romaji or text)
        by_sound = typed_in_kana(sound)
        read_as, sound = self._readings.heard(sound, loose=bool(romaji)) if by_sound else (sound, "")
        analysed = analyse(read_as)
        tokens = [token for token in analysed if token.content]
        meant = tuple(self._vocabulary.found_in(read_as.replace(" ", "") if by_sound else read_as))
        replaced = self._corrections(tokens)
        words = tuple(dict.fromkeys(replaced.get(token.lemma, token.lemma) for token in tokens))
        return Query(
            text=text,
            read_as=read_as,
            words=words,
            terms=self._terms(words, [token.lemma for token in tokens if token.topical], meant, replaced),
            grams=dict.fromkeys(grams_of(sound or reading_of(analysed)), 1.0),
            vector=self._encoder.query(" ".join([read_as, *self._officially(meant)])),
            by_sound=by_sound,
            meant=meant,
            replaced=replaced,
        )

    def _as_usual(self, typed: str) -> str:
        """What was typed with kana of one kind only (half-width, or katakana like a telegram) as it is usually written."""
        return in_one_kind(typed, self._readings.spelt)

    def _corrections(self, tokens: list[Token]) -> dict[str, str]:
        """Near spellings for words that the knowledge base does not hold and that have no neighbours in meaning."""
        unknown = [token for token in tokens if token.lemma not in self._known and not self._near(token.lemma)]
        spelt = {token.lemma: self._spelt(token.surface) for token in unknown}
        return {lemma: word for lemma, word in spelt.items() if word}

    def _terms(
        self, words: tuple[str, ...], topics: Iterable[str], meant: tuple[Meant, ...], replaced: Mapping[str, str]
    ) -> dict[str, float]:
        corrected = set(replaced.values())
        terms = {word: TYPO_WEIGHT if word in corrected else 1.0 for word in words}
        for found in meant:
            for lemma in () if found.ambiguous else self._vocabulary.lemmas(found):
                terms[lemma] = max(terms.get(lemma, 0.0), MEANT_WEIGHT)
        for word in topics:
            for near, cosine in self._near(word):
                terms[near] = max(terms.get(near, 0.0), NEIGHBOUR_WEIGHT * cosine)
        return terms

    @staticmethod
    def _officially(meant: tuple[Meant, ...]) -> list[str]:
        return [word for found in meant if not found.ambiguous for word in found.official]
