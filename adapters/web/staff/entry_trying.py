"""/staff/entries/…/try: an entry or its draft as it would be shown, and questions to it, for those who judge it."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from adapters.web.html import fill
from adapters.web.staff.access import csrf_field, page
from adapters.web.staff.entries import SCRIPTS, STYLES, existing
from adapters.web.staff.entry_desk import EntryDesk, Reading
from adapters.web.staff.entry_trial import ask, look
from bot import LONGEST

router = APIRouter(prefix="/staff/entries", include_in_schema=False)


@router.get("/{id}/try")
def shown(request: Request, desk: Reading, id: str) -> Response:
    """As the web and LINE would show it."""
    return _page(request, desk, id, "")


@router.post("/{id}/try")
def asked(request: Request, desk: Reading, id: str, text: Annotated[str, Form(max_length=LONGEST)] = "") -> Response:
    """What would be answered to `text`; nothing is recorded."""
    return _page(request, desk, id, text.strip())


def _page(request: Request, desk: EntryDesk, id: str, text: str) -> Response:
    state = existing(desk, id)
    entry = state.written
    if entry is None:
        raise HTTPException(404)
    body = fill(
        "entry_try.html",
        desk=desk,
        state=state,
        entry=entry,
        look=look(desk, entry, request.app.state.as_line),
        asked=ask(desk, entry, text, entry.audience) if text else None,
        longest=LONGEST,
        csrf=csrf_field(request),
    )
    return page(request, f"試す：{entry.question}", body, styles=STYLES, scripts=SCRIPTS)
