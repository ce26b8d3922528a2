"""Numbers that only the words beside them tell: bank accounts and health insurance."""

import re

from bot.privacy.number import is_public
from bot.privacy.secret import Claims, Mark

POST_BANK = re.compile(r"ゆうちょ|郵便局|通帳|口座|預金|貯金|振込|振り込|還付")
INSURED = re.compile(r"保険|国保|健保|社保|後期高齢|資格確認書|協会けんぽ|医療証")
X = r"([一-龠]{0,4}\d[\d-]*)"
SIGN_AND_NUMBER = re.compile(rf"記号(?:\s?[と・/および、]{{0,3}}\s?)番号[\sはが:「(]*{X}(?:\s?[・/、\s]\s?{X})?")
SIGN_THEN_NUMBER = re.compile(rf"記号[\sはがを:「]*{X}[^\d\n]{{0,8}}?番号[\sはがを:「]*{X}")
ACCOUNT_CALLED = re.compile(r"口座番号[\sはがを:「(]{0,3}(\d[\d -]{2,8}\d)(?!\d)")
POST_BANK_NUMBER = re.compile(r"ゆうちょ[^\d。]{0,8}(1\d{3}0)\s?[-・\s]\s?(\d{6,8})(?!\d)")
ACCOUNT = re.compile(
    r"(?:口座|普通(?![車自徴救ごゴ免])|\(普\)|当座|貯蓄|定期|銀行|金庫|信金|農協|JA[^\W\d_]{0,6}|労金|支店|営業部|account)"
    r"[^\d。\n]{0,14}?(?:(?:201|\d{3})[^\d。\n]{1,8})?(?<!\d)(?<!\d[,.])(\d[\d -]{3,7}\d)(?![\d,]|-\d)",
    re.IGNORECASE,
)
INSURANCE = re.compile(
    r"(?:保険|国保|健保|社保|後期高齢|資格確認書)[^\d。\n]{0,14}(?<![\d第])(?<!\d[,.])(\d[\d-]{4,11})(?![\d,]|-\d)"
)


def claim_holdings(text: str, claims: Claims) -> None:
    """Claim numbers of accounts and insurance; `text` is plain with one kind of hyphen."""
    for pattern in (SIGN_THEN_NUMBER, SIGN_AND_NUMBER):
        for match in pattern.finditer(text):
            claims.claim_groups(match, _whose(match))
    for pattern in (POST_BANK_NUMBER, ACCOUNT_CALLED):
        for match in pattern.finditer(text):
            claims.claim_groups(match, Mark.ACCOUNT)
    for pattern, mark, fewest in ((INSURANCE, Mark.INSURANCE, 6), (ACCOUNT, Mark.ACCOUNT, 6)):
        for match in pattern.finditer(text):
            digits = sum(letter.isdecimal() for letter in match[1])
            if digits >= fewest and not is_public(text, *match.span(1)):
                claims.claim(*match.span(1), mark)


def _whose(match: re.Match[str]) -> Mark:
    """記号 and 番号 stand on the passbook of the post bank, where the number ends in 1, and on insurance cards."""
    if INSURED.search(match.string):
        return Mark.INSURANCE
    post_bank = re.fullmatch(r"1\d{3}0", match[1]) and (match[2] or "").endswith("1")
    return Mark.ACCOUNT if post_bank or POST_BANK.search(match.string) else Mark.INSURANCE
