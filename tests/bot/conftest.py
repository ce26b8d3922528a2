"""みなと野市: a small invented city with its index, and logs that keep, or break."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path
from re import compile as pattern
from typing import Any

import pytest

from bot import Bot, Published, Question, Shelf, UsageEvent
from index import EncoderSettings, Index
from knowledge import (
    TOKYO,
    Audience,
    Calendar,
    City,
    Crisis,
    Entry,
    Knowledge,
    Lexicon,
    Passage,
    Plan,
    PlanStatus,
    Section,
    Source,
)
from knowledge.calendar import Hours
from knowledge.helpline import Helpline
from knowledge.lexicon import Group

ROOT = Path(__file__).parents[2]
CODE = "131016"
TUESDAY = datetime(2026, 6, 2, 10, 0, tzinfo=TOKYO)
WEEKDAYS = {day: Hours(time(8, 30), time(17, 15)) for day in range(5)}


def _entry(id: str, question: str, answer: str, *phrasings: str, section: str = "住民登録", **more: Any) -> Entry:
    return Entry(id, CODE, question, answer, section, phrasings, **more)


def _city() -> City:
    return City(
        CODE,
        "みなと野市",
        sections=(
            Section("市民課", desks=("住民登録", "戸籍"), telephone="03-0000-1111", place="本庁舎1階"),
            Section("ごみ対策課", desks=("ごみ",), telephone="03-0000-2222"),
            Section("総務課", desks=("総合案内",)),
        ),
        calendar=Calendar(WEEKDAYS, {date(2026, 6, 10): "庁舎の停電"}, ((12, 29), (1, 3))),
        fills={"粗大ごみ受付": "03-0000-3333"},
    )


ENTRIES = (
    _entry(
        "juminhyo",
        "住民票の写しはどこで取れますか",
        "市民課の窓口で取れます。\n手数料は1通{{住民票手数料}}円です。",
        "住民票がほしい",
        "住民票を取りたい",
        source=(Source("住民基本台帳法", "第12条"),),
        note="第三者の請求は別の様式",
        updated_on=date(2026, 4, 1),
    ),
    _entry(
        "sodai",
        "粗大ごみはどうやって出しますか",
        "電話で予約してから出してください。\n受付は{{粗大ごみ受付}}です。",
        "大きいごみを捨てたい",
        "家具を捨てたい",
        section="ごみ",
    ),
    _entry(
        "teate",
        "児童手当の申請方法を教えてください",
        "出生の日の翌日から15日以内に申請してください。",
        "子どもの手当がほしい",
        section="子育て手当",
    ),
    _entry("inkan", "印鑑登録に必要なものは何ですか", "本人確認書類と印鑑が必要です。", "実印を登録したい"),
    _entry("tenshutsu", "転出届はいつ出せばよいですか", "引っ越す前に届け出てください。", "市外へ引っ越します"),
    _entry(
        "toshokan", "図書館の利用カードの作り方", "図書館で申込書を書いてください。", "本を借りたい", section="図書館"
    ),
    _entry("wifi", "庁舎でWi-Fiは使えますか", "1階の待合で使えます。", "無線LANはありますか", section="デジタル"),
    _entry(
        "kessai",
        "起案文書の決裁区分はどこで確かめますか",
        "決裁規程の別表です。",
        "決裁者を知りたい",
        audience=Audience.STAFF,
        section="総合案内",
        note="別表は庁内ポータルにある",
    ),
    _entry(
        "kyufu",
        "灯油購入助成はいつまで受け付けますか",
        "受付は終わりました。",
        "灯油の助成",
        valid_until=date(2026, 3, 31),
    ),
    _entry("shinsei", "水道の新料金はどうなりますか", "7月分から変わります。", valid_from=date(2026, 7, 1)),
)
PLAN = Plan(
    "keikaku",
    CODE,
    "みなと野市デジタル計画",
    PlanStatus.DRAFT,
    date(2026, 2, 1),
    passages=(
        Passage("keikaku-1", ("第1章 窓口", "書かない窓口"), "書かない窓口を令和8年度に試行する。", 12, 14),
        Passage("keikaku-2", ("第2章 学び", "スマートフォン教室"), "高齢者向けのスマートフォン教室を開く。", 30, 30),
    ),
)
CRISES = (
    Crisis(
        "suicide",
        "すぐに相談してください。",
        (pattern("死にたい"),),
        (pattern("死にたいという曲"),),
        (Helpline("みなと野ホットライン", "0120-000-000", "つらい人", "24時間", Source("市の案内")),),
    ),
    Crisis("fire", "すぐに119番へ電話してください。", (pattern("火事です"),), (), (Helpline("119番", "119"),)),
)
LEXICON = Lexicon((Group(("ローソファー",), ("粗大ごみ",)),))


@pytest.fixture(scope="session")
def city() -> City:
    return _city()


@pytest.fixture(scope="session")
def knowledge(city: City) -> Knowledge:
    return Knowledge(city, ENTRIES, (PLAN,), LEXICON, CRISES, revision=7)


@pytest.fixture(scope="session")
def shelf(knowledge: Knowledge) -> Shelf:
    return Shelf(knowledge)


@pytest.fixture(scope="session")
def index(knowledge: Knowledge) -> Index:
    return Index.build(knowledge, EncoderSettings(home=ROOT / "var" / "encoders"))


class KeptLog:
    """A UsageLog that keeps events in memory."""

    def __init__(self) -> None:
        self.events: list[UsageEvent] = []

    def record(self, event: UsageEvent) -> None:
        self.events.append(event)


class BrokenLog:
    """A UsageLog whose disk is full."""

    def record(self, event: UsageEvent) -> None:
        raise OSError("no space left on device")


class BrokenIndex:
    """An index that fails in the middle of a search."""

    def search(self, *asked: object) -> None:
        raise KeyError("a row that is not there")


@pytest.fixture
def kept() -> KeptLog:
    return KeptLog()


@pytest.fixture
def bot(shelf: Shelf, index: Index, kept: KeptLog) -> Bot:
    return Bot({CODE: Published(shelf, index)}.__getitem__, kept)


@pytest.fixture
def bot_without_log(shelf: Shelf, index: Index) -> Bot:
    return Bot({CODE: Published(shelf, index)}.__getitem__, BrokenLog())


@pytest.fixture
def broken_bot(shelf: Shelf, kept: KeptLog) -> Bot:
    return Bot({CODE: Published(shelf, BrokenIndex())}.__getitem__, kept)


@pytest.fixture
def ask() -> Callable[..., Question]:
    """A question asked on a Tuesday at ten, unless said otherwise."""

    def make(text: str = "", **more: Any) -> Question:
        return replace(Question(CODE, text, TUESDAY), **more)

    return make


@pytest.fixture
def filled(knowledge: Knowledge) -> Callable[[Mapping[str, str]], Shelf]:
    """The shelf once the city has filled in more blanks."""

    def make(fills: Mapping[str, str]) -> Shelf:
        city = replace(knowledge.city, fills={**knowledge.city.fills, **fills})
        return Shelf(replace(knowledge, city=city))

    return make
