"""What every request passes first: a limit on its size, and the security headers of every response."""

from collections.abc import Mapping

from starlette.datastructures import MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot import wording

LARGEST_BODY = 64 * 1024  # bytes; a question of 2,000 characters needs at most a tenth of it
HEADERS = {
    "Content-Security-Policy": "default-src 'self'; frame-ancestors 'self'; base-uri 'none'; form-action 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


def error_response(status: int, code: str, message: str, headers: Mapping[str, str] | None = None) -> JSONResponse:
    """An error in the form of the public contract: a code for programs, a sentence for people."""
    return JSONResponse({"error": {"code": code, "message": message}}, status, headers)


class Guard:
    """ASGI middleware. Bodies are read whole before the application sees them, and refused when they are too large."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        body = await _read(receive)
        if body is None:
            response = error_response(413, "body_too_large", wording.UNREADABLE)
            await response(scope, receive, send_with_headers)
            return
        await self._app(scope, _replay(body, receive), send_with_headers)


async def _read(receive: Receive) -> bytes | None:
    """The whole body, or None when it is larger than allowed."""
    body, more = b"", True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
        if len(body) > LARGEST_BODY:
            return None
    return body


def _replay(body: bytes, receive: Receive) -> Receive:
    sent = False

    async def replayed() -> Message:
        nonlocal sent
        if sent:
            return await receive()
        sent = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replayed
