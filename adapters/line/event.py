"""The few fields of a webhook event that we use, read so that nothing in it can fail.

LINE adds event types, fields and values without notice, and leaves fields out. What is missing or of another type than
documented is empty here.
"""

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Any

LONGEST_NAME = 40  # characters of a type or mode; those of LINE have up to 18
LONGEST_ID = 200  # characters of an id; those of LINE have up to 64
LONGEST_TEXT = 10_000  # characters; LINE takes 5,000 UTF-16 units from a person
MOST_MENTIONS = 50  # LINE marks up to 20 in one message


@dataclass(frozen=True, slots=True)
class Event:
    """`message` is the id of the message that was sent, edited or taken back; `ours` are the places in `text`, as start and
    length in UTF-16 units, where this account is mentioned."""

    type: str = ""
    id: str = ""
    mode: str = ""
    reply_token: str = ""
    redelivered: bool = False
    source: str = ""
    user: str = ""
    chat: str = ""
    message: str = ""
    content: str = ""
    text: str = ""
    ours: tuple[tuple[int, int], ...] = ()
    data: str = ""

    @classmethod
    def of(cls, raw: object) -> "Event":
        """The event `raw` as LINE sent it, whatever that is."""
        event = _object(raw)
        source, message = _object(event.get("source")), _object(event.get("message"))
        return cls(
            type=_text(event.get("type"), LONGEST_NAME),
            id=_text(event.get("webhookEventId"), LONGEST_ID) or _made_up_id(raw),
            mode=_text(event.get("mode"), LONGEST_NAME),
            reply_token=_text(event.get("replyToken"), LONGEST_ID),
            redelivered=_object(event.get("deliveryContext")).get("isRedelivery") is True,
            source=_text(source.get("type"), LONGEST_NAME),
            user=_text(source.get("userId"), LONGEST_ID),
            chat=_text(source.get("groupId"), LONGEST_ID) or _text(source.get("roomId"), LONGEST_ID),
            message=_text(message.get("id"), LONGEST_ID)
            or _text(_object(event.get("unsend")).get("messageId"), LONGEST_ID),
            content=_text(message.get("type"), LONGEST_NAME),
            text=_text(message.get("text"), LONGEST_TEXT),
            ours=_mentions_of_us(message),
            data=_text(_object(event.get("postback")).get("data"), LONGEST_TEXT),
        )

    @classmethod
    def from_row(cls, row: dict[str, Any]) -> "Event":
        """The event that `as_row` was made of."""
        return cls(**row | {"ours": tuple((start, length) for start, length in row["ours"])})

    def as_row(self) -> dict[str, Any]:
        """What the inbox keeps until the event is answered."""
        return asdict(self)

    @property
    def kind(self) -> str:
        """The type, for messages with that of their content: what is counted."""
        return f"{self.type}/{self.content}" if self.content else self.type

    @property
    def is_direct(self) -> bool:
        """Whether it comes from a chat with one person."""
        return self.source == "user"

    @property
    def asked(self) -> str:
        """The text without the mentions of this account."""
        units = self.text.encode("utf-16-le", "surrogatepass")
        for start, length in sorted(self.ours, reverse=True):
            units = units[: 2 * start] + units[2 * (start + length) :]
        return units.decode("utf-16-le", "replace").strip()


def _object(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(value: object, longest: int) -> str:
    """`value` where it is text: at most `longest` characters, without what no database keeps (NUL, halves of a pair)."""
    if not isinstance(value, str):
        return ""
    return value[:longest].encode("utf-8", "replace").decode().replace("\0", "\N{REPLACEMENT CHARACTER}")


def _mentions_of_us(message: dict[str, Any]) -> tuple[tuple[int, int], ...]:
    """Where the text mentions this account; (0, 0) where LINE says that it does, but not where."""
    mentionees = _object(message.get("mention")).get("mentionees")
    each = map(_object, mentionees[:MOST_MENTIONS] if isinstance(mentionees, list) else [])
    return tuple(_place(one) for one in each if one.get("isSelf") is True)


def _place(mentionee: dict[str, Any]) -> tuple[int, int]:
    start, length = mentionee.get("index"), mentionee.get("length")
    if isinstance(start, int) and isinstance(length, int) and 0 <= start <= LONGEST_TEXT >= length > 0:
        return start, length
    return 0, 0


def _made_up_id(raw: object) -> str:
    """An id for an event without one: the same when it is delivered again."""
    told = {name: value for name, value in raw.items() if name != "deliveryContext"} if isinstance(raw, dict) else raw
    try:
        text = json.dumps(told, sort_keys=True)
    except RecursionError:
        text = ",".join(told) if isinstance(told, dict) else ""
    return "sha256-" + hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
