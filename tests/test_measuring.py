"""The rulers themselves: intervals, verdicts, the picture, and the ways of writing a question otherwise."""

import xml.etree.ElementTree as ElementTree
from pkgutil import resolve_name
from typing import Any

import pytest

from benchmarks import rewriting
from benchmarks.ablations import ABLATIONS
from benchmarks.curve import Panel, Series, svg
from benchmarks.intervals import Share, paired, wilson
from benchmarks.verdict import Served, Tally, Verdict, verdict


class TestIntervals:
    @pytest.mark.parametrize(
        ("count", "total", "low", "high"),
        [  # by hand from Wilson's formula with z = 1.959964
            (0, 10, 0.0, 0.2775),
            (10, 10, 0.7225, 1.0),
            (5, 10, 0.2366, 0.7634),
            (93, 100, 0.8625, 0.9657),
            (0, 0, 0.0, 1.0),
        ],
    )
    def test_wilson(self, count: int, total: int, low: float, high: float) -> None:
        assert wilson(count, total) == pytest.approx((low, high), abs=1e-4)

    @pytest.mark.parametrize(("count", "total"), [(11, 10), (-1, 10)])
    def test_a_count_that_is_no_part_of_the_total_is_refused(self, count: int, total: int) -> None:
        with pytest.raises(ValueError, match="is no share"):
            wilson(count, total)

    def test_a_share_of_nothing_is_a_dash(self) -> None:
        assert str(Share(0, 0)) == Share(0, 0).with_interval() == "-"

    def test_a_paired_loss(self) -> None:
        loss, half = paired([1, 1, 1, 1], [1, 0, 1, 0])
        assert loss == 0.5
        assert half == pytest.approx(1.959964 * (1 / 3) ** 0.5 / 2)


ASKED = {"kind": "answerable", "expected": ["a", "b"]}
NO_ANSWER: dict[str, Any] = {"kind": "unanswerable", "expected": []}


@pytest.mark.parametrize(
    ("question", "served", "expected"),
    [
        (ASKED, Served("answered", "b"), Verdict.RIGHT),
        (ASKED, Served("answered", "c", ("a",)), Verdict.WRONG),  # the right one is only what people often need next
        (ASKED, Served("passage", "", ("a",)), Verdict.WRONG),
        (ASKED, Served("choices", "", ("c", "a")), Verdict.AMONG),
        (ASKED, Served("choices", "", ("c", "d")), Verdict.ASTRAY),
        (ASKED, Served("handoff", "", ("a",)), Verdict.OFFERED),
        (ASKED, Served("handoff", "", ("c",)), Verdict.REFUSED),
        (ASKED, Served("out_of_area"), Verdict.REFUSED),
        (ASKED, Served("crisis"), Verdict.ALARM),
        (NO_ANSWER, Served("answered", "a"), Verdict.FALSE),
        (NO_ANSWER, Served("passage"), Verdict.FALSE),
        (NO_ANSWER, Served("choices", "", ("a",)), Verdict.SHOWN),
        (NO_ANSWER, Served("handoff", "", ("a",)), Verdict.SILENT),
        (NO_ANSWER, Served("smalltalk"), Verdict.SILENT),
    ],
)
def test_verdicts(question: dict[str, Any], served: Served, expected: Verdict) -> None:
    assert verdict(question, served) is expected


def test_figures_of_a_tally() -> None:
    tally = Tally.of(
        [Verdict.RIGHT] * 6
        + [Verdict.AMONG] * 2
        + [Verdict.WRONG, Verdict.REFUSED]
        + [Verdict.FALSE]
        + [Verdict.SILENT] * 3
    )
    assert (tally.answerable, tally.unanswerable) == (10, 4)
    assert tally.coverage.rate == (6 + 2 / 2) / 10
    assert tally.precision.rate == 6 / 7
    assert tally.precision_of_all.rate == 6 / 8
    assert tally.false.rate == 1 / 4
    assert tally.refused.rate == 1 / 10


TEXT = "住民票の写しは、どこで取れますか"


@pytest.mark.parametrize(
    ("rule", "written"),
    [
        (rewriting.in_kana, "じゅうみんひょうのうつしは、どこでとれますか"),
        (rewriting.in_halfwidth, "住民票ﾉ写ｼﾊ､ﾄﾞｺﾃﾞ取ﾚﾏｽｶ"),
        (rewriting.in_romaji, "juumin hyou no utsushi wa, doko de toremasu ka"),
    ],
)
def test_the_same_question_written_otherwise(rule: Any, written: str) -> None:
    assert rule(TEXT, 0) == written


@pytest.mark.parametrize(
    ("kana", "roman"),
    [
        ("しゃっくり", "shakkuri"),
        ("ほんやく", "hon'yaku"),
        ("まっちゃ", "matcha"),
        ("ぱすぽーと", "pasupooto"),
        ("てぃっしゅ", "tisshu"),
        ("じゃがいも", "jagaimo"),
    ],
)
def test_romaji_as_it_is_typed(kana: str, roman: str) -> None:
    assert rewriting.romanised(kana) == roman


@pytest.mark.parametrize("name", rewriting.PERTURBATIONS)
@pytest.mark.parametrize("chance", range(12))
def test_every_way_of_writing_keeps_something_and_is_fixed(name: str, chance: int) -> None:
    rule = rewriting.PERTURBATIONS[name]
    assert rule(TEXT, chance).strip()
    assert rule(TEXT, chance) == rule(TEXT, chance)


@pytest.mark.parametrize("chance", range(12))
def test_a_typing_error_is_one_slip(chance: int) -> None:
    written = rewriting.mistyped(TEXT, chance)
    assert written != TEXT
    assert abs(len(written) - len(TEXT)) <= 1


class TestPicture:
    PANEL = Panel("t < u", "across", "up", [Series("a & b", [(0, 0), (0.5, 0.2), (1, 3)], (0.5, 0.2))], top=0.4)

    def test_it_is_a_picture_that_stays_inside_its_frame(self) -> None:
        tree = ElementTree.fromstring(svg("title", [self.PANEL]))  # noqa: S314
        (line,) = [each for each in tree.iter() if each.tag.endswith("polyline")]
        heights = [float(corner.split(",")[1]) for corner in line.attrib["points"].split()]
        assert heights == sorted(heights, reverse=True)
        assert min(heights) >= 0  # a value above the top is cut off

    def test_more_lines_than_can_be_told_apart_are_refused(self) -> None:
        with pytest.raises(ValueError, match="at most 5"):
            svg("title", [Panel("t", "x", "y", [Series(str(number), [(0, 0)]) for number in range(6)])])


@pytest.mark.parametrize("target", sorted({target for each in ABLATIONS.values() for target in each.stand_ins}))
def test_what_an_ablation_stands_in_for_exists(target: str) -> None:
    assert callable(resolve_name(target))
