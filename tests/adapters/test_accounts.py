"""Accounts and sessions of staff, on both databases."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, select

from adapters.storage.accounts import NameTaken, Role, SqlAccounts, login_name
from adapters.storage.sign_ins import Handshake, How, SqlHandshakes, SqlSessions
from adapters.storage.staff_tables import staff_handshakes, staff_sessions
from adapters.storage.tables import audit
from knowledge import TOKYO

AT = datetime(2026, 11, 26, 9, 0, tzinfo=TOKYO)
MINUTE = timedelta(minutes=1)
SERVED = ("131016", "131024")


@pytest.fixture
def accounts(engine: Engine) -> SqlAccounts:
    return SqlAccounts(engine)


@pytest.fixture
def sessions(engine: Engine) -> SqlSessions:
    return SqlSessions(engine, timedelta(minutes=60), timedelta(hours=12))


def acts(engine: Engine) -> list[tuple[str, str, str]]:
    with engine.connect() as connection:
        rows = connection.execute(select(audit.c.who, audit.c.what, audit.c.why).order_by(audit.c.number))
        return [tuple(row) for row in rows]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("sato", "sato"),
        (" Sato ", "sato"),
        ("ＳＡＴＯ．Ｔ", "sato.t"),
        ("O'Brien", "o'brien"),
        ("sato@city.example.jp", "sato@city.example.jp"),
        ("佐藤", "佐藤"),
        ("ｻﾄｳ", "サトウ"),
        ("Straße", "strasse"),
        ("x" * 80, "x" * 80),
    ],
)
def test_sign_in_names_as_kept(typed: str, kept: str) -> None:
    assert login_name(typed) == kept


@pytest.mark.parametrize("typed", ["", " ", "　", "sato t", "sato\n", "a\x00b", "a\u200bb", "a\u202eb", "x" * 81])
def test_what_cannot_be_a_sign_in_name(typed: str) -> None:
    if typed == "sato\n":
        assert login_name(typed) == "sato"
        return
    with pytest.raises(LookupError, match="cannot be a sign-in name"):
        login_name(typed)


def test_roles_are_ordered_and_named() -> None:
    assert [role.word for role in sorted(Role)] == ["reader", "editor", "approver", "administrator"]
    assert [role.label for role in Role] == ["閲覧", "編集", "承認", "管理"]
    assert Role.of(" Editor ") is Role.EDITOR
    with pytest.raises(LookupError, match="no role 'boss'; there are reader, editor, approver, administrator"):
        Role.of("boss")


def test_an_account_is_added_found_and_changed_with_a_line_in_the_audit(engine: Engine, accounts: SqlAccounts) -> None:
    sato = accounts.add("Sato", " 佐藤 ", Role.READER, ["131016"], "root", AT, "$argon2id$x")
    assert (sato.name, sato.display, sato.role, sato.cities) == ("sato", "佐藤", Role.READER, ("131016",))
    assert "argon2" not in repr(sato)
    accounts.set_role(sato, Role.EDITOR, ["131016", "131024"], "root", AT)
    accounts.set_password(sato, "$argon2id$y", "root", AT)
    accounts.set_disabled(sato, True, "suzuki", AT)
    accounts.set_disabled(sato, False, "suzuki", AT)
    found = accounts.find("ＳＡＴＯ")
    assert found
    assert (found.role, found.cities, found.password, found.disabled) == (
        Role.EDITOR,
        ("131016", "131024"),
        "$argon2id$y",
        False,
    )
    assert acts(engine) == [
        ("root", "staff add", "sato: reader, 131016"),
        ("root", "staff role", "sato: editor, 131016 131024"),
        ("root", "staff password", "sato"),
        ("suzuki", "staff disable", "sato"),
        ("suzuki", "staff enable", "sato"),
    ]


def test_a_name_is_given_once_whatever_its_letters(engine: Engine, accounts: SqlAccounts) -> None:
    accounts.add("sato", "", Role.READER, ["131016"], "root", AT)
    with pytest.raises(NameTaken, match="there is an account 'sato' already"):
        accounts.add("SATO", "", Role.ADMINISTRATOR, ["*"], "root", AT)
    assert [(each.name, each.display, each.role) for each in accounts.all()] == [("sato", "sato", Role.READER)]
    assert len(acts(engine)) == 1


@pytest.mark.parametrize(
    ("kept", "worked_for"),
    [
        (["131016"], ("131016",)),
        (["131024", "131016"], SERVED),
        (["*"], SERVED),
        (["139999"], ()),
        (["139999", "131024"], ("131024",)),
        ([], ()),
    ],
)
def test_the_cities_of_the_pages_are_served_ones(
    accounts: SqlAccounts, kept: list[str], worked_for: tuple[str, ...]
) -> None:
    record = accounts.add("sato", "", Role.READER, kept, "root", AT)
    assert record.account(SERVED).cities == worked_for


def test_a_session_lives_while_it_is_used_and_twelve_hours_at_most(
    accounts: SqlAccounts, sessions: SqlSessions
) -> None:
    token = sessions.begin(accounts.add("sato", "", Role.READER, [], "root", AT), How.PASSWORD, "here", AT)
    for minutes in range(0, 720, 59):
        found = sessions.find(token, AT + minutes * MINUTE)
        assert found
        assert (found.record.name, found.how) == ("sato", How.PASSWORD)
    assert sessions.find(token, AT + 720 * MINUTE) is None


@pytest.mark.parametrize(("minutes", "goes_on"), [(59.9, True), (60, False), (61, False)])
def test_a_session_ends_without_use(
    accounts: SqlAccounts, sessions: SqlSessions, minutes: float, goes_on: bool
) -> None:
    token = sessions.begin(accounts.add("sato", "", Role.READER, [], "root", AT), How.PASSWORD, "here", AT)
    assert (sessions.find(token, AT + minutes * MINUTE) is not None) == goes_on


def test_not_every_request_writes(engine: Engine, accounts: SqlAccounts, sessions: SqlSessions) -> None:
    token = sessions.begin(accounts.add("sato", "", Role.READER, [], "root", AT), How.PASSWORD, "here", AT)
    for seconds, seen in ((30, 0), (59, 0), (60, 60), (100, 60)):
        sessions.find(token, AT + timedelta(seconds=seconds))
        with engine.connect() as connection:
            assert connection.execute(select(staff_sessions.c.seen_at)).scalar_one() == AT + timedelta(seconds=seen)


def test_sessions_that_are_over_are_deleted_with_the_next(
    engine: Engine, accounts: SqlAccounts, sessions: SqlSessions
) -> None:
    sato = accounts.add("sato", "", Role.READER, [], "root", AT)
    for minutes in (0, 1, 70):
        sessions.begin(sato, How.OIDC, "here", AT + minutes * MINUTE)
    with engine.connect() as connection:
        assert len(connection.execute(select(staff_sessions)).all()) == 1


def test_a_handshake_is_good_once_for_its_browser_and_ten_minutes(engine: Engine) -> None:
    handshakes, agreed = SqlHandshakes(engine), Handshake("nonce", "verifier", "/staff")
    handshakes.begin("state", "browser", agreed, AT)
    assert handshakes.take("state", "other", AT) is None
    assert handshakes.take("other", "browser", AT) is None
    assert handshakes.take("state", "browser", AT + 9 * MINUTE) == agreed
    assert handshakes.take("state", "browser", AT + 9 * MINUTE) is None
    handshakes.begin("late", "browser", agreed, AT)
    assert handshakes.take("late", "browser", AT + 10 * MINUTE) is None
    handshakes.begin("left", "browser", agreed, AT)
    handshakes.begin("next", "browser", agreed, AT + 11 * MINUTE)
    with engine.connect() as connection:
        assert len(connection.execute(select(staff_handshakes)).all()) == 1
