"""Slips of the finger in what was typed: letters swapped, doubled, voiced or left out, a wrong conversion. Each is mended where
a word of the knowledge base results.

A slip breaks a word into pieces that are words themselves (亡死 into 亡 and 死), so pieces are put together again first.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from index.analyser import Token, analyse
from index.expansion import Spellings
from index.normal import hiragana, normalise

MOST_PIECES = 3
LONGEST = 10  # characters
MOST_MENDS = 8
SHORTEST_WHOLE = 4  # letters of a word that may lack one
KATAKANA_RUN = re.compile(r"[ァ-ヺー]{3,}")
KANJI = re.compile(r"[一-龠々]")
ALL_KANJI = re.compile(r"[一-龠々]{2,}")
COMPOUND = re.compile(r"(?<![一-龠々])[一-龠々]{3,6}(?![一-龠々])")
FEWEST_TITLES = 3
VOICED = dict(
    zip(
        "かきくけこさしすせそたちつてとはひふへほがぎぐげござじずぜぞだぢづでどばびぶべぼ",
        "がぎぐげござじずぜぞだぢづでどばびぶべぼかきくけこさしすせそたちつてとはひふへほ",
        strict=True,
    )
)
Mend = tuple[str, str, str]  # the whole text as it was meant, what was typed in it, and the word meant


class Slips:
    """Mends questions with the words of one knowledge base; `sounds` are its words by their reading, `titles` the texts in
    which words of several parts are found (離婚届).
    """

    def __init__(
        self, words: Iterable[str], sounds: Mapping[str, str], titles: Iterable[str], spellings: Spellings
    ) -> None:
        self._compounds = _compounds(titles)
        self._words = {hiragana(word): word for word in [*self._compounds, *sounds.values(), *words] if len(word) > 1}
        self._sounds = sounds
        self._spellings = spellings

    @cached_property
    def _lacking(self) -> dict[str, str]:
        """Words by what is left of them without one letter."""
        long = [word for word in self._words if len(word) >= SHORTEST_WHOLE]
        rarest_first = [*long, *reversed(self._compounds)]
        return {word[:at] + word[at + 1 :]: self._words[word] for word in rarest_first for at in range(len(word))}

    def mended(self, typed: str) -> list[Mend]:
        """Each way in which one slip of `typed` can be mended."""
        text = normalise(typed)
        found = dict.fromkeys((*self._in_katakana(text), *(self._in_pieces(text) if KANJI.search(text) else ())))
        return [(text.replace(piece, word, 1), piece, word) for piece, word in found][:MOST_MENDS]

    def _in_pieces(self, text: str) -> Iterator[tuple[str, str]]:
        for piece, tokens in _joined(analyse(text), text):
            if not any(token.content for token in tokens):
                continue
            plain = hiragana(piece)
            if plain not in self._words:
                yield from ((piece, self._words[other]) for other in _slipped(plain) if other in self._words)
                if plain in self._lacking and len(tokens) > 1:
                    yield piece, self._lacking[plain]
            meant = self._sounds.get("".join(token.reading for token in tokens), piece)
            if meant != piece and ALL_KANJI.fullmatch(piece) and ALL_KANJI.fullmatch(meant):
                yield piece, meant

    def _in_katakana(self, text: str) -> Iterator[tuple[str, str]]:
        """Whole runs of katakana that are a letter away from a word, or from several that stand together."""
        for run in KATAKANA_RUN.findall(text):
            if self._covered(hiragana(run)):
                continue
            if word := self._spellings.near(run):
                yield run, word
            for other in _slipped(run):
                if self._covered(hiragana(other)):
                    yield run, other

    def _covered(self, kana: str) -> bool:
        """Whether `kana` is nothing but known words."""
        reached = {0}
        for end in range(2, len(kana) + 1):
            if any(start in reached and kana[start:end] in self._words for start in range(end - 1)):
                reached.add(end)
        return len(kana) in reached


def _compounds(titles: Iterable[str]) -> list[str]:
    """Words in kanji that several `titles` hold, the most frequent first."""
    counts = Counter(word for title in titles for word in set(COMPOUND.findall(title)))
    return [word for word, count in counts.most_common() if count >= FEWEST_TITLES]


def _joined(tokens: Sequence[Token], text: str) -> Iterator[tuple[str, Sequence[Token]]]:
    """Runs of one to three words that stand together in `text`, as they are written."""
    for start in range(len(tokens)):
        for end in range(start + 1, min(start + MOST_PIECES, len(tokens)) + 1):
            piece = "".join(token.surface for token in tokens[start:end])
            if 1 < len(piece) <= LONGEST and piece in text:
                yield piece, tokens[start:end]


def _slipped(piece: str) -> Iterator[str]:
    """What may have been meant by `piece`: two letters in the other order, one of two like ones, one voiced or not."""
    for at in range(len(piece)):
        if piece[at] == piece[at + 1 : at + 2]:
            yield piece[:at] + piece[at + 1 :]
        elif at + 1 < len(piece):
            yield piece[:at] + piece[at + 1] + piece[at] + piece[at + 2 :]
        if at and piece[at] in VOICED:
            yield piece[:at] + VOICED[piece[at]] + piece[at + 1 :]
