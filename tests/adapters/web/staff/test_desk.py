"""The desk at /staff: what is shown beside the answer, what is recorded, what is copied, and who gets nothing of it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.requests import Request
from starlette.testclient import TestClient

from adapters.pseudonym import pseudonymise
from adapters.storage import EntryDrafts
from adapters.storage.accounts import Role
from knowledge import TOKYO

CITY = "131016"
Record = Callable[[], list[dict[str, Any]]]
STAFF_WORDS = ("年次休暇", "庶務事務", "集荷の委託先")


@pytest.fixture
def sato(signed_in: Callable[..., Any]) -> Any:
    """A reader of みなと野市."""
    return signed_in(Role.READER)


def search(browser: Any, text: str, city: str = CITY) -> list[dict[str, Any]]:
    response = browser.get("/staff/api/search", params={"city": city, "q": text})
    assert response.status_code == 200, response.text
    found: list[dict[str, Any]] = response.json()["candidates"]
    return found


def post(browser: Any, name: str, **body: str) -> Any:
    return browser.post(f"/staff/api/{name}?city={CITY}", json=body, headers={"X-CSRF-Token": browser.csrf})


class TestSearching:
    """Results as one types: candidates with their confidence and their answers."""

    def test_the_answer_stands_beside_its_candidate(self, sato: Any) -> None:
        first = search(sato, "ソファを捨てたい")[0]
        assert (first["id"], first["kind"], first["of"], first["own"]) == ("sodai-gomi", "entry", "清掃課", True)
        assert 0.5 < first["confidence"] <= 1
        answer = first["answer"]
        assert answer["text"].startswith("粗大ごみは、清掃課に申し込んでから")
        assert (answer["contact"]["telephone"], answer["updated"]) == ("03-0000-1002", "令和8年11月1日")
        assert answer["contact"]["hours"].startswith("本日")
        assert answer["note"] == "集荷の委託先は総務課の一覧を見ること"

    def test_the_surest_stand_in_front(self, sato: Any) -> None:
        sure = [each["confidence"] for each in search(sato, "住民票の写しを受け取る")]
        assert sure == sorted(sure, reverse=True)

    def test_what_is_for_staff_is_found_and_marked(self, sato: Any) -> None:
        first = search(sato, "年休の申請画面")[0]
        assert (first["id"], first["internal"], first["answer"]["internal"]) == ("shokuin-kyuka", True, True)

    def test_typing_is_not_recorded(self, sato: Any, record: Record) -> None:
        before = len(record())
        for text in ("ソ", "ソファ", "ソファを捨てたい"):
            search(sato, text)
        assert len(record()) == before

    @pytest.mark.parametrize("text", ["", " ", "　"])
    def test_nothing_typed_finds_nothing(self, sato: Any, text: str) -> None:
        assert search(sato, text) == []

    def test_a_text_that_is_too_long_is_refused(self, sato: Any) -> None:
        assert sato.get("/staff/api/search", params={"city": CITY, "q": "あ" * 2_001}).status_code == 422


class TestRecording:
    """A question that is sent and a result that is opened count, under the pseudonym of the account."""

    def test_a_question_sent_is_recorded_once_with_channel_audience_and_pseudonym(
        self, sato: Any, record: Record, app: FastAPI
    ) -> None:
        account = app.state.entrance.session(_request(app, sato), sato.token, datetime.now(TOKYO)).record
        before = len(record())
        answer = post(sato, "ask", text="ソファを捨てたい").json()
        [event] = record()[before:]
        assert (event["id"], event["channel"], event["audience"]) == (answer["id"], "staff", "staff")
        assert event["user"] == event["session"] != ""
        key = app.state.pseudonym_key
        assert event["user"] == pseudonymise(key, CITY, f"staff account {account.number}", datetime.now(TOKYO))
        assert account.name not in str(event)

    def test_a_result_opened_is_recorded_with_what_was_asked(self, sato: Any, record: Record) -> None:
        before = len(record())
        answer = post(sato, "ask", text="住民票の写し", choice="juminhyo-yubin").json()
        [event] = record()[before:]
        assert (event["choice"], event["text"], answer["entry"]) == ("juminhyo-yubin", "住民票の写し", "juminhyo-yubin")

    @pytest.mark.parametrize(
        ("body", "told"),
        [
            ({"text": " "}, "質問を入力"),
            ({"text": "あ" * 2_001}, "2000文字"),
            ({"text": "甲", "choice": "ない"}, "候補"),
        ],
    )
    def test_what_cannot_be_asked_is_refused_with_a_sentence(self, sato: Any, body: dict[str, str], told: str) -> None:
        response = post(sato, "ask", **body)
        assert response.status_code == 422
        assert told in response.json()["error"]["message"]

    def test_without_the_token_nothing_is_recorded(self, sato: Any, record: Record) -> None:
        before = len(record())
        response = sato.post(f"/staff/api/ask?city={CITY}", json={"text": "ソファを捨てたい"})
        assert (response.status_code, len(record())) == (403, before)


class TestCopying:
    """The text for an e-mail: answer, sources, section; never what is for colleagues."""

    def test_it_holds_answer_source_and_section(self, sato: Any) -> None:
        assert post(sato, "ask", text="ソファを捨てたい").json()["plain"].splitlines() == [
            "■ 粗大ごみはどう出せばいいですか。",
            "粗大ごみは、清掃課に申し込んでから、家の前に出してください。",
            "品目を書いた紙を貼ってください。",
            "",
            "根拠：",
            "・みなと野市廃棄物の処理に関する条例 第12条 https://example.jp/jorei/12",
            "",
            "担当：清掃課 電話 03-0000-1002",
            "更新日：令和8年11月1日",
        ]

    def test_the_note_is_shown_apart_and_never_copied(self, sato: Any) -> None:
        answer = post(sato, "ask", text="ソファを捨てたい").json()
        assert answer["note"]
        assert answer["note"] not in answer["plain"] + answer["text"]

    def test_what_is_for_staff_says_so_in_its_first_line(self, sato: Any) -> None:
        assert post(sato, "ask", text="年休の申請画面").json()["plain"].startswith("【庁内限り】\n")


class TestSayingThatItIsWrong:
    """回答が違う: kept at the first click, with a reason that may follow."""

    def test_the_last_word_counts_and_is_masked(self, sato: Any, app: FastAPI) -> None:
        reply = post(sato, "ask", text="ソファを捨てたい").json()["id"]
        assert post(sato, "wrong", reply_id=reply).status_code == 200
        assert post(sato, "wrong", reply_id=reply, reason="090-1234-5678の人に古いと言われた").status_code == 200
        with app.state.engine.connect() as connection:
            [row] = connection.exec_driver_sql("SELECT helpful, reason FROM feedback WHERE reply = ?", (reply,)).all()
        assert not row.helpful
        assert "古いと言われた" in row.reason
        assert "1234" not in row.reason

    def test_what_is_no_reply_is_refused(self, sato: Any) -> None:
        assert post(sato, "wrong", reply_id="x").status_code == 404


class TestProposing:
    """項目を提案: a draft in one click."""

    def test_a_draft_waits_in_the_name_of_the_person(self, sato: Any, app: FastAPI) -> None:
        told = post(sato, "proposal", text="落とし物の　問い合わせ先は 03-1234-5678").json()
        [draft] = [each for each in EntryDrafts(app.state.engine).waiting(CITY) if "落とし物" in each.entry.question]
        assert "1234" not in draft.entry.question
        assert (draft.entry.answer, draft.entry.owner, draft.version) == ("", CITY, 1)
        assert draft.entry.section in {"市民窓口課", "清掃課", "図書館", "総務課"}
        assert told["href"] == f"/staff/entries/{draft.entry.id}?city={CITY}"
        assert draft.who.startswith("staff")

    def test_the_same_twice_is_one_draft(self, sato: Any, app: FastAPI) -> None:
        first, second = (post(sato, "proposal", text="駐輪場の定期利用").json() for _ in range(2))
        assert first["href"] == second["href"]
        assert "すでに" in second["text"]
        found = [
            each for each in EntryDrafts(app.state.engine).waiting(CITY) if each.entry.question == "駐輪場の定期利用"
        ]
        assert len(found) == 1

    def test_an_empty_one_is_refused(self, sato: Any) -> None:
        assert post(sato, "proposal", text="　").status_code == 422


class TestSurvey:
    """Once a quarter for each person."""

    def test_it_is_asked_until_it_is_answered(self, sato: Any) -> None:
        assert "この画面の満足度" in sato.get("/staff").text
        told = sato.form(f"/staff/survey?city={CITY}", grade="4", sentence="速い")
        assert "お答えを記録しました" in told.text
        assert "この画面の満足度" not in sato.get("/staff").text
        assert "もう記録してあります" in sato.form(f"/staff/survey?city={CITY}", grade="1").text

    def test_what_is_kept_names_nobody(self, sato: Any, app: FastAPI) -> None:
        sato.form(f"/staff/survey?city={CITY}", grade="2", sentence="山田花子 090-1111-2222 に電話した話")
        with app.state.engine.connect() as connection:
            rows = connection.exec_driver_sql("SELECT * FROM survey_answers WHERE grade = 2").all()
        [row] = [row for row in rows if "電話した話" in row.sentence]
        assert "1111" not in row.sentence
        assert set(row._mapping) == {"person", "quarter", "city", "grade", "sentence"}

    @pytest.mark.parametrize("grade", ["0", "6", "-1"])
    def test_a_grade_that_is_none_is_refused(self, sato: Any, grade: str) -> None:
        assert sato.form(f"/staff/survey?city={CITY}", grade=grade).status_code == 422


class TestWithoutJavaScript:
    """The same by plain forms."""

    def test_question_candidates_wrong_and_proposal(self, sato: Any, record: Record) -> None:
        page = sato.form(f"/staff?city={CITY}", text="ソファを捨てたい").text
        for told in (
            "粗大ごみは、清掃課に申し込んでから",
            "職員向けメモ",
            "03-0000-1002",
            "第12条",
            'value="sodai-gomi"',
        ):
            assert told in page
        reply, before = record()[-1]["id"], len(record())
        page = sato.form(f"/staff/wrong?city={CITY}", reply_id=reply, text="ソファを捨てたい", reason="古い").text
        assert "記録しました" in page
        assert "粗大ごみは、清掃課に申し込んでから" in page
        assert len(record()) == before
        assert "下書きを作りました" in sato.form(f"/staff/proposal?city={CITY}", text="花壇の手入れ").text
        assert "入力してください" in sato.form(f"/staff?city={CITY}", text="").text

    def test_text_is_never_markup(self, sato: Any) -> None:
        page = sato.form(f"/staff?city={CITY}", text='"><script>alert(1)</script>').text
        assert "<script>alert" not in page
        assert "記号&lt;必須&gt;" in sato.form(f"/staff?city={CITY}", text="山形かっこの意味").text


class TestWhoGetsNothing:
    """Residents, people of other cities, and everything that residents can reach."""

    @pytest.mark.parametrize("path", ["/staff", "/staff/kpi", "/staff/kpi.xlsx"])
    def test_nobody_is_led_to_the_sign_in(self, browser: Any, path: str) -> None:
        response = browser.get(path)
        assert (response.status_code, response.headers["location"][:14]) == (303, "/staff/sign-in")

    @pytest.mark.parametrize("name", ["search", "ask", "wrong", "proposal"])
    def test_the_api_says_401(self, browser: Any, name: str) -> None:
        call = browser.get if name == "search" else browser.post
        response = call(f"/staff/api/{name}?city={CITY}&q=年休")
        assert response.status_code == 401
        assert not any(word in response.text for word in STAFF_WORDS)

    def test_another_city_is_not_searched(self, sato: Any) -> None:
        for path in ("/staff", "/staff/api/search?q=犬", "/staff/kpi", "/staff/kpi.xlsx"):
            assert sato.get(path, params={"city": "131024", "q": "犬の登録"}).status_code == 403

    def test_a_resident_finds_nothing_of_it(self, client: TestClient) -> None:
        for body in ({"text": "年休の申請画面"}, {"choice": "shokuin-kyuka"}, {"text": "ソファを捨てたい"}):
            response = client.post("/api/ask", json={"city": CITY, "text": "", **body})
            assert not any(word in response.text for word in STAFF_WORDS)


def _request(app: FastAPI, browser: Any) -> Any:
    """As far as the entrance looks at a request."""
    return Request({"type": "http", "headers": [], "app": app, "client": ("192.0.2.1", 1)})
