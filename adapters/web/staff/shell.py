"""What the staff's pages have in common: header with navigation, choice of the city, the signed-in person, sign-out."""

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import Request
from fastapi.responses import HTMLResponse

from adapters.storage.accounts import Account, Role
from adapters.web.html import fill
from adapters.web.staff.session import csrf_field


@dataclass(frozen=True)
class Place:
    """One link of the navigation, shown to those with its role."""

    path: str
    label: str
    role: Role


PLACES = (
    Place("/staff", "窓口", Role.READER),
    Place("/staff/kpi", "統計", Role.READER),
    Place("/staff/entries", "項目", Role.READER),
    Place("/staff/users", "職員", Role.ADMINISTRATOR),
)


def page(
    request: Request,
    title: str,
    body_html: str,
    *,
    status: int = 200,
    scripts: Sequence[str] = (),
    styles: Sequence[str] = (),
    wide: bool = False,
) -> HTMLResponse:
    """A page of the staff's. `body_html` is HTML already: fill it with adapters.web.html.fill, or escape what is in it.

    `scripts` and `styles` are files of static/staff, such as "desk.js"; scripts are modules, and find the token for the
    header X-CSRF-Token in <meta name="csrf-token">. `wide` lets the page use the whole width. The heading h1 is the page's.
    """
    account: Account | None = getattr(request.state, "staff", None)
    code = getattr(request.state, "city", "")
    names: dict[str, str] = request.app.state.shelves.names()
    html = fill(
        "shell.html",
        title=title,
        body=body_html,
        wide=wide,
        scripts=scripts,
        styles=styles,
        account=account,
        csrf=getattr(request.state, "csrf", ""),
        csrf_field=csrf_field(request) if account else "",
        places=[place for place in PLACES if account and account.role >= place.role],
        here=here(request.url.path),
        path=request.url.path,
        city=code,
        city_name=names.get(code, "") if account else only(names),
        cities=[(each, names.get(each, each)) for each in account.cities] if account else [],
    )
    return HTMLResponse(html, status)


def here(path: str) -> str:
    """The place of the navigation that `path` belongs to; of the first page only itself, as every path begins with its own."""
    inside = [place.path for place in PLACES if path == place.path or path.startswith(f"{place.path}/")]
    found = max(inside, key=len, default="")
    return "" if found == PLACES[0].path != path else found


def only(names: dict[str, str]) -> str:
    """The name of the one city that is served, for who has not signed in yet; nothing where there are several."""
    return next(iter(names.values())) if len(names) == 1 else ""
