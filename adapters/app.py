"""The web application: one place where settings, storage, shelves and bot are put together."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

from anyio import to_thread
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.staticfiles import StaticFiles
from fastapi.telemetry import TelemetryConfig
from sqlalchemy import Engine
from starlette.exceptions import HTTPException
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from adapters.line import line, open_channel
from adapters.line.preview import preview
from adapters.release import number
from adapters.settings import Settings, pseudonym_key
from adapters.shelves import Shelves
from adapters.storage import PublishedContent, Spool, SqlUsageLog, check_database, connect
from adapters.storage.pauses import SqlPauses
from adapters.web import api, browse, entry_page, feedback, pages, poster, staff_pages, suggest, widget
from adapters.web.ask import Refusal
from adapters.web.guard import Guard, error_response, security_headers
from adapters.web.limit import open_limits
from adapters.web.network import Peer
from adapters.web.origins import Origins, permission
from adapters.web.page import STATIC
from adapters.web.staff.access import Barred
from adapters.web.staff.counting import Counting
from adapters.web.staff.entrance import open_entrance
from adapters.web.suggest import Suggesting
from bot import Bot, wording

log = logging.getLogger(__name__)
ANSWERING_THREADS = 12


def create_app(settings: Settings, shelves: Shelves | None = None) -> FastAPI:
    """The application for `settings`, with `shelves` that are loaded already, or loading every city when it starts.

    Cities must have been built (`madoguchi build`).
    """

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        # Enough threads that questions gather while the last group of events is committed; more only compete.
        to_thread.current_default_thread_limiter().total_tokens = ANSWERING_THREADS
        engine = connect(settings.database)
        served = shelves or load_all(Shelves(settings, PublishedContent(engine)))
        usage = SqlUsageLog(engine, Spool(settings.spool_dir, settings.spool_megabytes * 2**20))
        served.watch()
        app.state.engine, app.state.shelves = engine, served
        pauses, key = SqlPauses(engine), pseudonym_key(settings)
        app.state.bot = Bot(served, usage, paused=pauses)
        app.state.pseudonym_key = key
        app.state.public_url = settings.public_url.rstrip("/")
        app.state.limits = open_limits(settings, engine, key)
        app.state.suggesting = Suggesting(served)
        app.state.suggesting.warm()
        app.state.line = open_channel(settings, engine, served.codes, served, app.state.bot, pauses, key)
        app.state.entrance = open_entrance(settings, engine, served.codes)
        app.state.counting = Counting(engine)
        app.state.as_line = partial(preview, public_url=settings.public_url)
        log.info("ready: %s", ", ".join(f"{code} {name}" for code, name in served.names().items()))
        yield
        app.state.line.close()
        app.state.limits.close()
        app.state.counting.close()
        served.close()
        usage.close()
        engine.dispose()

    # FastAPI's telemetry would carry what residents typed: in the address of suggestions, in failures and validations.
    silent: TelemetryConfig = {"logs": False, "tracing": False, "operation_spans": False}
    app = FastAPI(
        title="Madoguchi", version=number() or "0", lifespan=lifespan, docs_url=None, redoc_url=None, telemetry=silent
    )
    for router in (api, browse, feedback, suggest, pages, poster, entry_page, widget, staff_pages, line):
        app.include_router(router)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    app.add_api_route("/healthz", healthy, include_in_schema=True, tags=["operation"])
    app.add_api_route("/readyz", ready, include_in_schema=True, tags=["operation"])
    app.add_middleware(Origins)
    app.add_middleware(Guard)
    app.add_middleware(ProxyHeadersMiddleware, trusted_hosts=list(settings.proxy_addresses))
    app.add_middleware(Peer)
    app.exception_handler(Refusal)(refused)
    app.exception_handler(Barred)(barred)
    app.exception_handler(RequestValidationError)(unreadable)
    app.exception_handler(HTTPException)(not_served)
    app.exception_handler(Exception)(broken)
    return app


def load_all(shelves: Shelves) -> Shelves:
    """`shelves` with every city loaded. Raises UnusableIndex where one must be built first."""
    for code in shelves.codes:
        shelves.load(code)
    return shelves


def healthy() -> dict[str, str]:
    """The process runs."""
    return {"status": "ok"}


def ready(request: Request) -> JSONResponse:
    """The process can answer: its cities are loaded and the database responds. `behind` says which newest revision it cannot use."""
    engine: Engine = request.app.state.engine
    try:
        check_database(engine)
    except Exception:
        log.exception("the database does not respond")
        return JSONResponse({"status": "database unavailable"}, 503)
    shelves: Shelves = request.app.state.shelves
    return JSONResponse({"status": "ready", "cities": shelves.names(), "behind": shelves.behind()})


async def refused(request: Request, error: Refusal) -> Response:
    return error_response(error.status, error.code, error.message, error.headers)


async def barred(request: Request, error: Barred) -> Response:
    return error.response


async def unreadable(request: Request, error: Exception) -> Response:
    return error_response(422, "unreadable_request", wording.UNREADABLE)


async def not_served(request: Request, error: HTTPException) -> Response:
    return error_response(error.status_code, "not_served", wording.NOT_SERVED, error.headers)


async def broken(request: Request, error: Exception) -> Response:
    log.error("%s %s failed", request.method, request.url.path, exc_info=error)
    return error_response(500, "internal", wording.APOLOGY, security_headers(request.scope) | permission(request.scope))
