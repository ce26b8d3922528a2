"""GET /api/suggest: entries while a question is being typed. Translates, nothing more."""

import threading
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel

from adapters.shelves import Shelves
from adapters.web.ask import ChoiceView, ErrorView, Refusal
from adapters.web.limit import look
from adapters.web.origins import for_city
from bot import Shelf, Suggestions, wording
from knowledge import TOKYO, Audience

LONGEST_SENT = 2_000  # characters, like a question; only the beginning is looked at
router = APIRouter(prefix="/api", tags=["browse"])


class SuggestionsView(BaseModel):
    """At most six entries, the closest first; take one with `choice` of POST /api/ask."""

    suggestions: list[ChoiceView]


class Suggesting:
    """The suggestions of each city as it stands; made anew when a publication has changed the shelf."""

    def __init__(self, shelves: Shelves) -> None:
        self._shelves = shelves
        self._made: dict[str, tuple[Shelf, Suggestions]] = {}

    def __call__(self, city: str) -> Suggestions:
        """Raises LookupError for a city that is not served."""
        shelf = self._shelves(city).shelf
        made = self._made.get(city)
        if made is None or made[0] is not shelf:
            made = self._made[city] = (shelf, Suggestions(shelf))
        return made[1]

    def warm(self) -> None:
        """Read every city's questions aside, a second for each, so that nobody waits for it."""
        threading.Thread(target=lambda: [self(city) for city in self._shelves.names()], daemon=True).start()


@router.get(
    "/suggest",
    response_model=SuggestionsView,
    responses={status: {"model": ErrorView} for status in (404, 422, 429)},
    dependencies=[Depends(look)],
    summary="Entries for what has been typed so far",
)
def suggest(
    request: Request,
    city: Annotated[str, Query(max_length=6, examples=["132012"])],
    q: Annotated[str, Query(max_length=LONGEST_SENT, examples=["そだいご"])] = "",
) -> dict[str, object]:
    """Residents only, like POST /api/ask. Nothing is kept of what is typed."""
    for_city(request, city)
    try:
        suggestions: Suggestions = request.app.state.suggesting(city)
    except LookupError as error:
        raise Refusal(404, "unknown_city", wording.UNKNOWN_CITY) from error
    found = suggestions.find(q, Audience.RESIDENT, datetime.now(TOKYO).date())
    return {"suggestions": [{"id": choice.id, "label": choice.label} for choice in found]}
