"""POST /api/ask: one question in, one reply out. Translates, nothing more."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from adapters.pseudonym import pseudonymise
from adapters.web.origins import for_city
from bot import LONGEST, Bot, Question, UnknownChoice, wording
from knowledge import TOKYO, Audience

LONGEST_SENT = 65_536  # characters: what is longer is no question; up to here the answer says how long one may be
router = APIRouter(prefix="/api", tags=["ask"])
Opaque = Annotated[str, StringConstraints(max_length=200)]


class AskRequest(BaseModel):
    """`text` or, to take an offered candidate, `choice`. `session` is any opaque string that the page made up."""

    model_config = ConfigDict(extra="forbid", strict=True)

    city: str = Field(max_length=6, examples=["132012"])
    text: str = Field("", max_length=LONGEST_SENT, examples=["先週引っ越してきました。何日以内に届ければいいですか"])
    choice: Opaque = ""
    session: Opaque = ""
    previous: Opaque = ""


class EntryView(BaseModel):
    """`easy` is the answer in やさしい日本語, with readings in （） after the words; "" where the entry has none."""

    id: str
    question: str
    section: str
    updated_on: str | None
    valid_until: str | None
    easy: str


class SourceView(BaseModel):
    """`place` is the article, or the heading path with lines; `excerpt` the passage as served."""

    title: str
    place: str
    url: str
    excerpt: str


class ChoiceView(BaseModel):
    id: str
    label: str


class ContactView(BaseModel):
    """`open_now` is null where the city has not entered its hours."""

    section: str
    telephone: str
    hours: str
    open_now: bool | None


class ReplyView(BaseModel):
    """`outcome` is one of: answered, choices, passage, handoff, out_of_area, smalltalk, crisis, personal_data,
    not_japanese, paused, error. A `handoff` may offer the nearest entry among `choices`."""

    reply_id: str
    outcome: str
    text: str
    entry: EntryView | None
    sources: list[SourceView]
    choices: list[ChoiceView]
    contact: ContactView | None
    revision: int


class ErrorDetail(BaseModel):
    """`code` is for programs, `message` is a sentence to show to a person."""

    code: str
    message: str


class ErrorView(BaseModel):
    error: ErrorDetail


class Refusal(Exception):
    """A request that gets no reply: status, a code for programs and a sentence for people."""

    def __init__(self, status: int, code: str, message: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(code)
        self.status, self.code, self.message, self.headers = status, code, message, headers


@router.post(
    "/ask",
    response_model=ReplyView,
    responses={status: {"model": ErrorView} for status in (404, 413, 422, 429)},
    summary="Ask one question, or take an offered choice",
)
def ask(body: AskRequest, request: Request) -> dict[str, object]:
    """Residents only: nothing that is for staff is ever searched here."""
    return answer(request, body.city, body.text, body.choice, body.session, body.previous)


def answer(request: Request, city: str, text: str, choice: str, session: str, previous: str = "") -> dict[str, object]:
    """The reply as JSON; `previous` is the entry answered with just before. Raises Refusal for what cannot be asked."""
    for_city(request, city)
    request.app.state.limits.ask(request, session)
    if not choice and not text.strip():
        raise Refusal(422, "empty_text", wording.EMPTY)
    if len(text) > LONGEST:
        raise Refusal(422, "text_too_long", wording.TEXT_TOO_LONG.format(limit=LONGEST))
    bot: Bot = request.app.state.bot
    now = datetime.now(TOKYO)
    pseudonym = pseudonymise(request.app.state.pseudonym_key, city, session, now)
    try:
        asked = Question(city, text, now, Audience.RESIDENT, "web", pseudonym, pseudonym, choice, previous)
        return bot.reply(asked).as_json()
    except UnknownChoice as error:
        raise Refusal(422, "unknown_choice", wording.UNKNOWN_CHOICE) from error
    except LookupError as error:
        raise Refusal(404, "unknown_city", wording.UNKNOWN_CITY) from error
