"""All SQL of the project."""

from adapters.storage.database import check_database, connect
from adapters.storage.drafts import Draft, DraftState, EntryDrafts
from adapters.storage.entry_history import EntryVersion, entry_history
from adapters.storage.feedback import SqlFeedback
from adapters.storage.gaps import GapRecord
from adapters.storage.kpi import KpiCounts
from adapters.storage.limit_counters import SharedCounters
from adapters.storage.published import Overtaken, Publication, PublishedContent
from adapters.storage.schema import UnusableDatabase
from adapters.storage.spool import Spool
from adapters.storage.usage import SqlUsageLog

__all__ = [
    "Draft",
    "DraftState",
    "EntryDrafts",
    "EntryVersion",
    "GapRecord",
    "KpiCounts",
    "Overtaken",
    "Publication",
    "PublishedContent",
    "SharedCounters",
    "Spool",
    "SqlFeedback",
    "SqlUsageLog",
    "UnusableDatabase",
    "check_database",
    "connect",
    "entry_history",
]
