"""Signing in: by password, through a proxy that vouches for the person, or by OpenID Connect. Every way ends in a session."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from fastapi import Request
from sqlalchemy import Engine

from adapters.passwords import matches
from adapters.settings import Settings
from adapters.storage.accounts import AccountRecord, SqlAccounts, login_name
from adapters.storage.lockouts import SqlLockouts, name_key
from adapters.storage.sign_ins import How, Session, SqlHandshakes, SqlSessions
from adapters.web.network import among, network, peer

if TYPE_CHECKING:
    from adapters.web.staff.provider import Provider

CALLBACK = "/staff/oidc/callback"  # where the provider sends people back to


class ProviderFailed(Exception):
    """The provider cannot be reached, or what it says is not what was agreed; the message is for the log."""


class Locked(Exception):
    """Too many attempts failed; nobody looks at the password for a while."""


@dataclass(frozen=True)
class Entrance:
    """What signing in needs; `served` are the codes of the cities that this program serves, `provider` is set
    up where the settings name an issuer."""

    settings: Settings
    accounts: SqlAccounts
    sessions: SqlSessions
    handshakes: SqlHandshakes
    lockouts: SqlLockouts
    served: tuple[str, ...]
    provider: "Provider | None"

    def session(self, request: Request, token: str, at: datetime) -> Session | None:
        """The session of what the browser holds.

        One that a proxy vouched for is good only as long as the proxy names the same person with every request.
        """
        session = self.sessions.find(token, at)
        if session and session.how is How.PROXY and self.vouched_for(request) != session.record.name:
            return None
        return session

    def by_password(self, request: Request, name: str, password: str, at: datetime) -> AccountRecord | None:
        """The account, or nothing: no such name, wrong password and disabled are the same, and take the same time.

        Raises Locked, for names that nobody has as well.
        """
        account, where = self.accounts.find(name), network(request)
        allowed = {
            f"network:{where}": self.settings.staff_failures_per_network,
            name_key(name): self.settings.staff_failures_per_account,
        }
        if not self.lockouts.attempt(allowed, at):
            self._note_failure(account, "locked", where, at)
            raise Locked
        right = matches(account.password if account else "", password)
        if account is None or not right or account.disabled:
            self._note_failure(account, "disabled" if right else "wrong password", where, at)
            return None
        self.lockouts.succeeded(name_key(name), f"network:{where}")
        return account

    def _note_failure(self, account: AccountRecord | None, why: str, where: str, at: datetime) -> None:
        """What was typed as a name that nobody has is not kept: it may be a password."""
        reason = why if account else "unknown name"
        self.accounts.note(account.name if account else "", "staff sign-in failed", f"{reason} from {where}", at)

    def by_proxy(self, request: Request) -> AccountRecord | None:
        """The account that a trusted proxy vouches for."""
        account = self.accounts.find(self.vouched_for(request))
        return None if account is None or account.disabled else account

    def vouched_for(self, request: Request) -> str:
        """The name in the proxy's header, if it is set up and the request comes from one of its addresses; or nothing."""
        header = self.settings.staff_proxy_header
        if not header or not among(peer(request), self.settings.staff_proxy_addresses):
            return ""
        named = request.headers.getlist(header)
        try:
            return login_name(named[0]) if len(named) == 1 else ""
        except LookupError:
            return ""

    def begin(self, request: Request, account: AccountRecord, how: How, at: datetime) -> str:
        """A new session; what the browser is to hold."""
        return self.sessions.begin(account, how, network(request), at)


def open_entrance(settings: Settings, engine: Engine, served: tuple[str, ...]) -> Entrance:
    """The entrance of an application with `settings`."""
    idle, longest = timedelta(minutes=settings.staff_idle_minutes), timedelta(hours=settings.staff_session_hours)
    return Entrance(
        settings,
        SqlAccounts(engine),
        SqlSessions(engine, idle, longest),
        SqlHandshakes(engine),
        SqlLockouts(engine, timedelta(minutes=settings.staff_lock_minutes)),
        served,
        _provider(settings) if settings.oidc_issuer else None,
    )


def _provider(settings: Settings) -> "Provider":
    from adapters.web.staff.provider import Provider  # a fifth of a second, which most starts can do without

    return Provider(settings)
