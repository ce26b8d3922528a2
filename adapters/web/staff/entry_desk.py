"""The entries of one city as the signed-in person works on them: what is in force, what waits, what was before."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy import Engine

from adapters.shelves import Shelves
from adapters.storage import Draft, EntryDrafts, EntryVersion, PublishedContent, entry_history
from adapters.storage.accounts import SqlAccounts
from adapters.web.staff.access import Account, Role, current_city, staff
from bot import Published
from knowledge import TOKYO, Entry, Knowledge


@dataclass(frozen=True)
class EntryState:
    """One entry. `own` is the city's own, `shared` the one common to all cities, that it stands in for; `draft` waits."""

    id: str
    own: Entry | None
    shared: Entry | None
    history: tuple[EntryVersion, ...]
    draft: Draft | None

    @property
    def in_force(self) -> Entry | None:
        """What people are answered with."""
        return self.own or self.shared

    @property
    def revision(self) -> int:
        """That in which the city last published it, 0 for never."""
        return self.history[0].revision if self.history else 0

    @property
    def seen(self) -> int:
        """The version of the draft that waits, 0 for none."""
        return self.draft.version if self.draft else 0

    @property
    def written(self) -> Entry | None:
        """The entry as it is written now: the draft, or else what is in force."""
        return self.draft.entry if self.draft else self.in_force


@dataclass(frozen=True)
class EntryDesk:
    """What the pages of entries need for one request."""

    city: str
    account: Account
    shelves: Shelves
    engine: Engine

    @property
    def drafts(self) -> EntryDrafts:
        return EntryDrafts(self.engine, self.account.name)

    @property
    def published(self) -> Published:
        """As it is served here; what was just published follows within seconds."""
        return self.shelves(self.city)

    @property
    def knowledge(self) -> Knowledge:
        return self.published.shelf.knowledge

    @property
    def today(self) -> date:
        return self.now.date()

    @property
    def now(self) -> datetime:
        return datetime.now(TOKYO)

    def revision(self) -> int:
        """The revision of the city that is in force."""
        return PublishedContent(self.engine).revision(self.city)

    def may(self, role: Role) -> bool:
        return self.account.role >= role

    @cached_property
    def _people(self) -> dict[str, str]:
        return {person.name: person.display for person in SqlAccounts(self.engine).all()}

    def person(self, who: str) -> str:
        """How a person is called on the pages; who has no account (the command line) by the name that was kept."""
        return self._people.get(who, who) or "（名前なし）"

    def state(self, id: str) -> EntryState:
        """Everything about the entry `id`, from the database."""
        history = tuple(entry_history(self.engine, self.city, id))
        own = history[0].entry if history else None
        shared = next((entry for entry in self.shelves.common(self.city).entries if entry.id == id), None)
        waiting = {draft.entry.id: draft for draft in self.drafts.waiting(self.city)}
        return EntryState(id, own, shared, history, waiting.get(id))


def _at(request: Request, account: Account) -> EntryDesk:
    return EntryDesk(current_city(request), account, request.app.state.shelves, request.app.state.engine)


def _read(request: Request, account: Annotated[Account, Depends(staff(Role.READER))]) -> EntryDesk:
    return _at(request, account)


def _edit(request: Request, account: Annotated[Account, Depends(staff(Role.EDITOR))]) -> EntryDesk:
    return _at(request, account)


def _approve(request: Request, account: Annotated[Account, Depends(staff(Role.APPROVER))]) -> EntryDesk:
    return _at(request, account)


Reading = Annotated[EntryDesk, Depends(_read)]
Editing = Annotated[EntryDesk, Depends(_edit)]
Approving = Annotated[EntryDesk, Depends(_approve)]
