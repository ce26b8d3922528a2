"""What is for staff stays with staff: hundreds of questions that only staff entries answer, on every route of the residents'."""

import contextlib
import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import yaml
from starlette.testclient import TestClient

from adapters.app import create_app
from adapters.settings import Settings
from adapters.shelves import Shelves
from adapters.storage import PublishedContent, connect
from knowledge import Audience, Entry, load_knowledge

CITY = "131016"
SHIPPED = [entry for entry in load_knowledge("132012").entries if entry.audience is Audience.STAFF]
EACH = 7  # ways of asking for one entry
QUESTIONS = [(entry, text) for entry in SHIPPED for text in (entry.question, *entry.phrasings)[:EACH]]
TODAY = date.today()
SENTENCE = re.compile(r"[^。\n]{12,}。")


def as_row(entry: Entry) -> dict[str, object]:
    row = {
        "id": entry.id,
        "category": "庁内/休暇",
        "audience": "staff",
        "question": entry.question,
        "section": "総務課",
    }
    source = [{"title": "みなと野市庶務事務の手引", "place": "第2章"}]
    return row | {
        "phrasings": list(entry.phrasings),
        "answer": entry.answer,
        "note": f"内線{entry.id}",
        "source": source,
    }


@pytest.fixture(scope="module")
def residents(session_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """The application with 43 staff entries beside those of みなと野市, of which residents may see five."""
    folder = tmp_path_factory.mktemp("secrets")
    (folder / "var").mkdir()
    (folder / "var" / "encoders").symlink_to((session_folder / "var" / "encoders").resolve())
    content = folder / "content"
    shutil.copytree(session_folder / "content", content)
    rows = yaml.safe_dump([as_row(entry) for entry in SHIPPED], allow_unicode=True)
    (content / CITY / "entries" / "shokuin.yaml").write_text(rows, encoding="utf-8")
    settings = Settings(
        _env_file=None,
        content_dir=content,
        data_dir=folder / "var",
        cities=(CITY,),
        public_url="https://faq.example.jp",
        limit_session="off",
        limit_network="off",
        limit_looks="off",
    )
    engine = connect(settings.database)
    Shelves(settings, PublishedContent(engine)).build(CITY)
    engine.dispose()
    with contextlib.chdir(folder), TestClient(create_app(settings)) as client:
        yield client


def secrets_of(entry: Entry) -> list[str]:
    """What only `entry` says: its id, its question, the sentences of its answer, its note."""
    return [entry.id, entry.question, f"内線{entry.id}", *SENTENCE.findall(entry.answer)]


def leaked(entry: Entry, text: str, shown: str) -> list[str]:
    """What of `entry` is in `shown`, but for what was typed."""
    return [secret for secret in secrets_of(entry) if secret in shown and secret not in text]


def test_there_are_enough_questions_and_staff_would_be_answered(residents: TestClient) -> None:
    """Otherwise the tests below could not fail."""
    assert len(QUESTIONS) >= 200
    shelf = residents.app.state.shelves(CITY)  # type: ignore[attr-defined]
    assert (
        len([entry for entry in shelf.shelf.knowledge.entries if entry.audience is Audience.STAFF]) == len(SHIPPED) + 1
    )
    found = [shelf.index.search(text, Audience.STAFF).entries[0].id == entry.id for entry, text in QUESTIONS]
    assert sum(found) > 0.9 * len(found)
    suggestions = residents.app.state.suggesting(CITY)  # type: ignore[attr-defined]
    offered = [
        entry.id in [choice.id for choice in suggestions.find(text, Audience.STAFF, TODAY)] for entry, text in QUESTIONS
    ]
    assert sum(offered) > 0.9 * len(offered)


def test_no_reply_of_the_api_says_any_of_it(residents: TestClient) -> None:
    for entry, text in QUESTIONS:
        shown = residents.post("/api/ask", json={"city": CITY, "text": text, "previous": entry.id}).text
        assert leaked(entry, "", shown) == [], text


def test_no_page_says_any_of_it(residents: TestClient) -> None:
    for entry, text in QUESTIONS:
        shown = residents.post("/chat", data={"city": CITY, "text": text}).text
        assert leaked(entry, text, shown) == [], text


def test_no_suggestion_says_any_of_it(residents: TestClient) -> None:
    for entry, text in QUESTIONS:
        for typed in (text, text[:4], text[:8]):
            shown = residents.get("/api/suggest", params={"city": CITY, "q": typed}).text
            assert leaked(entry, "", shown) == [], typed


@pytest.mark.parametrize(
    "path", [f"/api/categories?city={CITY}", f"/chat?city={CITY}", f"/chat?city={CITY}&category=庁内/休暇"]
)
def test_no_list_says_any_of_it(residents: TestClient, path: str) -> None:
    shown = residents.get(path).text
    assert [secret for entry in SHIPPED for secret in leaked(entry, "", shown)] == []
    assert "庁内" not in shown


@pytest.mark.parametrize("entry", SHIPPED, ids=lambda entry: entry.id)
def test_it_cannot_be_taken_and_has_no_page(residents: TestClient, entry: Entry) -> None:
    """Refused like what does not exist: not even that there is such an entry is told."""
    for way in (
        lambda id: residents.post("/api/ask", json={"city": CITY, "choice": id}),
        lambda id: residents.post("/chat", data={"city": CITY, "choice": id}),
        lambda id: residents.get(f"/chat/{CITY}/{id}"),
        lambda id: residents.get(f"/chat/{CITY}/qr.svg?entry={id}"),
        lambda id: residents.get(f"/chat?city={CITY}&entry={id}"),
    ):
        refused, unknown = way(entry.id), way("sonna-komoku-wa-nai")
        assert (refused.status_code, refused.text) == (unknown.status_code, unknown.text)
        assert refused.status_code >= 400
