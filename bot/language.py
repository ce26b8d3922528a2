"""Which language a question is written in, where it is certainly not Japanese."""

import re
from enum import StrEnum
from functools import lru_cache

from index import LATIN, from_romaji

KANA = re.compile(r"[ぁ-ゖァ-ヺ]")
HAN = re.compile(r"[一-鿿々]")
LETTER = re.compile(r"[^\W\d_]")
HANGUL = re.compile(r"[가-힣ᄀ-ᇿㄱ-ㆎ]")
DEVANAGARI = re.compile(r"[ऀ-ॿ]")
VIETNAMESE = re.compile(r"[ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]")
PORTUGUESE = re.compile(r"[ãõ]|[êâ]ncia")
WORD = re.compile(r"[^\W\d_]+")
_TAGALOG_WORDS = "saan paano ang mga ng po kailangan magkano salamat magandang puwede pwede gusto hindi"
TAGALOG_WORDS = frozenset(_TAGALOG_WORDS.split())
_PORTUGUESE_WORDS = (
    "onde você voce não nao eu um preciso quero obrigado obrigada fazer posso prefeitura documento documentos imposto "
    "lixo meu minha com está"
)
PORTUGUESE_WORDS = frozenset(_PORTUGUESE_WORDS.split())
_ENGLISH_WORDS = (
    "the is are am i my me you your we how what where when which who why can could do does to of in on for at an and "
    "please hello hi help thanks thank want need have get about english garbage trash tax taxes visa school doctor "
    "hospital insurance pension passport residence moving address certificate office city hall library child children "
    "baby nursery emergency"
)
ENGLISH_WORDS = frozenset(_ENGLISH_WORDS.split())
SEVERAL = 2  # words that must speak for Portuguese or Tagalog: one alone may be romaji (uma, ang)
# Words and turns that kanji-only Japanese has not. 需要, 多少, 如何 and 不要 are Japanese too, and count only in these turns.
CHINESE = re.compile(
    r"[請请][问問告幫帮]|怎|[什甚][麼么]|哪|多少[錢钱]|幾點|几点|多久|(?:^|[\s、。,])我(?![孫慢流家々等輩儘])|你好|您|謝謝|谢谢|[嗎吗]"
    r"|需要[什哪多帶带準准提我]|如何[辦办申去登取更加繳缴報报]|有[沒没]有|[沒没]有|能不能|[這这][個个裡里裏]|那[個个]|垃圾|搬家|[辦办]理"
    r"|想[辦办申要知問问]|孩子|疫苗|[懷怀]孕|[^終完修満魅校未投議]了$"
)
CERTAIN = 2  # of evidence: a turn or a letter of simplified Chinese counts 2, any other letter that Japanese has not 1
SHORT = 4  # letters: so few can hardly be Japanese with one foreign letter in them
# Letters of traditional Chinese that JIS has as well: they tell only which Chinese it is.
TRADITIONAL = frozenset("請問麼錢幾點們該謝嗎帶準辦繳報沒這個裡國學會體單證費時處來說對開關後從與讓裏懷")


class Language(StrEnum):
    """The languages that are answered each with a sentence of its own, as IETF tags; OTHER stands for all the rest."""

    ENGLISH = "en"
    SIMPLIFIED_CHINESE = "zh-Hans"
    TRADITIONAL_CHINESE = "zh-Hant"
    KOREAN = "ko"
    VIETNAMESE = "vi"
    PORTUGUESE = "pt"
    NEPALI = "ne"
    TAGALOG = "tl"
    OTHER = "und"


def language_of(text: str) -> Language | None:
    """The language of a normalised text, None for Japanese, romaji included, and for a text without words."""
    if KANA.search(text) or not LETTER.search(text):
        return None
    if HANGUL.search(text):
        return Language.KOREAN
    if HAN.search(text):
        return _chinese(text)
    if DEVANAGARI.search(text):
        return Language.NEPALI
    return _alphabetic(text)


def _alphabetic(text: str) -> Language | None:
    words = set(WORD.findall(text.replace("-", "")))
    if VIETNAMESE.search(text):
        return Language.VIETNAMESE
    if PORTUGUESE.search(text) or len(words & PORTUGUESE_WORDS) >= SEVERAL:
        return Language.PORTUGUESE
    if len(words & TAGALOG_WORDS) >= SEVERAL:
        return Language.TAGALOG
    if words <= LATIN or from_romaji(text) is not None:
        return None
    return Language.ENGLISH if words & ENGLISH_WORDS else Language.OTHER


def _chinese(text: str) -> Language | None:
    """Chinese by its turns and by letters that no Japanese standard has; None for kanji-only Japanese."""
    foreign = [letter for letter in text if HAN.match(letter) and not _japanese(letter)]
    simplified = [letter for letter in foreign if _has("gb2312", letter) and not _has("big5", letter)]
    evidence = 2 * bool(CHINESE.search(text)) + 2 * len(simplified) + len(foreign) - len(simplified)
    if evidence < CERTAIN and not (evidence and len(text) <= SHORT):
        return None
    old = any(letter in TRADITIONAL or not _has("gb2312", letter) for letter in text if HAN.match(letter))
    return Language.TRADITIONAL_CHINESE if old and not simplified else Language.SIMPLIFIED_CHINESE


@lru_cache(maxsize=20_000)
def _japanese(letter: str) -> bool:
    """Whether JIS X 0213, Windows' Shift_JIS or no Chinese standard has `letter`: 请 is not Japanese, 髙 and 𠮷 are."""
    return (
        _has("shift_jis_2004", letter) or _has("cp932", letter) or not (_has("gb2312", letter) or _has("big5", letter))
    )


def _has(encoding: str, letter: str) -> bool:
    try:
        letter.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
