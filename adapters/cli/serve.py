"""madoguchi serve: the web server."""

import logging

import uvicorn

from adapters.app import create_app, load_all
from adapters.cli.context import open_context
from adapters.cli.say import note
from adapters.settings import Settings, read_settings


def serve() -> None:
    """Serve the page and the API until stopped (Ctrl-C). Run `madoguchi build` first."""
    context = open_context()
    context.usage.close()
    settings = context.settings
    shelves = load_all(context.shelves)  # a missing or outdated index is told here, before anything listens
    _set_up_logs(settings)
    note(f"http://{settings.host}:{settings.port}/chat  (Ctrl-C stops)")
    options = {
        "host": settings.host,
        "port": settings.port,
        "log_level": settings.log_level.lower(),
        "access_log": False,
        "proxy_headers": False,  # the application itself believes MADOGUCHI_PROXY_ADDRESSES only
    }
    if settings.workers == 1:
        uvicorn.run(create_app(settings, shelves), **options)  # type: ignore[arg-type]
    else:
        del shelves, context  # each process loads its own
        uvicorn.run("adapters.cli.serve:worker", factory=True, workers=settings.workers, **options)  # type: ignore[arg-type]


def worker() -> object:
    """The application of one of several server processes, from the environment."""
    settings = read_settings()
    _set_up_logs(settings)
    return create_app(settings)


def _set_up_logs(settings: Settings) -> None:
    logging.basicConfig(level=settings.log_level, format="%(asctime)s %(levelname)s %(name)s %(message)s")
