"""Conversations with the whole bot over a small real index."""

import logging
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from bot import Bot, Outcome, Published, Question, Shelf, UnknownChoice, UsageEvent, wording
from bot.compose import NONE
from bot.decide import Policy
from index import Index
from knowledge import TOKYO, Audience

Ask = Callable[..., Question]
ANSWERED, CHOICES, PASSAGE, HANDOFF = Outcome.ANSWERED, Outcome.CHOICES, Outcome.PASSAGE, Outcome.HANDOFF


@pytest.mark.parametrize(
    ("text", "outcome", "entry"),
    [
        ("住民票の写しはどこで取れますか", ANSWERED, "juminhyo"),
        ("住民票がほしい", ANSWERED, "juminhyo"),
        ("大きいごみを捨てたい", ANSWERED, "sodai"),
        ("粗大ごみはどうやって出しますか？", ANSWERED, "sodai"),
        ("児童手当の申請方法を教えてください", ANSWERED, "teate"),
        ("実印を登録したいです", ANSWERED, "inkan"),
        ("じどうてあてのしんせいほうほうをおしえてください", ANSWERED, "teate"),
        ("jidouteate no shinseihouhou wo oshietekudasai", ANSWERED, "teate"),
        ("庁舎でWi-Fiは使えますか", ANSWERED, "wifi"),
        ("こんにちは", Outcome.SMALLTALK, None),
        ("ありがとうございました", Outcome.SMALLTALK, None),
        ("", Outcome.SMALLTALK, None),
        ("How much is the tax?", Outcome.NOT_JAPANESE, None),
        ("もう死にたいです", Outcome.CRISIS, None),
        ("火事です", Outcome.CRISIS, None),
        ("宇宙旅行の予約方法", HANDOFF, None),
        ("となりの県の温泉はおすすめですか", HANDOFF, None),
    ],
)
def test_a_question_and_how_it_ends(bot: Bot, ask: Ask, text: str, outcome: Outcome, entry: str | None) -> None:
    reply = bot.reply(ask(text))
    assert (reply.outcome, reply.entry and reply.entry.id) == (outcome, entry)
    assert reply.text.strip()


def test_the_attribute_that_is_not_written_is_handed_over(bot: Bot, ask: Ask) -> None:
    reply = bot.reply(ask("住民票の写しの手数料はいくらですか"))
    assert reply.outcome is HANDOFF
    assert "手数料や金額" in reply.text
    assert [choice.id for choice in reply.choices] == ["juminhyo"]
    assert reply.contact.section == "市民課"


def test_what_only_a_plan_says_is_quoted_from_it(bot: Bot, ask: Ask) -> None:
    reply = bot.reply(ask("書かない窓口の試行"))
    assert reply.outcome is PASSAGE
    assert "書かない窓口を令和8年度に試行する。" in reply.text
    assert reply.sources[0].place.endswith("12–14行")


def test_staff_are_answered_with_notes_where_residents_are_handed_over(bot: Bot, ask: Ask) -> None:
    text = "起案文書の決裁区分はどこで確かめますか"
    resident, staff = bot.reply(ask(text)), bot.reply(ask(text, audience=Audience.STAFF))
    assert (staff.outcome, staff.entry.id) == (ANSWERED, "kessai")
    assert "【職員向けメモ】別表は庁内ポータルにある" in staff.text
    assert resident.entry is None
    assert "決裁規程" not in resident.text
    assert "kessai" not in {choice.id for choice in resident.choices}


@pytest.mark.parametrize(
    ("text", "day", "entry"),
    [
        ("灯油購入助成はいつまで受け付けますか", datetime(2026, 3, 31, 10, tzinfo=TOKYO), "kyufu"),
        ("灯油購入助成の受付", datetime(2026, 4, 1, 10, tzinfo=TOKYO), None),
        ("水道の新料金はどうなりますか", datetime(2026, 7, 1, 0, 0, tzinfo=TOKYO), "shinsei"),
        ("水道の新料金はどうなりますか", datetime(2026, 6, 30, 23, 59, tzinfo=TOKYO), None),
        ("水道の新料金はどうなりますか", datetime(2026, 6, 30, 15, 0, tzinfo=UTC), "shinsei"),  # 1 July in Tokyo
    ],
)
def test_only_what_is_valid_today_is_served(bot: Bot, ask: Ask, text: str, day: datetime, entry: str | None) -> None:
    reply = bot.reply(ask(text, asked_at=day))
    shown = {choice.id for choice in reply.choices} | ({reply.entry.id} if reply.entry else set())
    assert ({"kyufu", "shinsei"} & shown) == ({entry} if entry else set())


def test_a_conversation_through_choices(bot: Bot, ask: Ask) -> None:
    offered = bot.reply(ask("住民票の写しの手数料はいくらですか"))
    taken = bot.reply(ask(choice=offered.choices[0].id))
    assert (taken.outcome, taken.entry.id) == (ANSWERED, "juminhyo")
    assert "住民票手数料は、市民課にお問い合わせください。" in taken.text
    none = bot.reply(ask(choice=NONE))
    assert (none.outcome, none.choices) == (HANDOFF, ())


def test_a_reply_names_its_record_and_the_revision(bot: Bot, ask: Ask, kept: Any) -> None:
    first, second = bot.reply(ask("住民票がほしい")), bot.reply(ask("住民票がほしい"))
    assert first.revision == 7
    assert first.id
    assert first.id != second.id
    assert [event.id for event in kept.events] == [first.id, second.id]


def test_what_is_recorded(bot: Bot, ask: Ask, kept: Any) -> None:
    question = ask("住民票がほしい", channel="line", user="hashed", session="s1", audience=Audience.STAFF)
    reply = bot.reply(question)
    (event,) = kept.events
    assert (event.id, event.at, event.city) == (reply.id, question.asked_at, "131016")
    assert (event.channel, event.user, event.session) == ("line", "hashed", "s1")
    assert event.audience == Audience.STAFF
    assert (event.outcome, event.text, event.choice, event.revision) == (ANSWERED, "住民票がほしい", "", 7)
    assert event.shown[0] == "juminhyo"
    assert event.milliseconds > 0


def test_hits_that_were_rejected_are_recorded_with_scores_and_confidence(bot: Bot, ask: Ask, kept: Any) -> None:
    bot.reply(ask("住民票がほしい"))
    considered = kept.events[0].considered
    assert considered[0].id == "juminhyo"
    assert len(considered) > 3
    assert all(0.0 <= one.confidence <= 1.0 for one in considered)
    assert "kessai" not in {one.id for one in considered}


@pytest.mark.parametrize(
    ("text", "recorded"),
    [
        ("090-1234-5678です。住民票がほしい", "〔電話〕です。住民票がほしい"),
        ("マイナンバーは1234 5678 9012", ""),
        ("死にたい taro@example.jp", "死にたい 〔メール〕"),
    ],
)
def test_the_recorded_text_is_masked(bot: Bot, ask: Ask, kept: Any, text: str, recorded: str) -> None:
    bot.reply(ask(text))
    assert kept.events[0].text == recorded


def test_the_events_of_endings_without_search_consider_nothing(bot: Bot, ask: Ask, kept: Any) -> None:
    for text in ("こんにちは", "死にたい", "Where is the office?"):
        bot.reply(ask(text))
    assert [event.outcome for event in kept.events] == [Outcome.SMALLTALK, Outcome.CRISIS, Outcome.NOT_JAPANESE]
    assert all(event.considered == event.shown == () for event in kept.events)


def test_a_taken_choice_is_recorded_as_such(bot: Bot, ask: Ask, kept: Any) -> None:
    bot.reply(ask(choice="inkan"))
    bot.reply(ask(choice=NONE))
    taken, none = kept.events
    assert (taken.outcome, taken.choice, taken.shown) == (ANSWERED, "inkan", ("inkan",))
    assert (none.outcome, none.choice, none.shown) == (HANDOFF, NONE, ())


def test_quoted_passages_are_recorded_as_shown(bot: Bot, ask: Ask, kept: Any) -> None:
    bot.reply(ask("書かない窓口の試行"))
    assert kept.events[0].shown[0] == "keikaku-1"


def test_only_entries_are_recorded_as_shown_where_choices_are_offered(
    shelf: Shelf, index: Index, ask: Ask, kept: Any
) -> None:
    """どれでもない is no entry: nobody was shown one by that name."""
    never_sure = Policy(answer=1.1, choices=0.0, passage=1.1, close=-9.0)
    bot = Bot({"131016": Published(shelf, index)}.__getitem__, kept, never_sure)
    reply = bot.reply(ask("窓口で登録したい"))
    assert reply.outcome is CHOICES
    assert [choice.label for choice in reply.choices][-1] == "どれでもない"
    assert kept.events[0].shown == tuple(choice.id for choice in reply.choices[:-1])


def test_a_passage_that_was_not_quoted_after_all_is_not_recorded_as_shown(bot: Bot, ask: Ask, kept: Any) -> None:
    reply = bot.reply(ask("書かない窓口の電話番号は"))
    assert reply.outcome is HANDOFF
    assert not {"keikaku-1", "keikaku-2"} & set(kept.events[0].shown)


def test_a_failing_log_does_not_cost_the_person_the_answer(
    bot_without_log: Bot, ask: Ask, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        reply = bot_without_log.reply(ask("住民票がほしい"))
    assert (reply.outcome, reply.entry.id) == (ANSWERED, "juminhyo")
    assert reply.id in caplog.text
    assert "no space left" in caplog.text
    assert "住民票" not in caplog.text


def test_what_breaks_inside_becomes_an_apology_with_a_contact(
    broken_bot: Bot, ask: Ask, kept: Any, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        reply = broken_bot.reply(ask("090-1234-5678 住民票がほしい"))
    assert (reply.outcome, reply.text) == (Outcome.ERROR, wording.APOLOGY)
    assert reply.contact.section == "みなと野市の代表窓口"
    assert reply.revision == 7
    assert [event.outcome for event in kept.events] == [Outcome.ERROR]
    assert "a row that is not there" in caplog.text
    assert "5678" not in caplog.text


def test_a_crisis_is_answered_even_where_the_index_is_broken(broken_bot: Bot, ask: Ask) -> None:
    assert broken_bot.reply(ask("死にたい")).outcome is Outcome.CRISIS


def test_a_crisis_is_answered_even_where_the_log_is_broken(bot_without_log: Bot, ask: Ask) -> None:
    assert "0120-000-000" in bot_without_log.reply(ask("死にたい")).text


@pytest.mark.parametrize("choice", ["nothing-like-it", "kessai", "kyufu"])
def test_an_unknown_choice_is_raised_and_not_recorded(bot: Bot, ask: Ask, kept: Any, choice: str) -> None:
    with pytest.raises(UnknownChoice):
        bot.reply(ask(choice=choice))
    assert kept.events == []


def test_an_unknown_city_is_raised(bot: Bot, ask: Ask) -> None:
    with pytest.raises(LookupError):
        bot.reply(replace(ask("住民票"), city="132012"))


def test_the_same_question_gets_the_same_reply(bot: Bot, ask: Ask) -> None:
    one, other = (replace(bot.reply(ask("転出届の出し方")), id="") for _ in range(2))
    assert one == other


@pytest.mark.parametrize(
    "text", ["あ" * 3_000, "\x00\x01", "🙂", "<script>", "%(city)s {city}", "'; --", "\\", "ﾊﾟ" * 500]
)
def test_odd_texts_get_a_reply(bot: Bot, ask: Ask, text: str) -> None:
    assert bot.reply(ask(text)).outcome is not Outcome.ERROR


@pytest.mark.parametrize(
    ("previous", "text", "shown", "says"),
    [
        ("inkan", "必要なものは？", "inkan", "本人確認書類と印鑑が必要です。"),
        ("sodai", "それはどうやって？", "sodai", "電話で予約してから出してください。"),
        ("sodai", "電話番号は？", "sodai", "03-0000-3333"),
        ("sodai", "住民票がほしい", "juminhyo", "市民課の窓口で取れます。"),  # a topic of its own
    ],
)
def test_a_question_without_a_topic_leans_on_the_answer_before_it(bot, ask, kept, previous, text, shown, says):
    reply = bot.reply(ask(text, previous=previous))
    assert (reply.entry and reply.entry.id) == shown
    assert says in reply.text
    assert kept.events[0].leaned_on == (previous if shown == previous else "")


def test_what_the_entry_before_does_not_give_is_said(bot, ask):
    reply = bot.reply(ask("いくらですか", previous="inkan"))
    assert reply.outcome is Outcome.HANDOFF
    assert "手数料や金額" in reply.text


def test_staff_only_entries_are_nothing_for_residents_to_lean_on(bot, ask, kept):
    assert bot.reply(ask("どこですか", previous="kessai")).entry is None
    assert kept.events[0].leaned_on == ""


def test_an_explanation_shows_every_step(bot, ask):
    why = bot.explain(ask("粗大ごみの費用は"))
    assert why.typed == "粗大ごみの費用は"
    assert "手数料や金額" in why.asked
    assert why.entries[0].id == "sodai"
    assert why.entries[0].missing == ("手数料や金額",)
    assert 0 <= why.entries[0].confidence <= 1
    assert why.thresholds == (0.70, 0.35)
    assert why.decision.outcome is Outcome.HANDOFF
    assert why.decision.lacking == ("手数料や金額",)


def test_an_explanation_is_no_use_of_the_bot(bot, ask, kept):
    bot.explain(ask("粗大ごみの費用は"))
    assert kept.events == []


@pytest.mark.parametrize(
    ("asked", "outcome", "text"),
    [
        ({"text": "粗大ごみの出し方"}, Outcome.PAUSED, "休止しています。"),
        ({"choice": "sodai"}, Outcome.PAUSED, "休止しています。"),
        ({"choice": "not-there"}, Outcome.PAUSED, "休止しています。"),
        ({"text": "こんにちは"}, Outcome.PAUSED, "休止しています。"),
        ({"text": "死にたい"}, Outcome.CRISIS, "すぐに相談してください。"),
        ({"text": "火事です"}, Outcome.CRISIS, "すぐに119番へ電話してください。"),
    ],
)
def test_a_paused_channel_says_its_sentence_and_answers_only_a_crisis(shelf, index, kept, ask, asked, outcome, text):
    bot = Bot(lambda city: Published(shelf, index), kept, paused=lambda city, channel: "休止しています。")
    reply = bot.reply(ask(**asked))
    assert (reply.outcome, kept.events[0].outcome) == (outcome, outcome)
    assert reply.text.startswith(text)


def test_a_pause_holds_for_its_city_and_channel(shelf, index, kept, ask):
    pauses = {(shelf.knowledge.city.code, "line"): "休止しています。"}
    bot = Bot(lambda city: Published(shelf, index), kept, paused=lambda *asked: pauses.get(asked, ""))
    outcomes = [bot.reply(ask("こんにちは", channel=channel)).outcome for channel in ("line", "web")]
    assert outcomes == [Outcome.PAUSED, Outcome.SMALLTALK]


def test_a_reply_is_called_as_the_channel_says(bot, ask, kept):
    assert bot.reply(ask("こんにちは", id="f" * 32)).id == kept.events[0].id == "f" * 32
    assert bot.reply(ask("こんにちは")).id not in ("", "f" * 32)


class MeetingLog:
    """A UsageLog whose two events wait for each other, as those that one commit keeps together."""

    def __init__(self) -> None:
        self.meeting, self.met = threading.Barrier(2), 0

    def record(self, event: UsageEvent) -> None:
        self.meeting.wait(timeout=30)
        self.met += 1


def test_while_one_event_is_kept_the_next_question_is_thought_over(shelf: Shelf, index: Index, ask: Ask) -> None:
    log = MeetingLog()
    bot = Bot({"131016": Published(shelf, index)}.__getitem__, log)
    asked = [threading.Thread(target=bot.reply, args=[ask(text)]) for text in ("住民票がほしい", "こんにちは")]
    for each in asked:
        each.start()
    for each in asked:
        each.join(timeout=60)
    assert log.met == 2


def test_a_question_that_cannot_be_answered_stops_no_other(broken_bot: Bot, ask: Ask) -> None:
    outcomes = [broken_bot.reply(ask(text)).outcome for text in ("住民票がほしい", "こんにちは", "住民票がほしい")]
    assert outcomes == [Outcome.ERROR, Outcome.SMALLTALK, Outcome.ERROR]
