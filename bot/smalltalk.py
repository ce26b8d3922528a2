"""Greetings and messages without a question."""

import re

from bot import wording
from index import from_romaji

JAPANESE = re.compile(r"[ぁ-ゖァ-ヺ一-龠々]")
LETTER = re.compile(r"[^\W\d_]")
RULES = (
    (
        re.compile(
            r"(?:こんにち[はわ]|こんばん[はわ]|おはよう(?:ございます)?|はじめまして|もしもし|やあ|ハロー)[!。、?~ー\s]*"
        ),
        wording.GREETING,
    ),
    (
        re.compile(
            r"(?:どうも)?(?:ありがとう|有難う|サンキュー|助かりました|わかりました|了解(?:です|しました)?|なるほど)(?:ございま(?:す|した))?[!。、~ー\s]*"
        ),
        wording.THANKS,
    ),
    (re.compile(r"(?:さよう?なら|バイバイ|またね|失礼します)[!。、~ー\s]*"), wording.FAREWELL),
)


def small_talk(text: str, city: str) -> str | None:
    """The reply to a normalised text that is only a greeting, or has no word in it; None for everything else."""
    for pattern, reply in RULES:
        if pattern.fullmatch(text):
            return reply.format(city=city)
    return None if LETTER.search(text) else wording.ASK_IN_WORDS


def foreign(text: str) -> bool:
    """Whether a normalised text is words, but not Japanese ones, romaji included."""
    return not JAPANESE.search(text) and bool(LETTER.search(text)) and from_romaji(text) is None
