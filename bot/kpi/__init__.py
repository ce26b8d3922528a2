"""KPI: what the record says, each figure with its unit, its rule and its limits."""

from bot.kpi.count import (
    ALL,
    NONE,
    SILENCE,
    UNCOUNTED,
    Count,
    Counts,
    EntryCount,
    FeedbackCount,
    Measure,
    UsageCounts,
)
from bot.kpi.period import Period, month_of, start_of

__all__ = [
    "ALL",
    "NONE",
    "SILENCE",
    "UNCOUNTED",
    "Count",
    "Counts",
    "EntryCount",
    "FeedbackCount",
    "Measure",
    "Period",
    "UsageCounts",
    "month_of",
    "start_of",
]
