"""Which other sites may ask by script: those that the city names, by exact origin; nobody else is even told."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from adapters.app import create_app
from adapters.settings import Settings

OURS = "https://www.city.minatono.example.jp"  # of みなと野市 (131016); かすみ台市 (131024) names none
STRANGERS = [
    "https://evil.example",
    "http://www.city.minatono.example.jp",
    "https://city.minatono.example.jp",
    "https://www.city.minatono.example.jp:8443",
    "https://www.city.minatono.example.jp.evil.example",
    "https://evil.example/https://www.city.minatono.example.jp",
    "https://wwwXcity.minatono.example.jp",
    "https://www.city.minatono.example.jp/",
    "HTTPS://WWW.CITY.MINATONO.EXAMPLE.JP",
    "https://www.city.minatono.example.jp https://evil.example",
    "https://www.city.minatono.example.jp, https://evil.example",
    "http://localhost",
    "http://localhost:80801",
    "null",
    "*",
    "",
    "file://",
    "chrome-extension://abcdefghijklmnop",
]
ROUTES: dict[str, tuple[str, str, dict[str, Any], int]] = {
    "ask": ("POST", "/api/ask", {"json": {"city": "131016", "text": "粗大ごみ"}}, 200),
    "ask badly": ("POST", "/api/ask", {"json": {"city": "131016", "text": ""}}, 422),
    "ask unreadably": ("POST", "/api/ask", {"content": b"{"}, 422),
    "feedback": ("POST", "/api/feedback", {"json": {"reply_id": "0" * 32, "helpful": True}}, 200),
    "categories": ("GET", "/api/categories?city=131016", {}, 200),
    "suggest": ("GET", "/api/suggest?city=131016&q=x", {}, 200),
    "an unknown city": ("GET", "/api/suggest?city=131024x&q=x", {}, 422),
}
CORS = ("access-control-allow-origin", "access-control-allow-credentials", "access-control-allow-methods")


def cors(headers: Any) -> list[str | None]:
    return [headers.get(name) for name in CORS]


@pytest.mark.parametrize("name", ROUTES)
def test_a_page_of_the_city_s_site_may_read_the_response(client: TestClient, name: str) -> None:
    """Also a refusal, whose sentence the widget shows. No credentials: there are no cookies."""
    method, path, request, status = ROUTES[name]
    response = client.request(method, path, headers={"Origin": OURS}, **request)
    assert (response.status_code, cors(response.headers)) == (status, [OURS, None, None])
    assert response.headers["vary"] == "Origin"


@pytest.mark.parametrize("origin", STRANGERS)
@pytest.mark.parametrize("name", ROUTES)
def test_a_page_of_another_site_may_not(client: TestClient, name: str, origin: str) -> None:
    method, path, request, _ = ROUTES[name]
    response = client.request(method, path, headers={"Origin": origin}, **request)
    assert cors(response.headers) == [None, None, None]
    assert response.headers["vary"] == "Origin"


@pytest.mark.parametrize(
    ("method", "path", "request_"),
    [
        ("POST", "/api/ask", {"json": {"city": "131024", "text": "犬"}}),
        ("GET", "/api/categories?city=131024", {}),
        ("GET", "/api/suggest?city=131024&q=犬", {}),
    ],
)
def test_the_site_of_one_city_may_not_ask_for_another(
    client: TestClient, method: str, path: str, request_: dict[str, Any]
) -> None:
    response = client.request(method, path, headers={"Origin": OURS}, **request_)
    assert (response.status_code, cors(response.headers)) == (200, [None, None, None])


def preflight(client: TestClient, path: str, origin: str, method: str = "POST") -> Any:
    sent = {"Origin": origin, "Access-Control-Request-Method": method, "Access-Control-Request-Headers": "content-type"}
    return client.options(path, headers=sent)


@pytest.mark.parametrize(
    ("path", "method"),
    [("/api/ask", "POST"), ("/api/feedback", "POST"), ("/api/categories", "GET"), ("/api/suggest", "GET")],
)
def test_the_browser_s_question_is_answered(client: TestClient, path: str, method: str) -> None:
    response = preflight(client, path, OURS, method)
    assert (response.status_code, response.content) == (204, b"")
    assert cors(response.headers) == [OURS, None, method]
    assert response.headers["access-control-allow-headers"] == "Content-Type"
    assert response.headers["access-control-max-age"] == "600"


@pytest.mark.parametrize("origin", STRANGERS)
@pytest.mark.parametrize("path", ["/api/ask", "/api/feedback", "/api/categories", "/api/suggest"])
def test_a_stranger_s_browser_is_told_nothing(client: TestClient, path: str, origin: str) -> None:
    response = preflight(client, path, origin)
    assert (response.status_code, cors(response.headers)) == (204, [None, None, None])


@pytest.mark.parametrize(
    "path", ["/chat", "/chat/131016/sodai-gomi", "/healthz", "/openapi.json", "/staff", "/line/131016/webhook"]
)
def test_nothing_else_is_for_other_sites(client: TestClient, path: str) -> None:
    assert cors(client.get(path, headers={"Origin": OURS}).headers) == [None, None, None]
    assert cors(preflight(client, path, OURS).headers) == [None, None, None]


def test_two_origins_at_once_are_none(client: TestClient) -> None:
    headers = [("Origin", OURS), ("Origin", "https://evil.example")]
    assert cors(client.get("/api/categories?city=131016", headers=headers).headers) == [None, None, None]


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])
def test_what_needs_no_permission_asks_nothing(client: TestClient, kind: str) -> None:
    """A browser sends such requests for any page without asking first: they must not count as questions."""
    sent = {"Origin": "https://evil.example", "Content-Type": kind}
    response = client.post("/api/ask", content=b'{"city":"131016","text":"gomi"}', headers=sent)
    assert response.status_code == 422


def test_a_failure_of_ours_can_be_read_too(settings: Settings) -> None:
    app = create_app(settings)
    with TestClient(app, raise_server_exceptions=False) as client:
        del app.state.bot
        response = client.post("/api/ask", json={"city": "131016", "text": "粗大ごみ"}, headers={"Origin": OURS})
    assert (response.status_code, cors(response.headers)) == (500, [OURS, None, None])
