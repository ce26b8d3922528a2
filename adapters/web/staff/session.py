"""The one cookie of the staff's pages, and the token that every form carries so that no other site can send it."""

import hmac
import secrets
from ipaddress import ip_address
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, Request, Response
from markupsafe import Markup
from starlette.datastructures import UploadFile

COOKIE = "madoguchi_staff"
PATH = "/staff"  # residents' addresses never get the cookie
FIELD, HEADER = "csrf", "x-csrf-token"
LONGEST_COOKIE = 100  # characters; ours have 43
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
FORM = "application/x-www-form-urlencoded"  # what our pages send; one with files must bring the header


def held(request: Request) -> str:
    """What the browser holds: the session's secret, or before sign-in any random one; nothing where there is no cookie."""
    token = request.cookies.get(COOKIE, "")
    return token if len(token) <= LONGEST_COOKIE else ""


def fresh() -> str:
    """256 random bits."""
    return secrets.token_urlsafe(32)


def hand_out(request: Request, response: Response, token: str) -> None:
    """Give the browser `token` until it is closed. Never in answer to another site's form: it would sign people out.

    Lax, not Strict: a link in a mail to one of our pages, and the provider's way back, come with the session.
    """
    secure = not unencrypted_on_loopback(request)
    response.set_cookie(COOKIE, token, path=PATH, httponly=True, secure=secure, samesite="lax")


def take_back(request: Request, response: Response) -> None:
    """Let the browser forget."""
    secure = not unencrypted_on_loopback(request)
    response.delete_cookie(COOKIE, path=PATH, httponly=True, secure=secure)


def unencrypted_on_loopback(request: Request) -> bool:
    """Whether this is a trial on the machine itself, where a cookie cannot be kept to https."""
    host = request.url.hostname or ""
    try:
        return request.url.scheme == "http" and (host == "localhost" or ip_address(host).is_loopback)
    except ValueError:
        return False


def csrf_token(token: str) -> str:
    """The token of forms under the session or cookie `token`; it does not tell that secret."""
    return hmac.new(token.encode(), b"csrf", "sha256").hexdigest()


def csrf_field(request: Request) -> Markup:
    """The hidden field that every form of the signed-in person's pages needs."""
    return Markup('<input type="hidden" name="{}" value="{}">').format(FIELD, request.state.csrf)


async def sent_token(request: Request) -> str:
    """The token that came with an unsafe request: in the header, or in a field of the form."""
    if request.method in SAFE_METHODS:
        return ""
    if header := request.headers.get(HEADER):
        return header
    if request.headers.get("content-type", "").split(";")[0].strip().lower() != FORM:
        return ""
    value = (await request.form()).get(FIELD, "")
    return "" if isinstance(value, UploadFile) else value


SentToken = Annotated[str, Depends(sent_token)]


def is_ours(request: Request, sent: str) -> bool:
    """Whether an unsafe request carries the token of this browser's cookie; safe ones need none."""
    if request.method in SAFE_METHODS:
        return True
    token = held(request)
    return bool(token) and hmac.compare_digest(csrf_token(token).encode(), sent.encode())


def safe_next(wanted: str) -> str:
    """`wanted` if it is a page of the staff's, else their first page: nobody is led elsewhere after signing in."""
    parts = urlsplit(wanted) if wanted.isprintable() and len(wanted) <= 500 else urlsplit("")
    inside = parts.path == PATH or parts.path.startswith(f"{PATH}/")
    odd = (
        parts.scheme
        or parts.netloc
        or any(sign in wanted for sign in ("\\", "..", "//", " ", "%2f", "%2F", "%5c", "%5C"))
    )
    doors = (f"{PATH}/sign-in", f"{PATH}/sign-out", f"{PATH}/oidc")
    return PATH if odd or not inside or parts.path.startswith(doors) else wanted
