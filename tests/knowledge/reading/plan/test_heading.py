import pytest

from knowledge.reading.plan.text.heading import balanced, bare_form, heading_of


@pytest.mark.parametrize(
    ("line", "kind", "number", "title"),
    [
        ("第1章 計画のねらい", "part", 1, "第1章 計画のねらい"),
        (" ２章 デジタル化をめぐる動向 ", "part", 2, "２章 デジタル化をめぐる動向"),
        ("# 資料編", "part", 0, "資料編"),
        ("用語解説一覧(五十音順)", "part", 0, "用語解説一覧(五十音順)"),
        ("策定の経過", "part", 0, "策定の経過"),
        ("Ⅲ 業務改善の推進", "roman", 3, "Ⅲ 業務改善の推進"),
        ("2  期間", "number", 2, "2 期間"),
        ("#### (11) 情報の発信", "paren", 11, "(11) 情報の発信"),
        ("（２）事業の方向性", "paren", 2, "（２）事業の方向性"),
        ("イ 費用の最適化", "letter", 2, "イ 費用の最適化"),
        ("# ③タブレット利用者", "circle", 3, "③タブレット利用者"),
        ("基本方針１：暮らし ～やさしいＤＸ～", "基本方針", 1, "基本方針１：暮らし ～やさしいＤＸ～"),
        ("基本施策 Ⅱ 暮らし", "基本施策", 2, "基本施策 Ⅱ 暮らし"),
        ("施策➀ 窓口のオンライン化", "施策", 1, "施策➀ 窓口のオンライン化"),
        ("取組(2) 地図の公開", "取組", 2, "取組(2) 地図の公開"),
        ("##### 取組12", "取組", 12, "取組12"),
        ("【問3】インターネットについて", "question", 3, "【問3】インターネットについて"),
        ("#### ○問3-2 目的について", "part question", 2, "○問3-2 目的について"),
        ("## **相談の予約**", "plain", 0, "相談の予約"),
        ("#### 〇マイナンバー", "marked", 0, "〇マイナンバー"),
        ("目的・あるべき姿 ", "slot", 0, "目的・あるべき姿"),
    ],
)
def test_a_heading_is_known_by_its_numbering(line, kind, number, title):
    heading = heading_of(line)
    assert heading is not None
    assert (heading.kind, heading.number, heading.title) == (kind, number, title)


@pytest.mark.parametrize("gap", ["   ", " \uf09f ", "・"])
def test_a_slot_and_its_text_may_share_a_line(gap):
    heading = heading_of(f"現状{gap}窓口で受け付けています。")
    assert heading is not None
    assert (heading.title, heading.rest.lstrip("\uf09f・ ")) == ("現状", "窓口で受け付けています。")


@pytest.mark.parametrize(
    "line",
    [
        "現状の窓口では、",
        "混雑を減らします。",
        "相談の予約",
        "①窓口の混雑",
        "(1) 実務を担う職員（デジタルリーダ",
        "12 桁の番号で、",
        "施策1から施策3まで",
        "施策2の評価を行います。",
        "令和8年度",
        "1\t計画の概要\t4",
        "###### ",
        "# " + "長" * 60,
    ],
)
def test_no_heading(line):
    assert heading_of(line) is None


def test_titles_are_compared_whatever_their_widths():
    assert bare_form("# 施策➀　ＡＩ の活用") == bare_form("施策① AIの活用")


@pytest.mark.parametrize(("text", "whole"), [("「あ」（い）", True), ("（あ", False), ("あ」", False), ("", True)])
def test_half_a_bracket_is_half_a_sentence(text, whole):
    assert balanced(text) is whole
