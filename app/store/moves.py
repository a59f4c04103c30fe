"""Every change of a quantity's state, read from the ledger in one scan."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    String,
    and_,
    cast,
    func,
    not_,
    select,
)

from app.domain.device import State
from app.domain.quality import Move, Regraded, ToldMove
from app.domain.sentence import Sentence
from app.store import tables

_OWN = 7  # columns of a move; those of its entry follow
_USABLE = (State.IN_STORE, State.ON_LOAN)


def state_moves(connection: Connection, last: str) -> list[Move]:
    """Return what changed its state up to an ISO day, added up by device, day and case.

    Lending and taking back in good order change nothing here: both states are usable. What
    an undo takes back is told as the move it reverses, of a negative quantity, on the undo's
    own day.
    """
    rows = _moved().where(tables.entry.c.day <= last)
    return [_move(row) for row in connection.execute(rows)]


def told_moves(connection: Connection, first: str, last: str) -> list[ToldMove]:
    """Return what changed its state between two ISO days, each with the entry that tells it."""
    columns = tables.entry.c
    rows = _moved(columns.id, columns.text, columns.actor, columns["values"])
    found = []
    for entry in connection.execute(rows.where(columns.day.between(first, last))):
        what = Sentence(entry.text, json.loads(entry[-1]))
        found.append(ToldMove(entry.id, what, entry.actor, _move(entry[:_OWN])))
    return found


def _moved(*more: ColumnElement[Any]) -> Select[Any]:
    """Return the query for what changed its state, added up, with `more` of its entry."""
    posting, entry, damage = tables.posting.c, tables.entry.c, tables.damage.c
    undone = entry.reverses.is_not(None).label("undone")
    kind = func.coalesce(damage.kind, "").label("kind")
    keys = (posting.device_id, entry.day, posting.source, posting.target, kind, undone)
    return (
        select(*keys, func.sum(posting.quantity), *more)
        .join(tables.entry, entry.id == posting.entry_id)
        .outerjoin(tables.damage, damage.id == posting.damage_id)
        .where(not_(and_(posting.source.in_(_USABLE), posting.target.in_(_USABLE))))
        .group_by(*keys, *more)
        .order_by(entry.day, *more[:1])
    )


def _move(row: Sequence[Any]) -> Move:
    device, day, source, target, damaged, taken_back, quantity = row
    if taken_back:
        return Move(device, day, State(target), State(source), damaged, -quantity)
    return Move(device, day, State(source), State(target), damaged, quantity)


def regraded(connection: Connection, after: str) -> list[Regraded]:
    """Return each change of a device's quality that is dated after an ISO day, newest first."""
    entry = tables.entry.c
    image = func.json_each(entry.images).table_valued("value").alias("image")
    said = image.c.value
    before = func.json_extract(said, "$[2].condition")
    rows = connection.execute(
        select(func.json_extract(said, "$[1]"), entry.day, cast(before, String))
        .select_from(tables.entry)
        .join(image, func.json_extract(said, "$[0]") == tables.device.name)
        .where(
            entry.day > after,
            entry.id.in_(select(tables.described.c.entry_id)),
            before.is_not(None),
            before != func.json_extract(said, "$[3].condition"),
        )
        .order_by(entry.id.desc())
    )
    return [Regraded(device, day, quality) for device, day, quality in rows]
