"""madoguchi gaps: questions that found no answer, for those who write the next entries."""

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from typing import Annotated

import typer

from adapters.cli.context import open_context
from adapters.cli.output import Out, put, refuse_existing, write_aside
from adapters.cli.say import fail, note
from adapters.report import GapReport, gaps_csv, gaps_json, gaps_text, write_gaps
from adapters.storage import GapRecord, connect
from bot import kpi
from bot.gaps import gaps_of
from knowledge import TOKYO, Audience

City = Annotated[str, typer.Option(help="City code, such as 132012.")]
TOLD_TEXTS = 2_000  # between two lines of progress


class Form(StrEnum):
    """The forms of the table."""

    TEXT = "text"
    CSV = "csv"
    XLSX = "xlsx"
    JSON = "json"


WRITTEN: dict[Form, Callable[[GapReport], str]] = {Form.TEXT: gaps_text, Form.CSV: gaps_csv, Form.JSON: gaps_json}


def gaps(
    city: City,
    since: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="First day that counts. Default: 1 April of this fiscal year."),
    ] = None,
    audience: Annotated[Audience, typer.Option(help="Whose questions.")] = Audience.RESIDENT,
    form: Annotated[Form, typer.Option("--format", help="text, csv, xlsx or json.")] = Form.TEXT,
    out: Out = None,
) -> None:
    """Show unanswered questions, どれでもない and unhelpful replies, grouped by meaning, with what is near today."""
    if form is Form.XLSX and out is None:
        raise typer.BadParameter("xlsx needs --out FILE.")
    refuse_existing(out)
    report = _report(city, since, audience)
    if form is Form.XLSX and out:
        write_aside(out, lambda path: write_gaps(report, path))
    else:
        put(WRITTEN[form](report), out, "utf-8-sig" if form is Form.CSV else "utf-8")


def _report(city: str, since: datetime | None, audience: Audience) -> GapReport:
    now = datetime.now(TOKYO)
    first = since.date() if since else kpi.year_start(now.date())
    if first > now.date():
        fail(f"--since {first} is still to come; today is {now.date()}. Leave it out, or give an earlier day.")
    context = open_context()
    published = context.shelves.load(city)
    missed = GapRecord(connect(context.settings.database)).missed(city, audience, first, now.date())

    def told(texts: int) -> None:
        if texts % TOLD_TEXTS == 0:
            note(f"{city}: {texts:,} texts read")

    return GapReport(
        published.shelf.knowledge.city, audience, first, now.date(), gaps_of(missed, published, audience, now, told)
    )
