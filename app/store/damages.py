"""Reading damage cases, what is being repaired, and what waits for a council's decision."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, select

from app.domain.damage import DamageId, DamageKind, OpenDamage, Proposed, Repair
from app.domain.device import State
from app.domain.record import Record
from app.store import tables
from app.store.among import among, packed
from app.store.ready import Ready

_HELD, _CASE = tables.damage_balance.c, tables.damage.c
_OPEN = (
    select(_HELD.damage_id, _HELD.device_id, _HELD.state, _HELD.quantity, _CASE.kind, _CASE.day)
    .join(tables.damage, _CASE.id == _HELD.damage_id)
    .where(_HELD.quantity > 0)
    .order_by(_HELD.damage_id)
)
_LINE, _HEAD = tables.disposal_line.c, tables.disposal.c
_PROPOSED = (
    select(
        _HEAD.id, _LINE.id, _LINE.device_id, _LINE.state, _LINE.damage_id, _LINE.quantity, _HEAD.day
    )
    .join(tables.disposal, _HEAD.id == _LINE.disposal_id)
    .where(_HEAD.status == "active")
    .order_by(_LINE.id)
)
_ALL_OPEN, _ALL_PROPOSED = Ready(_OPEN), Ready(_PROPOSED)
_OPEN_OF = Ready(_OPEN.where(among(_HELD.device_id, bindparam("wanted"))))
_PROPOSED_OF = Ready(_PROPOSED.where(among(_LINE.device_id, bindparam("wanted"))))


def open_damages(connection: Connection, devices: Sequence[int] | None) -> list[OpenDamage]:
    """Return what is damaged, in repair or lost, of some devices or of all, by case."""
    rows = _asked(connection, _ALL_OPEN, _OPEN_OF, devices)
    return [
        OpenDamage(DamageId(row[0]), row[1], State(row[2]), row[3], DamageKind(row[4]), row[5])
        for row in rows
    ]


def proposed(connection: Connection, devices: Sequence[int] | None) -> list[Proposed]:
    """Return what is proposed for disposal and not decided, of some devices or of all."""
    rows = _asked(connection, _ALL_PROPOSED, _PROPOSED_OF, devices)
    return [Proposed(row[0], row[1], row[2], State(row[3]), row[4], row[5], row[6]) for row in rows]


def _asked(
    connection: Connection, every: Ready, some: Ready, devices: Sequence[int] | None
) -> list[Any]:
    if devices is None:
        return every.rows(connection)
    return some.rows(connection, wanted=packed(devices))


def open_repairs(connection: Connection) -> list[Record[Repair]]:
    """Return the repairs that have not all come back, oldest first."""
    column = tables.repair.c
    names = list(Repair.__dataclass_fields__)
    rows = (
        select(column.id, *(column[name] for name in names))
        .where(column.status == "active", column.quantity > column.mended + column.unmended)
        .order_by(column.id)
    )
    return [Record(row[0], Repair(*row[1:])) for row in connection.execute(rows)]
