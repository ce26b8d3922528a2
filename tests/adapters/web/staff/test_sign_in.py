"""Signing in and out: sessions and what ends them, what a browser is told, and what attackers try."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import select, update
from starlette.testclient import TestClient

from adapters.passwords import hash_password
from adapters.storage.accounts import Role
from adapters.storage.sign_ins import digest
from adapters.storage.staff_tables import sign_in_failures, staff_sessions
from adapters.storage.tables import audit
from adapters.web.staff.session import COOKIE, safe_next
from knowledge import TOKYO

PASSWORD = "four unrelated words"
S = staff_sessions.c


def signed_in_page(browser: Any) -> bool:
    return bool(browser.get("/staff/users").status_code == 200)


def acts(app: FastAPI) -> list[tuple[str, str, str]]:
    """(who, what, why) of the audit, the newest first."""
    with app.state.engine.connect() as connection:
        rows = connection.execute(select(audit.c.who, audit.c.what, audit.c.why).order_by(audit.c.number.desc()))
        return [tuple(row) for row in rows]


@pytest.fixture
def sato(person: Callable[..., Any]) -> Any:
    """An administrator with a password."""
    return person(Role.ADMINISTRATOR, password=PASSWORD)


class TestTheWay:
    """In by the form, out by the button."""

    def test_in_and_out(self, app: FastAPI, browser: Any, sato: Any) -> None:
        entered = browser.sign_in(sato.name, next="/staff/users?city=131016")
        assert (entered.status_code, entered.headers["location"]) == (303, "/staff/users?city=131016")
        assert signed_in_page(browser)
        assert acts(app)[0] == (sato.name, "staff sign-in", f"password from {browser.address}")
        left = browser.form("/staff/sign-out")
        assert (left.status_code, left.headers["location"]) == (303, "/staff/sign-in?out=1")
        assert acts(app)[0] == (sato.name, "staff sign-out", "")
        assert not signed_in_page(browser)
        assert "サインアウトしました" in browser.get("/staff/sign-in?out=1").text

    @pytest.mark.parametrize("typed", ["{}", "{} ", " {}", "UPPER"])
    def test_a_name_may_be_typed_as_people_type(self, browser: Any, sato: Any, typed: str) -> None:
        name = sato.name.upper() if typed == "UPPER" else typed.format(sato.name)
        assert browser.sign_in(name).status_code == 303

    def test_a_name_in_full_width_letters_is_the_same(self, browser: Any, sato: Any) -> None:
        wide = "".join(chr(ord(sign) + 0xFEE0) for sign in sato.name)
        assert browser.sign_in(wide).status_code == 303

    def test_a_name_and_a_display_name_with_an_apostrophe(self, browser: Any, person: Callable[..., Any]) -> None:
        person(Role.ADMINISTRATOR, password=PASSWORD, name="o'brien", display='<b>O\'Brien</b> & "佐藤"')
        assert browser.sign_in("O'Brien").status_code == 303
        page = browser.get("/staff/users").text
        assert "&lt;b&gt;O&#39;Brien&lt;/b&gt; &amp; &#34;佐藤&#34;" in page
        assert "<b>O'" not in page

    def test_who_is_signed_in_is_not_asked_again(self, signed_in: Callable[..., Any]) -> None:
        answer = signed_in().get("/staff/sign-in?next=/staff/kpi")
        assert (answer.status_code, answer.headers["location"]) == (303, "/staff/kpi")

    def test_a_form_sent_after_the_session_ended_says_that_nothing_was_kept(self, browser: Any) -> None:
        sent = browser.post("/staff/users/1/role", data={"role": "reader"})
        assert sent.headers["location"] == "/staff/sign-in?ended=1"
        assert "送った内容は保存されていません" in browser.get(sent.headers["location"]).text


class TestTheCookie:
    """One, of the staff's pages only."""

    @pytest.mark.parametrize(
        ("base", "secure"),
        [
            ("https://desk.example.jp", True),
            ("http://desk.example.jp", True),
            ("http://192.0.2.7:8000", True),
            ("http://127.0.0.1:8000", False),
            ("http://localhost:8000", False),
            ("http://[::1]:8000", False),
            ("https://127.0.0.1:8000", True),
            ("http://127.0.0.1.example.jp", True),
        ],
    )
    def test_it_is_kept_to_https_except_on_the_machine_itself(self, app: FastAPI, base: str, secure: bool) -> None:
        [cookie] = TestClient(app, base).get("/staff/sign-in").headers.get_list("set-cookie")
        parts = {part.strip().lower() for part in cookie.split(";")[1:]}
        assert parts == {"httponly", "path=/staff", "samesite=lax"} | ({"secure"} if secure else set())

    def test_the_database_has_only_its_sha_256(self, app: FastAPI, browser: Any, sato: Any) -> None:
        browser.sign_in(sato.name)
        with app.state.engine.connect() as connection:
            rows = [tuple(row) for row in connection.execute(select(staff_sessions))]
        assert len(browser.token) == 43  # 256 bits in base64
        assert digest(browser.token) in {row[0] for row in rows}
        assert browser.token not in str(rows)

    def test_residents_pages_set_none(self, browser: Any) -> None:
        for path in ("/chat", "/healthz", "/demo", "/accessibility", "/static/tokens.css"):
            assert "set-cookie" not in browser.get(path).headers

    @pytest.mark.parametrize(
        "token", ["", "x", "a" * 43, "a" * 101, "'; DROP TABLE staff_sessions; --", "%00", "../.."]
    )
    def test_a_made_up_one_opens_nothing(self, browser: Any, token: str) -> None:
        browser.holds(token)
        assert browser.get("/staff/users").status_code == 303

    def test_the_sha_256_itself_opens_nothing(self, signed_in: Callable[..., Any], browser: Any) -> None:
        browser.holds(digest(signed_in(Role.ADMINISTRATOR).token))
        assert not signed_in_page(browser)


class TestFixation:
    """What a browser held before signing in is worth nothing afterwards."""

    def test_signing_in_gives_a_new_secret(self, app: FastAPI, browser: Any, sato: Any) -> None:
        browser.get("/staff/sign-in")
        planted = browser.token
        browser.sign_in(sato.name)
        assert browser.token != planted
        attacker = type(browser)(app)
        attacker.holds(planted)
        assert not signed_in_page(attacker)

    def test_a_planted_secret_of_the_attackers_choice_is_not_taken_over(self, browser: Any, sato: Any) -> None:
        browser.holds("A" * 43)
        browser.sign_in(sato.name)
        assert browser.token != "A" * 43

    def test_the_session_before_ends(self, app: FastAPI, browser: Any, sato: Any, person: Callable[..., Any]) -> None:
        """A shared PC: whoever signs in takes the place of whom was there."""
        browser.sign_in(sato.name)
        before = browser.token
        page = browser.get("/staff/sign-in")
        assert page.status_code == 303
        other = person(Role.READER, password=PASSWORD)
        data = {"csrf": browser.csrf, "name": other.name, "password": PASSWORD}
        assert browser.post("/staff/sign-in", data=data).status_code == 303
        old = type(browser)(app)
        old.holds(before)
        assert not signed_in_page(old)

    def test_another_site_cannot_sign_a_browser_in(self, browser: Any, sato: Any) -> None:
        """It has no token that goes with the browser's cookie."""
        for csrf in ("", "0" * 64):
            data = {"name": sato.name, "password": PASSWORD, "csrf": csrf}
            answer = browser.post("/staff/sign-in", data=data)
            assert answer.status_code == 403
            assert "もう一度サインインしてください" in answer.text
            assert (
                "set-cookie" not in answer.headers
            )  # it would take the place of a session that the browser did not send
        assert not signed_in_page(browser)


def aged(app: FastAPI, token: str, column: str, by: timedelta) -> None:
    """Let the session have begun, or been used last, so much earlier."""
    with app.state.engine.begin() as connection:
        at = datetime.now(TOKYO) - by
        connection.execute(update(staff_sessions).where(S.id == digest(token)).values({column: at}))


class TestEnds:
    """Sessions end."""

    @pytest.mark.parametrize(
        ("column", "by", "goes_on"),
        [
            ("seen_at", timedelta(minutes=59), True),
            ("seen_at", timedelta(minutes=60, seconds=1), False),
            ("begun_at", timedelta(hours=11, minutes=59), True),
            ("begun_at", timedelta(hours=12, seconds=1), False),
        ],
    )
    def test_after_an_hour_without_use_and_after_twelve_in_any_case(
        self, app: FastAPI, signed_in: Callable[..., Any], column: str, by: timedelta, goes_on: bool
    ) -> None:
        browser = signed_in(Role.ADMINISTRATOR)
        aged(app, browser.token, column, by)
        assert signed_in_page(browser) == goes_on
        if goes_on and column == "seen_at":  # using it begins the hour anew
            with app.state.engine.connect() as connection:
                seen = connection.execute(select(S.seen_at).where(S.id == digest(browser.token))).scalar_one()
            assert datetime.now(TOKYO) - seen < timedelta(minutes=1)

    def test_with_signing_out_but_only_in_this_browser(self, signed_in: Callable[..., Any], sato: Any) -> None:
        here, there = signed_in(who=sato), signed_in(who=sato)
        token = here.token
        here.form("/staff/sign-out")
        here.holds(token)
        assert (signed_in_page(here), signed_in_page(there)) == (False, True)

    def test_with_a_new_password_everywhere(self, app: FastAPI, signed_in: Callable[..., Any], sato: Any) -> None:
        browsers = [signed_in(who=sato), signed_in(who=sato)]
        app.state.entrance.accounts.set_password(sato, hash_password("four other words here"), "t", datetime.now(TOKYO))
        assert [signed_in_page(browser) for browser in browsers] == [False, False]

    def test_with_disabling_and_no_way_back_in(
        self, app: FastAPI, signed_in: Callable[..., Any], browser: Any, sato: Any
    ) -> None:
        open_page = signed_in(who=sato)
        app.state.entrance.accounts.set_disabled(sato, True, "t", datetime.now(TOKYO))
        assert not signed_in_page(open_page)
        answer = browser.sign_in(sato.name)
        assert (answer.status_code, "名前かパスワードが違います" in answer.text) == (401, True)
        app.state.entrance.accounts.set_disabled(sato, False, "t", datetime.now(TOKYO))
        assert not signed_in_page(open_page)

    def test_a_lower_role_is_in_force_at_the_next_request(
        self, app: FastAPI, signed_in: Callable[..., Any], sato: Any
    ) -> None:
        browser = signed_in(who=sato)
        app.state.entrance.accounts.set_role(sato, Role.APPROVER, sato.cities, "t", datetime.now(TOKYO))
        assert browser.get("/staff/users").status_code == 403


class TestGuessing:
    """Wrong passwords, names that nobody has, and locks."""

    def test_whether_there_is_such_a_person_is_not_told(self, browser: Any, person: Callable[..., Any]) -> None:
        with_password, without = person(password=PASSWORD), person()
        answers = []
        for name in (with_password.name, without.name, "nobody-here"):
            page = browser.sign_in(name, "not the password")
            told = page.text.replace(f'value="{name}"', "")
            answers.append((page.status_code, re.sub(r'value="[0-9a-f]{64}"', "", told)))
        assert answers[0][0] == 401
        assert answers == [answers[0]] * 3

    def test_it_takes_as_long(self, browser: Any, monkeypatch: pytest.MonkeyPatch, person: Callable[..., Any]) -> None:
        """The same comparison is made for a name that nobody has; times themselves are too noisy for a test."""
        compared: list[str] = []
        monkeypatch.setattr("adapters.web.staff.entrance.matches", lambda kept, typed: compared.append(typed))
        for name in (person(password=PASSWORD).name, person().name, "nobody-at-all", "no name\x00"):
            browser.sign_in(name, "not the password")
        assert compared == ["not the password"] * 4

    def test_the_name_is_locked_after_five_for_all_alike(self, app: FastAPI, browser: Any, sato: Any) -> None:
        for name in (sato.name, "no-such-person"):
            codes = [browser.sign_in(name, "wrong password!").status_code for _ in range(7)]
            assert codes == [401] * 5 + [429] * 2
            told = browser.sign_in(name)
            assert (told.status_code, "15分ほどたってから" in told.text) == (429, True)
        unlock(app)
        assert browser.sign_in(sato.name).status_code == 303

    def test_a_success_begins_the_count_anew(self, browser: Any, sato: Any) -> None:
        for _ in range(3):
            assert [browser.sign_in(sato.name, "wrong password!").status_code for _ in range(4)] == [401] * 4
            assert browser.sign_in(sato.name).status_code == 303
            browser.form("/staff/sign-out")

    def test_an_open_session_survives_that_somebody_locks_the_name(
        self, browser: Any, signed_in: Callable[..., Any], sato: Any
    ) -> None:
        open_page = signed_in(who=sato)
        for _ in range(6):
            browser.sign_in(sato.name, "wrong password!")
        assert signed_in_page(open_page)

    def test_a_network_is_locked_after_fifty_and_others_are_not(self, app: FastAPI, browser: Any, sato: Any) -> None:
        attacker = type(browser)(app, client="198.51.100.9")
        allowed = {"network:198.51.100.9": 50}
        for _ in range(49):
            assert app.state.entrance.lockouts.attempt(allowed, datetime.now(TOKYO))
        assert attacker.sign_in("made-up-name", "wrong password!").status_code == 401
        assert attacker.sign_in(sato.name).status_code == 429
        assert browser.sign_in(sato.name).status_code == 303

    def test_what_was_typed_is_kept_nowhere(self, app: FastAPI, browser: Any, caplog: pytest.LogCaptureFixture) -> None:
        """People type the password into the field of the name."""
        browser.sign_in("hisokana-aikotoba", "another hidden word")
        with app.state.engine.connect() as connection:
            kept = str(connection.execute(select(audit)).all()) + str(
                connection.execute(select(sign_in_failures)).all()
            )
        assert "hisokana" not in kept + caplog.text
        assert "hidden word" not in kept + caplog.text

    @pytest.mark.parametrize(
        ("name", "password"),
        [
            ("", ""),
            ("{name}", ""),
            ("", PASSWORD),
            ("{name}", PASSWORD.upper()),
            ("{name}", PASSWORD + " "),
            ("{name}", f"\x00{PASSWORD}"),
            ("{name}\x00", PASSWORD),
            ("{name}' OR '1'='1", PASSWORD),
            ("*", PASSWORD),
            ("{name}", "' OR '1'='1' --"),
            ("あ" * 200, "い" * 200),
        ],
    )
    def test_these_do_not_open(self, browser: Any, sato: Any, name: str, password: str) -> None:
        answer = browser.sign_in(name.format(name=sato.name), password)
        assert answer.status_code == 401
        assert not signed_in_page(browser)

    def test_an_overlong_password_is_not_even_looked_at(self, browser: Any, sato: Any) -> None:
        assert browser.sign_in(sato.name, "x" * 501).status_code == 422


def unlock(app: FastAPI) -> None:
    """Let the time of every lock be over."""
    with app.state.engine.begin() as connection:
        over = datetime.now(TOKYO) - timedelta(seconds=1)
        connection.execute(
            update(sign_in_failures).where(sign_in_failures.c.locked_until.is_not(None)).values(locked_until=over)
        )


NEXT = {
    "/staff": "/staff",
    "/staff/kpi": "/staff/kpi",
    "/staff/entries?city=131016&q=%E3%81%94%E3%81%BF": "/staff/entries?city=131016&q=%E3%81%94%E3%81%BF",
    "/staff?q=ごみ": "/staff?q=ごみ",
}
ELSEWHERE = [
    "",
    "https://evil.example",
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/staff\\@evil.example",
    "/staff//evil.example",
    "/staff/../chat",
    "/staff/%2e%2e%2fchat%2f..",
    "/staff.evil.example",
    "/staffroom",
    "staff",
    "http:/staff",
    "https:staff",
    "javascript:alert(1)//staff",
    "data:text/html,/staff",
    " /staff",
    "/staff/\nSet-Cookie: a=b",
    "/staff/\thttps://evil.example",
    "/chat",
    "/staff/sign-out",
    "/staff/sign-in?next=/staff",
    "/staff/oidc",
    "@evil.example/staff",
    "/staff?next=//evil.example",
    "/staff/" + "x" * 500,
]


@pytest.mark.parametrize(("wanted", "led_to"), [*NEXT.items(), *((each, "/staff") for each in ELSEWHERE)])
def test_nobody_is_led_elsewhere(wanted: str, led_to: str) -> None:
    assert safe_next(wanted) == led_to


@pytest.mark.parametrize("wanted", ["https://evil.example", "//evil.example", "/\\evil.example", "/staff/\r\nX: y"])
def test_nor_by_the_whole_way(browser: Any, sato: Any, wanted: str) -> None:
    page = browser.get("/staff/sign-in", params={"next": wanted})
    assert 'name="next" value="/staff"' in page.text
    data = {"name": sato.name, "password": PASSWORD, "csrf": browser.csrf, "next": wanted}
    assert browser.post("/staff/sign-in", data=data).headers["location"] == "/staff"
    assert browser.get("/staff/sign-in", params={"next": wanted}).headers["location"] == "/staff"


def test_the_form_shows_what_was_typed_as_text(browser: Any) -> None:
    page = browser.sign_in('"><script>alert(1)</script>', "wrong password!")
    assert "<script>" not in page.text
    assert "&#34;&gt;&lt;script&gt;" in page.text
    assert COOKIE not in page.text
