"""madoguchi user: people of the staff."""

import io
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from adapters.cli import say
from adapters.passwords import matches
from adapters.settings import Settings
from adapters.storage import connect
from adapters.storage.accounts import Role, SqlAccounts

PASSWORD = "four unrelated words"
CITY = "131016"
Run = Callable[..., Any]


@pytest.fixture
def typing(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """`typing("…")` is what the next command reads from standard input."""
    return lambda text="": monkeypatch.setattr("sys.stdin", io.StringIO(text))


@pytest.fixture
def accounts(settings: Settings) -> Iterator[SqlAccounts]:
    engine = connect(settings.database)
    yield SqlAccounts(engine)
    engine.dispose()


@pytest.fixture
def sato(run: Run, typing: Callable[..., None]) -> None:
    typing(f"{PASSWORD}\n")
    assert run("user", "add", "sato", "--city", CITY).status == 0


def test_somebody_is_added_with_a_password_from_standard_input(
    run: Run, typing: Callable[..., None], accounts: SqlAccounts
) -> None:
    typing(f"{PASSWORD}\r\n")
    ran = run("user", "add", "Sato", "--role", "editor", "--city", CITY, "--display", "佐藤", "--city", CITY)
    assert (ran.status, ran.out) == (0, "sato: editor, 131016\n")
    sato = accounts.find("sato")
    assert sato
    assert (sato.role, sato.cities, sato.display) == (Role.EDITOR, (CITY,), "佐藤")
    assert matches(sato.password, PASSWORD)


def test_at_a_terminal_it_is_typed_twice_without_being_shown(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", Terminal())
    prompts: list[str] = []
    monkeypatch.setattr(say, "getpass", lambda prompt: prompts.append(prompt) or PASSWORD)
    ran = run("user", "add", "sato", "--every-city")
    assert (ran.status, ran.out) == (0, "sato: reader, *\n")
    assert prompts == ["New password: ", "Once more: "]
    typed = iter([PASSWORD, "something quite different"])
    monkeypatch.setattr(say, "getpass", lambda prompt: next(typed))
    ran = run("user", "password", "sato")
    assert (ran.status, "not the same; nothing was changed" in ran.err) == (1, True)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("arguments", "typed", "told"),
    [
        (("add", "sato", "--city", CITY), "short\n", "the password has 5 characters; it takes 12 to 200"),
        (("add", "sato", "--city", CITY), "", "the password has 0 characters"),
        (("add", "sato", "--city", CITY), "password1234\n", "tried first"),
        (("add", "sato-of-soumu", "--city", CITY), "Sato-of-Soumu\n", "the sign-in name"),
        (("add", "sato t", "--city", CITY), PASSWORD, "cannot be a sign-in name"),
        (("add", "sato", "--city", "139999"), PASSWORD, "city '139999' is not served here"),
        (("add", "sato", "--city", CITY, "--role", "boss"), PASSWORD, "no role 'boss'"),
        (("role", "sato", "editor"), "", "no account 'sato'"),
        (("disable", "sato"), "", "no account 'sato'"),
        (("enable", "sato"), "", "no account 'sato'"),
        (("password", "sato"), PASSWORD, "no account 'sato'"),
    ],
)
def test_what_is_refused_changes_nothing(
    run: Run, typing: Callable[..., None], accounts: SqlAccounts, arguments: tuple[str, ...], typed: str, told: str
) -> None:
    typing(typed)
    refused = run("user", *arguments)
    assert (refused.status, refused.out) == (1, "")
    assert told in refused.err
    assert "Traceback" not in refused.err
    assert accounts.all() == []


@pytest.mark.parametrize("cities", [(), ("--city", CITY, "--every-city")])
def test_cities_are_named_or_all(run: Run, cities: tuple[str, ...]) -> None:
    assert "give either --city or --every-city" in run("user", "add", "sato", *cities).err


@pytest.mark.usefixtures("sato")
class TestSato:
    def test_listed(self, run: Run) -> None:
        assert run("user", "list").out == "sato  reader  131016  password  never  sato\n"

    def test_added_again(self, run: Run) -> None:
        again = run("user", "add", "SATO", "--city", CITY)
        assert (again.status, "there is an account 'sato' already" in again.err) == (1, True)

    def test_with_another_role_and_other_cities(self, run: Run, accounts: SqlAccounts) -> None:
        assert run("user", "role", "sato", "approver").out == "sato: reader → approver, 131016\n"
        assert run("user", "role", "sato", "editor", "--every-city").out == "sato: approver → editor, *\n"
        assert [(each.role, each.cities) for each in accounts.all()] == [(Role.EDITOR, ("*",))]

    def test_disabled_and_enabled(self, run: Run) -> None:
        assert run("user", "disable", "sato").out == "sato: cannot sign in any more\n"
        assert run("user", "list").out.endswith("sato  disabled\n")
        assert "is disabled already" in run("user", "disable", "sato").err
        assert run("user", "enable", "sato").out == "sato: can sign in again\n"
        assert "is not disabled already" in run("user", "enable", "sato").err

    def test_with_another_password(self, run: Run, typing: Callable[..., None], accounts: SqlAccounts) -> None:
        typing("quite another set of words\n")
        assert run("user", "password", "sato").out == "sato: new password; signed out everywhere\n"
        [sato] = accounts.all()
        assert matches(sato.password, "quite another set of words")
        assert not matches(sato.password, PASSWORD)


def test_without_a_password_for_other_means(run: Run, accounts: SqlAccounts) -> None:
    assert run("user", "add", "sato", "--city", CITY, "--no-password").status == 0
    assert [each.password for each in accounts.all()] == [""]
    assert "  elsewhere  " in run("user", "list").out
