"""Editors and approvers at /staff/entries, as conversations with the running application on SQLite and PostgreSQL."""

import html
import re
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import pytest
from fastapi import FastAPI
from httpx2 import Response
from starlette.testclient import TestClient

from adapters.app import create_app
from adapters.settings import Settings
from adapters.shelves import Shelves
from adapters.storage import DraftState, EntryDrafts, PublishedContent, connect
from adapters.storage.accounts import Role
from adapters.storage.sign_ins import How
from adapters.web.staff.session import COOKIE, csrf_token
from knowledge import TOKYO, Audience, Source

CITY = "131016"
GOMI = "sodai-gomi"
LIVE_WITHIN = 5.0  # seconds


@dataclass
class Person:
    """Somebody of the staff with a browser."""

    http: TestClient
    name: str

    def open(self, path: str, **query: str) -> str:
        """The page, which opens."""
        response = self.http.get(f"/staff/entries{path}", params={"city": CITY, **query})
        assert response.status_code == 200, response.text
        return response.text

    def post(self, path: str, fields: dict[str, Any]) -> Response:
        sent = {"csrf": csrf_token(self.http.cookies[COOKIE]), **fields}
        return self.http.post(f"/staff/entries{path}?city={CITY}", data=sent)

    def save(self, page: str, **changed: Any) -> Response:
        """Send the form on `page` with `changed` fields."""
        return self.post("/_save", {**fields_of(page), **changed})

    def version(self, id: str = GOMI) -> str:
        """The version of the draft on the page of an entry."""
        return re.findall(r'name="version" value="(\d+)"', self.open(f"/{id}"))[0]


def fields_of(page: str) -> dict[str, Any]:
    """The form of an entry as a browser without JavaScript would send it."""
    form = page[page.index('<form class="entry-form"') :]
    fields: dict[str, Any] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        given = {name: html.unescape(value) for name, value in re.findall(r'([\w-]+)="([^"]*)"', tag)}
        if given.get("type") == "radio" and " checked" not in tag:
            continue
        if re.fullmatch(r"(source|links)_\d", given.get("name", "")):
            fields.setdefault(given["name"], []).append(given.get("value", ""))
        elif "name" in given:
            fields[given["name"]] = given.get("value", "")
    for name, text in re.findall(r'<textarea[^>]* name="(\w+)"[^>]*>\n(.*?)</textarea>', form, re.DOTALL):
        fields[name] = html.unescape(text)
    for name, options in re.findall(r'<select[^>]* name="(\w+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        fields[name] = next(iter(re.findall(r"<option selected>([^<]*)", options)), "")
    return fields


@pytest.fixture
def app(settings: Settings, database: str) -> Iterator[FastAPI]:
    """An application of the test's own, on SQLite and on PostgreSQL."""
    app = create_app(settings.model_copy(update={"database_url": database, "refresh_seconds": 0.1}))
    with TestClient(app):
        yield app


@pytest.fixture
def staff(app: FastAPI) -> Callable[..., Person]:
    """`staff("sato", Role.EDITOR)` has signed in."""

    def signed_in(name: str, role: Role = Role.EDITOR, cities: tuple[str, ...] = (CITY,)) -> Person:
        now = datetime.now(TOKYO)
        entrance = app.state.entrance
        account = entrance.accounts.add(name, f"{name}さん", role, cities, "test", now)
        browser = TestClient(app, base_url="https://desk.example.jp", follow_redirects=False)
        browser.cookies.set(COOKIE, entrance.sessions.begin(account, How.PASSWORD, "test", now))
        return Person(browser, name)

    return signed_in


@pytest.fixture
def answered(app: FastAPI) -> Callable[..., dict[str, Any]]:
    """What a resident gets."""
    residents = TestClient(app)

    def ask(text: str) -> dict[str, Any]:
        reply: dict[str, Any] = residents.post("/api/ask", json={"city": CITY, "text": text}).json()
        return reply

    return ask


def within(seconds: float, holds: Callable[[], bool]) -> bool:
    """Whether it comes true in time."""
    end = time.monotonic() + seconds
    while not (done := holds()) and time.monotonic() < end:
        time.sleep(0.05)
    return done


def test_an_editor_changes_an_approver_publishes_and_residents_read_it(
    app: FastAPI, staff: Callable[..., Person], answered: Callable[..., dict[str, Any]]
) -> None:
    sato, mori = staff("sato"), staff("mori", Role.APPROVER)
    assert "粗大ごみはどう出せばいいですか" in sato.open("", q="ソファ")
    form = sato.open(f"/{GOMI}/edit")
    saved = sato.save(form, answer="粗大ごみは、インターネットでも申し込めます。", step="save")
    assert (saved.status_code, saved.headers["location"]) == (303, f"/staff/entries/{GOMI}?city={CITY}&done=saved")
    assert "清掃課に申し込んでから" in answered("ソファを捨てたい")["text"]  # nothing is published yet
    page = mori.open(f"/{GOMI}")
    assert "<del>" in page
    assert "インターネットでも申し込めます" in page
    published = mori.post(f"/{GOMI}/publish", {"version": mori.version(), "why": "電子申請を始めた"})
    assert published.headers["location"].endswith("done=published")
    assert within(LIVE_WITHIN, lambda: "インターネットでも" in answered("ソファを捨てたい")["text"])
    newest, *_ = PublishedContent(app.state.engine).history(CITY)
    assert (newest.who, newest.why) == ("mori", "電子申請を始めた")
    history = sato.open(f"/{GOMI}")
    assert "電子申請を始めた" in history
    assert "moriさん" in history


def test_what_is_not_touched_goes_back_as_it_was(app: FastAPI, staff: Callable[..., Person]) -> None:
    sato = staff("sato")
    before = app.state.shelves(CITY).shelf.entries[GOMI]
    fields = fields_of(sato.open(f"/{GOMI}/edit"))
    assert (
        sato.post("/_save", {**fields, "updated_on": "2026-11-01", "note": "別の委託先", "step": "save"}).status_code
        == 303
    )
    draft = EntryDrafts(app.state.engine).get(CITY, GOMI)
    assert draft.entry == replace(before, note="別の委託先")


def test_a_new_entry_with_every_field(
    app: FastAPI, staff: Callable[..., Person], answered: Callable[..., dict[str, Any]]
) -> None:
    sato, mori = staff("sato"), staff("mori", Role.APPROVER)
    form = sato.open("/_new", question="自転車の撤去")
    assert "自転車の撤去" in form
    id = fields_of(form)["id"]
    typed = {
        "question": "撤去された自転車はどこで受け取れますか。",
        "phrasings": "自転車がなくなった\r\n自転車を撤去された\r\n放置自転車の保管場所\r\n自転車の返還",
        "answer": "撤去された自転車は、保管所で受け取ってください。\r\n鍵を持ってきてください。",
        "easy_answer": "自転車（じてんしゃ）は、保管所（ほかんじょ）にあります。",
        "section": "市民窓口課",
        "category": "くらし/ごみ",
        "audience": "住民",
        "source_0": ["自転車条例"],
        "source_1": ["第8条"],
        "source_2": ["https://example.jp/8"],
        "source_3": ["令和8年4月1日"],
        "links_0": ["申請書"],
        "links_1": ["https://example.jp/form"],
        "related": GOMI,
        "valid_from": "2026-01-01",
        "valid_until": "2099-12-31",
        "updated_on": "2026-11-26",
        "tags": "撤去",
        "note": "鍵がないときは図書館の裏",
    }
    assert sato.save(form, **typed, step="save").status_code == 303
    draft = EntryDrafts(app.state.engine).get(CITY, id).entry
    assert draft.phrasings == ("自転車がなくなった", "自転車を撤去された", "放置自転車の保管場所", "自転車の返還")
    assert draft.answer == "撤去された自転車は、保管所で受け取ってください。\n鍵を持ってきてください。"
    assert draft.source == (Source("自転車条例", "第8条", "https://example.jp/8", datetime(2026, 4, 1).date()),)
    assert (draft.owner, draft.audience, draft.related, draft.tags) == (CITY, Audience.RESIDENT, (GOMI,), ("撤去",))
    assert [link.url for link in draft.links] == ["https://example.jp/form"]
    assert mori.post(f"/{id}/publish", {"version": mori.version(id)}).headers["location"].endswith("done=published")
    assert within(LIVE_WITHIN, lambda: (answered("自転車を撤去された")["entry"] or {}).get("id") == id)


class TestJudging:
    """An approver's part."""

    def test_nobody_publishes_an_own_draft(self, app: FastAPI, staff: Callable[..., Person]) -> None:
        mori = staff("mori", Role.APPROVER)
        mori.save(mori.open(f"/{GOMI}/edit"), answer="自分で書いた。", step="save")
        assert "公開する</button>" not in mori.open(f"/{GOMI}")
        refused = mori.post(f"/{GOMI}/publish", {"version": mori.version()})
        assert refused.status_code == 409
        assert "自分では公開できません" in refused.text
        assert PublishedContent(app.state.engine).revision(CITY) == 1

    def test_pressed_twice_it_is_published_once(self, app: FastAPI, staff: Callable[..., Person]) -> None:
        sato, mori = staff("sato"), staff("mori", Role.APPROVER)
        sato.save(sato.open(f"/{GOMI}/edit"), note="一度だけ", step="save")
        version = mori.version()
        ends = [mori.post(f"/{GOMI}/publish", {"version": version}).headers["location"] for _ in range(2)]
        assert [end.rpartition("done=")[2] for end in ends] == ["published", "already"]
        assert PublishedContent(app.state.engine).revision(CITY) == 2

    def test_pressed_by_two_at_the_same_moment_it_is_published_once(
        self, app: FastAPI, staff: Callable[..., Person]
    ) -> None:
        sato, both = staff("sato"), [staff(name, Role.APPROVER) for name in ("mori", "kato")]
        sato.save(sato.open(f"/{GOMI}/edit"), note="同時に", step="save")
        with ThreadPoolExecutor() as presses:
            ends = list(presses.map(lambda person: person.post(f"/{GOMI}/publish", {"version": "1"}), both))
        assert sorted(end.headers["location"].rpartition("done=")[2] for end in ends) == ["already", "published"]
        assert PublishedContent(app.state.engine).revision(CITY) == 2

    def test_what_was_not_looked_at_is_not_published(self, app: FastAPI, staff: Callable[..., Person]) -> None:
        sato, mori = staff("sato"), staff("mori", Role.APPROVER)
        sato.save(sato.open(f"/{GOMI}/edit"), answer="読んだもの。", step="save")
        version = mori.version()
        sato.save(sato.open(f"/{GOMI}/edit"), answer="その後に書いたもの。", step="save")
        refused = mori.post(f"/{GOMI}/publish", {"version": version, "why": "よい"})
        assert refused.status_code == 409
        assert "その後に書いたもの" in refused.text
        assert PublishedContent(app.state.engine).revision(CITY) == 1

    def test_a_draft_with_an_error_of_the_house_rules_is_not_published(self, staff: Callable[..., Person]) -> None:
        sato, mori = staff("sato"), staff("mori", Role.APPROVER)
        sato.save(sato.open(f"/{GOMI}/edit"), phrasings="一つだけ", step="save")
        refused = mori.post(f"/{GOMI}/publish", {"version": mori.version()})
        assert refused.status_code == 409
        assert "言い換えが1つです" in refused.text

    def test_it_is_returned_with_a_reason_and_written_again(self, app: FastAPI, staff: Callable[..., Person]) -> None:
        sato, mori = staff("sato"), staff("mori", Role.APPROVER)
        sato.save(sato.open(f"/{GOMI}/edit"), note="なぜ", step="save")
        assert mori.post(f"/{GOMI}/return", {"version": mori.version(), "why": " "}).status_code == 422
        mori.post(f"/{GOMI}/return", {"version": mori.version(), "why": "根拠を書いてください"})
        assert "差し戻された自分の下書きが1件" in sato.open("")
        assert "根拠を書いてください" in sato.open(f"/{GOMI}")
        assert "公開する</button>" not in mori.open(f"/{GOMI}")
        sato.save(sato.open(f"/{GOMI}/edit"), note="根拠は第3条", step="save")
        assert EntryDrafts(app.state.engine).get(CITY, GOMI).state is DraftState.DRAFT

    def test_a_draft_is_withdrawn_by_its_writer(self, app: FastAPI, staff: Callable[..., Person]) -> None:
        sato, kato = staff("sato"), staff("kato")
        sato.save(sato.open(f"/{GOMI}/edit"), note="やめる", step="save")
        version = sato.version()
        assert kato.post(f"/{GOMI}/withdraw", {"version": version}).status_code == 403
        assert sato.post(f"/{GOMI}/withdraw", {"version": version}).headers["location"].endswith("done=withdrawn")
        assert EntryDrafts(app.state.engine).waiting(CITY) == []

    def test_an_older_state_comes_back(
        self, staff: Callable[..., Person], answered: Callable[..., dict[str, Any]]
    ) -> None:
        sato, mori = staff("sato"), staff("mori", Role.APPROVER)
        sato.save(sato.open(f"/{GOMI}/edit"), answer="まちがい。", step="save")
        mori.post(f"/{GOMI}/publish", {"version": mori.version()})
        assert within(LIVE_WITHIN, lambda: "まちがい" in answered("ソファを捨てたい")["text"])
        assert mori.post(f"/{GOMI}/restore", {"revision": "1", "seen": "2"}).status_code == 422  # no reason
        back = mori.post(f"/{GOMI}/restore", {"revision": "1", "seen": "2", "why": "誤りだった"})
        assert back.headers["location"].endswith("done=restored")
        assert within(LIVE_WITHIN, lambda: "申し込んでから" in answered("ソファを捨てたい")["text"])
        again = mori.post(f"/{GOMI}/restore", {"revision": "1", "seen": "2", "why": "誤りだった"})
        assert again.status_code == 409


COMMON = """
- id: hinan-basho
  question: 避難する場所はどこですか。
  phrasings: [避難所, 逃げる場所, 避難先を知りたい, 地震のときどこへ行く]
  answer: 市の避難所の一覧を見てください。
  section: 防災
  source: [{title: 災害対策基本法, place: 第49条の4}]
"""


class TestCommonEntry:
    """One that every city has, changed by one."""

    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        folder = settings.content_dir / "common" / "entries"
        folder.mkdir()
        (folder / "bosai.yaml").write_text(COMMON, encoding="utf-8")
        shelves = Shelves(settings, PublishedContent(connect(f"sqlite:///{settings.data_dir / 'building.sqlite3'}")))
        for code in shelves.codes:
            shelves.build(code)
        return settings

    def test_it_becomes_the_citys_own_and_goes_back(
        self, app: FastAPI, staff: Callable[..., Person], answered: Callable[..., dict[str, Any]]
    ) -> None:
        sato, mori = staff("sato"), staff("mori", Role.APPROVER)
        form = sato.open("/hinan-basho/edit")
        assert "共通の項目です" not in sato.open(f"/{GOMI}/edit")
        sato.save(form, answer="避難所は、小学校です。", section="総務課", category="くらし/ごみ", step="save")
        mori.post("/hinan-basho/publish", {"version": mori.version("hinan-basho")})
        assert within(LIVE_WITHIN, lambda: "小学校" in answered("避難所")["text"])
        page = mori.open("/hinan-basho")
        assert re.findall(r"<del>.*?</span>(.*?)</del>", page)[0] != ""
        assert "市の避難所の一覧を見てください。</del>" in page  # the first one is compared with that of all cities
        back = mori.post("/hinan-basho/restore", {"revision": "0", "seen": "2", "why": "共通でよい"})
        assert back.headers["location"].endswith("done=restored")
        assert within(LIVE_WITHIN, lambda: "一覧を見てください" in answered("避難所")["text"])
        assert "共通の項目に戻す" not in mori.open("/hinan-basho")


class TestOddRequests:
    """What no page of ours sends."""

    @pytest.mark.parametrize("id", ["a%00b", "%F0%9F%93%9A", "SODAI-GOMI", "a" * 200, "..%2F..%2Fetc"])
    def test_an_id_that_none_can_be_is_not_found(self, staff: Callable[..., Person], id: str) -> None:
        sato = staff("sato", Role.APPROVER)
        for path in (f"/{id}", f"/{id}/edit", f"/{id}/try"):
            assert sato.http.get(f"/staff/entries{path}?city={CITY}").status_code == 404
        for act in ("publish", "return", "withdraw", "restore", "try"):
            assert sato.post(f"/{id}/{act}", {"version": "1", "why": "x", "text": "x"}).status_code == 404

    def test_characters_that_no_text_holds_are_left_out(self, app: FastAPI, staff: Callable[..., Person]) -> None:
        sato, mori = staff("o'neil"), staff("mori", Role.APPROVER)
        sato.save(sato.open(f"/{GOMI}/edit"), note="a\x00b\x07\u2028c", step="save")
        assert EntryDrafts(app.state.engine).get(CITY, GOMI).entry.note == "ab\u2028c"
        assert "o&#39;neilさん" in mori.open(f"/{GOMI}")
        mori.post(f"/{GOMI}/return", {"version": mori.version(), "why": "理\x00由"})
        assert EntryDrafts(app.state.engine).get(CITY, GOMI).why == "理由"

    def test_a_revision_that_is_still_to_come_was_not_seen(self, app: FastAPI, staff: Callable[..., Person]) -> None:
        sato = staff("sato")
        sato.save(sato.open(f"/{GOMI}/edit"), note="先の版", based_on="999999999", step="save")
        assert EntryDrafts(app.state.engine).get(CITY, GOMI).based_on == 1

    def test_a_draft_that_is_in_force_already_is_only_settled(self, app: FastAPI, staff: Callable[..., Person]) -> None:
        sato, mori = staff("sato"), staff("mori", Role.APPROVER)
        sato.save(sato.open(f"/{GOMI}/edit"), note="止まった", step="save")
        draft = EntryDrafts(app.state.engine).get(CITY, GOMI)
        app.state.shelves.publish(CITY, "止まる前", [draft.entry], based_on=1)  # and then the power went
        assert mori.post(f"/{GOMI}/publish", {"version": "1"}).headers["location"].endswith("done=already")
        assert EntryDrafts(app.state.engine).waiting(CITY) == []
        assert PublishedContent(app.state.engine).revision(CITY) == 2


class TestConflict:
    """Two people at one entry."""

    def test_the_second_editor_is_shown_the_difference_and_takes_line_by_line(
        self, app: FastAPI, staff: Callable[..., Person]
    ) -> None:
        sato, kato = staff("sato"), staff("kato")
        first, second = sato.open(f"/{GOMI}/edit"), kato.open(f"/{GOMI}/edit")
        sato.save(first, answer="一行目は佐藤。\n二行目は同じ。\n三行目は佐藤。", step="save")
        clash = kato.save(second, answer="一行目は加藤。\n二行目は同じ。\n三行目は加藤。", step="save")
        assert clash.status_code == 409
        assert "satoさん" in clash.text
        assert "一行目は佐藤。" in clash.text
        assert "一行目は加藤。" in clash.text
        fields = conflict_fields(clash.text)
        half = kato.post("/_merge", {**fields, "take_answer_0": "mine"})
        assert half.status_code == 409
        assert "選んでいないところがあります" in half.text
        joined = kato.post("/_merge", {**fields, "take_answer_0": "mine", "take_answer_2": "both"})
        assert joined.status_code == 200
        answer = fields_of(joined.text)["answer"]
        assert answer == "一行目は加藤。\n二行目は同じ。\n三行目は佐藤。\n三行目は加藤。"
        assert EntryDrafts(app.state.engine).get(CITY, GOMI).who == "sato"  # nothing is saved yet
        assert kato.save(joined.text, step="save").status_code == 303
        kept = EntryDrafts(app.state.engine).get(CITY, GOMI)
        assert (kept.who, kept.entry.answer) == ("kato", answer)

    def test_what_was_published_meanwhile_is_not_written_over(self, app: FastAPI, staff: Callable[..., Person]) -> None:
        sato, kato, mori = staff("sato"), staff("kato"), staff("mori", Role.APPROVER)
        late = kato.open(f"/{GOMI}/edit")
        sato.save(sato.open(f"/{GOMI}/edit"), note="佐藤のメモ", step="save")
        mori.post(f"/{GOMI}/publish", {"version": mori.version()})
        clash = kato.save(late, note="加藤のメモ", step="save")
        assert clash.status_code == 409
        assert "新しい内容が公開されました" in clash.text
        joined = kato.post("/_merge", {**conflict_fields(clash.text), "take_note_0": "both"})
        assert fields_of(joined.text)["note"] == "佐藤のメモ\n加藤のメモ"
        assert kato.save(joined.text, step="save").status_code == 303
        assert mori.post(f"/{GOMI}/publish", {"version": mori.version()}).headers["location"].endswith("published")

    def test_a_third_one_who_was_faster_still_is_shown_too(self, app: FastAPI, staff: Callable[..., Person]) -> None:
        sato, kato = staff("sato"), staff("kato")
        first, second = sato.open(f"/{GOMI}/edit"), kato.open(f"/{GOMI}/edit")
        sato.save(first, note="佐藤", step="save")
        clash = kato.save(second, note="加藤", step="save")
        sato.save(sato.open(f"/{GOMI}/edit"), note="佐藤もう一度", step="save")
        again = kato.post("/_merge", {**conflict_fields(clash.text), "take_note_0": "mine"})
        assert again.status_code == 409
        assert "佐藤もう一度" in again.text

    def test_a_stale_draft_is_brought_up_to_date_before_it_is_published(
        self, app: FastAPI, staff: Callable[..., Person]
    ) -> None:
        sato, mori = staff("sato"), staff("mori", Role.APPROVER)
        sato.save(sato.open(f"/{GOMI}/edit"), note="下書き", step="save")
        in_force = app.state.shelves(CITY).shelf.entries[GOMI]
        app.state.shelves.publish(CITY, "表から", [replace(in_force, answer="表から入れた。")])
        assert "この下書きの後に" in mori.open(f"/{GOMI}")
        assert mori.post(f"/{GOMI}/publish", {"version": mori.version()}).status_code == 409
        clash = sato.save(sato.open(f"/{GOMI}/edit"), step="save")
        assert clash.status_code == 409
        assert "表から入れた。" in clash.text

    def test_saved_twice_it_is_one_draft(self, app: FastAPI, staff: Callable[..., Person]) -> None:
        sato = staff("sato")
        form = sato.open(f"/{GOMI}/edit")
        assert [sato.save(form, note="二度", step="save").status_code for _ in range(2)] == [303, 303]
        assert EntryDrafts(app.state.engine).get(CITY, GOMI).version == 1

    def test_an_id_that_is_taken_is_not_taken_again(self, staff: Callable[..., Person]) -> None:
        sato = staff("sato")
        refused = sato.save(sato.open("/_new"), id=GOMI, question="別の質問", step="save")
        assert refused.status_code == 409
        assert "もう使われています" in refused.text
        assert "別の質問" in refused.text


def conflict_fields(page: str) -> dict[str, str]:
    """What the page of a conflict carries along."""
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))
    fields.pop("csrf", None)
    texts = re.findall(r'<textarea name="(\w+)" hidden>\n(.*?)</textarea>', page, re.DOTALL)
    return fields | {name: html.unescape(text) for name, text in texts}
