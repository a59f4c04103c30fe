"""Finding devices by what a person types, without marks or case."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Select, column, select, table, text

from app.domain.ledger import CANCELLED
from app.domain.text import fold
from app.store import tables

_WORD = re.compile(r"\w+")
_SEARCHED = ("code", "official_code", "name", "subject", "category")
_INDEX = table("device_search", column("rowid"), column("folded"))


def index_devices(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Put devices into the index, in place of what stood there of them."""
    entries = [
        {"id": row["id"], "folded": fold(" ".join(str(row[name]) for name in _SEARCHED))}
        for row in rows
    ]
    connection.execute(text("DELETE FROM device_search WHERE rowid = :id"), entries)
    connection.execute(
        text("INSERT INTO device_search (rowid, folded) VALUES (:id, :folded)"), entries
    )


def matching(query: str) -> Select[tuple[int]] | None:
    """Return the query for ids of devices that hold every word typed, as a beginning."""
    words = _WORD.findall(fold(query))
    if not words:
        return None
    pattern = " ".join(f'"{word}"*' for word in words)
    return (
        select(_INDEX.c.rowid).where(text("device_search MATCH :pattern")).params(pattern=pattern)
    )


_ORDERS = {
    "name": (tables.device.c.sort_key, tables.device.c.id),
    "code": (tables.device.c.code,),
    "subject": (tables.device.c.subject, tables.device.c.sort_key, tables.device.c.id),
}


def device_ids(query: str, order: str, limit: int | None) -> Select[tuple[int]]:
    """Return the query for ids of devices matching `query`, in one of `_ORDERS`.

    A device whose registration was undone is left out; its code still finds it.
    """
    rows = (
        select(tables.device.c.id)
        .where(tables.device.c.status != CANCELLED)
        .order_by(*_ORDERS[order])
    )
    ids = matching(query)
    if ids is not None:
        rows = rows.where(tables.device.c.id.in_(ids))
    elif query.strip():
        rows = rows.where(text("0"))
    return rows.limit(limit) if limit is not None else rows
