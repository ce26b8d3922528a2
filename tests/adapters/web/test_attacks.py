"""Attempts on the resident side, by hand as tables: markup, paths, headers, methods, sizes, encodings, JSON. None succeeds."""

import csv
import io
import json
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from starlette.testclient import TestClient

MARKUP = [
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "<ScRiPt src=//evil.example/x.js></ScRiPt>",
    "<img src=x onerror=alert(1)>",
    '"><img src=x onerror=alert(1)>',
    "'><svg onload=alert(1)>",
    '" autofocus onfocus=alert(1) x="',
    "' onmouseover='alert(1)",
    "javascript:alert(1)",
    "<a href=javascript:alert(1)>x</a>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<style>@import'//evil.example/x.css'</style>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<base href=//evil.example/>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<form action=//evil.example><input name=x>",
    "</textarea><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "<!--<script>alert(1)</script>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "＜script＞alert(1)＜/script＞",
    "\u2028alert(1)",
    "{{7*7}}{{city_name}}",
    "${7*7}#{7*7}<%= 7*7 %>",
    "<madoguchi-chat data-x=1>",
]
FORMS: dict[str, Callable[[str], dict[str, str]]] = {
    "text": lambda payload: {"city": "131016", "text": payload},
    "text beside a question": lambda payload: {"city": "131016", "text": f"粗大ごみはどう出せばいいですか。{payload}"},
    "city": lambda payload: {"city": payload, "text": "粗大ごみ"},
    "choice": lambda payload: {"city": "131016", "choice": payload},
    "reply_id": lambda payload: {"city": "131016", "reply_id": payload, "helpful": "yes"},
    "helpful": lambda payload: {"city": "131016", "reply_id": "0" * 32, "helpful": payload},
}
QUERIES: dict[str, tuple[str, Callable[[str], dict[str, str]]]] = {
    "city of the page": ("/chat", lambda payload: {"city": payload}),
    "category": ("/chat", lambda payload: {"city": "131016", "category": payload}),
    "entry": ("/chat", lambda payload: {"city": "131016", "entry": payload}),
    "demo": ("/demo", lambda payload: {"city": payload}),
    "suggestions": ("/api/suggest", lambda payload: {"city": "131016", "q": payload}),
    "city of categories": ("/api/categories", lambda payload: {"city": payload}),
    "poster": ("/chat/131016/qr.svg", lambda payload: {"entry": payload}),
}
BODIES: dict[str, Callable[[str], dict[str, str]]] = {
    "text": lambda payload: {"city": "131016", "text": payload},
    "city": lambda payload: {"city": payload[:6], "text": "粗大ごみ"},
    "choice": lambda payload: {"city": "131016", "choice": payload},
    "session": lambda payload: {"city": "131016", "text": "こんにちは", "session": payload},
    "previous": lambda payload: {"city": "131016", "text": "それはいくら", "previous": payload},
}


class Active(HTMLParser):
    """What of a page could act: scripts, styles, handlers, addresses of other sites or with a program in them."""

    OURS = ("/static/", "/widget/v1/")

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.found += [f"{tag} {name}" for name in values if name.startswith("on") or name in ("style", "srcdoc")]
        self.found += [
            f"{tag} {name}={values[name]}" for name in ("src", "href", "action") if self.strange(values.get(name))
        ]
        if tag in ("style", "iframe", "object", "embed", "base", "svg", "img"):
            self.found.append(tag)
        if (
            tag == "script"
            and not values.get("src", "").startswith(self.OURS)
            and values.get("type") != "application/ld+json"
        ):
            self.found.append(tag)
        if tag == "meta" and "http-equiv" in values:
            self.found.append(tag)

    @staticmethod
    def strange(address: str | None) -> bool:
        return address is not None and not (
            address.startswith(("/", "#", "tel:", "https://example.jp/")) and address[:2] != "//"
        )


def harmless(response: Any, payload: str) -> None:
    """No failure of ours, nothing that acts, nothing of the payload as it was sent where it could act."""
    assert response.status_code < 500
    assert "Traceback" not in response.text
    kind = response.headers.get("content-type", "")
    assert response.headers["x-content-type-options"] == "nosniff"
    if kind.startswith("text/html"):
        assert Active(response.text).found == []
        assert "49" not in response.text or "7*7" not in payload or "=49" not in response.text
    else:
        assert kind.split(";")[0] in ("application/json", "image/svg+xml")
        assert payload not in response.text or "<" not in payload


@pytest.mark.parametrize("payload", MARKUP)
@pytest.mark.parametrize("place", FORMS)
def test_markup_in_a_form_does_nothing(client: TestClient, place: str, payload: str) -> None:
    harmless(client.post("/chat", data=FORMS[place](payload)), payload)


@pytest.mark.parametrize("payload", MARKUP)
@pytest.mark.parametrize("place", QUERIES)
def test_markup_in_an_address_does_nothing(client: TestClient, place: str, payload: str) -> None:
    path, query = QUERIES[place]
    response = client.get(path, params=query(payload), follow_redirects=False)
    if place == "entry":
        assert response.status_code == 308
        assert response.headers["location"].startswith("/chat/131016/")
        assert not set("<>\"' \r\n") & set(response.headers["location"])
        response = client.get(response.headers["location"])
    harmless(response, payload)


@pytest.mark.parametrize("payload", MARKUP)
@pytest.mark.parametrize("place", BODIES)
def test_markup_in_json_does_nothing(client: TestClient, place: str, payload: str) -> None:
    harmless(client.post("/api/ask", json=BODIES[place](payload)), payload)


FORMULAS = [
    "=1+1",
    "=cmd|'/C calc'!A0",
    '=HYPERLINK("https://evil.example","x")',
    "+1+1",
    "-1+1",
    "@SUM(1)",
    "\t=1+1",
    "\r=1+1",
    "＝1+1",
    "＠SUM(1)",
    "'=1+1",
    "''=1+1",
]


@pytest.mark.parametrize("table", ["gaps.csv", "gaps.xlsx"])
def test_no_question_becomes_a_formula_in_a_table(
    start: Callable[..., TestClient], run: Callable[..., Any], workplace: Path, table: str
) -> None:
    client = start()
    for formula in FORMULAS:
        for _ in range(2):
            client.post("/api/ask", json={"city": "131016", "text": f"{formula} ハクビシンの巣箱"})
    assert run("gaps", "--city", "131016", "--format", table.rpartition(".")[2], "--out", table).status == 0
    if table.endswith("csv"):
        rows = list(csv.reader(io.StringIO((workplace / table).read_text(encoding="utf-8-sig"))))
        assert any("ハクビシン" in cell for row in rows for cell in row)
        assert [cell for row in rows for cell in row if cell[:1] in tuple("=+-@\t\r＝＋－＠") and cell] == []
    else:
        cells = [cell for sheet in load_workbook(workplace / table) for row in sheet.iter_rows() for cell in row]
        assert any("ハクビシン" in str(cell.value) for cell in cells)
        assert [cell.value for cell in cells if cell.data_type == "f"] == []


CLIMBING = [
    "..%2f..%2f..%2fetc%2fpasswd",
    "..%2f..%2fask.py",
    "%2e%2e/%2e%2e/app.py",
    "%2e%2e%2f%2e%2e%2fapp.py",
    "..%252f..%252fapp.py",
    "..%5c..%5capp.py",
    "..%c0%af..%c0%afapp.py",
    "..%ef%bc%8f..%ef%bc%8fapp.py",
    "....//....//app.py",
    "..;/app.py",
    "/etc/passwd",
    "%2fetc%2fpasswd",
    "file:%2f%2f%2fetc%2fpasswd",
    "x%00.js",
    "%00",
    "~root",
    ".git%2fconfig",
    ".env",
    "con",
    "a" * 5_000,
    "staff%2ftemplates%2fshell.html",
]


@pytest.mark.parametrize("path", CLIMBING)
@pytest.mark.parametrize(
    "root", ["/static", "/static/widget", "/widget/v1", "/widget/v1/x", "/chat", "/chat/131016", "/chat/..%2f131016"]
)
def test_no_path_leads_outside(client: TestClient, root: str, path: str) -> None:
    response = client.get(f"{root}/{path}", follow_redirects=False)
    assert response.status_code in (404, 405), response.text[:200]
    assert not any(word in response.text for word in ("root:", "import ", "MADOGUCHI_", "[core]"))


@pytest.mark.parametrize(
    "value", ["x%0d%0aSet-Cookie:%20a=b", "x%0aX-Evil:%201", "x%0d%0a%0d%0a<script>", "x%e5%98%8a%e5%98%8dSet-Cookie:a"]
)
@pytest.mark.parametrize(
    "path",
    [
        "/chat?city=131016&entry={}",
        "/chat/131016/{}",
        "/chat/{}/x",
        "/api/suggest?city=131016&q={}",
        "/chat?city={}",
        "/demo?city={}",
    ],
)
def test_no_value_becomes_a_header(client: TestClient, path: str, value: str) -> None:
    response = client.get(path.format(value), follow_redirects=False)
    assert {"set-cookie", "x-evil"} & set(response.headers) == set()
    assert not any("\r" in each or "\n" in each for each in response.headers.values())


HEADERS = {
    "another host": {"Host": "evil.example"},
    "host with markup": {"Host": '"><script>alert(1)</script>'},
    "forwarded host": {"X-Forwarded-Host": "evil.example"},
    "original address": {"X-Original-URL": "/staff", "X-Rewrite-URL": "/staff"},
    "another method": {"X-HTTP-Method-Override": "DELETE"},
    "somebody of staff": {"X-Remote-User": "admin", "Remote-User": "admin", "X-Forwarded-User": "admin"},
    "a cookie": {"Cookie": "session=admin; staff=1; role=administrator"},
    "a token": {"Authorization": "Bearer admin"},
    "basic": {"Authorization": "Basic YWRtaW46YWRtaW4="},
    "a role": {"X-Role": "administrator", "X-Audience": "staff"},
    "a range": {"Range": "bytes=0-0,1-1,2-2,3-3"},
    "a language": {"Accept-Language": "<script>alert(1)</script>"},
}


@pytest.mark.parametrize("name", HEADERS)
def test_no_header_makes_anybody_staff_or_changes_a_page(client: TestClient, name: str) -> None:
    usual = client.post("/api/ask", json={"city": "131016", "text": "年休の申請画面"})
    response = client.post("/api/ask", json={"city": "131016", "text": "年休の申請画面"}, headers=HEADERS[name])
    assert {**response.json(), "reply_id": ""} == {**usual.json(), "reply_id": ""}
    page = client.get("/chat/131016/sodai-gomi", headers=HEADERS[name])
    assert page.text == client.get("/chat/131016/sodai-gomi").text
    assert client.get("/chat/131016/shokuin-kyuka", headers=HEADERS[name]).status_code == 404


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "PROPFIND", "POSTX", "OPTIONS"])
@pytest.mark.parametrize(
    "path",
    ["/api/ask", "/api/suggest", "/api/categories", "/api/feedback", "/chat", "/chat/131016/sodai-gomi", "/healthz"],
)
def test_other_methods_do_nothing(client: TestClient, method: str, path: str) -> None:
    response = client.request(method, path)
    assert response.status_code == 405
    assert response.json()["error"]["code"] == "not_served"


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/api/ask", b'{"city":"131016","text":"' + b"x" * 70_000 + b'"}'),
        ("/api/ask", b" " * 70_000 + b"{}"),
        ("/api/feedback", b'{"reason":"' + b"x" * 70_000 + b'"}'),
        ("/chat", b"city=131016&text=" + b"x" * 70_000),
        ("/chat", b"&".join(b"a%d=1" % number for number in range(20_000))),
        ("/api/suggest", b"x" * 70_000),
        ("/healthz", b"x" * 70_000),
    ],
)
def test_what_is_too_large_is_cut_off(client: TestClient, path: str, body: bytes) -> None:
    response = client.post(path, content=body, headers={"Content-Type": "application/x-www-form-urlencoded"})
    assert (response.status_code, response.json()["error"]["code"]) == (413, "body_too_large")


JSON_TRICKS = {
    "a key twice": (b'{"city":"131024","city":"131016","text":"x","text":"gomi"}', {200}),
    "prototype": (b'{"city":"131016","text":"x","__proto__":{"audience":"staff"}}', {422}),
    "constructor": (b'{"city":"131016","text":"x","constructor":{}}', {422}),
    "audience": (b'{"city":"131016","text":"x","audience":"staff"}', {422}),
    "operators": (b'{"city":{"$ne":null},"text":{"$gt":""}}', {422}),
    "a list of cities": (b'{"city":["131016"],"text":"x"}', {422}),
    "a number as city": (b'{"city":131016,"text":"x"}', {422}),
    "infinity": (b'{"city":"131016","text":Infinity}', {422}),
    "a huge exponent": (b'{"city":"131016","text":1e999999}', {422}),
    "deep": (b'{"city":"131016","text":' + b"[" * 20_000 + b"]" * 20_000 + b"}", {400, 422}),
    "deep objects": (b'{"a":' * 8_000 + b"1" + b"}" * 8_000, {400, 422}),
    "many keys": (b"{" + b",".join(b'"k%d":1' % number for number in range(5_000)) + b"}", {422}),
    "a comment": (b'{"city":"131016",/* x */"text":"x"}', {422}),
    "single quotes": (b"{'city':'131016','text':'x'}", {422}),
    "two documents": (b'{"city":"131016","text":"x"}{"audience":"staff"}', {422}),
    "a mark at the start": (b'\xef\xbb\xbf{"city":"131016","text":"x"}', {200, 400, 422}),
    "utf-16": ('{"city":"131016","text":"x"}'.encode("utf-16"), {200, 400, 422}),
    "utf-32": ('{"city":"131016","text":"x"}'.encode("utf-32"), {200, 400, 422}),
    "utf-7": (b'+AHsAIg-city":"131016","text":"x"}', {422}),
    "shift_jis": ('{"city":"131016","text":"ごみ"}'.encode("cp932"), {400, 422}),
    "overlong": (b'{"city":"131016","text":"\xc0\xbcscript\xc0\xbe"}', {400, 422}),
    "half a pair": (rb'{"city":"131016","text":"\ud800"}', {422}),
    "null bytes": (rb'{"city":"131016","text":"\u0000\u0000gomi"}', {200}),
    "null in the city": (rb'{"city":"13101\u0000","text":"gomi"}', {404}),
    "null in the choice": (rb'{"city":"131016","choice":"sodai-gomi\u0000"}', {422}),
    "an escaped key": (rb'{"\u0063ity":"131016","text":"gomi"}', {200}),
    "cut off": (b'{"city":"131016","text":"', {422}),
    "gzip": (b"\x1f\x8b\x08\x00", {400, 422}),
}


@pytest.mark.parametrize("name", JSON_TRICKS)
def test_tricks_with_json_do_nothing(client: TestClient, name: str) -> None:
    body, allowed = JSON_TRICKS[name]
    response = client.post("/api/ask", content=body, headers={"Content-Type": "application/json"})
    assert response.status_code in allowed
    assert "庶務事務" not in json.dumps(response.json(), ensure_ascii=False)


@pytest.mark.parametrize(
    "kind",
    [
        "application/json; charset=utf-7",
        "application/json; charset=shift_jis",
        "application/json; charset=nonsense",
        "application/xml",
        "text/json",
    ],
)
def test_what_is_said_of_the_encoding_changes_nothing(client: TestClient, kind: str) -> None:
    body = json.dumps({"city": "131016", "text": "粗大ごみはどう出せばいいですか。"}).encode()
    response = client.post("/api/ask", content=body, headers={"Content-Type": kind})
    assert response.status_code in (200, 422)
    assert response.status_code == 422 or response.json()["entry"]["id"] == "sodai-gomi"


SQL = [
    "' OR '1'='1",
    "131016' --",
    "'; DROP TABLE usage_events; --",
    "1 UNION SELECT password FROM staff_accounts",
    '" OR ""="',
    "%' OR 1=1 --",
    "\\'; --",
]


@pytest.mark.parametrize("payload", SQL)
@pytest.mark.parametrize("place", BODIES)
def test_no_value_becomes_sql(client: TestClient, record: Callable[[], list[Any]], place: str, payload: str) -> None:
    before = len(record())
    response = client.post("/api/ask", json=BODIES[place](payload))
    assert response.status_code in (200, 404, 422)
    assert len(record()) == before + (response.status_code == 200)


def test_there_are_over_three_hundred_attempts() -> None:
    tables = [len(MARKUP) * (len(FORMS) + len(QUERIES) + len(BODIES)), len(CLIMBING) * 7, len(FORMULAS) * 2]
    assert sum(tables) + len(JSON_TRICKS) + len(HEADERS) >= 300
