"""Reading the archive's index."""

from __future__ import annotations

from dataclasses import fields

from sqlalchemy import Connection, select

from app.domain.archive import Archived, ArchivedView
from app.store.tables import archive, entry


def read_archive(connection: Connection) -> list[ArchivedView]:
    """Return the index with who issued each and when, the newest first."""
    names = [item.name for item in fields(Archived)]
    rows = connection.execute(
        select(archive.c.id, entry.c.actor, entry.c.recorded_at, *(archive.c[n] for n in names))
        .join(entry, entry.c.id == archive.c.entry)
        .order_by(archive.c.id.desc())
    )
    return [ArchivedView(row[0], Archived(*row[3:]), row[1], row[2]) for row in rows]
