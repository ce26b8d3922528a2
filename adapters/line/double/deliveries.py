"""Webhook deliveries as LINE makes them: events of every type, in a body that is signed."""

import base64
import hashlib
import hmac
import json
import time
import uuid
from typing import Any

Event = dict[str, Any]
BOT = "U" + "0" * 32
USER = "U" + "1" * 32
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
WITHOUT_TOKEN = {"unsend", "unfollow", "leave", "memberLeft", "delivery", "botSuspended", "botResumed"}
FIELDS: dict[str, Event] = {
    "unsend": {"unsend": {"messageId": "1"}},
    "follow": {"follow": {"isUnblocked": False}},
    "memberJoined": {"joined": {"members": [{"type": "user", "userId": USER}]}},
    "memberLeft": {"left": {"members": [{"type": "user", "userId": USER}]}},
    "postback": {"postback": {"data": "mdg1:category:all"}},
    "videoPlayComplete": {"videoPlayComplete": {"trackingId": "track"}},
    "beacon": {"beacon": {"hwid": "d41d8cd98f", "type": "enter"}},
    "accountLink": {"link": {"result": "ok", "nonce": "n" * 24}},
    "membership": {"membership": {"type": "joined", "membershipId": 1}},
    "module": {"module": {"type": "attached", "botId": BOT, "scopes": []}},
    "activated": {"chatControl": {"expireAt": 0}},
}
MESSAGES: dict[str, Event] = {
    "text": {"text": "住民票の写しがほしい", "quoteToken": "q"},
    "sticker": {"packageId": "446", "stickerId": "1988", "stickerResourceType": "STATIC", "quoteToken": "q"},
    "image": {"contentProvider": {"type": "line"}, "quoteToken": "q"},
    "video": {"duration": 60000, "contentProvider": {"type": "line"}, "quoteToken": "q"},
    "audio": {"duration": 60000, "contentProvider": {"type": "line"}},
    "file": {"fileName": "file.pdf", "fileSize": 2138},
    "location": {"title": "市役所", "address": "元本郷町", "latitude": 35.666, "longitude": 139.316},
}
EVENTS = ("message", "messageEdited", "join", "leave", "unfollow", "deactivated", "delivery", *FIELDS)


def event(kind: str, user: str = USER, **changed: object) -> Event:
    """An event of the type `kind` with what belongs to it; `changed` replaces or adds fields, None takes one out."""
    made: Event = {
        "type": kind,
        "mode": "active",
        "timestamp": int(time.time() * 1000),
        "source": {"type": "user", "userId": user},
        "webhookEventId": ulid(),
        "deliveryContext": {"isRedelivery": False},
        **({} if kind in WITHOUT_TOKEN else {"replyToken": uuid.uuid4().hex}),
        **json.loads(json.dumps(FIELDS.get(kind, {}))),
    }
    return {name: value for name, value in {**made, **changed}.items() if value is not None}


def message(kind: str, user: str = USER, mode: str = "active", **content: object) -> Event:
    """A message event; `content` replaces fields of the message itself: message("text", text="ごみ")."""
    said = {"id": str(uuid.uuid4().int % 10**18), "type": kind, **MESSAGES.get(kind, {}), **content}
    return event("message", user, mode=mode, message=said)


def text(words: str, user: str = USER) -> Event:
    return message("text", user, text=words)


def tap(data: str, user: str = USER) -> Event:
    """A tap on a button with the postback `data`."""
    return event("postback", user, postback={"data": data})


def redelivered(again: Event) -> Event:
    """The same event, delivered again."""
    return {**again, "deliveryContext": {"isRedelivery": True}}


def delivery(events: list[Event], destination: str = BOT) -> bytes:
    """The body of a webhook request."""
    return json.dumps({"destination": destination, "events": events}, ensure_ascii=False).encode(
        "utf-8", "surrogatepass"
    )


def signature(secret: str, body: bytes) -> str:
    """What LINE puts in x-line-signature."""
    return base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest()).decode()


def ulid() -> str:
    """A fresh id in the form of a ULID."""
    number = (int(time.time() * 1000) << 80) | (uuid.uuid4().int & ((1 << 80) - 1))
    return "".join(CROCKFORD[(number >> shift) & 31] for shift in range(125, -1, -5))
