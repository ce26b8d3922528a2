"""Sessions of staff, and sign-ins under way at a provider of OpenID Connect. What the browser holds is kept as SHA-256 only."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Engine, delete, insert, or_, select, update

from adapters.storage.accounts import AccountRecord, record
from adapters.storage.database import writing
from adapters.storage.staff_tables import staff_accounts, staff_handshakes, staff_sessions
from adapters.storage.tables import audit

S = staff_sessions.c
H = staff_handshakes.c
SEEN_EVERY = timedelta(minutes=1)  # how exactly it is known when a session was used last: not every request writes
HANDSHAKE = timedelta(minutes=10)  # for signing in at the provider, with a second factor and a forgotten password


class How(StrEnum):
    """By what means somebody signed in."""

    PASSWORD = "password"  # noqa: S105
    OIDC = "oidc"
    PROXY = "proxy"


@dataclass(frozen=True)
class Session:
    """A session in force, with the account as it is now."""

    record: AccountRecord
    how: How


@dataclass(frozen=True)
class Handshake:
    """What was agreed on when the browser was sent to the provider."""

    nonce: str
    verifier: str
    next: str


def digest(secret: str) -> str:
    """SHA-256 of 256 random bits: without a salt, as nobody can guess them."""
    return hashlib.sha256(secret.encode()).hexdigest()


class SqlSessions:
    """The sessions in the database of `engine`; each ends `idle` after its last use and `longest` after its beginning."""

    def __init__(self, engine: Engine, idle: timedelta, longest: timedelta) -> None:
        self._engine, self._idle, self._longest = engine, idle, longest

    def begin(self, account: AccountRecord, how: How, where: str, at: datetime) -> str:
        """A new session; what the browser is to hold, 256 random bits. `where` is the network address, for the audit."""
        token = secrets.token_urlsafe(32)
        over = or_(S.begun_at <= at - self._longest, S.seen_at <= at - self._idle)
        with writing(self._engine) as connection:
            connection.execute(delete(staff_sessions).where(over))
            values = {"id": digest(token), "account": account.number, "how": how.value}
            connection.execute(insert(staff_sessions).values(**values, begun_at=at, seen_at=at))
            signed_in = update(staff_accounts).where(staff_accounts.c.number == account.number)
            connection.execute(signed_in.values(signed_in_at=at))
            why = f"{how.value} from {where}"
            connection.execute(insert(audit).values(who=account.name, what="staff sign-in", city="", why=why, at=at))
        return token

    def find(self, token: str, at: datetime) -> Session | None:
        """The session of what a browser holds; nothing once it is over or its account disabled."""
        joined = select(staff_accounts, S.how, S.seen_at).join_from(staff_sessions, staff_accounts)
        known = joined.where(S.id == digest(token), S.begun_at > at - self._longest, S.seen_at > at - self._idle)
        with self._engine.connect() as connection:
            row = connection.execute(known.where(staff_accounts.c.disabled.is_(False))).one_or_none()
        if row is None:
            return None
        if row.seen_at <= at - SEEN_EVERY:
            with writing(self._engine) as connection:
                connection.execute(update(staff_sessions).where(S.id == digest(token)).values(seen_at=at))
        return Session(record(row), How(row.how))

    def end(self, token: str, who: str, at: datetime) -> None:
        """Sign out."""
        with writing(self._engine) as connection:
            if connection.execute(delete(staff_sessions).where(S.id == digest(token))).rowcount:
                connection.execute(insert(audit).values(who=who, what="staff sign-out", city="", why="", at=at))


class SqlHandshakes:
    """Sign-ins under way at the provider, each good for one return of the browser that began it."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def begin(self, state: str, browser: str, handshake: Handshake, at: datetime) -> None:
        """`browser` is what the browser's cookie holds."""
        values = {"nonce": handshake.nonce, "verifier": handshake.verifier, "next": handshake.next, "begun_at": at}
        with writing(self._engine) as connection:
            connection.execute(delete(staff_handshakes).where(H.begun_at <= at - HANDSHAKE))
            connection.execute(insert(staff_handshakes).values(state=digest(state), browser=digest(browser), **values))

    def take(self, state: str, browser: str, at: datetime) -> Handshake | None:
        """The handshake of `state`, if this browser began it; taken once."""
        mine = (H.state == digest(state)) & (H.browser == digest(browser))
        with writing(self._engine) as connection:
            row = connection.execute(select(staff_handshakes).where(mine).with_for_update()).one_or_none()
            connection.execute(delete(staff_handshakes).where(mine))
        if row is None or row.begun_at <= at - HANDSHAKE:
            return None
        return Handshake(row.nonce, row.verifier, row.next)
