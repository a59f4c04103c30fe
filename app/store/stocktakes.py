"""Reading what moved while a stocktake was counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, select

from app.domain.device import State
from app.domain.stocktake import LaterMove
from app.store import tables

_AT_ONCE = 500


def moves_since(
    connection: Connection, entry: int, devices: Sequence[int] | None
) -> list[LaterMove]:
    """Return what was posted after an entry and still stands, oldest first.

    What is undone never was, whenever that was said: neither it nor its reversal is among them.
    `devices` are those asked about, None for all.
    """
    posting, written = tables.posting.c, tables.entry.c
    wanted = (
        select(posting.device_id, posting.source, posting.target, posting.quantity,
               written.id, written.reverses, written.day)
        .join(tables.entry, written.id == posting.entry_id)
        .where(posting.entry_id > entry)
        .order_by(posting.entry_id, posting.id)
    )  # fmt: skip
    if devices is None:
        rows = connection.execute(wanted).all()
    else:
        rows = [
            row
            for start in range(0, len(devices), _AT_ONCE)
            for row in connection.execute(
                wanted.where(posting.device_id.in_(devices[start : start + _AT_ONCE]))
            )
        ]
    reverses = {row.id: row.reverses for row in rows if row.reverses is not None}
    undone = Counter(_first(number, reverses) for number in reverses)
    return [
        LaterMove(
            row.device_id, row.id, row.day, State(row.source), State(row.target), row.quantity
        )
        for row in rows
        if row.reverses is None and undone[row.id] % 2 == 0
    ]


def _first(entry: int, reverses: Mapping[int, int]) -> int:
    """Return the entry that a chain of undos is about."""
    while entry in reverses:
        entry = reverses[entry]
    return entry
