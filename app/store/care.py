"""What the list of due care asks of the book: when devices came, and what expires."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, func, select

from app.domain.device import State
from app.store import tables

_AT_ONCE = 500  # devices asked for in one question


def first_days(connection: Connection, devices: Sequence[int]) -> dict[int, str]:
    """Return the ISO day on which some of each device first came into the book."""
    posting, found = tables.posting.c, {}
    for start in range(0, len(devices), _AT_ONCE):
        rows = connection.execute(
            select(posting.device_id, func.min(tables.entry.c.day))
            .join(tables.entry, tables.entry.c.id == posting.entry_id)
            .where(
                posting.device_id.in_(devices[start : start + _AT_ONCE]),
                posting.source == State.OUTSIDE,
            )
            .group_by(posting.device_id)
        )
        found.update({row[0]: row[1] for row in rows})
    return found


def expiring(connection: Connection, last: str) -> list[int]:
    """Return the ids of the devices whose use-by date is an ISO day or earlier."""
    column = tables.device.c
    rows = select(column.id).where(column.use_by.between("0", last), column.status == "active")
    return list(connection.execute(rows.order_by(column.use_by, column.id)).scalars())
