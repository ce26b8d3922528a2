"""Questions typed in kana, and words whose kanji were converted wrongly: found by how they sound."""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from index.analyser import Token, analyse
from index.normal import hiragana, katakana

SOUND = re.compile(r"[ぁ-ゖー0-9a-z]+")
GRAM = 3
LONGEST_READING = 10
UNKNOWN_COST = 12.0  # per character that no known word covers: dearer than any word
KANJI = re.compile(r"[一-龠々]")
KATAKANA = re.compile(r"[ァ-ヺー]+")
HALF_WIDTH = re.compile(r"[ｦ-ﾟ]+")
TELEGRAM = re.compile(
    r"(?<=[一-龠々])[ノハヲニデトガモ](?=[一-龠々ァ-ヺ])|(?:マス|デス|マシタ|マセン|タイ|ナイ|クダサイ)カ?(?=[。?？\s]|$)"
)
LOANWORD = re.compile("[ーぁぃぅぇぉぱぴぷぺぽゔ]")
SAME_SOUND = str.maketrans("ぢづ", "じず")
ROWS = {
    "あ": "あかさたなはまやらわがざだばぱぁゃゎ",
    "い": "いきしちにひみりぎじぢびぴぃ",
    "う": "うくすつぬふむゆるぐずづぶぷぅゅゔ",
}
ROWS |= {"え": "えけせてねへめれげぜでべぺぇ", "お": "おこそとのほもよろをごぞどぼぽぉょ"}
VOWEL_OF = {kana: vowel for vowel, row in ROWS.items() for kana in row}
LONG_VOWEL = re.compile(f"(?<=[{ROWS['お']}])[うお]|(?<=[{ROWS['う']}])う|(?<=[{ROWS['あ']}])あ")
LOOSE_FROM = 3  # sounds
LOOSE_COST = 4.0
WRITTEN_WORD = re.compile(r"([ァ-ヺー]{2,}|[a-z][a-z0-9]*(?:[-+.&][a-z0-9]+)*)")


def reading_of(tokens: Iterable[Token]) -> str:
    """The sound of analysed words in hiragana, without spaces and punctuation."""
    return "".join(SOUND.findall("".join(token.reading for token in tokens)))


def sound(text: str) -> str:
    """The sound of a normalised text, one spelling for each: 住民票コード → じゅうみんひょうこおど."""
    return plain_sound(reading_of(analyse(text)))


def loose_sound(kana: str) -> str:
    """`kana` as one writes it who leaves long vowels out, in romaji as often as not: じゅうみんひょう → じゅみんひょ."""
    return LONG_VOWEL.sub("", plain_sound(kana))


def reading_grams(tokens: Iterable[Token]) -> list[str]:
    """Overlapping triples of the sound of analysed words, both ends marked."""
    return grams_of(reading_of(tokens))


def grams_of(sound: str) -> list[str]:
    """Overlapping triples of a sound, both ends marked."""
    marked = f"^{sound}$"
    return [marked[at : at + GRAM] for at in range(len(marked) - GRAM + 1)]


def typed_in_kana(text: str) -> bool:
    """Whether a normalised text has hiragana or katakana and no kanji at all."""
    return not KANJI.search(text) and bool(re.search(r"[ぁ-ゖァ-ヺ]", text))


def in_one_kind(typed: str, spelt: Callable[[str], str]) -> str:
    """`typed` with every run of kana that may be of the wrong kind replaced by `spelt` of it: half-width ones, and all
    katakana of a text that has particles or endings in katakana and no hiragana.
    """
    if not KANJI.search(typed) and not re.search(r"[ぁ-ゖ]", typed):
        return typed  # read by its sound as a whole
    half = HALF_WIDTH.sub(lambda run: spelt(unicodedata.normalize("NFKC", run[0])), typed)
    if re.search(r"[ぁ-ゖ]", half) or not TELEGRAM.search(half):
        return half
    return KATAKANA.sub(lambda run: spelt(run[0]), half)


# Words of asking that are written in kana and that hardly any knowledge base holds: without them よろしい is heard as 養老しい.
EVERYDAY = frozenset(
    [
        "よろしい",
        "よろしく",
        "うれしい",
        "ありがたい",
        "すみません",
        "ごめんなさい",
        "おねがい",
        "わたし",
        "わたくし",
        "ぼく",
        "おれ",
        "うち",
        "だんな",
        "さっき",
        "たくさん",
        "ちょっと",
        "とても",
        "もらえ",
        "もらい",
        "もらって",
        "くれる",
        "ください",
        "いただけ",
        "いただき",
        "ほしい",
        "できない",
        "わからない",
        "でしょうか",
        "しちゃった",
        "なんで",
        "どんな",
        "どちら",
        "どなた",
    ]
)
EVERYDAY_COST = 9.0
HeardAs = dict[str, tuple[str, str, float]]


class Heard(NamedTuple):
    """A word heard in a text: how the knowledge base writes it, how it sounds, and whether it is `known` there."""

    surface: str
    sound: str
    known: bool = True

    def as_kana(self) -> str:
        """In katakana where it is written so, or is unknown and sounds like a loanword; else in hiragana."""
        if self.known:
            return self.surface if KATAKANA.fullmatch(self.surface) else self.sound
        return katakana(self.sound) if LOANWORD.search(self.sound) else self.sound


@dataclass(frozen=True)
class Readings:
    """The words of a knowledge base by their sound, with the cost (−log share) of each: (surface, cost)."""

    words: dict[str, tuple[str, float]]

    @classmethod
    def build(cls, texts: Iterable[str]) -> "Readings":
        """Learn from normalised texts; of several words that sound alike the most frequent is kept."""
        tokens: Counter[Token] = Counter()
        for text in texts:
            tokens.update(analyse(text))
        counts: Counter[tuple[str, str]] = Counter()
        for token, count in tokens.items():
            if _sounds(token):
                counts[token.reading, token.surface] += count
        total = sum(counts.values()) or 1
        words: dict[str, tuple[str, float]] = {}
        for (reading, surface), count in counts.most_common():
            words.setdefault(reading, (surface, -math.log(count / total)))
        return cls(words)

    @cached_property
    def _heard(self) -> HeardAs:
        """(sound, surface, cost) by `plain_sound`; of words that differ only there the most frequent."""
        heard: HeardAs = {}
        for sound, (surface, cost) in self.words.items():
            heard.setdefault(plain_sound(sound), (sound, surface, cost))
        for word in EVERYDAY:
            heard.setdefault(plain_sound(word), (word, word, EVERYDAY_COST))
        return heard

    @cached_property
    def _loosely_heard(self) -> HeardAs:
        """The same, with words also as they are typed in romaji without long vowels, where no other word sounds so."""
        heard = dict(self._heard)
        for sound, (surface, cost) in self.words.items():
            for loose in _loosely(plain_sound(sound)):
                heard.setdefault(loose, (sound, surface, cost + LOOSE_COST))
        return heard

    def heard(self, text: str, loose: bool = False) -> tuple[str, str]:
        """A kana text in the words of the knowledge base, spaces where the words part, and as these words sound.

        `loose` where it was typed in romaji, which leaves long vowels out as often as not.

        Katakana and Latin words that stand among hiragana are words already and stay as they are.
        """
        known = self._loosely_heard if loose else self._heard
        if not re.search(r"[ぁ-ゖ]", text):
            words = _cheapest(hiragana(text), known)
        else:
            parts = [part for part in WRITTEN_WORD.split(text) if part]
            written = [
                [Heard(part, hiragana(part))] if WRITTEN_WORD.fullmatch(part) else _cheapest(part, known)
                for part in parts
            ]
            words = [word for part in written for word in part]
        return " ".join(word.surface for word in words), "".join(word.sound for word in words)

    def rewrite(self, text: str) -> str:
        """A kana text in the words of the knowledge base, spaces where the words part."""
        return self.heard(text)[0]

    def spelt(self, kana: str) -> str:
        """Kana of one kind as they are usually written: katakana words in katakana, the rest in hiragana.

        What no word covers stays katakana where it sounds like a loanword.
        """
        return "".join(word.as_kana() for word in _cheapest(hiragana(kana), self._heard))


def plain_sound(kana: str) -> str:
    """Hiragana with one spelling for each sound, as long as it was: ー as the vowel it draws out, じ for ぢ, ず for づ."""
    plain = ""
    for each in kana.translate(SAME_SOUND):
        plain += VOWEL_OF.get(plain[-1:], each) if each == "ー" else each
    return plain


def _sounds(token: Token) -> bool:
    """Words to read by: of one sound only those written in kana, or every か would become 化."""
    if not re.fullmatch(r"[ぁ-ゖー]{1,10}", token.reading):
        return False
    return len(token.reading) > 1 or token.surface == token.reading


def _loosely(sound: str) -> list[str]:
    """Other spellings of a sound: ボランチア, and without long vowels (じゅみんひょ, from juminhyo)."""
    if len(sound) < LOOSE_FROM:
        return []
    return [sound.replace("てぃ", "ち").replace("でぃ", "じ"), LONG_VOWEL.sub("", sound)]


def _cheapest(text: str, known: HeardAs) -> list[Heard]:
    """The cheapest way to read `text` as `known` words (Viterbi over unigram costs)."""
    typed = re.sub(r"[^ぁ-ゖー0-9a-z]", "", text)
    sound = plain_sound(typed)
    best: list[tuple[float, int, Heard]] = [(0.0, 0, Heard("", ""))]
    for end in range(1, len(sound) + 1):
        letter = typed[end - 1]
        options = [(best[end - 1][0] + UNKNOWN_COST, end - 1, Heard(letter, letter, known=False))]
        for start in range(max(0, end - LONGEST_READING), end):
            if word := known.get(sound[start:end]):
                options.append((best[start][0] + word[2], start, Heard(word[1], word[0])))
        best.append(min(options))
    return _words(best)


def _words(best: list[tuple[float, int, Heard]]) -> list[Heard]:
    """The words on the cheapest path; characters that no word covers stay together."""
    words: list[Heard] = []
    end = len(best) - 1
    while end:
        _, start, word = best[end]
        if words and not word.known and not words[-1].known:
            word = Heard(word.surface + words.pop().surface, "", known=False)
        words.append(word if word.known else word._replace(sound=word.surface))
        end = start
    return words[::-1]
