"""/staff/users: who may sign in, for administrators: roles and cities, disabling and enabling."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from adapters.storage.accounts import EVERY_CITY, AccountRecord
from adapters.web.html import fill
from adapters.web.staff.access import Account, Role, csrf_field, current_city, page, staff
from adapters.web.staff.entrance import Entrance
from knowledge import TOKYO

router = APIRouter(prefix="/staff/users", include_in_schema=False)
Administrator = Annotated[Account, Depends(staff(Role.ADMINISTRATOR))]


@dataclass(frozen=True)
class Line:
    """A person in the list; `changeable` for this administrator."""

    number: int
    name: str
    display: str
    role: Role
    cities: str
    disabled: bool
    means: str
    signed_in: str
    changeable: bool


@router.get("")
def users(request: Request, account: Administrator, done: str = "") -> Response:
    """The people who work for cities of this administrator's, and only for those."""
    return users_page(request, account, done)


@router.post("/{number}/role")
def change_role(request: Request, account: Administrator, number: int, role: Annotated[str, Form()] = "") -> Response:
    """In force from the person's next request on."""
    entrance: Entrance = request.app.state.entrance
    person = changeable(entrance, account, number)
    if person is None:
        return users_page(request, account, "not yours", 403)
    try:
        wanted = Role.of(role)
    except LookupError:
        return users_page(request, account, "no role", 422)
    entrance.accounts.set_role(person, wanted, person.cities, account.name, datetime.now(TOKYO))
    return _back(request, "role")


@router.post("/{number}/disabled")
def disable(request: Request, account: Administrator, number: int, disabled: Annotated[str, Form()] = "") -> Response:
    """With `disabled=yes` the person cannot sign in any more, and is signed out everywhere; with `no`, can again."""
    entrance: Entrance = request.app.state.entrance
    person = changeable(entrance, account, number)
    if person is None or disabled not in ("yes", "no"):
        return users_page(request, account, "not yours", 403)
    entrance.accounts.set_disabled(person, disabled == "yes", account.name, datetime.now(TOKYO))
    return _back(request, "disabled" if disabled == "yes" else "enabled")


def changeable(entrance: Entrance, account: Account, number: int) -> AccountRecord | None:
    """The account that `account` wants to change: never one's own, nor one with a city that is not one's own."""
    person = entrance.accounts.numbered(number)
    return person if person and person.number != account.id and manages(entrance, account, person) else None


def manages(entrance: Entrance, account: Account, person: AccountRecord) -> bool:
    """Whether every city that `person` works for is one of `account`'s."""
    return set(person.works_for(entrance.served)) <= set(account.cities)


def users_page(request: Request, account: Account, done: str = "", status: int = 200) -> Response:
    """The list, with what has just been done or why it was not."""
    entrance: Entrance = request.app.state.entrance
    names: dict[str, str] = request.app.state.shelves.names()
    people = [person for person in entrance.accounts.all() if manages(entrance, account, person)]
    lines = [_line(person, account, names) for person in people]
    body = fill(
        "users.html", lines=lines, roles=list(Role), done=done, city=current_city(request), csrf=csrf_field(request)
    )
    return page(request, "職員", body, status=status)


def _line(person: AccountRecord, account: Account, names: dict[str, str]) -> Line:
    cities = "全部の市" if EVERY_CITY in person.cities else "、".join(names.get(code, code) for code in person.cities)
    means = "パスワード" if person.password else "庁内の認証"
    last = person.signed_in_at.astimezone(TOKYO).strftime("%Y-%m-%d %H:%M") if person.signed_in_at else "まだない"
    own = person.number == account.id
    return Line(
        person.number,
        person.name,
        person.display,
        person.role,
        cities,
        person.disabled,
        means,
        last,
        changeable=not own,
    )


def _back(request: Request, done: str) -> Response:
    return RedirectResponse(f"/staff/users?city={current_city(request)}&done={done}", 303)
