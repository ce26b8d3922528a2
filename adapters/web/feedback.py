"""POST /api/feedback: whether a reply helped. Translates, nothing more."""

import logging
import re
from datetime import datetime

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field

from adapters.storage import SqlFeedback
from adapters.web.ask import ErrorView, Refusal
from bot import mask, wording
from knowledge import TOKYO

log = logging.getLogger(__name__)
router = APIRouter(prefix="/api", tags=["feedback"])
LONGEST_REASON = 500  # characters, as sent
REPLY_ID = re.compile(r"[0-9a-f]{32}")


class FeedbackRequest(BaseModel):
    """`reply_id` as the reply had it; `reason` is masked before it is kept."""

    model_config = ConfigDict(extra="forbid", strict=True)

    reply_id: str = Field(max_length=200, examples=["04d9a5c6159c466eac19529d5b03ab50"])
    helpful: bool
    reason: str = Field("", max_length=LONGEST_REASON)


class FeedbackView(BaseModel):
    """`text` is a sentence to show to the person."""

    text: str


@router.post(
    "/feedback",
    response_model=FeedbackView,
    responses={status: {"model": ErrorView} for status in (404, 413, 422, 429, 503)},
    summary="Say whether a reply helped; the last word counts",
)
def feedback(body: FeedbackRequest, request: Request) -> dict[str, str]:
    """Residents only, like POST /api/ask."""
    return {"text": said(request, body.reply_id, body.helpful, body.reason)}


def said(request: Request, reply: str, helpful: bool, reason: str = "") -> str:
    """Keep what was said of `reply`, and thank for it. Raises Refusal for what is no reply's id, and where it cannot be kept.

    The reply's event may still wait in a spool, so an id of the right form is taken as one.
    """
    request.app.state.limits.ask(request)
    if not REPLY_ID.fullmatch(reply):
        raise Refusal(404, "unknown_reply", wording.UNKNOWN_REPLY)
    try:
        SqlFeedback(request.app.state.engine).say(reply, datetime.now(TOKYO), helpful, mask(reason.strip()))
    except Exception as error:
        log.error("what was said of a reply could not be kept: %s", type(error).__name__)
        raise Refusal(503, "not_kept", wording.NOT_KEPT) from error
    return wording.HELPFUL if helpful else wording.NOT_HELPFUL
