"""Which version a database has, and how it comes to today's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.audit.database import Database
from provenance.errors import StoreError

if TYPE_CHECKING:
    from alembic.config import Config
    from sqlalchemy import Connection


def newest() -> str:
    """The version that this program writes."""
    from alembic.script import ScriptDirectory

    head = ScriptDirectory.from_config(_config()).get_current_head()
    assert head is not None
    return head


def migrate(database: Database) -> None:
    """Bring a database to today's version, in one transaction: it is in the old state or in the new one, never between.

    Raises
    ------
    StoreError
        It cannot be opened, is of another program, or was written by a newer version of this one.
    """
    database.transact(lambda connection: _migrate(connection, database.shown))


def _migrate(connection: Connection, shown: str) -> None:
    from alembic import command
    from alembic.runtime.migration import MigrationContext
    from sqlalchemy import inspect, text

    if connection.dialect.name == "postgresql":
        # two programs that start at once must not both make the tables; SQLite's transactions exclude each other anyway
        connection.execute(text("SELECT pg_advisory_xact_lock(7170861)"))
    if not database_is_ours(connection):
        names = inspect(connection).get_table_names()
        raise StoreError(f"the store {shown} belongs to something else (it has a table {names[0]!r}): name another database")
    have, want = MigrationContext.configure(connection).get_current_revision(), newest()
    if have == want:
        return
    config = _config()
    if have is not None and have not in _known():
        raise StoreError(f"the store {shown} was written by a newer version ({have[:40]}): update this program; the store was not touched")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def database_is_ours(connection: Connection) -> bool:
    """Whether a database is empty or holds an audit."""
    from sqlalchemy import inspect

    names = set(inspect(connection).get_table_names())
    return not names or "alembic_version" in names


def _known() -> set[str]:
    from alembic.script import ScriptDirectory

    return {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}


def _config() -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "provenance.audit:migrations")
    config.set_main_option("path_separator", "os")
    return config
