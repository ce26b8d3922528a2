"""All SQL of the project."""

from adapters.storage.database import check_database, connect
from adapters.storage.feedback import SqlFeedback
from adapters.storage.kpi import KpiCounts
from adapters.storage.published import Overtaken, Publication, PublishedContent
from adapters.storage.schema import UnusableDatabase
from adapters.storage.spool import Spool
from adapters.storage.usage import SqlUsageLog

__all__ = [
    "KpiCounts",
    "Overtaken",
    "Publication",
    "PublishedContent",
    "Spool",
    "SqlFeedback",
    "SqlUsageLog",
    "UnusableDatabase",
    "check_database",
    "connect",
]
