"""An entry beside the others, and beside categories, numbers and laws."""

from dataclasses import replace
from datetime import date

import pytest

from knowledge import Audience, City, Entry, Knowledge, Source
from knowledge.category import Category
from knowledge.checking.finding import Level
from knowledge.checking.shelf_rules import dead_references, outdated_laws, unknown_categories, unknown_numbers
from knowledge.helpline import Helpline
from knowledge.law import LawChange

CITY = City("131016", "みなと野市")
ENTRY = Entry("a", "common", "戸籍を取れますか。", "窓口で取れます。", "戸籍", category="証明/戸籍")
STAFF = replace(ENTRY, id="s", audience=Audience.STAFF, category="庁内/組織")
TREE = (Category("証明", ("戸籍",)), Category("庁内", ("組織",), Audience.STAFF))


def problems(findings):
    return [(finding.level, finding.where, finding.problem) for finding in findings]


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        (replace(ENTRY, related=("b",)), []),
        (replace(ENTRY, related=("gone",)), [(Level.ERROR, "a", "関連項目「gone」がありません")]),
        (replace(ENTRY, related=("a",)), [(Level.ERROR, "a", "関連項目「a」がありません")]),
        (replace(ENTRY, related=("s",)), [(Level.ERROR, "a", "関連項目「s」は住民に見えません")]),
        (replace(STAFF, id="t", related=("s", "b")), []),
    ],
)
def test_related_entries_exist_and_can_be_seen(entry, expected):
    shelf = Knowledge(CITY, (entry, replace(ENTRY, id="b"), STAFF))
    assert problems(dead_references(shelf)) == expected


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        (ENTRY, []),
        (STAFF, []),
        (replace(STAFF, category="証明/戸籍"), []),  # staff may stand among residents' entries
        (replace(ENTRY, category=""), [(Level.WARNING, "a", "カテゴリがないので、一覧から選べません")]),
        (replace(ENTRY, category="証明"), [(Level.ERROR, "a", "カテゴリ「証明」がありません")]),
        (replace(ENTRY, category="証明/印鑑"), [(Level.ERROR, "a", "カテゴリ「証明/印鑑」がありません")]),
        (replace(ENTRY, category="庁内/組織"), [(Level.ERROR, "a", "カテゴリ「庁内/組織」は職員だけに見えます")]),
    ],
)
def test_an_entry_stands_in_a_category_that_its_readers_see(entry, expected):
    assert problems(unknown_categories(Knowledge(CITY, (entry,), categories=TREE))) == expected


def test_without_a_tree_any_category_will_do():
    assert list(unknown_categories(Knowledge(CITY, (ENTRY,)))) == []


@pytest.mark.parametrize(
    ("answer", "unknown"),
    [
        ("消費者ホットライン188に電話してください。", None),
        ("119番へ電話してください。", None),
        ("#7119に電話してください。", None),
        ("＃7119に電話してください。", None),
        ("#7118に電話してください。", "#7118"),
        ("117番へ電話してください。", "117"),
        ("185に電話してください。", "185"),
        ("手数料は1,100円です。", None),  # sums, articles, counts and long numbers are no short numbers
        ("第118条です。", None),
        ("042-119-0000に電話してください。", None),
        ("120番目です。", None),
    ],
)
def test_a_short_number_is_in_the_list_of_helplines(answer, unknown):
    helplines = tuple(Helpline(number, number) for number in ("119", "#7119", "188"))
    findings = unknown_numbers(Knowledge(CITY, (replace(ENTRY, answer=answer),), helplines=helplines))
    assert [finding.problem for finding in findings] == (
        [] if unknown is None else [f"番号「{unknown}」が全国の相談先にありません"]
    )


CHANGE = LawChange("戸籍法", date(2024, 3, 1), "広域交付", "令和元年法律第17号")


@pytest.mark.parametrize(
    ("title", "updated_on", "as_of", "outdated"),
    [
        ("戸籍法", date(2024, 2, 29), None, True),
        ("戸籍法", date(2024, 3, 1), None, False),
        ("戸籍法", date(2023, 1, 1), date(2024, 4, 1), False),  # its source was looked at since
        ("戸籍法", None, None, True),
        ("民法、戸籍法", date(2023, 1, 1), None, True),
        ("戸籍法施行規則", date(2023, 1, 1), None, False),
        ("子ども・子育て支援法", date(2023, 1, 1), None, True),  # a title that has a ・ itself
    ],
)
def test_an_entry_older_than_its_law_is_told(title, updated_on, as_of, outdated):
    entry = replace(ENTRY, source=(Source(title, as_of=as_of),), updated_on=updated_on)
    changes = (CHANGE, replace(CHANGE, law="子ども・子育て支援法"))
    law = "戸籍法" if "戸籍法" in title else title
    findings = list(outdated_laws(entry, changes, date(2026, 11, 25)))
    assert [finding.problem for finding in findings] == (
        [f"「{law}」が2024-03-01に変わりました（広域交付）"] if outdated else []
    )


def test_a_change_to_come_is_told_once_its_day_has_come():
    entry = replace(ENTRY, source=(Source("戸籍法"),), updated_on=date(2023, 1, 1))
    assert list(outdated_laws(entry, (CHANGE,), date(2024, 2, 29))) == []
    assert len(list(outdated_laws(entry, (CHANGE,), date(2024, 3, 1)))) == 1
