"""What of a plan's cards ships without the document, and that it is what the document says."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from knowledge import (
    Card,
    CardKind,
    CardYear,
    FaultyContent,
    Figure,
    PassageKind,
    Plan,
    PlanStatus,
    Status,
    load_knowledge,
)
from knowledge.card_table import card_csv
from knowledge.facts import facts_of, facts_plan
from knowledge.reading.facts import read_facts
from knowledge.reading.plan import read_plan

REAL = sorted((Path(__file__).parents[3] / "shared" / "plans").glob("003_*.txt"))
CARD = Card(
    "案内の自動応答",
    CardKind.KPI,
    number="1-1-2",
    sections=("情報課",),
    group="基本方針1",
    policy="施策4",
    content="分析して広げる",
    purpose="便利にする",
    note="参考",
    years=(
        CardYear(
            2024,
            ("実施",),
            results=(
                Figure(
                    "人数 12人(対目標:▲3人)",
                    "人数",
                    Decimal(12),
                    "人",
                    Status.MISSED,
                    Decimal(15),
                    True,
                    Decimal(-3),
                    "目標",
                ),
                Figure("再構築の検討", status=Status.ACHIEVED),
            ),
        ),
        CardYear(2025, ("実施",), goals=(Figure("運用を始める"), Figure("率５０％", "率", Decimal(50), "％"))),
    ),
    page="30",
    first_line=10,
    last_line=20,
)
ABOUT = """title = "みなと野市行動計画"
edition = "令和7年度版"
status = "final"
as_of = 2025-04-10
first_year = 2022
last_year = 2025
"""


def test_facts_have_no_sentence_of_the_document():
    facts = facts_of(CARD)
    assert (facts.title, facts.number, facts.sections, facts.page) == ("案内の自動応答", "1-1-2", ("情報課",), "30")
    assert (facts.content, facts.purpose, facts.note) == ("", "", "")
    assert [figure.text for year in facts.years for figure in (*year.results, *year.goals)] == ["", "", ""]
    assert [[each.status for each in year.results] for year in facts.years] == [[Status.MISSED, Status.ACHIEVED], []]
    assert [goal.value for goal in facts.years[1].goals] == [Decimal(50)]  # a goal without a number is no fact of ours


def test_facts_are_shown_in_our_words_with_their_page():
    plan = facts_plan(Plan("f", "131016", "みなと野市行動計画", cards=(facts_of(CARD),)))
    (passage,) = plan.passages
    assert plan.facts_only
    assert (passage.kind, passage.page, passage.section, passage.card) == (PassageKind.CARD, "30", "情報課", CARD.title)
    assert "人数 12人（対目標：▲3人） 目標 15人（実績と対目標から算出）" in passage.text
    assert "率 50％" in passage.text


@pytest.fixture
def facts(write: Callable[..., Path]) -> Callable[..., Path]:
    """A table of facts with the file that describes its document."""

    def make(about: str = ABOUT) -> Path:
        write("cards.toml", about)
        return write("cards.csv", card_csv([facts_of(CARD)]))

    return make


def test_a_table_of_facts_is_a_plan(facts):
    plan = read_facts(facts(), "131016")
    assert (plan.title, plan.edition, plan.status, plan.as_of) == (
        "みなと野市行動計画",
        "令和7年度版",
        PlanStatus.FINAL,
        date(2025, 4, 10),
    )
    assert (plan.first_year, plan.last_year, plan.facts_only, len(plan.passages)) == (2022, 2025, True, 1)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (
            ABOUT.replace('title = "みなと野市行動計画"\n', ""),
            "cards.toml title: (空欄) ありません、または形が違います → str で書いてください",
        ),
        (
            ABOUT.replace("2025-04-10", '"4月"'),
            "cards.toml as_of: 「4月」 ありません、または形が違います → date で書いてください",
        ),
        (
            ABOUT.replace('"final"', '"kettei"'),
            "cards.toml status: 「kettei」 知らない値です → draft か final にしてください",
        ),
        (ABOUT + "pages = 3\n", "cards.toml pages: 「3」 知らない項目です"),
        ("title = ", "文書の説明を読めません"),
    ],
)
def test_a_faulty_description_is_refused(facts, wrong, told):
    with pytest.raises(FaultyContent) as caught:
        read_facts(facts(wrong), "131016")
    assert told in str(caught.value)


@pytest.mark.skipif(not REAL, reason="no plan documents in ../shared/plans beside the repository")
def test_the_shipped_facts_are_what_the_document_says():
    (shipped,) = (plan for plan in load_knowledge("132012").plans if plan.facts_only)
    read = read_plan(REAL[0], "132012", shipped.title, edition=shipped.edition)
    assert card_csv(map(facts_of, shipped.cards)) == card_csv(map(facts_of, read.cards))


def test_the_shipped_facts_give_way_to_the_imported_document():
    knowledge = load_knowledge("132012")
    (shipped,) = knowledge.plans_in_force
    imported = Plan("x", "132012", "行動計画", cards=shipped.cards)
    assert knowledge.with_plans((imported,)).plans_in_force == (imported,)
