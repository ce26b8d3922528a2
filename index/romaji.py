"""Romaji (Hepburn or Kunrei) read as kana; what shows no Japanese word is no romaji."""

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
PART = re.compile(r"[a-z']+(?:-[a-z']+)*|[0-9]+|[^a-z0-9']+")
SIGNS = re.compile(r"[\s,'\-\"()「」『』【】]+")  # what only parts words; other signs end a sentence and stay
LETTERS = re.compile(r"[a-z0-9\s'\"\-,.?!~/:;()「」『』【】、。・…#&+]*")
PARTICLES = {"wa": "は", "e": "へ", "o": "を"}  # alone they are written otherwise than they sound
# What Japanese writes in Latin letters.
LATIN = frozenset(
    [
        "dx",
        "ict",
        "it",
        "iot",
        "ai",
        "rpa",
        "sns",
        "line",
        "aed",
        "wi",
        "fi",
        "wifi",
        "wi-fi",
        "pdf",
        "gis",
        "ev",
        "dv",
        "npo",
        "pta",
        "faq",
        "cio",
        "bpr",
        "kpi",
        "sdgs",
        "lgbt",
        "lgbtq",
        "hiv",
        "hpv",
        "rs",
        "qr",
        "gbizid",
        "fresc",
        "etax",
        "eltax",
        "mynumber",
        "jalert",
        "kintone",
        "rss",
        "web",
        "url",
        "id",
        "ocr",
        "api",
        "paypay",
        "zoom",
        "cc",
        "atm",
    ]
)
NEVER_KANA = frozenset(["line", "wifi", "wi-fi", "api"])  # though it could be read so
# Words, syllables and endings of words that only Japanese has: among them other words may stand.
JAPANESE = re.compile(
    r"(?:wa|ga|wo|ni|kara|demo|desu|dou|doko|dare|itsu|nani|nan|ikura|kore|kono|sono|watashi|hoshii)$"
    r"|\w*(?:masu|masen|masuka|mashita|desuka|desu|deshita|deshou|shita|suru|kudasai|tai|nai|[td]e?iru|[td]eru|kedo|node)$"
    r"|nan(?:nen|nichi|ji|sai|gatsu|youbi|nin|mai)|\w*(?:deki|ry[ou]|ky[ou]|shou(?!ld|t)|shuu|tsu|j[ou]u|chuu|hyo)"
)
FEWEST_JAPANESE = 2  # words; one is enough beside what Japanese writes in Latin letters
MOST_FOREIGN = 0.4  # of the letters


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
        "vu": "ゔ",
    }
    irregular |= {f"f{vowel}": f"ふ{small}" for vowel, small in zip("aieo", "ぁぃぇぉ", strict=True)}
    irregular |= {f"w{vowel}": f"う{small}" for vowel, small in zip("ie", "ぃぇ", strict=True)}
    return table | irregular | {"ya": "や", "yu": "ゆ", "yo": "よ", "wa": "わ", "wo": "を"}


SYLLABLES = _syllables()


def from_romaji(text: str) -> str | None:
    """Hiragana of a normalised text in romaji, else None: 'juuminhyou ga hoshii' → じゅうみんひょうがほしい.

    Numbers stay, and so does a foreign word in a sentence that is clearly Japanese: 'paypay de haraemasu ka' →
    paypayではらえますか.
    """
    if not LETTERS.fullmatch(text):
        return None
    words = WORD.findall(text)
    parts = [(part, _spelt(part)) for part in PART.findall(text)]
    read = [kana for part, kana in parts if kana and WORD.match(part)]
    if sum(map(len, words)) < SHORTEST or not read:
        return None
    foreign = [part for part, kana in parts if kana is None]
    if foreign and not _japanese(words, foreign):
        return None
    return _joined(parts)


def _japanese(words: list[str], foreign: list[str]) -> bool:
    """Whether a text with `foreign` words among its `words` is a Japanese sentence."""
    unknown = sum(len(word) for word in foreign if word not in LATIN)
    known = {word for word in words if JAPANESE.match(word)}
    return len(known) >= (FEWEST_JAPANESE if unknown else 1) and unknown <= MOST_FOREIGN * sum(map(len, words))


def _spelt(part: str) -> str | None:
    """A word in hiragana, signs and numbers as they are, None for a word that is no romaji."""
    if not WORD.match(part):
        return SIGNS.sub("", part)
    if part in PARTICLES:
        return PARTICLES[part]
    if part in NEVER_KANA:
        return None
    kana = [_kana(word) for word in part.split("-") if word.strip("'")]
    return "".join(each or "" for each in kana) if all(kana) else None


def _joined(parts: list[tuple[str, str | None]]) -> str:
    """Kana without spaces; foreign words that stand side by side keep theirs."""
    text = ""
    for part, kana in parts:
        if kana is None and re.search("[a-z0-9]$", text):
            text += " "
        text += part if kana is None else kana
    return text


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
