"""POST /api/ask: the public contract, field by field, and what it makes of bad input."""

import json
import re
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from starlette.testclient import TestClient

from bot import LONGEST, Outcome

Asked = Callable[..., dict[str, Any]]
Record = Callable[[], list[dict[str, Any]]]
JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龠]")

REPLY = {"reply_id", "outcome", "text", "entry", "sources", "choices", "contact", "revision"}
ENTRY = {"id", "question", "section", "updated_on", "valid_until", "easy"}
SOURCE = {"title", "place", "url", "excerpt"}
CHOICE = {"id", "label"}
CONTACT = {"section", "telephone", "hours", "open_now"}


class TestContract:
    """What a page that was written against the contract relies on."""

    def test_an_answer_is_the_entry_with_its_source_and_section(self, asked: Asked) -> None:
        reply = asked("粗大ごみはどう出せばいいですか。")
        contact = reply.pop("contact")
        assert re.fullmatch(r"[0-9a-f]{32}", reply.pop("reply_id"))
        assert reply == {
            "outcome": "answered",
            "text": "粗大ごみは、清掃課に申し込んでから、家の前に出してください。\n品目を書いた紙を貼ってください。",
            "entry": {
                "id": "sodai-gomi",
                "question": "粗大ごみはどう出せばいいですか。",
                "section": "清掃課",
                "updated_on": "2026-11-01",
                "valid_until": "2099-03-31",
                "easy": "",
            },
            "sources": [
                {
                    "title": "みなと野市廃棄物の処理に関する条例",
                    "place": "第12条",
                    "url": "https://example.jp/jorei/12",
                    "excerpt": "",
                }
            ],
            "choices": [],
            "revision": 1,
        }
        assert (contact["section"], contact["telephone"]) == ("清掃課", "03-0000-1002")
        assert contact["hours"].startswith("本日")
        assert contact["open_now"] in (True, False, None)
        assert set(contact) == CONTACT

    def test_what_an_entry_does_not_say_is_null(self, asked: Asked) -> None:
        entry = asked("図書館の利用カードを作りたいです。")["entry"]
        assert (entry["updated_on"], entry["valid_until"]) == (None, None)

    def test_an_entry_under_a_desk_names_the_section_that_holds_it(self, asked: Asked) -> None:
        """juminhyo-madoguchi is under the desk 住民登録, which 市民窓口課 holds."""
        assert asked("住民票の写しを窓口で取りたいです。")["entry"]["section"] == "市民窓口課"

    def test_candidates_end_with_none_of_these(self, asked: Asked) -> None:
        reply = asked("住民票の写しを受け取る")
        assert reply["outcome"] == "choices"
        assert reply["entry"] is None
        assert sorted(choice["id"] for choice in reply["choices"][:-1]) == ["juminhyo-madoguchi", "juminhyo-yubin"]
        assert reply["choices"][-1] == {"id": "none", "label": "どれでもない"}

    def test_a_hand_over_names_whom_to_ask_and_may_offer_the_nearest_entry(self, asked: Asked) -> None:
        """The entry is on the library card, but gives no fee: it is offered, not passed off as the answer."""
        reply = asked("図書館の利用カードの手数料はいくらですか")
        assert reply["outcome"] == "handoff"
        assert reply["entry"] is None
        assert reply["sources"] == []
        assert reply["choices"] == [{"id": "toshokan-card", "label": "図書館の利用カードを作りたいです。"}]
        assert (reply["contact"]["section"], reply["contact"]["telephone"]) == ("図書館", "03-0000-1003")

    def test_a_greeting_has_no_contact(self, asked: Asked) -> None:
        reply = asked("こんにちは")
        assert (reply["outcome"], reply["contact"], reply["entry"]) == ("smalltalk", None, None)

    def test_hours_that_a_city_has_not_entered_are_null(self, asked: Asked) -> None:
        """On Saturdays, Sundays and holidays every municipality is closed; on other days nothing is known here."""
        contact = asked("犬の登録をしたい", city="131024")["contact"]
        assert contact["open_now"] in (None, False)

    @pytest.mark.parametrize(
        "text",
        [
            "粗大ごみはどう出せばいいですか。",
            "住民票の写しを受け取る",
            "図書館の利用カードの手数料はいくらですか",
            "こんにちは",
            "Where is the library?",
            "宇宙旅行の予約をお願いします",
        ],
    )
    def test_every_reply_has_every_field_and_no_other(self, asked: Asked, text: str) -> None:
        reply = asked(text)
        assert set(reply) == REPLY
        assert reply["outcome"] in list(Outcome)
        assert JAPANESE.search(reply["text"])
        assert isinstance(reply["revision"], int)
        assert reply["entry"] is None or set(reply["entry"]) == ENTRY
        assert all(set(source) == SOURCE for source in reply["sources"])
        assert all(set(choice) == CHOICE for choice in reply["choices"])
        assert reply["contact"] is None or set(reply["contact"]) == CONTACT

    def test_every_reply_has_an_id_of_its_own(self, asked: Asked) -> None:
        assert asked("こんにちは")["reply_id"] != asked("こんにちは")["reply_id"]


class TestChoice:
    """An offered candidate is taken by its id, in place of text."""

    def test_the_chosen_entry_is_the_answer(self, asked: Asked) -> None:
        reply = asked(choice="juminhyo-yubin")
        assert (reply["outcome"], reply["entry"]["id"]) == ("answered", "juminhyo-yubin")
        assert reply["text"] == "住民票の写しは、申請書と返信用の封筒を市民窓口課に送って受け取ってください。"

    def test_a_choice_needs_no_text_at_all(self, client: TestClient) -> None:
        response = client.post("/api/ask", json={"city": "131016", "choice": "toshokan-card"})
        assert response.json()["entry"]["id"] == "toshokan-card"

    def test_a_choice_counts_more_than_the_text_beside_it(self, asked: Asked) -> None:
        assert asked("粗大ごみはどう出せばいいですか。", choice="toshokan-card")["entry"]["id"] == "toshokan-card"

    def test_none_of_these_hands_over(self, asked: Asked) -> None:
        reply = asked(choice="none")
        assert (reply["outcome"], reply["entry"], reply["choices"]) == ("handoff", None, [])
        assert reply["contact"]["section"]

    def test_every_offered_choice_can_be_taken(self, asked: Asked) -> None:
        offered = asked("住民票の写しを受け取る")["choices"]
        taken = [asked(choice=choice["id"]) for choice in offered[:-1]]
        assert [reply["entry"]["id"] for reply in taken] == [choice["id"] for choice in offered[:-1]]


class TestStaffOnly:
    """What is for staff never reaches a resident."""

    @pytest.mark.parametrize(
        "text", ["年次休暇の申請はどの画面で行いますか。", "年休の申請画面", "職員の休暇の画面", "shokuin-kyuka"]
    )
    def test_a_staff_entry_is_not_found(self, asked: Asked, text: str) -> None:
        shown = json.dumps(asked(text), ensure_ascii=False)
        assert "庶務事務" not in shown
        assert "shokuin-kyuka" not in shown

    def test_a_staff_entry_cannot_be_taken(self, client: TestClient) -> None:
        response = client.post("/api/ask", json={"city": "131016", "choice": "shokuin-kyuka"})
        assert (response.status_code, response.json()["error"]["code"]) == (422, "unknown_choice")

    def test_a_staff_entry_is_refused_like_one_that_does_not_exist(self, client: TestClient) -> None:
        refusals = [
            client.post("/api/ask", json={"city": "131016", "choice": choice}).json()
            for choice in ("shokuin-kyuka", "sonna-komoku-wa-nai")
        ]
        assert refusals[0] == refusals[1]

    @pytest.mark.parametrize("field", ["audience", "role", "staff", "channel", "asked_at", "user"])
    def test_nobody_can_say_that_they_are_staff(self, client: TestClient, field: str) -> None:
        response = client.post("/api/ask", json={"city": "131016", "text": "年休の申請画面", field: "staff"})
        assert response.status_code == 422

    def test_the_note_of_an_entry_is_not_shown(self, asked: Asked) -> None:
        assert "委託先" not in json.dumps(asked(choice="sodai-gomi"), ensure_ascii=False)

    def test_an_expired_entry_is_neither_found_nor_taken(self, asked: Asked, client: TestClient) -> None:
        assert "開場します" not in asked("市民プールの夏の開場はどうなっていますか。")["text"]
        assert client.post("/api/ask", json={"city": "131016", "choice": "natsu-pool"}).status_code == 422

    def test_the_entries_of_another_city_are_neither_found_nor_taken(self, asked: Asked, client: TestClient) -> None:
        assert "生活課" not in json.dumps(asked("犬を飼い始めたときの登録はどうしますか。"), ensure_ascii=False)
        assert client.post("/api/ask", json={"city": "131016", "choice": "inu-toroku"}).status_code == 422
        assert asked("犬を飼い始めたときの登録はどうしますか。", city="131024")["entry"]["id"] == "inu-toroku"


def body(**changed: object) -> dict[str, Any]:
    return {"json": {"city": "131016", "text": "粗大ごみ", **changed}}


def raw(content: bytes, kind: str = "application/json") -> dict[str, Any]:
    return {"content": content, "headers": {"Content-Type": kind}}


REFUSED = {
    "unknown city": (body(city="132012"), 404, "unknown_city"),
    "no city": ({"json": {"text": "粗大ごみ"}}, 422, "unreadable_request"),
    "empty city": (body(city=""), 404, "unknown_city"),
    "city of seven characters": (body(city="1310160"), 422, "unreadable_request"),
    "full-width city": (body(city="１３１０１６"), 404, "unknown_city"),
    "city that climbs": (body(city="../etc"), 404, "unknown_city"),
    "city common": (body(city="common"), 404, "unknown_city"),
    "empty text": (body(text=""), 422, "empty_text"),
    "only spaces": (body(text=" \t\u3000\n "), 422, "empty_text"),
    "one character too many": (body(text="あ" * (LONGEST + 1)), 422, "text_too_long"),
    "10,000 characters": (body(text="あ" * 10_000), 422, "text_too_long"),
    "half a surrogate pair": (raw(rb'{"city":"131016","text":"\ud83d"}'), 422, "unreadable_request"),
    "half a pair in session": (
        raw(rb'{"city":"131016","text":"x","session":"\udc00"}'),
        422,
        "unreadable_request",
    ),
    "invalid JSON": (raw(b'{"city": "131016", '), 422, "unreadable_request"),
    "not UTF-8": (raw('{"city":"131016","text":"粗大"}'.encode("cp932")), 400, "not_served"),
    "no JSON": (raw("粗大ごみ".encode()), 422, "unreadable_request"),
    "JSON as text": (raw(b'{"city":"131016","text":"gomi"}', "text/plain"), 422, "unreadable_request"),
    "a form": ({"data": {"city": "131016", "text": "粗大ごみ"}}, 422, "unreadable_request"),
    "text is a number": (body(text=5), 422, "unreadable_request"),
    "text is true": (body(text=True), 422, "unreadable_request"),
    "text is a list": (body(text=["粗大ごみ"]), 422, "unreadable_request"),
    "text is an object": (body(text={"ja": "粗大ごみ"}), 422, "unreadable_request"),
    "text is null": (body(text=None), 422, "unreadable_request"),
    "city is a number": (body(city=131016), 422, "unreadable_request"),
    "city is null": (body(city=None), 422, "unreadable_request"),
    "choice is null": (body(choice=None), 422, "unreadable_request"),
    "session is a number": (body(session=1), 422, "unreadable_request"),
    "session too long": (body(session="s" * 201), 422, "unreadable_request"),
    "choice too long": (body(choice="c" * 201), 422, "unreadable_request"),
    "unknown field": (body(colour="red"), 422, "unreadable_request"),
    "unknown choice": (body(choice="sonna-komoku-wa-nai"), 422, "unknown_choice"),
    "choice that climbs": (body(choice="../../etc/passwd"), 422, "unknown_choice"),
    "null": (raw(b"null"), 422, "unreadable_request"),
    "a string": (raw(b'"131016"'), 422, "unreadable_request"),
    "a list": ({"json": [{"city": "131016", "text": "粗大ごみ"}]}, 422, "unreadable_request"),
    "empty body": (raw(b""), 422, "unreadable_request"),
    "30,000 brackets": (raw(b"[" * 30_000), 400, "not_served"),
    "a number of 9,000 digits": (raw(b'{"city":' + b"9" * 9_000 + b"}"), 400, "not_served"),
    "not a number": (raw(b'{"city":"131016","text":NaN}'), 422, "unreadable_request"),
    "1 MB": (body(text="あ" * 350_000), 413, "body_too_large"),
}
UNSERVED = {
    "GET": ("GET", "/api/ask", 405),
    "PUT": ("PUT", "/api/ask", 405),
    "unknown path": ("GET", "/api/answer", 404),
    "a file outside": ("GET", "/static/..%2f..%2fask.py", 404),
    "pages of the API documentation": ("GET", "/docs", 404),
}


def refusal(response: Any) -> dict[str, str]:
    """The error of a refusing response, which holds a code, a Japanese sentence, and nothing else."""
    assert response.headers["content-type"] == "application/json"
    [(only, error)] = response.json().items()
    assert only == "error"
    assert set(error) == {"code", "message"}
    assert JAPANESE.search(error["message"])
    assert "Traceback" not in response.text
    return error


class TestBadInput:
    """Refused with a sentence, or answered kindly; never a failure of ours, never a stack trace."""

    @pytest.mark.parametrize(("request_", "status", "code"), REFUSED.values(), ids=REFUSED)
    def test_it_is_refused_with_a_sentence(
        self, client: TestClient, request_: dict[str, Any], status: int, code: str
    ) -> None:
        response = client.post("/api/ask", **request_)
        assert (response.status_code, refusal(response)["code"]) == (status, code)

    @pytest.mark.parametrize("name", REFUSED)
    def test_a_refusal_quotes_nothing_of_the_request(self, client: TestClient, name: str) -> None:
        response = client.post("/api/ask", **REFUSED[name][0])
        assert "粗大" not in response.text
        assert "passwd" not in response.text

    @pytest.mark.parametrize(("method", "path", "status"), UNSERVED.values(), ids=UNSERVED)
    def test_what_is_not_served_is_refused_alike(self, client: TestClient, method: str, path: str, status: int) -> None:
        response = client.request(method, path)
        assert (response.status_code, refusal(response)["code"]) == (status, "not_served")

    def test_a_wrong_method_is_told_the_right_one(self, client: TestClient) -> None:
        """RFC 9110, 15.5.6: a 405 must name the methods that are allowed."""
        assert client.get("/api/ask").headers["allow"] == "POST"

    def test_an_endless_body_in_chunks_is_cut_off(self, client: TestClient) -> None:
        def chunks() -> Iterator[bytes]:
            yield b'{"city":"131016","text":"'
            for _ in range(1_000):
                yield b"x" * 1_000

        response = client.post("/api/ask", content=chunks(), headers={"Content-Type": "application/json"})
        assert (response.status_code, refusal(response)["code"]) == (413, "body_too_large")

    def test_a_small_body_in_chunks_is_read_whole(self, client: TestClient) -> None:
        def chunks() -> Iterator[bytes]:
            whole = json.dumps({"city": "131016", "text": "粗大ごみはどう出せばいいですか。"}).encode()
            yield from (whole[at : at + 7] for at in range(0, len(whole), 7))

        response = client.post("/api/ask", content=chunks(), headers={"Content-Type": "application/json"})
        assert response.json()["entry"]["id"] == "sodai-gomi"

    def test_the_longest_question_is_read_whole(self, asked: Asked) -> None:
        question = "粗大ごみはどう出せばいいですか。"
        assert asked(question + "\n" * (LONGEST - len(question)))["entry"]["id"] == "sodai-gomi"

    @pytest.mark.parametrize(
        "text",
        [
            "\x00\x01\x02\x1b[31m\x7f",
            "\x00粗大ごみ\x08\x1b",
            "🎉",
            "👨‍👩‍👧‍👦🏳️‍🌈🇯🇵",
            "?!…。、",
            "1",
            "あ",
            "\u202e逆向き\u202c",
            "ご\u0301\u0302\u0303\u0304" * 50,
            "\ufeff\u200b",
            "%s %d {0} {{city}} {city}",
            "'; DROP TABLE usage_events; --",
            "<script>alert(1)</script>",
            "葛󠄀𠮷﨑",
            "\U0010ffff\ufffe",
        ],
    )
    def test_odd_text_gets_a_kind_reply(self, asked: Asked, text: str) -> None:
        reply = asked(text)
        assert reply["outcome"] in {"answered", "choices", "handoff", "smalltalk", "not_japanese"}
        assert JAPANESE.search(reply["text"])

    @pytest.mark.parametrize(
        "text",
        [
            *(letter * LONGEST for letter in "1あーの("),
            *(pair * 1_000 for pair in ("1 ", "a.", "@a", "ぁか", "令和", "A1")),
            "粗大ごみ" * 500,
            "\n" * (LONGEST - 1) + "ご",
        ],
        ids=lambda text: text[:4].strip() or "line ends",
    )
    def test_no_text_of_the_longest_length_keeps_a_person_waiting(self, asked: Asked, text: str) -> None:
        started = time.perf_counter()
        asked(text)
        assert time.perf_counter() - started < 2.0  # seconds; an ordinary question takes about a hundredth


class TestRecord:
    """Every reply is one usage event, without who asked."""

    def test_a_reply_is_recorded_under_its_id(self, asked: Asked, record: Record) -> None:
        reply = asked("図書館の利用カードを作りたいです。")
        [event] = [event for event in record() if event["id"] == reply["reply_id"]]
        assert (event["city"], event["channel"], event["audience"]) == ("131016", "web", "resident")
        assert (event["outcome"], event["shown"], event["revision"]) == ("answered", '["toshokan-card"]', 1)
        assert event["text"] == "図書館の利用カードを作りたいです。"

    def test_a_taken_choice_is_recorded(self, asked: Asked, record: Record) -> None:
        reply = asked(choice="toshokan-card")
        [event] = [event for event in record() if event["id"] == reply["reply_id"]]
        assert (event["choice"], event["text"]) == ("toshokan-card", "")

    def test_a_refused_request_is_not_recorded(self, client: TestClient, record: Record) -> None:
        before = len(record())
        for request in ("unknown city", "empty text", "10,000 characters", "unknown choice", "1 MB"):
            client.post("/api/ask", **REFUSED[request][0])
        assert len(record()) == before

    def test_the_session_is_kept_only_as_a_pseudonym_of_its_city(self, asked: Asked, record: Record) -> None:
        asks = [("131016", "kaiwa-1"), ("131016", "kaiwa-1"), ("131016", "kaiwa-2"), ("131024", "kaiwa-1")]
        ids = [asked("こんにちは", city=city, session=session)["reply_id"] for city, session in asks]
        events = {event["id"]: event for event in record()}
        first, again, other, elsewhere = (events[id]["session"] for id in ids)
        assert re.fullmatch(r"[0-9a-f]{64}", first)
        assert first == again
        assert len({first, other, elsewhere}) == 3
        assert "kaiwa" not in json.dumps(list(events.values()), ensure_ascii=False)

    def test_a_question_without_a_topic_leans_on_the_entry_before_it(self, asked: Asked) -> None:
        fee = asked("それの手数料はいくらですか", previous="toshokan-card")
        assert [choice["id"] for choice in fee["choices"]] == ["toshokan-card"] or fee["entry"]["id"] == "toshokan-card"
        alone = asked("それの手数料はいくらですか")
        assert not alone["entry"]
        assert not alone["choices"]

    def test_no_session_is_no_pseudonym(self, asked: Asked, record: Record) -> None:
        """An empty session must not make all who send none into one user."""
        id = asked("こんにちは")["reply_id"]
        [event] = [event for event in record() if event["id"] == id]
        assert (event["user"], event["session"]) == ("", "")

    def test_telephone_and_mail_are_masked_before_they_are_kept(self, asked: Asked, record: Record) -> None:
        id = asked("090-1234-5678 か taro@example.jp に粗大ごみの返事をください")["reply_id"]
        [event] = [event for event in record() if event["id"] == id]
        assert event["text"] == "〔電話〕 か 〔メール〕 に粗大ごみの返事をください"

    @pytest.mark.parametrize("number", ["1234-5678-9018", "４１１１１１１１１１１１１１１１"])
    def test_a_number_that_nobody_needs_is_in_no_reply_and_no_record(
        self, asked: Asked, record: Record, number: str
    ) -> None:
        reply = asked(f"番号は{number}です。住民票がほしい")
        [event] = [event for event in record() if event["id"] == reply["reply_id"]]
        assert (reply["outcome"], event["outcome"], event["text"]) == ("personal_data", "personal_data", "")
        assert not re.search(r"5678|1111|１１１１", reply["text"] + event["text"] + event["considered"])

    def test_two_hundred_questions_from_twenty_threads_are_answered_and_recorded(
        self, asked: Asked, record: Record
    ) -> None:
        questions = [
            ("131016", "粗大ごみはどう出せばいいですか。", "sodai-gomi"),
            ("131016", "図書館の利用カードを作りたいです。", "toshokan-card"),
            ("131016", "申請書の記号の意味を教えてください。", "kigo-no-kaki-kata"),
            ("131024", "犬を飼い始めたときの登録はどうしますか。", "inu-toroku"),
            ("131024", "野良猫が増えて困っています。", "neko-sodan"),
        ] * 40
        with ThreadPoolExecutor(20) as threads:
            replies = list(threads.map(lambda question: asked(question[1], city=question[0]), questions))
        assert [reply["entry"] and reply["entry"]["id"] for reply in replies] == [id for _, _, id in questions]
        recorded = [event["id"] for event in record()]
        assert len(recorded) == len(set(recorded))
        assert {reply["reply_id"] for reply in replies} <= set(recorded)
        assert len({reply["reply_id"] for reply in replies}) == 200


class TestOpenApi:
    """The contract is documented by the program itself."""

    @pytest.fixture
    def document(self, client: TestClient) -> dict[str, Any]:
        return client.get("/openapi.json").json()

    def test_exactly_what_is_public_is_documented(self, document: dict[str, Any]) -> None:
        methods = {(method, path) for path, item in document["paths"].items() for method in item}
        assert methods == {
            ("post", "/api/ask"),
            ("get", "/api/categories"),
            ("get", "/api/suggest"),
            ("post", "/api/feedback"),
            ("get", "/healthz"),
            ("get", "/readyz"),
        }

    @pytest.mark.parametrize(
        ("schema", "fields"),
        [
            ("AskRequest", {"city", "text", "choice", "session", "previous"}),
            ("ReplyView", REPLY),
            ("EntryView", ENTRY),
            ("SourceView", SOURCE),
            ("ChoiceView", CHOICE),
            ("ContactView", CONTACT),
        ],
    )
    def test_every_field_is_documented(self, document: dict[str, Any], schema: str, fields: set[str]) -> None:
        assert set(document["components"]["schemas"][schema]["properties"]) == fields

    def test_a_reply_always_has_every_field(self, document: dict[str, Any]) -> None:
        assert set(document["components"]["schemas"]["ReplyView"]["required"]) == REPLY

    def test_only_the_city_is_required(self, document: dict[str, Any]) -> None:
        request = document["components"]["schemas"]["AskRequest"]
        assert request["required"] == ["city"]
        assert request["additionalProperties"] is False

    def test_every_outcome_is_named(self, document: dict[str, Any]) -> None:
        description = document["components"]["schemas"]["ReplyView"]["description"]
        listed = description.split("one of:")[1].split(".")[0]
        assert [word.strip() for word in listed.split(",")] == [outcome.value for outcome in Outcome]

    @pytest.mark.parametrize("status", ["404", "413", "422"])
    def test_a_refusal_is_documented_as_it_is_sent(self, document: dict[str, Any], status: str) -> None:
        responses = document["paths"]["/api/ask"]["post"]["responses"]
        assert status in responses
        name = responses[status]["content"]["application/json"]["schema"]["$ref"].rsplit("/", 1)[-1]
        assert list(document["components"]["schemas"][name]["properties"]) == ["error"]
