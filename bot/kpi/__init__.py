"""KPI: what the record says, each figure with its unit, its rule and its limits."""

from bot.kpi import definition, suppression
from bot.kpi.annual import ENOUGH, MEASURE, UNIT, Annual, MonthLine, Projection, signed
from bot.kpi.count import ALL, NONE, SILENCE, UNCOUNTED, Count, Counts, EntryCount, GradeCount, Measure, UsageCounts
from bot.kpi.coverage import AskedEntry, Content, UsageLine, sections_card
from bot.kpi.period import Period, month_of, spoken_day, spoken_month, start_of, year_start
from bot.kpi.report import MOST, AudienceFigures, ChannelLine, MonthReport, Report, month_report, report_of
from bot.kpi.satisfaction import (
    FEWEST,
    GRADES,
    Satisfaction,
    quarter_of,
    satisfaction_of,
    spoken_quarter,
)
from bot.kpi.share import Share

__all__ = [
    "ALL",
    "ENOUGH",
    "FEWEST",
    "GRADES",
    "MEASURE",
    "MOST",
    "NONE",
    "SILENCE",
    "UNCOUNTED",
    "UNIT",
    "Annual",
    "AskedEntry",
    "AudienceFigures",
    "ChannelLine",
    "Content",
    "Count",
    "Counts",
    "EntryCount",
    "GradeCount",
    "Measure",
    "MonthLine",
    "MonthReport",
    "Period",
    "Projection",
    "Report",
    "Satisfaction",
    "Share",
    "UsageCounts",
    "UsageLine",
    "definition",
    "month_of",
    "month_report",
    "quarter_of",
    "report_of",
    "satisfaction_of",
    "sections_card",
    "signed",
    "spoken_day",
    "spoken_month",
    "spoken_quarter",
    "start_of",
    "suppression",
    "year_start",
]
