"""Half a document is noticed where its table of contents promises more."""

from dataclasses import replace
from pathlib import Path

import pytest

from knowledge.reading.plan.document.ending import find_ending
from knowledge.reading.plan.source import read_source

PLANS = Path(__file__).parents[5] / "shared" / "plans"
CONTENTS = "目次\n\n第1章 ねらい\t1\n第2章 取組\t3\n第3章 進め方\t8\n用語集\t12\n\n"
CHAPTERS = [
    "第1章 ねらい\n減らします。\n",
    "第2章 取組\n増やします。\n",
    "第3章　進め方\n確かめます。\n",
    "## 用語集\n窓口\n",
]


@pytest.mark.parametrize(
    ("kept", "missing"),
    [(4, []), (3, []), (2, ["第3章 進め方"]), (1, ["第2章 取組"]), (0, ["第1章 ねらい"])],
)
def test_chapters_missing_at_the_end_are_a_doubt(write, kept, missing):
    """One title alone may only be called otherwise in the text."""
    source = read_source(write("keikaku.txt", CONTENTS + "".join(CHAPTERS[:kept])))
    assert [doubt.text for doubt in find_ending(source).doubts] == missing


def test_the_doubt_says_what_to_do(write):
    source = read_source(write("keikaku.txt", CONTENTS + CHAPTERS[0]))
    [doubt] = find_ending(source).doubts
    assert (doubt.line, doubt.problem) == (
        len(source.lines),
        "目次の「第2章 取組」から後が本文に見当たりません。ファイルが途中で終わっていないか、元の文書と見比べてください",
    )


@pytest.mark.parametrize("text", ["", "第1章 ねらい\n窓口の", "目次\n\n第1章 ねらい\n"])
def test_without_a_table_of_contents_nothing_is_said(write, text):
    source = read_source(write("keikaku.txt", text or "窓口"))
    assert find_ending(source).doubts == ()


@pytest.mark.skipif(not PLANS.exists(), reason="the published plans are not in this checkout")
@pytest.mark.parametrize("number", ["000", "001", "002", "003", "004"])
def test_published_plans_are_complete(number):
    [path] = PLANS.glob(f"{number}*.txt")
    assert find_ending(read_source(path)).doubts == ()


@pytest.mark.skipif(not PLANS.exists(), reason="the published plans are not in this checkout")
@pytest.mark.parametrize("number", ["001", "002", "004"])
def test_half_of_a_published_plan_is_noticed(number):
    [path] = PLANS.glob(f"{number}*.txt")
    source = read_source(path)
    half = replace(source, lines=source.lines[: len(source.lines) // 2])
    assert len(find_ending(half).doubts) == 1
