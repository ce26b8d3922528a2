"""Choosing without typing, over HTTP and on the page."""

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from starlette.testclient import TestClient


def categories(client: TestClient, city: str = "131016") -> list[tuple[str, str, list[str]]]:
    body = client.get("/api/categories", params={"city": city}).json()
    return [
        (branch["name"], part["name"], [entry["id"] for entry in part["entries"]])
        for branch in body["categories"]
        for part in branch["parts"]
    ]


def test_residents_get_their_categories_with_the_entries(client: TestClient) -> None:
    """No 庁内, which is for staff, and no まなび/体育, whose only entry ended in 2020."""
    assert categories(client) == [
        ("証明", "住民票", ["juminhyo-madoguchi", "juminhyo-yubin"]),
        ("証明", "書き方", ["kigo-no-kaki-kata"]),
        ("くらし", "ごみ", ["sodai-gomi"]),
        ("まなび", "図書館", ["toshokan-card"]),
    ]


def test_each_city_has_its_own(client: TestClient) -> None:
    assert categories(client, "131024") == [("くらし", "動物", ["inu-toroku", "neko-sodan"])]


def test_what_is_listed_can_be_taken(client: TestClient) -> None:
    for _, _, ids in categories(client):
        for id in ids:
            reply = client.post("/api/ask", json={"city": "131016", "choice": id}).json()
            assert (reply["outcome"], reply["entry"]["id"]) == ("answered", id)


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ("city=132012", 404, "unknown_city"),
        ("city=<b>", 404, "unknown_city"),
        ("city=1310160", 422, "unreadable_request"),
        ("", 422, "unreadable_request"),
    ],
)
def test_what_cannot_be_listed_is_refused(client: TestClient, query: str, status: int, code: str) -> None:
    response = client.get(f"/api/categories?{query}")
    assert (response.status_code, response.json()["error"]["code"]) == (status, code)


class TestPage:
    """Works without JavaScript: links lead to lists, buttons to answers."""

    def test_every_category_is_a_link_with_its_count(self, client: TestClient) -> None:
        page = client.get("/chat?city=131016").text
        links = re.findall(r'<a href="(/chat\?[^"]*category=[^"]*)">([^<]+) <span class="count">(\d+)</span>', page)
        assert [(name, int(count)) for _, name, count in links] == [
            ("住民票", 2),
            ("書き方", 1),
            ("ごみ", 1),
            ("図書館", 1),
        ]
        assert parse_qs(urlsplit(unescape(links[0][0])).query) == {"city": ["131016"], "category": ["証明/住民票"]}

    def test_a_category_lists_its_entries_as_buttons(self, client: TestClient) -> None:
        page = client.get("/chat", params={"city": "131016", "category": "証明/住民票"}).text
        assert "<h2>証明：住民票</h2>" in page
        assert re.findall(r'<button name="choice" value="([^"]+)">', page) == ["juminhyo-madoguchi", "juminhyo-yubin"]

    @pytest.mark.parametrize("category", ["庁内/休暇", "まなび/体育", "証明", "<script>", "証明/住民票/x"])
    def test_a_category_with_nothing_to_show_says_so(self, client: TestClient, category: str) -> None:
        response = client.get("/chat", params={"city": "131016", "category": category})
        assert response.status_code == 404
        assert "この分類の案内は見つかりません" in response.text
        assert "<script>" not in response.text
        assert "休暇" not in response.text

    def test_an_unknown_city_is_said_first(self, client: TestClient) -> None:
        response = client.get("/chat", params={"city": "999999", "category": "証明/住民票"})
        assert response.status_code == 404
        assert "この市区町村の窓口はまだありません。" in response.text
