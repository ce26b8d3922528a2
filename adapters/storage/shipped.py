"""What ships of a city: loaded once as its revision 1; from then on the database holds the truth, and a release's changes are offered."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from sqlalchemy import Connection, Engine, Table, insert, select, update

from adapters.storage.database import writing
from adapters.storage.published import SHIPPED, bodies_at, body_of, take_turn
from adapters.storage.tables import Row, entry_revisions, plan_revisions, publications
from knowledge import Entry, Own, Plan


class Kind(StrEnum):
    """What became of an entry or plan in the shipped files since they were last loaded."""

    NEW = "new"
    CHANGED = "changed"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Change:
    """An entry or plan that the files have otherwise than when they were last loaded. `contested`: the city changed it too."""

    id: str
    kind: Kind
    contested: bool


@dataclass(frozen=True)
class ShippedContent:
    """Loads what ships into the database of `engine`, in the name of `who`, and tells what has changed in it since."""

    engine: Engine
    who: str = ""

    def holds(self, city: str) -> bool:
        """Whether what ships of `city` was loaded."""
        with self.engine.connect() as connection:
            return _holds(connection, city)

    def load(self, city: str, own: Own, why: str) -> bool:
        """Load what ships of `city` as its revision 1, once; whether it was done now. Of several processes one does it.

        Before shipped content was loaded, "none of the city's own" in a later revision meant what ships: it is filled in.
        """
        with writing(self.engine) as connection:
            take_turn(connection, city)
            if _holds(connection, city):
                return False
            row = {"city": city, "revision": SHIPPED, "at": datetime.now(UTC), "who": self.who, "why": why}
            connection.execute(insert(publications), [row | {"shipped": True}])
            for table, items in _tables(own):
                bodies = {item.id: body_of(item) for item in items}
                if bodies:
                    same = {"city": city, "revision": SHIPPED}
                    connection.execute(insert(table), [same | {"id": id, "body": body} for id, body in bodies.items()])
                    _fill_in(connection, table, city, bodies)
            return True

    def changes(self, city: str, own: Own, revision: int) -> list[Change]:
        """How the files, which hold `own`, differ from what was last loaded of them, by id; `revision` is the one in force.

        What the city has already as the files have it is no change.
        """
        found: list[Change] = []
        with self.engine.connect() as connection:
            for table, items in _tables(own):
                files = {item.id: body_of(item) for item in items}
                loaded, now = _loaded(connection, table, city), bodies_at(connection, table, city, revision)
                for id in sorted(files.keys() | loaded.keys()):
                    file, before, ours = files.get(id), loaded.get(id), now.get(id)
                    if file not in (before, ours):
                        kind = Kind.GONE if file is None else Kind.CHANGED if before else Kind.NEW
                        found.append(Change(id, kind, ours != before))
        return found


def _tables(own: Own) -> Iterator[tuple[Table, Sequence[Entry | Plan]]]:
    yield entry_revisions, own.entries
    yield plan_revisions, own.plans


def _holds(connection: Connection, city: str) -> bool:
    p = publications.c
    first = select(p.revision).where(p.city == city, p.revision == SHIPPED)
    return connection.execute(first).scalar() is not None


def _loaded(connection: Connection, table: Table, city: str) -> dict[str, Row]:
    """By id, what the newest revision that was loaded from files holds of it."""
    p = publications.c
    same = (p.city == table.c.city) & (p.revision == table.c.revision) & p.shipped
    rows = select(table.c.id, table.c.body).join(publications, same).where(table.c.city == city)
    newest = {row.id: row.body for row in connection.execute(rows.order_by(table.c.revision))}
    return {id: body for id, body in newest.items() if body is not None}


def _fill_in(connection: Connection, table: Table, city: str, bodies: Mapping[str, Row]) -> None:
    """`bodies` in place of each body of JSON null of the same id."""
    t = table.c
    for id, revision, body in connection.execute(select(t.id, t.revision, t.body).where(t.city == city)).all():
        if body is None and id in bodies:
            here = (t.city == city) & (t.id == id) & (t.revision == revision)
            connection.execute(update(table).where(here).values(body=bodies[id]))
