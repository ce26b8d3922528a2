"""Cards as a table: out to CSV and XLSX and back, whatever the texts and whatever people do to the sheet."""

import csv
import io
import random
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from knowledge import Card, CardKind, CardYear, Certainty, Fault, Figure, Status
from knowledge.card_table import COLUMNS, card_csv, card_rows, year_name
from knowledge.card_workbook import GUIDE, TABLE, write_workbook
from knowledge.cell import unmarked
from knowledge.reading.card_rows import plain_number, read_cards

Write = Callable[..., Path]
Faults = Callable[..., tuple[Fault, ...]]

LENDING = Card(
    title="図書館の本の予約",
    kind=CardKind.KPI,
    number="1-2-3",
    sections=("図書館", "デジタル推進課"),
    group="基本方針1 くらし",
    policy="施策② 学び",
    measure="①予約の拡大",
    content="家から本を予約できるようにする",
    purpose="仕事帰りに本を受け取れる",
    note="駅の窓口は令和7年度から",
    years=(
        CardYear(
            2024,
            ("実施", "改善"),
            results=(
                Figure(
                    "予約数 12,340件（対目標：▲660件）",
                    "予約数",
                    Decimal(12340),
                    "件",
                    Status.MISSED,
                    Decimal(13000),
                    True,
                    Decimal(-660),
                    "目標",
                ),
                Figure("満足度 71.3％", "満足度", Decimal("71.3"), "％", Status.ACHIEVED),
            ),
            as_of="令和7年3月末",
        ),
        CardYear(2025, ("実施",), goals=(Figure("予約数 14,000件", "予約数", Decimal(14000), "件"),)),
        CardYear(2026, ("検討",)),
    ),
    page="12",
    first_line=120,
    last_line=168,
)
PARKS = Card("公園の案内板", CardKind.CONCEPT, "", ("1-2-4", "1-2-5"), Certainty.AMBIGUOUS, ("公園課",), page="13")
TREES = Card(
    "街路樹の本数", CardKind.INDICATOR, certainty=Certainty.INFERRED, number="1-2-6", first_line=9, last_line=9
)
CARDS = (LENDING, PARKS, TREES)

NASTY = (
    "カンマ,と\"引用符\"と'アポストロフィ'",
    "二行に\nわたる言葉",
    "=1+1",
    '=HYPERLINK("https://example.jp","押す")',
    "+8,597人",
    "-",
    "-460",
    "@SUM(A1)",
    "＝１＋１",
    "－",
    "'印から始まる",
    "''二つの印",
    "007",
    "1-4-2",
    "12/25",
    "３４，０００人",
    "葛󠄀城さん、邉󠄂、𠮷野家、髙橋、﨑",
    "令和6年度",
    "TRUE",
    "#N/A",
    "nan",
    "1E5",
    "①②③ ㈱ ㍻ ﾊﾝｶｸ",
    "一段目\n\n三段目",
    "％",
    "",
)
NUMBERS = ("0", "-0.5", "34000", "28.7", "19.90", "0.0000000001", "123456789012345678901234567890", "1E+3", "99.99")


def nasty_cards(seed: int) -> tuple[Card, ...]:
    """Cards with every field filled from NASTY and NUMBERS, each with a title of its own."""
    chance = random.Random(seed)  # noqa: S311

    def text() -> str:
        return chance.choice(NASTY)

    def number() -> Decimal | None:
        return chance.choice((None, *map(Decimal, NUMBERS)))

    def words() -> tuple[str, ...]:
        single = [word for word in NASTY if word and "\n" not in word]
        return tuple(chance.sample(single, chance.randrange(4)))

    def figures() -> tuple[Figure, ...]:
        return tuple(figure() for _ in range(chance.randrange(3)))

    def figure() -> Figure:
        goal = number()
        derived = goal is not None and chance.random() < 0.5
        status = chance.choice((None, *Status))
        return Figure(text(), text(), number(), text(), status, goal, derived, number(), text())

    def card(place: int) -> Card:
        years = chance.sample(range(1989, 2040), chance.randrange(5))
        certainty = chance.choice(list(Certainty))
        first = chance.randrange(5_000)
        return Card(
            title=f"{text()} 事業{place}".strip(),
            kind=chance.choice(list(CardKind)),
            number="" if certainty is Certainty.AMBIGUOUS else text(),
            candidates=words(),
            certainty=certainty,
            sections=words(),
            group=text(),
            policy=text(),
            measure=text(),
            content=text(),
            purpose=text(),
            note=text(),
            years=tuple(CardYear(year, words(), figures(), figures(), text()) for year in years),
            page=chance.choice(("", "7", "007", "iv")),
            first_line=first,
            last_line=first + chance.randrange(50) if first else 0,
        )

    return tuple(card(place) for place in range(chance.randrange(1, 8)))


@pytest.fixture
def workbook(tmp_path: Path) -> Callable[..., Path]:
    def written(cards: tuple[Card, ...] = CARDS) -> Path:
        path = tmp_path / "cards.xlsx"
        write_workbook(cards, path)
        return path

    return written


def sheet_of(path: Path) -> Any:
    return openpyxl.load_workbook(path)[TABLE]


def column(sheet: Any, name: str) -> int:
    return next(cell.column for cell in sheet[1] if cell.value == name)


def edit(path: Path, **changed: object) -> Path:
    """`path` with cells set: edit(path, 値_2=5) writes 5 under 値 in row 2."""
    book = openpyxl.load_workbook(path)
    for place, value in changed.items():
        name, row = place.rsplit("_", 1)
        book[TABLE].cell(int(row), column(book[TABLE], name)).value = value
    book.save(path)
    return path


class TestRows:
    """A row for each figure."""

    def test_each_figure_has_its_row(self) -> None:
        rows = [(row["title"], row["year"], row["part"], row["label"], row["value"]) for row in card_rows(CARDS)]
        assert rows == [
            ("図書館の本の予約", "令和6年度", "実績", "予約数", Decimal(12340)),
            ("図書館の本の予約", "令和6年度", "実績", "満足度", Decimal("71.3")),
            ("図書館の本の予約", "令和7年度", "目標", "予約数", Decimal(14000)),
            ("図書館の本の予約", "令和8年度", "", "", ""),
            ("公園の案内板", "", "", "", ""),
            ("街路樹の本数", "", "", "", ""),
        ]

    def test_a_row_says_all_that_is_known(self) -> None:
        assert {
            name.name: str(cell) for name, cell in zip(COLUMNS.values(), next(card_rows(CARDS)).values(), strict=True)
        } == {
            "管理番号": "1-2-3",
            "番号の確かさ": "確実",
            "番号の候補": "",
            "事業名称": "図書館の本の予約",
            "担当": "図書館\nデジタル推進課",
            "基本方針": "基本方針1 くらし",
            "施策": "施策② 学び",
            "実施内容": "①予約の拡大",
            "種別": "KPI",
            "年度": "令和6年度",
            "取組内容": "実施\n改善",
            "区分": "実績",
            "状態": "未達成",
            "項目": "予約数",
            "値": "12340",
            "単位": "件",
            "目標値": "13000",
            "目標値の出どころ": "算出",
            "対目標": "-660",
            "比べる相手": "目標",
            "原文": "予約数 12,340件（対目標：▲660件）",
            "時点": "令和7年3月末",
            "ページ": "12",
            "行": "120～168",
            "事業内容": "家から本を予約できるようにする",
            "目的": "仕事帰りに本を受け取れる",
            "備考": "駅の窓口は令和7年度から",
            "通し番号": "1",
        }

    @pytest.mark.parametrize(
        ("year", "name"),
        [
            (2024, "令和6年度"),
            (2019, "令和元年度"),
            (2018, "平成30年度"),
            (1989, "平成元年度"),
            (1980, "1980年度"),
            (0, ""),
        ],
    )
    def test_years_are_named_as_plans_name_them(self, year: int, name: str) -> None:
        assert year_name(year) == name


class TestRoundTrip:
    """Cards → table → cards gives the same cards."""

    @pytest.mark.parametrize("seed", range(40))
    def test_through_csv(self, write: Write, seed: int) -> None:
        cards = nasty_cards(seed)
        assert read_cards(write("cards.csv", card_csv(cards))) == cards

    @pytest.mark.parametrize("seed", range(40))
    def test_through_excel(self, workbook: Callable[..., Path], seed: int) -> None:
        cards = nasty_cards(seed)
        assert read_cards(workbook(cards)) == cards

    @pytest.mark.parametrize("mark", ["\ufeff", ""])
    def test_a_file_that_excel_saves_as_csv(self, write: Write, mark: str) -> None:
        assert read_cards(write("cards.csv", mark + card_csv(CARDS, "\r\n"))) == CARDS

    def test_control_characters_are_left_out_of_a_workbook(self, workbook: Callable[..., Path]) -> None:
        [card] = read_cards(workbook((replace(TREES, note="前\x0c後"),)))
        assert card.note == "前後"


class TestCsv:
    """For programs and for open data: no cell is a formula."""

    @pytest.mark.parametrize("text", [text for text in NASTY if text])
    def test_no_text_begins_like_a_formula(self, text: str) -> None:
        rows = list(csv.DictReader(io.StringIO(card_csv((replace(PARKS, note=text),)))))
        assert rows[0]["備考"][0] not in "=+-@＝＋－＠"
        assert unmarked(rows[0]["備考"]) == text

    def test_numbers_are_plain(self) -> None:
        [row, *_] = csv.DictReader(io.StringIO(card_csv(CARDS)))
        assert (row["値"], row["対目標"], row["管理番号"]) == ("12340", "-660", "1-2-3")


class TestWorkbook:
    """Laid out for people."""

    def test_a_sheet_explains_the_table(self, workbook: Callable[..., Path]) -> None:
        book = openpyxl.load_workbook(workbook())
        assert book.sheetnames == [TABLE, GUIDE]
        explained = {row[0]: row[1] for row in book[GUIDE].iter_rows(values_only=True) if row[0]}
        assert [name for name in (column.name for column in COLUMNS.values()) if not explained.get(name)] == []

    def test_the_header_stays_and_filters(self, workbook: Callable[..., Path]) -> None:
        sheet = sheet_of(workbook())
        assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("E2", "A1:AB7")

    def test_numbers_are_numbers_and_the_rest_is_text(self, workbook: Callable[..., Path]) -> None:
        sheet = sheet_of(workbook((LENDING, replace(PARKS, note="=1+1", page="007"))))
        value, note, page = (
            sheet.cell(row, column(sheet, name)) for row, name in ((3, "値"), (6, "備考"), (6, "ページ"))
        )
        assert (value.value, value.number_format, value.data_type) == (71.3, "#,##0.0", "n")
        assert (note.value, note.number_format, note.data_type, note.quotePrefix) == ("=1+1", "@", "s", True)
        assert (page.value, page.data_type) == ("007", "s")

    def test_a_number_that_excel_would_round_is_text(self, workbook: Callable[..., Path]) -> None:
        figure = Figure("", value=Decimal("12345678901234567.5"))
        sheet = sheet_of(workbook((replace(TREES, years=(CardYear(2024, results=(figure,)),)),)))
        assert sheet.cell(2, column(sheet, "値")).value == "12345678901234567.5"

    def test_what_needs_a_person_is_coloured(self, workbook: Callable[..., Path]) -> None:
        sheet = sheet_of(workbook())
        coloured = [row[3].value for row in sheet.iter_rows(min_row=2) if row[0].fill.fgColor.rgb == "00FFF2CC"]
        assert coloured == ["公園の案内板"]

    def test_the_candidates_can_be_chosen(self, workbook: Callable[..., Path]) -> None:
        sheet = sheet_of(workbook())
        offered = {str(choice.sqref): choice.formula1 for choice in sheet.data_validations.dataValidation}
        assert offered["A6"] == '"1-2-4,1-2-5"'

    def test_a_column_for_numbers_takes_typed_numbers(self, workbook: Callable[..., Path]) -> None:
        sheet = sheet_of(workbook())
        assert sheet.cell(6, column(sheet, "値")).number_format == "General"


class TestWhatPeopleDo:
    """The table comes back with the same cards after harmless handling."""

    def test_rows_may_be_sorted_and_hidden_and_columns_moved(
        self, workbook: Callable[..., Path], tmp_path: Path
    ) -> None:
        header, *rows = sheet_of(workbook()).iter_rows(values_only=True)
        book = openpyxl.Workbook()
        for row in (header, *sorted(rows, key=lambda row: str(row), reverse=True)):
            book.active.append(row[::-1])
        book.active.row_dimensions[3].hidden = True
        book.save(tmp_path / "sorted.xlsx")
        assert read_cards(tmp_path / "sorted.xlsx") == CARDS

    @pytest.mark.parametrize(
        ("typed", "value"),
        [
            ("１２，３４０", "12340"),
            ("12,340", "12340"),
            ("▲660", "-660"),
            ("△６６０", "-660"),
            ("−660", "-660"),
            ("＋8,597", "8597"),
            ("±0", "0"),
            (" 71.3 ", "71.3"),
            (0.1 + 0.2, "0.3"),
            (5, "5"),
        ],
    )
    def test_numbers_in_every_writing(self, workbook: Callable[..., Path], typed: object, value: str) -> None:
        [card, *_] = read_cards(edit(workbook(), 値_2=typed))
        assert card.years[0].results[0].value == Decimal(value)

    @pytest.mark.parametrize(
        ("typed", "year"),
        [
            ("令和６年度", 2024),
            ("R6", 2024),
            ("令和元年度", 2019),
            ("平成31年度", 2019),
            (2024, 2024),
            ("2024年度", 2024),
        ],
    )
    def test_years_in_every_writing(self, workbook: Callable[..., Path], typed: object, year: int) -> None:
        path = edit(workbook(), **{f"年度_{row}": typed for row in (2, 3)})
        assert read_cards(path)[0].years[0].year == year

    def test_a_day_may_be_text_or_a_date(self, workbook: Callable[..., Path]) -> None:
        for typed, kept in (("令和7年4月10日", "令和7年4月10日"), (datetime(2025, 4, 10), "2025-04-10")):
            path = edit(workbook(), 時点_2=typed, 時点_3=typed)
            assert read_cards(path)[0].years[0].as_of == kept

    def test_a_figure_may_be_added_and_taken_away(self, workbook: Callable[..., Path]) -> None:
        path = workbook()
        book = openpyxl.load_workbook(path)
        new = [cell.value for cell in book[TABLE][4]]
        new[column(book[TABLE], "項目") - 1], new[column(book[TABLE], "通し番号") - 1] = "貸出数", None
        book[TABLE].append(new)
        for name in ("区分", "状態", "項目", "値", "単位", "原文"):
            book[TABLE].cell(3, column(book[TABLE], name)).value = None
        book.save(path)
        year, next_year, _ = read_cards(path)[0].years
        assert [figure.label for figure in year.results] == ["予約数"]
        assert [figure.label for figure in next_year.goals] == ["予約数", "貸出数"]

    @pytest.mark.parametrize("text", ["３-１-２", "3－1－2", "3ー1ー2", "3‐1‐2", "3−1−2", " 3-1-2 "])
    def test_a_number_has_many_dashes(self, text: str) -> None:
        assert plain_number(text) == "3-1-2"


FAULTY = {
    "a figure that is no number": ({"値_2": "約一万"}, "2行目 値", "約一万", "数として読めません"),
    "a unit beside the figure": ({"目標値_2": "13,000件"}, "2行目 目標値", "13,000件", "単位は単位の欄です"),
    "a year that is none": ({"年度_5": "来年度"}, "5行目 年度", "来年度", "年度として読めません"),
    "a number that became a date": (
        {"管理番号_2": datetime(2001, 2, 3)},
        "2行目 管理番号",
        "2001-02-03 00:00:00",
        "文字列",
    ),
    "an unknown certainty": ({"番号の確かさ_6": "たぶん"}, "6行目 番号の確かさ", "たぶん", "順番から推定"),
    "an unknown status": ({"状態_3": "ほぼ達成"}, "3行目 状態", "ほぼ達成", "未達成"),
    "neither result nor goal": ({"区分_2": "見込み"}, "2行目 区分", "見込み", "実績、目標 のどれか"),
    "a figure without its part": ({"区分_4": None}, "4行目 区分", "", "項目、値、単位、原文"),
    "no title": ({"事業名称_6": None}, "6行目 事業名称", "", "空欄です"),
    "activities that differ within a year": (
        {"取組内容_3": "中止"},
        "3行目 取組内容",
        "中止",
        "2行目の「実施 改善」と違います",
    ),
    "a section that differs within a card": ({"担当_3": "公園課"}, "3行目 担当", "公園課", "同じカードなのに"),
    "a column of one's own": ({"管理番号_1": "メモ"}, "1行目", "メモ", "知らない見出しです"),
}


@pytest.mark.parametrize(("changed", "place", "value", "said"), FAULTY.values(), ids=FAULTY)
def test_a_fault_names_sheet_row_column_value_and_remedy(
    workbook: Callable[..., Path], faults_of: Faults, changed: dict[str, object], place: str, value: str, said: str
) -> None:
    [fault] = faults_of(read_cards, edit(workbook(), **changed))
    assert (fault.file, fault.place, fault.value) == ("cards.xlsx", f"シート「カード」{place}", value)
    assert said in fault.problem + fault.remedy


def test_a_column_that_is_gone_is_told(write: Write, faults_of: Faults) -> None:
    """Only the number that restores the order may be left out."""
    rows = [row[:-1] for row in csv.reader(io.StringIO(card_csv(CARDS)))]
    table = io.StringIO()
    csv.writer(table).writerows(rows)
    assert read_cards(write("cards.csv", table.getvalue())) == CARDS
    [fault] = faults_of(read_cards, write("cards.csv", "事業名称,管理番号\n公園の案内板,1-2-4\n"))
    assert fault.value.startswith("番号の確かさ、番号の候補、担当")
    assert fault.problem == "列が足りません"


def test_every_fault_is_told_at_once(workbook: Callable[..., Path], faults_of: Faults) -> None:
    path = edit(workbook(), 値_2="多い", 年度_4="将来", 状態_3="良い", 事業名称_6=None)
    assert len(faults_of(read_cards, path)) == 4
