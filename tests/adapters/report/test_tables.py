"""The tables of a report, as a section manager reads them."""

import pytest

from adapters.report.table import Table, shown
from adapters.report.tables import tables_of
from bot import kpi


def table(report: kpi.Report, key: str) -> Table:
    return next(each for each in tables_of(report) if each.key == key)


def rows(report: kpi.Report, key: str) -> list[list[str]]:
    return [list(map(shown, row)) for row in table(report, key).rows]


def test_the_four_counts_stand_beside_each_other_with_the_citys_own_first(part: kpi.Report) -> None:
    assert rows(part, "annual") == [
        ["利用者", "510", "1,200", "▲690", "○"],
        ["利用者の延べ日数", "680", "－", "－", ""],
        ["会話", "720", "－", "－", ""],
        ["質問", "1,500", "－", "－", ""],
    ]


def test_the_rule_and_who_is_left_out_stand_below(part: kpi.Report) -> None:
    assert table(part, "annual").notes == (
        "利用者：期間の中で質問した、異なる仮の名前の数。",
        "市民の質問1,500件のうち、仮の名前のない40件は、利用者に数えていません。",
        "職員の利用と、コマンドからの試しは、入れていません。LINEの友だちの数とは別の数です。",
        "令和8年6月20日は、途中までの数です。",
    )


def test_months_stand_against_the_even_share_of_the_target(part: kpi.Report) -> None:
    assert rows(part, "progress") == [
        ["令和8年4月", "300", "300", "100", "＋200"],
        ["令和8年5月", "150", "450", "200", "＋250"],
        ["令和8年6月", "60", "510", "300", "＋210"],
    ]


def test_each_month_has_its_own_distinct_users_and_its_own_rates(part: kpi.Report) -> None:
    assert rows(part, "months") == [
        ["令和8年4月", "300", "340", "360", "800", "40", "82.4％", "100.0％"],
        ["令和8年5月", "200", "240", "250", "500", "0", "70.0％", "0.0％"],
        ["令和8年6月", "90", "100", "110", "200", "0", "70.0％", "－"],
    ]


def test_what_is_needed_and_expected_is_said_with_its_rule(part: kpi.Report) -> None:
    """690 are missing, 284 days are left: 73.9 for each twelfth of the year. In sixty days from 22 April 510 came."""
    assert table(part, "progress").notes == (
        "目標までに必要な数：残り284日、1か月あたり74人。",
        "年度末の見込み：約2,920人（対目標：＋1,720人）。直近60日の増え方が続くとした数で、季節は見ていません。",
        "6月は、20日までの数です。月割りの目標は、月末の分です。",
    )


def test_a_whole_year_says_nothing_of_what_is_to_come(whole: kpi.Report) -> None:
    assert table(whole, "progress").notes == ()
    assert len(rows(whole, "progress")) == len(rows(whole, "months")) == 12


def test_outcomes_add_up_to_the_questions(part: kpi.Report) -> None:
    assert rows(part, "outcomes") == [
        ["回答", "1,050", "70.0％"],
        ["候補の提示", "120", "8.0％"],
        ["担当課の案内", "210", "14.0％"],
        ["あいさつ", "120", "8.0％"],
        ["合計", "1,500", "100.0％"],
    ]


def test_rates_show_what_they_are_made_of(part: kpi.Report) -> None:
    assert rows(part, "rates") == [
        ["回答率", "76.1％", "1,050", "1,380"],
        ["候補までの率", "84.8％", "1,170", "1,380"],
        ["役に立った率", "75.0％", "30", "40"],
        ["未回答", "14.0％", "210", "1,500"],
    ]


def test_sections_and_entries(part: kpi.Report) -> None:
    assert rows(part, "sections")[:2] == [
        ["清掃課", "1", "1", "1,000", "1,000", "0", "0", "75.0％"],
        ["図書館", "1", "1", "170", "50", "120", "0", "－"],
    ]
    assert rows(part, "top")[1] == ["2", "図書館の利用カードを作りたいです。", "図書館", "170", "0", "－"]


def test_the_content_is_compared_with_the_end_of_the_year_before(part: kpi.Report, whole: kpi.Report) -> None:
    assert rows(part, "content") == [
        ["掲載項目数", "2", "1", "＋1"],
        ["掲載所管課数", "2", "1", "＋1"],
        ["担当課の登録なし（項目）", "0", "0", "±0"],
    ]
    assert table(part, "content").notes == (
        "アクションプランの書き方では「FAQ掲載所管課数：計2所管（対前年度：＋1所管）」です。",
    )
    assert rows(whole, "content")[0] == ["掲載項目数", "2", "－", "－"]
    assert table(whole, "content").notes == (
        "アクションプランの書き方では「FAQ掲載所管課数：計2所管」です。",
        "前年度末は、まだ記録がありません。",
    )


def test_staff_stand_apart(part: kpi.Report) -> None:
    assert rows(part, "staff-channels")[0] == ["すべての入口", "12", "15", "15", "20", "0", "100.0％", "－"]
    assert rows(part, "staff-months")[0][:5] == ["令和8年4月", "0", "15", "15", "20"]
    assert rows(part, "staff-top") == [["1", "年次休暇の申請はどの画面ですか。", "担当課の登録なし", "20", "0", "－"]]


def test_months_by_channel_where_there_is_more_than_one(part: kpi.Report, two_channels: kpi.Report) -> None:
    assert [each.key for each in tables_of(part) if each.key == "channel-months"] == []
    assert [row[:3] + row[5:7] for row in rows(two_channels, "channel-months")][:3] == [
        ["令和8年4月", "LINE", "120", "300", "0"],
        ["令和8年4月", "画面とAPI", "300", "800", "40"],
        ["令和8年5月", "LINE", "0", "0", "0"],
    ]


@pytest.mark.parametrize(
    ("cell", "text"),
    [(1_234, "1,234"), (None, "－"), ("文", "文"), (kpi.Share(1, 3), "33.3％"), (kpi.Share(0, 0), "－")],
)
def test_cells_as_people_read_them(cell: object, text: str) -> None:
    assert shown(cell) == text  # type: ignore[arg-type]


def test_what_staff_said_is_a_table_of_quarters_with_what_is_held_back(whole: kpi.Report, empty: kpi.Report) -> None:
    [table] = [table for table in tables_of(whole) if table.key == "satisfaction"]
    assert table.rows == (
        ("令和8年4月〜6月", 8, kpi.Share(7, 8), "4.2"),
        ("令和8年7月〜9月", 4, None, None),
    )
    assert "令和8年7月〜9月：回答が5件に満たないので出しません。" in table.notes
    assert "satisfaction" not in {table.key for table in tables_of(empty)}
