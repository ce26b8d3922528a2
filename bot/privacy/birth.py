"""Birth dates: a day that is called one, or that stands with a name."""

import re

from bot.privacy.secret import Claims, Mark

N = r"(?:元|\d{1,2}|[一二三四五六七八九十]{1,3})"
DAY = (
    rf"(?:(?:明治|大正|昭和|平成|令和|(?<![A-Za-z])[MTSHR])\s?\.?{N}|(?:19|20)\d\d)\s?[年./-]\s?{N}\s?[月./-]\s?{N}日?"
    r"|(?:19|20)\d{6}(?!\d)"
)
CALLED = re.compile(rf"(?:生年月日|誕生日|生まれた日)[\sはが:「(=]*({DAY}|\d{{1,2}}月\d{{1,2}}日)", re.IGNORECASE)
BORN = re.compile(rf"({DAY})\s?(?:生まれ|うまれ|生(?![年後活涯徒]))")
BESIDE = re.compile(rf"(?:さん|様|くん|君|ちゃん)?\s?[、,(\s]{{0,2}}({DAY})")


def claim_births(text: str, claims: Claims) -> None:
    """Claim the birth dates of a plain text whose names are claimed already."""
    for match in CALLED.finditer(text):
        claims.claim(*match.span(1), Mark.BIRTH)
    names = claims.of(Mark.NAME)
    for match in BORN.finditer(text) if names else ():
        claims.claim(*match.span(1), Mark.BIRTH)
    for name in names:
        if beside := BESIDE.match(text, name.end):
            claims.claim(*beside.span(1), Mark.BIRTH)
