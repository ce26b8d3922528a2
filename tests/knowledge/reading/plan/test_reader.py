import html
import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from datetime import date
from itertools import pairwise
from pathlib import Path
from time import perf_counter

import pytest

from knowledge import Audience, FaultyContent, Passage, Plan, PlanStatus, Scope
from knowledge.reading.plan import read_plan
from knowledge.reading.plan.source import read_source
from knowledge.reading.plan.text.contents import find_contents
from knowledge.reading.plan.text.heading import bare_form

PLANS = Path(__file__).parents[5] / "shared" / "plans"
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


def test_another_edition_is_another_plan(write):
    path = write("keikaku.txt", WRAPPED)
    ids = {read_plan(path, "131016", "計画", edition=edition).id for edition in ("", "令和7年度版", "令和8年度版")}
    assert len(ids) == 3


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


def test_a_table_is_a_passage_of_its_own_kind(plan):
    read = plan("窓口を減らします。\n課\t仕事\t人数\n市民課\t届出\t5人\n税務課\t証明\t3人\n")
    assert [passage.kind for passage in read.passages] == ["prose", "table"]


@pytest.mark.parametrize(
    "rows",
    [
        "選択肢\t窓口\t電話\t合計\n回答数\t335\t381\t716\n割合\t46.8%\t53.2%\t100%",
        "年度\t件数\n令和8年度\t30\n令和9年度\t50",
        "窓口の数\t12",
    ],
)
def test_a_table_row_that_ends_in_a_number_is_kept(plan, rows):
    text = "".join(passage.text for passage in plan(f"1 窓口の調査\n調べた結果は次のとおりです。\n{rows}\n").passages)
    assert [cell for cell in re.split(r"[\t\n]", rows) if cell not in text and cell not in ("選択肢", "年度")] == []


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


def test_a_long_section_is_cut_evenly_between_paragraphs(plan):
    sentence = "窓口の混雑を減らし、電話の待ち時間を減らす仕組みを作ります。"  # 30 characters; 900 / 3 = 10 · 30
    sizes = [len(passage.text.split("\n")) for passage in plan(f"{sentence}\n" * 30).passages]
    assert len(sentence) == 30
    assert sizes == [10, 10, 10]


def test_a_passage_without_a_paragraph_end_is_cut(plan):
    endless = "窓口の混雑を減らし電話の待ち時間を減らすことに取り組みながら"  # 30 characters; 30 · 30 = 900
    spans = [(passage.first_line, passage.last_line) for passage in plan(f"{endless}\n" * 40).passages]
    assert len(endless) == 30
    assert spans == [(1, 30), (31, 40)]


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
    assert fault.problem
    assert fault.remedy


@pytest.mark.parametrize(("odd", "refused"), [(2, False), (3, True)])
def test_stray_control_characters_are_borne_up_to_two_in_a_hundred(plan, odd, refused):
    text = "あ" * (99 - odd) + "\x01" * odd + "\n"
    if refused:
        with pytest.raises(FaultyContent):
            plan(text)
    else:
        assert len(plan(text).passages) == 1


needs_plans = pytest.mark.skipif(not REAL_PLANS, reason="no plan documents in ../shared/plans beside the repository")


def real(number: str) -> Plan:
    (path,) = PLANS.glob(f"{number}_*.txt")
    return read_plan(path, "131016", "計画")


def ends(plan: Plan, *titles: str) -> list[Passage]:
    """The passages whose path ends in headings that begin with `titles`."""
    return [
        passage
        for passage in plan.passages
        if len(passage.headings) >= len(titles)
        and all(
            bare_form(heading).startswith(bare_form(title))
            for heading, title in zip(passage.headings[-len(titles) :], titles, strict=True)
        )
    ]


@needs_plans
@pytest.mark.parametrize("path", REAL_PLANS, ids=lambda path: path.stem[:3])
def test_the_prose_of_a_real_plan_is_in_exactly_one_passage(path):
    """Every sentence of the document that a passage of prose shows stands in one passage only, and in its lines."""
    lines = {line.number: line.text for line in read_source(path).lines}
    prose = [passage for passage in read_plan(path, "131016", "計画").passages if passage.kind == "prose"]
    shown = Counter(
        (passage.first_line, sentence)
        for passage in prose
        for sentence in passage.text.split("。")
        if len(sentence) > 40 and "\t" not in sentence
    )
    assert max(shown.values()) == 1
    for passage in prose:
        there = bag("".join(lines.get(n, "") for n in range(passage.first_line, passage.last_line + 1)))
        assert not bag(passage.text) - there, (passage.first_line, passage.last_line)


def bag(text: str) -> Counter[str]:
    """The letters and figures of `text`, each as often as it stands there."""
    return Counter(filter(str.isalnum, letters(text)))


@needs_plans
@pytest.mark.parametrize(("number", "share"), [("000", 0.98), ("001", 0.99), ("002", 0.99), ("004", 0.99)])
def test_the_sentences_of_a_real_plan_are_all_read(number, share):
    (path,) = PLANS.glob(f"{number}_*.txt")
    plan = real(number)
    shown = re.sub(r"\W", "", letters("".join(passage.text for passage in plan.passages)))
    contents = find_contents(read_source(path).lines).lines
    written = [
        re.sub(r"\W", "", letters(line.text))
        for line in read_source(path).lines
        if "。" in line.text and "\t" not in line.text and line.number not in contents
    ]
    lost = [text for text in written if text not in shown and text[:12] not in shown and text[-12:] not in shown]
    assert sum(map(len, lost)) <= (1 - share) * sum(map(len, written)), lost


@needs_plans
@pytest.mark.parametrize("path", REAL_PLANS, ids=lambda path: path.stem[:3])
def test_the_passages_of_a_real_plan_ascend_and_have_ids_of_their_own(path):
    passages = read_plan(path, "131016", "計画").passages
    assert all(passage.first_line <= passage.last_line for passage in passages)
    assert all(before.first_line <= after.first_line for before, after in pairwise(passages))
    assert len({passage.id for passage in passages}) == len(passages) > 50


@needs_plans
def test_the_18_policies_of_the_plan_have_four_slots_each():
    plan = real("000")
    slots = ("現状", "背景", "事業の方向性", "目的・あるべき姿")
    found = {
        (passage.headings[1][:5], passage.headings[2][:3], slot)
        for slot in slots
        for passage in ends(plan, "基本方針", "施策", slot)
    }
    assert len(found) == 72


@needs_plans
def test_a_sentence_that_a_box_interrupts_is_whole():
    (passage,) = [each for each in real("000").passages if (each.first_line, each.last_line) == (1878, 1917)]
    assert "一度提出した情報は、" in passage.text
    assert "負担が軽減しています" not in passage.text


@needs_plans
def test_no_passage_holds_a_name_from_the_list_of_members():
    names = re.compile("(?:中野|高瀬|奥住|浅野) ?委員")
    assert [passage.id for passage in real("000").passages if names.search(passage.text)] == []


@needs_plans
def test_the_sample_page_of_the_action_plan_does_not_come_twice():
    plan = real("003")
    assert sum("窓口ワンストップは" in re.sub(r"\s", "", passage.text) for passage in plan.passages) == 1
    assert {passage.page for passage in plan.passages if "市民向けチャットボットの利用拡大" in passage.headings} == {
        "30"
    }


@needs_plans
def test_the_twelve_measures_of_the_draft_have_their_numbers_again():
    plan = real("001")
    measures = {
        (title.split(" ")[0], passage.headings[1][:5], passage.page)
        for passage in plan.passages
        for title in passage.headings
        if title.startswith("取組")
    }
    pages = {2: 11, 3: 12, 4: 13, 5: 15, 6: 16, 7: 17, 8: 19, 9: 20, 10: 21, 11: 22, 12: 23}
    assert measures == {
        (f"取組{n}", f"重点施策{1 if n < 5 else 2 if n < 8 else 3}", str(page)) for n, page in pages.items()
    }
    (lost,) = [doubt for doubt in plan.doubts if "失われて" in doubt.problem]
    assert (lost.line, lost.text[:3]) == (216, "取組1")


@needs_plans
def test_the_chapters_and_items_of_the_policy_paper():
    plan = real("002")
    assert len({passage.headings[0] for passage in plan.passages if passage.headings[0][0].isdigit()}) == 6
    items = {passage.headings[1] for passage in plan.passages if passage.headings[0].startswith("5 具体的な取組項目")}
    assert len(items) == 11


@needs_plans
@pytest.mark.parametrize(
    "words",
    ["進めていくこととしました", "考え方を維持する必要がある", "誰もが安全・安心で幸せ", "90%以上、60歳代で80%以上"],
)
def test_sentences_cut_by_a_page_are_joined(words):
    assert any(words in passage.text for passage in real("002").passages)


@needs_plans
def test_the_policies_and_measures_of_the_second_city():
    plan = real("004")
    titles = {passage.headings[:n] for passage in plan.passages for n in range(1, len(passage.headings) + 1)}
    assert sum(1 for path in titles if path[-1].startswith("施策") and len(path) == 4) == 10
    assert sum(1 for path in titles if path[-1].startswith("取組(")) == 22


@needs_plans
@pytest.mark.parametrize(
    ("number", "line", "scope"),
    [
        ("000", 436, Scope.NATION),
        ("000", 819, Scope.PREFECTURE),
        ("000", 1930, Scope.CITY),
        ("002", 92, Scope.NATION),
        ("002", 158, Scope.PREFECTURE),
        ("002", 186, Scope.CITY),
        ("004", 766, Scope.ELSEWHERE),
        ("004", 80, Scope.CITY),
    ],
)
def test_passages_about_others_are_marked(number, line, scope):
    assert {passage.scope for passage in real(number).passages if passage.first_line == line} == {scope}


@needs_plans
def test_a_long_plan_takes_time_in_proportion(tmp_path):
    (path,) = PLANS.glob("000_*.txt")
    text = path.read_text(encoding="utf-8")
    spent = []
    for times in (1, 4):
        file = tmp_path / f"{times}.txt"
        file.write_text(f"{text}\n" * times, encoding="utf-8")
        start = perf_counter()
        read_plan(file, "131016", "計画")
        spent.append(perf_counter() - start)
    assert spent[1] < 10
    assert spent[1] < 10 * spent[0]
