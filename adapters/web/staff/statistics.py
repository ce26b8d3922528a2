"""/staff/kpi: the report of a fiscal year, or of one month of it, as a live page and as a workbook."""

import tempfile
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from markupsafe import Markup

from adapters.report import month_html, write_month_xlsx, write_xlsx, year_html
from adapters.storage import GapRecord, KpiCounts
from adapters.storage.surveys import SqlSurveys
from adapters.web.html import fill
from adapters.web.staff.access import Account, Role, csrf_field, current_city, page, staff
from bot import kpi
from knowledge import TOKYO, Audience

router = APIRouter(prefix="/staff", include_in_schema=False)
Reader = Annotated[Account, Depends(staff(Role.READER))]
Editor = Annotated[Account, Depends(staff(Role.EDITOR))]
MOST_GAPS = 50
EARLIEST = date(2000, 4, 1)  # before any record
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Chosen:
    """What is looked at: a fiscal year, or one month of it, as far as it has come."""

    period: kpi.Period
    month: date | None

    @property
    def last(self) -> date:
        """The last day that counts."""
        if self.month is None:
            return self.period.last
        return min(self.period.last, kpi.month_of(self.month + timedelta(days=31)) - timedelta(days=1))

    @property
    def name(self) -> str:
        """For the name of a file."""
        return f"{self.month:%Y-%m}" if self.month else f"fy{self.period.year}"


def chosen(year: str, month: str, today: date) -> Chosen:
    """`year` as 2026 and `month` as 10, empty for this year and for all of it. Raises ValueError, with a sentence for people,
    for what is none or has not begun."""
    try:
        period = kpi.Period.of(int(year) if year else kpi.year_start(today).year, today)
        wanted = int(month) if month else 0
    except ValueError as error:
        raise ValueError("その年度か月は、まだ始まっていないか、年月として読めません。") from error
    found = [each for each in period.months_begun() if each.month == wanted]
    if month and not found:
        raise ValueError("その月は、まだ始まっていないか、月として読めません。")
    return Chosen(period, next(iter(found), None))


@router.get("/kpi")
def statistics(request: Request, account: Reader, year: str = "", month: str = "") -> Response:
    """The page."""
    today = datetime.now(TOKYO).date()
    try:
        wanted, problem = chosen(year, month, today), ""
    except ValueError as error:
        wanted, problem = chosen("", "", today), str(error)
    city = current_city(request)
    fresh = request.app.state.counting.brought(city)
    counts = KpiCounts(request.app.state.engine)
    report, sentences = _html(request, account, counts, wanted, today)
    begun = counts.first_day(city, EARLIEST, today)
    first = kpi.year_start(min(begun or today, wanted.period.first)).year
    body = fill(
        "statistics.html",
        city=city,
        problem=problem,
        fresh=fresh,
        editor=account.role >= Role.EDITOR,
        years=[(each, kpi.Period.of(each, today).name) for each in range(kpi.year_start(today).year, first - 1, -1)],
        months=[(each.month, f"{each.month}月") for each in wanted.period.months_begun()],
        year=wanted.period.year,
        month=wanted.month.month if wanted.month else "",
        report=Markup(report),  # noqa: S704 — adapters.report escapes what it writes
        sentences=sentences,
    )
    return page(request, "統計", body, status=422 if problem else 200, styles=["kpi.css"], wide=True)


@router.get("/kpi.xlsx")
def workbook(request: Request, account: Reader, year: str = "", month: str = "") -> Response:
    """The same as an Excel workbook."""
    today = datetime.now(TOKYO).date()
    try:
        wanted = chosen(year, month, today)
    except ValueError as error:
        return page(request, "統計", fill("problem.html", problem=str(error)), status=422)
    city = current_city(request)
    request.app.state.counting.brought(city)
    common, counts = request.app.state.shelves.common(city), KpiCounts(request.app.state.engine)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.xlsx"
        if wanted.month:
            write_month_xlsx(kpi.month_report(counts, common, wanted.month, wanted.last, today), path)
        else:
            write_xlsx(kpi.report_of(counts, common, wanted.period, today), path)
        body = path.read_bytes()
    name = f"madoguchi-{city}-{wanted.name}.xlsx"
    return Response(body, media_type=XLSX, headers={"Content-Disposition": f'attachment; filename="{name}"'})


@router.get("/kpi/gaps")
def gaps(request: Request, account: Editor, year: str = "", month: str = "") -> Response:
    """Residents' questions of these days that found no answer, the commonest first."""
    today = datetime.now(TOKYO).date()
    try:
        wanted = chosen(year, month, today)
    except ValueError as error:
        return page(request, "統計", fill("problem.html", problem=str(error)), status=422)
    city, record = current_city(request), GapRecord(request.app.state.engine)
    first = wanted.month or wanted.period.first
    missed = record.missed(city, Audience.RESIDENT, first, wanted.last)
    lines = list(islice((each for each in missed if each.text), MOST_GAPS))
    body = fill(
        "gaps.html",
        city=city,
        csrf=csrf_field(request),
        lines=lines,
        days=f"{kpi.spoken_day(first)}から{kpi.spoken_day(wanted.last)}まで",
        back=f"/staff/kpi?city={city}&year={wanted.period.year}&month={wanted.month.month if wanted.month else ''}",
    )
    return page(request, "答えられなかった質問", body, wide=True)


def _html(
    request: Request, account: Account, counts: KpiCounts, wanted: Chosen, today: date
) -> tuple[str, list[tuple[str, list[str]]]]:
    """The report, and what staff wrote in the survey: for approvers, of quarters whose figures are told."""
    city = current_city(request)
    common = request.app.state.shelves.common(city)
    if wanted.month:
        return month_html(kpi.month_report(counts, common, wanted.month, wanted.last, today)), []
    report = kpi.report_of(counts, common, wanted.period, today)
    told = [each.quarter for each in report.satisfaction if each.satisfied] if account.role >= Role.APPROVER else []
    surveys = SqlSurveys(request.app.state.engine)
    sentences = [(kpi.spoken_quarter(each), list(surveys.sentences(city, each))) for each in told]
    return year_html(report), [(quarter, lines) for quarter, lines in sentences if lines]
