"""From a reply to what a resident sees on LINE: replies in, messages out."""

import json
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

import pytest
from linebot.v3.messaging import ReplyMessageRequest

from adapters.line.limits import message_breaches
from adapters.line.render import Renderer
from adapters.line.rendered import Rendered
from bot import Choice, Citation, Contact, Outcome, Reply, Shelf, wording
from knowledge import TOKYO, Audience, Calendar, City, Entry, Helpline, Knowledge, Section, Source
from knowledge.calendar import Hours
from knowledge.category import Category

THURSDAY = datetime(2026, 11, 26, 10, 0, tzinfo=TOKYO)
CONTACT = Contact("清掃課", "03-0000-1002", "本日（木曜日）の受付時間は 08:30～17:15 です。", True, "本庁舎2階")
ENTRY = Entry(
    "sodai", "131016", "粗大ごみはどう出しますか。", "電話で申し込みます。", "清掃課", updated_on=date(2026, 11, 1)
)
EASY = replace(
    ENTRY, id="easy", easy_answer="電話（でんわ）で 申（もう）し込（こ）みます。\nお金（かね）は {{手数料}}です。"
)
LONG = replace(ENTRY, id="long", answer="これは長い案内の一文です。" * 400)  # 5,200 characters
CITATION = Citation("廃棄物条例", "第12条", "https://example.jp/12")


def knowledge(*entries: Entry) -> Knowledge:
    hours = {weekday: Hours(time(8, 30), time(17, 15)) for weekday in range(5)}
    section = Section("清掃課", telephone="03-0000-1002", place="本庁舎2階")
    city = City("131016", "みなと野市", sections=(section,), calendar=Calendar(hours))
    categories = (
        Category("くらし", ("ごみ", "動物")),
        Category("証明", ("住民票",)),
        Category("庁内", ("休暇",), Audience.STAFF),
    )
    return Knowledge(city, entries, categories=categories)


def filed(count: int, category: str = "くらし/ごみ") -> tuple[Entry, ...]:
    return tuple(
        replace(ENTRY, id=f"gomi-{n}", question=f"ごみの質問その{n}。", category=category) for n in range(1, count + 1)
    )


def renderer(*entries: Entry, public_url: str = "") -> Renderer:
    return Renderer(Shelf(knowledge(*entries)), THURSDAY, public_url)


def words(shown: Rendered) -> str:
    """Everything that is read, message by message."""
    return "\n--\n".join(message.get("text") or message["altText"] for message in shown.messages)


def taps(shown: Rendered) -> list[tuple[str, str]]:
    """The quick replies: label, and what a tap sends or opens."""
    items = shown.messages[-1].get("quickReply", {}).get("items", [])
    actions: list[dict[str, Any]] = [item["action"] for item in items]
    return [(action["label"], action.get("data") or action["uri"]) for action in actions]


MENU = ("一覧から選ぶ", "mdg1:category:all")
JUDGEMENT = [("役に立った", "mdg1:helpful:r1:yes"), ("役に立たなかった", "mdg1:helpful:r1:no")]


class TestAnswer:
    def test_it_has_section_telephone_hours_source_and_day(self) -> None:
        reply = Reply(Outcome.ANSWERED, "電話で申し込みます。", ENTRY, (CITATION,), (), CONTACT, id="r1")
        shown = renderer(ENTRY).reply(reply)
        assert words(shown) == (
            "■ 粗大ごみはどう出しますか。\n\n電話で申し込みます。\n\n"
            "【担当】清掃課（本庁舎2階）\n電話 03-0000-1002\n本日（木曜日）の受付時間は 08:30～17:15 です。\n"
            "【出典】廃棄物条例 第12条\nhttps://example.jp/12\n"
            "【更新日】2026年11月1日"
        )
        assert taps(shown) == [("電話をかける", "tel:0300001002"), *JUDGEMENT, MENU]
        assert shown.numbered == ()

    def test_what_is_not_known_is_not_there(self) -> None:
        reply = Reply(Outcome.ANSWERED, "はい。", replace(ENTRY, updated_on=None), (), (), Contact("清掃課"), id="r1")
        shown = renderer(ENTRY).reply(reply)
        assert words(shown) == "■ 粗大ごみはどう出しますか。\n\nはい。\n\n【担当】清掃課"
        assert taps(shown) == [*JUDGEMENT, MENU]

    def test_hours_that_nobody_has_entered_are_not_read_out(self) -> None:
        contact = Contact("清掃課", "", "本日（木曜日）の受付時間は登録されていません。", None)
        assert words(renderer().reply(Reply(Outcome.HANDOFF, "分かりません。", contact=contact))) == (
            "分かりません。\n\n【担当】清掃課"
        )

    def test_what_is_often_needed_next_follows_by_number_and_by_tap(self) -> None:
        reply = Reply(Outcome.ANSWERED, "はい。", ENTRY, (), (Choice("next", "次に聞くこと。"),), None, id="r1")
        shown = renderer(ENTRY).reply(reply)
        assert words(shown).endswith("1. 次に聞くこと。\n番号を送って選ぶこともできます。")
        assert taps(shown) == [*JUDGEMENT, ("1. 次に聞くこと", "mdg1:choice:next"), MENU]
        assert shown.numbered == ("mdg1:choice:next",)

    def test_of_many_sources_the_first_stand_there_and_the_rest_is_counted(self) -> None:
        sources = tuple(Citation(f"計画{n}", "p.1") for n in (1, 2, 3, 4, 5, 1))
        shown = renderer().reply(Reply(Outcome.PASSAGE, "記載があります。", sources=sources))
        assert (
            words(shown) == "記載があります。\n\n【出典】計画1 p.1\n【出典】計画2 p.1\n【出典】計画3 p.1\n（ほか2件）"
        )


class TestChoices:
    OFFERED = (
        Choice("a", "住民票を窓口で取りたい。"),
        Choice("b", "住民票を郵便で取りたい。"),
        Choice("none", "どれでもない"),
    )

    def test_they_are_quick_replies_and_numbered_lines(self) -> None:
        shown = renderer().reply(Reply(Outcome.CHOICES, "選んでください。", choices=self.OFFERED, id="r1"))
        assert words(shown) == (
            "選んでください。\n\n1. 住民票を窓口で取りたい。\n2. 住民票を郵便で取りたい。\n3. どれでもない\n"
            "番号を送って選ぶこともできます。"
        )
        assert taps(shown) == [
            ("1. 住民票を窓口で取りたい", "mdg1:choice:a"),
            ("2. 住民票を郵便で取りたい", "mdg1:choice:b"),
            ("3. どれでもない", "mdg1:choice:none"),
            MENU,
        ]
        assert shown.numbered == ("mdg1:choice:a", "mdg1:choice:b", "mdg1:choice:none")

    def test_in_the_chat_a_tap_reads_as_the_whole_question(self) -> None:
        shown = renderer().reply(Reply(Outcome.CHOICES, "選んでください。", choices=self.OFFERED))
        assert shown.messages[-1]["quickReply"]["items"][0]["action"]["displayText"] == "住民票を窓口で取りたい。"

    def test_more_than_13_buttons_are_never_sent(self) -> None:
        many = tuple(Choice(f"c{n}", f"質問{n}") for n in range(20))
        shown = renderer().reply(Reply(Outcome.CHOICES, "選んでください。", choices=many))
        assert len(taps(shown)) == 13
        assert len(shown.numbered) == 20


class TestHandOver:
    def test_it_can_be_called_at_once_and_offers_what_is_near(self) -> None:
        near = (Choice("sodai", "粗大ごみはどう出しますか。"),)
        shown = renderer().reply(Reply(Outcome.HANDOFF, "分かりません。", choices=near, contact=CONTACT, id="r1"))
        assert "電話 03-0000-1002" in words(shown)
        assert taps(shown) == [
            ("電話をかける", "tel:0300001002"),
            ("1. 粗大ごみはどう出しますか", "mdg1:choice:sodai"),
            MENU,
        ]


class TestCrisis:
    LINES = (
        Helpline("119番（消防・救急）", "119", "急な病気", "24時間"),
        Helpline("DV相談ナビ", "#8008", "", ""),
        Helpline("いのちの電話", "0120-783-556", "", "毎日16時から21時"),
    )

    def test_nothing_stands_beside_the_words_and_the_numbers_to_call(self) -> None:
        reply = Reply(Outcome.CRISIS, "すぐに119番へ。", sources=(CITATION,), helplines=self.LINES, id="r1")
        shown = renderer().reply(reply)
        assert words(shown) == (
            "すぐに119番へ。\n--\n"
            "押すとつながる相談先\n119番（消防・救急） 119(急な病気、24時間)\nいのちの電話 0120-783-556(毎日16時から21時)"
        )
        assert taps(shown) == []
        body = shown.messages[1]["contents"]["body"]["contents"]
        assert [part["action"]["uri"] for part in body if part["type"] == "button"] == ["tel:119", "tel:0120783556"]

    def test_who_cannot_speak_is_led_to_a_page(self) -> None:
        place = Helpline("まもろうよ こころ", "", "電話がつらい人", "", Source("案内", url="https://example.jp/kokoro"))
        shown = renderer().reply(Reply(Outcome.CRISIS, "ひとりで抱えないで。", helplines=(place,)))
        [*_, button] = shown.messages[1]["contents"]["body"]["contents"]
        assert button["action"] == {"type": "uri", "label": "まもろうよ こころ", "uri": "https://example.jp/kokoro"}

    def test_a_crisis_without_a_number_that_a_tap_can_call_is_text_alone(self) -> None:
        shown = renderer().reply(Reply(Outcome.CRISIS, "#8008へ。", helplines=self.LINES[1:2]))
        assert [message["type"] for message in shown.messages] == ["text"]


@pytest.mark.parametrize(
    ("outcome", "buttons"),
    [
        (Outcome.SMALLTALK, [MENU]),
        (Outcome.OUT_OF_AREA, [MENU]),
        (Outcome.PERSONAL_DATA, [MENU]),
        (Outcome.NOT_JAPANESE, [MENU]),
        (Outcome.ERROR, [MENU]),
        (Outcome.PAUSED, []),
    ],
)
def test_the_other_outcomes_are_their_sentence(outcome: Outcome, buttons: list[tuple[str, str]]) -> None:
    shown = renderer().reply(Reply(outcome, "ひとこと。", id="r1"))
    assert (words(shown), taps(shown)) == ("ひとこと。", buttons)


class TestLongTexts:
    def test_a_long_answer_is_cut_at_a_sentence_with_a_link_to_the_full_text(self) -> None:
        reply = Reply(Outcome.ANSWERED, LONG.answer, LONG, (CITATION,), (), CONTACT, id="r1")
        shown = renderer(LONG, public_url="https://machi.example.jp/").reply(reply)
        [message] = shown.messages
        _, body, link, *_ = message["text"].split("\n\n")
        assert body == "これは長い案内の一文です。" * 307  # 13 × 307 = 3,991; one more would be over 4,000
        assert link == "全文: https://machi.example.jp/chat/131016/long"
        assert "【出典】廃棄物条例" in message["text"]
        assert shown.numbered == ()

    def test_without_a_web_page_the_rest_comes_on_request(self) -> None:
        reply = Reply(Outcome.ANSWERED, LONG.answer, LONG, (CITATION,), (), CONTACT, id="r1")
        shown = renderer(LONG).reply(reply)
        assert shown.numbered == ("mdg1:more:long",)
        assert "長いため、続きがあります。" in words(shown)
        rest = renderer(LONG).more("long")
        assert rest is not None
        assert words(rest).split("\n\n")[0] == "これは長い案内の一文です。" * 93  # 400 − 307

    def test_what_no_page_shows_goes_on_in_further_messages(self) -> None:
        shown = renderer().reply(Reply(Outcome.PASSAGE, "計画の一文です。" * 1000))
        assert len(shown.messages) == 2
        assert "".join(message["text"] for message in shown.messages) == "計画の一文です。" * 1000

    def test_even_the_longest_text_fits(self) -> None:
        shown = renderer().reply(Reply(Outcome.PASSAGE, "😀" * 20_000))
        assert len(shown.messages) == 5
        assert shown.messages[-1]["text"].endswith("…")
        assert message_breaches(list(shown.messages)) == []


class TestEasyJapanese:
    def test_an_entry_that_has_it_offers_it(self) -> None:
        reply = Reply(Outcome.ANSWERED, "はい。", EASY, (), (), None, id="r1")
        shown = renderer(EASY).reply(reply)
        assert taps(shown) == [*JUDGEMENT, ("1. やさしい日本語", "mdg1:more:easy?easy"), MENU]

    def test_it_leaves_out_what_the_city_has_not_filled_in(self) -> None:
        shown = renderer(EASY).more("easy?easy")
        assert shown is not None
        assert words(shown) == (
            "【やさしい日本語】\n電話（でんわ）で 申（もう）し込（こ）みます。\n\n"
            "【担当】清掃課（本庁舎2階）\n電話 03-0000-1002\n本日（木曜日）の受付時間は 08:30～17:15 です。"
        )

    def test_one_that_is_only_blanks_is_not_offered(self) -> None:
        blank = replace(ENTRY, easy_answer="お金は {{手数料}}です。")
        assert renderer(blank).reply(Reply(Outcome.ANSWERED, "はい。", blank)).numbered == ()

    def test_an_entry_that_is_gone_is_told_apart(self) -> None:
        assert renderer().more("easy?easy") is None
        assert renderer(replace(ENTRY, audience=Audience.STAFF)).more("sodai") is None


class TestMenu:
    def test_a_new_friend_learns_what_it_can_do_and_what_not_to_write(self) -> None:
        shown = renderer(*filed(1)).greeting()
        assert words(shown) == (
            "みなと野市の窓口です。登録していただき、ありがとうございます。\n"
            "手続きや暮らしのことを、ふだんの言葉で送ってください。市の案内の中から探し、出典を付けて自動でお答えします。"
            "分からないときは、担当の課をご案内します。\n\n"
            "個人情報は書かないでください（氏名・住所・電話番号・マイナンバーなど）。\n--\n"
            "一覧から選ぶ\n1. くらし\n番号を送って選ぶこともできます。"
        )
        assert shown.numbered == ("mdg1:category:くらし",)

    def test_every_button_of_the_card_is_in_its_alternative_text(self) -> None:
        [_, card] = renderer(*filed(1), *filed(1, "証明/住民票")).greeting().messages
        row = card["contents"]["body"]["contents"][2]["contents"]
        assert [tile["action"]["displayText"] for tile in row] == ["くらし", "証明"]
        assert "1. くらし\n2. 証明" in card["altText"]

    @pytest.mark.parametrize(
        ("kind", "sentence"),
        [("sticker", wording.STICKER), *[(kind, wording.NOT_OPENED) for kind in ("image", "video", "audio", "file")]],
    )
    def test_what_is_no_text_gets_a_sentence_and_the_menu(self, kind: str, sentence: str) -> None:
        shown = renderer(*filed(1)).without_text(kind)
        assert words(shown).startswith(f"{sentence}\n--\n一覧から選ぶ")

    def test_a_category_lists_its_parts_and_leads_back(self) -> None:
        shown = renderer(*filed(1), *filed(1, "くらし/動物")).category("くらし")
        assert words(shown) == "「くらし」\n\n1. ごみ\n2. 動物\n3. 前の一覧にもどる\n番号を送って選ぶこともできます。"
        assert shown.numbered == ("mdg1:category:くらし/ごみ", "mdg1:category:くらし/動物", "mdg1:category:all")
        assert taps(shown) == [
            ("1. ごみ", "mdg1:category:くらし/ごみ"),
            ("2. 動物", "mdg1:category:くらし/動物"),
            ("3. 前の一覧にもどる", "mdg1:category:all"),
        ]

    @pytest.mark.parametrize(
        ("id", "heading", "first", "numbers"),
        [
            ("くらし/ごみ", "「ごみ」（1／3ページ）", "mdg1:choice:gomi-1", 13),
            ("くらし/ごみ?2", "「ごみ」（2／3ページ）", "mdg1:choice:gomi-12", 13),
            ("くらし/ごみ?3", "「ごみ」（3／3ページ）", "mdg1:choice:gomi-23", 4),
            ("くらし/ごみ?9", "「ごみ」（3／3ページ）", "mdg1:choice:gomi-23", 4),
            ("くらし/ごみ?x", "「ごみ」（1／3ページ）", "mdg1:choice:gomi-1", 13),
        ],
    )
    def test_long_lists_have_pages(self, id: str, heading: str, first: str, numbers: int) -> None:
        shown = renderer(*filed(25)).category(id)
        assert words(shown).startswith(heading)
        assert shown.numbered[0] == first
        assert len(shown.numbered) == numbers
        assert len(taps(shown)) == numbers

    def test_a_list_that_fits_has_one_page(self) -> None:
        shown = renderer(*filed(12)).category("くらし/ごみ")
        assert words(shown).startswith("「ごみ」\n")
        assert len(taps(shown)) == 13

    @pytest.mark.parametrize("id", ["", "庁内", "庁内/休暇", "くらし/ない", "くらし/動物"])
    def test_what_is_not_there_leads_to_the_menu(self, id: str) -> None:
        staff = replace(ENTRY, id="s", category="庁内/休暇", audience=Audience.STAFF)
        shown = renderer(*filed(1), staff).category(id)
        assert words(shown).startswith(wording.UNKNOWN_CATEGORY)
        assert shown.numbered == ("mdg1:category:くらし",)

    def test_a_city_without_categories_has_no_empty_card(self) -> None:
        assert words(renderer().without_text("sticker")) == wording.STICKER


@pytest.mark.parametrize("helpful", [True, False])
def test_feedback_is_thanked_for(helpful: bool) -> None:
    shown = renderer().thanks(helpful)
    assert words(shown) == (wording.HELPFUL if helpful else wording.NOT_HELPFUL)
    assert taps(shown) == [MENU]


def test_nothing_that_is_rendered_breaks_a_limit() -> None:
    """Labels, texts and addresses at their worst."""
    family = "👨‍👩‍👧‍👦" * 400
    worst = replace(ENTRY, id="w" * 80, question=family, answer=family * 40, easy_answer=family * 40)
    citations = tuple(Citation(family, family, "https://example.jp/" + "あ" * 900) for _ in range(9))
    choices = tuple(Choice(f"{n}" * 60, family) for n in range(12))
    contact = Contact(family, "代表 03（0000）1002 内線 12", family, True, family)
    for outcome in Outcome:
        reply = Reply(outcome, family * 40, worst, citations, choices, contact, (Helpline(family, "119"),), id="r" * 32)
        shown = renderer(worst, public_url="https://example.jp").reply(reply)
        assert message_breaches(list(shown.messages)) == []
    for shown in [renderer(worst).more(worst.id), renderer(worst).more(f"{worst.id}?easy")]:
        assert shown is not None
        assert message_breaches(list(shown.messages)) == []


def test_the_sdk_sends_what_was_rendered() -> None:
    """Its models are strict about types and drop what they do not know."""
    shown = [
        renderer(*filed(3)).greeting(),
        renderer(*filed(3)).category("くらし/ごみ"),
        renderer(EASY).reply(Reply(Outcome.ANSWERED, "はい。", EASY, (CITATION,), (), CONTACT, id="r1")),
        renderer().reply(Reply(Outcome.CRISIS, "119番へ。", helplines=TestCrisis.LINES)),
    ]
    for each in shown:
        messages = list(each.messages)
        sent = ReplyMessageRequest.from_dict({"replyToken": "t", "messages": messages}).to_dict()["messages"]
        assert without_nothing(json.loads(json.dumps(sent))) == messages


def without_nothing(value: Any) -> Any:
    """`value` without fields that are None."""
    if isinstance(value, dict):
        return {name: without_nothing(inner) for name, inner in value.items() if inner is not None}
    return [without_nothing(inner) for inner in value] if isinstance(value, list) else value


def test_sources_of_an_entry_are_those_of_the_reply() -> None:
    """Rendering reads the reply, not the entry: what a reply leaves out stays out."""
    sourced = replace(ENTRY, source=(Source("別の法律"),))
    assert "別の法律" not in words(renderer(sourced).reply(Reply(Outcome.ANSWERED, "はい。", sourced)))
