"""One way of writing for what is looked for, letter for letter, so that a place found is a place in the text."""

import re
import unicodedata

NO_WIDTH = re.compile(r"[\u00ad\u200b-\u200f\u2060\ufeff]+")
SIGNS = str.maketrans(dict.fromkeys("‐‑‒–—―−﹣⁻", "-") | dict.fromkeys("〜～∼", "~"))
KANJI_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")
LONG_VOWEL = re.compile(r"(?<=[\d\s〇零一二三四五六七八九])ー|ー(?=\d)")  # 090ー1234: typed for a hyphen
KANJI_RUN = re.compile(r"[〇零一二三四五六七八九](?:[-\s()]?[〇零一二三四五六七八九]){6,}")
OLD_FORMS = str.maketrans("髙﨑𠮷濵德邉邊齋齊澤櫻廣", "高崎吉浜徳辺辺斎斉沢桜広")


def plain(text: str) -> str:
    """NFKC without letters of no width: what is stored of a question."""
    return unicodedata.normalize("NFKC", NO_WIDTH.sub("", text))


def with_digits(text: str) -> str:
    """A plain text, letter for letter, with one kind of hyphen and seven or more digits in kanji as figures."""
    return KANJI_RUN.sub(lambda run: run[0].translate(KANJI_DIGITS), LONG_VOWEL.sub("-", text.translate(SIGNS)))


def with_common_kanji(text: str) -> str:
    """A plain text, letter for letter, with the names that the dictionary knows in another form of kanji: 髙橋 → 高橋."""
    return text.translate(OLD_FORMS)
