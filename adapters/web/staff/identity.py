"""Which account the claims of OpenID Connect stand for, with which role and cities."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from adapters.settings import Settings
from adapters.storage.accounts import AccountRecord, Role, SqlAccounts, login_name

WHO = "OpenID Connect"
Claims = Mapping[str, Any]


def admitted(
    accounts: SqlAccounts, settings: Settings, served: tuple[str, ...], claims: Claims, at: datetime
) -> AccountRecord | None:
    """The account of the person, with role and cities as the provider has them now; nothing for who may not come in.

    Without a claim for the role the account must have been added first, without a password: its name is bound to the
    identity at the first sign-in, and to no other afterwards. Raises LookupError for a name that cannot be one.
    """
    subject = hashlib.sha256(f"{claims['iss']} {claims['sub']}".encode()).hexdigest()
    name = login_name(_text(claim(claims, settings.oidc_name_claim)))
    person = accounts.of_subject(subject) or _to_bind(accounts, name, subject, at)
    role = _role(settings, claims)
    if (person and person.disabled) or (settings.oidc_role_claim and role is None):
        return None
    if role is None:
        return person
    cities = _cities(settings, served, claims, person)
    if person is None:
        if accounts.find(name):
            return None  # somebody else's
        display = _text(claim(claims, "name"))
        return accounts.add(name, display, role, cities, WHO, at, subject=subject)
    if (person.role, person.cities) != (role, cities):
        accounts.set_role(person, role, cities, WHO, at)
    return person


def _to_bind(accounts: SqlAccounts, name: str, subject: str, at: datetime) -> AccountRecord | None:
    """The account that was added for this identity's first sign-in: one with a password is somebody else's."""
    person = accounts.find(name)
    if person is None or person.password or person.subject or person.disabled:
        return None
    accounts.bind(person, subject, WHO, at)
    return person


def claim(claims: Claims, path: str) -> Any:
    """The claim `path`; with dots, one inside of another, such as realm_access.roles. None where it is missing."""
    if path in claims:
        return claims[path]
    found: Any = claims
    for step in path.split("."):
        found = found.get(step) if isinstance(found, dict) else None
    return found


def _role(settings: Settings, claims: Claims) -> Role | None:
    """The highest role that the claim stands for."""
    values = _texts(claim(claims, settings.oidc_role_claim)) if settings.oidc_role_claim else []
    meanings = settings.oidc_roles or tuple(f"{role.word}={role.word}" for role in Role)
    pairs = [meaning.partition("=") for meaning in meanings]
    return max((Role.of(word) for word, _, value in pairs if value in values), default=None)


def _cities(
    settings: Settings, served: tuple[str, ...], claims: Claims, person: AccountRecord | None
) -> tuple[str, ...]:
    """The cities of the claim that are served; without a claim those that the account has, or the only one that is served."""
    if settings.oidc_cities_claim:
        values = _texts(claim(claims, settings.oidc_cities_claim))
        return tuple(code for code in served if code in values)
    if person:
        return person.cities
    return served if len(served) == 1 else ()


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _texts(value: Any) -> list[str]:
    """The words of a claim: a list, or a text with spaces or commas between them."""
    if isinstance(value, str):
        return value.replace(",", " ").split()
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []
