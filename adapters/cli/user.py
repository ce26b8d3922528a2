"""madoguchi user: who of the staff may sign in, and what they may do."""

from datetime import datetime
from typing import Annotated

import typer

from adapters.cli.context import operator
from adapters.cli.say import fail, note, read_secret, say
from adapters.passwords import UnfitPassword, check_password, hash_password
from adapters.settings import Settings, read_settings
from adapters.shelves import Shelves
from adapters.storage import PublishedContent, connect
from adapters.storage.accounts import EVERY_CITY, AccountRecord, Role, SqlAccounts, login_name
from adapters.storage.lockouts import forgive_name
from knowledge import TOKYO

app = typer.Typer(help="People of the staff: who may sign in, and what they may do.", no_args_is_help=True)
Name = Annotated[str, typer.Argument(help="Sign-in name.")]
Word = Annotated[str, typer.Option("--role", help="reader, editor, approver or administrator.")]
City = Annotated[list[str] | None, typer.Option(help="City code, such as 132012; may be given several times.")]
EveryCity = Annotated[bool, typer.Option("--every-city", help="All cities that are served, also later ones.")]


@app.command("add")
def add(
    name: Name,
    role: Word = Role.READER.word,
    city: City = None,
    every_city: EveryCity = False,
    display: Annotated[str, typer.Option(help="Name as shown to colleagues; the sign-in name by default.")] = "",
    no_password: Annotated[
        bool, typer.Option("--no-password", help="Signs in through OpenID Connect or a proxy only.")
    ] = False,
) -> None:
    """Add a person. The password is asked for without being shown, or read from standard input."""
    settings = read_settings()
    accounts = SqlAccounts(connect(settings.database))
    wanted, cities = Role.of(role), _cities(settings, city, every_city)
    if accounts.find(login_name(name)):
        fail(f"there is an account {login_name(name)!r} already; see `madoguchi user list`")
    password = "" if no_password else _new_password(name)
    added = accounts.add(name, display, wanted, cities, operator(), datetime.now(TOKYO), password)
    say(f"{added.name}: {wanted.word}, {' '.join(cities)}")


@app.command("list")
def list_users() -> None:
    """List everybody: name, role, cities, how they sign in, when they last did."""
    people = SqlAccounts(connect(read_settings().database)).all()
    for person in people:
        last = f"{person.signed_in_at.astimezone(TOKYO):%Y-%m-%d %H:%M}" if person.signed_in_at else "never"
        means = "password" if person.password else "elsewhere"
        state = "  disabled" if person.disabled else ""
        cities = " ".join(person.cities)
        say(f"{person.name}  {person.role.word}  {cities}  {means}  {last}  {person.display}{state}")
    note(f"{len(people)} people")


@app.command("role")
def role(
    name: Name,
    role: Annotated[str, typer.Argument(help="reader, editor, approver or administrator.")],
    city: City = None,
    every_city: EveryCity = False,
) -> None:
    """Give a person another role, and other cities where they are named. It is in force at once."""
    settings = read_settings()
    accounts = SqlAccounts(connect(settings.database))
    person, wanted = _person(accounts, name), Role.of(role)
    cities = _cities(settings, city, every_city) if city or every_city else person.cities
    accounts.set_role(person, wanted, cities, operator(), datetime.now(TOKYO))
    say(f"{person.name}: {person.role.word} → {wanted.word}, {' '.join(cities)}")


@app.command("disable")
def disable(name: Name) -> None:
    """Let a person sign in no more, and sign them out everywhere."""
    _set_disabled(name, True)


@app.command("enable")
def enable(name: Name) -> None:
    """Let a disabled person sign in again."""
    _set_disabled(name, False)


@app.command("password")
def password(name: Name) -> None:
    """Give a person a new password. It ends their sessions, and lifts a lock after failed sign-ins."""
    engine = connect(read_settings().database)
    accounts = SqlAccounts(engine)
    person = _person(accounts, name)
    accounts.set_password(person, _new_password(person.name), operator(), datetime.now(TOKYO))
    forgive_name(engine, person.name)
    say(f"{person.name}: new password; signed out everywhere")


def _set_disabled(name: str, disabled: bool) -> None:
    accounts = SqlAccounts(connect(read_settings().database))
    person = _person(accounts, name)
    if person.disabled == disabled:
        fail(f"{person.name} is {'disabled' if disabled else 'not disabled'} already")
    accounts.set_disabled(person, disabled, operator(), datetime.now(TOKYO))
    say(f"{person.name}: {'cannot sign in any more' if disabled else 'can sign in again'}")


def _person(accounts: SqlAccounts, name: str) -> AccountRecord:
    """Raises LookupError for a name that nobody has."""
    person = accounts.find(name)
    if person is None:
        raise LookupError(f"no account {name!r}; see `madoguchi user list`")
    return person


def _cities(settings: Settings, codes: list[str] | None, every: bool) -> tuple[str, ...]:
    """The cities named, or EVERY_CITY. Raises LookupError for one that is not served here."""
    if bool(codes) == every:
        raise typer.BadParameter("give either --city or --every-city.")
    served = Shelves(settings, PublishedContent(connect(settings.database))).codes
    for code in codes or ():
        if code not in served:
            raise LookupError(f"city {code!r} is not served here; served: {', '.join(served)}")
    return tuple(dict.fromkeys(codes)) if codes else (EVERY_CITY,)


def _new_password(name: str) -> str:
    """The argon2 text of a password that is typed; an unfit one is told, and changes nothing."""
    try:
        typed = read_secret("New password: ", "Once more: ")
        check_password(typed, name)
    except (UnfitPassword, ValueError) as error:
        fail(str(error))
    return hash_password(typed)
