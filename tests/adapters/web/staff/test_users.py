"""/staff/users: who may change whom."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import select

from adapters.storage.accounts import Role
from adapters.storage.tables import audit
from knowledge import TOKYO

BOTH = ["131016", "131024"]


def shown(browser: Any) -> str:
    return str(browser.get("/staff/users").text)


@pytest.mark.parametrize(
    ("own", "other", "seen"),
    [
        (["131016"], ["131016"], True),
        (["131016"], ["131024"], False),
        (["131016"], BOTH, False),
        (["131016"], ["*"], False),
        (["131016"], ["139999"], False),
        (["131016"], [], True),
        (BOTH, ["131024"], True),
        (BOTH, ["*"], True),
        (["*"], BOTH, True),
    ],
)
def test_only_people_whose_every_city_is_ones_own(
    app: FastAPI,
    signed_in: Callable[..., Any],
    person: Callable[..., Any],
    own: list[str],
    other: list[str],
    seen: bool,
) -> None:
    admin, colleague = signed_in(Role.ADMINISTRATOR, own), person(Role.READER, other)
    assert (f">{colleague.name}<" in shown(admin)) == seen
    answers = [
        admin.form(f"/staff/users/{colleague.number}/role", role="editor"),
        admin.form(f"/staff/users/{colleague.number}/disabled", disabled="yes"),
    ]
    assert [answer.status_code for answer in answers] == [303 if seen else 403] * 2
    now = app.state.entrance.accounts.numbered(colleague.number)
    assert (now.role, now.disabled, now.cities) == (Role.EDITOR if seen else Role.READER, seen, tuple(other))


def test_nobody_raises_or_disables_themselves(app: FastAPI, signed_in: Callable[..., Any], person: Any) -> None:
    own = person(Role.ADMINISTRATOR)
    admin = signed_in(who=own)
    assert admin.form(f"/staff/users/{own.number}/role", role="reader").status_code == 403
    assert admin.form(f"/staff/users/{own.number}/disabled", disabled="yes").status_code == 403
    assert app.state.entrance.accounts.numbered(own.number).role is Role.ADMINISTRATOR
    assert f"/staff/users/{own.number}/" not in shown(admin)


@pytest.mark.parametrize("role", ["", "boss", "ADMINISTRATOR2", "4", "*"])
def test_a_role_that_there_is_not(app: FastAPI, signed_in: Callable[..., Any], person: Any, role: str) -> None:
    colleague = person(Role.READER)
    answer = signed_in(Role.ADMINISTRATOR).form(f"/staff/users/{colleague.number}/role", role=role)
    assert (answer.status_code, "役割を選んでから" in answer.text) == (422, True)
    assert app.state.entrance.accounts.numbered(colleague.number).role is Role.READER


@pytest.mark.parametrize("number", ["0", "-1", "999999999999999999", "1 OR 1=1", "x"])
def test_a_person_that_there_is_not(signed_in: Callable[..., Any], number: str) -> None:
    answer = signed_in(Role.ADMINISTRATOR).form(f"/staff/users/{number}/disabled", disabled="yes")
    assert answer.status_code in (403, 422)


def test_changes_are_in_the_audit_under_the_name_of_who_made_them(
    app: FastAPI, signed_in: Callable[..., Any], person: Any
) -> None:
    boss, colleague = person(Role.ADMINISTRATOR), person(Role.READER)
    admin = signed_in(who=boss)
    assert (
        "役割を変えました"
        in admin.get(admin.form(f"/staff/users/{colleague.number}/role", role="editor").headers["location"]).text
    )
    admin.form(f"/staff/users/{colleague.number}/disabled", disabled="yes")
    with app.state.engine.connect() as connection:
        rows = connection.execute(select(audit).where(audit.c.who == boss.name).order_by(audit.c.number)).all()
    assert [(row.what, row.why) for row in rows][1:] == [
        ("staff role", f"{colleague.name}: editor, 131016"),
        ("staff disable", colleague.name),
    ]


def test_the_administrator_of_yesterday_changes_nobody(
    app: FastAPI, signed_in: Callable[..., Any], person: Any
) -> None:
    """The role is looked up with every request, not remembered in the session."""
    boss, colleague = person(Role.ADMINISTRATOR), person(Role.READER)
    admin = signed_in(who=boss)
    app.state.entrance.accounts.set_role(boss, Role.EDITOR, boss.cities, "test", datetime.now(TOKYO))
    assert admin.form(f"/staff/users/{colleague.number}/role", role="administrator").status_code == 403
