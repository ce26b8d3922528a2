"""What residents see on LINE, and what is recorded of it."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select

from adapters.line.double.deliveries import event, message, tap, text
from adapters.storage.line_tables import line_inbox
from adapters.storage.pauses import KNOWN_FOR, Pause, SqlPauses
from adapters.storage.tables import feedback
from tests.adapters.line.conftest import CITY, Official, eventually

OTHER = "U" + "2" * 32


def words(messages: list[dict[str, Any]]) -> str:
    return "\n".join(str(message.get("text", message.get("altText"))) for message in messages)


class TestNumbers:
    """番号: what was offered last can be taken by its number, since PCs show no buttons."""

    @pytest.mark.parametrize("typed", ["2", "２番", " ② ", "2番目", "2."])
    def test_a_number_takes_what_it_stood_for(self, official: Official, typed: str) -> None:
        assert "2. " in words(official.answer(text("住民票の写しがほしい")))
        said = words(official.answer(text(typed)))
        taken = official.events()[-1]
        assert (taken.outcome, taken.choice, taken.text) == ("answered", taken.shown[0], "")
        assert taken.shown[0] in ("juminhyo-madoguchi", "juminhyo-yubin")
        assert "申請書" in said

    def test_another_persons_number_is_another_matter(self, official: Official) -> None:
        official.answer(text("住民票の写しがほしい"))
        official.answer(text("2", OTHER))
        assert official.events()[-1].choice == ""

    def test_a_number_that_was_not_offered_is_a_question(self, official: Official) -> None:
        official.answer(text("住民票の写しがほしい"), text("99"))
        assert [event.text for event in official.events()] == ["住民票の写しがほしい", "99"]

    def test_of_an_older_list_nothing_is_left(self, official: Official) -> None:
        official.answer(text("住民票の写しがほしい"), text("こんにちは"), text("2"))
        assert [event.choice for event in official.events()] == ["", "", ""]

    def test_categories_are_walked_by_number_too(self, official: Official) -> None:
        official.answer(event("follow"))
        assert "1. " in words(official.answer(text("2")))
        assert official.events() == []


class TestButtons:
    def test_a_candidate_is_recorded_like_a_question(self, official: Official) -> None:
        assert "清掃課に申し込んで" in words(official.answer(tap("mdg1:choice:sodai-gomi")))
        [recorded] = official.events()
        assert (recorded.choice, recorded.outcome, recorded.channel) == ("sodai-gomi", "answered", "line")

    def test_feedback_is_kept_and_thanked_for(self, official: Official) -> None:
        official.answer(text("粗大ごみの出し方"))
        reply = official.events()[0].id
        assert official.answer(tap(f"mdg1:helpful:{reply}:no"))
        with official.engine.connect() as connection:
            [said] = connection.execute(select(feedback))
        assert (said.reply, said.helpful) == (reply, False)
        assert len(official.events()) == 1

    @pytest.mark.parametrize(
        ("typed", "helpful"),
        [
            ("役に立った", True),
            (" 役に立ちました。", True),
            ("役に立ちました！", True),
            ("役に立たなかった", False),
            ("役に立ちませんでした。", False),
        ],
    )
    def test_where_no_buttons_are_shown_a_word_does_what_they_do(
        self, official: Official, typed: str, helpful: bool
    ) -> None:
        official.answer(text("粗大ごみの出し方"))
        reply = official.events()[0].id
        assert official.answer(text(typed))
        with official.engine.connect() as connection:
            [said] = connection.execute(select(feedback))
        assert (said.reply, said.helpful) == (reply, helpful)
        assert len(official.events()) == 1

    @pytest.mark.parametrize(
        ("before", "sender"),
        [([], None), (["粗大ごみの出し方", "こんにちは"], None), (["粗大ごみの出し方"], OTHER)],
        ids=["nothing was answered", "the answer is not the last", "somebody else was answered"],
    )
    def test_such_a_word_without_an_answer_before_it_is_a_question(
        self, official: Official, before: list[str], sender: str | None
    ) -> None:
        for each in before:
            official.answer(text(each))
        official.answer(text("役に立った", sender) if sender else text("役に立った"))
        assert official.events()[-1].text == "役に立った"
        with official.engine.connect() as connection:
            assert connection.execute(select(feedback)).all() == []

    @pytest.mark.parametrize("data", ["mdg1:choice:gone", "mdg1:more:gone", "mdg1:of-another-version"])
    def test_a_button_whose_matter_is_gone_says_so(self, official: Official, data: str) -> None:
        assert "もう一度入力して" in words(official.answer(tap(data)))
        assert official.events() == []


class TestOtherContent:
    def test_a_location_is_recorded_as_a_kind_only(self, official: Official) -> None:
        assert official.answer(message("location"))
        [recorded] = official.events()
        assert recorded.text == "位置情報"
        assert not [place for place in ("元本郷町", "35.666") if place in official.everything_kept()]

    def test_stickers_and_pictures_are_no_questions(self, official: Official) -> None:
        said = official.answer(message("sticker"), message("image"), message("file"))
        assert "スタンプをありがとう" in words(said)
        assert official.events() == []
        assert [row.kind for row in official.rows()] == ["message/sticker", "message/image", "message/file"]

    def test_a_mention_in_a_group_is_answered(self, official: Official) -> None:
        ours = {"mentionees": [{"index": 0, "length": 3, "type": "user", "isSelf": True}]}
        group = {"source": {"type": "group", "groupId": "C" + "1" * 32}}
        said = official.answer(message("text", text="@窓口 粗大ごみの出し方", mention=ours) | group)
        assert "清掃課に申し込んで" in words(said)
        assert official.events()[0].text == "粗大ごみの出し方"

    def test_who_does_not_consent_to_be_named_is_answered_and_is_no_user(self, official: Official) -> None:
        assert official.answer(*(text("粗大ごみの出し方") | {"source": {"type": "user"}} for _ in range(2)))
        assert [(event.user, event.session) for event in official.events()] == [("", ""), ("", "")]


class TestFollowingUp:
    def test_a_question_without_a_topic_leans_on_the_one_before(self, official: Official) -> None:
        official.answer(text("粗大ごみはどう出せばいいですか"))
        with official.engine.connect() as connection:
            assert connection.execute(select(line_inbox.c.state)).scalars().all() == ["replied"]
        official.answer(text("どこの課ですか"))
        assert "sodai-gomi" in official.events()[-1].shown


class TestTakingBack:
    """送信取消: the text is not shown and not used any more."""

    def test_the_recorded_text_is_blanked(self, official: Official) -> None:
        asked = text("粗大ごみの出し方")
        official.answer(asked)
        official.answer(event("unsend", unsend={"messageId": asked["message"]["id"]}))
        [recorded] = official.events()
        assert (recorded.text, recorded.outcome) == ("", "answered")
        assert official.states() == [("replied", ""), ("silent", "withdrawal")]

    def test_a_text_that_comes_after_it_is_neither_answered_nor_recorded(self, official: Official) -> None:
        asked = text("粗大ごみの出し方")
        official.answer(event("unsend", unsend={"messageId": asked["message"]["id"]}))
        assert official.answer(asked) == []
        assert official.events() == []
        assert official.states()[1] == ("silent", "withdrawn")

    def test_in_one_delivery_the_order_does_not_matter(self, official: Official) -> None:
        asked = text("粗大ごみの出し方")
        taken_back = event("unsend", unsend={"messageId": asked["message"]["id"]})
        official.answer(taken_back, asked)
        assert official.events() == []

    def test_of_another_city_it_is_not(self, official: Official) -> None:
        asked = text("粗大ごみの出し方")
        official.answer(asked, event("unsend", unsend={"messageId": "another"}), event("unsend", unsend=None))
        assert official.events()[0].text == "粗大ごみの出し方"

    def test_an_edited_message_is_blanked_too(self, official: Official) -> None:
        asked = text("粗大ごみの出し方")
        official.answer(asked)
        official.answer(event("messageEdited", message={"id": asked["message"]["id"], "type": "text", "text": "x"}))
        assert official.events()[0].text == ""


class TestPausing:
    """休止: one sentence in place of answers, until somebody resumes."""

    @pytest.fixture
    def pauses(self, official: Official) -> SqlPauses:
        pauses = SqlPauses(official.engine)
        pauses.begin(CITY, "line", Pause("ただいま災害対応中です。", "台風", "sato", datetime.now(UTC)))
        eventually(lambda: official.client.app.state.bot._paused(CITY, "line"), KNOWN_FOR + 5)
        return pauses

    def test_everything_gets_the_sentence(self, official: Official, pauses: SqlPauses) -> None:
        asked = [text("粗大ごみの出し方"), message("sticker"), event("follow"), tap("mdg1:category:all")]
        asked += [tap("mdg1:choice:sodai-gomi"), message("location")]
        for each in asked:
            assert "ただいま災害対応中です。" in words(official.answer(each))
        assert {event.outcome for event in official.events()} == {"paused"}

    def test_who_writes_a_number_that_nobody_needs_is_told_all_the_same(
        self, official: Official, pauses: SqlPauses
    ) -> None:
        assert "番号を書かずに" in words(official.answer(text("私のマイナンバーは123456789018です")))
        assert [(event.outcome, event.text) for event in official.events()] == [("personal_data", "")]

    def test_other_cities_and_channels_go_on(self, official: Official, pauses: SqlPauses) -> None:
        asked = {"city": CITY, "text": "粗大ごみの出し方"}
        assert official.client.post("/api/ask", json=asked).json()["outcome"] == "answered"

    def test_once_resumed_it_answers(self, official: Official, pauses: SqlPauses) -> None:
        assert pauses.of(CITY, "line") is not None
        assert pauses.end(CITY, "line", "sato", datetime.now(UTC))
        assert not pauses.end(CITY, "line", "sato", datetime.now(UTC))
        eventually(lambda: not official.client.app.state.bot._paused(CITY, "line"), KNOWN_FOR + 5)
        assert "清掃課に申し込んで" in words(official.answer(text("粗大ごみの出し方")))


def test_messages_of_other_tools_are_counted_and_left(open_account: Callable[..., Official], settings: Any) -> None:
    city = settings.content_dir / CITY / "city.toml"
    city.write_text(city.read_text(encoding="utf-8") + '\n[line]\nleave = ["^防災メニュー$"]\n', encoding="utf-8")
    official = open_account()
    assert official.answer(text("防災メニュー"), tap("action=survey")) == []
    assert official.states() == [("silent", "other_tool")] * 2
    assert official.events() == []
