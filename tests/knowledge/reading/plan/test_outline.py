import pytest

from knowledge.reading.plan.source import Source, SourceLine
from knowledge.reading.plan.text.contents import find_contents
from knowledge.reading.plan.text.manner import manner_of
from knowledge.reading.plan.text.outline import Outline, outline_of


def outline(text: str, form: str = "markdown", taken: frozenset[int] = frozenset()) -> Outline:
    lines = tuple(SourceLine(n, line) for n, line in enumerate(text.split("\n"), 1))
    source = Source("keikaku.md", form, lines)
    contents = find_contents(lines)
    rest = [line for line in lines if line.number not in contents.lines]
    return outline_of(rest, taken, contents, manner_of(source))


def paths(text: str, form: str = "markdown") -> list[str]:
    """The path above each line that speaks of 文."""
    found = outline(text, form)
    return [" > ".join(found.place(n).titles) for n, line in enumerate(text.split("\n"), 1) if "文" in line]


def test_the_first_of_a_series_opens_a_level_and_the_next_ends_its_own():
    text = "第1章 計画\n(1) 背景\nア 人口\n文。\nイ 世帯\n文。\n(2) 方針\nⅠ 窓口\n文。\nⅡ 電話\n文。\n第2章 体制\n(1) 会議\n文。"
    assert paths(text) == [
        "第1章 計画 > (1) 背景 > ア 人口",
        "第1章 計画 > (1) 背景 > イ 世帯",
        "第1章 計画 > (2) 方針 > Ⅰ 窓口",
        "第1章 計画 > (2) 方針 > Ⅱ 電話",
        "第2章 体制 > (1) 会議",
    ]


@pytest.mark.parametrize(
    ("outer", "path"),
    [
        (
            "(2) 実行する具体的な施策",
            "第3章 い > (2) 実行する具体的な施策 > 基本施策 Ⅰ 窓口 > 施策1 申請 > 取組(1) 予約",
        ),
        ("(2) 進行の管理", "第3章 い > 基本施策 Ⅰ 窓口 > 施策1 申請 > 取組(1) 予約"),
    ],
)
def test_labels_stand_under_the_heading_that_announces_them(outer, path):
    text = f"第3章 い\n(1) あ\n文。\n{outer}\n基本施策 Ⅰ 窓口\n施策1 申請\n取組(1) 予約\n文。"
    assert paths(text)[-1] == path


def test_a_policy_may_be_named_by_a_row_of_a_table():
    text = "基本施策 Ⅰ 窓口\n施策番号\t1\t施策名\t申請を楽に\n文。\n取組(1) 予約\n文。"
    assert paths(text) == ["基本施策 Ⅰ 窓口 > 施策1 申請を楽に", "基本施策 Ⅰ 窓口 > 施策1 申請を楽に > 取組(1) 予約"]


def test_the_table_of_contents_gives_a_heading_the_chapter_that_the_text_has_lost():
    text = "目次\n第1章\tあ\t1\n\t(1) い\t1\n付録\t\t5\nⅠ\t国の動き\t5\n用語集\t\t9\n\n第1章 あ\n(1) い\n文。\nⅠ 国の動き\n文。\n用語集\n文。"
    assert paths(text) == ["第1章 あ > (1) い", "付録 > Ⅰ 国の動き", "用語集"]


def test_a_page_that_lost_its_number_is_known_by_the_title_listed_before():
    text = (
        "# 重点施策1 窓口\n### 基本方針1 暮らし\n#### 取組1 予約の受付\n### 基本方針2 地域\n#### 取組2 見守りの充実\n\n"
        "## 予約の受付\n文。\n## 見守りの充実\n文。\n"
    )
    assert paths(text) == [
        "重点施策1 窓口 > 基本方針1 暮らし > 取組1 予約の受付",
        "重点施策1 窓口 > 基本方針2 地域 > 取組2 見守りの充実",
    ]


def test_a_title_below_its_label_and_a_subtitle_belong_to_the_heading():
    found = outline("基本方針1\n暮らしを便利に\n文。\n基本方針2 地域\n～人にやさしく～\n文。")
    assert [heading.title for heading in found.headings.values()] == [
        "基本方針1 暮らしを便利に",
        "基本方針2 地域 ～人にやさしく～",
    ]
    assert found.titles == {2, 5}


def test_numbered_lines_with_nothing_between_are_a_list():
    found = outline("第1章 あ\n1 窓口の向上\n2 電話の改善\n3 相談の充実\n文。")
    assert (list(found.headings), found.items) == ([1], {2, 3, 4})


def test_a_line_that_the_next_goes_on_with_is_no_heading():
    assert paths("第1章 あ\n(1) 素案への意見につい\nて、文。") == ["第1章 あ"]


def test_a_town_whose_name_is_written_in_hiragana_ends_no_heading():
    assert paths("第1章 あ\n1 背景\nみなと野市では、文。") == ["第1章 あ > 1 背景"]


def test_the_next_of_a_series_that_lost_its_break():
    text = "# ① 窓口の利用について\n文。\n# ② 電話の利用について\n文。\n③ 相談の利用について 相談は、文が多くなっています。"
    found = outline(text)
    assert paths(text)[-1] == "③ 相談の利用について"
    assert found.headings[5].rest == "相談は、文が多くなっています。"


SLOTS = """ 施策① 申請
現状  \uf09f 窓口で受け付けています。文一。
事業の方向性  \uf09f 申請を家から行えるようにし、一度出した情
 目的・あるべき姿
いつでも申請できています。文二。
 報は二度出さなくてよいものとします。文三。
 施策② 窓口
現状  \uf09f 待つ人が多くいます。文四。
事業の方向性  \uf09f 待つ人を減らします。文五。
 目的・あるべき姿
待たずに済んでいます。文六。"""


def test_a_box_amid_a_sentence_is_a_section_of_its_own():
    assert paths(SLOTS, "text") == [
        "施策① 申請 > 現状",
        "施策① 申請 > 目的・あるべき姿",
        "施策① 申請 > 事業の方向性",
        "施策② 窓口 > 現状",
        "施策② 窓口 > 事業の方向性",
        "施策② 窓口 > 目的・あるべき姿",
    ]
    found = outline(SLOTS, "text")
    assert found.place(3).section == found.place(6).section != found.place(5).section


def test_a_title_amid_the_cells_of_a_page_stands_above_the_whole_page():
    text = " 年度\n目標 文\n\n施策① 申請\n説明です。\n 年度\n目標 文\n\n施策② 窓口\n説明です。\n"
    assert paths(text, "text") == ["施策① 申請", "施策② 窓口"]


def test_the_imprint_at_the_end_belongs_to_no_chapter():
    assert paths("第1章 あ\n文を読みます。\nみなと野市計画\n発行：みなと野市 文書課") == ["第1章 あ", ""]


def test_lines_that_a_finder_took_give_no_headings_but_labels():
    found = outline("用語集\n1 予約\n2 受付\n施策1 申請\n文。", taken=frozenset({2, 3, 4}))
    assert [heading.title for heading in found.headings.values()] == ["用語集", "施策1 申請"]


def test_a_listed_page_without_text_is_lost():
    text = "# 取組1 予約の受付\n# 取組2 見守りの充実\n# 取組3 相談の充実\n\n## 見守りの充実\n文。\n## 相談の充実\n文。"
    assert outline(text).lost == ("取組1 予約の受付",)
