"""Where a plan reports a survey: chapters by their title, or by the overview (対象, 方法, 期間, 回答数) that they hold."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from knowledge.reading.plan.glossary.flow import ends_sentence, tidy
from knowledge.reading.plan.source import SourceLine
from knowledge.reading.plan.text.heading import Heading, heading_of

POLL = r"(?:アンケート|意識調査|意向調査|ニーズ調査|世論調査|市民調査|実態調査|満足度調査)"
TITLE = re.compile(rf"[^。、]{{0,40}}{POLL}[^。、]{{0,20}}(?:結果|概要|概観|集計|要点|ポイント|まとめ)[^。、]{{0,10}}")
LABELS = (
    r"(?:アンケート|調査|実施|回答|抽出|配布|回収|集計)(?:の?(?:期間|時期|方法|対象者?|地域|主体|形式|件?数|率))"
    r"|対象者?|期間|方法|標本(?:数|抽出)|サンプル数|母集団|(?:発送|配布|送付|回収|返送)件?数|アンケート発送|返送\S{0,6}期限"
    r"|有効(?:回答|回収)(?:者|件)?(?:数|率)|回答(?:者|件)?(?:数|率)|回収率"
)
OVERVIEW = re.compile(rf"[・·•○●\-\s]*((?:{LABELS}))\s*(?:[:：]|\s)\s*(\S.*)")
QUESTION = re.compile(
    r"[【〔\[(（○〇◯●・\s]*(?:問\s*\d+|質問(?:\s|\d|$)|設問\s*\d|Q\s*\d)|.*(?:ですか|ますか|(?:お答え|お聞かせ|教えて|選んで|選び|記入して|挙げて)ください)[。 ]*(?:[(（].{1,20}[)）])?$"
)
PERCENT = re.compile(r"\d\s*[%％]")
REPORTED = re.compile("回答|割合|利用率|%|％")
DEFAULT_LEVEL = 2  # of a title that neither numbering nor Markdown marks
NEAR = 24  # lines within which the rows of one overview stand, blank ones included
ROWS = 3  # of an overview, at least


@dataclass(frozen=True, slots=True)
class Chapter:
    """`lines` are those behind the title."""

    title_line: SourceLine
    lines: tuple[SourceLine, ...]

    @property
    def title(self) -> str:
        return tidy(self.title_line.text)


@dataclass(frozen=True, slots=True)
class _View:
    """The lines with what is asked of each of them again and again: headings by index, and rows of overviews."""

    lines: Sequence[SourceLine]
    headings: Mapping[int, Heading]
    rows: Sequence[int]

    def before(self, index: int) -> str:
        """The last filled line before `index`."""
        for line in (self.lines[place] for place in range(index - 1, -1, -1)):
            if line.text.strip():
                return line.text.strip()
        return ""


def survey_chapters(lines: Sequence[SourceLine]) -> list[Chapter]:
    """The chapters of `lines` that report a survey, in order and apart from each other."""
    if not any("回答" in line.text for line in lines):
        return []
    view = _View(
        lines,
        {index: found for index, line in enumerate(lines) if (found := heading_of(line.text))},
        [index for index, line in enumerate(lines) if len(line.text) < 120 and overview_row(line.text)],
    )
    chapters: list[Chapter] = []
    done = -1
    for start in sorted({*_titled(view), *_with_overview(view)}):
        if start < done:
            continue
        done = _end(view, start)
        body = tuple(lines[start + 1 : done])
        if _reports(body):
            chapters.append(Chapter(lines[start], body))
        else:
            done = start + 1 if done < len(lines) else len(lines)
    return chapters


def overview_row(text: str) -> tuple[str, str] | None:
    """(label, value) of a row of an overview: 「調査対象 …」「・回答率：…」."""
    found = OVERVIEW.fullmatch(unicodedata.normalize("NFKC", tidy(text)))
    return (found[1], found[2]) if found and not ends_sentence(found[2]) else None


def _titled(view: _View) -> Iterator[int]:
    for index, line in enumerate(view.lines):
        if "\t" in line.text or not 0 < len(line.text) < 80:
            continue
        title = tidy(line.text)
        if TITLE.fullmatch(title) and not title[-1].isdigit() and _begins(view, index):
            yield index


def _with_overview(view: _View) -> Iterator[int]:
    """Headings above an overview whose chapter is not called by the name of a survey."""
    for first, last in zip(view.rows, view.rows[ROWS - 1 :], strict=False):
        above = range(first - 1, max(-1, first - NEAR), -1)
        if last - first <= NEAR:
            named = (i for i in above if i in view.headings and "概要" not in view.headings[i].title)
            yield from (index for index in [next(named, -1)] if index >= 0)


def _begins(view: _View, index: int) -> bool:
    """Whether the line before is complete, so that this one is no part of its sentence."""
    found = view.headings.get(index)
    if view.lines[index].text[:1] in (" ", "\f") or (found and found.kind != "plain"):
        return True  # a page begins here, or a number shows it
    before = view.before(index)
    return len(before) < 20 or ends_sentence(before) or before.endswith(("）", ")", "」")) or "\t" in before


def _end(view: _View, start: int) -> int:
    """Where the next chapter begins. Markdown's marks count only where what follows is not of the survey either."""
    heading = view.headings.get(start)
    level = heading.level if heading and heading.kind != "plain" else DEFAULT_LEVEL
    depth = heading.depth if heading else 0
    for index, found in view.headings.items():
        if index <= start or QUESTION.match(found.title) or not _begins(view, index):
            continue
        if found.level <= level or (found.kind == "plain" and 0 < found.depth <= depth and _is_other(view, index)):
            return index
    return len(view.lines)


def _is_other(view: _View, index: int) -> bool:
    """Whether neither the heading at `index` nor what stands below it speaks of answers."""
    if TITLE.fullmatch(tidy(view.lines[index].text)):
        return False
    for place in range(index + 1, min(index + 1 + NEAR, len(view.lines))):
        if place in view.headings:
            break
        if REPORTED.search(view.lines[place].text) or place in view.rows:
            return False
    return True


def _reports(body: Sequence[SourceLine]) -> bool:
    """Whether there are results: an overview, questions, or sentences with figures."""
    rows = sum(1 for line in body if overview_row(line.text))
    questions = sum(1 for line in body if len(line.text) < 120 and QUESTION.match(tidy(line.text)))
    figures = sum(1 for line in body if PERCENT.search(line.text) and REPORTED.search(line.text))
    return rows >= ROWS or questions > 1 or figures > 1
