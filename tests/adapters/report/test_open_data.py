"""Open data: one number a row, none under ten, and none under ten by subtraction."""

import csv
import io
from collections import defaultdict

from adapters.report import open_data_of
from adapters.report.open_data import LEFT_OUT, facts_of
from bot import kpi
from knowledge import Audience


def test_a_row_says_whose_of_when_and_what(whole: kpi.Report) -> None:
    rows = list(csv.DictReader(io.StringIO(open_data_of(whole), newline="")))
    assert rows[0] == {
        "自治体コード": "131016",
        "自治体名": "みなと野市",
        "年度": "2026",
        "始まりの日": "2026-04-01",
        "終わりの日": "2027-03-31",
        "公開区分": "市民",
        "表": "全体",
        "区分": "合計",
        "指標": "利用者",
        "値": "510",
        "単位": "人",
        "注記": "",
    }


def test_small_numbers_are_left_out_and_said_to_be(whole: kpi.Report) -> None:
    rows = list(csv.DictReader(io.StringIO(open_data_of(whole), newline="")))
    assert [row for row in rows if row["値"] and int(row["値"]) < 10] == []
    assert {row["注記"] for row in rows if not row["値"]} == {LEFT_OUT}
    months = {
        row["区分"]: row["値"] for row in rows if (row["公開区分"], row["表"], row["指標"]) == ("市民", "月別", "質問")
    }
    assert (months["2026-04"], months["2026-06"], months["2026-07"]) == ("800", "", "")


def test_what_each_table_leaves_out_is_never_one_cell_and_never_under_ten_together(whole: kpi.Report) -> None:
    for audience in Audience:
        figures = whole.residents if audience is Audience.RESIDENT else whole.staff
        tables: dict[str, list[int | None]] = defaultdict(list)
        for table, _, measure, value, _ in facts_of(whole, audience):
            if table != "全体" and measure == "質問":
                tables[table].append(value)
        assert len(tables) == 6
        for table, values in tables.items():
            left = figures.all.questions - sum(value or 0 for value in values)
            hidden = values.count(None)
            assert (hidden == 0 and left == 0) or (hidden > 1 and left >= 10), table


def test_what_is_left_of_a_table_is_a_cell_of_it(whole: kpi.Report) -> None:
    """Whoever knows all questions could reckon how many said nothing, and how many were shown nothing."""
    facts = {(table, part): value for table, part, _, value, _ in facts_of(whole, Audience.RESIDENT)}
    assert [facts["役に立ったか", part] for part in ("役に立った", "役に立たなかった", "答えなし")] == [30, 10, 1_460]
    assert (facts["担当課別", "清掃課"], facts["担当課別", "示した項目なし"]) == (1_000, 330)


def test_no_table_crosses_two_divisions(whole: kpi.Report) -> None:
    """A month by channel could be found from the year's channel less the other months."""
    tables = {table for table, *_ in facts_of(whole, Audience.RESIDENT)}
    assert tables == {"全体", "月別", "入口別", "利用者の有無", "結果別", "役に立ったか", "担当課別"}
