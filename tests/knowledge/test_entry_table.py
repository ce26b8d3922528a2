"""Entries as CSV and XLSX: what goes out comes in again, equal."""

import csv
import io
import random
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from knowledge import COMMON, Audience, Entry, Source, load_knowledge, shipped_cities
from knowledge.cell import LONGEST_CELL
from knowledge.entry_table import GUIDE, TABLE, TABLE_COLUMNS, checked, entry_csv, write_entry_workbook
from knowledge.reading.entries import losses, read_entries, read_rows
from knowledge.source import Link

CITY = "131016"
PLAIN = Entry("gomi", CITY, "ごみの日はいつですか。", "月曜です。", "清掃課")
FULL = Entry(
    id="131016-tennyu",
    owner=CITY,
    question="転入届はいつまでに出しますか。",
    answer="住み始めた日から14日以内です。\n\n手数料は{{手数料}}です。",
    section="市民課",
    phrasings=("先週越してきた", "-から始まる言い方", "二行の\n言い方"),
    audience=Audience.STAFF,
    category="届出・証明/引っ越し",
    easy_answer="14日（にち）までに きてください。",
    links=(Link("案内｜転入", "https://example.jp/a?b=1|2"), Link("申請書", "https://example.jp/b")),
    related=("131016-tenshutsu", "gomi"),
    source=(Source("住民基本台帳法", "第22条", "https://example.jp/22", date(2026, 11, 20)), Source("手引", "A|B\n裏")),
    valid_from=date(2026, 4, 1),
    valid_until=date(2027, 3, 31),
    updated_on=date(2026, 11, 20),
    tags=("転入", "001", "=SUM(A1)"),
    note="窓口用",
)
TEXTS = [
    "=1+1",
    "+81-3-1234",
    "-5度",
    "@職員",
    "'=印のある式",
    "'引用'",
    "0042",
    "1e5",
    "TRUE",
    "2026-04-01",
    "一行目\n二行目\n\n四行目",
    "タブ\tの\t間",
    '"引用符"と,コンマ',
    "ﾊﾝｶｸとＡＢＣと１２３",
    "葛󠄀城と葛󠄁飾、𠮷田、髙﨑",
    "👨‍👩‍👧 家族と📚",
    "_x0041_ と _x000D_",
    "式番号\x0bと\x1fの間",
    "C:\\temp と ｜ と |",
    "{{空欄}} と <b> と &amp;",
    "#N/A",
    "\N{NO-BREAK SPACE}".join("間隔"),
    "長" * 5_000,
]


@pytest.fixture(params=["csv", "xlsx"])
def carried(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[..., tuple[Entry, ...]]:
    """The entries after a way out and in again."""

    def carry(*entries: Entry, city: str = CITY) -> tuple[Entry, ...]:
        path = tmp_path / f"entries.{request.param}"
        if request.param == "csv":
            path.write_text(entry_csv(entries), encoding="utf-8-sig", newline="")
        else:
            write_entry_workbook(entries, path)
        return read_entries(path, city)

    return carry


def test_every_field_comes_back(carried: Callable[..., tuple[Entry, ...]]) -> None:
    assert all(getattr(FULL, field.name) not in ("", (), None) for field in fields(Entry))
    assert carried(FULL, PLAIN) == (FULL, PLAIN)


def test_who_owns_an_entry_comes_back(carried: Callable[..., tuple[Entry, ...]]) -> None:
    assert carried(PLAIN, replace(FULL, owner=COMMON)) == (PLAIN, replace(FULL, owner=COMMON))


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_a_text_comes_back_wherever_it_stands(carried: Callable[..., tuple[Entry, ...]], text: str) -> None:
    entry = replace(
        PLAIN,
        question=text,
        answer=text,
        section=text,
        category=text,
        easy_answer=text,
        note=text,
        phrasings=(text, "次", text),
        tags=(text,),
        related=("次", text),
        source=(Source(text, text),),
        links=(Link(text, "https://example.jp/"),),
    )
    assert list(losses([entry], CITY, in_excel=True)) == []
    assert carried(entry) == (entry,)


@pytest.mark.parametrize("code", shipped_cities())
def test_all_that_ships_comes_back(carried: Callable[..., tuple[Entry, ...]], code: str) -> None:
    entries = load_knowledge(code).entries
    assert {entry.owner for entry in entries} == {COMMON, code}
    assert {entry.audience for entry in entries} == set(Audience)
    assert list(losses(entries, code, in_excel=True)) == []
    assert carried(*entries, city=code) == entries


def test_texts_put_together_by_chance_come_back(carried: Callable[..., tuple[Entry, ...]]) -> None:
    chance = random.Random(20261126)  # noqa: S311
    letters = [
        *"=+-@'\"\\｜|,;\t\n \r{}#",
        "あ",
        "漢",
        "ｱ",
        "Ａ",
        "０",
        "é",
        "葛󠄀",
        "𠮷",
        "👨‍👩‍👧",
        "_x000D_",
        "\u3000",
        "\x0b",
    ]

    def text() -> str:
        made = "".join(chance.choices(letters, k=chance.randint(1, 12))).replace("\r", "")
        return made.strip() or "空"

    entries = tuple(
        replace(
            PLAIN,
            id=f"chance-{number}",
            question=text(),
            answer=text(),
            note=text(),
            phrasings=tuple(text() for _ in range(chance.randint(0, 3))),
            source=tuple(Source(text(), text()) for _ in range(chance.randint(0, 2))),
        )
        for number in range(300)
    )
    assert list(losses(entries, CITY, in_excel=True)) == []
    assert carried(*entries) == entries


@pytest.mark.parametrize(
    ("entry", "place"),
    [
        (replace(PLAIN, question=" 前に空白"), "gomi 質問"),
        (replace(PLAIN, answer="終わりに改行\n"), "gomi 回答"),
        (replace(PLAIN, note="復帰\r\n改行"), "gomi 内部メモ"),
        (replace(PLAIN, phrasings=("一つ", "")), "gomi 言い換え"),
        (replace(PLAIN, links=(Link("宛先", "ftp://example.jp"),)), "gomi リンク"),
    ],
)
def test_what_a_table_cannot_carry_is_named(entry: Entry, place: str) -> None:
    [fault] = losses([FULL, entry], CITY, in_excel=False)
    assert (fault.place, fault.problem) == (place, "表にすると、元のとおりに戻りません")


@pytest.mark.parametrize(
    ("entry", "place", "problem"),
    [
        (replace(PLAIN, id="ごみ"), "ごみ 項目ID", "項目IDに使えない文字があります"),
        (replace(PLAIN, section=""), "gomi 担当課", "空欄です"),
    ],
)
def test_what_could_not_be_imported_again_is_named(entry: Entry, place: str, problem: str) -> None:
    [fault] = losses([entry], CITY, in_excel=False)
    assert (fault.file, fault.place, fault.problem) == (CITY, place, problem)


@pytest.mark.parametrize(
    ("answer", "refused"),
    [("あ" * LONGEST_CELL, False), ("あ" * (LONGEST_CELL + 1), True), ("📚" * (LONGEST_CELL // 2 + 1), True)],
    ids=["as long as a cell", "one more", "pairs count twice"],
)
def test_a_text_too_long_for_excel_is_refused_there_and_goes_as_csv(answer: str, refused: bool, tmp_path: Path) -> None:
    entry = replace(PLAIN, answer=answer)
    faults = list(losses([entry], CITY, in_excel=True))
    assert [(fault.place, "32,767字" in fault.problem, "--format csv" in fault.remedy) for fault in faults] == (
        [("gomi 回答", True, True)] if refused else []
    )
    assert list(losses([entry], CITY, in_excel=False)) == []
    (tmp_path / "long.csv").write_text(entry_csv([entry]), encoding="utf-8-sig", newline="")
    assert read_entries(tmp_path / "long.csv", CITY) == (entry,)


def test_a_csv_cell_longer_than_the_limit_of_the_module_is_read(tmp_path: Path) -> None:
    entry = replace(PLAIN, answer="あ" * 200_000)
    (tmp_path / "long.csv").write_text(entry_csv([entry]), encoding="utf-8-sig", newline="")
    assert read_entries(tmp_path / "long.csv", CITY) == (entry,)


def test_no_cell_of_a_csv_begins_like_a_formula() -> None:
    entries = [replace(PLAIN, question=text, phrasings=(text,)) for text in TEXTS]
    cells = [cell for row in csv.reader(io.StringIO(entry_csv(entries), newline="")) for cell in row]
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "＝", "＋", "－", "＠"))] == []


def test_every_cell_of_a_workbook_is_text(tmp_path: Path) -> None:
    write_entry_workbook([replace(FULL, question="=1+1", section="0042")], tmp_path / "entries.xlsx")
    book = load_workbook(tmp_path / "entries.xlsx")
    assert book.sheetnames == [TABLE, GUIDE]
    cells = [cell for row in book[TABLE].iter_rows() for cell in row if cell.value is not None]
    assert {(cell.data_type, cell.number_format, cell.quotePrefix) for cell in cells} == {("s", "@", True)}
    assert [cell.value for cell in book[TABLE][1]] == list(TABLE_COLUMNS)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_a_csv_is_read_as_excel_saves_it(tmp_path: Path, encoding: str) -> None:
    entry = replace(PLAIN, answer="髙﨑①～\n=式ではない", phrasings=("=1", "次"))
    (tmp_path / "entries.csv").write_text(entry_csv([entry]), encoding=encoding, newline="")
    assert read_entries(tmp_path / "entries.csv", CITY) == (entry,)


def test_a_row_keeps_the_fingerprint_with_which_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "entries.csv"
    path.write_text(entry_csv([FULL]).replace("窓口用", "直した"), encoding="utf-8", newline="")
    [row] = read_rows(path, CITY)
    assert (row.place, row.check) == ("2行目", checked(FULL))
    assert checked(row.entry) != row.check


def test_the_fingerprint_tells_every_field_but_the_owner() -> None:
    assert checked(replace(FULL, owner=COMMON)) == checked(FULL)
    blank = {field.name: field.default for field in fields(Entry) if field.name not in ("id", "owner")}
    others = {name: "変えた" if name in ("question", "answer", "section") else value for name, value in blank.items()}
    assert len({checked(FULL), *(checked(replace(FULL, **{name: value})) for name, value in others.items())}) == 16
