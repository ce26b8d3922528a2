"""The record as open data: counts of people and questions, none under ten, nothing of anybody."""

import csv
import io
from collections.abc import Callable, Iterator, Sequence

from adapters.report.as_csv import safe
from adapters.report.tables import CHANNELS, WHOSE
from bot import kpi
from knowledge import Audience

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
            writer.writerow([*head, WHOSE[audience], *map(safe, (table, part, measure)), *tail])
    return page.getvalue()


def facts_of(report: kpi.Report, audience: Audience) -> Iterator[Fact]:
    """The facts of one audience; its value is None where it is left out."""
    figures = report.residents if audience is Audience.RESIDENT else report.staff
    everything = figures.all
    totals = (everything.users, everything.user_days, everything.sessions, everything.questions)
    for (measure, unit), total in zip(MEASURES, totals, strict=True):
        yield "全体", "合計", measure, kpi.suppression.whole(total), unit
    if audience is Audience.RESIDENT:
        yield from _months(report, everything.users)
    lines = [line for line in figures.channels if line.channel not in (kpi.ALL, kpi.UNCOUNTED)]
    names = [CHANNELS.get(line.channel, line.channel) for line in lines]
    columns = [[line.users, line.user_days, line.sessions, line.questions] for line in lines]
    yield from _columns("入口別", names, columns)
    known = [everything.questions - everything.without_user, everything.without_user]
    yield from _column(
        "利用者の有無", ["利用者の分かる質問", "利用者の分からない質問"], known, kpi.suppression.parts_of_sum
    )
    outcomes = figures.outcomes
    yield from _column(
        "結果別", [each.label for each in outcomes], list(outcomes.values()), kpi.suppression.parts_of_sum
    )
    said = [figures.helpful.part, figures.helpful.whole - figures.helpful.part]
    yield from _column("役に立ったか", ["役に立った", "役に立たなかった"], said, kpi.suppression.parts_of_sum)
    sections = figures.sections
    yield from _column(
        "担当課別",
        [line.name for line in sections],
        [line.questions for line in sections],
        kpi.suppression.parts_of_sum,
    )


def _months(report: kpi.Report, users: int) -> Iterator[Fact]:
    names = [f"{line.month:%Y-%m}" for line in report.months]
    for name, value in zip(
        names, kpi.suppression.parts_of_union([line.users for line in report.months], users), strict=True
    ):
        yield "月別", name, "利用者", value, "人"
    columns = [[line.user_days, line.sessions, line.questions] for line in report.months]
    yield from _columns("月別", names, columns, MEASURES[1:])


def _columns(
    table: str, names: Sequence[str], rows: Sequence[Sequence[int]], measures: Sequence[tuple[str, str]] = MEASURES
) -> Iterator[Fact]:
    for at, (measure, unit) in enumerate(measures):
        for name, value in zip(names, kpi.suppression.parts_of_sum([row[at] for row in rows]), strict=True):
            yield table, name, measure, value, unit


def _column(
    table: str, names: Sequence[str], counts: list[int], left: Callable[[Sequence[int]], list[int | None]]
) -> Iterator[Fact]:
    for name, value in zip(names, left(counts), strict=True):
        yield table, name, "質問", value, "件"
