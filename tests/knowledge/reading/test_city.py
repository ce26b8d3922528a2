from collections.abc import Callable
from datetime import date, time
from pathlib import Path

import pytest

from knowledge import Calendar, City, Fault, Section, Source, UserRule
from knowledge.calendar import Hours
from knowledge.reading.city import read_city

GOOD = """
code = "131016"
name = "みなと野市"
kana = "みなとのし"
prefecture = "東京都"
names = ["みなと野", "みなとの"]

[hours]
"月" = ["08:30", "17:15"]
"木" = ["08:30", "19:00"]
year_end = ["12-29", "01-03"]
closures = { "2026-12-28" = "設備の点検", "令和9年2月1日" = "引っ越し" }

[[section]]
name = "市民課"
desks = ["住民登録", "戸籍"]
telephone = "00-0000-0000"
place = "本庁舎1階"
source = { title = "みなと野市組織規則", place = "第3条", as_of = "令和8年4月1日" }

[[section]]
name = "環境課"
desks = ["ごみ"]

[targets.annual_users]
2025 = 34000

[fills]
"住民票の写しの手数料" = "300円"
"""
HEAD = 'code = "131016"\nname = "みなと野市"\n'


@pytest.fixture
def city(write: Callable[..., Path]) -> Callable[[str], City]:
    return lambda text: read_city(write("131016/city.toml", text))


@pytest.fixture
def city_faults(write: Callable[..., Path], faults_of: Callable[..., tuple[Fault, ...]]):
    return lambda text: faults_of(read_city, write("131016/city.toml", text))


def test_a_city_is_read_whole(city):
    assert city(GOOD) == City(
        "131016",
        "みなと野市",
        "みなとのし",
        "東京都",
        ("みなと野", "みなとの"),
        (
            Section(
                "市民課",
                ("住民登録", "戸籍"),
                "00-0000-0000",
                "本庁舎1階",
                "",
                Source("みなと野市組織規則", "第3条", as_of=date(2026, 4, 1)),
            ),
            Section("環境課", ("ごみ",)),
        ),
        Calendar(
            {0: Hours(time(8, 30), time(17, 15)), 3: Hours(time(8, 30), time(19))},
            {date(2026, 12, 28): "設備の点検", date(2027, 2, 1): "引っ越し"},
            ((12, 29), (1, 3)),
        ),
        {"住民票の写しの手数料": "300円"},
        {2025: 34000},
    )


@pytest.mark.parametrize("rule", UserRule)
def test_a_city_says_what_it_counts_as_annual_users(city, rule):
    assert city(HEAD + f'[kpi]\nannual_users = "{rule}"\n').annual_users_rule is rule


def test_distinct_users_are_counted_where_nothing_is_said(city):
    assert city(HEAD).annual_users_rule is UserRule.USERS


def test_a_city_s_line_account_has_a_colour_and_leaves_messages_to_other_tools(city):
    line = city(HEAD + '[line]\ncolour = "#0b6B57"\nleave = ["^防災メニュー$"]')
    assert (line.line_colour, line.left_on_line) == ("#0b6B57", ("^防災メニュー$",))


NO_ORIGINS = [
    "*",
    "null",
    "www.city.example.lg.jp",
    "https://*.example.lg.jp",
    "https://www.city.example.lg.jp/",
    "https://www.city.example.lg.jp/kurashi",
    "https://www.city.example.lg.jp:443",
    "http://www.city.example.lg.jp:80",
    "https://www.city.example.lg.jp:70000",
    "https://WWW.city.example.lg.jp",
    "https://市役所.example.jp",
    "https://user@www.city.example.lg.jp",
    "https://www.city.example.lg.jp; script-src *",
    "https://www..example.lg.jp",
    "ftp://www.city.example.lg.jp",
    "javascript://www.city.example.lg.jp",
]


@pytest.mark.parametrize(
    "origin",
    [
        "https://www.city.example.lg.jp",
        "http://localhost:8080",
        "https://10.1.2.3",
        "https://xn--fiq228c.example.jp:8443",
    ],
)
def test_a_city_names_the_sites_that_its_widget_stands_on(city, origin):
    assert city(f'{HEAD}[web]\norigins = ["{origin}"]').web_origins == (origin,)


def test_without_a_word_no_other_site_is_let_in(city):
    assert city(HEAD).web_origins == ()


@pytest.mark.parametrize("colour", ["#0017c1", "#767676", ""])
def test_a_city_s_web_pages_have_a_colour_under_white_letters(city, colour):
    """#767676 is the lightest grey with 4.5:1 on white."""
    assert city(f'{HEAD}[web]\ncolour = "{colour}"').web_colour == colour


def test_a_city_needs_only_code_and_name(city):
    assert city(HEAD) == City("131016", "みなと野市")


@pytest.mark.parametrize(
    ("text", "value", "problem"),
    [
        ('name = "みなと野市"', "", "空欄です"),
        ('code = "131016"', "", "空欄です"),
        ('code = "131015"\nname = "み"', "131015", "全国地方公共団体コードではありません"),
        ('code = "13101"\nname = "み"', "13101", "全国地方公共団体コードではありません"),
        ('code = "141003"\nname = "み"', "141003", "フォルダ名 131016 と違います"),
        (HEAD + 'mayor = "山田"', "mayor", "知らない名前です"),
        (HEAD + '[[section]]\nname = "市民課"\ndesks = ["住民登記"]', "住民登記", "知らない担当分野です"),
        (HEAD + '[[section]]\nname = "市民課"\nfax = "1"', "fax", "知らない名前です"),
        (HEAD + '[[section]]\ndesks = ["戸籍"]', "", "空欄です"),
        (
            HEAD + '[[section]]\nname = "市民課"\ndesks = ["戸籍"]\n[[section]]\nname = "支所"\ndesks = ["戸籍"]',
            "戸籍",
            "市民課と支所の両方にあります",
        ),
        (
            HEAD + '[[section]]\nname = "市民課"\nsource = { title = "規則", as_of = "昔" }',
            "昔",
            "日付として読めません",
        ),
        (HEAD + '[hours]\n"月曜" = ["08:30", "17:15"]', "月曜", "知らない名前です"),
        (HEAD + '[kpi]\nannual_users = "persons"', "persons", "使えない値です"),
        (
            HEAD + '[line]\nleave = ["^(防災"]',
            "^(防災",
            "正規表現として読めません (missing ), unterminated subpattern at position 1)",
        ),
        (HEAD + '[line]\ncolour = "red"', "red", "色として読めません"),
        (HEAD + '[line]\ncolour = "#0017c"', "#0017c", "色として読めません"),
        (HEAD + '[line]\ncolor = "#0017c1"', "color", "知らない名前です"),
        (HEAD + '[web]\ncolor = "#0017c1"', "color", "知らない名前です"),
        *(
            (f'{HEAD}[web]\norigins = ["{origin}"]', origin, "サイトの起点（オリジン）として読めません")
            for origin in NO_ORIGINS
        ),
        (HEAD + '[web]\ncolour = "blue"', "blue", "色として読めません"),
        (HEAD + '[web]\ncolour = "#777777"', "#777777", "白い文字が読みにくい色です（コントラスト比 4.48）"),
        (HEAD + "[targets.annual_users]\n2025 = 0", "2025 = 0", "年度の目標値として読めません"),
        (HEAD + '[targets.annual_users]\n2025 = "34000"', "2025 = 34000", "年度の目標値として読めません"),
        (HEAD + '[targets.annual_users]\n"令和7年度" = 34000', "令和7年度 = 34000", "年度の目標値として読めません"),
    ],
)
def test_a_fault_is_reported_with_its_value(city_faults, text, value, problem):
    (fault,) = city_faults(text + "\n")
    assert (fault.file, fault.value, fault.problem) == ("city.toml", value, problem)
    assert fault.remedy


@pytest.mark.parametrize(
    "hours",
    [
        '"月" = ["8時半", "17:15"]',
        '"月" = ["08:30"]',
        '"月" = ["08:30", "25:00"]',
        '"月" = "08:30-17:15"',
        '"月" = 8',
        '"月" = ["17:15", "08:30"]',
        '"月" = ["08:30", "08:30"]',
        'year_end = ["12月29日", "1月3日"]',
        'year_end = ["12-29"]',
        'year_end = ["13-29", "01-03"]',
        'year_end = ["12-29", "01-32"]',
        'closures = { "来週" = "点検" }',
        'closures = ["2026-12-28"]',
    ],
)
def test_hours_that_cannot_be_are_a_fault(city_faults, hours):
    (fault,) = city_faults(f"{HEAD}[hours]\n{hours}\n")
    assert fault.place.startswith("131016 hours")
    assert "開庁時間として読めません" in fault.problem


def test_every_fault_of_a_city_is_reported_at_once(city_faults):
    faults = city_faults(
        'code = "131015"\nkna = "み"\n[hours]\n"月" = ["9", "x"]\n"休" = []\n'
        '[[section]]\nname = "市民課"\ndesks = ["住民登記", "戸籍登記"]\n[targets.annual_users]\n2025 = -1\n'
    )
    assert {fault.place.removeprefix("131016 ") for fault in faults} == {
        "kna",
        "code",
        "name",
        "section(1) desks",
        "hours",
        "targets",
    }
    assert {"住民登記", "戸籍登記"} <= {fault.value for fault in faults}


def test_each_faulty_day_is_reported(city_faults):
    faults = city_faults(HEAD + '[hours]\n"月" = ["x", "17:15"]\n"火" = ["08:30", "y"]\n')
    assert len(faults) == 2


@pytest.mark.parametrize(
    "table",
    [
        'hours = "08:30-17:15"',
        'section = "市民課"',
        '[section]\nname = "市民課"',
        'fills = ["300円"]',
        "targets = 34000",
        "[targets]\nannual_users = 34000",
        "[targets.annual_user]\n2025 = 34000",
    ],
)
def test_a_table_of_the_wrong_shape_is_a_fault(city_faults, table):
    assert {fault.file for fault in city_faults(f"{HEAD}{table}\n")} == {"city.toml"}


def test_what_is_no_toml_is_a_fault_with_its_line(city_faults):
    (fault,) = city_faults(HEAD + "kana = みなとのし\n")
    assert fault.problem == "TOML として読めません"
    assert "line 3" in f"{fault.place} {fault.value}"


@pytest.mark.parametrize("line", ['[hours]\n月 = ["08:30", "17:15"]', '[fills]\n住民票の写しの手数料 = "300円"'])
def test_a_japanese_name_without_quotation_marks_is_told_to_take_them(city_faults, line):
    (fault,) = city_faults(f"{HEAD}{line}\n")
    assert "引用符" in fault.remedy


def test_the_example_in_the_remedy_for_hours_can_be_read(city, city_faults):
    (fault,) = city_faults(HEAD + '[hours]\n"月" = "終日"\n')
    example = fault.remedy.removesuffix(" のように書いてください")
    assert city(f"{HEAD}[hours]\n{example}\n").calendar.hours == {0: Hours(time(8, 30), time(17, 15))}


def test_what_other_tools_on_line_answer_is_read_as_patterns(city):
    read = city(HEAD + '[line]\nleave = ["^防災メニュー$", "^【通報】"]\n')
    assert read.left_on_line == ("^防災メニュー$", "^【通報】")
    assert city(HEAD).left_on_line == ()


@pytest.mark.parametrize(
    ("line", "place", "value"),
    [
        ('leave = ["^【通報】", "(未完"]', "131016 line leave", "(未完"),
        ('leave = [["^【通報】"]]', "131016 line leave", None),
        ('leaves = ["^【通報】"]', "131016 line leaves", "leaves"),
    ],
)
def test_a_pattern_that_cannot_be_read_is_a_fault(city_faults, line, place, value):
    (fault,) = city_faults(f"{HEAD}[line]\n{line}\n")
    assert fault.place == place
    assert value is None or fault.value == value
