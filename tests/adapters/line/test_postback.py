"""What our buttons send back."""

import pytest

from adapters.line.postback import NONE, Act, Postback, parse

REPLY = "0123456789abcdef0123456789abcdef"
BUTTONS = [
    (Postback(Act.HELPFUL, REPLY, True), f"mdg1:helpful:{REPLY}:yes"),
    (Postback(Act.HELPFUL, REPLY, False), f"mdg1:helpful:{REPLY}:no"),
    (Postback(Act.CHOICE, "sodai-gomi"), "mdg1:choice:sodai-gomi"),
    (NONE, "mdg1:choice:none"),
    (Postback(Act.CATEGORY, "くらし/ごみ?2"), "mdg1:category:くらし/ごみ?2"),
    (Postback(Act.MORE, "a:b"), "mdg1:more:a:b"),
]


@pytest.mark.parametrize(("button", "data"), BUTTONS)
def test_written_and_read(button: Postback, data: str) -> None:
    assert button.data == data
    assert parse(data) == button


@pytest.mark.parametrize("data", ["", "action=survey&q=1", "mdg", "mdg2:choice:a", " mdg1:choice:a", "MDG1:choice:a"])
def test_what_does_not_begin_as_ours_belongs_to_another_tool(data: str) -> None:
    assert parse(data) is None


@pytest.mark.parametrize(
    "data",
    [
        "mdg1:",
        "mdg1:choice",
        "mdg1:choice:",
        "mdg1:later:a",
        "mdg1:helpful:a",
        "mdg1:helpful::yes",
        "mdg1:helpful:a:maybe",
    ],
)
def test_ours_in_a_form_that_is_not_known(data: str) -> None:
    assert parse(data) == Postback(Act.UNREADABLE)
