"""Passwords of staff: what one must be like, and argon2 to keep and compare them."""

import threading
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from adapters.storage.accounts import login_name

SHORTEST, LONGEST = 12, 200  # characters; NIST SP 800-63B asks for 8 at least and for no rules of composition
AT_ONCE = threading.BoundedSemaphore(2)  # each comparison takes 64 MiB of memory
# What people choose when twelve characters are asked for; compared without case, with digits and signs at the end dropped.
COMMON = (
    "password",
    "passwordpassword",
    "passw0rd",
    "p@ssw0rd",
    "qwertyuiop",
    "qwertyuiopasdf",
    "asdfghjkl",
    "asdfghjklzxcvbnm",
    "1q2w3e4r5t6y",
    "1qaz2wsx3edc",
    "1qaz2wsx3edc4rfv",
    "zaq12wsxcde3",
    "administrator",
    "adminadmin",
    "adminadminadmin",
    "rootroot",
    "letmeinletmein",
    "welcomewelcome",
    "iloveyou",
    "changeme",
    "changemechangeme",
    "madoguchi",
    "madoguchimadoguchi",
    "shiyakusho",
    "pasuwado",
    "abcdefghijkl",
    "sakura",
    "nihon",
    "tokyo",
)
TAIL = "0123456789!?.,-_*#@$%&+= "


class UnfitPassword(ValueError):
    """The message says what is wanted, without the password; `kind` is length, common or name."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind


def check_password(password: str, name: str) -> None:
    """Raise UnfitPassword unless `password` is long enough, no common one and not the person's own name."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise UnfitPassword("length", f"the password has {len(password)} characters; it takes {SHORTEST} to {LONGEST}")
    folded = password.casefold()
    if folded.rstrip(TAIL) in ("", *COMMON) or folded in COMMON or len(set(folded)) < 4:
        raise UnfitPassword(
            "common", "the password is one of those that are tried first; take another, such as four unrelated words"
        )
    if login_name(name) in (folded, folded.rstrip(TAIL)):
        raise UnfitPassword("name", "the password is the sign-in name; take another")


def hash_password(password: str) -> str:
    """What is kept: argon2id with a salt of its own, in the profile RFC 9106 gives for little memory."""
    with AT_ONCE:
        return PasswordHasher().hash(password)


def matches(kept: str, password: str) -> bool:
    """Whether `password` is the one kept. Where nothing is kept it takes as long, and is not."""
    with AT_ONCE:
        try:
            return PasswordHasher().verify(kept or _nobodys(), password[:LONGEST]) and bool(kept)
        except (VerificationError, InvalidHashError):
            return False


@lru_cache(maxsize=1)
def _nobodys() -> str:
    """A password nobody has, made once."""
    return PasswordHasher().hash("nobody's password")
