"""/staff/password: one's own password, which nobody else need know."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from adapters.passwords import LONGEST, SHORTEST, UnfitPassword, check_password, hash_password
from adapters.storage.sign_ins import How
from adapters.web.html import fill
from adapters.web.staff.access import Account, Role, csrf_field, page, staff
from adapters.web.staff.entrance import Entrance, Locked
from adapters.web.staff.session import hand_out
from knowledge import TOKYO

router = APIRouter(prefix="/staff/password", include_in_schema=False)
Anyone = Annotated[Account, Depends(staff(Role.READER))]
Typed = Annotated[str, Form(max_length=500)]


@router.get("")
def form(request: Request, account: Anyone, done: str = "") -> Response:
    """The form; for who signs in elsewhere, that there is no password here."""
    return _page(request, account, "done" if done else "")


@router.post("")
def change(request: Request, account: Anyone, now: Typed = "", new: Typed = "", again: Typed = "") -> Response:
    """A new password for who knows the old one. Every other browser of the person's is signed out.

    Wrong ones count like failed sign-ins: who finds an open page cannot try them all.
    """
    entrance: Entrance = request.app.state.entrance
    at = datetime.now(TOKYO)
    try:
        person = entrance.by_password(request, account.name, now, at)
        if person is None:
            return _page(request, account, "wrong", 403)
        if new != again:
            return _page(request, account, "different", 422)
        check_password(new, account.name)
    except Locked:
        return _page(request, account, "locked", 429)
    except UnfitPassword as error:
        return _page(request, account, error.kind, 422)
    entrance.accounts.set_password(person, hash_password(new), account.name, at)
    response = RedirectResponse("/staff/password?done=1", 303)
    hand_out(request, response, entrance.begin(request, person, How.PASSWORD, at))
    return response


def _page(request: Request, account: Account, problem: str, status: int = 200) -> Response:
    entrance: Entrance = request.app.state.entrance
    person = entrance.accounts.numbered(account.id)
    body = fill(
        "password.html",
        problem=problem,
        has_one=bool(person and person.password) and entrance.settings.staff_passwords,
        name=account.name,
        shortest=SHORTEST,
        longest=LONGEST,
        minutes=entrance.settings.staff_lock_minutes,
        csrf=csrf_field(request),
    )
    wrong = problem not in ("", "done")
    return page(request, "エラー：パスワード" if wrong else "パスワード", body, status=status)
