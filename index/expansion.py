"""What a question's words stand for: curated vocabulary, neighbours in meaning, and near spellings."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from index.analyser import content_lemmas
from index.normal import hiragana, normalise
from knowledge import Lexicon

LONGEST_FORM = 16
TYPO_LENGTH = 3  # characters: shorter words have too many neighbours
TYPO_WEIGHT = 0.7


@dataclass(frozen=True)
class Meant:
    """A form found in a question and what it stands for; `ambiguous` forms are shown, never expanded."""

    form: str
    official: tuple[str, ...]
    ambiguous: bool


class Vocabulary:
    """The lexicon as a look-up over normalised text, longest form first."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._forms: dict[str, Meant] = {}
        for form, official, ambiguous in lexicon.directed():
            key = normalise(form)
            if 1 < len(key) <= LONGEST_FORM:
                self._forms[key] = Meant(key, tuple(normalise(word) for word in official), ambiguous)
        self._first = {form[:2] for form in self._forms}
        self._meant = {normalise(form): normalise(word) for form, word in lexicon.misspellings()}
        self._lemmas = lru_cache(maxsize=5_000)(_lemmas)

    def corrected(self, text: str) -> str:
        """A normalised text with the misspellings of the lexicon put right where they stand as words of their own."""
        for form in {found.form for found in self.found_in(text)}:
            text = text.replace(form, self._meant.get(form, form))
        return text

    def found_in(self, text: str) -> list[Meant]:
        """Forms in a normalised text, left to right, without overlap. A form inside an official word is left alone."""
        found, at = [], 0
        while at < len(text) - 1:
            meant = self._longest_at(text, at) if text[at : at + 2] in self._first else None
            if meant and not any(word in text and meant.form in word for word in meant.official):
                found.append(meant)
            at += len(meant.form) if meant else 1
        return found

    def _longest_at(self, text: str, at: int) -> Meant | None:
        for length in range(min(LONGEST_FORM, len(text) - at), 1, -1):
            meant = self._forms.get(text[at : at + length])
            if meant and _whole_word(text, at, at + length):
                return meant
        return None

    def lemmas(self, meant: Meant) -> Iterable[str]:
        """Content lemmas of everything that `meant` stands for."""
        return self._lemmas(meant.official)


class Spellings:
    """Near spellings among the words of a knowledge base, for words that it does not hold."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = [word for word in words if len(word) >= TYPO_LENGTH]

    @cached_property
    def _folded(self) -> list[str]:
        return [hiragana(word) for word in self._words]

    def near(self, word: str) -> str | None:
        """The one word at the smallest edit distance, at most 1 (2 from seven characters on), else None."""
        if len(word) < TYPO_LENGTH:
            return None
        allowed = 2 if len(word) >= 7 else 1
        match = process.extractOne(
            hiragana(word), self._folded, scorer=DamerauLevenshtein.distance, score_cutoff=allowed
        )
        return self._words[match[2]] if match else None


def _lemmas(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(lemma for word in words for lemma in content_lemmas(word)))


def _whole_word(text: str, start: int, end: int) -> bool:
    """False where the form is only part of a longer run of katakana or Latin letters (スマ in スマート)."""
    return not (_joins(text[start - 1 : start], text[start]) or _joins(text[end - 1], text[end : end + 1]))


def _joins(left: str, right: str) -> bool:
    return bool(left and right) and any(
        all(low <= side <= high for side in (left, right)) for low, high in (("ァ", "ー"), ("a", "z"), ("0", "9"))
    )
