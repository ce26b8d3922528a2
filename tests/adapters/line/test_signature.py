"""The signature of a delivery."""

import pytest

from adapters.line.signature import is_signed, sign

# LINE Developers, "Verify webhook signature": the official test vector.
BODY = b'{"destination":"U8e742f61d673b39c7fff3cecb7536ef0","events":[]}'
SECRET = "8c570fa6dd201bb328f1c1eac23a96d8"
SIGNATURE = "GhRKmvmHys4Pi8DxkF4+EayaH0OqtJtaZxgTD9fMDLs="


def test_the_official_vector() -> None:
    assert sign(SECRET, BODY) == SIGNATURE
    assert is_signed([SECRET], BODY, SIGNATURE)


@pytest.mark.parametrize(
    "signature",
    ["", " ", SIGNATURE[:-1], SIGNATURE.lower(), SIGNATURE + " ", "署名", "\ud800", sign("another secret", BODY)],
)
def test_anything_else_is_refused(signature: str) -> None:
    assert not is_signed([SECRET], BODY, signature)


def test_one_byte_makes_the_difference() -> None:
    assert not is_signed([SECRET], BODY + b"\n", SIGNATURE)


@pytest.mark.parametrize("secrets", [[SECRET, "next"], ["next", SECRET]])
def test_while_the_secret_is_changed_both_are_good(secrets: list[str]) -> None:
    assert is_signed(secrets, BODY, SIGNATURE)
    assert is_signed(secrets, BODY, sign("next", BODY))


@pytest.mark.parametrize("secrets", [[], [""]])
def test_without_a_secret_nothing_is_signed(secrets: list[str]) -> None:
    assert not is_signed(secrets, BODY, sign("", BODY))
