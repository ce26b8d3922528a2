"""Which version the tables have, and the way to the newest: forward only, all or nothing."""

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, Inspector, func, inspect, select, text

from adapters.storage.tables import HEAD, metadata

if TYPE_CHECKING:
    from alembic.config import Config

VERSIONS = "alembic_version"  # Alembic's own table
UPGRADING = 0x6D61646F  # key of the lock that processes which start together queue for on PostgreSQL


class UnusableDatabase(RuntimeError):
    """The database is none of ours, or of a newer program; the message says what to do."""


def up_to_date(engine: Engine) -> bool:
    """Whether nothing is to be done. Alembic is not loaded for the answer: every command asks."""
    with engine.connect() as connection:
        return version(connection) == HEAD


def version(connection: Connection) -> str:
    """The version of the tables; nothing for an empty database and for one from before there were versions."""
    if not inspect(connection).has_table(VERSIONS):
        return ""
    return connection.execute(text(f"SELECT version_num FROM {VERSIONS}")).scalar() or ""  # noqa: S608


def upgrade(connection: Connection, to: str = "head") -> None:
    """Bring the tables to version `to`, inside the transaction of `connection`.

    Of two processes the second waits, and finds nothing to do. A database that the program made itself before there
    were versions is taken over as it is. Raises UnusableDatabase for one that is newer than the program, or not ours.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(UPGRADING)))
    from alembic import command  # a tenth of a second, which most starts can do without

    config = _config(connection)
    _refuse_unknown(connection, config)
    command.upgrade(config, to)


def _config(connection: Connection) -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _refuse_unknown(connection: Connection, config: "Config") -> None:
    from alembic.script import ScriptDirectory

    found = version(connection)
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    where = connection.engine.url.render_as_string(hide_password=True)
    if found and found not in known:
        raise UnusableDatabase(
            f"the database {where} has version {found}; this program knows versions up to {HEAD}. A newer Madoguchi has "
            "used it: install that one again, or restore the copy from before the update."
        )
    if not found:
        _refuse_foreign(inspect(connection), where)


def _refuse_foreign(inspector: Inspector, where: str) -> None:
    """A table of our name with other columns belongs to another program, which must not be touched."""
    for name in sorted(set(inspector.get_table_names()) & set(metadata.tables)):
        others = {column["name"] for column in inspector.get_columns(name)} - set(metadata.tables[name].columns.keys())
        if others:
            raise UnusableDatabase(
                f"the database {where} has a table {name!r} of another program (with {', '.join(sorted(others))}). "
                "Give Madoguchi a database of its own in MADOGUCHI_DATABASE_URL."
            )
