import html
import re
import unicodedata
from collections.abc import Callable
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from knowledge import Audience, FaultyContent, Plan, PlanStatus
from knowledge.reading.plan import read_plan

PLANS = Path(__file__).parents[4] / "shared" / "plans"
REAL_PLANS = sorted(PLANS.glob("*.txt"))

WRAPPED = """第1章 計画のねらい
1 背景
みなと野市では、窓口の混雑を減らすため、家からできる手続きを増や
してきました。これからは、電話での問い合わせにも早く答えられるよ
うにします。
2 期間
令和8年度から令和10年度までの3年間とします。
"""


@pytest.fixture
def plan(write: Callable[..., Path]) -> Callable[..., Plan]:
    return lambda text, encoding="utf-8": read_plan(
        write("keikaku.txt", text, encoding), "131016", "みなと野市デジタル計画"
    )


def headings(plan: Plan) -> list[tuple[str, ...]]:
    return [passage.headings for passage in plan.passages]


def letters(text: str) -> str:
    """The text without tags and white space."""
    return re.sub(r"\s", "", html.unescape(re.sub(r"</?[a-z][^<>]*>", " ", text)))


def plain(title: str) -> str:
    """A heading whatever its widths, spaces and circled numbers."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", title))


def test_a_plan_carries_its_edition(write):
    path = write("keikaku.txt", WRAPPED)
    plan = read_plan(path, "131016", "みなと野市計画", PlanStatus.DRAFT, date(2026, 4, 1), Audience.STAFF)
    assert (plan.city, plan.title, plan.status, plan.as_of, plan.audience, plan.file) == (
        "131016",
        "みなと野市計画",
        PlanStatus.DRAFT,
        date(2026, 4, 1),
        Audience.STAFF,
        "keikaku.txt",
    )


def test_a_plan_is_known_by_city_and_title(write):
    path = write("keikaku.txt", WRAPPED)
    ids = {read_plan(path, city, title).id for city in ("131016", "141003") for title in ("計画", "方針")}
    assert len(ids) == 4
    assert read_plan(path, "131016", "計画", as_of=date(2027, 4, 1)).id in ids


def test_the_id_of_a_passage_is_its_plan_and_first_line(plan):
    read = plan(WRAPPED)
    assert [passage.id for passage in read.passages] == [f"{read.id}-2", f"{read.id}-6"]


MARKS = ["# {}", "## {}", "###### {}", "{}", "#{}", "  {}"]


@pytest.mark.parametrize("first", MARKS)
@pytest.mark.parametrize("second", MARKS)
def test_a_heading_is_known_by_its_content_and_not_by_its_marks(plan, first, second):
    chapter, part, other = first.format("第1章 ねらい"), second.format("1 背景"), first.format("2 期間")
    read = plan(f"{chapter}\n\n{part}\n\n混雑を減らします。\n\n{other}\n\n3年間とします。\n")
    assert headings(read) == [("第1章 ねらい", "1 背景"), ("第1章 ねらい", "2 期間")]


@pytest.mark.parametrize(
    ("outer", "inner"),
    [
        ("第1章 ねらい", "1 背景"),
        ("１章 ねらい", "1 背景"),
        ("1 背景", "(1) 人口の動き"),
        ("１ 背景", "（１） 人口の動き"),
        ("(1) 人口の動き", "① 若い世代"),
        ("① 若い世代", "取組事項① 相談の予約"),
        ("基本方針1 暮らし", "施策2 窓口"),
        ("施策2 窓口", "(1) 目的"),
        ("資料編", "1 用語"),
        ("用語集", "# あ行"),
        ("取組事項① 相談の予約", "# 説明"),
    ],
)
def test_headings_nest_as_printed_numbers_do(plan, outer, inner):
    read = plan(f"{outer}\n{inner}\n混雑を減らします。\n")
    assert [[plain(title) for title in path] for path in headings(read)] == [
        [plain(outer), plain(inner.removeprefix("# "))]
    ]


def test_a_heading_of_the_same_level_ends_what_stands_below_the_last_one(plan):
    text = "第1章 ねらい\n1 背景\n(1) 人口\n減ります。\n第2章 進め方\n増やします。\n(1) 体制\n置きます。\n"
    assert headings(plan(text)) == [
        ("第1章 ねらい", "1 背景", "(1) 人口"),
        ("第2章 進め方",),
        ("第2章 進め方", "(1) 体制"),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "# 混雑を減らします。",
        "1 混雑を減らし、",
        "# " + "長" * 49,
        "令和8年度から始めます",
        "#",
        "##",
        "######",
        "(1) " + "長" * 49,
    ],
)
def test_a_sentence_is_no_heading(plan, line):
    assert headings(plan(f"第1章 ねらい\n{line}\n増やします。\n")) == [("第1章 ねらい",)]


def test_marks_of_bold_type_are_no_part_of_a_heading(plan):
    assert headings(plan("# **1** 背景\n\n混雑を減らします。\n")) == [("1 背景",)]


def test_a_heading_with_nothing_below_it_makes_no_passage(plan):
    read = plan("第1章 ねらい\n1 背景\n2 期間\n3年間とします。\n")
    assert [(passage.headings, passage.first_line) for passage in read.passages] == [(("第1章 ねらい", "2 期間"), 3)]


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        # Wrapped at 20 characters: a full line that goes on is joined, and nothing is put between Japanese characters.
        (
            ["窓口の混雑を減らすため、家からできる手続", "きを増やします。"],
            "窓口の混雑を減らすため、家からできる手続きを増やします。",
        ),
        (
            ["市の取組の一つである行政の仕組みの見直し", "はBPRともいいます"],
            "市の取組の一つである行政の仕組みの見直しはBPRともいいます",
        ),
        (["この計画は、英語ではDigital", "Minatonoといいます。"], "この計画は、英語ではDigital Minatonoといいます。"),
        (["この計画は、英語では略してMD", "プランといいます。"], "この計画は、英語では略してMDプランといいます。"),
        # A sentence that ends, a closing bracket or a short line ends the paragraph.
        (
            ["窓口の混雑を減らし、待つ人を減らします。", "家からできます。"],
            "窓口の混雑を減らし、待つ人を減らします。\n家からできます。",
        ),
        (
            ["相談を始めます（みなと野市の支所を除く）", "予約も始めます"],
            "相談を始めます（みなと野市の支所を除く）\n予約も始めます",
        ),
        (
            ["相談の予約", "窓口の混雑を減らし、待つ人を減らします。"],
            "相談の予約\n窓口の混雑を減らし、待つ人を減らします。",
        ),
    ],
)
def test_wrapped_lines_are_joined_where_the_sentence_goes_on(plan, lines, joined):
    (passage,) = plan("\n".join(lines) + "\n").passages
    assert passage.text == joined


def test_lines_that_are_whole_paragraphs_are_kept_apart(plan):
    long, longer = "窓口の混雑を減らし" * 10, "電話の待ち時間を減らし" * 10
    (passage,) = plan(f"{long}\n\n{longer}\n").passages
    assert passage.text == f"{long}\n{longer}"


def test_table_tabs_become_spaces_and_the_passage_is_a_table(plan):
    (passage,) = plan("年度\t目標\t実績\n令和8年度\t3件（試行）\t2件\n令和9年度\t5件\t―\n").passages
    assert (passage.kind, passage.text) == (
        "table",
        "年度  目標  実績\n令和8年度  3件（試行）  2件\n令和9年度  5件  ―",
    )


def test_prose_with_a_small_table_stays_prose(plan):
    (passage,) = plan("窓口を減らします。\n電話を減らします。\n年度\t目標（件）の数\n").passages
    assert passage.kind == "prose"


@pytest.mark.parametrize(
    "rows",
    [
        "選択肢\t窓口\t電話\t合計\n回答数\t335\t381\t716\n割合\t46.8%\t53.2%\t100%",
        "年度\t件数\n令和8年度\t30\n令和9年度\t50",
        "窓口の数\t12",
    ],
)
def test_a_table_row_that_ends_in_a_number_is_kept(plan, rows):
    (passage,) = plan(f"1 窓口の調査\n調べた結果は次のとおりです。\n{rows}\n").passages
    assert letters(rows) in letters(passage.text)


CONTENTS = {
    "tabs": "第1章\tねらい\t1\n\t(1) 背景\t2\n第2章\t進め方\t. 10\n用語集\t\t12\n",
    "dots": "第1章 ねらい ………………… 1\n(1) 背景 ‥‥‥‥‥‥ 2\n第2章 進め方..............10\n用語集 ・・・・・・・・ 12\n",
    "full-width": "第1章　ねらい…………１\n（１）背景…………２\n第2章　進め方…………１０\n参考にした資料…………２０\n",
}


@pytest.mark.parametrize("rows", CONTENTS.values(), ids=CONTENTS)
def test_a_table_of_contents_is_skipped(plan, rows):
    read = plan(f"みなと野市デジタル計画\n目次\n{rows}\n第1章 ねらい\n窓口の混雑を減らします。\n")
    assert [passage.text for passage in read.passages if re.search("進め方|資料|用語集", passage.text)] == []
    assert headings(read)[-1] == ("第1章 ねらい",)


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("<p>窓口を<small>減らします</small>。</p>", "窓口を減らします。"),
        ("窓口と<br>電話を減らします。", "窓口と電話を減らします。"),
        ("問い合わせ先は<https://example.jp/toi>です。", "問い合わせ先は<https://example.jp/toi>です。"),
        ("相談は<mado@example.jp>へ。", "相談は<mado@example.jp>へ。"),
        ("待ち人数<5人の日を増やし、10人>の日を減らす。", "待ち人数<5人の日を増やし、10人>の日を減らす。"),
        ("R&amp;D に &lt;試行&gt; で取り組みます。", "R&Dに<試行>で取り組みます。"),
    ],
    ids=["tags", "break", "address", "mail", "signs", "entities"],
)
def test_tags_go_and_what_the_city_wrote_stays(plan, source, shown):
    (passage,) = plan(f"{source}\n").passages
    assert re.sub(r"\s", "", passage.text) == shown


def test_a_passage_ends_at_a_paragraph_once_it_is_long_enough(plan):
    sentence = "窓口の混雑を減らし、電話の待ち時間を減らす仕組みを作ります。"  # 30 characters; 14 · 30 = 420
    sizes = [len(passage.text.split("\n")) for passage in plan(f"{sentence}\n" * 30).passages]
    assert len(sentence) == 30
    assert sizes == [14, 14, 2]


def test_a_passage_without_a_paragraph_end_is_cut(plan):
    endless = "窓口の混雑を減らし電話の待ち時間を減らすことに取り組みながら"  # 30 characters; 30 · 30 = 900
    spans = [(passage.first_line, passage.last_line) for passage in plan(f"{endless}\n" * 40).passages]
    assert len(endless) == 30
    assert spans == [(1, 30), (31, 40)]


@pytest.mark.parametrize("header", ["令和4年度", "（令和４年度）", "令和４年度（２０２２年度）"])
def test_a_card_of_an_action_plan_begins_a_passage(plan, header):
    read = plan(f"相談の予約を始めます。\n{header}\n検討\n電話の受付を始めます。\n{header}\n試行\n")
    assert [(passage.first_line, passage.last_line) for passage in read.passages] == [(1, 1), (2, 4), (5, 6)]


def test_the_lines_of_a_passage_are_true_to_the_file(plan):
    text = "\n\n第1章 ねらい\n\n1 背景\n窓口の混雑を減らします。\n\n電話も減らします。\n\n\n2 期間\n3年間とします。\n\n"
    read = plan(text)
    assert [(passage.first_line, passage.last_line) for passage in read.passages] == [(5, 8), (11, 12)]
    for passage in read.passages:
        there = text.split("\n")[passage.first_line - 1 : passage.last_line]
        assert letters(passage.text) == letters("".join(there))


@pytest.mark.parametrize(
    ("encoding", "newline"),
    [("utf-8", "\n"), ("utf-8-sig", "\n"), ("cp932", "\n"), ("utf-8", "\r\n"), ("cp932", "\r\n")],
)
def test_a_plan_reads_the_same_in_each_encoding(plan, encoding, newline):
    assert plan(WRAPPED.replace("\n", newline), encoding).passages == plan(WRAPPED).passages


@pytest.mark.parametrize("content", [b"", b" \n\t\n\x0c", "\u3000\n".encode()])
def test_an_empty_plan_is_a_fault(write, faults_of, content):
    (fault,) = faults_of(read_plan, write("keikaku.txt", content), "131016", "計画")
    assert (fault.file, fault.problem) == ("keikaku.txt", "中身がありません")


@pytest.mark.parametrize(
    "content",
    [
        bytes(range(256)) * 8,
        b"\x89PNG\r\n\x1a\n" + bytes(400),
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n" + bytes(range(256)) * 8,
        b"PK\x03\x04\x14\x00\x06\x00" + bytes(400),
        ("abc" + "\x00\x01" * 20).encode(),
        WRAPPED.encode("utf-16"),
    ],
    ids=["bytes", "PNG", "PDF", "Word", "control characters", "UTF-16"],
)
def test_a_binary_plan_is_a_fault(write, faults_of, content):
    (fault,) = faults_of(read_plan, write("keikaku.txt", content), "131016", "計画")
    assert fault.file == "keikaku.txt"
    assert "文字" in fault.problem
    assert fault.remedy


@pytest.mark.parametrize(("odd", "refused"), [(2, False), (3, True)])
def test_stray_control_characters_are_borne_up_to_two_in_a_hundred(plan, odd, refused):
    text = "あ" * (99 - odd) + "\x01" * odd + "\n"
    if refused:
        with pytest.raises(FaultyContent):
            plan(text)
    else:
        assert len(plan(text).passages) == 1


def outside_contents(path: Path) -> dict[int, str]:
    """Lines by number, without the rows of a table of contents: those after 目次 that end in a page number."""
    kept, inside = {}, False
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        inside = inside and (not line.strip() or line.strip()[-1].isdigit())
        if not inside:
            kept[number] = line
        inside = inside or line.strip("# \t") == "目次"
    return kept


needs_plans = pytest.mark.skipif(not REAL_PLANS, reason="no plan documents in ../shared/plans beside the repository")


@needs_plans
@pytest.mark.parametrize("path", REAL_PLANS, ids=lambda path: path.stem[:3])
def test_a_real_plan_is_nearly_all_in_its_passages(path):
    said = sum(len(letters(passage.text)) for passage in read_plan(path, "131016", "計画").passages)
    written = sum(len(letters(line)) for line in outside_contents(path).values())
    assert 0.8 <= said / written <= 1


@needs_plans
@pytest.mark.parametrize("path", REAL_PLANS, ids=lambda path: path.stem[:3])
def test_the_passages_of_a_real_plan_ascend_without_overlap(path):
    passages = read_plan(path, "131016", "計画").passages
    assert all(passage.first_line <= passage.last_line for passage in passages)
    assert all(before.last_line < after.first_line for before, after in pairwise(passages))
    assert len({passage.id for passage in passages}) == len(passages) > 50


@needs_plans
@pytest.mark.parametrize("path", REAL_PLANS, ids=lambda path: path.stem[:3])
def test_the_passages_of_a_real_plan_stand_in_their_lines(path):
    lines = outside_contents(path)
    strayed = [
        (passage.first_line, passage.last_line)
        for passage in read_plan(path, "131016", "計画").passages
        if letters(passage.text)
        not in letters("\n".join(lines.get(n, "") for n in range(passage.first_line, passage.last_line + 1)))
    ]
    assert strayed == []
