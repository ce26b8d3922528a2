"""The tree of categories, as people write it."""

import pytest

from knowledge import Audience
from knowledge.category import Category, merged
from knowledge.reading.categories import read_categories

GOOD = """
- name: ごみ・環境
  parts: [ごみの出し方, 粗大ごみ]
- {name: 庁内, audience: staff, parts: [組織]}
"""


def test_a_tree_is_read_in_order(write):
    assert read_categories(write("categories.yaml", GOOD)) == (
        Category("ごみ・環境", ("ごみの出し方", "粗大ごみ")),
        Category("庁内", ("組織",), Audience.STAFF),
    )


def test_an_entry_bears_both_levels():
    assert Category("ごみ・環境", ("粗大ごみ",)).paths() == ("ごみ・環境/粗大ごみ",)


@pytest.mark.parametrize(
    ("content", "place", "value", "problem"),
    [
        ("- {parts: [粗大ごみ]}", "1行目 name", "", "空欄です"),
        ("- {name: ごみ}", "1行目 parts", "", "空欄です"),
        ("- {name: ごみ・環境・リサイクルなど, parts: [粗大]}", "1行目 name", "ごみ・環境・リサイクルなど", "13字です"),
        (
            "- {name: ごみ, parts: [一二三四五六七八九十一二三]}",
            "1行目 parts",
            "一二三四五六七八九十一二三",
            "13字です",
        ),
        ("- {name: ごみ/環境, parts: [粗大]}", "1行目 name", "ごみ/環境", "「/」は使えません"),
        ("- {name: ごみ, parts: [粗大, 粗大]}", "1行目 parts", "粗大", "同じ名前が二つあります"),
        (f"- {{name: ごみ, parts: {list(range(13))}}}", "1行目 parts", "ごみ", "小分類が13あります"),
        ("- {name: ごみ, parts: [粗大], audience: 市長}", "1行目 audience", "市長", "使えない値です"),
        ("- {name: ごみ, parts: [粗大], icon: x}", "1行目 icon", "icon", "知らない名前です"),
    ],
)
def test_a_fault_is_reported_with_its_place(write, faults_of, content, place, value, problem):
    (fault,) = faults_of(read_categories, write("categories.yaml", content + "\n"))
    assert (fault.file, fault.place, fault.value) == ("categories.yaml", place, value)
    assert problem in fault.problem


def test_the_same_name_twice_is_a_fault_at_both(write, faults_of):
    path = write("categories.yaml", "- {name: ごみ, parts: [粗大]}\n- {name: ごみ, parts: [分別]}\n")
    assert [(fault.place, fault.problem) for fault in faults_of(read_categories, path)] == [
        ("1行目 name", "同じものが二つあります"),
        ("2行目 name", "同じものが二つあります"),
    ]


def test_a_city_adds_to_the_common_tree():
    common = (Category("ごみ", ("粗大",)), Category("税", ("住民税",)))
    own = (Category("税", ("入湯税", "住民税")), Category("温泉", ("足湯",)))
    assert merged(common, own) == (
        Category("ごみ", ("粗大",)),
        Category("税", ("住民税", "入湯税")),
        Category("温泉", ("足湯",)),
    )
