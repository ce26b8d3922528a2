"""POST /line/{city}/webhook: what LINE delivers is checked, stored, and only then acknowledged."""

import asyncio
import json
import logging
from collections.abc import Sequence
from concurrent.futures import Future
from datetime import UTC, datetime
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from adapters.line.channel import Channel
from adapters.line.event import Event
from adapters.line.signature import HEADER, is_signed
from adapters.settings import line_setting
from adapters.storage.events import is_refusal, told

log = logging.getLogger(__name__)
PATIENCE = 1.5  # seconds for storing; LINE waits two for its 200
router = APIRouter(tags=["line"])


@router.post("/line/{city}/webhook", include_in_schema=False)
async def webhook(city: str, request: Request) -> JSONResponse:
    """200 once every event is stored; what 503 is answered to may be delivered again."""
    channel: Channel = request.app.state.line
    received_at = datetime.now(UTC)
    account = channel.accounts.get(city)
    if account is None:
        return _refused(404, "unknown_city", "no such city is served here")
    if missing := [name for name, value in _needed(account).items() if not value]:
        names = " and ".join(line_setting(city, name) for name in missing)
        log.error("%s: a delivery of LINE was not taken: set %s", city, names)
        return _refused(503, "not_set_up", "this city's LINE account is not set up here")
    body = await request.body()
    if not is_signed(account.secrets, body, request.headers.get(HEADER, "")):
        log.warning("%s: a delivery without LINE's signature was not taken", city)
        return _refused(403, "wrong_signature", f"{HEADER} is missing, or not made with this channel's secret")
    events = events_in(body)
    if events is None:
        log.warning("%s: a signed delivery of %s bytes cannot be read", city, len(body))
        return _refused(400, "unreadable", "not a JSON object in UTF-8 with a list of events")
    if await _stored(city, channel.receive(city, [Event.of(each) for each in events], received_at)):
        return JSONResponse({})
    return _refused(503, "not_stored", "the events could not be stored in time")


def events_in(body: bytes) -> list[Any] | None:
    """The events of a delivery, none where it has none; None where it is no JSON object in UTF-8, or its events are no list."""
    try:
        delivery = json.loads(body.decode())
    except (ValueError, RecursionError):
        return None
    if not isinstance(delivery, dict):
        return None
    events = delivery.get("events")
    return events if isinstance(events, list) else [] if events is None else None


def _needed(account: Any) -> dict[str, bool]:
    return {"CHANNEL_SECRET": bool(account.secrets), "ACCESS_TOKEN": bool(account.token)}


async def _stored(city: str, writes: "Sequence[Future[None]]") -> bool:
    """Whether all is durable; an event that the database will never take is dropped and told in the log."""
    waiting = [asyncio.wrap_future(write) for write in writes]
    done, late = await asyncio.wait(waiting, timeout=PATIENCE) if waiting else (set(), set())
    if late:
        log.error("%s: storing %s events took over %s seconds", city, len(writes), PATIENCE)
        return False
    errors = [error for each in done if isinstance(error := each.exception(), Exception)]
    for error in errors:
        log.error("%s: an event was not stored: %s", city, told(error))
    return all(map(is_refusal, errors))


def _refused(status: int, code: str, message: str) -> JSONResponse:
    return JSONResponse({"error": {"code": code, "message": message}}, status)
