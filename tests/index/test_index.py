"""Everything findable of one city: built from its content, asked as people ask."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from index import Document, EncoderSettings, Index
from knowledge import Audience, City, Knowledge, Lexicon
from knowledge.lexicon import Group

JUNE = date(2026, 6, 1)


@pytest.mark.parametrize(
    ("typed", "entry"),
    [
        ("住民票の写しはどこで取れますか", "juminhyo"),  # as it is written
        ("住民票はどこ?", "juminhyo"),
        ("じゅうみんひょうのうつし", "juminhyo"),  # kana
        ("ジュウミンヒョウ", "juminhyo"),
        ("そだいごみのだしかた", "sodai"),
        ("juuminhyou", "juminhyo"),  # romaji
        ("jidou teate", "teate"),
        ("inkan touroku", "inkan"),
        ("ｲﾝｶﾝﾄｳﾛｸ", "inkan"),  # half-width kana
        ("ﾏｲﾅﾝﾊﾞｰｶｰﾄﾞの受取", "mynumber"),
        ("マイナンバカードを受け取る", "mynumber"),  # typing errors
        ("マイナンーバカードの受け取り", "mynumber"),
        ("図書感のカード", "toshokan"),  # converted wrongly
        ("介護保健の認定", "kaigo"),
        ("謄本の紙がほしい", "juminhyo"),  # synonyms of the lexicon
        ("現住所の証明", "juminhyo"),
        ("子供の手当", "teate"),  # another spelling
        ("図書館で本を借りる", "toshokan"),
        ("ほかの市へ引っ越し", "tenshutsu"),  # another wording
        ("大型ゴミの処分", "sodai"),
        ("赤ちゃんを預ける保育園", "hoiku"),
        ("健康保険に入り直す手続き", "kokuho"),
    ],
)
def test_the_right_entry_comes_first(index: Index, typed: str, entry: str) -> None:
    assert index.search(typed, day=JUNE).entries[0].id == entry


def test_every_question_and_phrasing_finds_its_own_entry(index: Index, knowledge: Knowledge) -> None:
    for entry in knowledge.entries:
        for text in (entry.question, *entry.phrasings):
            assert index.search(text, Audience.STAFF).entries[0].id == entry.id, text


@pytest.mark.parametrize(
    ("typed", "passage"), [("書かない窓口はいつ試行するか", "keikaku-1"), ("スマートフォン教室", "keikaku-2")]
)
def test_passages_are_found_apart_from_entries(index: Index, typed: str, passage: str) -> None:
    found = index.search(typed)
    assert found.passages[0].id == passage
    assert not {hit.id for hit in found.passages} & {hit.id for hit in found.entries}


@pytest.mark.parametrize(
    ("audience", "day", "found"),
    [
        (Audience.RESIDENT, JUNE, set()),
        (Audience.STAFF, JUNE, {"kessai"}),
        (Audience.RESIDENT, date(2025, 3, 31), {"kyufu"}),
        (Audience.STAFF, date(2025, 3, 31), {"kessai", "kyufu"}),
        (Audience.RESIDENT, None, {"kyufu"}),
    ],
)
def test_staff_entries_and_expired_ones_are_for_those_who_may_see_them(
    index: Index, audience: Audience, day: date | None, found: set[str]
) -> None:
    questions = ("起案文書の決裁区分を確認したい", "灯油購入助成の受付")
    hits = {hit.id for text in questions for hit in index.search(text, audience, day, limit=100).entries}
    assert hits & {"kessai", "kyufu"} == found


@pytest.mark.parametrize("limit", [0, 1, 3])
def test_at_most_limit_entries_and_passages_come_back(index: Index, limit: int) -> None:
    found = index.search("窓口の手続き", limit=limit)
    assert (len(found.entries), len(found.passages)) == (limit, min(limit, 2))


@pytest.fixture(scope="module")
def index_of_meanings(static_ja: EncoderSettings) -> Index:
    documents = [
        Document("tenkyo", ("転居届の出し方",), "市内で移るとき"),
        Document("tennyu", ("転入届の出し方",), "市外から来るとき"),
        Document("tenshutsu", ("転出届の出し方",), "市外へ移るとき"),
        Document("gomi", ("引っ越しのごみ",), "粗大ごみへ"),
        Document("kimitsu", ("転出の内規",), "庁内の事務", staff_only=True),
        Document("inkan", ("印鑑登録",), "窓口で"),
    ]
    lexicon = Lexicon((Group(("引っ越し",), ("転入届", "転出届", "転居届"), ambiguous=True),))
    return Index.of(documents, (), lexicon, static_ja)


def test_an_ambiguous_word_alone_finds_the_best_entry_of_each_of_its_meanings(index_of_meanings: Index) -> None:
    found = index_of_meanings.search("引っ越し")
    assert [hit.id for hit in found.entries[:3]] == ["tennyu", "tenshutsu", "tenkyo"]
    assert len({hit.id for hit in found.entries}) == len(found.entries)
    assert "kimitsu" not in {hit.id for hit in found.entries}


@pytest.mark.parametrize("limit", [0, 1, 2, 4])
def test_the_limit_holds_for_an_ambiguous_word_too(index_of_meanings: Index, limit: int) -> None:
    assert len(index_of_meanings.search("引っ越し", limit=limit).entries) == limit


@pytest.mark.parametrize("typed", ["", "?!", "、。", "\u200b", "あ" * 5_000, "🙂🙂", "ｱ\x00ｲ", "%s {} \\ ' \" <b>"])
def test_odd_texts_are_searched_without_complaint(index: Index, typed: str) -> None:
    assert len(index.search(typed).entries) <= 10


def test_eight_threads_find_what_one_finds(index: Index, knowledge: Knowledge) -> None:
    questions = [entry.question for entry in knowledge.entries] * 5
    alone = [index.search(text).entries for text in questions]
    with ThreadPoolExecutor(8) as threads:
        together = list(threads.map(lambda text: index.search(text).entries, questions))
    assert together == alone


def test_building_again_gives_the_same_index(index: Index, knowledge: Knowledge, static_ja: EncoderSettings) -> None:
    again = Index.build(knowledge, static_ja)
    assert again.digest == index.digest == knowledge.digest()
    assert again.search("窓口で手当を申請").entries == index.search("窓口で手当を申請").entries


def test_a_city_without_content_finds_nothing(static_ja: EncoderSettings) -> None:
    empty = Index.build(Knowledge(City("131016", "みなと野市")), static_ja)
    found = empty.search("住民票")
    assert (found.entries, found.passages) == ([], [])


def test_one_entry_is_found_alone(static_ja: EncoderSettings) -> None:
    index = Index.of([Document("only", ("住民票の写し",), "窓口で取れます")], (), Lexicon(), static_ja)
    assert [hit.id for hit in index.search("住民票").entries] == ["only"]


def test_content_of_another_city_is_in_another_index(index: Index, static_ja: EncoderSettings) -> None:
    other = Index.of([Document("theirs", ("となり市の温泉",), "入れます")], (), Lexicon(), static_ja)
    assert "theirs" not in {hit.id for hit in index.search("となり市の温泉", limit=100).entries}
    assert [hit.id for hit in other.search("となり市の温泉").entries] == ["theirs"]
