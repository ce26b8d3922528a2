import csv
import io
from datetime import date, datetime

import openpyxl
import pytest

from knowledge import Audience, Entry, Source
from knowledge.reading.entries import COLUMNS, read_entries
from knowledge.source import Link

ENTRY = Entry(
    id="131016-tennyu",
    owner="131016",
    question="転入届はいつまでに出しますか。",
    answer="住み始めた日から14日以内です。\n手数料は{{手数料}}です。",
    section="市民課",
    phrasings=("先週越してきた", "転入届 期限"),
    audience=Audience.STAFF,
    category="届出・証明/引っ越し",
    easy_answer="14日（にち）までに きてください。",
    links=(Link("転入届の案内", "https://example.jp/tennyu"),),
    source=(Source("住民基本台帳法", "第22条", as_of=date(2026, 11, 20)), Source("みなと野市の手引")),
    valid_from=date(2026, 4, 1),
    valid_until=date(2027, 3, 31),
    updated_on=date(2026, 11, 20),
    tags=("転入", "引っ越し"),
    note="窓口用",
)
CELLS = {
    "項目ID": "131016-tennyu",
    "公開区分": "職員",
    "カテゴリ": "届出・証明/引っ越し",
    "質問": "転入届はいつまでに出しますか。",
    "言い換え": "先週越してきた\n転入届 期限",
    "回答": "住み始めた日から14日以内です。\n手数料は{{手数料}}です。",
    "やさしい回答": "14日（にち）までに きてください。",
    "担当課": "市民課",
    "リンク": "転入届の案内｜｜https://example.jp/tennyu",
    "出典": "住民基本台帳法｜第22条｜｜令和8年11月20日\nみなと野市の手引",
    "有効開始日": "R8.4.1",
    "有効終了日": "２０２７/３/３１",
    "更新日": "2026-11-20",
    "タグ": "転入\n引っ越し",
    "内部メモ": "窓口用",
}
YAML = """
- id: 131016-tennyu
  audience: staff
  category: 届出・証明/引っ越し
  question: 転入届はいつまでに出しますか。
  phrasings:
    - 先週越してきた
    - 転入届 期限
  answer: |
    住み始めた日から14日以内です。
    手数料は{{手数料}}です。
  easy_answer: 14日（にち）までに きてください。
  section: 市民課
  links: [{title: 転入届の案内, url: https://example.jp/tennyu}]
  source:
    - {title: 住民基本台帳法, place: 第22条, as_of: 2026-11-20}
    - title: みなと野市の手引
  valid_from: 2026-04-01
  valid_until: 令和9年3月31日
  updated_on: 2026/11/20
  tags: [転入, 引っ越し]
  note: 窓口用
"""


def as_csv(*rows: dict[str, str]) -> str:
    text = io.StringIO()
    table = csv.DictWriter(text, list(COLUMNS))
    table.writeheader()
    table.writerows(rows)
    return text.getvalue()


def as_xlsx(*rows: dict[str, object]) -> bytes:
    book = openpyxl.Workbook()
    book.active.title = "項目"
    book.active.append(list(COLUMNS))
    for row in rows:
        book.active.append([row.get(header) for header in COLUMNS])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


DATE_CELLS = {
    "有効開始日": date(2026, 4, 1),
    "有効終了日": datetime(2027, 3, 31),
    "更新日": datetime(2026, 11, 20, 9, 5),
}


@pytest.mark.parametrize(
    ("name", "content", "encoding"),
    [
        ("faq.csv", as_csv(CELLS), "utf-8"),
        ("faq.csv", as_csv(CELLS), "utf-8-sig"),
        ("faq.csv", as_csv(CELLS), "cp932"),
        ("faq.CSV", as_csv(CELLS), "utf-8"),
        ("faq.xlsx", as_xlsx(CELLS), ""),
        ("faq.xlsx", as_xlsx(CELLS | DATE_CELLS), ""),
        ("faq.yaml", YAML, "utf-8"),
        ("faq.yml", YAML, "cp932"),
    ],
    ids=["CSV", "CSV with BOM", "CSV in CP932", "CSV in capitals", "XLSX", "XLSX date cells", "YAML", "YAML in CP932"],
)
def test_an_entry_reads_the_same_from_every_format(write, name, content, encoding):
    assert read_entries(write(name, content, encoding), "131016") == (ENTRY,)


def test_an_entry_needs_only_id_question_answer_and_section(write):
    path = write("faq.csv", "項目ID,質問,回答,担当課\ngomi,ごみの日は,月曜日です。,ごみ\n")
    assert read_entries(path) == (Entry("gomi", "common", "ごみの日は", "月曜日です。", "ごみ"),)


FAULTY_CSV = as_csv(
    CELLS | {"項目ID": "Tennyu", "公開区分": "全員", "担当課": ""},
    CELLS,
    CELLS | {"有効終了日": "来年度末", "リンク": "案内｜｜example.jp"},
    CELLS | {"項目ID": "b2", "有効開始日": "令和9年4月1日"},
)


def test_every_fault_of_a_csv_is_reported_at_once_with_place_column_value_and_remedy(write, faults_of):
    faults = faults_of(read_entries, write("faq.csv", FAULTY_CSV))
    assert {(fault.place, fault.value, fault.problem, fault.remedy) for fault in faults} == {
        (
            "2行目 項目ID",
            "Tennyu",
            "項目IDに使えない文字があります",
            "半角の小文字で tennyu と書いてください",
        ),
        ("2行目 公開区分", "全員", "使えない値です", "resident、staff、住民、職員 のどれかにしてください"),
        ("2行目 担当課", "", "空欄です", "担当課を書いてください"),
        (
            "4行目 有効終了日",
            "来年度末",
            "日付として読めません",
            "2026-11-20 または 令和8年11月20日 のように書いてください",
        ),
        ("4行目 リンク(1) url", "example.jp", "URLとして読めません", "https:// で始まる宛先を書いてください"),
        ("4行目 リンク(1) url", "example.jp", "空欄です", "https:// で始まる宛先を書いてください"),
        ("4行目 項目ID", "131016-tennyu", "3行目と同じIDです", "別のIDにしてください"),
        (
            "5行目 有効終了日",
            "２０２７/３/３１",
            "有効終了日が有効開始日より前です",
            "2027-04-01 以後の日にしてください",
        ),
    }
    assert {fault.file for fault in faults} == {"faq.csv"}


def test_a_fault_of_an_xlsx_names_its_sheet(write, faults_of):
    (fault,) = faults_of(read_entries, write("faq.xlsx", as_xlsx(CELLS, CELLS | {"項目ID": "b2", "回答": None})))
    assert str(fault) == "faq.xlsx シート「項目」3行目 回答: (空欄) 空欄です → 回答を書いてください"


def test_a_missing_column_is_named(write, faults_of):
    faults = faults_of(read_entries, write("faq.csv", "項目ID,質問,担当課\na1,転入,市民課\n"))
    assert ["回答" in str(fault) for fault in faults] == [True]


FAULTY_YAML = """# 届出
- id: tennyu
  question: 転入届
  answer: 14日以内です。
  section: 住民登録

- id: tennyu
  question:
  answer: [一つ, 二つ]
  section: 住民登録
  updated_on: 昨日
  adience: staff
- {id: a_b, question: 転出届, answer: 事前に。, section: 住民登録}
"""


def test_every_fault_of_a_yaml_is_reported_at_once_with_its_line(write, faults_of):
    faults = faults_of(read_entries, write("faq.yaml", FAULTY_YAML))
    assert {(fault.place, fault.value, fault.problem) for fault in faults} >= {
        ("7行目 question", "", "空欄です"),
        ("7行目 answer", "['一つ', '二つ']", "文字ではありません"),
        ("7行目 updated_on", "昨日", "日付として読めません"),
        ("7行目 adience", "adience", "知らない名前です"),
        ("7行目 項目ID", "tennyu", "2行目と同じIDです"),
        ("13行目 id", "a_b", "項目IDに使えない文字があります"),
    }
    assert {fault.file for fault in faults} == {"faq.yaml"}


ITEM = "- id: tennyu\n  question: 転入届\n  answer: 14日以内です。\n  section: 住民登録\n"


@pytest.mark.parametrize(
    ("content", "place", "problem"),
    [
        (ITEM + "  note: '閉じない\n", "6行目", "YAML として読めません"),
        (ITEM + "\tnote: メモ\n", "5行目", "YAML として読めません"),
        (ITEM + "  note: 本文: 続き\n", "5行目", "YAML として読めません"),
        (ITEM + "- 転出届\n", "5行目", "項目ではありません"),
        (ITEM + "  updated_on: 2026-13-45\n", "1行目 updated_on", "日付として読めません"),
        (ITEM + "  answer: 30日以内です。\n", "1行目 answer", "同じ"),
        ("id: tennyu\n", "", "項目の一覧ではありません"),
        ("", "", "項目の一覧ではありません"),
        ("# まだない\n", "", "項目の一覧ではありません"),
        ("- id: a\0b\n", "", "YAML として読めません"),
    ],
    ids=[
        "open quote",
        "tab",
        "colon",
        "no item",
        "impossible date",
        "repeated key",
        "no list",
        "empty",
        "comment",
        "binary",
    ],
)
def test_a_yaml_of_the_wrong_shape_is_a_fault_at_its_line(write, faults_of, content, place, problem):
    (fault,) = faults_of(read_entries, write("faq.yaml", content))
    assert fault.file == "faq.yaml"
    assert fault.place.startswith(place)
    assert problem in fault.problem


@pytest.mark.parametrize("id", ["ab", "tennyu-todoke", "131016-tennyu", "1a", "a" * 80])
def test_an_id_is_small_letters_digits_and_hyphens(write, id):
    (entry,) = read_entries(write("faq.csv", f"項目ID,質問,回答,担当課\n{id},転入,14日,住民登録\n"))
    assert entry.id == id


@pytest.mark.parametrize(
    "id", ["a", "-ab", "Tennyu", "tennyu_todoke", "転入届", "ten nyu", "tennyu/1", "ａｂ", "tennyu.1", "a" * 81]
)
def test_an_id_with_other_characters_is_a_fault(write, faults_of, id):
    (fault,) = faults_of(read_entries, write("faq.csv", f"項目ID,質問,回答,担当課\n{id},転入,14日,住民登録\n"))
    assert (fault.place, fault.problem) == ("2行目 項目ID", "項目IDに使えない文字があります")


@pytest.mark.parametrize(
    ("start", "end", "refused"), [("4/1", "3/31", True), ("4/1", "4/1", False), ("4/1", "4/2", False)]
)
def test_validity_may_end_on_its_first_day_and_not_before(write, faults_of, start, end, refused):
    path = write("faq.csv", as_csv(CELLS | {"有効開始日": f"2026/{start}", "有効終了日": f"2026/{end}"}))
    if refused:
        assert [fault.problem for fault in faults_of(read_entries, path)] == ["有効終了日が有効開始日より前です"]
    else:
        assert len(read_entries(path)) == 1


def test_an_item_that_should_be_a_phrasing_of_digits_is_text(write):
    (entry,) = read_entries(write("faq.yaml", ITEM + "  phrasings: [189, 110番]\n"))
    assert entry.phrasings == ("189", "110番")
