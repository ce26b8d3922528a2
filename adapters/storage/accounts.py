"""Accounts of staff: who may sign in, what they may do, for which cities. Every change is noted in the audit."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum
from typing import Any

from sqlalchemy import Connection, Engine, Row, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from adapters.storage.database import writing
from adapters.storage.staff_tables import staff_accounts, staff_sessions
from adapters.storage.tables import audit

A = staff_accounts.c
EVERY_CITY = "*"
LONGEST_NAME = 80  # characters of a sign-in name and of a display name


class Role(IntEnum):
    """What a person may do; each role includes those before it."""

    READER = 1
    EDITOR = 2
    APPROVER = 3
    ADMINISTRATOR = 4

    @property
    def word(self) -> str:
        """The role in tables, settings and on the command line."""
        return self.name.lower()

    @property
    def label(self) -> str:
        """The role on screens."""
        return ("閲覧", "編集", "承認", "管理")[self - 1]

    @classmethod
    def of(cls, word: str) -> "Role":
        """Raises LookupError naming the roles."""
        try:
            return cls[word.strip().upper()]
        except KeyError:
            known = ", ".join(role.word for role in cls)
            raise LookupError(f"no role {word!r}; there are {known}") from None


@dataclass(frozen=True)
class Account:
    """The person who is signed in; `cities` are the codes of the served cities that the person works for."""

    id: int
    name: str
    display: str
    role: Role
    cities: tuple[str, ...]


@dataclass(frozen=True)
class AccountRecord:
    """A row as kept: `cities` are codes or EVERY_CITY, `password` an argon2 text or nothing."""

    number: int
    name: str
    display: str
    role: Role
    cities: tuple[str, ...]
    password: str = field(repr=False)
    subject: str | None
    disabled: bool
    signed_in_at: datetime | None

    def works_for(self, served: Iterable[str]) -> tuple[str, ...]:
        """The codes that EVERY_CITY stands for, or the codes as kept."""
        return tuple(served) if EVERY_CITY in self.cities else self.cities

    def account(self, served: Iterable[str]) -> Account:
        """The person as the pages know it, where the cities `served` are."""
        known = tuple(served)
        cities = tuple(code for code in known if code in self.works_for(known))
        return Account(self.number, self.name, self.display, self.role, cities)


class NameTaken(LookupError):
    """There is an account of this name; the message names it."""


def login_name(typed: str) -> str:
    """A sign-in name as kept: full-width letters and capitals count as small ones. Raises LookupError for what cannot be one."""
    name = unicodedata.normalize("NFKC", typed).strip().casefold()
    if not 0 < len(name) <= LONGEST_NAME or any(unicodedata.category(sign)[0] in "CZ" for sign in name):
        raise LookupError(f"{typed!r} cannot be a sign-in name; it takes 1 to {LONGEST_NAME} characters without spaces")
    return name


def record(row: Row[Any]) -> AccountRecord:
    """A row of the table, all its columns selected."""
    return AccountRecord(
        row.number,
        row.name,
        row.display,
        Role.of(row.role),
        tuple(row.cities),
        row.password,
        row.subject,
        row.disabled,
        row.signed_in_at,
    )


class SqlAccounts:
    """The accounts in the database of `engine`. `who` and `at` of every change go to the audit with it."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def all(self) -> list[AccountRecord]:
        """Every account, by name; the disabled too."""
        with self._engine.connect() as connection:
            return [record(row) for row in connection.execute(select(staff_accounts).order_by(A.name))]

    def find(self, name: str) -> AccountRecord | None:
        """The account whose sign-in name was typed as `name`."""
        try:
            return self._one(A.name == login_name(name))
        except LookupError:
            return None

    def numbered(self, number: int) -> AccountRecord | None:
        return self._one(A.number == number)

    def of_subject(self, subject: str) -> AccountRecord | None:
        """The account that an identity of OpenID Connect was bound to."""
        return self._one(A.subject == subject)

    def _one(self, where: Any) -> AccountRecord | None:
        with self._engine.connect() as connection:
            row = connection.execute(select(staff_accounts).where(where)).one_or_none()
        return record(row) if row else None

    def add(
        self,
        name: str,
        display: str,
        role: Role,
        cities: Sequence[str],
        who: str,
        at: datetime,
        password: str = "",
        subject: str | None = None,
    ) -> AccountRecord:
        """A new account; `password` is an argon2 text. Raises LookupError for an unfit name, NameTaken for one in use."""
        kept = login_name(name)
        shown = ("".join(filter(str.isprintable, display)).strip() or kept)[:LONGEST_NAME]
        values = {"name": kept, "display": shown, "role": role.word, "cities": list(cities), "password": password}
        try:
            with writing(self._engine) as connection:
                connection.execute(insert(staff_accounts).values(**values, subject=subject, created_at=at))
                _note(connection, who, "staff add", f"{kept}: {role.word}, {' '.join(cities)}", at)
        except IntegrityError as error:
            raise NameTaken(f"there is an account {kept!r} already") from error
        added = self._one(A.name == kept)
        assert added  # noqa: S101 — accounts are never deleted
        return added

    def set_role(self, account: AccountRecord, role: Role, cities: Sequence[str], who: str, at: datetime) -> None:
        """In force from the person's next request on."""
        self._change(
            account, "staff role", f"{role.word}, {' '.join(cities)}", who, at, role=role.word, cities=list(cities)
        )

    def set_password(self, account: AccountRecord, password: str, who: str, at: datetime) -> None:
        """`password` is an argon2 text. Ends the person's sessions."""
        self._change(account, "staff password", "", who, at, ends=True, password=password)

    def set_disabled(self, account: AccountRecord, disabled: bool, who: str, at: datetime) -> None:
        """A disabled account cannot sign in; its sessions end."""
        what = "staff disable" if disabled else "staff enable"
        self._change(account, what, "", who, at, ends=True, disabled=disabled)

    def bind(self, account: AccountRecord, subject: str, who: str, at: datetime) -> None:
        """From now on the identity `subject` of OpenID Connect is this account."""
        self._change(account, "staff bind", "", who, at, subject=subject)

    def _change(
        self, account: AccountRecord, what: str, why: str, who: str, at: datetime, ends: bool = False, **values: Any
    ) -> None:
        with writing(self._engine) as connection:
            connection.execute(update(staff_accounts).where(A.number == account.number).values(**values))
            if ends:
                connection.execute(delete(staff_sessions).where(staff_sessions.c.account == account.number))
            _note(connection, who, what, f"{account.name}: {why}" if why else account.name, at)

    def note(self, who: str, what: str, why: str, at: datetime) -> None:
        """A line in the audit: an act of staff that changes no account."""
        with writing(self._engine) as connection:
            _note(connection, who, what, why, at)


def _note(connection: Connection, who: str, what: str, why: str, at: datetime) -> None:
    connection.execute(insert(audit).values(who=who, what=what, city="", why=why, at=at))
