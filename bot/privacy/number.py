"""Numbers that stand for a person: マイナンバー, cards, telephones, licences, passports, and long numbers of any other kind."""

import re

from bot.privacy.check_digit import is_card, is_my_number
from bot.privacy.secret import Claims, Mark

S = r"(?:\s?[-.・_/~]\s?|\s{1,2})"  # between groups of digits
ALONE = r"(?<!\d)(?<!\d[-_.,])"
END = r"(?!\d|[,._-]\d)"
CARD = re.compile(rf"(?<!\d)(?:\d{{4}}{S}\d{{4}}{S}\d{{4}}{S}\d{{4}}|\d{{4}}{S}\d{{6}}{S}\d{{4,5}}|\d{{14,16}})(?!\d)")
CARD_SAID = re.compile(r"クレジット|クレカ|デビット|カード番号|VISA|JCB|マスターカード|アメックス", re.IGNORECASE)
SPOKEN = rf"(?:{S}|[,、の])"
TWELVE = re.compile(
    rf"(?<!\d)(?:\d{{12}}|\d{{4}}{SPOKEN}\d{{4}}{SPOKEN}\d{{4}}|\d{{6}}{S}\d{{6}}|\d{{3}}(?:[ -]\d{{3}}){{3}}|\d(?:\s\d){{11}}"
    rf"|\d\d{S}\d\d{S}\d{{6}}{S}\d\d)(?!\d)"
)
CALLED_MY_NUMBER = re.compile(
    r"(?:マイナンバ[-ー]|個人番号|マイナ番号)[^\d。]{0,12}(\d(?:[-.・_/,、の\s]{0,2}\d){11})(?!\d)"
)
MY_NUMBER_SAID = re.compile(r"(?:マイナンバ[-ー]|個人番号|マイナ番号)[^\d。]{0,12}$")
OTHER_SAID = re.compile(
    r"(?:お客様|お客さま|顧客|受付|受理|伝票|宛名|整理|通知書?|申請|納付|確認|会員|利用者|登録|水栓|車台|製造)(?:番号|ID)[^\d。]{0,6}$"
)
LICENCE_SAID = re.compile(r"免許")
PASSPORT = re.compile(r"(?<![A-Za-z0-9])(?!no|id)[a-z]{2}[ -]?\d{7}(?![A-Za-z0-9])", re.IGNORECASE)
RESIDENCE_CARD = re.compile(r"(?<![A-Za-z0-9])[a-z]{2} ?\d{8} ?[a-z]{2}(?![A-Za-z0-9])", re.IGNORECASE)
JOINT = r"(?:\s?[-.・_/~)の]\s?|\)?\s|\s?\(|)"
TELEPHONE = re.compile(
    rf"(?<![\d])(?<!\d[,.])(?:\+?81{JOINT}\(?0?\)?{JOINT}\d{{1,4}}|\(?0\d{{1,4}}\)?){JOINT}\d{{1,4}}{JOINT}\d{{3,4}}(?!\d|[,.]\d)"
)
EVERYBODYS = re.compile(
    r"\(?0(?:120|570|800|990|180|170)\)?"
)  # free and charged numbers, which only organisations hold
LOCAL = re.compile(r"(?:電話|TEL|携帯|FAX|ファ[クッ]クス|連絡先)[^\d。]{0,4}(\d{2,4}-\d{4})(?![-\d])", re.IGNORECASE)
POSTCODE_SAID = re.compile(r"(?:〒|郵便番号)[^\d。]{0,4}(\d{3}-?\d{4})(?![-\d])")
POSTCODE = re.compile(rf"{ALONE}\d{{3}}-\d{{4}}{END}")
URL = re.compile(r"(?:https?://|www\.)[^\s、。]+")
LONG = re.compile(rf"{ALONE}\d{{7,}}{END}|{ALONE}\d+(?:-\d+)+{END}")
DAY = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$|(?:19|20)\d\d-\d{1,2}-\d{1,2}$")
SPAN = re.compile(r"(?:19|20)\d\d(?:-\d{1,2}){0,2}-(?:19|20)\d\d(?:-\d{1,2}){0,2}$|[0-2]\d[0-5]\d-[0-2]\d[0-5]\d$")
AMOUNT = re.compile(
    r"\s?(?:円|[千百十]?万|千円|億|兆|人|名(?![義前])|件|部|個|回|世帯|票|m[23]?\b|平方|平米|立方|L\b|リットル|キロ|kg|トン|t\b|kWh|ワット"
    r"|歩|ポイント|点|枚|冊|台|匹|頭|本|台帳|年|時間|分|秒|%|パーセント|ヘクタール|ha|アクセス|ダウンロード|バイト|字|文字|k?cal|[mckg]?[gl]\b|[mck]m\b|[MGT]B|[WV]\b|度)"
)
MONEY_BEFORE = re.compile(r"[¥\\$]\s?$")
PUBLIC_BEFORE = re.compile(r"(?:ISBN|ISSN|JAN|法人番号|登録番号|(?<!票)コード)[^\d。]{0,4}$|\bT$", re.IGNORECASE)


def claim_numbers(text: str, claims: Claims) -> None:
    """Claim what a number alone tells to be a person's; `text` is plain with one kind of hyphen."""
    for match in RESIDENCE_CARD.finditer(text):
        claims.claim(*match.span(), Mark.RESIDENCE_CARD)
    for match in PASSPORT.finditer(text):
        claims.claim(*match.span(), Mark.PASSPORT)
    _claim_cards(text, claims)
    _claim_twelve(text, claims)
    _claim_telephones(text, claims)


def claim_long_numbers(text: str, claims: Claims) -> None:
    """Claim what is left: post codes, and numbers of seven digits and more that are no day, amount or public number."""
    for match in POSTCODE_SAID.finditer(text):
        claims.claim(*match.span(1), Mark.POSTCODE)
    for match in URL.finditer(text):
        claims.claim(*match.span(), None)
    for match in POSTCODE.finditer(text):
        if not is_public(text, *match.span()):
            claims.claim(*match.span(), Mark.POSTCODE)
    for match in LONG.finditer(text):
        long = len(_digits(match[0])) >= 7 and any(len(group) > 2 for group in match[0].split("-"))
        if long and not is_public(text, *match.span()):
            claims.claim(*match.span(), Mark.NUMBER)


def _claim_cards(text: str, claims: Claims) -> None:
    for match in CARD.finditer(text):
        if is_card(_digits(match[0])) or CARD_SAID.search(text):
            claims.claim(*match.span(), Mark.CARD)
        else:
            claims.claim(*match.span(), Mark.NUMBER)


def _claim_twelve(text: str, claims: Claims) -> None:
    for match in CALLED_MY_NUMBER.finditer(text):
        claims.claim(*match.span(1), Mark.MY_NUMBER)
    for match in TWELVE.finditer(text):
        before = text[: match.start()]
        said = bool(MY_NUMBER_SAID.search(before))
        if not said and LICENCE_SAID.search(text):
            claims.claim(*match.span(), Mark.LICENCE)
        elif said or (
            is_my_number(_digits(match[0])) and not OTHER_SAID.search(before) and not is_public(text, *match.span())
        ):
            claims.claim(*match.span(), Mark.MY_NUMBER)


def _claim_telephones(text: str, claims: Claims) -> None:
    for match in TELEPHONE.finditer(text):
        digits = _digits(match[0])
        national = "0" + digits[2:].lstrip("0") if digits.startswith("81") else digits
        mobile = national[:3] in ("050", "060", "070", "080", "090")
        if EVERYBODYS.match(match[0]) and len(national) in (10, 11):
            claims.claim(*match.span(), None)
        elif len(national) == (11 if mobile else 10) and national[1] != "0":
            claims.claim(*match.span(), Mark.TELEPHONE)
    for match in LOCAL.finditer(text):
        claims.claim(*match.span(1), Mark.TELEPHONE)


def is_public(text: str, start: int, end: int) -> bool:
    """Whether the number at `start` to `end` is a day, a span of years or hours, an amount, or one published of books and companies."""
    before, number = text[:start], text[start:end]
    if AMOUNT.match(text, end) or MONEY_BEFORE.search(before) or PUBLIC_BEFORE.search(before):
        return True
    return bool(DAY.match(number) or SPAN.match(number))


def _digits(text: str) -> str:
    return "".join(letter for letter in text if letter.isdecimal())
