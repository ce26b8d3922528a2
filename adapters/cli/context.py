"""What every command needs: settings, the database and the shelves."""

import os
import pwd
from dataclasses import dataclass

from adapters.settings import Settings, read_settings
from adapters.shelves import Shelves
from adapters.storage import PublishedContent, Spool, SqlUsageLog, connect


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
    content = PublishedContent(engine, operator())
    usage = SqlUsageLog(engine, Spool(settings.spool_dir, settings.spool_megabytes * 2**20))
    return Context(settings, content, Shelves(settings, content), usage)


def operator() -> str:
    """Who runs the command: the name of the account on this machine, or its number where it has no name."""
    number = os.getuid()
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return f"uid {number}"
