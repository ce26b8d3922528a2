"""What a person can tap: buttons that send something back to us, call, or open a page."""

import re
import unicodedata
from collections.abc import Sequence
from urllib.parse import quote

from adapters.line.characters import clipped
from adapters.line.limit import POSTBACK, URI
from adapters.line.limits import LABEL, QUICK_REPLIES
from adapters.line.message import Message
from adapters.line.postback import Postback

NUMBER = re.compile(r"\+\d[\d ()-]{6,18}\d|0\d[\d()-]{6,13}\d|\b1\d{2}\b")  # from abroad; in Japan; 119 and its like
SAFE = ":/?#[]@!$&'()*+,;=%-._~"  # stay as they are in an address


def button(label: str, postback: Postback, said: str = "", most: int = LABEL) -> Message:
    """A button that sends `postback`; in the chat it reads as `said`, or as its label."""
    shown = clipped(said or label, POSTBACK)
    return {"type": "postback", "label": clipped(label, most), "data": postback.data, "displayText": shown}


def call(label: str, telephone: str, most: int = LABEL) -> Message | None:
    """A button that calls `telephone`, or None where there is no number that a telephone would dial at one tap."""
    uri = dialled(telephone)
    return {"type": "uri", "label": clipped(label, most), "uri": uri} if uri else None


def page(label: str, address: str, most: int = LABEL) -> Message | None:
    """A button that opens `address`, or None where LINE would not take it."""
    uri = quote(address, safe=SAFE)
    fits = len(uri) <= URI and uri.startswith(("https://", "http://"))
    return {"type": "uri", "label": clipped(label, most), "uri": uri} if fits else None


def dialled(telephone: str) -> str:
    """The `tel:` address of the first number in `telephone`, or "".

    Numbers with # have none: iPhones do not dial them from a link (Apple, "Phone Links"), and the text shows them.
    """
    text = re.sub(r"[‐‑‒–—―−ー]", "-", unicodedata.normalize("NFKC", telephone))
    found = NUMBER.search(text)
    if not found or "#" in text[: found.end() + 1]:
        return ""
    return "tel:" + re.sub(r"[^\d+]", "", found[0])


def quick_replies(actions: Sequence[Message | None]) -> Message:
    """`actions` as quick replies, at most 13, those in front kept; {} where there is none."""
    items = [{"type": "action", "action": action} for action in actions if action][:QUICK_REPLIES]
    return {"quickReply": {"items": items}} if items else {}
