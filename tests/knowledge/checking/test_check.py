from dataclasses import replace
from datetime import date

import pytest

from knowledge import Audience, City, Entry, Knowledge, Lexicon, Section, Source
from knowledge.checking import Level, blanks_to_fill, check_entry, check_knowledge, forbidden_pairs
from knowledge.checking.entry_rules import FEWEST_PHRASINGS, LONGEST_ANSWER
from knowledge.checking.shelf_rules import NEARLY_EQUAL
from knowledge.lexicon import Group

TODAY = date(2026, 11, 20)
CITY = City("131016", "みなと野市", sections=(Section("市民課", desks=("住民登録",)),))
GOOD = Entry(
    "131016-tennyu",
    "131016",
    "転入届はどこへ出しますか。",
    "市民課へ出してください。\n手数料は{{手数料}}です。",
    "市民課",
    phrasings=("先週越してきた", "転入届 出し先", "引っ越しの届けをしたい", "母がこちらに移りました"),
    source=(Source("住民基本台帳法", "第22条"),),
)
OTHER = replace(GOOD, id="131016-gomi", question="粗大ごみの日はいつですか。", phrasings=("ソファ", "家具", "机", "棚"))


def findings(*entries: Entry, lexicon: Lexicon = Lexicon()) -> list[tuple[Level, str]]:
    return [
        (finding.level, finding.problem)
        for finding in check_knowledge(Knowledge(CITY, entries, lexicon=lexicon), TODAY)
    ]


def test_good_content_is_passed_in_silence():
    lexicon = Lexicon(
        (Group(("越してきた",), ("転入",)), Group(("マイナカード",), ("マイナンバーカード",), both_ways=True))
    )
    assert findings(GOOD, OTHER, lexicon=lexicon) == []


@pytest.mark.parametrize(
    ("changes", "level", "problem"),
    [
        ({"source": ()}, Level.ERROR, "出典がありません"),
        ({"valid_until": date(2026, 11, 19)}, Level.WARNING, "有効期間が2026-11-19に終わりました"),
        ({"section": "すぐやる課"}, Level.ERROR, "担当課「すぐやる課」がありません"),
        ({"phrasings": GOOD.phrasings[:3]}, Level.ERROR, "言い換えが3つです"),
        ({"answer": "あ" * 601}, Level.WARNING, "回答が601字です"),
        ({"answer": "手数料は{{手数料}}です。"}, Level.ERROR, "空欄を除くと回答が残りません"),
        ({"owner": "common"}, Level.ERROR, "共通の項目の担当が担当分野ではありません"),
    ],
)
def test_each_rule_finds_its_fault(changes, level, problem):
    assert findings(replace(GOOD, **changes)) == [(level, problem)]


@pytest.mark.parametrize(
    "changes",
    [
        {"valid_until": TODAY},
        {"valid_until": None},
        {"section": "住民登録"},
        {"owner": "common", "section": "住民登録"},
        {"answer": "あ" * 600},
        {"answer": "市民課です。"},
        {"phrasings": (*GOOD.phrasings, "もう一つの言い方")},
    ],
)
def test_no_rule_objects_to_its_boundary(changes):
    assert findings(replace(GOOD, **changes)) == []


def test_the_house_limits_are_these():
    assert (FEWEST_PHRASINGS, NEARLY_EQUAL, LONGEST_ANSWER) == (4, 92, 600)


@pytest.mark.parametrize(
    "line",
    [
        "手数料は{手数料}です。",
        "手数料は{{手数料}です。",
        "手数料は{手数料}}です。",
        "手数料は{{手数料です。",
        "手数料は{{手数料です。\n場所は{{場所}}です。",
        "手数料は手数料}}です。",
        "手数料は{{}}です。",
        "手数料は{{{手数料}}}です。",
        "手数料は｛｛手数料｝｝です。",
    ],
)
def test_a_blank_of_the_wrong_shape_is_found(line):
    assert findings(replace(GOOD, answer=f"市民課へ。\n{line}")) == [(Level.ERROR, "空欄の書き方が違います")]


def test_a_blank_of_the_wrong_shape_is_found_in_the_easy_answer_too():
    assert findings(replace(GOOD, easy_answer="お金（かね）は {手数料}です。")) == [
        (Level.ERROR, "空欄の書き方が違います")
    ]


@pytest.mark.parametrize("audience", list(Audience))
@pytest.mark.parametrize("words", ["ソファ", "ｿﾌｧ", " ソファ？", "ソ ファ。"])
def test_the_same_words_in_two_entries_are_an_error(audience, words):
    clashing = replace(GOOD, audience=audience, phrasings=(*GOOD.phrasings, words))
    assert findings(clashing, OTHER) == [(Level.ERROR, "同じ言い方「ソファ」があります")]


def test_the_same_words_within_one_entry_are_no_fault():
    assert findings(replace(GOOD, phrasings=(*GOOD.phrasings, GOOD.question))) == []


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        # likeness = 2 · common characters / all characters: 2·12 / (13 + 13) = 92.3 %
        ("市民課の窓口は何時に開くか", "市民課の窓口は何時に空くか", [(Level.WARNING, "質問がほとんど同じです")]),
        # 2·11 / (12 + 12) = 91.7 %
        ("市民課窓口は何時に開くか", "市民課窓口は何時に空くか", []),
        # the same but for punctuation: the other rule's matter
        (
            "市民課窓口は何時に開くか",
            "市民課窓口は、何時に開くか。",
            [(Level.ERROR, "同じ言い方「市民課窓口は何時に開くか」があります")],
        ),
    ],
)
@pytest.mark.parametrize("audience", list(Audience))
def test_questions_that_read_nearly_the_same_are_warned_of(audience, left, right, expected):
    one, other = replace(GOOD, question=left, audience=audience), replace(OTHER, question=right, audience=audience)
    assert findings(one, other) == expected


def test_nearly_the_same_questions_of_two_audiences_are_no_fault():
    staff = replace(OTHER, question="市民課の窓口は何時に空くか", audience=Audience.STAFF)
    assert findings(replace(GOOD, question="市民課の窓口は何時に開くか"), staff) == []


@pytest.mark.parametrize(
    ("groups", "expected"),
    [
        (
            [Group(("保険証",), ("資格確認書", "被保険者証"), both_ways=True, ambiguous=True)],
            [(Level.ERROR, "あいまいな語が双方向です")],
        ),
        (
            [Group(("引っ越し",), ("転入",)), Group(("引っ越し",), ("転出",))],
            [(Level.ERROR, "意味の違う行が二つあります")],
        ),
        (
            [Group(("マイナ",), ("マイナンバー",), ambiguous=True), Group(("ﾏｲﾅ",), ("マイナンバーカード",))],
            [(Level.ERROR, "意味の違う行が二つあります")],
        ),
        (
            [
                Group(("引っ越し",), ("転入",), ambiguous=True),
                Group(("引っ越し",), ("転出",), ambiguous=True),
            ],
            [],
        ),
        ([Group(("転入",), ("転居",), both_ways=True)], [(Level.ERROR, "混ぜてはいけない語が双方向です")]),
        (
            [Group(("移る", "転居", "転入"), ("住所変更",), both_ways=True)],
            [(Level.ERROR, "混ぜてはいけない語が双方向です")],
        ),
        ([Group(("引っ越し",), ("転入", "転居"), ambiguous=True)], []),
        ([Group(("転入届",), ("転居届",), both_ways=True)], []),  # the pair names 転入 and 転居, not these words
    ],
    ids=[
        "ambiguous both ways",
        "two meanings",
        "two widths",
        "marked",
        "pair",
        "pair of spoken forms",
        "one way",
        "other words",
    ],
)
def test_the_lexicon_marks_what_is_ambiguous_and_joins_no_forbidden_pair(groups, expected):
    assert findings(GOOD, lexicon=Lexicon(tuple(groups))) == expected


def test_the_forbidden_pairs_are_read_from_their_file(write):
    path = write("forbidden.csv", "語1,語2,違い\n転入,転居,市の外から\n", "utf-8-sig")
    assert forbidden_pairs(path) == [("転入", "転居")]


def test_a_finding_says_where_what_and_what_to_do():
    (finding,) = check_knowledge(Knowledge(CITY, (replace(GOOD, source=()),)), TODAY)
    assert str(finding) == "誤り 131016-tennyu: 出典がありません → 根拠の法令・計画・ページを書いてください"


def test_the_blanks_that_the_city_has_not_filled_are_listed_with_their_entries():
    second = replace(OTHER, answer="{{手数料}}です。{{場所}}です。{{電話}}です。")
    city = replace(CITY, fills={"場所": "本庁舎1階"})
    assert list(blanks_to_fill(Knowledge(city, (GOOD, second)))) == [
        "未記入「手数料」 使う項目: 131016-tennyu, 131016-gomi → city.toml の [fills] に書いてください",
        "未記入「電話」 使う項目: 131016-gomi → city.toml の [fills] に書いてください",
    ]


def test_one_entry_is_objected_to_as_in_the_whole_each_time_with_its_field():
    tried = replace(GOOD, id="tried", phrasings=("ソファ", "二つ目"), source=(), related=("nai",), section="すぐやる課")
    rest = Knowledge(CITY, (GOOD, OTHER))
    found = check_entry(tried, rest, TODAY)
    assert {field for field, _ in found} == {"source", "phrasings", "related", "section"}
    whole = check_knowledge(rest.with_entries((tried,)), TODAY)
    assert {finding for _, finding in found} == {each for each in whole if "tried" in each.where.split("・")}


def test_an_entry_is_not_objected_to_for_the_one_that_it_replaces():
    assert check_entry(replace(GOOD, answer="市民課へどうぞ。"), Knowledge(CITY, (GOOD, OTHER)), TODAY) == []
