"""What is sent for one event, and what a number typed in answer to it means."""

from collections.abc import Sequence
from dataclasses import dataclass

from adapters.line.action import quick_replies
from adapters.line.characters import cut
from adapters.line.limits import MESSAGES, TEXT
from adapters.line.message import Message
from adapters.line.postback import Postback
from bot import wording


@dataclass(frozen=True, slots=True)
class Offer:
    """A candidate: `label` as it is read in the text, `postback` what it sends when tapped or named by its number."""

    label: str
    postback: Postback


@dataclass(frozen=True, slots=True)
class Rendered:
    """`messages` for one reply; `numbered` are the postback data taken by typing 1, 2, …"""

    messages: tuple[Message, ...]
    numbered: tuple[str, ...] = ()


def text_message(text: str) -> Message:
    return {"type": "text", "text": text}


def rendered(
    text: str, offers: Sequence[Offer] = (), actions: Sequence[Message | None] = (), cards: Sequence[Message] = ()
) -> Rendered:
    """`text` with its numbered `offers` below, `actions` as quick replies on the last message, and `cards` after the text.

    A text over LINE's limit goes on in further messages, cut at sentences.
    """
    lines = [wording.numbered(number, offer.label) for number, offer in enumerate(offers, 1)]
    if lines:
        text = "\n".join([text, "", *lines, wording.BY_NUMBER])
    messages = [text_message(part) for part in split(text, MESSAGES - len(cards))] + list(cards)
    messages[-1] = {**messages[-1], **quick_replies(actions)}
    return Rendered(tuple(messages), tuple(offer.postback.data for offer in offers))


def split(text: str, most: int) -> list[str]:
    """`text` in at most `most` parts that LINE takes, each ending with a sentence; what is over is left out, marked by …."""
    parts: list[str] = []
    while text and len(parts) < most:
        part, text = cut(text, TEXT - 1)
        parts.append(part)
    return [*parts[:-1], parts[-1] + "…"] if text else parts
