"""How Alembic runs the steps: over the connection that it is given, all in one transaction."""

from __future__ import annotations

from alembic import context

from provenance.audit.tables import metadata


def _run() -> None:
    connection = context.config.attributes["connection"]
    context.configure(connection=connection, target_metadata=metadata(), transactional_ddl=True, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()


_run()
