"""What LINE takes, checked before it is sent and by the double: every documented limit that a request of ours can meet.

Source: LINE Developers, Messaging API reference and "Character counting in a text", as of 2026-07-24.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from adapters.line.characters import graphemes, utf16_units
from adapters.line.flex_limits import flex_breaches
from adapters.line.limit import ALT_TEXT, Breach, action_breaches, at_most, text_of
from adapters.line.message import Message

MESSAGES = 5  # in one request
BODY = 2_000_000  # bytes of JSON in one request
TEXT = 5_000  # UTF-16 units of a text message
QUICK_REPLIES = 13
LABEL = 20  # graphemes of a button's label, outside Flex
SENDER = 20
LOADING_SECONDS = range(5, 61, 5)


@dataclass(frozen=True, slots=True)
class TemplateLimits:
    """`text` in graphemes, `short` where a title or an image stands above it; the number of actions from `least` to `most`."""

    text: int
    short: int
    least: int
    most: int


BUTTONS = TemplateLimits(160, 60, 1, 4)
CONFIRM = TemplateLimits(240, 240, 2, 2)
COLUMN = TemplateLimits(120, 60, 1, 3)
COLUMNS = 10
TITLE = 40


def request_breaches(body: Message, recipient: str) -> list[Breach]:
    """What LINE would refuse in the body of a reply (`recipient` is "replyToken") or a push ("to")."""
    size = len(json.dumps(body, ensure_ascii=False).encode("utf-8", "surrogatepass"))
    found = list(at_most("body", size, BODY, "bytes"))
    if not isinstance(body.get(recipient), str) or not body[recipient]:
        found.append(Breach(recipient, "is missing"))
    return [*found, *message_breaches(body.get("messages"))]


def message_breaches(messages: object) -> list[Breach]:
    """What LINE would refuse in a list of messages, each with its place."""
    if not isinstance(messages, list) or not messages:
        return [Breach("messages", "is no list of 1 to 5 messages")]
    found = list(at_most("messages", len(messages), MESSAGES, "messages"))
    for number, message in enumerate(messages):
        place = f"messages[{number}]"
        if not isinstance(message, dict):
            found.append(Breach(place, "is no object"))
            continue
        found += _message(place, message)
        if "quickReply" in message and number < len(messages) - 1:
            found.append(Breach(f"{place}.quickReply", "is shown on the last message only"))
    return found


def loading_breaches(body: Message) -> list[Breach]:
    """What LINE would refuse in a request for the loading indicator."""
    found = [] if text_of(body, "chatId") else [Breach("chatId", "is missing")]
    if (seconds := body.get("loadingSeconds", 20)) not in LOADING_SECONDS:
        found.append(Breach("loadingSeconds", f"{seconds!r} is none of 5, 10, … 60"))
    return found


def _message(place: str, message: Message) -> Iterator[Breach]:
    kinds = {"text": _text, "flex": _flex, "template": _template}
    check = kinds.get(text_of(message, "type"))
    if check is None:
        yield Breach(f"{place}.type", f"{message.get('type')!r} is none of {', '.join(kinds)}")
        return
    yield from check(place, message)
    if "quickReply" in message:
        yield from _quick_replies(f"{place}.quickReply", message["quickReply"])
    if sender := message.get("sender"):
        yield from at_most(f"{place}.sender.name", len(graphemes(text_of(sender, "name"))), SENDER, "graphemes")


def _text(place: str, message: Message) -> Iterator[Breach]:
    text = text_of(message, "text")
    if not text.strip():
        yield Breach(f"{place}.text", "is empty")
    yield from at_most(f"{place}.text", utf16_units(text), TEXT, "UTF-16 units")


def _flex(place: str, message: Message) -> Iterator[Breach]:
    yield from _alt_text(place, message)
    yield from flex_breaches(f"{place}.contents", message.get("contents"))


def _alt_text(place: str, message: Message) -> Iterator[Breach]:
    text = text_of(message, "altText")
    if not text.strip():
        yield Breach(f"{place}.altText", "is empty")
    yield from at_most(f"{place}.altText", utf16_units(text), ALT_TEXT, "UTF-16 units")


def _quick_replies(place: str, value: Any) -> Iterator[Breach]:
    items = value.get("items") if isinstance(value, dict) else None
    if not isinstance(items, list) or not items:
        yield Breach(f"{place}.items", "is no list of 1 to 13 buttons")
        return
    yield from at_most(f"{place}.items", len(items), QUICK_REPLIES, "buttons")
    for number, item in enumerate(items):
        at = f"{place}.items[{number}]"
        if not isinstance(item, dict) or item.get("type") != "action":
            yield Breach(f"{at}.type", "is not 'action'")
        else:
            yield from action_breaches(f"{at}.action", item.get("action"), LABEL, must_have_label=True)


def _template(place: str, message: Message) -> Iterator[Breach]:
    yield from _alt_text(place, message)
    at, template = f"{place}.template", message.get("template")
    kind = text_of(template, "type")
    if kind == "buttons":
        yield from _panel(at, template, BUTTONS)
    elif kind == "confirm":
        yield from _panel(at, template, CONFIRM)
    elif kind == "carousel":
        columns = template.get("columns") if isinstance(template, dict) else None
        columns = columns if isinstance(columns, list) else []
        if not columns:
            yield Breach(f"{at}.columns", "is empty")
        yield from at_most(f"{at}.columns", len(columns), COLUMNS, "columns")
        for number, column in enumerate(columns):
            yield from _panel(f"{at}.columns[{number}]", column, COLUMN)
    else:
        yield Breach(f"{at}.type", f"{kind!r} is none of buttons, confirm, carousel")


def _panel(place: str, panel: Any, limits: TemplateLimits) -> Iterator[Breach]:
    text, title = text_of(panel, "text"), text_of(panel, "title")
    if not text.strip():
        yield Breach(f"{place}.text", "is empty")
    most = limits.short if title or text_of(panel, "thumbnailImageUrl") else limits.text
    yield from at_most(f"{place}.text", len(graphemes(text)), most, "graphemes")
    yield from at_most(f"{place}.title", len(graphemes(title)), TITLE, "graphemes")
    actions = panel.get("actions") if isinstance(panel, dict) else None
    actions = actions if isinstance(actions, list) else []
    if not limits.least <= len(actions) <= limits.most:
        yield Breach(f"{place}.actions", f"{len(actions)} actions; {limits.least} to {limits.most}")
    for number, action in enumerate(actions):
        yield from action_breaches(f"{place}.actions[{number}]", action, LABEL, must_have_label=True)
