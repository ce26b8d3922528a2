"""What every form of a report says first: whose it is, and of which days."""

from collections.abc import Iterator

from bot import kpi


def title(report: kpi.Report) -> str:
    return f"{report.city.name} チャットボットの利用（{report.period.name}）"


def month_title(report: kpi.MonthReport) -> str:
    return f"{report.city.name} チャットボットの利用（{kpi.spoken_month(report.month)}）"


def month_heading(report: kpi.MonthReport) -> Iterator[str]:
    """Title and days."""
    yield month_title(report)
    yield f"期間：{kpi.spoken_day(report.month)}から{kpi.spoken_day(report.last)}まで"


def heading(report: kpi.Report) -> Iterator[str]:
    """Title and period; a part of a year is called one."""
    yield title(report)
    yield f"期間：{kpi.spoken_day(report.period.first)}から{kpi.spoken_day(report.period.last)}まで（{extent(report)}）"


def extent(report: kpi.Report) -> str:
    return "年度の全部" if report.period.whole else f"年度の途中、{report.period.days}日分"
