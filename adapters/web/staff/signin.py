"""/staff/sign-in and /staff/sign-out: the form, which works without JavaScript, and the way in through a proxy."""

from datetime import datetime
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from adapters.storage.sign_ins import How
from adapters.web.html import fill
from adapters.web.staff.access import SIGN_IN, Account, Role, staff
from adapters.web.staff.entrance import Entrance, Locked
from adapters.web.staff.session import (
    FIELD,
    SAFE_METHODS,
    SentToken,
    csrf_token,
    fresh,
    hand_out,
    held,
    is_ours,
    safe_next,
    take_back,
)
from adapters.web.staff.shell import page
from knowledge import TOKYO

router = APIRouter(prefix="/staff", include_in_schema=False)
LONGEST_TYPED = 500  # characters of a name or a password as sent


@router.get("/sign-in")
def form(request: Request, next: str = "", ended: str = "", out: str = "") -> Response:
    """The form; who is signed in already, or vouched for by a proxy, goes straight on."""
    entrance: Entrance = request.app.state.entrance
    now, token = datetime.now(TOKYO), held(request)
    if token and entrance.session(request, token, now):
        return RedirectResponse(safe_next(next), 303)
    if not out and (account := entrance.by_proxy(request)):
        response = RedirectResponse(safe_next(next), 303)
        hand_out(request, response, entrance.begin(request, account, How.PROXY, now))
        return response
    return sign_in_page(request, next, "out" if out else "ended" if ended else "")


@router.post("/sign-in")
def sign_in(
    request: Request,
    sent: SentToken,
    name: Annotated[str, Form(max_length=LONGEST_TYPED)] = "",
    password: Annotated[str, Form(max_length=LONGEST_TYPED)] = "",
    next: Annotated[str, Form(max_length=LONGEST_TYPED)] = "",
) -> Response:
    """A new session for a name and its password, whatever the browser held before."""
    entrance: Entrance = request.app.state.entrance
    now = datetime.now(TOKYO)
    if not entrance.settings.staff_passwords:
        return sign_in_page(request, next, "no passwords", 403)
    if not is_ours(request, sent):
        return sign_in_page(request, next, "no cookie", 403, name)
    try:
        account = entrance.by_password(request, name, password, now)
    except Locked:
        return sign_in_page(request, next, "locked", 429, name)
    if account is None:
        return sign_in_page(request, next, "wrong", 401, name)
    entrance.sessions.end(held(request), account.name, now)
    response = RedirectResponse(safe_next(next), 303)
    hand_out(request, response, entrance.begin(request, account, How.PASSWORD, now))
    return response


@router.post("/sign-out")
def sign_out(request: Request, account: Annotated[Account, Depends(staff(Role.READER))]) -> Response:
    """Ends this session, not those of the person's other browsers."""
    entrance: Entrance = request.app.state.entrance
    entrance.sessions.end(held(request), account.name, datetime.now(TOKYO))
    response = RedirectResponse(f"{SIGN_IN}?out=1", 303)
    take_back(request, response)
    return response


def sign_in_page(request: Request, next_page: str, problem: str = "", status: int = 200, name: str = "") -> Response:
    """The form with what went wrong. It has a cookie and a token of its own, so that no other site can sign a browser in."""
    entrance: Entrance = request.app.state.entrance
    settings = entrance.settings
    token = held(request) or fresh()
    wanted = safe_next(next_page)
    body = fill(
        "sign_in.html",
        problem=problem,
        name=name,
        next=wanted,
        again=f"{SIGN_IN}?{urlencode({'next': wanted})}",
        csrf_name=FIELD,
        csrf=csrf_token(token),
        passwords=settings.staff_passwords,
        provider=f"/staff/oidc?{urlencode({'next': wanted})}" if settings.oidc_issuer else "",
        minutes=settings.staff_lock_minutes,
    )
    title = "サインイン" if problem in ("", "out", "ended") else "エラー：サインイン"
    response = page(request, title, body, status=status)
    if not held(request) and request.method in SAFE_METHODS:
        hand_out(request, response, token)
    return response
