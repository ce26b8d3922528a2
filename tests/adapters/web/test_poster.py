"""GET /chat/{city}/qr.svg: what a telephone reads from a poster."""

import io
from collections.abc import Callable
from xml.etree import ElementTree

import pytest
import segno
from starlette.testclient import TestClient

Start = Callable[..., TestClient]


def path_of(address: str) -> bytes:
    """The drawing of the code of `address`."""
    picture = io.BytesIO()
    segno.make_qr(address, error="m").save(picture, kind="svg", scale=8, border=4, light="#ffffff", dark="#000000")
    drawing = ElementTree.fromstring(picture.getvalue())  # noqa: S314 — ours
    return [element.attrib["d"] for element in drawing.iter() if "d" in element.attrib][-1].encode()


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("/chat/131016/qr.svg", "https://faq.example.jp/chat?city=131016"),
        ("/chat/131016/qr.svg?entry=sodai-gomi", "https://faq.example.jp/chat/131016/sodai-gomi"),
        ("/chat/131024/qr.svg", "https://faq.example.jp/chat?city=131024"),
    ],
)
def test_it_holds_the_public_address(start: Start, path: str, address: str) -> None:
    response = start(public_url="https://faq.example.jp/").get(path, headers={"Host": "evil.example"})
    assert (response.status_code, response.headers["content-type"]) == (200, "image/svg+xml")
    assert path_of(address) in response.content
    assert "の窓口</title>".encode() in response.content
    assert response.headers["cross-origin-resource-policy"] == "cross-origin"


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/chat/132012/qr.svg", 404, "unknown_city"),
        ("/chat/131016/qr.svg?entry=shokuin-kyuka", 404, "unknown_choice"),
        ("/chat/131016/qr.svg?entry=<script>", 404, "unknown_choice"),
        ("/chat/131016/qr.svg", 503, "no_public_url"),
    ],
)
def test_where_there_is_none_a_sentence_says_why(client: TestClient, path: str, status: int, code: str) -> None:
    response = client.get(path)
    assert (response.status_code, response.json()["error"]["code"]) == (status, code)
