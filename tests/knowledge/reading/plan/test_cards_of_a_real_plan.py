"""Golden numbers of a real action plan of 170 cards; what they were checked against stands in its own tables."""

import re
from collections import Counter
from decimal import Decimal
from functools import cache
from pathlib import Path
from time import perf_counter

import pytest

from knowledge.card import Card, CardKind, Certainty, Status
from knowledge.plan import PassageKind
from knowledge.reading.plan.cards.figures import folded
from knowledge.reading.plan.cards.find import find_cards
from knowledge.reading.plan.part import Part
from knowledge.reading.plan.source import Source, read_source

PLAN = Path(__file__).parents[5] / "shared" / "plans" / "003_0aab84bd72543e6b.txt"
pytestmark = pytest.mark.skipif(not PLAN.exists(), reason="real plans are not part of the repository")

# Every number → the line with the title it stands for, by hand; in AMBIGUOUS the text does not tell, in SURE it does.
TITLES = {
    "1-1-1": 809, "1-1-2": 811, "1-1-3": 995, "1-1-4": 940, "1-1-5": 1143, "1-1-6": 1085, "1-1-7": 1278,
    "1-1-8": 1232, "1-1-9": 1411, "1-1-10": 1359, "1-1-11": 1534, "1-1-12": 1477, "1-1-13": 1642, "1-1-14": 1602,
    "1-1-15": 1715, "1-1-16": 1706, "1-1-17": 1697, "1-1-18": 1688, "1-1-19": 1729, "1-2-1": 2007, "1-2-2": 1933,
    "1-2-3": 2122, "1-2-4": 2076, "1-2-5": 2236, "1-2-6": 2192, "1-2-7": 2309, "1-2-8": 2300, "1-2-9": 2291,
    "1-2-10": 2282, "1-2-11": 2339, "1-2-12": 2330, "1-3-1": 2600, "1-3-2": 2560, "1-3-3": 2681, "1-3-4": 2639,
    "1-3-5": 2630, "1-4-1": 2940, "1-4-2": 2864, "1-4-3": 3056, "1-4-4": 2997, "1-4-5": 3184, "1-4-6": 3131,
    "1-4-7": 3322, "1-4-8": 3263, "1-4-9": 3421, "1-4-10": 3379, "1-4-11": 3370, "1-4-12": 3496, "1-4-13": 3486,
    "1-4-14": 3477, "1-4-15": 3468, "1-5-1": 3754, "1-5-2": 3673, "1-5-3": 3805, "1-5-4": 3828, "1-6-1": 4074,
    "1-6-2": 4004, "1-6-3": 4193, "1-6-4": 4148, "1-6-5": 4322, "1-6-6": 4276, "1-6-7": 4461, "1-6-8": 4399,
    "1-6-9": 4554, "1-6-10": 4520, "1-6-11": 4510, "1-6-12": 4612, "1-6-13": 4603, "1-6-14": 4594, "2-1-1": 4771,
    "2-1-2": 4739, "2-1-3": 4903, "2-1-4": 4860, "2-2-1": 5148, "2-2-2": 5086, "2-2-3": 5254, "2-2-4": 5217,
    "2-2-5": 5307, "2-2-6": 5355, "2-2-7": 5298, "2-2-8": 5405, "2-2-9": 5396, "2-2-10": 5386, "2-3-1": 5642,
    "2-3-2": 5600, "2-3-3": 5746, "2-3-4": 5696, "2-3-5": 5883, "2-3-6": 5821, "2-3-7": 5920, "2-3-8": 5911,
    "2-3-9": 5902, "2-4-1": 6187, "2-4-2": 6096, "2-4-3": 6294, "2-4-4": 6237, "2-4-5": 6354, "2-4-6": 6344,
    "2-4-7": 6335, "2-5-1": 6611, "2-5-2": 6535, "2-5-3": 6688, "2-5-4": 6642, "2-5-5": 6633, "2-6-1": 6950,
    "2-6-2": 6862, "2-6-3": 7057, "2-6-4": 7002, "2-6-5": 7187, "2-6-6": 7133, "2-6-7": 7272, "2-6-8": 7241,
    "2-6-9": 7230, "2-6-10": 7348, "2-6-11": 7339, "2-6-12": 7328, "2-6-13": 7318, "2-6-14": 7393, "2-6-15": 7384,
    "2-6-16": 7375, "3-1-1": 7659, "3-1-2": 7612, "3-1-3": 7789, "3-1-4": 7721, "3-1-5": 7953, "3-1-6": 7883,
    "3-1-7": 8100, "3-1-8": 8039, "3-1-9": 8257, "3-1-10": 8187, "3-1-11": 8399, "3-1-12": 8333, "3-1-13": 8474,
    "3-2-1": 8704, "3-2-2": 8638, "3-3-1": 8958, "3-3-2": 8903, "3-3-3": 9034, "3-3-4": 9010, "3-3-5": 9172,
    "3-3-6": 9131, "3-3-7": 9258, "3-3-8": 9305, "3-3-9": 9426, "3-3-10": 9387, "3-3-11": 9540, "3-3-12": 9501,
    "3-3-13": 9637, "3-3-14": 9599, "3-3-15": 9590, "3-3-16": 9712, "3-3-17": 9702, "3-3-18": 9693, "3-3-19": 9684,
    "3-3-20": 9746, "3-3-21": 9737, "3-4-1": 9978, "3-4-2": 9958, "3-4-3": 10008, "3-4-4": 9999, "3-5-1": 10225,
    "3-5-2": 10155, "3-5-3": 10337, "3-5-4": 10277, "3-6-1": 10593, "3-6-2": 10525, "3-6-3": 10721, "3-6-4": 10674,
    "3-6-5": 10795, "3-6-6": 10808,
}  # fmt: skip
SURE = {
    "1-1-3", "1-1-4", "1-1-5", "1-1-6", "1-1-11", "1-1-12", "1-1-19", "1-2-1", "1-2-2", "1-2-5", "1-2-6", "1-2-9",
    "1-2-10", "1-3-1", "1-3-2", "1-3-3", "1-3-4", "1-3-5", "1-4-1", "1-4-2", "1-4-9", "1-4-10", "1-4-11", "1-5-3",
    "1-5-4", "1-6-3", "1-6-4", "1-6-9", "2-1-1", "2-1-2", "2-2-1", "2-2-2", "2-2-3", "2-2-4", "2-2-5", "2-2-10",
    "2-3-9", "2-4-3", "2-4-4", "2-4-7", "2-5-3", "2-6-7", "2-6-12", "3-1-13", "3-2-1", "3-2-2", "3-3-5", "3-3-6",
    "3-3-7", "3-3-8", "3-3-13", "3-3-20", "3-3-21", "3-4-1", "3-4-2", "3-6-5", "3-6-6",
}  # fmt: skip
AMBIGUOUS = {"3-1-1", "3-1-2", "3-3-3", "3-3-4"}  # at least: their parts are interleaved on the page
ACHIEVED, MISSED, PARTLY = Status.ACHIEVED, Status.MISSED, Status.PARTLY
STATUSES = {  # by 基本方針 and year: 達成, 未達成, 一部未達成, no mark; the last year is the document's own table
    (1, 2022): (21, 7, 1, 15),
    (1, 2023): (31, 9, 1, 3),
    (1, 2024): (37, 7, 0, 0),
    (2, 2022): (14, 3, 0, 12),
    (2, 2023): (21, 6, 1, 1),
    (2, 2024): (20, 7, 2, 0),
    (3, 2022): (22, 6, 1, 10),
    (3, 2023): (31, 3, 4, 1),
    (3, 2024): (37, 1, 1, 0),
}
# What stands on the pages for orientation only: numbers and names of frames, labels, years, page numbers.
FURNITURE = re.compile(
    r".*管理番号\d-\d-\d+|事業名称担当:|事業内容|年度|取組内容|目標|KPI|備考|目的|あるべき姿|-+|\d+"
    r"|\(?(?:令和\d|20\d\d)年度\)?|\(\d\)(?:目的・あるべき姿|事業の方向性|実施内容)|実施内容|実現に向けた主なスケジュール.*"
)


@cache
def source() -> Source:
    return read_source(PLAN)


@cache
def part() -> Part:
    return find_cards(source())


def titled(title: str) -> Card:
    return next(card for card in part().cards if card.title == title)


def group(card: Card) -> int:
    return int(folded(card.group).removeprefix("基本方針")[0])


def squeezed(text: str) -> str:
    return re.sub(r"[\s【】／]", "", folded(text))


def test_all_cards_and_cover_pages_in_time():
    started = perf_counter()
    found = find_cards(source())
    assert perf_counter() - started < 3
    assert Counter(group(card) for card in found.cards) == {1: 69, 2: 51, 3: 50}
    assert Counter(passage.kind for passage in found.passages) == {PassageKind.CARD: 170, PassageKind.TABLE: 18}


def test_cards_with_goals():
    kpi = Counter(group(card) for card in part().cards if card.kind is CardKind.KPI)
    assert kpi == {1: 44, 2: 29, 3: 39}


def test_every_title_stands_where_it_was_found_by_hand():
    lines = {line.number: line.text for line in source().lines}
    wanted = {number: lines[line].strip() for number, line in TITLES.items()}
    titles = {card.title for card in part().cards}
    assert len(titles) == 170
    assert all(any(wanted[number].startswith(title) for title in titles) for number in TITLES)
    assert all(card.sections and card.content and card.purpose and card.page for card in part().cards)


def test_no_number_is_wrong_and_the_sure_ones_are_certain():
    lines = {line.number: line.text.strip() for line in source().lines}
    for card in part().cards:
        possible = [card.number] if card.number else card.candidates
        assert any(lines[TITLES[number]].startswith(card.title) for number in possible), card.title
    certain = {card.number for card in part().cards if card.certainty is Certainty.CERTAIN}
    assert certain == SURE


def test_numbers_of_interleaved_cards_are_open():
    open_numbers = {number for card in part().cards for number in card.candidates}
    assert open_numbers >= AMBIGUOUS
    doubts = Counter(doubt.problem for doubt in part().doubts)
    assert doubts["管理番号が決められません"] == sum(not card.number for card in part().cards) == 22


def test_marks():
    figures = [figure for card in part().cards for year in card.years for figure in year.results]
    assert Counter(figure.status for figure in figures if figure.status) == {ACHIEVED: 245, MISSED: 60}


@pytest.mark.parametrize("key", STATUSES, ids=str)
def test_statuses(key):
    wanted_group, year = key
    cards = [card for card in part().cards if card.kind is CardKind.KPI and group(card) == wanted_group]
    counts = Counter(found.status if (found := card.year(year)) else None for card in cards)
    assert tuple(counts[status] for status in (ACHIEVED, MISSED, PARTLY, None)) == STATUSES[key]


def test_differences_and_the_goals_that_follow():
    figures = [figure for card in part().cards for year in card.years for figure in (*year.results, *year.goals)]
    assert Counter(figure.against for figure in figures if figure.delta is not None) == {"目標": 120, "前年度": 1}
    derived = [figure for figure in figures if figure.goal_derived]
    assert len(derived) == 119
    assert all(figure.value - figure.delta == figure.goal for figure in derived)


def test_the_public_chatbot():
    card = titled("市民向けチャットボットの利用拡大")
    told = [(figure.label, figure.value, figure.goal) for year in card.years for figure in year.results]
    assert told == [
        ("年間利用者", Decimal(23630), Decimal(30000)),
        ("年間利用者", Decimal(29540), Decimal(30000)),
        ("年間利用者", Decimal(40597), Decimal(32000)),
    ]
    assert card.years[3].goals[0].value == Decimal(34000)
    assert (card.number, card.page, card.sections) == ("1-4-2", "30", ("デジタル推進課",))
    assert (card.first_line, card.last_line) == (2841, 2883)


def test_the_staff_chatbot():
    card = titled("庁内チャットボットの利用促進")
    assert (card.number, card.candidates, card.page) == ("", ("3-3-3", "3-3-4"), "85")
    assert [year.status for year in card.years] == [ACHIEVED, PARTLY, ACHIEVED, None]


@pytest.mark.parametrize(
    ("title", "sections"),
    [
        ("マイナンバ―カードの交付促進", ("市民課", "事務所（斎場霊園事務所を除く）")),
        ("フロントヤード改革の推進", ("経営計画課", "デジタル推進課ほか")),
        ("市内企業・大学等との連携体制整備", ("デジタル推進課ほか",)),
        ("ごみ収集支援システムの導入", ("ごみ減量対策課", "ごみ総合相談センター")),
        ("【新】一時預かりWEB予約システム", ("子どもの教育・保育推進課",)),
    ],
)
def test_sections(title, sections):
    assert titled(title).sections == sections


@pytest.mark.parametrize(
    ("title", "activities"),
    [
        ("統合福祉システムの再構築", [("要件定義", "調査"), ("要件定義", "調査", "計画"), ("構築",), ("本稼働", "目標達成")]),
        ("病児保育予約システムの導入", [("調査",), ("調査", "事業計画"), ("事業計画", "運用開始"), ("継続", "改善")]),
        ("マルチペイメントによる多様な納付方法の展開", [(), (), ("導入準備",), ("導入準備", "運用開始")]),
    ],
)  # fmt: skip
def test_activities(title, activities):
    assert [year.activities for year in titled(title).years] == activities


@pytest.mark.parametrize(
    ("title", "goals"),
    [
        ("粗大ごみ収集・持込業務のオンライン申請化推進", [63, 47]),
        ("文書管理システムの導入", [73, 100]),
        ("全庁的なSNSの活用方針策定", [47161]),
        ("市内観光情報を集約した観光情報ポータルサイトの構築支援", [6]),
        ("庁内チャットボットの利用促進", [None]),
    ],
)
def test_goals_of_the_last_year(title, goals):
    assert [figure.value for figure in titled(title).years[3].goals] == goals


def test_every_word_is_in_a_passage_or_a_doubt():
    told = squeezed(
        "\n".join([*(" ".join([*passage.headings, passage.text]) for passage in part().passages)])
        + "\n".join(doubt.text for doubt in part().doubts)
    )
    lines = [line for line in source().lines if line.number in part().lines and line.text.strip()]
    words = [
        word
        for line in lines
        if not FURNITURE.fullmatch(squeezed(line.text))
        for word in map(squeezed, line.text.split())
    ]
    missing = [word for word in words if word not in told and not FURNITURE.fullmatch(word)]
    assert len(words) > 3000
    assert missing == []
