"""Counting and cutting as LINE counts: UTF-16 units for texts, grapheme clusters for labels."""

import pytest

from adapters.line.characters import clipped, cut, graphemes, utf16_units


@pytest.mark.parametrize(
    ("text", "units", "seen"),
    [
        ("", 0, 0),
        ("ごみ", 2, 2),
        ("😀", 2, 1),
        ("𠮷野家", 4, 3),
        ("👨‍👩‍👧‍👦", 11, 1),  # four people of two units each, three joiners
        ("🇯🇵", 4, 1),
        ("葛󠄀城", 4, 2),  # 葛 with a variation selector
        ("か\u3099", 2, 1),
        ("1️⃣", 3, 1),
    ],
)
def test_units_and_graphemes(text: str, units: int, seen: int) -> None:
    assert utf16_units(text) == units
    assert len(graphemes(text)) == seen


@pytest.mark.parametrize(
    ("text", "most", "shown"),
    [
        ("住民票", 3, "住民票"),
        ("住民票の写し", 4, "住民票…"),
        ("👨‍👩‍👧‍👦と🇯🇵と家", 3, "👨‍👩‍👧‍👦と…"),
    ],
)
def test_clipping_never_breaks_a_character(text: str, most: int, shown: str) -> None:
    assert clipped(text, most) == shown


@pytest.mark.parametrize(
    ("text", "most", "parts"),
    [
        ("短い文。", 10, ("短い文。", "")),
        ("一つ目。二つ目。三つ目。", 10, ("一つ目。二つ目。", "三つ目。")),
        ("一つ目\n二つ目。三つ目。", 6, ("一つ目", "二つ目。三つ目。")),
        ("句点のない長い文です", 4, ("句点のな", "い長い文です")),
        ("あ😀😀😀", 4, ("あ😀", "😀😀")),  # an emoji is not cut in two
    ],
)
def test_a_text_is_cut_after_a_sentence(text: str, most: int, parts: tuple[str, str]) -> None:
    assert cut(text, most) == parts
