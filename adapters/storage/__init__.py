"""All SQL of the project."""

from adapters.storage.database import check_database, connect
from adapters.storage.published import PublishedContent
from adapters.storage.usage import SqlUsageLog

__all__ = ["PublishedContent", "SqlUsageLog", "check_database", "connect"]
