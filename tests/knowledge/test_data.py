"""The content that ships: it keeps the house rules in every city, and there is enough of it."""

from collections import Counter
from datetime import date

import pytest

from knowledge import COMMON, DATA, DESKS, Audience, Entry, Knowledge, load_knowledge, shipped_cities
from knowledge.checking import Level, check_knowledge, forbidden_pairs
from knowledge.reading.entries import read_entries
from knowledge.reading.word_lists import read_topics

CITIES = ("132012", "132039", "132284")
WRITTEN = date(2026, 11, 25)  # the day on which the content was last gone through as a whole

# What residents ask a city hall, topic by topic: each must be in the question, a tag or a phrasing of a common entry.
TOPICS = [
    "転入",
    "転出",
    "転居",
    "世帯主",
    "住民票の写し",
    "印鑑登録",
    "印鑑登録証明書",
    "戸籍証明書",
    "広域交付",
    "出生",
    "死亡",
    "婚姻",
    "離婚",
    "転籍",
    "コンビニ交付",
    "外国人",
    "パスポート",
    "マイナンバーカード",
    "受取",
    "更新",
    "電子証明書",
    "暗証番号",
    "なくし",
    "住民税",
    "課税証明",
    "納付",
    "分割",
    "固定資産税",
    "軽自動車税",
    "納税証明",
    "確定申告",
    "ふるさと納税",
    "国民健康保険",
    "脱退",
    "高額療養費",
    "資格確認書",
    "マイナ保険証",
    "後期高齢者医療",
    "国民年金",
    "免除",
    "妊娠届",
    "児童手当",
    "医療費の助成",
    "保育園",
    "学童",
    "無償化",
    "健診",
    "予防接種",
    "児童扶養手当",
    "就学援助",
    "転校",
    "出産育児一時金",
    "虐待",
    "要介護認定",
    "介護保険料",
    "地域包括支援センター",
    "障害者手帳",
    "自立支援医療",
    "生活保護",
    "生活困窮",
    "成年後見",
    "民生委員",
    "分別",
    "収集日",
    "粗大ごみ",
    "家電リサイクル",
    "犬の登録",
    "動物が死んで",
    "空き家",
    "騒音",
    "野焼き",
    "避難所",
    "罹災証明書",
    "ハザードマップ",
    "防災行政無線",
    "不審者",
    "救急車",
    "道路に穴",
    "街灯",
    "水道",
    "下水",
    "駐輪場",
    "図書館",
    "施設の予約",
    "法律相談",
    "市民相談",
    "消費生活",
    "期日前投票",
    "パブリックコメント",
    "情報公開",
    "意見",
    "職員採用",
    "開庁時間",
    "代表電話",
    "電子申請",
    "マイナポータル",
    "スマホ教室",
    "オープンデータ",
    "Wi-Fi",
    "LINE公式アカウント",
    "チャットボット",
    "死にたい",
    "DV",
    "災害",
]

# Near words that mean different things: no lexicon may make one of the other.
NEVER_MERGED = [
    ("転入", "転居"),
    ("転入", "転出"),
    ("転出", "転居"),
    ("保育園", "幼稚園"),
    ("児童手当", "児童扶養手当"),
    ("住民票", "戸籍"),
    ("印鑑登録", "印鑑登録証明書"),
    ("固定資産税", "都市計画税"),
]
NATIONAL_NUMBERS = {"119", "110", "118", "189", "188", "#7119", "#8000", "#8008", "#9110"}
LISTENERS = ("よりそいホットライン", "いのちの電話", "まもろうよ こころ")


@pytest.fixture(scope="module")
def shelves() -> dict[str, Knowledge]:
    return {code: load_knowledge(code) for code in CITIES}


@pytest.fixture(scope="module")
def common() -> list[Entry]:
    """The common entries, also those that every shipped city replaces with its own."""
    return [entry for path in sorted((DATA / COMMON / "entries").glob("*.yaml")) for entry in read_entries(path)]


@pytest.fixture(scope="module")
def entries(common: list[Entry], shelves: dict[str, Knowledge]) -> list[Entry]:
    """Every shipped entry once, whoever owns it."""
    own = [entry for shelf in shelves.values() for entry in shelf.entries if entry.owned_by_city]
    return common + own


def test_these_cities_ship():
    assert shipped_cities() == CITIES


@pytest.mark.parametrize("code", CITIES)
def test_the_content_of_a_city_has_no_error_and_nothing_to_look_at(shelves, code):
    findings = check_knowledge(shelves[code], WRITTEN)
    assert [str(finding) for finding in findings if finding.level is not Level.HINT] == []


def test_the_common_base_is_broad(common):
    assert len(common) >= 220
    assert sum(bool(entry.easy_answer) for entry in common) >= 60
    assert min(len(entry.phrasings) for entry in common) >= 10


@pytest.mark.parametrize("topic", TOPICS)
def test_every_topic_that_residents_ask_about_is_there(common, topic):
    assert any(topic in " ".join((entry.question, *entry.tags, *entry.phrasings)) for entry in common)


@pytest.mark.parametrize(("code", "residents", "staff"), [("132012", 80, 30), ("132039", 45, 15), ("132284", 30, 10)])
def test_a_city_has_content_of_its_own(entries, code, residents, staff):
    own = Counter(entry.audience for entry in entries if entry.owner == code)
    assert own[Audience.RESIDENT] >= residents
    assert own[Audience.STAFF] >= staff


@pytest.mark.parametrize("code", CITIES)
def test_no_entry_of_another_city_is_on_the_shelf(shelves, code):
    assert {entry.owner for entry in shelves[code].entries} == {"common", code}


def test_an_entry_of_a_city_overrides_a_common_one_or_bears_the_code_of_the_city(entries, common):
    ids = {entry.id for entry in common}
    own = [entry for entry in entries if entry.owned_by_city and entry.id not in ids]
    assert [entry.id for entry in own if not entry.id.startswith(f"{entry.owner}-")] == []


def test_no_phrasing_stands_twice_in_an_entry(entries):
    assert [entry.id for entry in entries if len(set(entry.phrasings)) < len(entry.phrasings)] == []


def test_every_source_has_a_title_and_the_day_on_which_it_was_true(entries):
    sources = [(entry.id, source) for entry in entries for source in entry.source]
    assert [id for id, source in sources if not source.title] == []
    assert [id for id, source in sources if not source.as_of] == []


def test_every_section_that_a_city_names_has_a_source(shelves):
    sections = [section for shelf in shelves.values() for section in shelf.city.sections]
    assert [section.name for section in sections if not (section.source and section.source.title)] == []


def test_common_entries_name_a_desk(common):
    assert {entry.section for entry in common} <= set(DESKS)


class TestLexicon:
    """What residents say, and what must not be mixed up."""

    def test_it_is_large(self, shelves):
        assert all(len(shelf.lexicon.groups) >= 800 for shelf in shelves.values())

    @pytest.mark.parametrize("pair", NEVER_MERGED, ids="・".join)
    def test_the_near_words_are_among_the_forbidden_pairs(self, pair):
        assert frozenset(pair) in {frozenset(known) for known in forbidden_pairs()}

    @pytest.mark.parametrize("code", CITIES)
    def test_no_word_of_a_forbidden_pair_is_expanded_to_the_other(self, shelves, code):
        pairs = {frozenset(pair) for pair in forbidden_pairs()}
        expanded = [
            (form, other)
            for form, others, ambiguous in shelves[code].lexicon.directed()
            for other in others
            if not ambiguous and frozenset((form, other)) in pairs
        ]
        assert len(pairs) >= 150
        assert expanded == []

    @pytest.mark.parametrize("code", CITIES)
    def test_no_two_words_of_a_forbidden_pair_share_a_group_of_synonyms(self, shelves, code):
        synonyms = [{*group.spoken, *group.official} for group in shelves[code].lexicon.groups if group.both_ways]
        assert [pair for pair in forbidden_pairs() if any(set(pair) <= forms for forms in synonyms)] == []

    def test_terms_of_the_trade_have_their_meaning(self, shelves):
        glossary = shelves["132012"].glossary
        assert len(glossary) >= 100
        assert [term.word for term in glossary if len(term.meaning) > 60] == []


class TestDirectory:
    """Whom to ask, also where no entry exists."""

    def test_the_national_numbers_are_there(self, shelves):
        helplines = shelves["132012"].helplines
        assert {line.telephone for line in helplines} >= NATIONAL_NUMBERS
        assert [name for name in LISTENERS if not any(name in line.name for line in helplines)] == []

    def test_every_number_says_for_whom_when_and_since_when_that_is_known(self, shelves):
        for line in shelves["132012"].helplines:
            assert line.who, line.name
            assert line.hours, line.name
            assert line.source, line.name
            assert line.source.as_of, line.name

    def test_every_desk_has_words(self, shelves):
        assert {topic.section for topic in shelves["132039"].topics} >= set(DESKS)

    def test_no_common_word_belongs_to_two_desks(self):
        """A city's own word may name another section than the common one: it comes later and wins."""
        topics = read_topics(DATA / COMMON / "topics.csv")
        words = Counter(word for topic in topics for word in topic.words)
        assert [word for word, count in words.items() if count > 1] == []


class TestCategories:
    """A tree that fits a phone."""

    @pytest.mark.parametrize("code", CITIES)
    def test_every_part_holds_something_and_no_more_than_a_screen_or_two(self, shelves, code):
        held = Counter(entry.category for entry in shelves[code].entries)
        parts = [path for category in shelves[code].categories for path in category.paths()]
        assert max(held.values()) <= 25
        assert [path for path in parts if not held[path] and not path.startswith("庁内/")] == []


def test_the_plan_of_hachioji_gives_the_target_of_users(shelves):
    assert shelves["132012"].city.annual_users_target[2025] == 34_000
