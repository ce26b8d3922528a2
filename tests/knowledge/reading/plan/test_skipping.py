import pytest

from knowledge.reading.plan.source import Source, SourceLine
from knowledge.reading.plan.text.outline import Outline
from knowledge.reading.plan.text.skipping import skip_before, skip_debris


def lines(text: str) -> list[SourceLine]:
    return [SourceLine(n, line) for n, line in enumerate(text.split("\n"), 1)]


def skipped(text: str) -> set[int]:
    return set(skip_before(Source("keikaku.txt", "text", tuple(lines(text)))).lines)


def debris(text: str, starts: frozenset[int] = frozenset(), outline: Outline | None = None) -> set[int]:
    filled = [line for line in lines(text) if line.text.strip()]
    return set(skip_debris(filled, starts, outline or Outline()).lines) & {line.number for line in filled}


SAMPLE = "\n".join(
    f"{word}の受付を{verb}こととした窓口{n}"
    for n in range(4)
    for word in ("相談", "電話")
    for verb in ("始める", "続ける")
)


def test_a_sample_of_a_later_page_is_read_once():
    text = f"記載の例です。\n{SAMPLE}\nここからが本文です。\n{SAMPLE}\n"
    assert skipped(text) == set(range(2, 18))


def test_a_form_that_recurs_is_no_copy():
    form = "\n".join(f"令和{n}年度（{2018 + n}年度）の目標の欄" for n in range(4, 18))
    assert skipped("\n本文です。\n".join([form] * 4)) == set()


def test_an_address_printed_twice_is_read_once():
    text = "出典：みなと野市（https://example.jp/a.pdf）\nhttps://example.jp/a.pdf\nhttps://example.jp/b.pdf"
    assert skipped(text) == {2}


@pytest.mark.parametrize("title", ["(2) 懇談会参加者名簿（敬称略）", "委員名簿", "# 策定委員会の委員一覧"])
def test_names_of_persons_are_skipped_to_the_next_heading(title):
    text = f"第1章 計画\n{title}\n港 花子 委員\n野 太郎 委員\n第2章 体制\n窓口です。"
    assert skipped(text) == {2, 3, 4}


def test_headings_without_a_word_are_a_lost_page():
    found = skip_before(
        Source("keikaku.md", "markdown", tuple(lines("# 計画\n# \n## \n### \n#### \n##### \n本文です。")))
    )
    assert found.lines == {2, 3, 4, 5, 6}
    assert [(doubt.line, "失われて" in doubt.problem) for doubt in found.doubts] == [(2, True)]


TIMELINE = "H12\n（2000）\n\nH13\n（2001）\n\nH14\n（2002）\n\nH15\n（2003）\n\n●仕組みの稼働\n\n住基カード\n\nチャット\n\n予約\n\n受付\n\n窓口\n\n電話"


def test_the_words_of_a_figure_are_debris():
    text = f"窓口を広げます。\n\n{TIMELINE}\n\n電話も続けます。"
    assert debris(text) == {line.number for line in lines(text) if line.text and "。" not in line.text}


@pytest.mark.parametrize(
    "text",
    [
        "・相談の予約\n・電話の受付\n・窓口の案内\n" * 5,
        "合計 112件 94件 15件\n" * 9 + "内訳\n",
        "第1回\n７月１６日\n(1) 座長の選任について\n(2) 目的について\n第2回\n９月１日\n(1) 素案について\n(2) 期間について\n第3回",
        "相談の予約\n電話の受付\n窓口の案内",
    ],
    ids=["list", "table", "agenda", "few words"],
)
def test_lists_and_tables_are_no_debris(text):
    assert debris(text) == set()


def test_words_above_the_caption_of_a_figure_belong_to_it():
    assert debris("実践します。\n\n計画の策定\n\n計画の達成\n\n【図】計画の進め方") == {3, 5}


def test_what_was_lost_with_a_figure_is_told_once():
    (doubt,) = skip_debris([line for line in lines(TIMELINE) if line.text], frozenset(), Outline()).doubts
    assert (doubt.line, "図や表" in doubt.problem, doubt.text[:3]) == (1, True, "H12")
