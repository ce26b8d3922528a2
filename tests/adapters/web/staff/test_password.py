"""/staff/password: one's own password."""

from collections.abc import Callable
from typing import Any

import pytest
from fastapi import FastAPI

from adapters.passwords import matches

OLD, NEW = "four unrelated words", "four other words here"


@pytest.fixture
def sato(person: Callable[..., Any]) -> Any:
    return person(password=OLD)


def kept(app: FastAPI, person: Any) -> str:
    return str(app.state.entrance.accounts.numbered(person.number).password)


def test_a_new_one_ends_the_other_sessions_and_keeps_this_one(
    app: FastAPI, signed_in: Callable[..., Any], sato: Any, browser: Any
) -> None:
    here, there = signed_in(who=sato), signed_in(who=sato)
    before = here.token
    changed = here.form("/staff/password", now=OLD, new=NEW, again=NEW)
    assert (changed.status_code, changed.headers["location"]) == (303, "/staff/password?done=1")
    assert "パスワードを変えました" in here.get("/staff/password?done=1").text
    assert here.token != before
    assert there.get("/staff/password").status_code == 303
    assert browser.sign_in(sato.name, OLD).status_code == 401
    assert browser.sign_in(sato.name, NEW).status_code == 303


@pytest.mark.parametrize(
    ("now", "new", "again", "status", "told"),
    [
        ("", NEW, NEW, 403, "今のパスワードが違います"),
        ("wrong password!", NEW, NEW, 403, "今のパスワードが違います"),
        (OLD, NEW, NEW + "x", 422, "2回で違っています"),
        (OLD, "short", "short", 422, "12文字以上、200文字以下"),
        (OLD, "", "", 422, "12文字以上"),
        (OLD, "password1234", "password1234", 422, "よく使われるもの"),
    ],
)
def test_what_is_refused_changes_nothing(
    app: FastAPI, signed_in: Callable[..., Any], sato: Any, now: str, new: str, again: str, status: int, told: str
) -> None:
    answer = signed_in(who=sato).form("/staff/password", now=now, new=new, again=again)
    assert (answer.status_code, told in answer.text) == (status, True)
    assert matches(kept(app, sato), OLD)


def test_the_sign_in_name_is_none(app: FastAPI, signed_in: Callable[..., Any], person: Callable[..., Any]) -> None:
    long_name = person(password=OLD, name="hanako.yamada.soumu")
    answer = signed_in(who=long_name).form("/staff/password", now=OLD, new=long_name.name, again=long_name.name)
    assert (answer.status_code, "名前と同じものは使えません" in answer.text) == (422, True)


def test_who_finds_an_open_page_cannot_try_them_all(signed_in: Callable[..., Any], sato: Any) -> None:
    browser = signed_in(who=sato)
    tries = [browser.form("/staff/password", now=f"guess number {n}", new=NEW, again=NEW) for n in range(6)]
    assert [each.status_code for each in tries] == [403] * 5 + [429]


def test_who_signs_in_elsewhere_has_none(app: FastAPI, signed_in: Callable[..., Any], person: Any) -> None:
    suzuki = person()
    browser = signed_in(who=suzuki)
    assert "あなたのパスワードはありません" in browser.get("/staff/password").text
    assert browser.form("/staff/password", now="", new=NEW, again=NEW).status_code == 403
    assert kept(app, suzuki) == ""
