"""A proxy that vouches for people: believed where it is set up, from its own addresses, and nowhere else."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from fastapi import FastAPI
from pydantic import ValidationError
from sqlalchemy import select

from adapters.settings import Settings
from adapters.storage.accounts import Role
from adapters.storage.tables import audit
from knowledge import TOKYO

HEADER = "X-Remote-User"
PROXY, OTHER, FRONT = "10.1.0.7", "10.2.0.7", "10.3.0.7"


@pytest.fixture(scope="module")
def app(started: Callable[..., FastAPI]) -> FastAPI:
    """Takes people from a proxy in 10.1.0.0/24, and where somebody is from two, one of which vouches for nobody."""
    return started(staff_proxy_header=HEADER, staff_proxy_addresses=("10.1.0.0/24",), proxy_addresses=(PROXY, FRONT))


@pytest.fixture
def suzuki(person: Callable[..., Any]) -> Any:
    return person(Role.ADMINISTRATOR)


@pytest.fixture
def behind(app: FastAPI, browser: Any) -> Callable[..., Any]:
    """`behind(address, name)` is a browser whose requests come from there with that name in the header."""

    def opened(address: str, *names: str, **headers: str) -> Any:
        opened = type(browser)(app, client=address)
        opened.headers.update(headers)
        opened.headers._list += [(HEADER.encode(), HEADER.lower().encode(), name.encode()) for name in names]
        return opened

    return opened


def test_the_proxys_word_opens_the_pages(behind: Callable[..., Any], suzuki: Any) -> None:
    browser = behind(PROXY, suzuki.name)
    first = browser.get("/staff/users")
    assert first.headers["location"] == "/staff/sign-in?next=%2Fstaff%2Fusers"
    assert browser.get(first.headers["location"]).headers["location"] == "/staff/users"
    assert browser.get("/staff/users").status_code == 200
    assert browser.form("/staff/sign-out").headers["location"] == "/staff/sign-in?out=1"
    assert browser.get("/staff/sign-in?out=1").status_code == 200  # not in again at once


SPOOFED: dict[str, tuple[str, tuple[str, ...], dict[str, str]]] = {
    "from elsewhere": (OTHER, ("{name}",), {}),
    "from elsewhere, saying it comes from the proxy": (OTHER, ("{name}",), {"X-Forwarded-For": PROXY}),
    "from elsewhere, with Forwarded": (OTHER, ("{name}",), {"Forwarded": f"for={PROXY}"}),
    "from elsewhere, with X-Real-IP": (OTHER, ("{name}",), {"X-Real-IP": PROXY}),
    "from a proxy that only knows where people are": (FRONT, ("{name}",), {"X-Forwarded-For": PROXY}),
    "from loopback": ("127.0.0.1", ("{name}",), {}),
    "from IPv6 loopback": ("::1", ("{name}",), {}),
    "from a name": ("testclient", ("{name}",), {}),
    "under another header": (PROXY, (), {"X-Forwarded-User": "{name}"}),
    "under the header with an underscore": (PROXY, (), {"X_Remote_User": "{name}"}),
    "twice": (PROXY, ("nobody", "{name}"), {}),
    "twice the same": (PROXY, ("{name}", "{name}"), {}),
    "nothing": (PROXY, ("",), {}),
    "with a space": (PROXY, ("{name} x",), {}),
    "somebody unknown": (PROXY, ("stranger",), {}),
}


@pytest.mark.parametrize(("address", "names", "headers"), SPOOFED.values(), ids=SPOOFED)
def test_nobody_else_is_believed(
    behind: Callable[..., Any], suzuki: Any, address: str, names: tuple[str, ...], headers: dict[str, str]
) -> None:
    filled = {key: value.format(name=suzuki.name) for key, value in headers.items()}
    browser = behind(address, *(name.format(name=suzuki.name) for name in names), **filled)
    assert browser.get("/staff/sign-in?next=/staff/users").status_code == 200
    assert browser.get("/staff/users").status_code == 303


def test_an_ipv4_address_written_as_ipv6_is_the_same_proxy(behind: Callable[..., Any], suzuki: Any) -> None:
    assert behind(f"::ffff:{PROXY}", suzuki.name).get("/staff/sign-in").status_code == 303


def test_a_session_goes_with_the_proxys_word(behind: Callable[..., Any], suzuki: Any, person: Any) -> None:
    """The next person at the same PC does not find the pages of the one before; nor does a thief elsewhere."""
    first = behind(PROXY, suzuki.name)
    first.get("/staff/sign-in")
    assert first.get("/staff/users").status_code == 200
    for address, names in ((PROXY, (person().name,)), (PROXY, ()), (OTHER, (suzuki.name,))):
        thief = behind(address, *names)
        thief.holds(first.token)
        assert thief.get("/staff/users").status_code == 303


def test_a_disabled_person_does_not_get_in(app: FastAPI, behind: Callable[..., Any], suzuki: Any) -> None:
    app.state.entrance.accounts.set_disabled(suzuki, True, "test", datetime.now(TOKYO))
    assert behind(PROXY, suzuki.name).get("/staff/sign-in").status_code == 200


def test_without_the_setting_no_header_is_believed(client: Any, browser: Any, suzuki: Any) -> None:
    plain = type(browser)(client.app, client=PROXY)
    plain.headers[HEADER] = suzuki.name
    assert plain.get("/staff/sign-in").status_code == 200


def test_where_somebody_is_is_believed_from_a_proxy_of_ours_only(app: FastAPI, behind: Callable[..., Any]) -> None:
    for address, where in ((OTHER, OTHER), (PROXY, "203.0.113.9")):
        browser = behind(address, **{"X-Forwarded-For": "192.0.2.66, 203.0.113.9"})
        browser.sign_in("made-up", "wrong password!")
        with app.state.engine.connect() as connection:
            why = connection.execute(select(audit.c.why).order_by(audit.c.number.desc()).limit(1)).scalar_one()
        assert why == f"unknown name from {where}"


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"staff_proxy_header": HEADER}, "name the proxies"),
        ({"staff_proxy_header": HEADER, "staff_proxy_addresses": "10.1.0.300"}, "10.1.0.300"),
        ({"staff_proxy_header": "X-Remote-User: admin"}, "pattern"),
        ({"proxy_addresses": "proxy.example.jp"}, "proxy.example.jp"),
    ],
)
def test_settings_that_would_let_anybody_in_stop_the_program(changed: dict[str, str], told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        Settings(**changed, _env_file=None)  # type: ignore[arg-type]
