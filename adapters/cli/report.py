"""madoguchi report and madoguchi usage: the year's figures, open data, and the events to recount them from."""

import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Annotated

import typer

from adapters.cli.context import open_context
from adapters.cli.output import Out, put, refuse_existing, write_aside
from adapters.cli.say import fail, note, say
from adapters.report import csv_of, html_of, json_of, open_data_of, text_of, write_xlsx
from adapters.storage import KpiCounts
from bot import kpi
from knowledge import TOKYO, Knowledge

app = typer.Typer(help="What was recorded: open data, the events themselves, the daily counts.", no_args_is_help=True)
City = Annotated[str, typer.Option(help="City code, such as 132012.")]
Year = Annotated[
    int | None, typer.Option("--fiscal-year", help="Year in which it began, such as 2026. Default: this one.")
]
AsOf = Annotated[
    datetime | None, typer.Option("--as-of", formats=["%Y-%m-%d"], help="Last day that counts. Default: today.")
]
TOLD_DAYS = 30  # of counting, between two lines of progress


class Format(StrEnum):
    """The forms of a report."""

    TEXT = "text"
    CSV = "csv"
    XLSX = "xlsx"
    HTML = "html"
    JSON = "json"


WRITTEN: dict[Format, Callable[[kpi.Report], str]] = {
    Format.TEXT: text_of,
    Format.CSV: csv_of,
    Format.HTML: html_of,
    Format.JSON: json_of,
}


def report(
    city: City,
    fiscal_year: Year = None,
    as_of: AsOf = None,
    form: Annotated[Format, typer.Option("--format", help="text, csv, xlsx, html or json.")] = Format.TEXT,
    out: Out = None,
) -> None:
    """Report the KPI of a fiscal year: 年間利用者 against its target, and all that stands behind it."""
    if form is Format.XLSX and out is None:
        raise typer.BadParameter("xlsx needs --out FILE.")
    refuse_existing(out)
    made = _report(city, _period(fiscal_year, as_of))
    if form is Format.XLSX and out:
        write_aside(out, lambda path: write_xlsx(made, path))
    else:
        put(WRITTEN[form](made), out, "utf-8-sig" if form is Format.CSV else "utf-8")


@app.command("export")
def export(city: City, fiscal_year: Year = None, as_of: AsOf = None, out: Out = None) -> None:
    """Write the counts of a fiscal year as open data (CSV): whole months, and no number under ten."""
    refuse_existing(out)
    period = _whole_months(_period(fiscal_year, as_of))
    put(open_data_of(_report(city, period)), out, "utf-8-sig")
    note(kpi.suppression.RULE)
    if not period.whole:
        note(
            f"{period.last} までの数です。途中で出した数と後で出した数を引き算すると、10未満の数が分かることがあります。"
            "公開するのは、年度が終わってから一度にしてください。"
        )


@app.command("events")
def events(
    city: City,
    fiscal_year: Year = None,
    as_of: AsOf = None,
    as_lines: Annotated[bool, typer.Option("--jsonl", help="JSON Lines: one event a line.")] = False,
    text: Annotated[bool, typer.Option("--text", help="Also the masked text of each question.")] = False,
) -> None:
    """Write the events of a fiscal year, so that anyone can recount every figure."""
    if not as_lines:
        raise typer.BadParameter("give --jsonl; there is no other form.")
    period = _period(fiscal_year, as_of)
    counts = _open(city)[1]
    for event in counts.events(city, period.first, period.last):
        kept = {name: value for name, value in event.items() if text or name != "text"}
        say(json.dumps(kept, ensure_ascii=False, default=datetime.isoformat))


@app.command("count")
def count(
    city: City,
    anew: Annotated[
        bool, typer.Option("--anew", help="Every day of which there are events, not only what is new.")
    ] = False,
) -> None:
    """Bring the daily counts up to date; a report does so too, and is quicker after a nightly run of this."""
    counts = _open(city)[1]
    if anew:
        counts.mark_everything(city)
    note(f"{city}: {counts.refresh(city)} day(s) counted")


def _report(city: str, period: kpi.Period) -> kpi.Report:
    common, counts = _open(city)
    counted: list[date] = []

    def told(day: date) -> None:
        counted.append(day)
        if not len(counted) % TOLD_DAYS:
            note(f"{city}: counting the record, {day}")

    counts.refresh(city, told)
    return kpi.report_of(counts, common, period, _today())


def _open(city: str) -> tuple[Knowledge, KpiCounts]:
    """What is common to all cities, with the settings of this one, and its counts. Raises LookupError for a city that there is not."""
    context = open_context()
    return context.shelves.common(city), KpiCounts(context.content.engine)


def _period(year: int | None, as_of: datetime | None) -> kpi.Period:
    """The period asked for, no later than today."""
    today = _today()
    last = as_of.date() if as_of else today
    if last > today:
        fail(f"--as-of {last} is still to come; today is {today}. Leave it out, or give an earlier day.")
    try:
        return kpi.Period.of(kpi.year_start(last).year if year is None else year, last)
    except ValueError as error:
        fail(str(error))


def _whole_months(period: kpi.Period) -> kpi.Period:
    """`period` up to the end of its last whole month."""
    tomorrow = period.last + timedelta(days=1)
    if tomorrow.day == 1 and period.last < _today():
        return period
    last = kpi.month_of(period.last) - timedelta(days=1)
    if last < period.first:
        fail(f"no month of fiscal year {period.year} is over on {period.last}. Try again after {period.first:%Y-%m}.")
    return kpi.Period(period.year, last)


def _today() -> date:
    return datetime.now(TOKYO).date()
