"""Migrations of the book, each frozen as it was released."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection

SCRIPTS = Path(__file__).parent


def upgrade(connection: Connection, target: str = "head") -> None:
    """Bring the book on `connection` to revision `target`, within its transaction."""
    _run(connection, target, up=True)


def downgrade(connection: Connection, target: str) -> None:
    """Take the book on `connection` back to revision `target`."""
    _run(connection, target, up=False)


def _run(connection: Connection, target: str, *, up: bool) -> None:
    # Alembic takes a quarter of a second to import: only a new or old book pays it.
    from alembic.migration import MigrationContext  # noqa: PLC0415
    from alembic.operations import Operations  # noqa: PLC0415
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    script = ScriptDirectory(str(SCRIPTS))
    step = script._upgrade_revs if up else script._downgrade_revs  # noqa: SLF001 - Alembic's own env.py calls these through the same door
    context = MigrationContext.configure(
        connection, opts={"fn": lambda revision, _context: step(target, revision)}
    )
    with Operations.context(context):
        context.run_migrations()
