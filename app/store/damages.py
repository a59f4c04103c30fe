"""Reading damage cases, what is being repaired, and what waits for a council's decision."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, select

from app.domain.damage import DamageId, DamageKind, OpenDamage, Proposed, Repair
from app.domain.device import State
from app.domain.record import Record
from app.store import tables
from app.store.among import among


def open_damages(connection: Connection, devices: Sequence[int] | None) -> list[OpenDamage]:
    """Return what is damaged, in repair or lost, of some devices or of all, by case."""
    held, case = tables.damage_balance.c, tables.damage.c
    rows = (
        select(held.damage_id, held.device_id, held.state, held.quantity, case.kind, case.day)
        .join(tables.damage, case.id == held.damage_id)
        .where(held.quantity > 0)
        .order_by(held.damage_id)
    )
    if devices is not None:
        rows = rows.where(among(held.device_id, devices))
    return [
        OpenDamage(DamageId(row[0]), row[1], State(row[2]), row[3], DamageKind(row[4]), row[5])
        for row in connection.execute(rows)
    ]


def proposed(connection: Connection, devices: Sequence[int] | None) -> list[Proposed]:
    """Return what is proposed for disposal and not decided, of some devices or of all."""
    line, head = tables.disposal_line.c, tables.disposal.c
    rows = (
        select(
            head.id, line.id, line.device_id, line.state, line.damage_id, line.quantity, head.day
        )
        .join(tables.disposal, head.id == line.disposal_id)
        .where(head.status == "active")
        .order_by(line.id)
    )
    if devices is not None:
        rows = rows.where(among(line.device_id, devices))
    return [
        Proposed(row[0], row[1], row[2], State(row[3]), row[4], row[5], row[6])
        for row in connection.execute(rows)
    ]


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
