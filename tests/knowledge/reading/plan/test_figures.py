from decimal import Decimal

import pytest

from knowledge.card import Status
from knowledge.reading.plan.cards.figures import as_of, join_lines, read_figure, read_figures


@pytest.mark.parametrize(
    ("text", "label", "value", "unit"),
    [
        ("95%", "", "95", "%"),
        ("3％", "", "3", "％"),
        ("年間利用者\n３４，０００人", "年間利用者", "34000", "人"),
        ("貸出率　２8.3％", "貸出率", "28.3", "％"),
        ("補助件数　０件/年", "補助件数", "0", "件/年"),
        ("図書の検索数\n年約30万回", "図書の検索数", "30", "万回"),
        ("満足度\n52.8％以上", "満足度", "52.8", "％"),
        ("勧奨の通知\n1,200件以下", "勧奨の通知", "1200", "件"),
        ("電子申請の\n利用率　70％(令和6年度)", "電子申請の利用率", "70", "％"),
        ("紙の文書\n73％削減", "紙の文書", "73", "％"),
        ("図面の電子化（56％）", "図面の電子化", "56", "％"),
        ("・講座の開催\n・満足度　60％", "満足度", "60", "％"),
        ("方針の策定\n登録者数\n20,605人", "登録者数", "20605", "人"),
        ("相談の\n件数\n年6件", "相談の件数", "6", "件"),
        ("待ち時間　約30分", "待ち時間", "30", "分"),
    ],
)
def test_what_is_counted_how_much_and_in_what(text, label, value, unit):
    figure = read_figure(text)
    assert (figure.label, figure.value, figure.unit) == (label, Decimal(value), unit)


@pytest.mark.parametrize(
    "text",
    [
        "原則、全ての窓口で使える",
        "標準仕様2.0版の\n確認・運用検討",
        "令和6年1月\n新システム稼働",
        "２０２８年度",
        "年間1,000件以上\nの手続を見直す",
        "システムを使った\n事業の数\n前年＋３",
        "前年度以上",
        "A4",
        "",
    ],
)
def test_a_milestone_has_no_value(text):
    figure = read_figure(text)
    assert (figure.value, figure.goal, figure.delta) == (None, None, None)


@pytest.mark.parametrize(
    ("bracket", "delta", "goal"),
    [
        ("（対目標：±0％）", "0", "40"),
        ("（対目標：+４22％）", "422", "-382"),
        ("(対目標:▲0.4％)", "-0.4", "40.4"),
        ("（対目標▲8％）", "-8", "48"),
        ("（対目標：＋７．２１％）", "7.21", "32.79"),
        ("（対目標：\n+4,330％）", "4330", "-4290"),
        ("　（対目標：＋１０%）", "10", "30"),
        ("（対目標：△5％）", "-5", "45"),
    ],
)
def test_the_goal_follows_from_the_difference(bracket, delta, goal):
    figure = read_figure(f"利用率\n40％\n{bracket}")
    assert (figure.value, figure.delta, figure.goal) == (Decimal(40), Decimal(delta), Decimal(goal))
    assert figure.goal_derived
    assert figure.against == "目標"


@pytest.mark.parametrize(
    "text", ["利用率\n（対目標：＋,％）", "（対目標：）", "（対目標：＋3件）", "【達成】", "▲", "％"]
)
def test_a_cell_that_is_broken_gives_no_goal(text):
    assert read_figure(text).goal is None


def test_the_value_is_the_one_before_its_difference():
    figure = read_figure("30％を電子申請に置き換える。電子申請利用率　22.4％\n（対目標：▲7.6％）")
    assert (figure.label, figure.value, str(figure.goal)) == ("電子申請利用率", Decimal("22.4"), "30")


def test_the_difference_tells_a_unit_that_nothing_else_does():
    figure = read_figure("改修する\n図面（８施設分）\n（対目標：±0施設分）")
    assert (figure.value, figure.unit, figure.goal) == (Decimal(8), "施設分", Decimal(8))


def test_no_goal_across_units_or_from_another_year():
    assert read_figure("相談　777件/半年\n（対目標：+477人）").goal is None
    last_year = read_figure("掲載課数：計７課\n（対前年度：＋１課）")
    assert (last_year.delta, last_year.against, last_year.goal) == (Decimal(1), "前年度", None)


def test_a_goal_with_its_result_in_brackets():
    figure = read_figure("通知の数\n1,646件以下\n（実績：1,483件)")
    assert (figure.value, figure.goal, figure.goal_derived) == (Decimal(1483), Decimal(1646), False)


def test_a_mark_is_the_status_and_no_part_of_the_text():
    figure = read_figure("【未達成】\n年間利用者\n900人")
    assert (figure.status, figure.text) == (Status.MISSED, "年間利用者 900人")


def test_one_mark_may_stand_over_several_figures():
    first, second = read_figures(["【達成】", "受付比率", "61%（対目標：＋６%）", "決済の比率", "45%（対目標：＋3%）"])
    assert (first.label, first.goal, first.status) == ("受付比率", Decimal(55), Status.ACHIEVED)
    assert (second.label, second.goal, second.status) == ("決済の比率", Decimal(42), None)


@pytest.mark.parametrize(
    ("lines", "texts"),
    [
        (["受付比率", "63%", "決済の比率", "47%"], ["受付比率 63%", "決済の比率 47%"]),
        (["広告の実施", "７か月間", "閲覧数3,500件"], ["広告の実施 ７か月間閲覧数3,500件"]),
        (["継続的な検討", "登録者数", "47,161人"], ["継続的な検討 登録者数 47,161人"]),
        (["実施", "（対目標：±0回）", "（東支所）"], ["実施（対目標：±0回）（東支所）"]),
    ],
)
def test_figures_of_one_cell(lines, texts):
    assert [figure.text for figure in read_figures(lines)] == texts


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["窓口を", "電子化", "する"], "窓口を電子化する"),
        (["・検索の改善", "・地図の", "公開"], "・検索の改善\n・地図の公開"),
        (["利用者", "40人", "（対目標：＋8人）"], "利用者 40人（対目標：＋8人）"),
        (["電子契約の", "PDF", "file"], "電子契約のPDF file"),
    ],
)
def test_wrapped_lines_are_joined_and_items_are_not(lines, text):
    assert join_lines(lines) == text


@pytest.mark.parametrize(
    ("text", "day"),
    [("716件（R7.4.10現在）", "R7.4.10現在"), ("580件(令和6年9月末時点)", "令和6年9月末時点"), ("580件", "")],
)
def test_the_day_of_a_figure(text, day):
    assert as_of(text) == day
