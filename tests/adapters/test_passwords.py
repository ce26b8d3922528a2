"""Passwords of staff: which are taken, and how they are kept."""

import pytest

from adapters.passwords import UnfitPassword, check_password, hash_password, matches

FIT = [
    "four unrelated words",
    "かきくけこさしすせそたち",
    "x7#kQ9!mZp2w",
    "tokyo station at seven in the rain",
    "w" * 50 + "abcdef",
]
UNFIT = [
    ("", "0 characters; it takes 12 to 200"),
    ("elevenchars", "11 characters"),
    ("あいうえおかきくけこさ", "11 characters"),
    ("x1y2" * 50 + "z", "201 characters"),
    ("password1234", "tried first"),
    ("Password2026!", "tried first"),
    ("passwordpassword", "tried first"),
    ("123456789012", "tried first"),
    ("aaaaaaaaaaaa", "tried first"),
    ("ababababababab", "tried first"),
    ("Qwertyuiop12", "tried first"),
    ("1qaz2wsx3edc", "tried first"),
    ("Madoguchi2026", "tried first"),
    ("sakura20261126", "tried first"),
    ("sato.tarou.soumu", "the sign-in name"),
    ("Sato.Tarou.Soumu", "the sign-in name"),
    ("sato.tarou.soumu2026", "the sign-in name"),
]


@pytest.mark.parametrize("password", FIT)
def test_these_are_taken(password: str) -> None:
    check_password(password, "sato")


@pytest.mark.parametrize(("password", "told"), UNFIT)
def test_these_are_not_and_the_message_does_not_quote_them(password: str, told: str) -> None:
    with pytest.raises(UnfitPassword, match=told) as raised:
        check_password(password, "sato.tarou.soumu")
    assert not password or password not in str(raised.value)


def test_argon2id_keeps_them_each_with_its_own_salt() -> None:
    first, second = hash_password("four unrelated words"), hash_password("four unrelated words")
    assert first.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert first != second
    assert matches(first, "four unrelated words")
    assert matches(second, "four unrelated words")
    assert not matches(first, "four unrelated word")


@pytest.mark.parametrize("kept", ["", "not argon2", "$argon2id$v=19$m=65536,t=3,p=4$broken"])
def test_what_was_never_a_password_matches_nothing(kept: str) -> None:
    assert not matches(kept, "")
    assert not matches(kept, "nobody's password")
