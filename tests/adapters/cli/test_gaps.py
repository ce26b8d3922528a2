"""madoguchi gaps, the answers that staff write into its table, and the drafts that come of them."""

import csv
import json
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from adapters.settings import Settings
from adapters.storage import EntryDrafts, connect
from benchmarks.played import record
from knowledge import TOKYO, Entry, Source
from knowledge.gap_table import COLUMNS, GUIDE, TABLE, WRITTEN

Run = Callable[..., Any]
CITY = "131016"
DOG = "犬の登録をしたい"


def event(id: str, text: str, at: datetime) -> dict[str, Any]:
    """A resident's question on the page that was handed over."""
    made = {"id": id, "at": at, "city": CITY, "channel": "web", "audience": "resident", "user": "a", "session": "a"}
    made |= {"outcome": "handoff", "text": text, "choice": "", "shown": [], "considered": []}
    return made | {"revision": 1, "milliseconds": 1.0}


@pytest.fixture
def asked(settings: Settings) -> None:
    """Three questions about dogs, two about a bus, one that a spreadsheet would take for a formula; today."""
    texts = [DOG, DOG, "犬の登録の方法", "バスの時刻表", "バスの時刻表", '=HYPERLINK("x")']
    now = datetime.now(TOKYO)
    engine = connect(settings.database)
    record(engine, [event(f"q{number}", text, now) for number, text in enumerate(texts)])
    engine.dispose()


def drafts(settings: Settings) -> dict[str, Entry]:
    engine = connect(settings.database)
    try:
        return {draft.entry.id: draft.entry for draft in EntryDrafts(engine).waiting(CITY)}
    finally:
        engine.dispose()


def fill(path: str, *answers: tuple[str, dict[str, str]]) -> None:
    """Write into the row whose examples begin so what staff would write."""
    book = load_workbook(path)
    sheet = book[TABLE]
    place = {str(cell.value): cell.column for cell in sheet[1]}
    for example, cells in answers:
        [row] = [row for row in range(2, sheet.max_row + 1) if str(sheet.cell(row, 8).value).startswith(example)]
        for name, text in cells.items():
            sheet.cell(row, place[name], text)
    book.save(path)


def answered(**more: str) -> dict[str, str]:
    return {"質問": "犬を飼い始めたら何をしますか。", "回答": "登録してください。\n手数料は{{手数料}}です。"} | more


@pytest.fixture
def table(run: Run, asked: None) -> str:
    assert run("gaps", "--city", CITY, "--format", "xlsx", "--out", "gaps.xlsx").status == 0
    return "gaps.xlsx"


def test_the_largest_groups_are_told_with_what_is_near(run: Run, asked: None) -> None:
    ran = run("gaps", "--city", CITY)
    lines = ran.out.splitlines()
    assert ran.status == 0
    assert lines[0] == "みなと野市 答えられなかった質問"
    assert lines[2] == "質問 6件。意味の近い 3 のまとまりにしました。"
    assert lines[4].startswith("  1. 3件（担当課の案内 3）、言い方 2")
    assert lines[5:7] == [f"     ・{DOG}", "     ・犬の登録の方法"]
    assert any(line.startswith("     近い項目 ") for line in lines)


@pytest.mark.parametrize(("days", "questions"), [(0, 6), (9, 6), (10, 7)])
def test_only_what_was_asked_since_counts(run: Run, settings: Settings, asked: None, days: int, questions: int) -> None:
    now = datetime.now(TOKYO)
    engine = connect(settings.database)
    record(engine, [event("old", DOG, now - timedelta(days=10))])
    engine.dispose()
    day = (now - timedelta(days=days)).strftime("%Y-%m-%d")
    told = json.loads(run("gaps", "--city", CITY, "--since", day, "--format", "json").out)
    assert (told["questions"], sum(group["questions"] for group in told["groups"])) == (questions, questions)


def test_programs_get_everything(run: Run, asked: None) -> None:
    told = json.loads(run("gaps", "--city", CITY, "--format", "json").out)
    first = told["groups"][0]
    assert (told["city"], told["audience"], first["questions"], first["ways"]) == (CITY, "resident", 3, 2)
    assert set(first) >= {"key", "examples", "section", "nearest", "now", "last", "blanked"}


def test_no_cell_is_a_formula(run: Run, table: str) -> None:
    run("gaps", "--city", CITY, "--format", "csv", "--out", "gaps.csv")
    with open("gaps.csv", encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert '\'=HYPERLINK("x")' in {row["聞かれた文の例"] for row in rows}
    cells = [cell for row in load_workbook(table)[TABLE].iter_rows() for cell in row]
    assert {cell.data_type for cell in cells if cell.value is not None} == {"s", "n"}
    assert [cell.value for cell in load_workbook(table)[TABLE][1]] == list(COLUMNS)
    coloured = [cell.column for cell in load_workbook(table)[TABLE][2] if cell.fill.fgColor.rgb == "00FFF2CC"]
    assert len(coloured) == len(WRITTEN)


def test_answers_become_drafts_and_nothing_is_published(
    run: Run, settings: Settings, table: str, revision: Callable[[str], int]
) -> None:
    sources = "条例｜第3条｜https://example.jp/3｜令和8年4月1日"
    fill(table, (DOG, answered(担当課="清掃課", 言い換え="子犬をもらった\n=犬", 出典=sources, 公開区分="職員")))
    before = revision(CITY)
    ran = run("import", "gaps", table, "--city", CITY)
    assert (ran.status, ran.out.split(";")[0]) == (0, "131016: 1 drafts kept")
    [entry] = drafts(settings).values()
    assert entry.id.startswith("131016-g")
    assert (entry.question, entry.answer) == tuple(answered().values())
    assert (entry.section, entry.phrasings, entry.audience) == ("清掃課", ("子犬をもらった", "=犬"), "staff")
    assert entry.source == (Source("条例", "第3条", "https://example.jp/3", datetime(2026, 4, 1).date()),)
    assert revision(CITY) == before


def test_a_table_that_is_imported_again_replaces_its_own_drafts(run: Run, settings: Settings, table: str) -> None:
    fill(table, (DOG, answered(担当課="清掃課")))
    run("import", "gaps", table, "--city", CITY)
    fill(table, (DOG, answered(担当課="総務課", 質問="犬の登録はどこですか。")))
    assert run("import", "gaps", table, "--city", CITY).status == 0
    assert [(entry.question, entry.section) for entry in drafts(settings).values()] == [
        ("犬の登録はどこですか。", "総務課")
    ]


def test_the_draft_of_somebody_else_is_left_alone(run: Run, settings: Settings, table: str) -> None:
    fill(table, (DOG, answered(担当課="清掃課", 項目ID="131016-inu")))
    engine = connect(settings.database)
    theirs = Entry("131016-inu", CITY, "犬は", "ほかの答え", "総務課")
    EntryDrafts(engine, "sato").save(CITY, [(theirs, 0)], 1)
    engine.dispose()
    ran = run("import", "gaps", table, "--city", CITY)
    assert ran.status == 1
    assert "項目ID: 「131016-inu」 sato さんの下書きがあります → その人と話して" in ran.err
    assert list(drafts(settings).values()) == [theirs]


def test_a_known_entry_gets_further_ways_to_ask(run: Run, settings: Settings, table: str) -> None:
    fill(table, (DOG, {"項目ID": "sodai-gomi", "言い換え": f"{DOG}\nソファを捨てたい"}))
    run("import", "gaps", table, "--city", CITY)
    [entry] = drafts(settings).values()
    assert (entry.id, entry.question) == ("sodai-gomi", "粗大ごみはどう出せばいいですか。")
    assert entry.phrasings[-1] == DOG
    assert entry.phrasings.count("ソファを捨てたい") == 1
    assert (entry.answer.splitlines()[1], entry.note[:2]) == ("品目を書いた紙を貼ってください。", "集荷")


FAULTS: dict[str, tuple[Sequence[tuple[str, dict[str, str]]], str]] = {
    "nothing written": ((), "書き込まれた行がありません → 色のついた欄に"),
    "no answer": (((DOG, {"質問": "犬は", "担当課": "清掃課"}),), "回答: (空欄) 空欄です"),
    "no question": (((DOG, {"回答": "登録します。", "担当課": "清掃課"}),), "質問: (空欄) 空欄です"),
    "no section that anything tells": (((DOG, answered()),), "担当課: (空欄) 空欄です → 担当課を書いてください"),
    "an id in full width": (((DOG, answered(担当課="課", 項目ID="１３－Ａ")),), "半角の小文字で 13-a と書いてください"),
    "an id twice": (
        ((DOG, answered(担当課="課", 項目ID="inu")), ("バス", answered(担当課="課", 項目ID="inu"))),
        "「inu」 シート「未回答」2行目と同じIDです",
    ),
    "an audience that is none": (((DOG, answered(担当課="課", 公開区分="議員")),), "使えない値です"),
}


@pytest.mark.parametrize(("answers", "said"), FAULTS.values(), ids=FAULTS)
def test_a_faulty_table_keeps_no_draft(
    run: Run, settings: Settings, table: str, answers: Sequence[tuple[str, dict[str, str]]], said: str
) -> None:
    good = ("=HYPERLINK", answered(担当課="清掃課")) if answers else None
    fill(table, *answers, *([good] if good else []))
    ran = run("import", "gaps", table, "--city", CITY)
    assert (ran.status, ran.out) == (1, "")
    assert said in ran.err
    assert drafts(settings) == {}


def test_a_column_that_is_gone_is_named(run: Run, settings: Settings, table: str) -> None:
    book = load_workbook(table)
    book[TABLE].delete_cols(9)
    book.save(table)
    ran = run("import", "gaps", table, "--city", CITY)
    assert "シート「未回答」1行目: 「見込みの担当課」 見出しが足りません" in ran.err
    assert GUIDE in book.sheetnames


def test_a_table_in_csv_is_read_too(run: Run, settings: Settings, asked: None) -> None:
    run("gaps", "--city", CITY, "--format", "csv", "--out", "gaps.csv")
    with open("gaps.csv", encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    rows[0] |= answered(担当課="清掃課", 内部メモ="'=メモ")
    with open("gaps.csv", "w", encoding="cp932", newline="") as file:
        writer = csv.DictWriter(file, list(COLUMNS))
        writer.writeheader()
        writer.writerows(rows)
    assert run("import", "gaps", "gaps.csv", "--city", CITY).status == 0
    assert [entry.note for entry in drafts(settings).values()] == ["=メモ"]


class TestDrafts:
    """From a draft to an answer."""

    @pytest.fixture
    def draft(self, run: Run, settings: Settings, table: str) -> str:
        fill(table, (DOG, answered(担当課="清掃課", 言い換え=f"{DOG}\n犬の登録の方法")))
        run("import", "gaps", table, "--city", CITY)
        [id] = drafts(settings)
        return id

    def test_a_draft_is_listed_published_and_asked(self, run: Run, settings: Settings, draft: str) -> None:
        listed = run("drafts", "list", "--city", CITY)
        assert listed.out.splitlines()[1] == "  犬を飼い始めたら何をしますか。"
        assert f"{draft}  " in listed.out
        assert "新しい項目  清掃課" in listed.out
        ran = run("drafts", "publish", "--city", CITY, "--id", draft, "--why", "未回答から")
        assert (ran.status, "1 drafts published as revision" in ran.out) == (0, True)
        assert drafts(settings) == {}
        assert json.loads(run("ask", DOG, "--city", CITY, "--json").out)["entry"]["id"] == draft
        assert "未回答から" in run("revisions", "--city", CITY).out

    def test_a_draft_that_is_given_back_is_not_published_with_the_rest(
        self, run: Run, settings: Settings, draft: str
    ) -> None:
        assert run("drafts", "return", "--city", CITY, "--id", draft, "--why", "根拠を書いてください").status == 0
        assert "差し戻し" in run("drafts", "list", "--city", CITY).out
        ran = run("drafts", "publish", "--city", CITY, "--all")
        assert (ran.status, "no draft that waits" in ran.err) == (1, True)
        assert list(drafts(settings)) == [draft]

    def test_a_draft_of_an_entry_that_was_published_since_is_refused(
        self, run: Run, settings: Settings, table: str
    ) -> None:
        fill(table, (DOG, {"項目ID": "sodai-gomi", "言い換え": DOG}))
        run("import", "gaps", table, "--city", CITY)
        gomi = "- {id: sodai-gomi, question: 粗大ごみは, answer: 新しい決まり, section: 清掃課}\n"
        Path("gomi.yaml").write_text(gomi, encoding="utf-8")
        run("import", "entries", "gomi.yaml", "--city", CITY)
        ran = run("drafts", "publish", "--city", CITY, "--all")
        assert (ran.status, "'sodai-gomi' was changed meanwhile" in ran.err) == (1, True)
        assert list(drafts(settings)) == ["sodai-gomi"]

    @pytest.mark.parametrize(
        ("arguments", "status", "said"),
        [
            (("publish", "--city", CITY), 2, "give either --id or --all."),
            (("publish", "--city", CITY, "--id", "nai"), 1, "131016 has no draft 'nai'"),
            (("return", "--city", CITY, "--id", "nai", "--why", "x"), 1, "131016 has no draft 'nai'"),
            (("list", "--city", "132012"), 1, "no city '132012'"),
        ],
    )
    def test_a_wrong_call_is_told(self, run: Run, arguments: tuple[str, ...], status: int, said: str) -> None:
        ran = run("drafts", *arguments)
        assert (ran.status, said in ran.err) == (status, True)


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("--city", CITY, "--format", "xlsx"), 2, "xlsx needs --out FILE."),
        (("--city", "132012"), 1, "no city '132012'"),
        (("--city", CITY, "--since", "2999-01-01"), 1, "--since 2999-01-01 is still to come"),
        (("--city", CITY, "--since", "令和8年"), 2, "令和8年"),
        (("--city", CITY, "--out", "there.csv"), 1, "there.csv is there already"),
    ],
)
def test_a_wrong_call_writes_nothing(run: Run, arguments: tuple[str, ...], status: int, said: str) -> None:
    Path("there.csv").write_text("mine", encoding="utf-8")
    ran = run("gaps", *arguments)
    assert (ran.status, said in ran.err, ran.out) == (status, True, "")


def test_a_city_of_which_nothing_was_asked_has_no_gaps(run: Run) -> None:
    assert "質問 0件。意味の近い 0 のまとまりにしました。" in run("gaps", "--city", CITY).out


def test_a_proposal_without_an_answer_is_not_published(run: Run, settings: Settings) -> None:
    run("drafts", "list", "--city", "131016")  # loads what ships
    engine = connect(settings.database)
    EntryDrafts(engine, "sato").save("131016", [(Entry("teian", "131016", "駐輪場はどこですか。", "", "総務課"), 0)], 1)
    engine.dispose()
    for which in (["--all"], ["--id", "teian"]):
        ran = run("drafts", "publish", "--city", "131016", *which)
        assert ran.status == 1
        assert "no answer is written yet: teian" in ran.err
