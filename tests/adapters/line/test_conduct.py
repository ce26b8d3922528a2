"""What each event calls for: the table of docs/line.md."""

import logging
import re
from pathlib import Path
from typing import Any

import pytest
import regex

from adapters.line.conduct import SILENT_TYPES, WITHDRAWN, Conduct, Deed, conduct
from adapters.line.double.deliveries import EVENTS, MESSAGES, event, message, tap, text
from adapters.line.event import Event

GROUP = {"type": "group", "groupId": "C" + "1" * 32, "userId": "U" + "1" * 32}
ROOM = {"type": "room", "roomId": "R" + "1" * 32}
OURS = {"mentionees": [{"index": 0, "length": 3, "type": "user", "isSelf": True}]}
THEIRS = {"mentionees": [{"index": 0, "length": 3, "type": "user", "isSelf": False}]}


def of(raw: dict[str, Any], *patterns: str) -> Conduct:
    return conduct(Event.of(raw), [regex.compile(pattern) for pattern in patterns])


ANSWERED = [
    (text("住民票の写し"), Deed.ASK),
    (text(" 　\n"), Deed.SAY_EMPTY),
    (text("あ" * 2_000), Deed.ASK),
    (text("あ" * 2_001), Deed.SAY_TOO_LONG),
    (message("sticker"), Deed.SAY_TEXT_ONLY),
    (message("image"), Deed.SAY_TEXT_ONLY),
    (message("video"), Deed.SAY_TEXT_ONLY),
    (message("audio"), Deed.SAY_TEXT_ONLY),
    (message("file"), Deed.SAY_TEXT_ONLY),
    (message("location"), Deed.PLACE),
    (event("follow"), Deed.GREET),
    (event("follow", follow={"isUnblocked": True}), Deed.GREET),
    (event("follow", follow=None), Deed.GREET),
    (tap("mdg1:choice:sodai-gomi"), Deed.TAP),
    (tap("mdg1:of-another-version"), Deed.TAP),
    (text("住民票") | {"mode": None}, Deed.ASK),
    (message("text", text="@窓口 住民票", mention=OURS) | {"source": GROUP}, Deed.ASK),
    (message("text", text="@窓口 住民票", mention=OURS) | {"source": ROOM}, Deed.ASK),
    (tap("mdg1:choice:sodai-gomi") | {"source": GROUP}, Deed.TAP),
    (text("住民票") | {"source": {"type": "user"}}, Deed.ASK),  # no consent to be named: answered all the same
]
SILENT = [
    (
        text(
            "住民票",
        )
        | {"mode": "standby"},
        "standby",
    ),
    (text("住民票") | {"mode": "standby", "replyToken": None}, "standby"),
    (event("follow", mode="standby"), "standby"),
    (text("住民票") | {"mode": "observing"}, "mode"),
    (text("住民票") | {"source": GROUP}, "group"),
    (message("text", text="@山田 住民票", mention=THEIRS) | {"source": GROUP}, "group"),
    (message("sticker") | {"source": ROOM}, "group"),
    (text("住民票") | {"source": None}, "group"),
    (text("住民票") | {"source": {"type": "planet"}}, "group"),
    (text("住民票") | {"replyToken": None}, "unrepliable"),
    (text("住民票") | {"replyToken": ""}, "unrepliable"),
    (event("follow", replyToken=None), "unrepliable"),
    (tap("action=survey&q=1"), "other_tool"),
    (tap("mdg1:menu:2"), "nothing_to_say"),  # a tab of the rich menu: LINE itself shows the other one
    (event("postback", postback=None), "other_tool"),
    (message("imagemap"), "unknown"),
    (event("message", message={"id": "1"}), "unknown"),
    (event("teleport"), "unknown"),
    ({"type": None}, "unreadable"),
    *((event(kind), "nothing_to_say") for kind in sorted(SILENT_TYPES)),
]
WITHDRAWALS = [
    event("unsend"),
    event("unsend", mode="standby"),
    event("unsend", source=GROUP),
    event("messageEdited", message={"id": "1", "type": "text", "text": "別の文"}, source=GROUP),
]


@pytest.mark.parametrize(("raw", "deed"), ANSWERED)
def test_what_is_answered(raw: dict[str, Any], deed: Deed) -> None:
    assert of(raw).deed is deed


@pytest.mark.parametrize(("raw", "why"), SILENT)
def test_what_is_met_with_silence(raw: dict[str, Any], why: str) -> None:
    assert of(raw) == Conduct(Deed.BE_SILENT, why)


@pytest.mark.parametrize("raw", WITHDRAWALS)
def test_what_takes_a_message_back(raw: dict[str, Any]) -> None:
    assert of(raw) == Conduct(Deed.WITHDRAW)


def test_every_type_of_the_double_is_in_the_tables() -> None:
    tested = {raw.get("type") for raw, _ in [*ANSWERED, *SILENT]} | {raw["type"] for raw in WITHDRAWALS}
    assert tested >= set(EVENTS)
    contents = {raw["message"]["type"] for raw, _ in ANSWERED if raw["type"] == "message"}
    assert contents == set(MESSAGES)


@pytest.mark.parametrize(
    ("words", "pattern", "left"),
    [
        ("防災メニュー", "^防災メニュー$", True),
        (" 防災メニュー ", "^防災メニュー$", True),
        ("防災メニューはどこ", "^防災メニュー$", False),
        ("【通報】道路の穴", "^【通報】", True),
        ("ごみの分別", "^【通報】", False),
    ],
)
def test_messages_of_other_tools_are_left_to_them(words: str, pattern: str, left: bool) -> None:
    deed = Conduct(Deed.BE_SILENT, "other_tool") if left else Conduct(Deed.ASK, question=words)
    assert of(text(words), pattern) == deed


def test_the_page_for_operators_has_every_type() -> None:
    page = (Path(__file__).resolve().parents[3] / "docs" / "line.md").read_text(encoding="utf-8")
    rows = [line for line in page.splitlines() if line.startswith("| `")]
    listed = {name for row in rows for name in re.findall(r"`([a-zA-Z]+)`", row.split("|")[1])}
    assert listed >= {*SILENT_TYPES, *WITHDRAWN, *MESSAGES, "follow", "postback"}


def test_a_pattern_that_would_never_end_stops_nothing(caplog: pytest.LogCaptureFixture) -> None:
    """(a+)+$ tries two to the power of 2,000 ways on this text."""
    with caplog.at_level(logging.WARNING):
        assert of(text("a" * 1_999 + "!"), "(a+)+$", "^防災$").deed is Deed.ASK
    assert "'(a+)+$' took over 0.02 s on 2000 characters" in caplog.text
