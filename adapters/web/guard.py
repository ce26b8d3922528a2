"""What every request passes first: a limit on its size, and the security headers of every response."""

from collections.abc import Collection, Mapping

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot import wording

LARGEST_BODY = 64 * 1024  # bytes; a question of 2,000 characters needs at most a tenth of it
LARGER = {
    "/line/": 1024 * 1024,
    "/staff/": 1024 * 1024,
}  # bytes, by the beginning of the path; LINE delivers up to 100 events at once
POLICY = "default-src 'self'; object-src 'none'; frame-ancestors {ancestors}; base-uri 'none'; form-action 'self'"
# Only this host: what else stands under the city's domain is not ours to decide.
TRANSPORT_SECURITY = {"Strict-Transport-Security": "max-age=31536000"}
FRAMED_BY = "madoguchi.framed_by"  # in the state of a request: the other sites that may show the page in a frame
HEADERS = {
    "Content-Security-Policy": POLICY.format(ancestors="'self'"),
    "X-Frame-Options": "SAMEORIGIN",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


def error_response(status: int, code: str, message: str, headers: Mapping[str, str] | None = None) -> JSONResponse:
    """An error in the form of the public contract: a code for programs, a sentence for people."""
    return JSONResponse({"error": {"code": code, "message": message}}, status, headers)


def may_frame(request: Request, origins: Collection[str]) -> None:
    """Let pages of `origins` show the response to `request` in a frame."""
    setattr(request.state, FRAMED_BY, tuple(origins))


def security_headers(scope: Scope) -> dict[str, str]:
    """The headers of every response, but for those that the application set itself."""
    headers = dict(HEADERS)
    if framing := scope.get("state", {}).get(FRAMED_BY):
        headers["Content-Security-Policy"] = POLICY.format(ancestors=" ".join(("'self'", *framing)))
        del headers["X-Frame-Options"]  # it cannot name an origin; browsers that know frame-ancestors do not need it
    return headers | TRANSPORT_SECURITY if scope.get("scheme") == "https" else headers


class Guard:
    """ASGI middleware. Bodies are read whole before the application sees them, and refused when they are too large."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        scope.setdefault("state", {})

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in security_headers(scope).items():
                    headers.setdefault(name, value)
            await send(message)

        largest = next((size for start, size in LARGER.items() if scope["path"].startswith(start)), LARGEST_BODY)
        body = await _read(receive, largest)
        if body is None:
            response = error_response(413, "body_too_large", wording.UNREADABLE)
            await response(scope, receive, send_with_headers)
            return
        await self._app(scope, _replay(body, receive), send_with_headers)


async def _read(receive: Receive, largest: int) -> bytes | None:
    """The whole body, or None when it is larger than allowed."""
    body, more = b"", True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
        if len(body) > largest:
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
