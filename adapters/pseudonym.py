"""仮の名前: what the record holds in place of a session or an account, made anew with each fiscal year.

The master key never changes; each fiscal year has a key of its own that is derived from it (HMAC-SHA-256 as a key derivation,
NIST SP 800-108). So a year's users can be counted, the same person has another pseudonym after 31 March, and nobody has to do
anything on 1 April. Only who holds the master key and the session or account itself can find the pseudonyms of several years.
"""

import hashlib
import hmac
from collections.abc import Iterable
from datetime import datetime

from bot import kpi
from knowledge import TOKYO

PURPOSE = "madoguchi pseudonyms, fiscal year "  # keeps these keys apart from any other use of the master key


def pseudonymise(master: bytes, city: str, session: str, at: datetime) -> str:
    """The pseudonym in `city` of a session or account that asks at the moment `at`: 64 hexadecimal digits.

    Empty for an empty session: all who send none are not one user. `at` must have a zone; the year turns at midnight in Tokyo.
    """
    return _pseudonym(master, city, session, kpi.year_start(at.astimezone(TOKYO).date()).year) if session else ""


def pseudonyms_of(master: bytes, city: str, session: str, years: Iterable[int]) -> tuple[str, ...]:
    """The pseudonyms of one session or account in `years`, to find or erase what is kept of it when the person asks for that."""
    return tuple(_pseudonym(master, city, session, year) for year in years)


def _pseudonym(master: bytes, city: str, session: str, year: int) -> str:
    key = hmac.digest(master, f"{PURPOSE}{year}".encode(), "sha256")
    return hmac.new(key, f"{city}\0{session}".encode(), hashlib.sha256).hexdigest()
