"""The double's endpoints about the account: bot, webhook, quota, LINE's own count of replies."""

import re
from dataclasses import dataclass, field

import urllib3
from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from adapters.line.double.answers import Manner, answered, body_of, refusal
from adapters.line.double.deliveries import BOT, delivery, signature

DAY = re.compile(r"\d{8}")


@dataclass
class Account:
    """`quota` is the month's messages, None where they are unlimited. `reply_counts` holds LINE's counts by yyyyMMdd."""

    manner: Manner
    secret: str
    name: str = "みなと野市"
    chat_mode: str = "bot"
    endpoint: str = ""
    active: bool = True
    quota: int | None = 200
    used: int = 0
    reply_counts: dict[str, int] = field(default_factory=dict)

    def routes(self) -> list[Route]:
        of = self.manner.of
        endpoint = "/v2/bot/channel/webhook/endpoint"
        return [
            Route("/v2/bot/info", of("account", self.info), methods=["GET"]),
            Route(endpoint, of("account", self.webhook), methods=["GET"]),
            Route(endpoint, of("account", self.set_webhook), methods=["PUT"]),
            Route("/v2/bot/channel/webhook/test", of("account", self.test_webhook), methods=["POST"]),
            Route("/v2/bot/message/quota", of("account", self.limit), methods=["GET"]),
            Route("/v2/bot/message/quota/consumption", of("account", self.consumption), methods=["GET"]),
            Route("/v2/bot/message/delivery/reply", of("account", self.replies), methods=["GET"]),
        ]

    async def info(self, request: Request) -> Response:
        about = {"userId": BOT, "basicId": "@000aaaaa", "displayName": self.name}
        return answered({**about, "chatMode": self.chat_mode, "markAsReadMode": "auto"})

    async def webhook(self, request: Request) -> Response:
        if not self.endpoint:
            return refusal(404, "Not found")
        return answered({"endpoint": self.endpoint, "active": self.active})

    async def set_webhook(self, request: Request) -> Response:
        self.endpoint = str((await body_of(request)).get("endpoint", ""))
        return answered({})

    async def test_webhook(self, request: Request) -> Response:
        """A signed delivery without events, as LINE sends it, and how it was answered."""
        body = delivery([])
        endpoint = str((await body_of(request)).get("endpoint") or self.endpoint)
        headers = {"x-line-signature": signature(self.secret, body), "content-type": "application/json"}

        def post() -> int:
            return urllib3.request("POST", endpoint, body=body, headers=headers, timeout=2, retries=False).status

        try:
            status = await to_thread.run_sync(post)
        except urllib3.exceptions.HTTPError as error:
            found = {"success": False, "statusCode": 0, "reason": "COULD_NOT_CONNECT", "detail": str(error)}
        else:
            reason = "OK" if status == 200 else "ERROR_STATUS_CODE"
            found = {"success": status == 200, "statusCode": status, "reason": reason, "detail": str(status)}
        return answered({"timestamp": "2026-11-26T00:00:00.000Z", **found})

    async def limit(self, request: Request) -> Response:
        limited = {"type": "limited", "value": self.quota}
        return answered({"type": "none"} if self.quota is None else limited)

    async def consumption(self, request: Request) -> Response:
        return answered({"totalUsage": self.used})

    async def replies(self, request: Request) -> Response:
        day = request.query_params.get("date", "")
        if not DAY.fullmatch(day):
            return refusal(400, "The value for the 'date' parameter is invalid")
        count = self.reply_counts.get(day)
        return answered({"status": "unready"} if count is None else {"status": "ready", "success": count})
