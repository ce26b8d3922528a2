"""madoguchi export, and what a clerk's changes to the table do when it is imported again."""

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from adapters.settings import Settings
from adapters.shelves import Shelves
from adapters.storage import PublishedContent, connect
from knowledge import Entry
from knowledge.reading.entries import read_entries

Run = Callable[..., Any]
CITY = "131016"


def in_force(settings: Settings) -> tuple[Entry, ...]:
    engine = connect(settings.database)
    try:
        return Shelves(settings, PublishedContent(engine)).knowledge(CITY).entries
    finally:
        engine.dispose()


def publish(settings: Settings, *entries: Entry) -> None:
    engine = connect(settings.database)
    PublishedContent(engine).publish(CITY, "ほかの人", entries)
    engine.dispose()


def rewrite(path: str, change: Callable[[dict[str, str]], object]) -> None:
    """Have `change` correct each row of a CSV file."""
    with open(path, encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        change(row)
    with open(path, "w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def answer(id: str, text: str) -> Callable[[dict[str, str]], object]:
    return lambda row: row.update({"回答": text}) if row["項目ID"] == id else None


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_what_is_in_force_goes_out_with_its_audience(run: Run, settings: Settings, form: str) -> None:
    publish(settings, Entry("shin", CITY, "新しい質問", "=式ではない", "清掃課"))
    ran = run("export", "--city", CITY, "--format", form, "--out", f"out.{form}")
    own = tuple(entry for entry in in_force(settings) if entry.owned_by_city)
    assert (ran.status, ran.out) == (0, "")
    assert f"{len(own)} entries of revision 2" in ran.err
    assert read_entries(Path(f"out.{form}"), CITY) == own
    assert {"shin", "shokuin-kyuka"} <= {entry.id for entry in own}


def test_a_table_that_was_not_changed_changes_nothing(run: Run, revision: Callable[[str], int]) -> None:
    run("export", "--city", CITY, "--common", "--format", "xlsx", "--out", "out.xlsx")
    ran = run("import", "entries", "out.xlsx", "--city", CITY)
    assert (ran.status, ran.out) == (0, "131016: nothing is changed in out.xlsx; nothing was published\n")
    assert revision(CITY) == 1


def test_a_changed_row_is_published_and_asked(run: Run, settings: Settings) -> None:
    run("export", "--city", CITY, "--format", "xlsx", "--out", "out.xlsx")
    before = {entry.id: entry for entry in in_force(settings)}
    book = load_workbook("out.xlsx")
    [row] = [row for row in book["項目"].iter_rows(min_row=2) if row[0].value == "sodai-gomi"]
    row[5].value = "券を貼ってください。\n000-0001 に電話します。"
    book.save("out.xlsx")
    ran = run("import", "entries", "out.xlsx", "--city", CITY)
    assert ran.out.splitlines()[0] == "131016: 1 entries, published as revision 2"
    assert ran.out.splitlines()[1].startswith("変わっていない項目 ")
    after = {entry.id: entry for entry in in_force(settings)}
    assert [id for id in after if after[id] != before[id]] == ["sodai-gomi"]
    reply = json.loads(run("ask", "粗大ごみはどう出せばいいですか。", "--city", CITY, "--json").out)
    assert reply["text"] == "券を貼ってください。\n000-0001 に電話します。"


class TestTwoPeople:
    """What somebody else published since the table was written out is not lost."""

    @pytest.fixture
    def written(self, run: Run, settings: Settings) -> Entry:
        """The table is out.csv; meanwhile somebody else has changed the entry for 粗大ごみ."""
        run("export", "--city", CITY, "--out", "out.csv")
        newer = Entry("sodai-gomi", CITY, "粗大ごみはどう出せばいいですか。", "新しい決まりです。", "清掃課")
        publish(settings, newer)
        return newer

    def test_a_row_that_was_not_touched_leaves_it(self, run: Run, settings: Settings, written: Entry) -> None:
        rewrite("out.csv", answer("toshokan-card", "カードを作ります。"))
        told = run("import", "entries", "out.csv", "--city", CITY).out
        assert "書き出した後にほかの人が直した項目 1 は、いまの内容のままにしました: sodai-gomi" in told
        assert written in in_force(settings)
        assert "カードを作ります。" in {entry.answer for entry in in_force(settings)}

    def test_a_row_that_both_have_changed_is_refused(self, run: Run, settings: Settings, written: Entry) -> None:
        rewrite("out.csv", answer("sodai-gomi", "古い決まりの直し"))
        ran = run("import", "entries", "out.csv", "--city", CITY)
        assert ran.status == 1
        assert "項目ID: 「sodai-gomi」 書き出した後に、ほかの人が直しています → もう一度書き出し" in ran.err
        assert written in in_force(settings)

    def test_an_entry_that_is_gone_does_not_come_back_by_itself(self, run: Run, settings: Settings) -> None:
        publish(settings, Entry("shin", CITY, "新しい質問", "答え", "清掃課"))
        run("export", "--city", CITY, "--out", "out.csv")
        run("restore", "--city", CITY, "--revision", "1")
        told = run("import", "entries", "out.csv", "--city", CITY).out
        assert "書き出した後になくなった項目 1 は、取り込みませんでした: shin" in told
        assert "shin" not in {entry.id for entry in in_force(settings)}


def test_a_row_that_is_copied_under_another_id_is_a_new_entry(run: Run, settings: Settings) -> None:
    run("export", "--city", CITY, "--out", "out.csv")
    rewrite(
        "out.csv",
        lambda row: row.update({"項目ID": "sodai-2", "質問": "たんすは"}) if row["項目ID"] == "sodai-gomi" else None,
    )
    run("import", "entries", "out.csv", "--city", CITY)
    assert {"sodai-gomi", "sodai-2"} <= {entry.id for entry in in_force(settings)}


def test_a_common_entry_that_is_changed_becomes_the_citys(run: Run, settings: Settings) -> None:
    shared = "- {id: nenkin, question: 年金の相談はどこですか。, answer: 年金事務所です。, section: 総務課}\n"
    folder = settings.content_dir / "common" / "entries"
    folder.mkdir()
    (folder / "nenkin.yaml").write_text(shared, encoding="utf-8")
    run("export", "--city", CITY, "--out", "own.csv")
    assert "nenkin" not in {entry.id for entry in read_entries(Path("own.csv"), CITY)}
    run("export", "--city", CITY, "--common", "--out", "out.csv")
    rewrite("out.csv", answer("nenkin", "市の答えです。"))
    told = run("import", "entries", "out.csv", "--city", CITY).out
    assert "共通の項目 1 を直したので、市の項目になりました: nenkin" in told
    [own] = [entry for entry in in_force(settings) if entry.id == "nenkin"]
    assert (own.owner, own.answer) == (CITY, "市の答えです。")


def test_what_excel_cannot_hold_is_refused_and_goes_as_csv(run: Run, settings: Settings) -> None:
    publish(settings, Entry("nagai", CITY, "長い質問", "あ" * 40_000, "清掃課"))
    ran = run("export", "--city", CITY, "--format", "xlsx", "--out", "out.xlsx")
    assert ran.status == 1
    assert "131016 nagai 回答: " in ran.err
    assert "40,000字あり、Excel の一つの欄の上限（32,767字）を超えています → --format csv で" in ran.err
    assert not Path("out.xlsx").exists()
    assert run("export", "--city", CITY, "--out", "out.csv").status == 0
    assert len({entry.id: entry for entry in read_entries(Path("out.csv"), CITY)}["nagai"].answer) == 40_000


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("--city", CITY, "--format", "xlsx"), 2, "xlsx needs --out FILE."),
        (("--city", "132012"), 1, "no city '132012'"),
        (("--city", CITY, "--format", "pdf"), 2, "pdf"),
        (("--city", CITY, "--out", "there.csv"), 1, "there.csv is there already"),
    ],
)
def test_a_wrong_call_writes_nothing(run: Run, arguments: tuple[str, ...], status: int, said: str) -> None:
    Path("there.csv").write_text("mine", encoding="utf-8")
    ran = run("export", *arguments)
    assert (ran.status, said in ran.err, ran.out) == (status, True, "")
    assert Path("there.csv").read_text(encoding="utf-8") == "mine"
