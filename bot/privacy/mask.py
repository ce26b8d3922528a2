"""The one place where what could tell who asked is taken out of a text."""

from bot.privacy.address import claim_addresses
from bot.privacy.birth import claim_births
from bot.privacy.holding import claim_holdings
from bot.privacy.mail import claim_mail
from bot.privacy.name import claim_names
from bot.privacy.number import claim_long_numbers, claim_numbers
from bot.privacy.plain import plain, with_digits
from bot.privacy.secret import NEVER_NEEDED, Claims, Secret

FEWEST_NEVER_NEEDED = 12  # digits of a マイナンバー; cards have more


def mask(text: str) -> str:
    """`text` in plain writing (NFKC) with everything that could tell who asked replaced by its mark, such as 〔電話〕."""
    kept = plain(text)
    for secret in reversed(secrets_in(kept)):
        kept = kept[: secret.start] + (secret.mark.written if secret.mark else "") + kept[secret.end :]
    return kept


def never_needed(text: str) -> bool:
    """Whether `text` holds a number that no question needs: a マイナンバー or the number of a payment card."""
    claims = Claims()
    digits = with_digits(plain(text))
    if sum(letter.isdecimal() for letter in digits) < FEWEST_NEVER_NEEDED:
        return False
    claim_mail(digits, claims)
    claim_numbers(digits, claims)
    return any(claims.of(mark) for mark in NEVER_NEEDED)


def secrets_in(text: str) -> list[Secret]:
    """The places of a plain text that must not be kept, from left to right."""
    claims = Claims()
    digits = with_digits(text)
    claim_mail(text, claims)
    claim_numbers(digits, claims)
    claim_holdings(digits, claims)
    claim_names(text, claims)
    claim_births(digits, claims)
    claim_addresses(digits, claims)
    claim_long_numbers(digits, claims)
    return claims.secrets()
