"""Reading events: whatever is missing or wrong in one, the rest of it is read."""

import json
from typing import Any

import pytest

from adapters.line.double.deliveries import USER, message, redelivered, text
from adapters.line.event import Event

NO_EVENTS: list[Any] = [None, 0, True, "message", [], [None], {}, {"type": None}, {"type": 7}, {"type": ["message"]}]


@pytest.mark.parametrize("raw", NO_EVENTS, ids=repr)
def test_what_is_no_event_has_no_type(raw: object) -> None:
    assert Event.of(raw).type == ""


def test_the_fields_of_a_text() -> None:
    raw = text("住民票")
    event = Event.of(raw)
    assert (event.type, event.content, event.kind) == ("message", "text", "message/text")
    assert (event.text, event.asked) == ("住民票", "住民票")
    assert (event.user, event.is_direct, event.mode) == (USER, True, "active")
    assert (event.id, event.reply_token) == (raw["webhookEventId"], raw["replyToken"])
    assert event.message == raw["message"]["id"]


def nulls(value: Any) -> Any:
    """Every copy of `value` in which one field, at any depth, is null, and in which it is missing."""
    for key, inner in value.items():
        yield value | {key: None}
        yield {name: each for name, each in value.items() if name != key}
        yield value | {key: [{"a": 1}]}
        if isinstance(inner, dict):
            yield from (value | {key: changed} for changed in nulls(inner))


@pytest.mark.parametrize("kind", ["text", "sticker", "location"])
def test_no_field_is_needed(kind: str) -> None:
    changed = list(nulls(message(kind)))
    assert len(changed) > 20
    for raw in changed:
        event = Event.of(raw)
        assert Event.from_row(json.loads(json.dumps(event.as_row()))) == event


@pytest.mark.parametrize(
    ("written", "kept"), [("ごみ\0", "ごみ\N{REPLACEMENT CHARACTER}"), ("ごみ\ud83d", "ごみ?"), ("ごみ🗑", "ごみ🗑")]
)
def test_text_that_no_database_keeps_is_replaced(written: str, kept: str) -> None:
    assert Event.of(text(written)).text == kept


def test_an_endless_name_is_cut() -> None:
    event = Event.of(text("ごみ") | {"type": "x" * 5_000, "webhookEventId": "y" * 5_000})
    assert (len(event.type), len(event.id)) == (40, 200)


def mention(words: str, index: object, length: object, **more: object) -> dict[str, Any]:
    mentionee = {"index": index, "length": length, "type": "user", "userId": "U" + "0" * 32, **more}
    return message("text", text=words, mention={"mentionees": [None, mentionee]})


@pytest.mark.parametrize(
    ("words", "index", "length", "asked"),
    [
        ("@窓口 ごみの日は", 0, 3, "ごみの日は"),
        ("ごみの日は @窓口", 6, 3, "ごみの日は"),
        ("👪 @窓口 ごみ", 3, 3, "👪  ごみ"),  # places are counted in UTF-16 units
        ("@窓口 ごみの日は", None, 3, "@窓口 ごみの日は"),
        ("@窓口 ごみの日は", -4, 3, "@窓口 ごみの日は"),
        ("@窓口 ごみの日は", 9_999, 3, "@窓口 ごみの日は"),
    ],
)
def test_a_mention_of_us_is_no_part_of_the_question(words: str, index: object, length: object, asked: str) -> None:
    event = Event.of(mention(words, index, length, isSelf=True))
    assert event.ours
    assert event.asked == asked


@pytest.mark.parametrize("more", [{}, {"isSelf": False}, {"isSelf": "true"}, {"isSelf": None}])
def test_a_mention_of_somebody_else_is(more: dict[str, object]) -> None:
    event = Event.of(mention("@山田 ごみの日は", 0, 3, **more))
    assert (event.ours, event.asked) == ((), "@山田 ごみの日は")


class TestWithoutAnId:
    """An event without webhookEventId is known again all the same."""

    def test_delivered_again_it_has_the_same(self) -> None:
        raw = text("ごみ") | {"webhookEventId": None}
        assert Event.of(raw).id == Event.of(redelivered(raw)).id != ""

    def test_another_one_has_another(self) -> None:
        first, second = (Event.of(text("ごみ") | {"webhookEventId": 5}) for _ in range(2))
        assert first.id != second.id

    def test_also_one_that_is_too_deep_to_be_written(self) -> None:
        deep: Any = []
        for _ in range(100_000):
            deep = [deep]
        assert Event.of({"type": "message", "message": deep}).id
