"""All SQL of the project."""

from adapters.storage.database import connect
from adapters.storage.published import PublishedContent
from adapters.storage.usage import SqlUsageLog

__all__ = ["PublishedContent", "SqlUsageLog", "connect"]
