from datetime import date, datetime

import pytest

from knowledge import Audience, Source
from knowledge.reading.record import Record, link_from, parse_day, source_from

TODAY = date(2026, 11, 20)


def record(value: object, label: str = "更新日") -> Record:
    return Record("faq.csv", "41行目", {"key": value}, {"key": label})


def faults(record: Record) -> list[str]:
    return [str(fault) for fault in record.faults]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-11-20", TODAY),
        ("2026/11/20", TODAY),
        ("2026.11.20", TODAY),
        ("2026年11月20日", TODAY),
        ("2026-11-20 00:00:00", TODAY),
        ("令和8年11月20日", TODAY),  # 2018 + 8
        ("令和 8年 11月 20日", TODAY),
        ("R8.11.20", TODAY),
        ("R8/11/20", TODAY),
        ("㋿8年11月20日", TODAY),
        ("２０２６年１１月２０日", TODAY),
        ("Ｒ８．１１．２０", TODAY),
        ("令和８年１１月２０日", TODAY),
        ("2026/4/1", date(2026, 4, 1)),
        ("令和元年5月1日", date(2019, 5, 1)),
        ("R元.5.1", date(2019, 5, 1)),
        ("平成31年4月30日", date(2019, 4, 30)),  # 1988 + 31
        ("H1.1.8", date(1989, 1, 8)),
        ("昭和64年1月7日", date(1989, 1, 7)),  # 1925 + 64
        ("令和10年2月29日", date(2028, 2, 29)),
    ],
)
def test_a_date_is_read_as_offices_write_it(text, day):
    assert parse_day(text) == day


@pytest.mark.parametrize(
    "text",
    [
        "",
        "来年度",
        "令和8年度",
        "令和8年11月",
        "11月20日",
        "2026-02-30",
        "2026-13-01",
        "令和9年2月29日",
        "令和0年5月1日",
        "明治45年7月29日",
        "2026-11-20から",
    ],
)
def test_what_is_no_date_is_refused(text):
    with pytest.raises(ValueError):  # noqa: PT011 - the text of datetime's own error is not ours
        parse_day(text)


@pytest.mark.parametrize("value", [datetime(2026, 11, 20, 9, 30), TODAY, "令和8年11月20日", " 2026-11-20 "])
def test_a_date_cell_and_its_text_are_the_same_day(value):
    assert record(value).day("key") == TODAY


@pytest.mark.parametrize("value", [None, "", "  "])
def test_an_empty_cell_is_no_date_and_no_fault(value):
    empty = record(value)
    assert (empty.day("key"), empty.faults) == (None, [])


def test_an_unreadable_date_is_a_fault_with_its_value():
    unreadable = record("来年")
    assert unreadable.day("key") is None
    assert faults(unreadable) == [
        "faq.csv 41行目 更新日: 「来年」 日付として読めません → 2026-11-20 または 令和8年11月20日 のように書いてください"
    ]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (" 本文 ", "本文"),
        ("一行\r\n二行\r三行", "一行\n二行\n三行"),
        (189, "189"),
        (189.0, "189"),
        (1.5, "1.5"),
        (None, ""),
    ],
)
def test_a_value_is_read_as_text(value, text):
    assert record(value).text("key") == text


@pytest.mark.parametrize("value", [None, "", " \n "])
def test_a_required_text_may_not_be_empty(value):
    empty = record(value, "担当課")
    assert empty.text("key", required=True) == ""
    assert [(fault.problem, fault.remedy) for fault in empty.faults] == [("空欄です", "担当課を書いてください")]


@pytest.mark.parametrize("value", [["一つ", "二つ"], {"title": "題"}])
def test_a_list_is_no_text(value):
    listed = record(value)
    assert listed.text("key") == ""
    assert [fault.problem for fault in listed.faults] == ["文字ではありません"]


@pytest.mark.parametrize(
    ("value", "lines"),
    [
        (None, ()),
        ("", ()),
        ("一つ\n\n 二つ \r\n三つ", ("一つ", "二つ", "三つ")),
        (["一つ", " 二つ ", ""], ("一つ", "二つ")),
        ([119, "110番"], ("119", "110番")),
        (189.0, ("189",)),
    ],
)
def test_a_cell_holds_one_item_a_line_and_yaml_a_list(value, lines):
    assert record(value).lines("key") == lines


def test_a_list_of_lists_is_a_fault():
    nested = record([["一つ"]])
    assert nested.lines("key") == ()
    assert [fault.problem for fault in nested.faults] == ["文字の一覧ではありません"]


@pytest.mark.parametrize(
    ("value", "audience"),
    [("", Audience.RESIDENT), ("staff", Audience.STAFF), ("職員", Audience.STAFF), (" resident ", Audience.RESIDENT)],
)
def test_a_choice_is_made_by_value_or_by_name(value, audience):
    assert record(value).choice("key", Audience, Audience.RESIDENT, {"職員": Audience.STAFF}) is audience


def test_an_unknown_choice_is_a_fault_that_lists_the_choices():
    unknown = record("全員", "公開区分")
    unknown.choice("key", Audience, Audience.RESIDENT, {"職員": Audience.STAFF})
    assert faults(unknown) == [
        "faq.csv 41行目 公開区分: 「全員」 使えない値です → resident、staff、職員 のどれかにしてください"
    ]


@pytest.mark.parametrize(
    "value",
    [
        "住民基本台帳法｜第22条｜https://example.jp/law｜令和8年11月20日",
        "住民基本台帳法|第22条|https://example.jp/law|2026-11-20",
        [{"title": "住民基本台帳法", "place": "第22条", "url": "https://example.jp/law", "as_of": TODAY}],
    ],
)
def test_a_source_reads_the_same_from_a_cell_and_from_yaml(value):
    assert record(value).pairs("key", source_from) == (
        Source("住民基本台帳法", "第22条", "https://example.jp/law", TODAY),
    )


@pytest.mark.parametrize(
    ("line", "source"),
    [
        ("戸籍法", Source("戸籍法")),
        ("戸籍法｜第49条", Source("戸籍法", "第49条")),
        ("戸籍法｜｜｜2026-11-20", Source("戸籍法", as_of=TODAY)),
    ],
)
def test_the_end_of_a_source_may_be_left_out(line, source):
    assert record(line).pairs("key", source_from) == (source,)


@pytest.mark.parametrize(
    ("value", "build", "problems"),
    [
        ("｜第22条", source_from, ["空欄です"]),
        ([{"place": "第22条"}], source_from, ["空欄です"]),
        ([{"title": "法", "page": 3}], source_from, ["知らない名前です"]),
        ([{"title": "法", "url": "example.jp"}], source_from, ["URLとして読めません"]),
        ([{"title": "法", "url": "javascript:alert(1)"}], source_from, ["URLとして読めません"]),
        ([{"title": "法", "url": "https://"}], source_from, ["URLとして読めません"]),
        ([{"title": "法", "as_of": "いつか"}], source_from, ["日付として読めません"]),
        ("申請書", link_from, ["空欄です"]),
        ("申請書｜｜ftp://example.jp/", link_from, ["URLとして読めません", "空欄です"]),
        (["住民基本台帳法"], source_from, ["読めない形です"]),
        ({"title": "法"}, source_from, ["読めない形です"]),
    ],
)
def test_a_faulty_source_or_link_is_reported_with_the_record(value, build, problems):
    faulty = record(value, "出典")
    faulty.pairs("key", build)
    assert [fault.problem for fault in faulty.faults] == problems
    assert all(fault.place.startswith("41行目 出典") for fault in faulty.faults)
