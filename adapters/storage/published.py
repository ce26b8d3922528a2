"""Published content beyond what ships: entries and plans that a city imported, as append-only revisions."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection, Engine, Table, func, insert, select

from adapters.storage.database import entry_revisions, one_writer, plan_revisions, publications
from knowledge import Audience, Entry, Knowledge, Passage, Plan, PlanStatus, Source
from knowledge.source import Link

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
                rows = [{"city": city, "id": item.id, "revision": revision, "body": _body(item)} for item in items]
                if rows:
                    connection.execute(insert(table), rows)
        return revision

    def on_top_of(self, shipped: Knowledge) -> Knowledge:
        """The published state of the city: what ships with its newest own entries and plans on top."""
        city = shipped.city.code
        with self._engine.connect() as connection:
            entries = tuple(_entry(body) for body in self._newest(connection, entry_revisions, city))
            plans = tuple(_plan(body) for body in self._newest(connection, plan_revisions, city))
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


def _body(item: Entry | Plan) -> dict[str, Any]:
    return {key: _plain(value) for key, value in asdict(item).items()}


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, date) else value


def _entry(body: dict[str, Any]) -> Entry:
    fixed = {
        "audience": Audience(body["audience"]),
        "phrasings": tuple(body["phrasings"]),
        "tags": tuple(body["tags"]),
        "related": tuple(body.get("related", ())),  # older revisions have none
        "links": tuple(Link(**link) for link in body["links"]),
        "source": tuple(Source(**source | {"as_of": _day(source["as_of"])}) for source in body["source"]),
    }
    days = {name: _day(body[name]) for name in ("valid_from", "valid_until", "updated_on")}
    return Entry(**body | fixed | days)


def _plan(body: dict[str, Any]) -> Plan:
    fixed = {
        "status": PlanStatus(body["status"]),
        "audience": Audience(body["audience"]),
        "as_of": _day(body["as_of"]),
        "passages": tuple(
            Passage(**passage | {"headings": tuple(passage["headings"])}) for passage in body["passages"]
        ),
    }
    return Plan(**body | fixed)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
