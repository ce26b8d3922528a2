"""Marks that say 「この語は用語集にある」: taken out of the text, and the headword behind each named."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Self

from knowledge.plan_term import PlanTerm

# Spellings measured in plans. After a word only: a ※ that opens a note has no word before it.
MARK = re.compile(
    r"[ \u3000]{0,3}(?:\$\s*\^\{?\s*\\?\*+\s*\}?\s*\$ ?"  # $^*$ and $^{*}$, which set blanks around themselves
    r"|\^\{\s*\\?\*+\s*\}|\[[*※＊]\]|(?:\\\*)+|<sup>[*※＊]</sup>|(?<!\*)[*＊](?!\*))"
    r"|※(?!\d)"
)
CLOSING = re.compile(r"[」』】）)\]》〉\"”’]+$")
BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】")
TAIL = re.compile(r"[ァ-ヴー・A-Za-z]+$")
LONGEST_WORD = 160  # characters looked at before a mark: law titles are the longest headwords
SHORTEST_STEM = 3  # characters of a headword that the text must show where it leaves the rest out
SPACE = re.compile(r"\s+")


class Markers:
    """The headwords of one glossary, ready to be found in front of a mark. Matching is NFKC, without spaces and case."""

    def __init__(self, words: Iterable[str], aliases: Mapping[str, str] = MappingProxyType({})) -> None:
        """`aliases` are other names with the headword that each stands for."""
        self._words: dict[str, str] = {}
        self._stems: dict[str, str] = {}
        for word in words:
            for form in _forms(word):
                self._words.setdefault(form, word)
            for stem in _stems(_key(word)):
                # A beginning that two headwords share tells nothing.
                self._stems[stem] = word if self._stems.get(stem, word) == word else ""
        for alias, word in aliases.items():
            self._words.setdefault(_key(alias), word)
        self._longest = max(map(len, self._words), default=0)

    @classmethod
    def of(cls, terms: Iterable[PlanTerm]) -> Self:
        """The headwords of `terms`, found under their readings and other names too."""
        every = list(terms)
        return cls((term.word for term in every), {name: term.word for term in every for name in term.names[1:]})

    def resolve(self, text: str) -> tuple[str, tuple[str, ...]]:
        """`text` without its glossary marks, and the headwords that were marked, in order and once each.

        A mark with no headword before it stays: it is a note sign, or a mark of something else.
        """
        if not self._words:
            return text, ()
        kept: list[str] = []
        found: dict[str, None] = {}
        done = 0
        for mark in MARK.finditer(text):
            word = self._before(text, mark)
            if word:
                found[word] = None
                kept.append(text[done : mark.start()])
                done = mark.end()
        return "".join([*kept, text[done:]]), tuple(found)

    def unresolved(self, text: str) -> tuple[str, ...]:
        """What stands before each mark that has no headword; for a check of a glossary against its document."""
        return tuple(
            text[max(0, mark.start() - 20) : mark.end()]
            for mark in MARK.finditer(text)
            if text[: mark.start()].strip() and not self._before(text, mark)
        )

    def _before(self, text: str, mark: re.Match[str]) -> str:
        """The headword that ends where `mark` begins: the longest, or the only one that begins with the last words."""
        if mark[0].startswith("※") and (mark.start() == 0 or text[mark.start() - 1].isspace()):
            return ""
        before = text[max(0, mark.start() - LONGEST_WORD) : mark.start()]
        keys = list(_endings(_key(before)))
        for key in keys:
            for size in range(min(len(key), self._longest), 0, -1):
                word = self._words.get(key[-size:])
                if word and not _within_latin(key, size):
                    return word
        return next((word for key in keys if (word := self._stem(key))), "")

    def _stem(self, key: str) -> str:
        """The one headword whose beginning is all that the text shows: 「プッシュ型」 for プッシュ型サービス."""
        for size in range(min(len(key), LONGEST_WORD), SHORTEST_STEM - 1, -1):
            word = self._stems.get(key[-size:])
            if word is not None:
                return "" if _within_word(key, size) else word
        return ""


def without_stars(text: str) -> str:
    """`text` without every mark but ※, for where no glossary is at hand; a ※ may be a note sign."""
    return MARK.sub(lambda mark: mark[0] if mark[0] == "※" else "", text)


def _key(text: str) -> str:
    return SPACE.sub("", unicodedata.normalize("NFKC", MARK.sub("", text))).casefold()


def _forms(word: str) -> Iterator[str]:
    """Keys under which a headword may stand in the text: with and without its brackets, and by what they hold.

    A（B）C is also AC, and — B being short for the katakana or Latin at the end of A — also BC behind the rest of A.
    """
    key = _key(word)
    yield key
    plain = BRACKETS.sub("", key)
    if plain and plain != key:
        yield plain
        for bracket in BRACKETS.finditer(key):
            inner = bracket[0][1:-1]
            if bracket.end() < len(key):
                yield TAIL.sub("", key[: bracket.start()]) + inner + BRACKETS.sub("", key[bracket.end() :])
            elif len(inner) > 1:
                yield inner


def _stems(key: str) -> Iterator[str]:
    return (key[:size] for size in range(SHORTEST_STEM, len(key) + 1))


def _endings(key: str) -> Iterator[str]:
    """`key`, and what is left without its closing brackets or without what stands in them."""
    yield key
    bare = CLOSING.sub("", key)
    if bare != key:
        yield bare
        yield re.sub(r"\([^()]*\)$", "", key)


def _within_latin(key: str, size: int) -> bool:
    """Whether the last `size` characters begin in the middle of a Latin word: AI in OpenAI is another word."""
    before, first = key[-size - 1 : -size], key[-size]
    return before.isascii() and before.isalpha() and first.isascii() and first.isalpha()


def _within_word(key: str, size: int) -> bool:
    """Whether the last `size` characters begin in the middle of a run of katakana or of Latin letters."""
    pair = key[-size - 1 : -size] + key[-size]
    return len(pair) == 2 and bool(re.fullmatch(r"[ァ-ヴー]{2}|[a-z]{2}", pair))
