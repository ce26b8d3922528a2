"""The record as open data: counts of people and questions, none under ten, nothing of anybody."""

import csv
import io
from collections.abc import Iterator, Sequence

from adapters.report.tables import CHANNELS, WHOSE
from bot import Outcome, kpi
from knowledge import Audience
from knowledge.cell import marked

HEADER = (
    "自治体コード",
    "自治体名",
    "年度",
    "始まりの日",
    "終わりの日",
    "公開区分",
    "表",
    "区分",
    "指標",
    "値",
    "単位",
    "注記",
)
LEFT_OUT = "10未満の数、または引き算でそれが分かる数なので、載せない"
MEASURES = (("利用者", "人"), ("利用者の延べ日数", "人"), ("会話", "回"), ("質問", "件"))
Fact = tuple[str, str, str, int | None, str]  # table, part, measure, value, unit


def open_data_of(report: kpi.Report) -> str:
    """CSV with one number a row. Each table divides its audience's questions in one way only: no two can be set against each other."""
    page = io.StringIO()
    writer = csv.writer(page, lineterminator="\r\n")
    writer.writerow(HEADER)
    period = report.period
    head = (report.city.code, report.city.name, period.year, period.first.isoformat(), period.last.isoformat())
    for audience in Audience:
        for table, part, measure, value, unit in facts_of(report, audience):
            tail = ("", unit, LEFT_OUT) if value is None else (value, unit, "")
            writer.writerow([*head, WHOSE[audience], *map(marked, (table, part, measure)), *tail])
    return page.getvalue()


def facts_of(report: kpi.Report, audience: Audience) -> Iterator[Fact]:
    """The facts of one audience; its value is None where it is left out."""
    figures = report.residents if audience is Audience.RESIDENT else report.staff
    everything = figures.all
    totals = (everything.users, everything.user_days, everything.sessions, everything.questions)
    for (measure, unit), total in zip(MEASURES, totals, strict=True):
        yield "全体", "合計", measure, kpi.suppression.whole(total), unit
    yield from _months(figures.all_by_month, everything.users)
    lines = [line for line in figures.channels if line.channel not in (kpi.ALL, kpi.UNCOUNTED)]
    names = [CHANNELS.get(line.channel, line.channel) for line in lines]
    columns = [[line.users, line.user_days, line.sessions, line.questions] for line in lines]
    yield from _columns("入口別", names, columns)
    for table, parts, rest in _divisions(figures):
        parts = {**parts, rest: max(0, everything.questions - sum(parts.values()))}
        yield from _columns(table, list(parts), [[count] for count in parts.values()], MEASURES[3:])


def _divisions(figures: kpi.AudienceFigures) -> Iterator[tuple[str, dict[str, int], str]]:
    """Ways to divide all questions: table, parts, and the name of the rest, which whoever knows the total could reckon."""
    yield "利用者の有無", {"利用者の分からない質問": figures.all.without_user}, "利用者の分かる質問"
    others = {outcome.label: count for outcome, count in figures.outcomes.items() if outcome is not Outcome.ANSWERED}
    yield "結果別", others, Outcome.ANSWERED.label
    helpful, said = figures.helpful.part, figures.helpful.whole
    yield "役に立ったか", {"役に立った": helpful, "役に立たなかった": said - helpful}, "答えなし"
    yield "担当課別", {line.name: line.questions for line in figures.sections}, "示した項目なし"


def _months(lines: Sequence[kpi.ChannelLine], users: int) -> Iterator[Fact]:
    names = [f"{line.month:%Y-%m}" for line in lines]
    distinct = kpi.suppression.parts_of_union([line.users for line in lines], users)
    yield from (("月別", name, "利用者", value, "人") for name, value in zip(names, distinct, strict=True))
    columns = [[line.user_days, line.sessions, line.questions] for line in lines]
    yield from _columns("月別", names, columns, MEASURES[1:])


def _columns(
    table: str, names: Sequence[str], rows: Sequence[Sequence[int]], measures: Sequence[tuple[str, str]] = MEASURES
) -> Iterator[Fact]:
    for at, (measure, unit) in enumerate(measures):
        for name, value in zip(names, kpi.suppression.parts_of_sum([row[at] for row in rows]), strict=True):
            yield table, name, measure, value, unit
