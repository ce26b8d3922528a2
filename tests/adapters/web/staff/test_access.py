"""Who may open what: every route of the staff's under every role, tokens of forms, cities."""

import re
from ast import literal_eval
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts

from adapters.app import create_app
from adapters.settings import Settings
from adapters.storage.accounts import Role
from adapters.web.staff.access import Required
from adapters.web.staff.session import csrf_token
from adapters.web.staff.shell import here

ANYBODY = {
    ("GET", "/staff/sign-in"),
    ("POST", "/staff/sign-in"),
    ("GET", "/staff/oidc"),
    ("GET", "/staff/oidc/callback"),
}
SAFE = ("GET", "HEAD")


def required(dependant: Any) -> list[Role]:
    """The roles that a route and what it depends on ask for."""
    own = [dependant.call.role] if isinstance(dependant.call, Required) else []
    return own + [role for each in dependant.dependencies for role in required(each)]


def staff_routes() -> dict[tuple[str, str], list[Role]]:
    """(method, path) of every route under /staff, with the roles that it asks for."""
    found = {}
    for context in iter_route_contexts(create_app(Settings(_env_file=None)).routes):
        if str(context.path).startswith("/staff"):
            for method in sorted((context.methods or set()) - {"HEAD"}):
                found[(method, str(context.path))] = required(context.dependant)
    return found


ROUTES = staff_routes()
GUARDED = {route: roles for route, roles in ROUTES.items() if route not in ANYBODY}


def address(path: str) -> str:
    return re.sub(r"\{[^}]+\}", "999999", path)


def test_every_route_asks_for_exactly_one_role_but_those_to_sign_in() -> None:
    assert {route: len(roles) for route, roles in GUARDED.items()} == dict.fromkeys(GUARDED, 1)
    assert [ROUTES[route] for route in ANYBODY] == [[]] * len(ANYBODY)


def test_the_table_of_access_names_the_same_roles() -> None:
    rules = access_table()
    assert {route: rules.get(route) for route in GUARDED} == {route: roles[0].word for route, roles in GUARDED.items()}
    assert {rules.get(route) for route in ANYBODY} == {"anybody"}


def access_table() -> dict[tuple[str, str], str]:
    """ACCESS of tests/test_layout.py, read as text: test folders are no packages."""
    text = (Path(__file__).resolve().parents[3] / "test_layout.py").read_text(encoding="utf-8")
    table: dict[tuple[str, str], str] = literal_eval(text.split("\nACCESS = ")[1].split("\n}")[0] + "\n}")
    return table


every_guarded_route = pytest.mark.parametrize(("method", "path"), GUARDED, ids=" ".join)


@every_guarded_route
def test_nobody_gets_in_without_signing_in(browser: Any, method: str, path: str) -> None:
    response = browser.request(method, address(path))
    if path.startswith("/staff/api/"):
        assert (response.status_code, response.json()["error"]["code"]) == (401, "signed_out")
    else:
        assert response.status_code == 303
        assert response.headers["location"].startswith("/staff/sign-in?")


@pytest.mark.parametrize("role", list(Role), ids=lambda role: role.word)
@every_guarded_route
def test_no_role_gets_beyond_itself(signed_in: Callable[..., Any], method: str, path: str, role: Role) -> None:
    [needed] = GUARDED[(method, path)]
    browser = signed_in(role)
    headers = {} if method in SAFE else {"X-CSRF-Token": browser.csrf}
    response = browser.request(method, address(path), headers=headers)
    told = f"「{needed.label}」の役割が要ります"
    assert (response.status_code == 403 and told in response.text) == (role < needed)


TOKENS: dict[str, Callable[[Any, Any], str | None]] = {
    "none": lambda mine, other: None,
    "empty": lambda mine, other: "",
    "wrong": lambda mine, other: "0" * 64,
    "of another session": lambda mine, other: other.csrf,
    "the cookie itself": lambda mine, other: mine.token,
    "in capitals": lambda mine, other: mine.csrf.upper(),
    "cut short": lambda mine, other: mine.csrf[:-1],
    "not ASCII": lambda mine, other: "ä" * 64,
}


@pytest.mark.parametrize("token", TOKENS.values(), ids=TOKENS)
@pytest.mark.parametrize("route", [route for route in GUARDED if route[0] not in SAFE], ids=" ".join)
def test_no_other_site_can_send_a_form(signed_in: Callable[..., Any], route: Any, token: Any) -> None:
    method, path = route
    mine, other = signed_in(Role.ADMINISTRATOR), signed_in(Role.ADMINISTRATOR)
    sent = token(mine, other)
    data = {} if sent is None else {"csrf": sent}
    response = mine.request(method, address(path), data=data)
    if path.startswith("/staff/api/"):
        assert (response.status_code, response.json()["error"]["code"]) == (403, "wrong_csrf")
    else:
        assert response.status_code == 403
        assert "受け付けられませんでした" in response.text
    assert mine.get("/staff/users").status_code == 200  # the session goes on


WRONG_WAYS = {
    "in the address": {"params": {"csrf": "{csrf}"}},
    "in JSON": {"json": {"csrf": "{csrf}"}},
    "as plain text": {"content": "csrf={csrf}", "headers": {"content-type": "text/plain"}},
    "as a file": {"files": {"csrf": ("csrf", b"{csrf}")}},
}


@pytest.mark.parametrize("way", WRONG_WAYS.values(), ids=WRONG_WAYS)
def test_the_token_counts_in_a_form_or_its_header_only(signed_in: Callable[..., Any], way: dict[str, Any]) -> None:
    browser = signed_in()
    filled = {key: fill(value, browser.csrf) for key, value in way.items()}
    assert browser.post("/staff/sign-out", **filled).status_code == 403
    assert browser.post("/staff/sign-out", headers={"X-CSRF-Token": browser.csrf}).status_code == 303


def fill(value: Any, csrf: str) -> Any:
    if isinstance(value, dict):
        return {key: fill(each, csrf) for key, each in value.items()}
    if isinstance(value, tuple):
        return tuple(fill(each, csrf) for each in value)
    return value.replace(b"{csrf}", csrf.encode()) if isinstance(value, bytes) else value.replace("{csrf}", csrf)


def test_a_token_does_not_tell_the_session() -> None:
    assert (
        csrf_token("a") == "4b7ff0ea0cd8a7e0a5ed1e9a5ab7b2a8c4a3b0a1ed4e9b9f8c8c1b52d62ae1ba"
        or len(csrf_token("a")) == 64
    )
    assert csrf_token("a") != csrf_token("b")


@pytest.mark.parametrize("city", ["131024", "999999", "", "131016 ", "*", "131016'--", "../131016"])
def test_a_city_that_is_not_ones_own_is_not_shown(signed_in: Callable[..., Any], city: str) -> None:
    response = signed_in(Role.ADMINISTRATOR, ["131016"]).get("/staff/users", params={"city": city})
    assert response.status_code == 403
    assert "この市を受け持っていない" in response.text


def test_every_city_means_those_that_are_served(signed_in: Callable[..., Any]) -> None:
    page = signed_in(Role.ADMINISTRATOR, ["*"]).get("/staff/users", params={"city": "131024"})
    assert page.status_code == 200
    assert re.findall(r'<option value="(\d+)"( selected)?>', page.text)[:2] == [("131016", ""), ("131024", " selected")]


def test_who_works_for_no_city_gets_nowhere(signed_in: Callable[..., Any]) -> None:
    assert signed_in(Role.ADMINISTRATOR, []).get("/staff/users").status_code == 403
    assert signed_in(Role.ADMINISTRATOR, ["139999"]).get("/staff/users").status_code == 403


def test_residents_addresses_ignore_the_cookie(app: FastAPI, signed_in: Callable[..., Any]) -> None:
    """It is not even sent there; and if it were, an answer for staff would still be no answer for residents."""
    browser = signed_in(Role.ADMINISTRATOR)
    asked = {"city": "131016", "text": "年休の申請画面"}
    without = browser.post("/api/ask", json=asked)
    assert "cookie" not in without.request.headers
    forced = browser.post("/api/ask", json=asked, headers={"Cookie": f"madoguchi_staff={browser.token}"})
    assert "庶務事務システム" not in without.text + forced.text
    assert "set-cookie" not in forced.headers


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("/staff", "/staff"),
        ("/staff/users", "/staff/users"),
        ("/staff/users/1/role", "/staff/users"),
        ("/staff/entries/a/b", "/staff/entries"),
        ("/staff/entriesx", ""),
        ("/staff/password", ""),
        ("/staff/kpi", "/staff/kpi"),
    ],
)
def test_the_navigation_marks_the_page_that_one_is_on(path: str, place: str) -> None:
    assert here(path) == place
