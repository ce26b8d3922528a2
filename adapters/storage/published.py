"""The entries and plans of each city as append-only revisions; revision 1 is what shipped when the city began."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from itertools import chain
from typing import Any, TypeVar

from pydantic import TypeAdapter
from sqlalchemy import JSON, Connection, Engine, Table, func, insert, select, update

from adapters.storage.database import insert_new, writing
from adapters.storage.tables import Row, entry_revisions, plan_revisions, publications, published
from knowledge import Entry, Knowledge, Plan

Item = TypeVar("Item", Entry, Plan)
SHIPPED = 1  # the revision that holds what shipped; the only one of a city that has published nothing


class Overtaken(RuntimeError):
    """Somebody else published the same entry or plan meanwhile; nothing was published."""


@dataclass(frozen=True, slots=True)
class Publication:
    """One revision of a city: when, by whom and why. `restores` is the revision whose content it brought back, or None;
    `shipped` says that it holds what ships with the program."""

    city: str
    revision: int
    at: datetime
    who: str
    why: str
    restores: int | None = None
    shipped: bool = False


class PublishedContent:
    """Reads and writes publications, in the name of `who`. Every publication raises the city's revision by one."""

    def __init__(self, engine: Engine, who: str = "") -> None:
        self.engine = engine
        self.who = who

    def named(self, who: str) -> "PublishedContent":
        """The same in the name of `who`."""
        return PublishedContent(self.engine, who)

    def revision(self, city: str) -> int:
        """The revision in force."""
        with self.engine.connect() as connection:
            return _revision(connection, city)

    def revisions(self, cities: Iterable[str]) -> dict[str, int]:
        """The revisions in force of `cities`, in one question to the database."""
        with self.engine.connect() as connection:
            found = {row.city: row.revision for row in connection.execute(select(published))}
        return {city: found.get(city, SHIPPED) for city in cities}

    def history(self, city: str) -> list[Publication]:
        """Every publication of `city`, newest first."""
        columns = [publications.c[name] for name in Publication.__slots__]
        newest_first = select(*columns).where(publications.c.city == city).order_by(publications.c.revision.desc())
        with self.engine.connect() as connection:
            return [Publication(*row) for row in connection.execute(newest_first)]

    def publish(
        self,
        city: str,
        why: str,
        entries: Iterable[Entry] = (),
        plans: Iterable[Plan] = (),
        *,
        without: Collection[str] = (),
        shipped: bool = False,
        based_on: int | None = None,
    ) -> int:
        """Publish `entries` and `plans` together, all or nothing; the new revision of the city.

        The city's own of the ids `without` are taken away. `shipped` says that all comes from the shipped files. Publishers of one city queue. Where they were made from what revision `based_on` held, none of them may have been
        published since: raises Overtaken.
        """
        changes: dict[Table, list[tuple[str, Row | None]]] = {
            entry_revisions: [(item.id, body_of(item)) for item in entries],
            plan_revisions: [(item.id, body_of(item)) for item in plans],
        }
        with writing(self.engine) as connection:
            before = take_turn(connection, city)
            for table, items in changes.items():
                items += [(id, None) for id in bodies_at(connection, table, city, before) if id in without]
            if based_on is not None:
                for table, items in changes.items():
                    _refuse_overtaken(connection, table, city, {id for id, _ in items}, based_on)
            publication = Publication(city, before + 1, datetime.now(UTC), self.who, why, shipped=shipped)
            return self._add(connection, publication, changes)

    def restore(self, city: str, revision: int, why: str) -> int:
        """Publish the content that `revision` had; the new revision, or the one in force where that holds the same.

        What did not exist then is gone again. Raises LookupError for a revision that there never was.
        """
        with writing(self.engine) as connection:
            before = take_turn(connection, city)
            _refuse_unknown(city, revision, before)
            changes = {
                table: _differences(
                    bodies_at(connection, table, city, before), bodies_at(connection, table, city, revision)
                )
                for table in (entry_revisions, plan_revisions)
            }
            if not any(changes.values()):
                return before
            restoring = Publication(city, before + 1, datetime.now(UTC), self.who, why, revision)
            return self._add(connection, restoring, changes)

    def on_top_of(self, common: Knowledge, revision: int | None = None) -> Knowledge:
        """The published state of the city: what is common with its own entries and plans on top, as of now or of `revision`.

        Raises LookupError for a revision that there never was.
        """
        entries, plans, revision = self._own(common.city.code, revision)
        return replace(common.with_entries(entries).with_plans(plans), revision=revision)

    def preview(
        self,
        common: Knowledge,
        entries: Iterable[Entry] = (),
        plans: Iterable[Plan] = (),
        without: Collection[str] = (),
    ) -> Knowledge:
        """What `on_top_of` will return once these are published, but for the revision, if nobody else publishes meanwhile."""
        own_entries, own_plans, revision = self._own(common.city.code)
        after = common.with_entries(_replaced(own_entries, entries, without))
        after = after.with_plans(_replaced(own_plans, plans, without))
        return replace(after, revision=revision)

    def _own(self, city: str, revision: int | None = None) -> tuple[tuple[Entry, ...], tuple[Plan, ...], int]:
        with self.engine.connect() as connection:
            newest = _revision(connection, city)  # first: what is published while we read is not of this revision
            revision = newest if revision is None else revision
            _refuse_unknown(city, revision, newest)
            entries = entries_at(connection, city, revision)
            return entries, _items(Plan, bodies_at(connection, plan_revisions, city, revision)), revision

    @staticmethod
    def _add(
        connection: Connection, publication: Publication, changes: Mapping[Table, list[tuple[str, Row | None]]]
    ) -> int:
        """Write `publication` with its rows and put it in force; a body of None takes the city's own away."""
        city, revision = publication.city, publication.revision
        row = {name: getattr(publication, name) for name in Publication.__slots__}
        connection.execute(insert(publications), [row])
        for table, items in changes.items():
            rows = [
                {"city": city, "id": id, "revision": revision, "body": JSON.NULL if body is None else body}
                for id, body in items
            ]
            if rows:
                connection.execute(insert(table), rows)
        connection.execute(update(published).where(published.c.city == city).values(revision=revision))
        return revision


def body_of(item: Entry | Plan) -> Row:
    """`item` with all that it holds as JSON: days and numbers as text, tuples as lists."""
    body: Row = _adapters()[type(item)].dump_python(item, mode="json")
    return body


def item_of(kind: type[Item], body: Row) -> Item:
    """What was stored as `body`. Fields that an older version did not store take their defaults."""
    item: Item = _adapters()[kind].validate_python(body)
    return item


def entries_at(connection: Connection, city: str, revision: int) -> tuple[Entry, ...]:
    """The city's own entries as they were at `revision`."""
    return _items(Entry, bodies_at(connection, entry_revisions, city, revision))


def _revision(connection: Connection, city: str) -> int:
    return connection.execute(select(published.c.revision).where(published.c.city == city)).scalar() or SHIPPED


def _refuse_unknown(city: str, revision: int, newest: int) -> None:
    if not SHIPPED <= revision <= newest:
        raise LookupError(
            f"{city} has no revision {revision}; it has {SHIPPED} to {newest}. "
            f"`madoguchi revisions --city {city}` lists them."
        )


def _replaced(own: Iterable[Item], new: Iterable[Item], without: Collection[str]) -> tuple[Item, ...]:
    """`own`, but for those `without`, with `new` in place of those of the same id, in the order of the ids."""
    items = {item.id: item for item in chain((item for item in own if item.id not in without), new)}
    return tuple(items[id] for id in sorted(items))


def take_turn(connection: Connection, city: str) -> int:
    """The revision in force, which nobody else can change before this transaction ends."""
    connection.execute(insert_new(connection.dialect.name, published, "city"), [{"city": city, "revision": SHIPPED}])
    held = select(published.c.revision).where(published.c.city == city).with_for_update()
    before: int = connection.execute(held).scalar_one()
    return before


def bodies_at(connection: Connection, table: Table, city: str, revision: int) -> dict[str, Row]:
    """What the city had of its own at `revision`, by id, in the order of the ids on every database."""
    newest = (
        select(table.c.id, func.max(table.c.revision).label("revision"))
        .where(table.c.city == city, table.c.revision <= revision)
        .group_by(table.c.id)
        .subquery()
    )
    same = (table.c.id == newest.c.id) & (table.c.revision == newest.c.revision)
    rows = connection.execute(select(table.c.id, table.c.body).join(newest, same).where(table.c.city == city))
    return {id: body for id, body in sorted(rows, key=lambda row: row.id) if body is not None}


def _differences(now: dict[str, Row], then: dict[str, Row]) -> list[tuple[str, Row | None]]:
    """(id, body) of all that must change so that `now` becomes `then`."""
    return [(id, then.get(id)) for id in sorted(now.keys() | then.keys()) if now.get(id) != then.get(id)]


def _refuse_overtaken(connection: Connection, table: Table, city: str, ids: set[str], based_on: int) -> None:
    """Raise Overtaken when one of `ids` was published after revision `based_on`."""
    newer = (
        select(table.c.id, publications)
        .join(publications, (publications.c.city == table.c.city) & (publications.c.revision == table.c.revision))
        .where(table.c.city == city, table.c.revision > based_on)
        .order_by(table.c.revision.desc())
    )
    for row in connection.execute(newer):
        if row.id in ids:
            raise Overtaken(
                f"{city}: {row.id!r} was changed meanwhile by revision {row.revision} ({row.who or 'unknown'}: {row.why}). "
                "Nothing was published. Look at what is there now, then do it again."
            )


def _items(kind: type[Item], bodies: Mapping[str, Row]) -> tuple[Item, ...]:
    return tuple(item_of(kind, body) for body in bodies.values())


@lru_cache
def _adapters() -> dict[type[Any], TypeAdapter[Any]]:
    """Made on first use: it takes some hundredths of a second."""
    return {kind: TypeAdapter(kind) for kind in (Entry, Plan)}
