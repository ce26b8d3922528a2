"""Corrections that people made in the table of cards, on top of the cards of a plan."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from knowledge import Card, CardKind, CardYear, Certainty, Doubt, Fault, Figure, Passage, PassageKind, Plan, Status
from knowledge.card import card_text
from knowledge.card_workbook import TABLE, write_workbook
from knowledge.plan_term import PlanTerm
from knowledge.reading.settlement import settled, with_cards, with_settled_numbers

Faults = Callable[..., tuple[Fault, ...]]

LIBRARY = Card(
    "図書館の本の予約",
    CardKind.KPI,
    "",
    ("1-2-3", "1-2-4"),
    Certainty.AMBIGUOUS,
    ("図書館",),
    years=(
        CardYear(
            2024,
            ("実施",),
            results=(
                Figure("60.0％（対目標：▲5.0％）", "満足度", Decimal("60.0"), "％", Status.MISSED, Decimal("65.0"), True, Decimal("-5.0"), "目標"),
                Figure("予約数 300件", "予約数", Decimal(300), "件", Status.ACHIEVED),
            ),
        ),
        CardYear(2025, ("実施",), goals=(Figure("予約数 400件", "予約数", Decimal(400), "件"),)),
    ),
    page="12",
    first_line=120,
    last_line=168,
)  # fmt: skip
PARKS = replace(LIBRARY, title="公園の案内板", sections=("公園課",), years=(), first_line=170, last_line=180)
TREES = Card(
    "街路樹の手入れ", CardKind.CONCEPT, "1-2-5", certainty=Certainty.INFERRED, page="13", first_line=200, last_line=210
)
CARDS = (LIBRARY, PARKS, TREES)
KPI_ROWS = (2, 3, 4)  # of LIBRARY; PARKS is in row 5, TREES in row 6


@pytest.fixture
def table(tmp_path: Path) -> Callable[..., Path]:
    """table({(5, "管理番号"): "1-2-4"}, without=(6,)) is the table of CARDS with that cell written and that row deleted."""

    def written(
        cells: dict[tuple[int, str], object], without: tuple[int, ...] = (), cards: tuple[Card, ...] = CARDS
    ) -> Path:
        path = tmp_path / "cards.xlsx"
        write_workbook(cards, path)
        book = openpyxl.load_workbook(path)
        sheet = book[TABLE]
        columns = {cell.value: cell.column for cell in sheet[1]}
        for (row, name), value in cells.items():
            sheet.cell(row, columns[name]).value = value
        for row in sorted(without, reverse=True):
            sheet.delete_rows(row)
        book.save(path)
        return path

    return written


Table = Callable[..., Path]


class TestCorrections:
    """What people may change."""

    def test_an_untouched_table_changes_nothing(self, table: Table) -> None:
        result = settled(CARDS, table({}))
        assert (result.cards, result.changed, result.absent) == (CARDS, (), ())
        assert all(before is after for before, after in zip(CARDS, result.cards, strict=True))

    @pytest.mark.parametrize("rows", [(2,), (3,), (2, 3, 4)], ids=["first row", "second row", "every row"])
    @pytest.mark.parametrize("typed", ["1-2-4", "１－２－４", " 1‐2‐4 "])
    def test_a_number_settles_its_card(self, table: Table, rows: tuple[int, ...], typed: str) -> None:
        [library, *rest] = settled(CARDS, table({(row, "管理番号"): typed for row in rows})).cards
        assert library == replace(LIBRARY, number="1-2-4", candidates=(), certainty=Certainty.CERTAIN)
        assert rest == [PARKS, TREES]

    def test_an_inferred_number_is_confirmed(self, table: Table) -> None:
        assert settled(CARDS, table({(6, "番号の確かさ"): "確実"})).cards[2] == replace(
            TREES, certainty=Certainty.CERTAIN
        )

    def test_an_inferred_number_is_corrected(self, table: Table) -> None:
        trees = settled(CARDS, table({(6, "管理番号"): "1-2-9"})).cards[2]
        assert (trees.number, trees.certainty) == ("1-2-9", Certainty.CERTAIN)

    def test_an_inferred_number_is_taken_back(self, table: Table) -> None:
        trees = settled(CARDS, table({(6, "番号の確かさ"): "要確認"})).cards[2]
        assert (trees.number, trees.candidates, trees.certainty) == ("", ("1-2-5",), Certainty.AMBIGUOUS)

    def test_a_figure_is_corrected_and_the_others_stay_as_they_are(self, table: Table) -> None:
        [library, *_] = settled(CARDS, table({(3, "値"): 310, (3, "原文"): "予約数 310件"})).cards
        satisfaction, bookings = library.years[0].results
        assert (bookings.value, bookings.text) == (Decimal(310), "予約数 310件")
        assert str(satisfaction.value) == "60.0"
        assert library.certainty is Certainty.AMBIGUOUS

    def test_one_row_is_enough_to_correct_a_card(self, table: Table) -> None:
        assert settled(CARDS, table({(3, "担当"): "中央図書館"})).cards[0].sections == ("中央図書館",)

    def test_a_cell_cleared_in_one_row_only_is_no_correction(self, table: Table) -> None:
        assert settled(CARDS, table({(3, "担当"): None})).cards == CARDS
        assert settled(CARDS, table({(row, "担当"): None for row in KPI_ROWS})).cards[0].sections == ()

    def test_a_figure_moves_to_another_year(self, table: Table) -> None:
        [library, *_] = settled(CARDS, table({(3, "年度"): "令和5年度"})).cards
        assert [(year.year, len(year.results)) for year in library.years] == [(2023, 1), (2024, 1), (2025, 0)]

    def test_a_card_that_the_table_lacks_stays_and_is_named(self, table: Table) -> None:
        result = settled(CARDS, table({(5, "管理番号"): "1-2-3"}, without=(2, 3, 4, 6)))
        assert result.absent == ("図書館の本の予約", "街路樹の手入れ")
        assert (result.cards[0], result.cards[2]) == (LIBRARY, TREES)
        assert [(before.number, after.number) for before, after in result.changed] == [("", "1-2-3")]

    def test_the_order_of_the_plan_stays(self, table: Table) -> None:
        path = table({}, cards=(TREES, PARKS, LIBRARY))
        assert settled(CARDS, path).cards == CARDS

    def test_a_table_of_an_earlier_reading_fits_by_title_and_page(self, table: Table) -> None:
        path = table({(5, "管理番号"): "1-2-3"})
        later = tuple(replace(card, first_line=card.first_line + 7, last_line=card.last_line + 7) for card in CARDS)
        assert [card.number for card in settled(later, path).cards] == ["", "1-2-3", "1-2-5"]

    def test_cards_of_one_title_are_told_apart_by_their_page(self, table: Table) -> None:
        cards = (
            LIBRARY,
            replace(
                LIBRARY,
                page="40",
                first_line=400,
                last_line=410,
                certainty=Certainty.CERTAIN,
                number="3-1-1",
                candidates=(),
            ),
        )
        path = table({(5, "番号の確かさ"): "順番から推定"}, cards=cards)
        assert [card.certainty for card in settled(cards, path).cards] == [Certainty.AMBIGUOUS, Certainty.INFERRED]

    def test_a_card_whose_title_was_not_found_gets_one(self, table: Table) -> None:
        cards = (LIBRARY, replace(PARKS, title=""), TREES)
        assert settled(cards, table({}, cards=cards)).cards == cards
        assert settled(cards, table({(5, "事業名称"): "公園の案内板"}, cards=cards)).cards == CARDS


class TestPlan:
    """The passages of a plan follow its cards."""

    PLAN = Plan(
        "plan-1",
        "131016",
        "みなと野市デジタル計画",
        passages=(
            Passage("plan-1-1", ("1 はじめに",), "図書館の本の予約を始めます。", 1, 3),
            *(
                Passage(
                    f"plan-1-{card.first_line}",
                    ("基本方針1", card.title),
                    card_text(card),
                    card.first_line,
                    card.last_line,
                    PassageKind.CARD,
                    section="・".join(card.sections),
                    card=card.title,
                )
                for card in CARDS
            ),
        ),
        cards=CARDS,
        doubts=(
            Doubt(120, "管理番号が決められません", "図書館の本の予約"),
            Doubt(120, "列が離れています"),
            Doubt(170, "管理番号が決められません"),
        ),
        terms=(PlanTerm("予約", "前もって頼むこと。"),),
    )

    def test_nothing_changes_with_the_same_cards(self) -> None:
        assert with_cards(self.PLAN, CARDS) == self.PLAN

    def test_the_passage_of_a_settled_card_shows_its_number(self) -> None:
        library = replace(
            LIBRARY,
            number="1-2-4",
            candidates=(),
            certainty=Certainty.CERTAIN,
            sections=("図書館", "公民館"),
            note="予約※は前日まで",
        )
        plan = with_cards(self.PLAN, (library, PARKS, TREES))
        assert plan.cards == (library, PARKS, TREES)
        first, shown, *rest = plan.passages
        assert (first, *rest) == (self.PLAN.passages[0], *self.PLAN.passages[2:])
        assert shown.text.splitlines()[:3] == ["事業名称: 図書館の本の予約", "管理番号: 1-2-4", "担当: 図書館・公民館"]
        assert shown.text.splitlines()[-1] == "備考: 予約は前日まで"
        assert (shown.id, shown.headings, shown.section, shown.terms) == (
            "plan-1-120",
            ("基本方針1", "図書館の本の予約"),
            "図書館・公民館",
            ("予約",),
        )

    def test_the_doubt_about_a_settled_number_is_gone(self) -> None:
        library = replace(LIBRARY, number="1-2-4", candidates=(), certainty=Certainty.CERTAIN)
        doubts = with_cards(self.PLAN, (library, PARKS, TREES)).doubts
        assert [(doubt.line, doubt.problem) for doubt in doubts] == [
            (120, "列が離れています"),
            (170, "管理番号が決められません"),
        ]


FAULTY: dict[str, tuple[dict[tuple[int, str], Any], str, str]] = {
    "no candidate": ({(5, "管理番号"): "1-2-9"}, "5行目 管理番号", "1-2-3、1-2-4 のどれか"),
    "no candidate, in the second row": ({(3, "管理番号"): "2-1-1"}, "3行目 管理番号", "1-2-3、1-2-4 のどれか"),
    "the number of another card": ({(6, "管理番号"): "1-2-3", (5, "管理番号"): "1-2-3"}, "5行目 管理番号", "街路樹の手入れ"),
    "certain without a number": ({(5, "番号の確かさ"): "確実"}, "5行目 管理番号", "管理番号を書くか"),
    "two numbers for a card": ({(2, "管理番号"): "1-2-3", (3, "管理番号"): "1-2-4"}, "3行目 管理番号", "2行目の「1-2-3」"),
    "a card of another plan": ({(6, "事業名称"): "駅前の花壇"}, "6行目 事業名称", "この計画にないカードです"),
    "a title that is gone": ({(6, "事業名称"): None}, "6行目 事業名称", "この計画にないカードです"),
    "a percentage that Excel divided": ({(2, "値"): 0.6, (2, "目標値"): 5.6}, "2行目 値", "60 と書き"),
    "a goal that does not follow": ({(2, "値"): 62}, "2行目 目標値", "67 に直すか"),
}  # fmt: skip


@pytest.mark.parametrize(("cells", "place", "said"), FAULTY.values(), ids=FAULTY)
def test_a_fault_says_where_and_what_to_do(
    table: Table, faults_of: Faults, cells: dict[tuple[int, str], Any], place: str, said: str
) -> None:
    faults = faults_of(settled, CARDS, table(cells))
    assert [said in fault.problem + fault.remedy for fault in faults if fault.place == f"シート「カード」{place}"] == [
        True
    ]


def test_two_cards_with_one_number_are_both_told(table: Table, faults_of: Faults) -> None:
    faults = faults_of(settled, CARDS, table({(2, "管理番号"): "1-2-3", (5, "管理番号"): "１-２-３"}))
    assert [(fault.place[-8:], fault.value) for fault in faults] == [
        ("2行目 管理番号", "1-2-3"),
        ("5行目 管理番号", "１-２-３"),
    ]
    assert "公園の案内板" in faults[0].problem
    assert "1-2-3" in faults[0].remedy


def test_a_row_lost_from_a_card_is_told(table: Table, faults_of: Faults) -> None:
    [fault] = faults_of(settled, CARDS, table({}, without=(3,)))
    assert (fault.place, fault.value) == ("シート「カード」2行目 事業名称", "図書館の本の予約")
    assert fault.problem == "このカードの行は3行ですが、2行しかありません"


def test_what_the_plan_itself_says_oddly_is_left_alone(table: Table) -> None:
    """A plan may print a goal that does not follow, and percentages below one."""
    odd = Figure("0.5％から50％", "割合", Decimal("0.5"), "％", None, Decimal(9), True, Decimal(1), "目標")
    cards = (replace(LIBRARY, years=(CardYear(2024, results=(odd,)),)),)
    assert settled(cards, table({}, cards=cards)).cards == cards


@pytest.mark.parametrize(
    ("before", "candidates", "number", "certainty"),
    [
        (("1-2-1", Certainty.CERTAIN), ("1-2-1", "1-2-2"), "1-2-1", Certainty.CERTAIN),
        (("1-2-3", Certainty.CERTAIN), ("1-2-1", "1-2-2"), "", Certainty.AMBIGUOUS),  # no candidate any more
        (("1-2-1", Certainty.INFERRED), ("1-2-1", "1-2-2"), "", Certainty.AMBIGUOUS),  # no person had settled it
    ],
)
def test_a_number_that_a_person_settled_is_kept_when_the_plan_is_read_again(before, candidates, number, certainty):
    old = Plan("p", "131016", "計画", cards=(Card("花壇", CardKind.CONCEPT, before[0], (), before[1]),))
    new = Plan("p", "131016", "計画", cards=(Card("花壇", CardKind.CONCEPT, "", candidates, Certainty.AMBIGUOUS),))
    (card,) = with_settled_numbers(new, old).cards
    assert (card.number, card.certainty) == (number, certainty)
