"""Questions about the figures and the words of a plan, from the question to the reply."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from bot import Bot, Outcome, Published, Shelf
from bot.fiscal_year import spoken_year
from index import EncoderSettings, Index
from knowledge import Card, CardKind, CardYear, Figure, Passage, PassageKind, Plan, PlanTerm, Status
from tests.bot.conftest import ROOT

PEOPLE = "年間利用者"
CARDS = (
    Card(
        "案内の自動応答の利用拡大",
        CardKind.KPI,
        number="1-1-2",
        sections=("情報課",),
        years=(
            CardYear(
                2024,
                results=(
                    Figure(
                        f"{PEOPLE} 2,500人（対目標：＋1,000人）",
                        PEOPLE,
                        Decimal(2500),
                        "人",
                        Status.ACHIEVED,
                        Decimal(1500),
                        True,
                        Decimal(1000),
                        "目標",
                    ),
                ),
            ),
            CardYear(2025, goals=(Figure(f"{PEOPLE} 1,800人", PEOPLE, Decimal(1800), "人"),)),
        ),
        page="30",
        first_line=10,
        last_line=20,
    ),
    Card("高齢者向けの教室", CardKind.CONCEPT, sections=("福祉課",), page="31", first_line=30, last_line=33),
)


class Log:
    """A record that nobody reads."""

    def record(self, event):
        return None


@pytest.fixture(scope="module")
def bot(knowledge):
    passages = tuple(
        Passage(
            f"k-{card.first_line}",
            ("施策4",),
            f"事業名称: {card.title}\n担当: {card.sections[0]}\n"
            + "\n".join(
                f"{spoken_year(year.year)} {each.text}" for year in card.years for each in (*year.results, *year.goals)
            ),
            card.first_line,
            card.last_line,
            PassageKind.CARD,
            page=card.page,
            card=card.title,
        )
        for card in CARDS
    )
    plan = Plan("k", "131016", "みなと野市行動計画", as_of=date(2025, 4, 1), passages=passages, cards=CARDS)
    known = replace(knowledge, plans=(*knowledge.plans, plan))
    index = Index.build(known, EncoderSettings(home=ROOT / "var" / "encoders"))

    return Bot({"131016": Published(Shelf(known), index)}.__getitem__, Log())


@pytest.mark.parametrize(
    ("question", "outcome", "says"),
    [
        (
            "案内の自動応答、R6の年間利用者は目標に届いた？",
            Outcome.PASSAGE,
            "令和6年度は、目標を達成したとされています。",
        ),
        ("自動応答の年間利用者 令和6年度の実績", Outcome.PASSAGE, "実績 2,500人、目標 1,500人（実績と対目標から算出）"),
        ("自動応答の年間利用者の令和7年度の目標は", Outcome.PASSAGE, "・令和7年度 目標 年間利用者 1,800人"),
        ("自動応答の年間利用者の令和8年度の目標は", Outcome.HANDOFF, "令和8年度の目標は、こちらでは分かりません。"),
        ("自動応答の令和7年度の年間利用者の実績は", Outcome.HANDOFF, "令和7年度の実績は、こちらでは分かりません。"),
    ],
)
def test_figures_are_told_from_the_card_or_not_at_all(bot, ask, question, outcome, says):
    reply = bot.reply(ask(question))
    assert (reply.outcome, says in reply.text) == (outcome, True), reply.text


def test_the_reply_names_edition_and_page(bot, ask):
    reply = bot.reply(ask("自動応答の年間利用者 令和6年度の実績"))
    assert "「みなと野市行動計画」(2025年4月時点)" in reply.text
    assert "30ページ" in reply.sources[0].place


def test_what_is_not_held_is_handed_over_with_the_card_to_look_at(bot, ask):
    reply = bot.reply(ask("自動応答の年間利用者の令和8年度の目標は"))
    assert [choice.label for choice in reply.choices] == ["案内の自動応答の利用拡大"]
    taken = bot.reply(ask("", choice=reply.choices[0].id))
    assert taken.outcome is Outcome.ANSWERED or "1,800人" in taken.text


def test_a_question_for_the_meaning_of_a_word_is_answered_by_the_glossary(knowledge, ask):
    term = PlanTerm("書かない窓口", "職員が書く窓口のこと。", aliases=("RKM",), first_line=40, last_line=41)
    passage = Passage("g-40", ("用語集", term.word), f"{term.word} {term.meaning}", 40, 41, PassageKind.GLOSSARY)
    plan = Plan("g", "131016", "みなと野市用語計画", passages=(passage,), terms=(term,))
    known = replace(knowledge, plans=(*knowledge.plans, plan))
    index = Index.build(known, EncoderSettings(home=ROOT / "var" / "encoders"))
    bot = Bot({"131016": Published(Shelf(known), index)}.__getitem__, Log())
    for question in ("書かない窓口とは", "RKMって何ですか"):
        reply = bot.reply(ask(question))
        assert reply.outcome is Outcome.PASSAGE
        assert "職員が書く窓口のこと。" in reply.text
    assert "職員が書く窓口のこと。" not in bot.reply(ask("書かない窓口はいつから試行しますか")).text
