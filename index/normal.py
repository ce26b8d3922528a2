"""One way of writing for entries and questions alike."""

import re
import unicodedata

TILDES = dict.fromkeys(map(ord, "〜～∼∿˜"), "~")
LONG_VOWEL_KANJI = re.compile(r"(?<=[ァ-ヶ])一(?=[ァ-ヶ]|\b)")  # カ一ド: the kanji for one, typed or scanned for ー
ALIKE = {ord("囗"): "口"}
HYPHENS = dict.fromkeys(map(ord, "‐‑‒–—―−﹣"), "-")
LONG_VOWEL = re.compile(r"(?<=[ぁ-んァ-ヶー])[-~]+(?=[ぁ-んァ-ヶ]|$)")  # ら-めん, カ-ド: a hyphen typed for ー
REPEATED = re.compile(r"([ー~!?。、…w])\1+")
SPACES = re.compile(r"\s+")
NO_WIDTH = re.compile(r"[\u00ad\u200b-\u200f\u2060\ufeff]+")
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
SHORT_ERA = re.compile(r"(?<![a-z0-9])([rh])\.?(元|\d{1,2})(?=年|[./]|$|[^a-z0-9])")
WESTERN_YEAR = re.compile(r"(?<!\d)(19[89]\d|20[0-4]\d)(?=年)")
KANJI_YEAR = re.compile(r"(令和|平成|昭和)([一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九])(?=年)")
DIGITS = {kanji: number for number, kanji in enumerate("一二三四五六七八九", 1)}
FIRST_YEAR = re.compile(r"(令和|平成|昭和)元(?=年)")
HIRAGANA = {ord(kana): chr(ord(kana) - 0x60) for kana in map(chr, range(ord("ァ"), ord("ヶ") + 1))}


def normalise(text: str) -> str:
    """NFKC and lower case, one kind of tilde and hyphen (ranges stay ranges), long vowels, era years.

    `Ｒ７` and `2025年` both become 令和7; `8時〜17時` keeps its tilde.
    """
    text = unicodedata.normalize("NFKC", CONTROLS.sub(" ", NO_WIDTH.sub("", text))).lower()
    text = text.translate(TILDES).translate(HYPHENS)
    text = LONG_VOWEL_KANJI.sub("ー", text.translate(ALIKE))
    text = LONG_VOWEL.sub("ー", text)
    text = REPEATED.sub(r"\1", text)
    text = SHORT_ERA.sub(lambda match: f"{'令和' if match[1] == 'r' else '平成'}{match[2]}", text)
    text = KANJI_YEAR.sub(lambda match: f"{match[1]}{_number(match[2])}", text)
    text = FIRST_YEAR.sub(r"\g<1>1", text)
    text = WESTERN_YEAR.sub(lambda match: japanese_year(int(match[1])), text)
    return SPACES.sub(" ", text).strip()


def _number(kanji: str) -> int:
    """三 → 3, 十二 → 12, 三十 → 30."""
    tens, ten, ones = kanji.rpartition("十")
    return (10 * DIGITS.get(tens, 1) if ten else 0) + DIGITS.get(ones, 0)


def japanese_year(year: int) -> str:
    """The era year that begins in the western `year`: 2025 → 令和7, 2018 → 平成30, 1988 → 昭和63."""
    for era, before in (("令和", 2018), ("平成", 1988), ("昭和", 1925)):
        if year > before:
            return f"{era}{year - before}"
    return str(year)


def hiragana(text: str) -> str:
    """Katakana folded to hiragana; everything else as it is."""
    return text.translate(HIRAGANA)


def katakana(text: str) -> str:
    """Hiragana in katakana; everything else as it is."""
    return "".join(chr(ord(each) + 0x60) if "ぁ" <= each <= "ゖ" else each for each in text)
