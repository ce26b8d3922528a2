"""Who may open what: `Depends(staff(Role.EDITOR))` on every route of the staff's. It also checks the token of unsafe requests."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import RedirectResponse, Response

from adapters.storage.accounts import Account, Role
from adapters.web.guard import error_response
from adapters.web.html import fill
from adapters.web.staff.entrance import Entrance
from adapters.web.staff.session import SAFE_METHODS, SentToken, csrf_field, csrf_token, held, is_ours
from adapters.web.staff.shell import page
from knowledge import TOKYO

__all__ = ["Account", "Barred", "Role", "csrf_field", "current_city", "page", "staff"]
API = "/staff/api/"
SIGN_IN = "/staff/sign-in"


class Barred(Exception):
    """A request that goes no further; `response` says why."""

    def __init__(self, response: Response) -> None:
        super().__init__(response.status_code)
        self.response = response


@dataclass(frozen=True)
class Required:
    """A dependency of FastAPI: the signed-in person, who has `role` or one above it."""

    role: Role

    def __call__(self, request: Request, sent: SentToken) -> Account:
        """Raises Barred: to the sign-in for nobody (401 under /staff/api/), 403 for too low a role or a wrong token.

        Leaves the person in `request.state.staff`, the token for forms in `request.state.csrf` and the city that the page
        is about in `request.state.city`: that of `?city=`, or the person's first one.
        """
        entrance: Entrance = request.app.state.entrance
        token = held(request)
        session = entrance.session(request, token, datetime.now(TOKYO)) if token else None
        if session is None:
            raise Barred(_to_sign_in(request))
        account = session.record.account(entrance.served)
        request.state.staff, request.state.csrf = account, csrf_token(token)
        request.state.city = next(iter(account.cities), "")
        if not is_ours(request, sent):
            raise Barred(_forbidden(request, "csrf"))
        if account.role < self.role:
            raise Barred(_forbidden(request, "role", self.role))
        city = request.query_params.get("city", request.state.city)
        if city not in account.cities:
            raise Barred(_forbidden(request, "city"))
        request.state.city = city
        return account


def staff(role: Role) -> Required:
    """`account: Annotated[Account, Depends(staff(Role.EDITOR))]`."""
    return Required(role)


def current_city(request: Request) -> str:
    """The code of the city that the page is about; one of the person's."""
    return str(request.state.city)


def _to_sign_in(request: Request) -> Response:
    if request.url.path.startswith(API):
        return error_response(401, "signed_out", "サインインが切れました。もう一度サインインしてください。")
    wanted = request.url.path
    if request.url.query:
        wanted = f"{wanted}?{request.url.query}"
    target = urlencode({"next": wanted}) if request.method in SAFE_METHODS else "ended=1"
    return RedirectResponse(f"{SIGN_IN}?{target}", 303)


def _forbidden(request: Request, why: str, role: Role = Role.READER) -> Response:
    if request.url.path.startswith(API):
        messages = {
            "csrf": "画面が古くなっています。画面を開き直してください。",
            "role": f"この操作には「{role.label}」の役割が要ります。",
            "city": "この市を受け持っていません。",
        }
        return error_response(403, f"wrong_{why}", messages[why])
    body = fill("forbidden.html", why=why, role=role, account=request.state.staff, path=request.url.path)
    return page(request, "この画面は使えません", body, status=403)
