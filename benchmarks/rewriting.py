"""Ways in which people also write a question: a slip, kana only, half-width kana, romaji, dialect, rambling.

Each rule takes a text and a number that fixes its choices. Sound is read by the analyser of the product: a wrong reading is
then wrong on both sides, and what kana and romaji cost is a lower bound.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator

from index import normalise
from index.analyser import Token, analyse
from index.normal import hiragana
from index.romaji import SYLLABLES

KANJI = re.compile(r"[一-龠々]")
CONVERTED = {  # what an input method offers beside the word that was meant
    "申請": "新生",
    "証明": "照明",
    "保険": "保健",
    "申告": "深刻",
    "更新": "交信",
    "助成": "女性",
    "交付": "公布",
    "支給": "至急",
    "期限": "起源",
    "控除": "公助",
    "収集": "召集",
    "回収": "改修",
    "選挙": "占拠",
    "健診": "検診",
    "施設": "私設",
    "介護": "解雇",
    "戸籍": "古跡",
    "印鑑": "印刊",
    "税金": "税筋",
    "年金": "念金",
    "住民票": "住民表",
    "登録": "当録",
    "手当": "手宛",
    "補助": "保助",
    "相談": "相段",
    "粗大": "素大",
    "予防": "要望",
    "転入": "点入",
    "転出": "天出",
    "引っ越し": "引っ腰",
}
VOICED = str.maketrans("かきくけこさしすせそたちつてとはひふへほ", "がぎぐげござじずぜぞだぢづでどばびぶべぼ")
DIALECTS = (  # (standard, dialect) in the order in which they are replaced
    (  # Kansai
        ("どうすれば", "どないしたら"),
        ("どうしたら", "どないしたら"),
        ("どうやって", "どないして"),
        ("いくら", "なんぼ"),
        ("てしまいました", "てもうた"),
        ("てしまった", "てもうた"),
        ("ちゃった", "てもうた"),
        ("できない", "でけへん"),
        ("らない", "らへん"),
        ("じゃない", "とちゃう"),
        ("なければ", "なあかんのやったら"),
        ("だめ", "あかん"),
        ("いいですか", "ええんやろか"),
        ("いいの", "ええのん"),
        ("ですか", "でっか"),
        ("ますか", "まっか"),
        ("ください", "くれへん"),
        ("んだけど", "んやけど"),
        ("んですけど", "んやけど"),
        ("んですが", "んやけど"),
        ("たい", "たいねん"),
    ),
    (  # Kyushu
        ("どうすれば", "どげんしたら"),
        ("どうしたら", "どげんしたら"),
        ("てしまいました", "てしもうたとです"),
        ("ちゃった", "てしもうた"),
        ("ている", "とる"),
        ("てる", "とる"),
        ("いいですか", "よかとですか"),
        ("いい", "よか"),
        ("だめ", "いかん"),
        ("らない", "らん"),
        ("きない", "きん"),
        ("ない", "なか"),
        ("けど", "ばってん"),
        ("ので", "けん"),
        ("ですか", "ですと"),
        ("ますか", "ますと"),
        ("たい", "たか"),
    ),
    (  # Tohoku
        ("どうすれば", "なじょすれば"),
        ("どうしたら", "なじょしたら"),
        ("ください", "けろ"),
        ("いいですか", "いいんだべか"),
        ("ない", "ねえ"),
        ("けど", "けんども"),
        ("ですか", "だべか"),
        ("ますか", "んだべか"),
        ("です", "だっちゃ"),
        ("たい", "てえ"),
    ),
)
BEFORE = (
    "いつもお世話になっております。下の子がやっと寝たので、いまのうちに書いています。",
    "スーパーの帰りにふと思い出したのですが、今日は風が強くて自転車が倒れそうでした。",
    "昨日は久しぶりに友達とお茶をして、ずいぶん話しこんでしまいまして。その時に出た話です。",
    "今年は暑い日が続いて、ベランダのトマトもすっかり元気がありません。それはさておき。",
    "こういう画面は慣れていなくて、老眼鏡を探すのに十分もかかりました。",
    "テレビを見ていたら気になってしまって、主人に聞いても生返事ばかりです。",
)
AFTER = (
    "長々とすみません、急いではいないのですが。",
    "明日は朝から雨らしいので、早めに分かるとうれしいです。",
    "前にも誰かに聞いた気がするんですけど、すっかり忘れてしまって。",
    "文章が下手でごめんなさい。",
)
LONG_KANA = {
    "てぃ": "ti",
    "でぃ": "di",
    "ふぁ": "fa",
    "ふぃ": "fi",
    "ふぇ": "fe",
    "ふぉ": "fo",
    "うぃ": "wi",
    "うぇ": "we",
    "ゔ": "vu",
}
ROMAN = {kana: roman for roman, kana in SYLLABLES.items()} | LONG_KANA | {"じゃ": "ja", "じゅ": "ju", "じょ": "jo"}
SPOKEN_PARTICLES = {"は": "わ", "へ": "え"}
PARTICLES = frozenset("はがをにでのへともか")


def mistyped(text: str, chance: int) -> str:
    """One slip: every other time a wrong conversion where the text has a word for it, else two letters swapped, one left out,
    doubled or voiced in the longest word."""
    known = [word for word in CONVERTED if word in text]
    if known and chance % 2:
        word = known[chance % len(known)]
        return text.replace(word, CONVERTED[word], 1)
    words = [
        token.surface for token in analyse(text) if token.content and len(token.surface) > 1 and token.surface in text
    ]
    if not words:
        return text
    word = max(words, key=len)
    at = 1 + chance % (len(word) - 1)
    slips = (
        word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :],
        word[:at] + word[at + 1 :],
        word[:at] + word[at] + word[at:],
        word[:at] + word[at:].translate(VOICED),
    )
    slip = next((each for each in (*slips[chance // 2 % 4 :], *slips) if each != word), word)
    return text.replace(word, slip, 1)


def in_kana(text: str, _: int) -> str:
    """No kanji: each word that has one as it sounds."""
    return "".join(token.reading if KANJI.search(token.surface) else token.surface for token in _words(text))


def in_halfwidth(text: str, _: int) -> str:
    """Every kana in half-width katakana; kanji stay."""
    katakana = "".join(chr(ord(each) + 0x60) if "ぁ" <= each <= "ゖ" else each for each in text)
    return "".join(HALF.get(each, each) for each in katakana)


def _halves() -> dict[str, str]:
    """Half-width spelling of each katakana and sign, by what NFKC makes of it."""
    single = {unicodedata.normalize("NFKC", chr(code)): chr(code) for code in range(0xFF61, 0xFF9E)}
    marked = {unicodedata.normalize("NFKC", half + mark): half + mark for half in list(single.values()) for mark in "ﾞﾟ"}
    return {full: half for full, half in (single | marked).items() if len(full) == 1}


HALF = _halves()


def in_romaji(text: str, _: int) -> str:
    """Hepburn as it is typed, long vowels written out, particles as they sound, words apart."""
    parts: list[str] = []
    for token in _words(text):
        particle = len(token.surface) == 1 and token.surface in PARTICLES
        sound = hiragana(token.reading if KANJI.search(token.surface) else token.surface)
        sound = SPOKEN_PARTICLES.get(sound, sound) if particle else sound
        joined = parts and not token.content and not particle
        parts[-1:] = [parts[-1] + sound] if joined else [*parts[-1:], sound]
    return " ".join(romanised(part.strip()).strip() for part in parts if part.strip())


def romanised(kana: str) -> str:
    """Hiragana in Latin letters; a sign that is no kana stays."""
    roman, at = "", 0
    signs = {"、": ", ", "。": ". "}
    while at < len(kana):
        two, one = kana[at : at + 2], kana[at]
        if one == "っ":
            following = ROMAN.get(kana[at + 1 : at + 3]) or ROMAN.get(kana[at + 1 : at + 2], "")
            roman += "t" if following.startswith("ch") else following[:1]
        elif one == "ー":
            roman += roman[-1:] if roman[-1:] in "aiueo" else ""
        elif one == "ん":
            roman += "n'" if ROMAN.get(kana[at + 1 : at + 2], "")[:1] in tuple("aiueoy") else "n"
        else:
            roman += ROMAN.get(two) or ROMAN.get(one) or signs.get(one, one)
            at += two in ROMAN
        at += 1
    return roman


def in_dialect(text: str, chance: int) -> str:
    """The words of one of three regions."""
    for standard, spoken in DIALECTS[chance % len(DIALECTS)]:
        text = text.replace(standard, spoken)
    return text


def rambling(text: str, chance: int) -> str:
    """Two sentences in front and one behind that have nothing to do with it."""
    return f"{BEFORE[chance % len(BEFORE)]}{text.rstrip('。')}。{AFTER[chance // 7 % len(AFTER)]}"


PERTURBATIONS: dict[str, Callable[[str, int], str]] = {
    "typing error": mistyped,
    "kana only": in_kana,
    "half-width kana": in_halfwidth,
    "romaji": in_romaji,
    "dialect": in_dialect,
    "rambling": rambling,
}


def _words(text: str) -> Iterator[Token]:
    """Tokens with the spaces between them as tokens of their own: the analyser leaves spaces out."""
    for part in re.split(r"(\s+)", normalise(text)):
        yield from [Token(part, part, part, False, False)] if not part.strip() else analyse(part)
