"""What each event calls for: a table of event types and states. No event has none."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import regex

from adapters.line.event import Event
from adapters.line.postback import TAB, Postback, parse
from bot import LONGEST

log = logging.getLogger(__name__)
ACTIVE = "active"
STANDBY = "standby"
PATIENCE = 0.02  # seconds for one pattern on one message: all messages wait while a webhook looks
MEDIA = frozenset({"sticker", "image", "video", "audio", "file"})


class Deed(StrEnum):
    """What is done. The first seven are answered."""

    ASK = "ask"  # a question, in words or by its number among the choices offered before
    TAP = "tap"  # a button of ours
    GREET = "greet"
    SAY_TEXT_ONLY = "say_text_only"
    SAY_TOO_LONG = "say_too_long"
    SAY_EMPTY = "say_empty"
    PLACE = "place"  # a location: its kind counts, the place itself is not kept
    WITHDRAW = "withdraw"  # silent: what was recorded of the message is blanked
    BE_SILENT = "be_silent"


class Why(StrEnum):
    """Why nothing is said; counted by these words."""

    STANDBY = "standby"  # another module holds the chat
    MODE = "mode"  # a mode that LINE had not documented when this was written
    OTHER_TOOL = "other_tool"  # a message or button that belongs to another tool of the account
    GROUP = "group"  # a group or room in which nobody spoke to us
    UNREPLIABLE = "unrepliable"  # nothing can be said without a reply token
    NOTHING_TO_SAY = "nothing_to_say"  # unfollow, join, beacon …
    UNKNOWN = "unknown"  # a type of event or content that this version does not know
    UNREADABLE = "unreadable"  # no event at all


@dataclass(frozen=True, slots=True)
class Conduct:
    """`button` goes with Deed.TAP, `why` with Deed.BE_SILENT, `question` with Deed.ASK."""

    deed: Deed
    why: str = ""
    question: str = ""
    button: Postback | None = None

    @property
    def is_silent(self) -> bool:
        return self.deed is Deed.BE_SILENT


SILENT_TYPES = frozenset(
    [
        "unfollow",
        "join",
        "leave",
        "memberJoined",
        "memberLeft",
        "videoPlayComplete",
        "beacon",
        "accountLink",
        "membership",
        "module",
        "activated",
        "deactivated",
        "botSuspended",
        "botResumed",
        "delivery",
    ]
)
WITHDRAWN = frozenset({"unsend", "messageEdited"})


def conduct(event: Event, others: Sequence[regex.Pattern[str]] = ()) -> Conduct:
    """What `event` calls for. `others` are the patterns of messages that belong to other tools on the same account; one that
    takes longer than PATIENCE does not match."""
    if not event.type:
        return _silent(Why.UNREADABLE)
    if event.type in WITHDRAWN:  # also in standby: nobody is to see that text any more
        return Conduct(Deed.WITHDRAW)
    if event.mode not in ("", ACTIVE):
        return _silent(Why.STANDBY if event.mode == STANDBY else Why.MODE)
    if event.type in SILENT_TYPES:
        return _silent(Why.NOTHING_TO_SAY)
    wanted = _wanted(event, others)
    return wanted if event.reply_token or wanted.is_silent else _silent(Why.UNREPLIABLE)


def _wanted(event: Event, others: Sequence[regex.Pattern[str]]) -> Conduct:
    if event.type == "follow":
        return Conduct(Deed.GREET)
    if event.type == "postback":
        if event.data.startswith(TAB):
            return _silent(Why.NOTHING_TO_SAY)
        button = parse(event.data)
        return Conduct(Deed.TAP, button=button) if button else _silent(Why.OTHER_TOOL)
    if event.type == "message":
        return _message(event, others)
    return _silent(Why.UNKNOWN)


def _message(event: Event, others: Sequence[regex.Pattern[str]]) -> Conduct:
    if not event.is_direct and not event.ours:
        return _silent(Why.GROUP)
    if event.content == "text":
        return _text(event, others)
    if event.content == "location":
        return Conduct(Deed.PLACE)
    return Conduct(Deed.SAY_TEXT_ONLY) if event.content in MEDIA else _silent(Why.UNKNOWN)


def _text(event: Event, others: Sequence[regex.Pattern[str]]) -> Conduct:
    text = event.asked
    if any(_matches(pattern, text) for pattern in others):
        return _silent(Why.OTHER_TOOL)
    if not text:
        return Conduct(Deed.SAY_EMPTY)
    return Conduct(Deed.ASK, question=text) if len(text) <= LONGEST else Conduct(Deed.SAY_TOO_LONG)


def _matches(pattern: regex.Pattern[str], text: str) -> bool:
    try:
        return pattern.search(text, timeout=PATIENCE) is not None
    except TimeoutError:
        log.warning(
            "[line] leave: %r took over %s s on %d characters; write it more simply",
            pattern.pattern,
            PATIENCE,
            len(text),
        )
        return False


def _silent(why: Why) -> Conduct:
    return Conduct(Deed.BE_SILENT, why)
