"""Entries offered while a question is being typed: by what is typed so far, by its sound, by its words in any order."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from bot.answer import Choice
from bot.crisis import crisis_in
from bot.shelf import Shelf
from index import from_romaji, hiragana, loose_sound, normalise, plain_sound, sound
from knowledge import Audience, Entry

MOST = 6
LONGEST_TYPED = 100  # characters: whoever types more is past choosing by its beginning
KNOWN_TEXTS = 65_536  # a city has some 15,000; after a publication only what is new is read
SIGNS = " 。、.,?!…・「」()'\"%*\\"  # what is nothing to look for at the ends
KANA = re.compile(r"[ぁ-ゖー0-9]+")
UNFINISHED = re.compile(
    r"(?<=[ぁ-ゖァ-ヺー一-龠々])[a-z]{1,3}$"
)  # じゅうみんひょu: a syllable on its way through the IME
UNFINISHED_ROMAJI = re.compile(r"[bcdfghjkmprstwyz]+$|(?<![aeiou])n$")
TELLING = re.compile(
    r"[一-龠々]+|[ァ-ヺー]{2,}|[a-z0-9]{2,}"
)  # runs that carry the meaning; hiragana mostly joins them


@dataclass(frozen=True, slots=True)
class Key:
    """What an entry is found by, each text between line ends: its question, its phrasings and tags, the question's sound."""

    id: str
    question: str
    asked: str
    heard: str
    loosely: str
    own: bool

    @classmethod
    def of(cls, entry: Entry) -> "Key":
        question, heard, loosely = _read(entry.question)
        asked = "\n".join(map(_normal, (*entry.phrasings, *entry.tags)))
        return cls(entry.id, f"\n{question}\n", f"\n{asked}\n", f"\n{heard}\n", f"\n{loosely}\n", entry.owned_by_city)


@lru_cache(maxsize=KNOWN_TEXTS)
def _normal(text: str) -> str:
    return normalise(text)


@lru_cache(maxsize=KNOWN_TEXTS)
def _read(question: str) -> tuple[str, str, str]:
    normal = _normal(question)
    heard = sound(normal)
    return normal, heard, loose_sound(heard)


class Suggestions:
    """The entries of one shelf, ready to be searched at every key that is pressed; safe to share between threads."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._keys = tuple(map(Key.of, shelf.knowledge.entries))

    def find(self, typed: str, audience: Audience, day: date, limit: int = MOST) -> tuple[Choice, ...]:
        """Up to `limit` entries that `audience` may see on `day`, best first: what begins as typed, then what holds it.

        Nothing for a cry for help, which wants an answer at once and no list.
        """
        text = normalise(typed[:LONGEST_TYPED]).strip(SIGNS)
        if not text or crisis_in(text, self._shelf.knowledge.crises):
            return ()
        for ids in _ways(self._keys, text):
            entries = [entry for id in ids if (entry := self._shelf.entry(id, audience, day))]
            if entries:
                return tuple(Choice(entry.id, entry.question) for entry in entries[:limit])
        return ()


def _ways(keys: Sequence[Key], text: str) -> Iterator[list[str]]:
    """Ids of the entries that match `text`, the strictest way of matching first."""
    spellings = _spellings(text)
    for spelling in spellings:
        kana = plain_sound(hiragana(spelling.replace(" ", "")))
        yield _holding(keys, spelling, kana if KANA.fullmatch(kana) else "")
    kana = hiragana(spellings[-1].replace(" ", ""))
    if KANA.fullmatch(kana):
        yield _heard_loosely(keys, loose_sound(kana))
    yield _with_words(keys, text.split(" "))
    yield _with_words(keys, TELLING.findall(text))


def _spellings(text: str) -> list[str]:
    """`text` as typed; without the letters of a syllable that is not finished; as kana where it is romaji."""
    romaji = from_romaji(UNFINISHED_ROMAJI.sub("", text))
    ways = [text, UNFINISHED.sub("", text), romaji or ""]
    return [way for way in dict.fromkeys(ways) if way]


def _holding(keys: Sequence[Key], text: str, heard: str) -> list[str]:
    """Entries that hold `text`, or whose question sounds like `heard`: those that begin so first, then those of which
    more is asked so, then the city's own."""
    found = [
        (rank, -key.asked.count(text), not key.own, number, key.id)
        for number, key in enumerate(keys)
        if (rank := _rank(key, text, heard)) is not None
    ]
    return [id for *_, id in sorted(found)]


def _rank(key: Key, text: str, heard: str) -> int | None:
    """How closely `key` matches, 0 the closest; None where it does not."""
    if text in key.question:
        return 0 if f"\n{text}" in key.question else 2
    if heard and heard in key.heard:
        return 1 if f"\n{heard}" in key.heard else 3
    if text in key.asked:
        return 4 if f"\n{text}" in key.asked else 5
    return None


def _heard_loosely(keys: Sequence[Key], heard: str) -> list[str]:
    found = [(key.loosely.index(heard), number, key.id) for number, key in enumerate(keys) if heard in key.loosely]
    return [id for *_, id in sorted(found)] if heard else []


def _with_words(keys: Sequence[Key], words: Sequence[str]) -> list[str]:
    """Entries that hold every one of `words` somewhere: those with most of them in the question first."""
    found = [
        (
            -sum(word in key.question for word in words),
            -sum(key.asked.count(word) for word in words),
            not key.own,
            number,
            key.id,
        )
        for number, key in enumerate(keys)
        if words and all(word in key.question or word in key.asked for word in words)
    ]
    return [id for *_, id in sorted(found)]
