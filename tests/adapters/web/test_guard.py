"""What every request passes first: the limit on its size, and the security headers of every response."""

import asyncio
from typing import Any

import pytest
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send

from adapters.app import create_app
from adapters.settings import Settings
from adapters.web.guard import Guard

POLICY = "default-src 'self'; object-src 'none'; frame-ancestors 'self'; base-uri 'none'; form-action 'self'"
FRAMING = "https://www.city.minatono.example.jp http://localhost:8080"  # what city.toml names
LIMIT = 65_536  # 64 KiB

RESPONSES = {
    "reply": ("POST", "/api/ask", {"json": {"city": "131016", "text": "粗大ごみ"}}, 200),
    "refusal": ("POST", "/api/ask", {"json": {"city": "132012", "text": "粗大ごみ"}}, 404),
    "unreadable": ("POST", "/api/ask", {"content": b"{"}, 422),
    "too large": ("POST", "/api/ask", {"content": b"x" * (LIMIT + 1)}, 413),
    "wrong method": ("GET", "/api/ask", {}, 405),
    "page": ("GET", "/chat", {}, 200),
    "page of an unknown city": ("GET", "/chat?city=x", {}, 404),
    "page with a reply": ("POST", "/chat", {"data": {"city": "131016", "text": "粗大ごみ"}}, 200),
    "entry": ("GET", "/chat/131016/sodai-gomi", {}, 200),
    "missing entry": ("GET", "/chat/131016/shokuin-kyuka", {}, 404),
    "entry of an unknown city": ("GET", "/chat/132012/sodai-gomi", {}, 404),
    "page of a city that is framed by nobody": ("GET", "/chat?city=131024", {}, 200),
    "suggestions": ("GET", "/api/suggest?city=131016&q=x", {}, 200),
    "preflight": ("OPTIONS", "/api/ask", {"headers": {"Access-Control-Request-Method": "POST"}}, 204),
    "redirect": ("GET", "/", {"follow_redirects": False}, 307),
    "style": ("GET", "/static/page.css", {}, 200),
    "imitation of a city": ("GET", "/demo", {}, 200),
    "accessibility": ("GET", "/accessibility", {}, 200),
    "missing file": ("GET", "/static/missing.css", {}, 404),
    "unknown path": ("GET", "/wp-login.php", {}, 404),
    "health": ("GET", "/healthz", {}, 200),
    "readiness": ("GET", "/readyz", {}, 200),
    "description": ("GET", "/openapi.json", {}, 200),
}


def security(headers: Any) -> dict[str, str]:
    return {name: headers.get(name, "") for name in SECURE}


SECURE = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
    "x-frame-options": "SAMEORIGIN",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "strict-transport-security": "",
}
FRAMED = SECURE | {
    "content-security-policy": POLICY.replace("ancestors 'self'", f"ancestors 'self' {FRAMING}"),
    "x-frame-options": "",
}
OF_A_CITY = {"page", "page of an unknown city", "page with a reply", "entry", "missing entry"}


@pytest.mark.parametrize("name", RESPONSES)
def test_every_response_has_the_security_headers(client: TestClient, name: str) -> None:
    method, path, request_, status = RESPONSES[name]
    response = client.request(method, path, **request_)
    assert response.status_code == status
    assert security(response.headers) == (FRAMED if name in OF_A_CITY else SECURE)


@pytest.mark.parametrize("name", RESPONSES)
def test_residents_get_no_cookie_and_nothing_that_tells_what_runs_here(client: TestClient, name: str) -> None:
    method, path, request_, _ = RESPONSES[name]
    headers = client.request(method, path, **request_).headers
    assert {"set-cookie", "server", "x-powered-by", "access-control-allow-origin"} & set(headers) == set()


@pytest.mark.parametrize(
    ("proxies", "sent", "secured"),
    [
        ((), {}, ""),
        ((), {"X-Forwarded-Proto": "https"}, ""),  # anybody may say so
        (("10.1.0.0/24",), {"X-Forwarded-Proto": "https"}, ""),  # not from there
        (("10.9.8.7",), {"X-Forwarded-Proto": "http"}, ""),
        (("10.9.8.0/24",), {"X-Forwarded-Proto": "https"}, "max-age=31536000"),
    ],
)
def test_browsers_are_held_to_https_only_where_it_is_spoken(
    settings: Settings, proxies: tuple[str, ...], sent: dict[str, str], secured: str
) -> None:
    app = create_app(settings.model_copy(update={"proxy_addresses": proxies}))
    client = TestClient(app, raise_server_exceptions=False, client=("10.9.8.7", 50_000))
    response = client.get("/healthz", headers=sent)
    assert response.headers.get("strict-transport-security", "") == secured


class TestFailure:
    """An application that broke: here, one that never started."""

    @pytest.fixture
    def broken(self, settings: Settings) -> TestClient:
        return TestClient(create_app(settings), raise_server_exceptions=False)

    def test_a_failure_is_told_kindly_and_without_a_stack_trace(self, broken: TestClient) -> None:
        response = broken.post("/api/ask", json={"city": "131016", "text": "粗大ごみ"})
        assert response.status_code == 500
        assert response.json() == {
            "error": {
                "code": "internal",
                "message": "申し訳ありません。ただいま回答を用意できませんでした。"
                "少し時間をおいて、もう一度お試しください。",
            }
        }

    def test_a_failure_has_the_security_headers_too(self, broken: TestClient) -> None:
        response = broken.post("/api/ask", json={"city": "131016", "text": "粗大ごみ"})
        assert security(response.headers) == SECURE


class Echo:
    """An application that answers with the length of what it was sent."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        message = await receive()
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": str(len(message["body"])).encode()})


def send_through(chunks: list[bytes]) -> tuple[int, bytes, int]:
    """Status and body that `Guard` gives for a body in `chunks`, and how many chunks it took."""
    waiting = list(chunks)
    sent: list[Any] = []

    async def receive() -> dict[str, Any]:
        chunk = waiting.pop(0)
        return {"type": "http.request", "body": chunk, "more_body": bool(waiting)}

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(Guard(Echo())({"type": "http", "path": "/", "headers": []}, receive, send))
    return sent[0]["status"], sent[1]["body"], len(chunks) - len(waiting)


@pytest.mark.parametrize("chunks", [[b""], [b"x" * LIMIT], [b"x" * 1_024] * 64, [b"", b"ab", b"", b"c"]])
def test_a_body_within_the_limit_arrives_whole(chunks: list[bytes]) -> None:
    assert send_through(chunks) == (200, str(sum(map(len, chunks))).encode(), len(chunks))


def test_one_byte_too_many_is_refused() -> None:
    assert send_through([b"x" * LIMIT, b"x"])[0] == 413


def test_no_more_is_read_once_it_is_too_large() -> None:
    status, _, taken = send_through([b"x" * 1_024] * 1_000)
    assert (status, taken) == (413, 65)
