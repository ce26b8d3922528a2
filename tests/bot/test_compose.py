"""From a decision to what a person is shown."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot import Choice, Citation, Considered, Outcome, Question, Reply, Shelf, UnknownChoice, wording
from bot.attributes import asked_for
from bot.compose import NONE, apology, before_search, chosen, compose, lacking
from bot.decide import Decision
from index import normalise
from knowledge import Audience, Knowledge, Passage, Plan, PlanStatus, Scope, Topic

Ask = Callable[..., Question]
FILLS = {"住民票手数料": "300"}


def answer(question: Question, shelf: Shelf, entry: str) -> Reply:
    return compose(question, Decision(Outcome.ANSWERED, (entry,), (), entry), shelf, ())


def test_an_answer_is_the_entry_with_its_sources_and_its_section(shelf: Shelf, ask: Ask) -> None:
    reply = answer(ask("印鑑登録"), shelf, "inkan")
    assert (reply.outcome, reply.text) == (Outcome.ANSWERED, "本人確認書類と印鑑が必要です。")
    assert reply.entry is shelf.entries["inkan"]
    assert (reply.contact.section, reply.contact.telephone) == ("市民課", "03-0000-1111")
    assert answer(ask("住民票"), shelf, "juminhyo").sources == (Citation("住民基本台帳法", "第12条"),)


def test_a_blank_that_the_city_filled_stands_in_its_line(shelf: Shelf, ask: Ask) -> None:
    assert answer(ask("粗大ごみ"), shelf, "sodai").text == (
        "電話で予約してから出してください。\n受付は03-0000-3333です。"
    )


def test_a_line_with_an_unfilled_blank_is_left_out_and_the_section_named(shelf: Shelf, ask: Ask) -> None:
    reply = answer(ask("住民票がほしい"), shelf, "juminhyo")
    assert reply.outcome is Outcome.ANSWERED
    assert reply.text == "市民課の窓口で取れます。\n住民票手数料は、市民課にお問い合わせください。"


def test_once_filled_nothing_is_left_out(filled: Callable[[Mapping[str, str]], Shelf], ask: Ask) -> None:
    reply = answer(ask("住民票がほしい"), filled(FILLS), "juminhyo")
    assert reply.text == "市民課の窓口で取れます。\n手数料は1通300円です。"


def test_an_answer_in_easy_japanese_stands_beside_it_with_the_blanks_filled(knowledge: Knowledge, ask: Ask) -> None:
    """A line that the city has not filled is left out."""
    easy = "窓口（まどぐち）に 来（き）てください。\nお金（かね）は {{住民票手数料}}円です。"
    entry = replace(knowledge.entries[0], id="easy", easy_answer=easy)
    shown = {}
    for fills in ({}, FILLS):
        city = replace(knowledge.city, fills=fills)
        shown[len(fills)] = answer(
            ask("住民票"), Shelf(replace(knowledge, city=city, entries=(*knowledge.entries, entry))), "easy"
        )
    assert shown[0].easy == "窓口（まどぐち）に 来（き）てください。"
    assert shown[1].as_json()["entry"]["easy"] == "窓口（まどぐち）に 来（き）てください。\nお金（かね）は 300円です。"


def all_blank(knowledge: Knowledge) -> Shelf:
    entry = replace(knowledge.entries[0], id="blank", answer="{{窓口の名前}}で取れます。")
    return Shelf(replace(knowledge, entries=(*knowledge.entries, entry)))


def test_an_entry_of_nothing_but_blanks_is_a_handoff_that_names_them(knowledge: Knowledge, ask: Ask) -> None:
    reply = answer(ask("住民票"), all_blank(knowledge), "blank")
    assert reply.outcome is Outcome.HANDOFF
    assert reply.entry is None
    assert "窓口の名前" in reply.text
    assert "市民課" in reply.text


def test_an_entry_of_nothing_but_blanks_is_not_offered_again(knowledge: Knowledge, ask: Ask) -> None:
    """To choose it would lead back to the same hand-over."""
    assert chosen(ask(choice="blank"), all_blank(knowledge)).choices == ()


@pytest.mark.parametrize(
    ("question", "id", "names"),
    [
        ("住民票の手数料はいくらですか", "juminhyo", ("手数料や金額",)),  # the blank is not filled
        ("住民票はどこの窓口ですか", "juminhyo", ()),
        ("印鑑登録の電話番号は", "inkan", ("電話番号",)),
        ("粗大ごみの電話番号は", "sodai", ()),  # filled by the city
        ("児童手当は何日以内に申請しますか", "teate", ()),
        ("書かない窓口は何人が使いましたか", "keikaku-1", ("人数や数量",)),
        ("書かない窓口がほしい", "keikaku-1", ()),
    ],
)
def test_what_is_lacking_is_judged_by_what_would_be_shown(
    shelf: Shelf, question: str, id: str, names: tuple[str, ...]
) -> None:
    assert lacking(asked_for(normalise(question)), shelf, id) == names


def test_once_the_city_has_filled_the_fee_it_is_not_lacking(filled: Callable[[Mapping[str, str]], Shelf]) -> None:
    assert lacking(asked_for("手数料はいくらですか"), filled(FILLS), "juminhyo") == ()


def test_what_is_missing_is_named_and_the_entry_on_the_topic_offered(shelf: Shelf, ask: Ask) -> None:
    decision = Decision(Outcome.HANDOFF, nearest="inkan", lacking=("電話番号",))
    reply = compose(ask("印鑑登録の電話番号は"), decision, shelf, ())
    assert reply.outcome is Outcome.HANDOFF
    assert reply.text == "お尋ねの電話番号は、こちらでは分かりません。\n市民課にお問い合わせください。"
    assert reply.choices == (Choice("inkan", "印鑑登録に必要なものは何ですか"),)
    assert reply.entry is None
    assert reply.contact.telephone == "03-0000-1111"


def test_a_handoff_does_not_trust_an_entry_that_was_not_even_likely(shelf: Shelf, ask: Ask) -> None:
    """Of 15 sections named so, 7 were the wrong counter."""
    reply = compose(ask("ごみの歴史"), Decision(Outcome.HANDOFF, nearest="sodai"), shelf, ())
    assert reply.contact.section == "みなと野市の代表窓口"
    assert reply.choices == ()


@pytest.mark.parametrize(
    ("decision", "section"),
    [
        (Decision(Outcome.HANDOFF, ("sodai",), nearest="sodai"), "図書館"),  # the words of the question
        (Decision(Outcome.HANDOFF, nearest="sodai"), "図書館"),
        (Decision(Outcome.HANDOFF, nearest="sodai", lacking=("電話番号",)), "ごみ対策課"),  # the entry is on the topic
    ],
)
def test_the_directory_goes_before_an_entry_that_is_only_likely(
    knowledge: Knowledge, ask: Ask, decision: Decision, section: str
) -> None:
    shelf = Shelf(replace(knowledge, topics=(Topic("図書館", ("しおり",)),)))
    named = compose(ask("しおり"), decision, shelf, (), ("しおり",)).contact.section
    assert named == knowledge.city.section_for(section).name


def test_where_the_directory_is_silent_the_likely_entry_names_the_section(shelf: Shelf, ask: Ask) -> None:
    reply = compose(ask("ごみの歴史"), Decision(Outcome.HANDOFF, ("sodai",), nearest="sodai"), shelf, ())
    assert reply.contact.section == "ごみ対策課"
    assert "ごみ対策課" in reply.text


def test_a_handoff_without_a_nearest_entry_names_the_city(shelf: Shelf, ask: Ask) -> None:
    reply = compose(ask("月の裏側"), Decision(Outcome.HANDOFF), shelf, ())
    assert reply.contact.section == "みなと野市の代表窓口"
    assert reply.contact.hours == "本日（火曜日）の受付時間は 08:30～17:15 です。"


@pytest.mark.parametrize(("audience", "shown"), [(Audience.STAFF, True), (Audience.RESIDENT, False)])
def test_the_staff_s_note_is_for_staff(shelf: Shelf, ask: Ask, audience: Audience, shown: bool) -> None:
    text = answer(ask("住民票", audience=audience), shelf, "juminhyo").text
    assert ("【職員向けメモ】第三者の請求は別の様式" in text) is shown
    assert ("別の様式" in text) is shown


def test_choices_end_with_none_of_these(shelf: Shelf, ask: Ask) -> None:
    reply = compose(ask("届"), Decision(Outcome.CHOICES, ("tenshutsu", "inkan"), (), "tenshutsu"), shelf, ())
    assert (reply.outcome, reply.text) == (Outcome.CHOICES, wording.CHOOSE)
    assert reply.choices == (
        Choice("tenshutsu", "転出届はいつ出せばよいですか"),
        Choice("inkan", "印鑑登録に必要なもの"),
        Choice(NONE, "どれでもない"),
    )


def test_a_taken_choice_is_answered(shelf: Shelf, ask: Ask) -> None:
    reply = chosen(ask(choice="inkan"), shelf)
    assert (reply.outcome, reply.entry) == (Outcome.ANSWERED, shelf.entries["inkan"])


def test_a_taken_choice_is_shown_even_where_it_lacks_what_was_first_asked_for(shelf: Shelf, ask: Ask) -> None:
    assert chosen(ask("印鑑登録の電話番号は", choice="inkan"), shelf).outcome is Outcome.ANSWERED


def test_none_of_these_is_a_handoff_without_more_choices(shelf: Shelf, ask: Ask) -> None:
    reply = chosen(ask(choice=NONE), shelf)
    assert (reply.outcome, reply.choices) == (Outcome.HANDOFF, ())
    assert reply.contact.section == "みなと野市の代表窓口"


@pytest.mark.parametrize(
    ("choice", "more"),
    [
        ("nothing-like-it", {}),
        ("keikaku-1", {}),  # a passage is no choice
        ("kessai", {"audience": Audience.RESIDENT}),  # for staff
        ("kyufu", {}),  # expired
        ("kyufu", {"audience": Audience.STAFF}),
        ("shinsei", {}),  # not yet valid
    ],
)
def test_a_choice_that_this_person_may_not_take_is_unknown(
    shelf: Shelf, ask: Ask, choice: str, more: dict[str, Any]
) -> None:
    with pytest.raises(UnknownChoice, match=choice):
        chosen(ask(choice=choice, **more), shelf)


@pytest.mark.parametrize(
    ("choice", "more"),
    [
        ("kessai", {"audience": Audience.STAFF}),
        ("kyufu", {"asked_at": datetime(2026, 3, 31, 14, 59, tzinfo=UTC)}),  # the last minute of its last day in Tokyo
        ("shinsei", {"asked_at": datetime(2026, 6, 30, 15, 0, tzinfo=UTC)}),  # the first minute of its first day
    ],
)
def test_a_choice_that_this_person_may_take_is_answered(
    shelf: Shelf, ask: Ask, choice: str, more: dict[str, Any]
) -> None:
    assert chosen(ask(choice=choice, **more), shelf).entry is shelf.entries[choice]


def test_passages_are_quoted_with_their_plan_edition_and_place(shelf: Shelf, ask: Ask) -> None:
    decision = Decision(Outcome.PASSAGE, (), ("keikaku-1", "keikaku-2"))
    reply = compose(ask("書かない窓口"), decision, shelf, ("窓口",))
    assert reply.outcome is Outcome.PASSAGE
    assert reply.text == (
        "「みなと野市デジタル計画」(2026年2月時点)に、次の記載があります。\n書かない窓口を令和8年度に試行する。\n"
        "これは案の段階の文書です。決まった内容とは違うことがあります。"
    )
    assert reply.sources == (
        Citation(
            "みなと野市デジタル計画", "第1章 窓口 > 書かない窓口 > 12–14行", "", "書かない窓口を令和8年度に試行する。"
        ),
        Citation(
            "みなと野市デジタル計画",
            "第2章 学び > スマートフォン教室 > 30行",
            "",
            "高齢者向けのスマートフォン教室を開く。",
        ),
    )


def test_a_final_plan_is_not_called_a_draft(knowledge: Knowledge, ask: Ask) -> None:
    plans = tuple(replace(plan, status=PlanStatus.FINAL) for plan in knowledge.plans)
    reply = compose(
        ask("窓口"), Decision(Outcome.PASSAGE, (), ("keikaku-1",)), Shelf(replace(knowledge, plans=plans)), ()
    )
    assert "案の段階" not in reply.text


def test_a_city_s_own_answer_cites_the_plans_it_rests_on(shelf: Shelf, ask: Ask) -> None:
    decision = Decision(Outcome.ANSWERED, ("wifi",), ("keikaku-2",), "wifi")
    reply = compose(ask("Wi-Fi"), decision, shelf, ())
    assert [source.excerpt for source in reply.sources] == ["高齢者向けのスマートフォン教室を開く。"]


def test_an_answer_that_holds_everywhere_cites_no_plan_of_the_city(knowledge: Knowledge, ask: Ask) -> None:
    everywhere = Shelf(replace(knowledge, entries=tuple(replace(each, owner="common") for each in knowledge.entries)))
    reply = compose(ask("Wi-Fi"), Decision(Outcome.ANSWERED, ("wifi",), ("keikaku-2",), "wifi"), everywhere, ())
    assert reply.sources == ()


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("死にたい", Outcome.CRISIS),
        ("こんにちは、死にたいです", Outcome.CRISIS),
        ("死にたい。住民票の写しはどこで取れますか", Outcome.CRISIS),
        ("shinitai 死にたい help", Outcome.CRISIS),
        ("死にたいという曲を探しています", None),
        ("火事です!", Outcome.CRISIS),
        ("こんにちは", Outcome.SMALLTALK),
        ("???", Outcome.SMALLTALK),
        ("Where is the city office?", Outcome.NOT_JAPANESE),
        ("住民票がほしい", None),
        ("juuminhyou", None),
    ],
)
def test_a_crisis_comes_before_everything_else(shelf: Shelf, ask: Ask, text: str, outcome: Outcome | None) -> None:
    reply = before_search(ask(text), shelf)
    assert (reply and reply.outcome) == outcome


def test_of_two_crises_the_first_of_the_list_is_answered(shelf: Shelf, ask: Ask) -> None:
    assert before_search(ask("火事です。死にたい"), shelf).text.startswith("すぐに相談してください。")


def test_a_crisis_shows_its_words_and_numbers_and_nothing_else(shelf: Shelf, ask: Ask) -> None:
    reply = before_search(ask("もう死にたい"), shelf)
    assert reply == Reply(
        Outcome.CRISIS,
        "すぐに相談してください。\nみなと野ホットライン 0120-000-000(つらい人、24時間)",
        sources=(Citation("市の案内"),),
        helplines=shelf.knowledge.crises[0].helplines,
    )


def test_an_apology_has_the_city_s_contact(shelf: Shelf, ask: Ask) -> None:
    reply = apology(ask("住民票"), shelf)
    assert (reply.outcome, reply.text) == (Outcome.ERROR, wording.APOLOGY)
    assert reply.contact.section == "みなと野市の代表窓口"


def test_the_shelf_finds_entries_and_passages_by_id(shelf: Shelf) -> None:
    assert shelf.entries["sodai"].section == "ごみ"
    plan, passage = shelf.passages["keikaku-2"]
    assert (plan.id, passage.first_line) == ("keikaku", 30)
    assert shelf.entries["kyufu"].valid_until == date(2026, 3, 31)


def test_what_the_same_person_needs_next_is_offered_with_the_answer(knowledge: Knowledge, ask: Ask) -> None:
    """Only what this person may see today: not the staff entry, not the one that ended."""
    related = ("tenshutsu", "kessai", "kyufu", "gone")
    entry = replace(knowledge.entries[0], related=related)
    shelf = Shelf(replace(knowledge, entries=(entry, *knowledge.entries[1:])))
    reply = answer(ask("住民票"), shelf, "juminhyo")
    assert reply.choices == (Choice("tenshutsu", "転出届はいつ出せばよいですか"),)
    staff = answer(ask("住民票", audience=Audience.STAFF), shelf, "juminhyo")
    assert [choice.id for choice in staff.choices] == ["tenshutsu", "kessai"]


def test_where_no_entry_is_near_the_directory_names_the_section(knowledge: Knowledge, ask: Ask) -> None:
    shelf = Shelf(replace(knowledge, topics=(Topic("ごみ", ("コンポスト",)), Topic("宇宙課", ("ロケット",)))))
    decision = Decision(Outcome.HANDOFF)

    def section(*spellings: str) -> str:
        return compose(ask("x"), decision, shelf, (), spellings).contact.section

    assert section("コンポストの補助") == knowledge.city.section_for("ごみ").name
    assert section("こんぽすと", "コンポスト") == knowledge.city.section_for("ごみ").name
    assert section("ロケット") == "宇宙課の担当課"
    assert section("月の裏側") == section() == "みなと野市の代表窓口"


def test_a_hand_over_offers_the_entry_that_was_likely_and_not_sure(shelf: Shelf, ask: Ask) -> None:
    reply = compose(ask("ごみの歴史"), Decision(Outcome.HANDOFF, ("sodai",), nearest="sodai"), shelf, ())
    assert reply.entry is None
    assert reply.choices == (Choice("sodai", "粗大ごみはどうやって出しますか"),)
    assert compose(ask("ごみの歴史"), Decision(Outcome.HANDOFF, nearest="sodai"), shelf, ()).choices == ()


def quoting(shelf, ask, *passages: tuple[Plan, Passage], sure: tuple[float, ...] = ()):
    """The reply that quotes `passages` (each in its plan), found in this order with the confidences `sure`."""
    known = Shelf(replace(shelf.knowledge, plans=tuple(replace(plan, passages=(each,)) for plan, each in passages)))
    ids = tuple(each.id for _, each in passages)
    considered = tuple(Considered(id, 1.0, confidence) for id, confidence in zip(ids, sure, strict=False))
    decision = Decision(Outcome.PASSAGE, (), ids, considered=considered)
    return compose(ask("標準化の対象は何業務"), decision, known, ("業務",))


OLD = Plan("old", "131016", "みなと野市計画", as_of=date(2022, 2, 1))
NEW = Plan("new", "131016", "みなと野市行動計画", as_of=date(2025, 4, 1))


@pytest.mark.parametrize(
    ("sure", "leads"),
    [((0.9, 0.88), "20業務"), ((0.9, 0.6), "17業務")],  # the newer leads only where it is about as sure
)
def test_where_two_documents_speak_of_it_the_newer_leads_and_the_older_is_named(shelf, ask, sure, leads):
    older = Passage("old-1", ("標準化",), "対象は17業務である。", 1, 1)
    newer = Passage("new-1", ("標準化",), "対象は20業務である。", 1, 1)
    reply = quoting(shelf, ask, (OLD, older), (NEW, newer), sure=sure)
    first, other = (NEW, OLD) if leads == "20業務" else (OLD, NEW)
    assert leads in reply.text
    assert reply.text.startswith(f"「{first.title}」({first.as_of.year}年{first.as_of.month}月時点)")
    assert f"「{other.title}」({other.as_of.year}年{other.as_of.month}月時点)にも関係する記載があります。" in reply.text


@pytest.mark.parametrize(
    ("scope", "said"), [(Scope.CITY, ""), (Scope.NATION, wording.NATION), (Scope.PREFECTURE, wording.PREFECTURE)]
)
def test_what_the_nation_does_is_said_to_be_the_nations(shelf, ask, scope, said):
    passage = Passage("old-1", ("国の動向",), "対象は20業務である。", 1, 1, scope=scope)
    text = quoting(shelf, ask, (OLD, passage)).text
    assert said in text
    assert ("とは限りません" in text) is bool(said)


def test_what_a_plan_tells_of_another_city_is_no_answer(shelf):
    passage = Passage("old-1", ("先行事業",), "海野市では27業務を移した。", 1, 1, scope=Scope.ELSEWHERE)
    known = Shelf(replace(shelf.knowledge, plans=(replace(OLD, passages=(passage,)),)))
    assert lacking((), known, "old-1") == ("この市のこと",)
