import pytest

from knowledge.reading.plan.source import Source, SourceLine
from knowledge.reading.plan.text.manner import Manner, manner_of
from knowledge.reading.plan.text.paragraph import Line, paragraphs

PAGE = Manner(wrapped=True, gaps_are_wraps=False, spaced=True, starts=frozenset())
MARKDOWN = Manner(wrapped=False, gaps_are_wraps=False, spaced=False, starts=frozenset())


def texts(text: str, manner: Manner) -> list[str]:
    lines = [Line(n, line) for n, line in enumerate(text.split("\n"), 1) if line.strip()]
    return [paragraph.text for paragraph in paragraphs(lines, manner)]


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        # Lines of a page with blank lines between them.
        (
            "窓口の混雑を減らすため、家からできる手続\n\nきを増やします。",
            ["窓口の混雑を減らすため、家からできる手続きを増やします。"],
        ),
        ("申請を受け付けました。\n\n窓口も開いています。", ["申請を受け付けました。", "窓口も開いています。"]),
        ("仕組みは「すぐ\n\n使える\n\n手続」です。", ["仕組みは「すぐ使える手続」です。"]),
        ("計画を進める責任者である\n\n副市長が決めます。", ["計画を進める責任者である副市長が決めます。"]),
        ("情報を共有し\n\n・相談の予約\n\n・電話の受付", ["情報を共有し", "・相談の予約", "・電話の受付"]),
        (
            "\uf09f 窓口で申請を\n受け付けます。\n\n\uf09f 電話でも受\nけ付けます。",
            ["・窓口で申請を受け付けます。", "・電話でも受け付けます。"],
        ),
        ("出典：みなと野市調査\n\n【図】待つ人の数", ["出典：みなと野市調査", "【図】待つ人の数"]),
        # Cells of a table keep together, and apart from each other.
        ("紙の申請の電\n子化\n\n窓口の予約の\n拡充", ["紙の申請の電子化", "窓口の予約の拡充"]),
        ("略してBPR\n\nといいます。", ["略してBPRといいます。"]),
    ],
)
def test_lines_of_a_page(text, joined):
    assert texts(text, PAGE) == joined


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        # A sentence that a page break has cut.
        (
            "方針の対象期間は、上の計画の期間を踏まえたものとします。ただし、考え方を維持\n\nする必要がある場合は、延長します。",
            [
                "方針の対象期間は、上の計画の期間を踏まえたものとします。ただし、考え方を維持する必要がある場合は、延長します。"
            ],
        ),
        (
            "利用率については、50歳代まで、\n\n60歳代で80%以上です。",
            ["利用率については、50歳代まで、60歳代で80%以上です。"],
        ),
        (
            "業務全体を見直し、より効率的な流れに改める業務改革のこと\n\n改革によって時間を減らします。",
            ["業務全体を見直し、より効率的な流れに改める業務改革のこと", "改革によって時間を減らします。"],
        ),
        ("デジタル・  \nトランスフォーメーション", ["デジタル・トランスフォーメーション"]),
        ("相談の予約\n\nみなと野市では、電話で受け付けます。", ["相談の予約", "みなと野市では、電話で受け付けます。"]),
        ("- 相談の予約\n- ・ 電話の受付", ["・相談の予約", "・電話の受付"]),
    ],
)
def test_paragraphs_of_markdown(text, joined):
    assert texts(text, MARKDOWN) == joined


def test_a_picture_leaves_a_gap_that_no_sentence_crosses():
    assert texts("日時：8月20日（金）14時から\n\n\n\n\n参加した職員の声", PAGE) == [
        "日時：8月20日（金）14時から",
        "参加した職員の声",
    ]


def test_a_heading_is_a_paragraph_of_its_own():
    lines = [Line(1, "## 相談の", True), Line(2, "予約を始めます。")]
    assert [(paragraph.text, paragraph.lead) for paragraph in paragraphs(lines, MARKDOWN)] == [
        ("相談の", True),
        ("予約を始めます。", False),
    ]


def source(*lines: str, form: str = "markdown") -> Source:
    return Source("keikaku.md", form, tuple(SourceLine(n, line) for n, line in enumerate(lines, 1)))


WRAPS = "窓口の混雑を減らすため、家からできる手続 きを増やしていくことが大切で す。電話での相談も続け ます。"
ITEMS = "市役所に来なければ行えない申請が多い。 相談についても検討が必要である。 手続を家からできるようにする。"


@pytest.mark.parametrize(("line", "wraps"), [(WRAPS, True), (ITEMS, False)])
def test_whether_gaps_are_wraps_is_measured(line, wraps):
    assert manner_of(source(*[line] * 6)).gaps_are_wraps is wraps


def test_gaps_are_closed_where_they_are_wraps_and_split_where_an_item_begins():
    manner = Manner(wrapped=False, gaps_are_wraps=True, spaced=False, starts=frozenset())
    long = "窓口の混雑を減らすため、家からできる手続 きを増やしていくことが、これからは大切です。"
    assert texts(long, manner) == [long.replace(" ", "")]
    assert texts("・相談の予約を家から行えるようにする取組を広げ ること ・電話の受付の時間を長くすること", manner) == [
        "・相談の予約を家から行えるようにする取組を広げること\n・電話の受付の時間を長くすること"
    ]


@pytest.mark.parametrize(
    ("lines", "wrapped", "spaced"),
    [
        (["窓口の混雑を減ら", "", "すことにします。", "", "電話の受付も長く", "", "します。"], True, True),
        (["窓口の混雑を減ら", "すことにします。", "電話の受付も長く", "します。"], True, False),
        (["窓口の混雑を減らす。" * 20] * 5, False, False),
    ],
)
def test_the_manner_of_lines_is_measured(lines, wrapped, spaced):
    manner = manner_of(source(*lines, form="text"))
    assert (manner.wrapped, manner.spaced) == (wrapped, spaced)
