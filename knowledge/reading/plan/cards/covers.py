"""Cover pages of 施策: goals of the whole city, set when the plan was made, and the words of a picture of its schedule.

Extraction leaves the cells of their table without their years. What cannot be told stays together under one label.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from enum import StrEnum

from knowledge.plan import Doubt, Passage, PassageKind, Scope
from knowledge.reading.plan.cards.figures import CONTINUES, folded, join_lines
from knowledge.reading.plan.cards.lines import AIM, YEAR_LINE, year_of
from knowledge.reading.plan.cards.pages import FOLIO, GROUP, LABELS, POLICY, CoverPage, label_form
from knowledge.reading.plan.source import SourceLine
from knowledge.reading.plan.text.heading import plain_form

CITYWIDE = "市全体の目標"
MADE = re.compile(r"※?\s*([^()]*(?:\([^()]*\))?[^()]*策定時)")
LABELLED = re.compile(r"(?:\(\d\)|[①-⑳]?)\s*(目的・?あるべき姿|事業の方向性|(?:具体的な)?実施内容|取組内容)")
SCHEDULE = re.compile(r"(?:実現に向けた)?主なスケジュール.*")
ITEM = re.compile(r"\s*[①-⑳➀-➉]")
FULL = 50  # characters of a line that may go on in the next one
SENTENCE = 24  # characters, more than a box of the schedule holds on one line


class Field(StrEnum):
    """The fields of a cover page, in the order in which they are shown."""

    AIM = "目的・あるべき姿"
    DIRECTION = "事業の方向性"
    MEASURES = "実施内容"
    GOALS = "目標KPIの欄（年度は文字からは決められません）"
    SCHEDULE = "主なスケジュールの図にある語句"


def read_cover(cover: CoverPage, years: Collection[int]) -> tuple[Passage, Doubt]:
    """The passage of a cover page, and the doubt about the years of its goals. `years` head the columns of tables."""
    fields: dict[Field, list[SourceLine]] = {each: [] for each in Field}
    for field, line in _fielded(cover.lines, years):
        fields[field].append(line)
    made = next(filter(None, (_made(line.text) for line in cover.lines)), "")
    text = "\n".join(f"{field.value}: {_laid_out(field, lines)}" for field, lines in fields.items() if lines)
    first, last = cover.lines[0].number, cover.lines[-1].number
    headings = tuple(filter(None, (cover.group, cover.policy, f"{CITYWIDE}（{made}）" if made else CITYWIDE)))
    passage = Passage("", headings, text, first, last, PassageKind.TABLE, cover.page, Scope.CITY)
    goals = fields[Field.GOALS] or list(cover.lines)
    problem = "施策の目標がどの年度のものか、文字からは決められません"
    return passage, Doubt(goals[0].number, problem, f"{cover.policy}: {_laid_out(Field.GOALS, goals)}")


def _made(text: str) -> str:
    """When the goals were set, as printed: 「令和４年度（2022年度）策定時」; nothing where the line does not say so."""
    found = MADE.search(folded(text))
    return text[found.start(1) : found.end(1)] if found else ""


def _fielded(lines: Iterable[SourceLine], years: Collection[int]) -> Iterator[tuple[Field, SourceLine]]:
    """The lines without labels, headings and years, each with its field."""
    field = Field.GOALS
    for line in lines:
        plain = plain_form(line.text).strip()
        if POLICY.fullmatch(plain) or GROUP.fullmatch(plain):
            continue
        heads = YEAR_LINE.fullmatch(plain) and year_of(plain) in years
        if heads or FOLIO.fullmatch(plain) or LABELS.fullmatch(label_form(plain)):
            continue
        label = LABELLED.fullmatch(plain)
        if label:
            field = _labelled(label[1])
        elif not SCHEDULE.fullmatch(plain):
            if field is Field.AIM and ITEM.match(line.text):
                field = Field.DIRECTION
            if field is Field.MEASURES and not ITEM.match(line.text) and len(plain) < SENTENCE:
                field = Field.SCHEDULE
            yield field, line


def _labelled(label: str) -> Field:
    """The field behind `label`: the labels of 目的 and 方向性 stand together, and the text of 目的 comes first."""
    return Field.AIM if AIM.match(label) or label == Field.DIRECTION else Field.MEASURES


def _laid_out(field: Field, lines: Sequence[SourceLine]) -> str:
    """Cells and boxes parted by a stroke; sentences joined."""
    if field not in (Field.GOALS, Field.SCHEDULE):
        return _sentences(lines)
    cells: list[list[str]] = []
    last: SourceLine | None = None
    for line in lines:
        follows = last and (line.number == last.number + 1 or CONTINUES.search(last.text.strip()))
        if follows and cells:
            cells[-1].append(line.text)
        else:
            cells.append([line.text])
        last = line
    return " ／ ".join(join_lines(cell).replace("\n", " ") for cell in cells)


def _sentences(lines: Sequence[SourceLine]) -> str:
    """Sentences and items on lines of their own; a full line goes on in the next one."""
    text = last = ""
    for line in (each.text.strip() for each in lines):
        goes_on = len(last) >= FULL and not last.endswith(("ます", "。")) and not ITEM.match(line)
        text += line if goes_on or not text else "\n" + line
        last = line
    return text
