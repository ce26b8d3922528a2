"""What every command needs: settings, the database and the shelves."""

from dataclasses import dataclass

from adapters.settings import Settings, read_settings
from adapters.shelves import Shelves
from adapters.storage import PublishedContent, SqlUsageLog, connect


@dataclass(frozen=True)
class Context:
    settings: Settings
    content: PublishedContent
    shelves: Shelves
    usage: SqlUsageLog


def open_context() -> Context:
    """Raises WrongSettings."""
    settings = read_settings()
    engine = connect(settings.database)
    content = PublishedContent(engine)
    return Context(settings, content, Shelves(settings, content), SqlUsageLog(engine))
