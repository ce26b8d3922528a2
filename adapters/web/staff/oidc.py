"""/staff/oidc: to the city's provider of OpenID Connect, and back with who it is."""

import logging
from datetime import datetime
from typing import TYPE_CHECKING

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException

from adapters.storage.accounts import AccountRecord
from adapters.storage.sign_ins import Handshake, How
from adapters.web.network import network
from adapters.web.staff.entrance import CALLBACK, Entrance, ProviderFailed
from adapters.web.staff.identity import admitted
from adapters.web.staff.session import fresh, hand_out, held, safe_next
from adapters.web.staff.signin import sign_in_page
from knowledge import TOKYO

if TYPE_CHECKING:
    from adapters.web.staff.provider import Provider

log = logging.getLogger(__name__)
router = APIRouter(include_in_schema=False)
LONGEST_CODE = 4_096  # characters


@router.get("/staff/oidc")
def to_provider(request: Request, next: str = "") -> Response:
    """Send the browser to the provider. It must come back itself: the state is bound to its cookie."""
    provider, entrance = _provider(request), request.app.state.entrance
    try:
        url, state, handshake = provider.begin(safe_next(next))
    except ProviderFailed as error:
        log.error("the provider of OpenID Connect failed: %s", error)
        return sign_in_page(request, next, "provider", 502)
    token = held(request) or fresh()
    entrance.handshakes.begin(state, token, handshake, datetime.now(TOKYO))
    response = RedirectResponse(url, 303)
    hand_out(request, response, token)
    return response


@router.get(CALLBACK)
def back(request: Request, code: str = "", state: str = "", iss: str = "") -> Response:
    """A new session for the person whom the provider names. The code is good once, in the browser that began."""
    provider, now = _provider(request), datetime.now(TOKYO)
    entrance: Entrance = request.app.state.entrance
    token = held(request)
    handshake = entrance.handshakes.take(state, token, now) if state and token else None
    if handshake is None or not code or len(code) > LONGEST_CODE:
        return _refused(request, "provider", "no sign-in under way" if handshake is None else "no code")
    try:
        person = _person(entrance, provider, code, iss, handshake, now)
    except (ProviderFailed, LookupError) as error:
        log.error("a sign-in by OpenID Connect failed: %s", error)
        return _refused(request, "provider", "the provider's answer")
    if person is None:
        return _refused(request, "unknown", "no account or no role")
    entrance.sessions.end(token, person.name, now)
    response = RedirectResponse(safe_next(handshake.next), 303)
    hand_out(request, response, entrance.begin(request, person, How.OIDC, now))
    return response


def _person(
    entrance: Entrance, provider: "Provider", code: str, iss: str, handshake: Handshake, now: datetime
) -> AccountRecord | None:
    claims = provider.finish(code, iss, handshake)
    return admitted(entrance.accounts, entrance.settings, entrance.served, claims, now)


def _provider(request: Request) -> "Provider":
    provider: Provider | None = request.app.state.entrance.provider
    if provider is None:
        raise HTTPException(404)
    return provider


def _refused(request: Request, problem: str, why: str) -> Response:
    entrance: Entrance = request.app.state.entrance
    note = f"oidc: {why} from {network(request)}"
    entrance.accounts.note("", "staff sign-in failed", note, datetime.now(TOKYO))
    return sign_in_page(request, "", problem, 403)
