"""A document is known by its cover, and by what its text says of itself; nothing else is guessed."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from knowledge import PlanStatus
from knowledge.reading.plan.document.calendar_year import dates, fiscal_ranges
from knowledge.reading.plan.document.identity import Identity, identify, same_document
from knowledge.reading.plan.source import read_source

PLANS = Path(__file__).parents[5] / "shared" / "plans"
BODY = "\n目次\n\n第1章 ねらい\t1\n\n第1章 ねらい\n\n窓口の混雑を減らします。\n"


@pytest.fixture
def known(write) -> Callable[[str], Identity]:
    return lambda text: identify(read_source(write("keikaku.txt", text)))


@pytest.mark.parametrize(
    ("cover", "title", "mark"),
    [
        ("みなと野市デジタル計画", "みなと野市デジタル計画", ""),
        ("# みなと野市 DX 推進方針 (案)", "みなと野市 DX 推進方針", "案"),
        ("**みなと野市ＤＸ推進計画（素案）**", "みなと野市ＤＸ推進計画", "素案"),
        ("みなと野市\n\nデジタル・  \nトランスフォーメーション\n（ＤＸ）推進計画\n\n(素案)", "みなと野市デジタル・トランスフォーメーション（ＤＸ）推進計画", "素案"),
        ("みなと野市 第三次情報化計画 中間のまとめ", "みなと野市 第三次情報化計画", "中間のまとめ"),
        ("みなと野市DX推進計画案", "みなと野市DX推進計画", "案"),
        ("みなと野市\nSmart\nCity ビジョン", "みなと野市Smart City ビジョン", ""),
        ("みなと野市デジタル計画\nアクションプラン\n令和8年度版", "みなと野市デジタル計画アクションプラン", ""),
        ("みなと野市デジタル計画\nアクションプラン（令和8年度版）", "みなと野市デジタル計画アクションプラン", ""),
        ("令和8年3月\nみなと野市\nデジタル計画\nデジタル推進課", "みなと野市デジタル計画", ""),
        ("みなと野市デジタル計画\n素案にご意見をお寄せください。", "みなと野市デジタル計画", ""),
        ("みなと野市", "", ""),
        ("窓口の混雑を減らす計画を立てました。", "", ""),
        ("", "", ""),
    ],
)  # fmt: skip
def test_the_title_is_that_of_the_cover(known, cover, title, mark):
    identity = known(cover + "\n" + BODY)
    status = PlanStatus.DRAFT if mark else PlanStatus.FINAL
    assert (identity.title, identity.mark, identity.status) == (title, mark, status)


def test_a_slogan_above_the_title_is_told_by_what_the_text_repeats(known):
    cover = "人と人をつなぐ\nみなと野市\nデジタル計画\n"
    assert known(cover + BODY).title == "人と人をつなぐみなと野市デジタル計画"
    assert known(cover + BODY + "\n「みなと野市デジタル計画」は、3年間とします。\n").title == "みなと野市デジタル計画"


@pytest.mark.parametrize(
    "text",
    [
        "第1章 ねらい\n「みなと野市デジタル計画」を作りました。\n",
        " １ 概要\n「みなと野市デジタル計画」を作りました。\n",
        "窓口の混雑を減らします。\n" * 100,
    ],
)
def test_without_a_cover_there_is_no_title(known, text):
    assert known(text).title == ""


@pytest.mark.parametrize(
    ("text", "edition"),
    [
        ("みなと野市計画\n令和8年度（2026年度）版\n" + BODY, "令和8年度（2026年度）版"),
        ("みなと野市計画 第2版\n" + BODY, "第2版"),
        ("みなと野市計画【改訂版】\n" + BODY, "改訂版"),
        ("1 概要\n本アクションプランは計画です。アクションプラン（令和８年度(2026年度)版）では、直\nしました。\n", "令和８年度(2026年度)版"),
        ("1 概要\n本プランは計画です。前の総合計画（令和6年度版）は終わりました。令和7年度版から加えました。\n", ""),
        ("みなと野市計画\n" + BODY, ""),
    ],
)  # fmt: skip
def test_the_edition_is_the_one_of_the_cover_or_of_its_own_name(known, text, edition):
    assert known(text).edition == edition


@pytest.mark.parametrize(
    ("text", "issued"),
    [
        ("みなと野市計画\n令和8年3月\n" + BODY, date(2026, 3, 1)),
        ("みなと野市計画\nみなと野市　令和８年（2026年）３月31日\n" + BODY, date(2026, 3, 31)),
        ("みなと野市計画\n令和元年5月策定\n令和6年10月改定\n" + BODY, date(2024, 10, 1)),
        ("みなと野市計画\n2026年3月\n" + BODY, date(2026, 3, 1)),
        ("みなと野市計画\nみ な と 野 市 令和4年●月●日\n" + BODY, None),
        ("みなと野市計画\n令和〇年〇月\n" + BODY, None),
        ("みなと野市計画\n募集期間 令和7年11月29日(土曜日)から12月20日まで\n" + BODY, None),
        ("みなと野市計画\n令和8年(2025年)3月\n" + BODY, None),
        ("みなと野市計画\n令和8年13月\n" + BODY, None),
        ("みなと野市計画\n" + BODY + "令和8年3月\n発行：みなと野市\n", date(2026, 3, 1)),
        ("みなと野市計画\n" + BODY + "令和8年(2026年)●月\n発行：みなと野市\n", None),
        ("みなと野市計画\n" + BODY + "国は、令和2年12月に方針を決めました。\n", None),
        ("みなと野市計画\n" + BODY, None),
    ],
)
def test_the_date_is_one_that_stands_by_itself(known, text, issued):
    assert known(text).issued == issued


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("みなと野市計画\n(令和8年度から10年度まで)\n" + BODY, (2026, 2028)),
        ("みなと野市計画\n令和8年度(2026年度)～令和10年度(2028年度)\n" + BODY, (2026, 2028)),
        ("みなと野市計画\n2026年度－2030年度\n" + BODY, (2026, 2030)),
        ("みなと野市計画\n令和8(2026)年度〜令和12(2030)年度\n" + BODY, (2026, 2030)),
        (BODY + "3 計画期間\n\n国と最終年度を合わせて、令和８年度（2026年度）から令和10年度(2028年度)ま\nでの3年間とします。\n", (2026, 2028)),
        (BODY + "【対象期間:令和8年度~令和10年度】\n", (2026, 2028)),
        (BODY + "(3) 本計画の計画期間\n本計画の期間は、平成30年度から令和4年度までとします。\n", (2018, 2022)),
        (BODY + "本アクションプランは具体です。\nデジタル計画\n令和6年度～令和12年度\nアクションプラン\n令和8年度～令和10年度\n", (2026, 2028)),
        (BODY + "前の情報化計画は、令和3年度から令和7年度まででした。\n", (0, 0)),
        (BODY + "計画期間は令和8年度から令和10年度です。\n" + "あ\n" * 9 + "計画期間は令和8年度から令和12年度です。\n", (0, 0)),
        (BODY + "計画期間は令和10年度から令和8年度です。\n", (0, 0)),
        (BODY + "計画期間は令和8年度(2025年度)から令和10年度です。\n", (0, 0)),
        (BODY, (0, 0)),
    ],
)  # fmt: skip
def test_the_years_are_those_of_the_cover_or_of_the_chapter_on_the_period(known, text, years):
    identity = known(text)
    assert (identity.first_year, identity.last_year) == years


@pytest.mark.parametrize(
    ("text", "city"),
    [
        ("みなと野市計画\n" + BODY, "みなと野市"),
        ("東京都みなと野市 DX計画\n" + BODY, "みなと野市"),
        ("み な と 野 市 令和8年3月\nデジタル計画\n" + BODY, "みなと野市"),
        ("東村山市計画\n" + BODY + "東村山市の計画です。\n" * 3, "東村山市"),
        ("四日市市計画\n" + BODY, "四日市市"),
        ("大町市計画\n" + BODY + "大町市の計画です。\n", "大町市"),
        ("港区市民協働計画\n" + BODY + "港区の計画です。\n" * 3, "港区"),
        ("1 概要\nみなと野市（以下「本市」という。）では、窓口の混雑を減らします。\n", "みなと野市"),
        ("1 概要\n" + "湊野市の窓口です。\n" * 5 + "隣の川野市は別です。\n学園都市です。\n", "湊野市"),
        ("1 概要\n" + "湊野市の窓口です。\n" * 5 + "隣の川野市は別です。\n" * 2, ""),
        ("1 概要\n" + "本市の市民は都市に住みます。\n" * 9, ""),
        ("都市計画\n" + BODY, ""),
        ("市区町村DX計画\n" + BODY, ""),
        ("デジタル計画\n" + BODY, ""),
    ],
)
def test_the_city_is_the_one_that_the_document_speaks_of(known, text, city):
    assert known(text).city == city


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("みなと野市ＤＸ推進計画（案）", "みなと野市 DX 推進計画", True),
        ("みなと野市デジタル・トランスフォーメーション（ＤＸ）推進計画", "みなと野市デジタルトランスフォーメーションDX推進計画", True),
        ("みなと野市計画アクションプラン（令和8年度版）", "みなと野市計画 アクションプラン 令和７年度(2025年度)版", True),
        ("みなと野市第三次情報化計画 中間のまとめ", "みなと野市 第三次情報化計画", True),
        ("みなと野市計画", "みなと野市計画アクションプラン", False),
        ("みなと野市第三次情報化計画", "みなと野市第四次情報化計画", False),
        ("みなと野市計画", "かわ野市計画", False),
        ("", "", False),
        ("(案)", "（素案）", False),
    ],
)  # fmt: skip
def test_titles_of_one_document_differ_in_form_only(a, b, same):
    assert same_document(a, b) is same
    assert same_document(b, a) is same


@pytest.mark.parametrize(
    ("text", "ranges"),
    [
        ("令和5年度から\n7年度まで", [(2023, 2025)]),
        ("平成30年度～令和4年度、令和5～7年度", [(2018, 2022), (2023, 2025)]),
        ("令和元年度-令和2年度", [(2019, 2020)]),
        ("令和5年から令和7年", []),
        ("5年度から7年度まで", []),
        ("2020年度～2060年度", []),
        ("令和5年度と令和7年度", []),
    ],
)
def test_ranges_of_fiscal_years(text, ranges):
    assert list(fiscal_ranges(text)) == ranges


def test_dates_have_a_month():
    assert list(dates("令和元年、令和2年（2020年）12月25日、平成31年４月、2022年2月30日")) == [
        date(2020, 12, 25),
        date(2019, 4, 1),
    ]


# Titles, marks and periods as the documents print them; 000 and 003 are in the checkout without their covers.
REAL = {
    "000": Identity(first_year=2022, last_year=2025, city="八王子市"),
    "001": Identity(
        "八王子市デジタル・トランスフォーメーションDX推進計画",
        "",
        PlanStatus.DRAFT,
        "素案",
        None,
        2026,
        2027,
        "八王子市",
    ),
    "002": Identity("あきる野市 DX 推進方針", "", PlanStatus.DRAFT, "案", None, 2023, 2025, "あきる野市"),
    "003": Identity(edition="令和7年度（2025年度）版", first_year=2022, last_year=2025, city="八王子市"),
    "004": Identity(
        "武蔵野市 第七次総合情報化基本計画",
        "",
        PlanStatus.DRAFT,
        "中間のまとめ",
        date(2022, 11, 1),
        2023,
        2025,
        "武蔵野市",
    ),
}


@pytest.mark.skipif(not PLANS.exists(), reason="the published plans are not in this checkout")
@pytest.mark.parametrize("number", REAL)
def test_published_plans_are_known(number):
    [path] = PLANS.glob(f"{number}*.txt")
    assert identify(read_source(path)) == REAL[number]
