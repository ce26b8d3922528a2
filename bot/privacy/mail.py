"""Mail addresses, also as people write them so that machines do not read them."""

import re

from bot.privacy.secret import Claims, Mark

AT = r"(?:\s?@\s?|\s?[\[(]at[\])]\s?|★)"
HOST = r"[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}|[^\W\d_]{1,20}\.[A-Za-z]{2,10}"
MAIL = re.compile(rf"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{{1,64}}{AT}(?:{HOST})", re.IGNORECASE)


def claim_mail(text: str, claims: Claims) -> None:
    """Claim every mail address of a plain text."""
    for match in MAIL.finditer(text):
        claims.claim(*match.span(), Mark.MAIL)
