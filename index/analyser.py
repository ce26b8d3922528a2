"""Words of a Japanese text: fugashi with unidic-lite.

A tagger is not thread-safe and its features are lazy: shared by threads it is silently wrong. So each is used by one thread
at a time, and everything is copied out before it is given back. Taggers are few because each maps the whole dictionary
(110 MB resident); an analysis takes 60 µs.
"""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, NamedTuple, Protocol

import fugashi

from index.normal import hiragana

VERSION = "unidic-lite-2"  # part of the index manifest: change it with anything that changes tokens
NO_CONTENT = {"助詞", "助動詞", "補助記号", "空白", "代名詞", "接続詞", "感動詞", "連体詞"}
CONTENT_SYMBOLS = {"一般", "文字"}
WORD = re.compile(r"\w")
MOST_TAGGERS = 2
_free: list[fugashi.Tagger] = []
_places = threading.BoundedSemaphore(MOST_TAGGERS)
_local = threading.local()  # the memory of `remembering`


class Token(NamedTuple):
    """`content` is false for words that say nothing of the topic; `topical` for counts and times among the rest.

    Leaving out particles, pronouns, conjunctions and auxiliary verbs earned 0.8 points of nDCG@10 on another city's FAQ.
    """

    surface: str
    lemma: str
    reading: str
    content: bool
    topical: bool
    place: bool = False  # a place name, without its 市 or 区
    person: str = ""  # of a person's name: 姓, 名, or 一般 where UniDic does not tell which


class Known(Protocol):
    """Analyses made before."""

    def get(self, text: str) -> list[Token] | None: ...


@contextmanager
def remembering(known: Known | None = None) -> Iterator[dict[str, list[Token]]]:
    """Within the block this thread analyses each text only once: building an index asks for the same words five times.

    What is `known` from before is not analysed at all. Yields the tokens of each text that was asked for. A block inside
    another shares its memory.
    """
    outer, before = getattr(_local, "memory", None), getattr(_local, "known", None)
    _local.memory = {} if outer is None else outer
    _local.known = known or before
    try:
        yield _local.memory
    finally:
        _local.memory, _local.known = outer, before


def analyse(text: str) -> list[Token]:
    """Tokens of a normalised text."""
    memory: dict[str, list[Token]] | None = getattr(_local, "memory", None)
    if memory is None:
        return _analyse(text)
    tokens = memory.get(text)
    if tokens is None:
        known: Known | None = _local.known
        tokens = memory[text] = (known.get(text) if known else None) or _analyse(text)
    return tokens


def _analyse(text: str) -> list[Token]:
    tagger = _borrow()
    try:
        return [_copied(node) for node in tagger(text)]
    finally:
        _free.append(tagger)
        _places.release()


def _borrow() -> fugashi.Tagger:
    _places.acquire()
    try:
        return _free.pop()
    except IndexError:
        return fugashi.Tagger()


def municipalities_in(text: str) -> list[str]:
    """Cities and wards that a normalised text asks something of: 町田市 in 「町田市の保育園」, not in 「町田市から」.

    Towns and villages are left out: their 町 is as often a quarter of the own city.
    """
    tokens = analyse(text)
    following = zip(tokens, tokens[1:], tokens[2:], strict=False)
    return [
        name.surface + kind.surface
        for name, kind, particle in following
        if name.place and kind.surface in ("市", "区") and particle.surface == "の"
    ]


class NameFound(NamedTuple):
    """A word of a person's name at `start` to `end`: `kind` is 姓, 名, or 一般 where UniDic does not tell which."""

    start: int
    end: int
    kind: str


def names_in(text: str) -> list[NameFound]:
    """Words of persons' names in a text, from left to right: 山田 and 太郎 in 「山田太郎です」."""
    found, at = [], 0
    for token in analyse(text):
        start = text.index(token.surface, at)
        at = start + len(token.surface)
        if token.person:
            found.append(NameFound(start, at, token.person))
    return found


def content_lemmas(text: str) -> list[str]:
    """Lemmas of the content words of a normalised text, in order."""
    return [token.lemma for token in analyse(text) if token.content]


def _copied(node: Any) -> Token:
    """A node's features, copied out; UniDic's fields 0 to 2 are the part of speech, 7 the lemma, 17 the reading."""
    feature = node.feature
    lemma, reading = (feature[7], feature[17]) if len(feature) > 17 else (None, None)
    person = (feature[3] or "") if feature[2] == "人名" else ""
    return _token(node.surface, lemma, reading, feature[0] or "", feature[1] or "", feature[2] or "", person)


@lru_cache(maxsize=200_000)
def _token(surface: str, lemma: str | None, reading: str | None, pos1: str, pos2: str, pos3: str, person: str) -> Token:
    """Equal words share one token: a large knowledge base repeats few words millions of times."""
    content = _is_content(pos1, pos2) and bool(WORD.search(surface))
    topical = _is_topical(pos2, pos3)
    return Token(
        surface, _plain(lemma or surface), hiragana(reading or surface), content, topical, pos3 == "地名", person
    )


def _plain(lemma: str) -> str:
    """UniDic writes loanwords as `カード-card`: the part before the hyphen."""
    return lemma.split("-")[0].lower() or lemma


def _is_content(pos1: str, pos2: str) -> bool:
    if pos1 in NO_CONTENT or (pos1 == "記号" and pos2 not in CONTENT_SYMBOLS):
        return False
    return not (pos1 in ("動詞", "形容詞") and pos2 == "非自立可能")


def _is_topical(pos2: str, pos3: str) -> bool:
    return pos2 != "数詞" and pos3 not in ("副詞可能", "助数詞可能", "助数詞")
