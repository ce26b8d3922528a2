"""The double's endpoints that send: reply, push, validate, loading indicator."""

import uuid
from collections.abc import Iterable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from adapters.line.double.answers import Manner, answered, body_of, refusal
from adapters.line.double.ledger import INVALID_TOKEN, Refused
from adapters.line.limit import Breach
from adapters.line.limits import BODY, loading_breaches, message_breaches, request_breaches
from adapters.line.message import Message

INVALID = "The request body has {count} error(s)"


class Messaging:
    """What sends, with the ledger of the double's `manner`."""

    def __init__(self, manner: Manner) -> None:
        self.manner = manner
        self.loading: list[Message] = []

    def routes(self) -> list[Route]:
        of = self.manner.of
        return [
            Route("/v2/bot/message/reply", of("reply", self.reply), methods=["POST"]),
            Route("/v2/bot/message/push", of("push", self.push), methods=["POST"]),
            Route("/v2/bot/message/validate/{kind}", of("validate", self.validate), methods=["POST"]),
            Route("/v2/bot/chat/loading/start", of("loading", self.load), methods=["POST"]),
        ]

    async def reply(self, request: Request) -> Response:
        body = await body_of(request)
        if "x-line-retry-key" in request.headers:
            return self._refuse("reply", body, [Breach("X-Line-Retry-Key", "is not taken on a reply")])
        if breaches := request_breaches(body, "replyToken"):
            return self._refuse("reply", body, breaches)
        token, messages = body["replyToken"], body["messages"]
        if not self.manner.ledger.spend(token, messages, str(uuid.uuid4())):
            self.manner.ledger.refuse(Refused("reply", token, INVALID_TOKEN))
            return refusal(400, INVALID_TOKEN)
        return answered({"sentMessages": _sent(messages)})

    async def push(self, request: Request) -> Response:
        body = await body_of(request)
        if breaches := request_breaches(body, "to"):
            return self._refuse("push", body, breaches)
        key = request.headers.get("x-line-retry-key", "")
        if key and not _is_uuid(key):
            return self._refuse("push", body, [Breach("X-Line-Retry-Key", f"{key!r} is no UUID")])
        messages, request_id = body["messages"], str(uuid.uuid4())
        before = self.manner.ledger.push(body["to"], messages, request_id, key)
        if before is None:
            return answered({"sentMessages": _sent(messages)}, x_line_request_id=request_id)
        return answered(
            {"message": "The retry key is already accepted", "sentMessages": _sent(before.messages)},
            409,
            x_line_accepted_request_id=before.request_id,
        )

    async def validate(self, request: Request) -> Response:
        breaches = message_breaches((await body_of(request)).get("messages"))
        return _invalid(breaches) if breaches else answered({})

    async def load(self, request: Request) -> Response:
        body = await body_of(request)
        if breaches := loading_breaches(body):
            return self._refuse("loading", body, breaches)
        self.loading.append(body)
        return answered({}, 202)

    def _refuse(self, kind: str, body: Message, breaches: list[Breach]) -> Response:
        recipient = str(body.get("replyToken") or body.get("to") or body.get("chatId") or "")
        self.manner.ledger.refuse(Refused(kind, recipient, INVALID.format(count=len(breaches)), tuple(breaches)))
        too_large = any(breach.place == "body" for breach in breaches)
        return refusal(413, f"The request body is over {BODY} bytes") if too_large else _invalid(breaches)


def _invalid(breaches: list[Breach]) -> Response:
    details = [{"message": breach.rule, "property": breach.place} for breach in breaches]
    return refusal(400, INVALID.format(count=len(breaches)), *details)


def _sent(messages: Iterable[Message]) -> list[dict[str, str]]:
    return [{"id": str(uuid.uuid4().int % 10**18), "quoteToken": uuid.uuid4().hex} for _ in messages]


def _is_uuid(text: str) -> bool:
    try:
        return str(uuid.UUID(text)) == text.lower()
    except ValueError:
        return False
