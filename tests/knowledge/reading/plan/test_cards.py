"""Cards of an imaginary city's action plan, scrambled the way that extraction from PDF scrambles them."""

from collections.abc import Iterable
from decimal import Decimal

import pytest

from knowledge.card import Card, CardKind, Certainty, Status, card_text
from knowledge.plan import PassageKind, Scope
from knowledge.reading.plan.cards.find import find_cards
from knowledge.reading.plan.part import Part
from knowledge.reading.plan.source import Source, SourceLine

REIWA_4 = (4, 5, 6, 7)
DIGITAL = "①申請の電子化"
GUIDE = "②窓口の案内の改善"


def frame(number: str, measure: str, kpi: bool = True, label: str = "管理番号", office: str = "担当") -> list[str]:
    figures = ["年度", "", "取組内容", "", "目標", "ＫＰＩ", ""] if kpi else []
    return [f"{measure} {label} {number}", "", f"事業名称 {office}：", "", "事業内容", "", *figures]


def years(first: int = 4) -> list[str]:
    tables = ([f"令和{year}年度", f"（{2018 + year}年度）", ""] for year in range(first, first + 4))
    return [line for table in tables for line in table] + ["備考", ""]


def aim(content: str, purpose: str) -> list[str]:
    return [content, "", "目的", "あるべき姿", "", purpose, ""]


def cells(activities: str, *results: str) -> list[str]:
    """A row of activities, then cells whose lines are parted by a stroke."""
    return [activities, "", *(line for cell in results for line in [*cell.split("/"), ""])]


def source(*pages: Iterable[str]) -> Source:
    texts: list[str] = []
    for page in pages:
        first, *rest = page
        texts += [f" {first}", *rest]
    return Source("keikaku.txt", "text", tuple(SourceLine(number, text) for number, text in enumerate(texts, 1)))


def titled(part: Part) -> dict[str, Card]:
    return {card.title: card for card in part.cards}


CHAT = cells(
    "【実施】 【実施】 【実施】 【実施】",
    "　【未達成】/年間利用者/900人/（対目標：▲100人）",
    "【達成】/年間利用者/1,200人/（対目標：±0人）",
    "【達成】/年間利用者/2,500人/（対目標：＋1,000人）",
    "年間利用者/１，８００人",
)
NURSERY = cells(
    "【調査】 【運用開始】 【実施】【改善】 【実施】",
    "先進事例の調査",
    "【達成】/保育申請の/電子化率/5%/（対目標：±0％）",
    "【未達成】/保育申請の/電子化率/7.5％/（対目標▲2.5％）",
    "保育申請の/電子化率/20%",
)
# The lower card comes first; the title of the upper one stands last.
CHAT_PAGE = [
    *frame("1-1-1", DIGITAL),
    *frame("1-1-2", GUIDE),
    *CHAT,
    "窓口の案内チャットの拡大 広報課",
    "",
    *aim("問い合わせに答える案内の改善", "窓口の案内が家でも受けられる"),
    *years(),
    *NURSERY,
    *aim("保育の申請を電子化し、家からいつでも手続ができるようにする", "保護者の負担が軽くなっている"),
    *years(),
    "保育申請の電子化 保育課",
]


def pair(numbers: tuple[str, str], upper: str, lower: str) -> list[str]:
    """A page with two plain cards, the lower one first. Titles name what tells their 実施内容."""
    measured = ("【達成】/整備の完了", "【達成】/検証の実施", "【達成】/改善の実施", "継続的な運用")
    row = "【調査】 【実施】 【実施】 【実施】"
    return [
        *frame(numbers[0], DIGITAL),
        *frame(numbers[1], GUIDE),
        *cells(row, *measured),
        lower,
        "",
        *aim("窓口の案内を改善する", "迷わずに窓口へ行ける"),
        *years(),
        *cells(row, *measured),
        upper,
        "",
        *aim("申請の電子化を進める", "家から申請できる"),
        *years(),
    ]


PAIRS = [
    pair(("1-1-3", "1-1-4"), "福祉申請の電子化 福祉課", "窓口の案内表示の改善 市民課"),
    pair(("1-1-5", "1-1-6"), "農地申請の電子化 農政課", "窓口の案内放送の改善 総務課"),
    pair(("1-1-7", "1-1-8"), "道路申請の電子化 道路課", "窓口の案内図の改善 財政課"),
]


def test_a_document_without_cards_has_none():
    assert find_cards(source(["第1章 計画のねらい", "管理番号は別に定めます。", "年度", "令和4年度"])) == Part()


def test_the_fields_of_a_card_whose_parts_are_scattered():
    card = titled(find_cards(source(CHAT_PAGE, *PAIRS)))["保育申請の電子化"]
    assert card.kind is CardKind.KPI
    assert card.sections == ("保育課",)
    assert card.content == "保育の申請を電子化し、家からいつでも手続ができるようにする"
    assert card.purpose == "保護者の負担が軽くなっている"
    assert [year.year for year in card.years] == [2022, 2023, 2024, 2025]
    assert [year.activities for year in card.years] == [("調査",), ("運用開始",), ("実施", "改善"), ("実施",)]


def test_results_with_their_marks_and_goals():
    card = titled(find_cards(source(CHAT_PAGE, *PAIRS)))["窓口の案内チャットの拡大"]
    told = [(figure.value, figure.status, figure.goal) for year in card.years for figure in year.results]
    assert told == [
        (Decimal(900), Status.MISSED, Decimal(1000)),
        (Decimal(1200), Status.ACHIEVED, Decimal(1200)),
        (Decimal(2500), Status.ACHIEVED, Decimal(1500)),
    ]
    (goal,) = card.years[3].goals
    assert (goal.label, goal.value, goal.unit, goal.status) == ("年間利用者", Decimal(1800), "人", None)


def test_a_year_without_a_mark_has_no_status():
    card = titled(find_cards(source(CHAT_PAGE, *PAIRS)))["保育申請の電子化"]
    assert [year.status for year in card.years] == [None, Status.ACHIEVED, Status.MISSED, None]
    assert card.years[0].results[0].text == "先進事例の調査"


def test_the_card_as_it_is_shown():
    assert card_text(titled(find_cards(source(CHAT_PAGE, *PAIRS)))["窓口の案内チャットの拡大"]) == (
        "事業名称: 窓口の案内チャットの拡大\n"
        "管理番号: 1-1-2\n"
        "担当: 広報課\n"
        "事業内容: 問い合わせに答える案内の改善\n"
        "目的・あるべき姿: 窓口の案内が家でも受けられる\n"
        "令和4年度（2022年度）\n"
        "取組内容: 【実施】\n"
        "目標KPI: 【未達成】年間利用者 900人（対目標：▲100人） 目標 1,000人（実績と対目標から算出）\n"
        "令和5年度（2023年度）\n"
        "取組内容: 【実施】\n"
        "目標KPI: 【達成】年間利用者 1,200人（対目標：±0人） 目標 1,200人（実績と対目標から算出）\n"
        "令和6年度（2024年度）\n"
        "取組内容: 【実施】\n"
        "目標KPI: 【達成】年間利用者 2,500人（対目標：＋1,000人） 目標 1,500人（実績と対目標から算出）\n"
        "令和7年度（2025年度）\n"
        "取組内容: 【実施】\n"
        "目標: 年間利用者 １，８００人"
    )


def test_every_card_has_a_passage():
    part = find_cards(source(CHAT_PAGE, *PAIRS))
    passage = next(each for each in part.passages if each.card == "保育申請の電子化")
    assert (passage.kind, passage.section, passage.headings) == (PassageKind.CARD, "保育課", ("保育申請の電子化",))
    assert passage.text == card_text(titled(part)["保育申請の電子化"])
    first = 1 + CHAT_PAGE.index("【調査】 【運用開始】 【実施】【改善】 【実施】")
    assert (passage.first_line, passage.last_line) == (first, len(CHAT_PAGE))


def test_words_of_the_measure_and_the_order_of_pages_settle_a_number():
    cards = titled(find_cards(source(CHAT_PAGE, *PAIRS)))
    numbers = {title: (card.number, card.certainty) for title, card in cards.items()}
    assert numbers["窓口の案内チャットの拡大"] == ("1-1-2", Certainty.CERTAIN)
    assert numbers["保育申請の電子化"] == ("1-1-1", Certainty.CERTAIN)
    assert numbers["福祉申請の電子化"] == ("1-1-3", Certainty.CERTAIN)


def concepts(numbers: Iterable[str], titles: Iterable[str], measure: str = GUIDE) -> list[str]:
    """A page of cards without figures, which has nothing to tell them apart but their order."""
    frames = [line for number in numbers for line in frame(number, measure, kpi=False)]
    bodies = [line for title in titles for line in [title, "", *aim("文書を見直す", "市民に伝わる文書がある")]]
    return [*frames, *bodies]


def test_the_order_of_the_document_infers_a_number():
    page = concepts(["1-1-9", "1-1-10"], ["看板の更新 公園課", "文書の見直し 文書課"])
    cards = titled(find_cards(source(CHAT_PAGE, *PAIRS, page)))
    assert (cards["看板の更新"].number, cards["看板の更新"].certainty) == ("1-1-10", Certainty.INFERRED)
    assert cards["文書の見直し"].kind is CardKind.CONCEPT
    assert cards["文書の見直し"].measure == GUIDE
    assert cards["文書の見直し"].years == ()


def test_an_inferred_number_is_not_shown():
    page = concepts(["1-1-9", "1-1-10"], ["看板の更新 公園課", "文書の見直し 文書課"])
    card = titled(find_cards(source(CHAT_PAGE, *PAIRS, page)))["看板の更新"]
    assert "1-1-10" not in card_text(card)


def test_without_any_page_that_shows_the_order_a_number_stays_open():
    part = find_cards(source(concepts(["1-1-9", "1-1-10"], ["看板の更新 公園課", "文書の見直し 文書課"])))
    card = titled(part)["看板の更新"]
    assert (card.number, card.certainty) == ("", Certainty.AMBIGUOUS)
    assert card.candidates == ("1-1-9", "1-1-10")
    assert [(doubt.problem, doubt.text) for doubt in part.doubts] == [
        ("管理番号が決められません", "看板の更新（候補: 1-1-9、1-1-10）"),
        ("管理番号が決められません", "文書の見直し（候補: 1-1-9、1-1-10）"),
    ]


def test_many_cards_that_nothing_but_the_order_tells_apart_stay_open():
    titles = ["看板の更新 公園課", "文書の見直し 文書課", "封筒の見直し 税務課", "掲示板の更新 学務課"]
    page = concepts([f"1-1-{number}" for number in range(9, 13)], titles)
    cards = titled(find_cards(source(CHAT_PAGE, *PAIRS, page)))
    assert {cards[title.split()[0]].certainty for title in titles} == {Certainty.AMBIGUOUS}


def test_figures_and_a_concept_on_one_page_are_told_apart():
    page = [
        *frame("1-1-9", GUIDE),
        *frame("1-1-10", GUIDE, kpi=False),
        "文書の見直し 文書課",
        "",
        *aim("文書を見直す", "市民に伝わる文書がある"),
        *CHAT,
        "看板の更新 公園課",
        "",
        *aim("看板を更新する", "迷わない"),
        *years(),
    ]
    cards = titled(find_cards(source(page)))
    assert (cards["看板の更新"].number, cards["看板の更新"].certainty) == ("1-1-9", Certainty.CERTAIN)
    assert (cards["文書の見直し"].number, cards["文書の見直し"].certainty) == ("1-1-10", Certainty.CERTAIN)


INTERLEAVED = [
    *frame("1-1-9", "②技術を活かす体制"),
    *frame("1-1-10", "③仕事の進め方"),
    *cells(
        "【実施】 【実施】【改善】 【実施】【改善】 【実施】",
        *(["【達成】/職員チャットの掲載数"] * 3),
        "職員チャットの運用",
    ),
    "電話交換機の更新 庁舎課",
    "",
    *aim("電話交換機と電話機を新しくする", "災害のときも電話がつながる"),
    *years(),
    "職員チャットの利用 広報課",
    "",
    *aim("職員チャットの利用を促す", "職員の負担が軽い"),
    *years(),
    *cells("【実施】 【運用】 【運用】 【運用】", *(["【達成】/電話交換機の改修"] * 3), "電話機の整備"),
]


def test_interleaved_cards_get_their_own_figures_and_no_number():
    cards = titled(find_cards(source(CHAT_PAGE, *PAIRS, INTERLEAVED)))
    staff, telephone = cards["職員チャットの利用"], cards["電話交換機の更新"]
    assert staff.years[0].results[0].text == "職員チャットの掲載数"
    assert telephone.years[0].results[0].text == "電話交換機の改修"
    assert {staff.certainty, telephone.certainty} == {Certainty.AMBIGUOUS}
    assert staff.candidates == ("1-1-9", "1-1-10")


@pytest.mark.parametrize(
    ("lines", "sections"),
    [
        (["看板の更新 公園課・道路課ほか"], ("公園課", "道路課ほか")),
        (["看板の更新 公園課 （東支所）"], ("公園課 （東支所）",)),
        (["看板の更新", "広報課・支所", "（東支所を除く）"], ("広報課", "支所（東支所を除く）")),
        (["看板の更新 こどもの学び・育ち課"], ("こどもの学び・育ち課",)),
        (["看板の更新 （参考）"], ("（参考）",)),
    ],
)
def test_sections_as_printed(lines, sections):
    page = [*frame("1-1-9", GUIDE), *CHAT, *lines, "", *aim("看板を更新する", "迷わない"), *years()]
    assert titled(find_cards(source(CHAT_PAGE, *PAIRS, page)))["看板の更新"].sections == sections


def single(activities: Iterable[str], *results: str) -> Card:
    """A card alone on its page, in a document of other cards."""
    lines = [line for cell in results for line in [*cell.split("/"), ""]]
    page = [
        *frame("1-1-9", GUIDE),
        *activities,
        "",
        *lines,
        "看板の更新 公園課",
        "",
        *aim("看板を更新する", "迷わない"),
    ]
    return titled(find_cards(source(CHAT_PAGE, *PAIRS, [*page, *years()])))["看板の更新"]


PLAIN = ("【達成】/設計の完了", "【達成】/工事の完了", "【達成】/点検の完了", "継続的な点検")


@pytest.mark.parametrize(
    ("lines", "columns"),
    [
        (["【調査】 【実施】 【実施】 【実施】"], ["調査", "実施", "実施", "実施"]),
        (["- - 【導入準備】", "【導入準備】", "【運用開始】"], ["", "", "導入準備", "導入準備+運用開始"]),
        (["【調査】【計画】", "【調査】【一部運用開", "", "始】", "【改善】 【運用】"], ["調査+計画", "調査+一部運用開始", "改善", "運用"]),
        (["【調達】", "【検討】", "", "【運用開始】", "【目標達成】", "", "【改善】 【改善】"], ["調達+検討", "運用開始+目標達成", "改善", "改善"]),
        (["【計画】", "【調査】", "", "【計画】", "【調査】", "", "【構築】", "【本稼働】", "", "【目標達成】"], ["計画+調査", "計画+調査", "構築", "本稼働+目標達成"]),
    ],
)  # fmt: skip
def test_columns_of_activities(lines, columns):
    assert ["+".join(year.activities) for year in single(lines, *PLAIN).years] == columns


def test_reaching_a_goal_is_an_activity_and_no_status():
    card = single(["【調査】 【実施】 【実施】【目標達成】 【実施】"], "調査の実施", *PLAIN[1:])
    assert card.years[2].activities == ("実施", "目標達成")
    assert [year.status for year in card.years] == [None, Status.ACHIEVED, Status.ACHIEVED, None]


def test_empty_columns():
    card = single(["- - 【実施】 【実施】"], "- -", "【達成】/点検の完了", "継続的な点検")
    assert [len(year.results) for year in card.years] == [0, 0, 1, 0]
    assert card.years[2].status is Status.ACHIEVED


def test_two_marks_in_one_year():
    card = single(
        ["【実施】 【実施】 【実施】 【実施】"],
        "【未達成】/受付の比率/49%/（対目標：▲1％）",
        "【達成】/決済の比率/36%/（対目標：+6％）",
        "【未達成】/受付の比率/52％/(対目標:▲3％)",
        "【達成】/決済の比率/40％/(対目標:+2％)",
        "【達成】/受付の比率/61%/（対目標：＋６%）",
        "受付の比率/63%",
    )
    assert [year.status for year in card.years] == [Status.PARTLY, Status.PARTLY, Status.ACHIEVED, None]


def test_remarks_that_ran_into_the_activities():
    card = single(["【構築】 【実施】 【実施】 【実施】 設置個所", "令和4年度：東町、", "西町"], *PLAIN)
    assert card.note == "設置個所\n令和4年度：東町、西町"
    assert [year.status for year in card.years] == [Status.ACHIEVED] * 3 + [None]


def test_remarks_on_the_line_of_activities_alone():
    assert single(["【構築】 【実施】 【実施】 【実施】 東支所のみ"], *PLAIN).note == "東支所のみ"


def test_text_that_no_year_is_left_for_is_a_remark_and_a_doubt():
    card = single(["【実施】 【実施】 【実施】 【実施】"], "参考となる記載", *PLAIN)
    assert card.note == "参考となる記載"
    assert [year.status for year in card.years] == [Status.ACHIEVED] * 3 + [None]


@pytest.mark.parametrize(
    ("tail", "result", "goal"),
    [
        ("【達成】/掲載数/716件/（対目標：▲34件）/（R7.4.10現在）/掲載数/1,000件", "掲載数 716件（対目標：▲34件）（R7.4.10現在）", "掲載数 1,000件"),
        ("【達成】/広告の検証//広告の活用", "広告の検証", "広告の活用"),
        ("【達成】/・図面の入力/・写真の整理を実施//各課での活用", "・図面の入力\n・写真の整理を実施", "各課での活用"),
        ("【達成】/訓練の/実施//（東支所で実施）//訓練の/継続", "訓練の実施（東支所で実施）", "訓練の継続"),
    ],
)  # fmt: skip
def test_where_the_goal_begins(tail, result, goal):
    card = single(["【実施】 【実施】 【実施】 【実施】"], "【達成】/設計の完了", "【達成】/工事の完了", tail)
    assert [figure.text for figure in card.years[2].results] == [result]
    assert [figure.text for figure in card.years[3].goals] == [goal]


def test_the_day_of_a_figure_belongs_to_its_year():
    card = single(
        ["【実施】 【実施】 【実施】 【実施】"], *PLAIN[:2], "【達成】/掲載数/716件/（R7.4.10現在）", "掲載数/1,000件"
    )
    assert card.years[2].as_of == "R7.4.10現在"


def test_a_number_without_a_body_is_a_doubt():
    page = [
        *frame("1-1-9", GUIDE),
        *frame("1-1-10", GUIDE),
        *CHAT,
        "看板の更新 公園課",
        "",
        *aim("更新する", "迷わない"),
    ]
    part = find_cards(source([*page, *years()]))
    assert "番号の枠が2つ、本文が1つあり、数が合いません" in {doubt.problem for doubt in part.doubts}
    assert titled(part)["看板の更新"].certainty is Certainty.AMBIGUOUS


COVER = [
    "年度", "", "申請の電子化", "", "目標", "ＫＰＩ", "", "手続の30％を", "電子化", "", "手続の60％を", "電子化", "",
    *years(), "基本方針１：くらしの質の向上", "", "施策① 行政手続の電子化", "", "（１）目的・あるべき姿", "",
    "（２）事業の方向性", "", "市役所に行くことなく、いつでもどこでも手続ができるようになっています", "",
    "①件数の多い手続から電子化", "", "（３）実施内容", "", "①申請の電子化 ②窓口の案内の改善", "", "調査・検討", "",
    "主なスケジュール（令和３年度（2021年度）策定時）", "", "運用方針の", "検討",
]  # fmt: skip


def test_a_cover_page_keeps_goals_whose_year_is_open():
    part = find_cards(source(COVER, CHAT_PAGE, *PAIRS))
    (cover,) = (each for each in part.passages if each.kind is PassageKind.TABLE)
    assert cover.headings == (
        "基本方針１：くらしの質の向上",
        "施策① 行政手続の電子化",
        "市全体の目標（令和３年度（2021年度）策定時）",
    )
    assert cover.scope is Scope.CITY
    assert (cover.first_line, cover.last_line) == (1, len(COVER))
    assert "目的・あるべき姿: 市役所に行くことなく" in cover.text
    assert "手続の30％を電子化 ／ 手続の60％を電子化" in cover.text
    assert "施策の目標がどの年度のものか、文字からは決められません" in {doubt.problem for doubt in part.doubts}


def test_a_card_belongs_to_the_cover_before_it():
    part = find_cards(source(COVER, CHAT_PAGE, *PAIRS))
    card = titled(part)["保育申請の電子化"]
    assert (card.group, card.policy) == ("基本方針１：くらしの質の向上", "施策① 行政手続の電子化")
    passage = next(each for each in part.passages if each.card == card.title)
    assert passage.headings == (card.group, card.policy, card.title)


def test_a_sample_of_a_cover_before_the_cards_is_left_to_others():
    part = find_cards(source(COVER, ["２ページ目以降には事業を記載しています。"], COVER, CHAT_PAGE, *PAIRS))
    assert sum(passage.kind is PassageKind.TABLE for passage in part.passages) == 1
    assert min(part.lines) == len(COVER) + 2


def other_city(number: str, title: str, section: str, results: Iterable[str]) -> list[str]:
    return [
        *frame(number, "（1）ごみの減量", label="事業番号", office="所管課"),
        f"{title} {section}",
        "",
        *aim(f"{title}を進める", "町がきれいになっている"),
        *years(5),
        *cells("【実施】 【実施】 【実施】 【実施】", *results),
    ]


def test_another_city_with_other_years_and_labels_one_card_on_a_page():
    part = find_cards(
        source(
            other_city("12", "生ごみの堆肥化", "清掃課", ("【達成】/参加者/50人/（対目標：+5人）",) * 3 + ("参加者/80人",)),
            other_city("13", "古紙の回収", "環境課", ("【未達成】/回収量/7トン/（対目標：▲1トン）",) * 3 + ("回収量/9トン",)),
        )
    )  # fmt: skip
    assert [(card.number, card.title, card.certainty) for card in part.cards] == [
        ("12", "生ごみの堆肥化", Certainty.CERTAIN),
        ("13", "古紙の回収", Certainty.CERTAIN),
    ]
    assert [year.year for year in part.cards[0].years] == [2023, 2024, 2025, 2026]
    assert part.cards[1].years[0].results[0].goal == Decimal(8)
    assert part.cards[1].years[3].goals[0].value == Decimal(9)


def test_a_document_that_prints_its_cards_from_the_top():
    pages = [
        [
            *frame(f"1-1-{first}", DIGITAL),
            *frame(f"1-1-{first + 1}", GUIDE),
            *cells("【調査】 【実施】 【実施】 【実施】", *PLAIN),
            f"{name}申請の電子化 {name}課",
            "",
            *aim("申請の電子化を進める", "家から申請できる"),
            *years(),
            *cells("【調査】 【実施】 【実施】 【実施】", *PLAIN),
            f"窓口の案内{name}の改善 総務課",
            "",
            *aim("窓口の案内を改善する", "迷わずに窓口へ行ける"),
            *years(),
        ]
        for first, name in ((1, "福祉"), (3, "農政"), (5, "道路"))
    ]
    last = concepts(["1-1-7", "1-1-8"], ["看板の更新 公園課", "文書の見直し 文書課"])
    cards = titled(find_cards(source(*pages, last)))
    assert cards["道路申請の電子化"].number == "1-1-5"
    assert (cards["看板の更新"].number, cards["看板の更新"].certainty) == ("1-1-7", Certainty.INFERRED)
