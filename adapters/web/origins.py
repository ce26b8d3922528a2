"""Which sites may use the API by script, and show the page in a frame: those that the city names in city.toml."""

from collections.abc import Iterable

from fastapi import Request
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from adapters.shelves import Shelves

METHODS = {"/api/ask": "POST", "/api/feedback": "POST", "/api/categories": "GET", "/api/suggest": "GET"}
PREFLIGHT_KNOWN = 600  # seconds that a browser may go on with a permission after the city has taken it back
CITY = "madoguchi.city"  # in the state of a request: whose origins count


def for_city(request: Request, city: str) -> None:
    """Say that `request` is about `city`: the origins of this city count for it, and no other's."""
    setattr(request.state, CITY, city)


def origins_of(scope: Scope) -> tuple[str, ...]:
    """The origins of the city that the request is about; while that is not known, those of every city served here."""
    shelves: Shelves | None = getattr(scope["app"].state, "shelves", None)
    if shelves is None:
        return ()
    served = shelves.names()
    city = scope.get("state", {}).get(CITY)
    cities: Iterable[str] = [city] if city in served else served
    return tuple(origin for code in cities for origin in shelves(code).shelf.knowledge.city.web_origins)


def permission(scope: Scope) -> dict[str, str]:
    """The headers with which a browser lets the page that asks read the response; none for a page of another site."""
    if scope["path"] not in METHODS:
        return {}
    headers = {"Vary": "Origin"}
    sent = Headers(scope=scope).getlist("origin")
    if len(sent) == 1 and sent[0] in origins_of(scope):
        headers |= {"Access-Control-Allow-Origin": sent[0], "Access-Control-Expose-Headers": "Retry-After"}
    return headers


class Origins:
    """ASGI middleware: answers the browser's question whether a page may ask, and marks the responses that it may read."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] not in METHODS:
            await self._app(scope, receive, send)
            return
        if scope["method"] == "OPTIONS" and "access-control-request-method" in Headers(scope=scope):
            await Response(status_code=204, headers=_preflight(scope))(scope, receive, send)
            return
        scope.setdefault("state", {})

        async def send_with_permission(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(permission(scope))
            await send(message)

        await self._app(scope, receive, send_with_permission)


def _preflight(scope: Scope) -> dict[str, str]:
    headers = permission(scope)
    if "Access-Control-Allow-Origin" not in headers:
        return headers
    return headers | {
        "Access-Control-Allow-Methods": METHODS[scope["path"]],
        "Access-Control-Allow-Headers": "Content-Type",
        "Access-Control-Max-Age": str(PREFLIGHT_KNOWN),
    }
