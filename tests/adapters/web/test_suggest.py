"""GET /api/suggest: the contract, what residents may see, and bad input."""

from datetime import date
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from adapters.settings import Settings
from adapters.shelves import Shelves
from adapters.storage import PublishedContent, connect
from adapters.web.suggest import Suggesting
from knowledge import Audience, Entry


def suggest(client: TestClient, q: str, city: str = "131016") -> list[dict[str, str]]:
    response = client.get("/api/suggest", params={"city": city, "q": q})
    assert response.status_code == 200, response.text
    assert set(response.json()) == {"suggestions"}
    found: list[dict[str, str]] = response.json()["suggestions"]
    return found


def test_entries_are_offered_by_what_is_typed_so_far(client: TestClient) -> None:
    assert suggest(client, "そだいご") == [{"id": "sodai-gomi", "label": "粗大ごみはどう出せばいいですか。"}]


def test_what_is_offered_can_be_taken(client: TestClient) -> None:
    [offered] = suggest(client, "図書館のか")
    reply = client.post("/api/ask", json={"city": "131016", "choice": offered["id"]}).json()
    assert reply["entry"]["question"] == offered["label"]


def test_each_city_offers_its_own(client: TestClient) -> None:
    assert [each["id"] for each in suggest(client, "犬", "131024")] == ["inu-toroku"]
    assert suggest(client, "犬") == []


@pytest.mark.parametrize("q", ["年次休暇", "ねんじきゅうか", "休暇", "年休の申請画面", "市民プール", "ぷーる"])
def test_nothing_for_staff_and_nothing_expired(client: TestClient, q: str) -> None:
    assert suggest(client, q) == []


@pytest.mark.parametrize("q", ["", "あ" * 2_000, "\u0000", "<script>", "%00", "\U0010ffff", "' OR 1=1 --"])
def test_odd_text_offers_nothing(client: TestClient, q: str) -> None:
    assert suggest(client, q) == []


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ("q=x", 422, "unreadable_request"),
        ("city=132012&q=x", 404, "unknown_city"),
        ("city=1310160&q=x", 422, "unreadable_request"),
        ("city=../etc&q=x", 404, "unknown_city"),
        (f"city=131016&q={'x' * 2_001}", 422, "unreadable_request"),
    ],
)
def test_bad_input_is_refused_with_a_sentence(client: TestClient, query: str, status: int, code: str) -> None:
    response = client.get(f"/api/suggest?{query}")
    assert (response.status_code, response.json()["error"]["code"]) == (status, code)


def test_what_is_published_is_offered_at_once(settings: Settings, workplace: Path) -> None:
    engine = connect(settings.database)
    shelves = Shelves(settings, PublishedContent(engine))
    shelves.load("131016")
    suggesting = Suggesting(shelves)
    assert suggesting("131016") is suggesting("131016")
    shelves.publish(
        "131016", "新しい項目", [Entry("hanabi", "131016", "花火大会はいつですか。", "8月です。", "総務課")]
    )
    shelves.load("131016")
    offered = suggesting("131016").find("花火", Audience.RESIDENT, date(2026, 11, 26))
    assert [choice.id for choice in offered] == ["hanabi"]
    engine.dispose()
