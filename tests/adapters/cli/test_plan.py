"""madoguchi plan: what is read of a document, its cards as a table, and the corrections that come back."""

import csv
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from adapters.cli.inspection import Inspection
from adapters.settings import Settings
from adapters.storage import PublishedContent, connect
from knowledge import (
    Card,
    CardKind,
    CardYear,
    Certainty,
    Doubt,
    Figure,
    Passage,
    PassageKind,
    Plan,
    PlanContact,
    PlanStatus,
    Scope,
    Status,
)
from knowledge.card_workbook import TABLE
from knowledge.plan_term import PlanTerm
from knowledge.survey import Answer, Survey

Run = Callable[..., Any]
Revision = Callable[[str], int]

TITLE = "みなと野市デジタル計画 実行編"
DOCUMENT = """# みなと野市みどりの計画

## 第1章 緑のまちづくり

市内の街路樹を五千本に増やすことをめざす。公園の芝生は、市民と協働で手入れをする。

## 第2章 水辺

鳴瀬川の岸辺に遊歩道を設け、ホタルの観察会を毎年ひらく。
"""


def card(title: str, line: int, **changed: Any) -> Card:
    plain = Card(title, CardKind.CONCEPT, sections=("公園課",), page="12", first_line=line, last_line=line + 9)
    return replace(plain, **changed)


OPEN = {"candidates": ("1-2-1", "1-2-2"), "certainty": Certainty.AMBIGUOUS}
RESULT = Figure(
    "開花 60.0％（対目標：▲5.0％）", "開花", Decimal("60.0"), "％", Status.MISSED, None, False, Decimal("-5.0"), "目標"
)
YEARS = (
    CardYear(2024, ("実施",), results=(RESULT, Figure("苗 300本", "苗", Decimal(300), "本", Status.ACHIEVED))),
    CardYear(2025, ("実施",), goals=(Figure("苗 400本", "苗", Decimal(400), "本"),)),
)
CARDS = (
    card("花壇の手入れ", 20, kind=CardKind.KPI, years=YEARS, **OPEN),
    card("公園の案内板", 30, **OPEN),
    card("街路樹の調査", 40, number="1-2-3", certainty=Certainty.INFERRED),
)
PLAN = Plan(
    id="plan-1",
    city="131016",
    title=TITLE,
    as_of=date(2025, 4, 1),
    file="jikkou.txt",
    edition="令和7年度版",
    first_year=2022,
    last_year=2025,
    passages=(
        Passage("plan-1-1", ("1 はじめに",), "花と緑を増やします。", 1, 3),
        Passage("plan-1-5", ("1 はじめに",), "国は基本方針を定めました。", 5, 6, scope=Scope.NATION),
        *(
            Passage(f"plan-1-{each.first_line}", (each.title,), each.title, each.first_line, each.last_line, PassageKind.CARD, card=each.title)
            for each in CARDS
        ),
    ),
    cards=CARDS,
    contacts=(PlanContact("公園課", "03-0000-1009"),),
    doubts=(*(Doubt(line, "番号が決められません", "花壇 の\t手入れ") for line in range(20, 33)), Doubt(50, "図の数がありません")),
    terms=(PlanTerm("緑被率", "緑が覆う割合。"),),
    skipped=6,
    surveys=(Survey("問1 花が好きですか", answers=(Answer("はい", 10),)), Survey("問2 木が好きですか")),
)  # fmt: skip
LINES = (1, 2, 3, 4, 5, 6, 8, 9, 11, *range(20, 55))


@pytest.fixture
def imported(settings: Settings) -> Iterator[PublishedContent]:
    """PLAN as revision 2 of みなと野市, as if its document had been imported."""
    engine = connect(settings.database)
    content = PublishedContent(engine)
    content.publish("131016", "import plan jikkou.txt", plans=[PLAN])
    yield content
    engine.dispose()


@pytest.fixture
def document(workplace: Path) -> Path:
    path = workplace / "midori.md"
    path.write_text(DOCUMENT, encoding="utf-8")
    return path


def write(path: Path, cells: dict[tuple[str, str], object]) -> None:
    """Write into every row of a card: write(path, {("花壇の手入れ", "管理番号"): "1-2-1"})."""
    book = openpyxl.load_workbook(path)
    sheet = book[TABLE]
    columns = {cell.value: cell.column for cell in sheet[1]}
    for (title, name), value in cells.items():
        for row in range(2, sheet.max_row + 1):
            if sheet.cell(row, columns["事業名称"]).value == title:
                sheet.cell(row, columns[name]).value = value
    book.save(path)


class TestInspection:
    """What a person sees of a plan that was read."""

    def test_it_says_what_was_read_and_what_to_look_at(self) -> None:
        assert list(Inspection(PLAN, LINES, 0.84).told()) == [
            "みなと野市デジタル計画 実行編",
            "  ファイル      jikkou.txt（文字のある行 44、読むのに 0.8 秒）",
            "  版            令和7年度版",
            "  状態          決まったもの",
            "  時点          2025-04-01",
            "  期間          令和4年度～令和7年度",
            "",
            "  記載          5  本文 2、事業カード 3",
            "  だれのこと    この市 4、国 1",
            "  事業カード    3  KPI 1、構想段階 2",
            "  管理番号      順番から推定 1、要確認 2",
            "  令和6年度     一部未達成 1",
            "  用語          1",
            "  アンケート    2問（うち図の数が失われたもの 1）",
            "  連絡先        公園課 03-0000-1009",
            "",
            "確かめてほしいこと 14",
            "  番号が決められません（13か所）",
            *(f"        {line}行  花壇 の 手入れ" for line in range(20, 30)),
            "    ほか 3か所（--all で全部）",
            "  図の数がありません（1か所）",
            "        50行",
            "引用できるものに入らなかった行 9（うち目次、図の切れ端など 6）",
            "  4、8～11、50～54",
        ]

    def test_all_of_it_can_be_asked_for(self) -> None:
        told = list(Inspection(PLAN, LINES, 0.84).told(everything=True))
        assert sum("花壇 の 手入れ" in line for line in told) == 13
        assert not any("--all" in line for line in told)

    def test_doubts_that_name_their_lines_are_one_sort(self) -> None:
        doubts = (
            Doubt(33, "図の文字がばらばらです（33–104行）", "基本構想"),
            Doubt(120, "図の文字がばらばらです（120行）"),
        )
        told = list(Inspection(replace(PLAN, doubts=doubts), LINES, 0.8).told())
        assert told[17:20] == [
            "  図の文字がばらばらです（2か所）",
            "        33行  （33–104行） 基本構想",
            "       120行  （120行）",
        ]

    def test_a_long_doubt_is_cut_to_a_line_of_the_screen(self) -> None:
        plan = replace(PLAN, doubts=(Doubt(7, "長い", "長い文" * 60),))
        [line] = [line for line in Inspection(plan, LINES, 0.8).told() if "長い文" in line]
        assert len(line) < 60
        assert line.endswith("…")

    def test_a_document_that_says_nothing_of_itself(self) -> None:
        told = list(Inspection(Plan("", "", "", PlanStatus.DRAFT, file="a.txt"), (), 0.1).told())
        assert told[0].startswith("（題名が読み取れません")
        assert [line.split()[1] for line in told[2:6]] == [
            "書かれていません",
            "案の段階",
            "書かれていません",
            "書かれていません",
        ]
        assert told[-2:] == ["確かめてほしいことはありません。", "引用できるものに入らなかった行はありません。"]

    def test_a_program_gets_the_same_whole(self) -> None:
        report = json.loads(json.dumps(Inspection(PLAN, LINES, 0.84).as_json()))
        assert list(report) == [
            *("file", "title", "edition", "status", "as_of", "first_year", "last_year", "passages", "cards", "terms"),
            *("surveys", "contacts", "doubts", "skipped", "passed_over", "lines", "seconds"),
        ]
        assert (report["title"], report["as_of"], report["status"]) == (TITLE, "2025-04-01", "final")
        assert report["passages"]["total"] == 5
        assert report["passages"]["kinds"]["card"] == 3
        assert report["passages"]["scopes"] == {"city": 4, "nation": 1, "prefecture": 0, "elsewhere": 0}
        cards = report["cards"]
        assert (cards["total"], cards["results"], cards["goals"]) == (3, 2, 1)
        assert cards["certainties"] == {"certain": 0, "inferred": 1, "ambiguous": 2}
        assert cards["marks"] == {"達成": 1, "未達成": 1, "一部未達成": 0}
        assert cards["years"] == {"2024": {"達成": 0, "未達成": 0, "一部未達成": 1}}
        assert cards["to_settle"][0] == {
            "title": "花壇の手入れ",
            "page": "12",
            "line": 20,
            "candidates": ["1-2-1", "1-2-2"],
        }
        assert len(report["doubts"]) == 14
        assert report["doubts"][0] == {"line": 20, "problem": "番号が決められません", "text": "花壇 の\t手入れ"}
        assert report["passed_over"] == [[4, 4], [8, 11], [50, 54]]


class TestInspect:
    """madoguchi plan inspect: nothing is imported."""

    def test_a_document_is_shown(self, run: Run, document: Path, revision: Revision) -> None:
        ran = run("plan", "inspect", document)
        assert (ran.status, ran.err) == (0, "")
        assert "みどりの計画" in ran.out.splitlines()[0]
        assert "  記載          2  本文 2" in ran.out
        assert revision("131016") == 1

    def test_as_json(self, run: Run, document: Path) -> None:
        report = json.loads(run("plan", "inspect", document, "--json").out)
        assert (report["file"], report["passages"]["total"]) == ("midori.md", 2)
        assert report["seconds"] >= 0

    def test_a_document_without_contacts_is_told(self, run: Run, document: Path) -> None:
        ran = run("plan", "contacts", document)
        assert (ran.status, ran.out) == (1, "")
        assert "no contact (電話, 住所)" in ran.err

    def test_an_empty_file_is_told(self, run: Run, workplace: Path) -> None:
        (workplace / "empty.txt").write_text(" \n", encoding="utf-8")
        ran = run("plan", "inspect", "empty.txt")
        assert (ran.status, ran.out) == (1, "")
        assert ran.err.startswith("empty.txt ")


@pytest.mark.usefixtures("imported")
class TestCards:
    """madoguchi plan cards: the table for people and for programs."""

    def test_csv_goes_to_standard_output(self, run: Run) -> None:
        ran = run("plan", "cards", "--city", "131016", "--csv")
        assert (ran.status, ran.err) == (0, "")
        rows = list(csv.DictReader(io.StringIO(ran.out)))
        assert [(row["事業名称"], row["年度"], row["値"]) for row in rows] == [
            ("花壇の手入れ", "令和6年度", "60.0"),
            ("花壇の手入れ", "令和6年度", "300"),
            ("花壇の手入れ", "令和7年度", "400"),
            ("公園の案内板", "", ""),
            ("街路樹の調査", "", ""),
        ]

    def test_csv_goes_to_a_file_that_excel_opens(self, run: Run, workplace: Path) -> None:
        ran = run("plan", "cards", "--city", "131016", "--csv", "--out", "cards.csv")
        assert (ran.status, ran.out, ran.err) == (0, "", "cards.csv: 事業カード 3、うち番号の要確認 2\n")
        data = (workplace / "cards.csv").read_bytes()
        assert data.startswith("\ufeff管理番号,".encode())
        assert data.count(b"\r\n") == 6

    def test_a_workbook_is_written_but_not_over_another(self, run: Run, workplace: Path) -> None:
        call = ("plan", "cards", "--city", "131016", "--plan", "みなと野市 デジタル計画実行編", "--xlsx", "cards.xlsx")
        assert run(*call).status == 0
        before = (workplace / "cards.xlsx").read_bytes()
        ran = run(*call)
        assert ran.status == 1
        assert "cards.xlsx is there already" in ran.err
        assert (workplace / "cards.xlsx").read_bytes() == before

    def test_a_document_without_cards_is_told(self, run: Run, document: Path) -> None:
        ran = run("plan", "cards", document, "--csv")
        assert (ran.status, ran.out) == (1, "")
        assert "no cards" in ran.err

    @pytest.mark.parametrize(
        ("words", "said"),
        [
            (("--csv",), "--city"),
            (("midori.md", "--city", "131016", "--csv"), "--city"),
            (("--city", "131016"), "--xlsx"),
            (("--city", "131016", "--csv", "--xlsx", "a.xlsx"), "--xlsx"),
            (("--city", "131016", "--xlsx", "a.xlsx", "--out", "a.csv"), "--out"),
        ],
    )
    def test_a_wrong_call_is_a_usage_error(self, run: Run, document: Path, words: tuple[str, ...], said: str) -> None:
        ran = run("plan", "cards", *words)
        assert (ran.status, ran.out) == (2, "")
        assert said in ran.err

    @pytest.mark.parametrize(("city", "title"), [("131016", "別の計画"), ("131024", "")])
    def test_a_plan_that_is_not_there(self, run: Run, city: str, title: str) -> None:
        ran = run("plan", "cards", "--csv", "--city", city, *(["--plan", title] if title else []))
        assert (ran.status, ran.out) == (1, "")
        assert f"madoguchi: {city} has no " in ran.err


class TestCorrections:
    """madoguchi import cards: what people settled is published on top of the plan."""

    @pytest.fixture
    def table(self, run: Run, imported: PublishedContent, workplace: Path) -> Path:
        assert run("plan", "cards", "--city", "131016", "--xlsx", "cards.xlsx").status == 0
        return workplace / "cards.xlsx"

    @pytest.fixture
    def published(self, imported: PublishedContent, settings: Settings) -> Callable[[], Plan]:
        from adapters.shelves import Shelves

        def read() -> Plan:
            [plan] = Shelves(settings, imported).knowledge("131016").plans
            return plan

        return read

    def test_numbers_and_figures_are_published(
        self, run: Run, table: Path, revision: Revision, published: Callable[[], Plan]
    ) -> None:
        write(table, {("花壇の手入れ", "管理番号"): "１-2-２", ("花壇の手入れ", "担当"): "公園課\n花の会"})
        ran = run("import", "cards", table, "--city", "131016")
        assert ran.status == 0
        assert ran.out.splitlines() == [
            "131016: 「みなと野市デジタル計画 実行編」 1 cards corrected, published as revision 3",
            "  「花壇の手入れ」 管理番号 (空欄) → 1-2-2、番号の確かさ 要確認 → 確実、担当 公園課 → 公園課・花の会",
            "番号の要確認は、あと 1 です: 「公園の案内板」",
            "  「公園の案内板」に残る候補は 1-2-1 だけです。合っていれば、表の管理番号に書いてください。",
        ]
        assert revision("131016") == 3
        plan = published()
        assert plan.cards[0] == replace(
            CARDS[0], number="1-2-2", candidates=(), certainty=Certainty.CERTAIN, sections=("公園課", "花の会")
        )
        assert plan.cards[1:] == CARDS[1:]
        shown = next(passage for passage in plan.passages if passage.card == "花壇の手入れ")
        assert shown.section == "公園課・花の会"
        assert replace(plan, cards=CARDS, passages=PLAN.passages) == PLAN

    def test_an_untouched_table_publishes_nothing(self, run: Run, table: Path, revision: Revision) -> None:
        ran = run("import", "cards", table, "--city", "131016")
        assert (ran.status, revision("131016")) == (0, 2)
        assert "nothing was published" in ran.out

    def test_cards_that_are_not_in_the_table_stay(self, run: Run, table: Path, published: Callable[[], Plan]) -> None:
        write(table, {("街路樹の調査", "番号の確かさ"): "確実"})
        book = openpyxl.load_workbook(table)
        book[TABLE].delete_rows(2, 4)
        book.save(table)
        ran = run("import", "cards", table, "--city", "131016")
        assert "表にないカード 2 は、いまのままです: 「花壇の手入れ」「公園の案内板」" in ran.out
        assert published().cards == (*CARDS[:2], replace(CARDS[2], certainty=Certainty.CERTAIN))

    def test_the_csv_can_come_back_too(self, run: Run, table: Path, published: Callable[[], Plan]) -> None:
        run("plan", "cards", "--city", "131016", "--csv", "--out", "cards.csv")
        text = Path("cards.csv").read_text(encoding="utf-8-sig").replace("1-2-3,順番から推定", "1-2-3,確実")
        Path("cards.csv").write_text(text, encoding="cp932")
        assert run("import", "cards", "cards.csv", "--city", "131016").status == 0
        assert published().cards[2].certainty is Certainty.CERTAIN

    def test_a_fault_changes_nothing(
        self, run: Run, table: Path, revision: Revision, published: Callable[[], Plan]
    ) -> None:
        write(table, {("公園の案内板", "管理番号"): "9-9-9", ("街路樹の調査", "番号の確かさ"): "たぶん"})
        ran = run("import", "cards", table, "--city", "131016")
        assert (ran.status, ran.out) == (1, "")
        assert ran.err.splitlines()[:-1] == [
            "cards.xlsx シート「カード」5行目 管理番号: 「9-9-9」 番号の候補にない番号です → 1-2-1、1-2-2 のどれかにしてください",
            "cards.xlsx シート「カード」6行目 番号の確かさ: 「たぶん」 使えない値です → 確実、順番から推定、要確認 のどれかにしてください",
        ]
        assert (revision("131016"), published()) == (2, PLAN)

    def test_of_several_plans_one_is_named(self, run: Run, table: Path, imported: PublishedContent) -> None:
        imported.publish("131016", "もう一つ", plans=[replace(PLAN, id="plan-2", title="みなと野市花の計画")])
        write(table, {("街路樹の調査", "番号の確かさ"): "確実"})
        ran = run("import", "cards", table, "--city", "131016")
        assert ran.status == 1
        assert "Give its title with --plan" in ran.err
        ran = run("import", "cards", table, "--city", "131016", "--plan", "みなと野市花の計画")
        assert ran.out.startswith("131016: 「みなと野市花の計画」 1 cards corrected")
