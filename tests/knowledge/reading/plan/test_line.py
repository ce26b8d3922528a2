import pytest

from knowledge.reading.plan.text.line import clean, is_item


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("## **CX**(市民満足度)", "CX(市民満足度)"),
        ("<p>窓口を<small>減らす</small></p>", "窓口を 減らす"),
        ("<https://example.jp/toi>", "<https://example.jp/toi>"),
        ("\uf09f  窓口を開く", "・窓口を開く"),
        ("\uf06c 電話を受ける", "・電話を受ける"),
        ("- ・ 相談の予約", "・相談の予約"),
        ("- 相談の予約", "・相談の予約"),
        ("- ○相談の予約", "○相談の予約"),
        ("各 業 務 の業 務 改 革", "各業務の業務改革"),
        ("み な と 野 市", "みなと野市"),
        ("（仮称 ）みなと野プラン", "（仮称）みなと野プラン"),
        ("窓口 電話 相談", "窓口 電話 相談"),
        ("区 分", "区 分"),
        ("---", ""),
        ("年度\t目標", "年度  目標"),
    ],
)
def test_a_line_is_shown_without_marks(raw, shown):
    assert clean(raw) == shown


@pytest.mark.parametrize(
    "line",
    ["・窓口", "\uf09f 窓口", "- 窓口", "① 窓口", "(1) 窓口", "【図】窓口", "※窓口", "出典：みなと野市", "日時 ： 8月"],
)
def test_an_item(line):
    assert is_item(line)


@pytest.mark.parametrize("line", ["窓口で受け付けます。", "12月25日に", "（2020年）に", "2040年の"])
def test_no_item(line):
    assert not is_item(line)
