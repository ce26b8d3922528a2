"""Questions typed in kana, and words whose kanji were converted wrongly: found by how they sound."""

import math
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from index.analyser import Token, analyse
from index.normal import hiragana

FEWEST_SOUND = re.compile(r"[ぁ-ゖー0-9a-z]+")
SOUND = re.compile(r"[ぁ-ゖー0-9a-z]+")
GRAM = 3
LONGEST_READING = 10
UNKNOWN_COST = 12.0  # per character that no known word covers: dearer than any word
KANJI = re.compile(r"[一-龠々]")
WRITTEN_WORD = re.compile(r"([ァ-ヺー]{2,}|[a-z][a-z0-9]*(?:[-+.&][a-z0-9]+)*)")


def reading_of(tokens: Iterable[Token]) -> str:
    """The sound of analysed words in hiragana, without spaces and punctuation."""
    return "".join(SOUND.findall("".join(token.reading for token in tokens)))


def reading_grams(tokens: Iterable[Token]) -> list[str]:
    """Overlapping triples of the sound of analysed words, both ends marked."""
    sound = f"^{reading_of(tokens)}$"
    return [sound[at : at + GRAM] for at in range(len(sound) - GRAM + 1)]


def typed_in_kana(text: str) -> bool:
    """Whether a normalised text has hiragana or katakana and no kanji at all."""
    return not KANJI.search(text) and bool(re.search(r"[ぁ-ゖァ-ヺ]", text))


@dataclass(frozen=True)
class Readings:
    """The words of a knowledge base by their sound, with the cost (−log share) of each: (surface, cost)."""

    words: dict[str, tuple[str, float]]

    @classmethod
    def build(cls, texts: Iterable[str]) -> "Readings":
        """Learn from normalised texts; of several words that sound alike the most frequent is kept."""
        counts: Counter[tuple[str, str]] = Counter()
        for text in texts:
            counts.update((token.reading, token.surface) for token in analyse(text) if _sounds(token))
        total = sum(counts.values()) or 1
        words: dict[str, tuple[str, float]] = {}
        for (reading, surface), count in counts.most_common():
            words.setdefault(reading, (surface, -math.log(count / total)))
        return cls(words)

    def rewrite(self, text: str) -> str:
        """A kana text in the words of the knowledge base, spaces where the words part.

        Katakana and Latin words that stand among hiragana are words already and stay as they are.
        """
        if not re.search(r"[ぁ-ゖ]", text):
            return self._cheapest(hiragana(text))
        parts = WRITTEN_WORD.split(text)
        return " ".join(part if WRITTEN_WORD.fullmatch(part) else self._cheapest(part) for part in parts if part)

    def _cheapest(self, text: str) -> str:
        """The cheapest way to read `text` as known words (Viterbi over unigram costs)."""
        sound = re.sub(r"[^ぁ-ゖー0-9a-z]", "", text)
        best: list[tuple[float, int, str]] = [(0.0, 0, "")]
        for end in range(1, len(sound) + 1):
            options = [(best[end - 1][0] + UNKNOWN_COST, end - 1, sound[end - 1])]
            for start in range(max(0, end - LONGEST_READING), end):
                if word := self.words.get(sound[start:end]):
                    options.append((best[start][0] + word[1], start, word[0]))
            best.append(min(options))
        return _spaced(best)


def _sounds(token: Token) -> bool:
    """Words to read by: of one sound only those written in kana, or every か would become 化."""
    if not re.fullmatch(r"[ぁ-ゖー]{1,10}", token.reading):
        return False
    return len(token.reading) > 1 or token.surface == token.reading


def _spaced(best: list[tuple[float, int, str]]) -> str:
    """The words on the cheapest path; characters that no word covers stay together."""
    words: list[str] = []
    end, later = len(best) - 1, False
    while end:
        cost, start, word = best[end]
        unknown = end - start == 1 and cost - best[start][0] == UNKNOWN_COST
        if unknown and later:
            words[-1] = word + words[-1]
        else:
            words.append(word)
        end, later = start, unknown
    return " ".join(reversed(words))
