"""Romaji (Hepburn or Kunrei) read as kana; whatever holds a syllable that Japanese has not is no romaji."""

import re

VOWELS = "aiueo"
COLUMNS = {
    "": "あいうえお",
    "k": "かきくけこ",
    "s": "さしすせそ",
    "t": "たちつてと",
    "n": "なにぬねの",
    "h": "はひふへほ",
    "m": "まみむめも",
    "r": "らりるれろ",
    "g": "がぎぐげご",
    "z": "ざじずぜぞ",
    "d": "だぢづでど",
    "b": "ばびぶべぼ",
    "p": "ぱぴぷぺぽ",
}
SMALL = dict(zip("auo", "ゃゅょ", strict=True))
SHORTEST = 3  # letters: less is an abbreviation or a slip
WORD = re.compile(r"[a-z']+")
ROMAJI = re.compile(r"[a-z'\-\s,.?!~]*[a-z][a-z'\-\s,.?!~]*")


def _syllables() -> dict[str, str]:
    table = {onset + vowel: kana for onset, row in COLUMNS.items() for vowel, kana in zip(VOWELS, row, strict=True)}
    for onset, row in COLUMNS.items():
        table |= {f"{onset}y{vowel}": row[1] + small for vowel, small in SMALL.items() if onset}
    for onset, first in (("sh", "し"), ("ch", "ち"), ("j", "じ"), ("jy", "じ")):
        table |= {onset + vowel: first + small for vowel, small in SMALL.items()}
    irregular = {
        "shi": "し",
        "chi": "ち",
        "ji": "じ",
        "tsu": "つ",
        "fu": "ふ",
        "she": "しぇ",
        "che": "ちぇ",
        "je": "じぇ",
    }
    return table | irregular | {"ya": "や", "yu": "ゆ", "yo": "よ", "wa": "わ", "wo": "を"}


SYLLABLES = _syllables()


def from_romaji(text: str) -> str | None:
    """Hiragana of a normalised text whose words are all romaji, else None: 'juuminhyou ga hoshii' → じゅうみんひょうがほしい."""
    words = WORD.findall(text) if ROMAJI.fullmatch(text) else []
    if sum(map(len, words)) < SHORTEST:
        return None
    kana = [_kana(word) for word in words]
    return "".join(part or "" for part in kana) if all(kana) else None


def _kana(word: str) -> str | None:
    """One word in hiragana, or None at the first syllable that is none."""
    kana, at = "", 0
    while at < len(word):
        here, following = word[at], word[at + 1 : at + 2]
        if (here == "n" and following not in (*VOWELS, "y")) or (here == "m" and following in ("b", "p", "m")):
            kana, at = kana + "ん", at + 1 + (following == "'")
        elif (here == following and here in "kstpcgzdbhfjmr") or word[at : at + 3] == "tch":
            kana, at = kana + "っ", at + 1
        else:
            length = next((size for size in (3, 2, 1) if word[at : at + size] in SYLLABLES), 0)
            if not length:
                return None
            kana, at = kana + SYLLABLES[word[at : at + length]], at + length
    return kana or None
