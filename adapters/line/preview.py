"""What an answer would look like on LINE, for those who write it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from adapters.line.message import Message
from adapters.line.render import Renderer
from bot import Reply, Shelf


@dataclass(frozen=True, slots=True)
class Preview:
    """`bubbles` are the texts from top to bottom, `buttons` what can be tapped below the last one."""

    bubbles: tuple[str, ...]
    buttons: tuple[str, ...]


def preview(shelf: Shelf, reply: Reply, at: datetime, public_url: str = "") -> Preview:
    """`reply` as residents of the city of `shelf` would get it on LINE at that moment."""
    messages = Renderer(shelf, at, public_url).reply(reply).messages
    bubbles = tuple(message["text"] for message in messages if message["type"] == "text")
    return Preview(bubbles, tuple(_labels(messages)))


def _labels(messages: Sequence[Message]) -> list[str]:
    items = [item for message in messages for item in message.get("quickReply", {}).get("items", [])]
    return [str(item["action"]["label"]) for item in items]
