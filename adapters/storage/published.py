"""Published content beyond what ships: entries and plans that a city imported, as append-only revisions."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, TypeVar

from pydantic import TypeAdapter
from sqlalchemy import Connection, Engine, Table, func, insert, select

from adapters.storage.database import entry_revisions, one_writer, plan_revisions, publications
from knowledge import Entry, Knowledge, Plan

Item = TypeVar("Item", Entry, Plan)
SHIPPED = 1  # the revision of a city that has published nothing of its own


class PublishedContent:
    """Reads and writes publications. Every publication raises the city's revision by one."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def revision(self, city: str) -> int:
        with self._engine.connect() as connection:
            return self._revision(connection, city)

    def publish(self, city: str, why: str, entries: Iterable[Entry] = (), plans: Iterable[Plan] = ()) -> int:
        """Publish `entries` and `plans` together, all or nothing; the new revision of the city."""
        with one_writer(self._engine), self._engine.begin() as connection:
            revision = self._revision(connection, city) + 1
            row = {"city": city, "revision": revision, "at": datetime.now(UTC), "why": why}
            connection.execute(insert(publications), [row])
            for table, items in ((entry_revisions, entries), (plan_revisions, plans)):
                rows = [{"city": city, "id": item.id, "revision": revision, "body": body_of(item)} for item in items]
                if rows:
                    connection.execute(insert(table), rows)
        return revision

    def on_top_of(self, shipped: Knowledge) -> Knowledge:
        """The published state of the city: what ships with its newest own entries and plans on top."""
        city = shipped.city.code
        with self._engine.connect() as connection:
            entries = tuple(item_of(Entry, body) for body in self._newest(connection, entry_revisions, city))
            plans = tuple(item_of(Plan, body) for body in self._newest(connection, plan_revisions, city))
            revision = self._revision(connection, city)
        return replace(shipped.with_entries(entries).with_plans(plans), revision=revision)

    @staticmethod
    def _revision(connection: Connection, city: str) -> int:
        newest = select(func.max(publications.c.revision)).where(publications.c.city == city)
        return connection.execute(newest).scalar() or SHIPPED

    @staticmethod
    def _newest(connection: Connection, table: Table, city: str) -> Sequence[dict[str, Any]]:
        newest = (
            select(table.c.id, func.max(table.c.revision).label("revision"))
            .where(table.c.city == city)
            .group_by(table.c.id)
            .subquery()
        )
        same = (table.c.id == newest.c.id) & (table.c.revision == newest.c.revision)
        rows = select(table.c.body).join(newest, same).where(table.c.city == city).order_by(table.c.id)
        return connection.execute(rows).scalars().all()


def body_of(item: Entry | Plan) -> dict[str, Any]:
    """`item` with all that it holds as JSON: days and numbers as text, tuples as lists."""
    body: dict[str, Any] = _adapters()[type(item)].dump_python(item, mode="json")
    return body


def item_of(kind: type[Item], body: dict[str, Any]) -> Item:
    """What was stored as `body`. Fields that an older version did not store take their defaults."""
    item: Item = _adapters()[kind].validate_python(body)
    return item


@lru_cache
def _adapters() -> dict[type[Any], TypeAdapter[Any]]:
    """Made on first use: it takes some hundredths of a second."""
    return {kind: TypeAdapter(kind) for kind in (Entry, Plan)}
