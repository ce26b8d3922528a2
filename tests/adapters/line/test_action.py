"""Buttons: what is called, opened and sent."""

import pytest

from adapters.line.action import dialled, page, quick_replies


@pytest.mark.parametrize(
    ("telephone", "uri"),
    [
        ("042-626-3111", "tel:0426263111"),
        ("０４２－６２６－３１１１", "tel:0426263111"),
        ("042‐626‐3111", "tel:0426263111"),
        ("042（626）3111", "tel:0426263111"),
        ("042-626-3111（代表）", "tel:0426263111"),
        ("代表 042-626-3111 内線 2111", "tel:0426263111"),
        ("042-620-7321、042-620-7322", "tel:0426207321"),
        ("+81 42 626 3111", "tel:+81426263111"),
        ("119", "tel:119"),
        ("#8008", ""),
        ("189", "tel:189"),
        ("", ""),
        ("市のページ", ""),
    ],
)
def test_a_telephone_number_is_dialled(telephone: str, uri: str) -> None:
    assert dialled(telephone) == uri


@pytest.mark.parametrize(
    ("address", "uri"),
    [
        ("https://example.jp/a?b=c&d=%E3%81%82", "https://example.jp/a?b=c&d=%E3%81%82"),
        ("https://example.jp/ごみ 一覧", "https://example.jp/%E3%81%94%E3%81%BF%20%E4%B8%80%E8%A6%A7"),
    ],
)
def test_an_address_is_percent_encoded(address: str, uri: str) -> None:
    action = page("開く", address)
    assert action is not None
    assert action["uri"] == uri


@pytest.mark.parametrize("address", ["ftp://example.jp", "", "https://example.jp/" + "あ" * 400])
def test_an_address_that_line_does_not_open_has_no_button(address: str) -> None:
    assert page("開く", address) is None


def test_without_buttons_there_are_no_quick_replies() -> None:
    assert quick_replies([None]) == {}
