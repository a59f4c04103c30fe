"""Reading the ledger back."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, case, literal, select

from app.domain.damage import DamageId
from app.domain.device import DeviceId, State
from app.domain.ledger import (
    GENESIS,
    Entry,
    Image,
    LineId,
    Posting,
)
from app.store import tables
from app.store.ready import Ready

_CHUNK = 500
_HEAD = Ready(
    select(tables.entry.c.id, tables.entry.c.hash).order_by(tables.entry.c.id.desc()).limit(1)
)


def entries(connection: Connection, first: int = 1, last: int | None = None) -> Iterator[Entry]:
    """Yield the entries numbered `first` to `last`, oldest first."""
    columns = tables.entry.c
    while True:
        wanted = select(tables.entry).where(columns.id >= first).order_by(columns.id)
        if last is not None:
            wanted = wanted.where(columns.id <= last)
        rows = connection.execute(wanted.limit(_CHUNK)).mappings().all()
        if not rows:
            return
        among = tables.posting.c.entry_id.between(rows[0]["id"], rows[-1]["id"])
        postings = _postings(connection, among)
        for row in rows:
            if row["id"] < first:  # pages that changed places: it would be read for ever
                raise ValueError(row["id"])
            yield _entry(dict(row), postings.get(row["id"], ()))
            first = row["id"] + 1


def entries_of_device(connection: Connection, device: int) -> list[Entry]:
    """Return every entry that moved or described a device, oldest first, as its own story.

    Of what an entry did only the device's own postings are read, and no images: an import of
    thousands of devices is one entry of each of them.
    """
    column, posting = tables.described.c, tables.posting.c
    described = select(column.entry_id).where(column.device_id == device)
    moved = select(posting.entry_id).where(posting.device_id == device)
    numbers = sorted(set(connection.execute(described.union(moved)).scalars()))
    columns = tables.entry.c
    told = [literal("[]").label("images") if one is columns.images else one for one in columns]
    postings = _postings(connection, posting.device_id == device)
    found: list[Entry] = []
    for start in range(0, len(numbers), _CHUNK):
        chunk = columns.id.in_(numbers[start : start + _CHUNK])
        rows = connection.execute(select(*told).where(chunk).order_by(columns.id)).mappings()
        found += [_entry(dict(row), postings.get(row["id"], ())) for row in rows]
    return found


def entries_of_case(connection: Connection, damage: int) -> list[Entry]:
    """Return every entry that opened, moved or described a damage case, oldest first.

    Of an import, which opens many at once, the images are not read.
    """
    posting, filed, columns = tables.posting.c, tables.described.c, tables.entry.c
    held = tables.damage.c
    device = connection.execute(select(held.device_id).where(held.id == damage)).scalar_one()
    moving = (posting.device_id == device) & (posting.damage_id == damage)
    told = (
        select(filed.entry_id)
        .join(tables.entry, columns.id == filed.entry_id)
        .where(filed.device_id == device, columns.kind.in_(("describe", "undo")))
    )
    numbers = select(posting.entry_id).where(moving).union(told)
    images = case((columns.kind == "import", "[]"), else_=columns.images).label("images")
    shown = [images if one is columns.images else one for one in columns]
    rows = connection.execute(
        select(*shown).where(columns.id.in_(numbers)).order_by(columns.id)
    ).mappings()
    postings = _postings(connection, moving)
    found = [_entry(dict(row), postings.get(row["id"], ())) for row in rows]
    return [
        entry
        for entry in found
        if entry.postings
        or any((image.table, image.id) == ("damage", damage) for image in entry.images)
    ]


def entries_of_kinds(connection: Connection, kinds: frozenset[str]) -> list[Entry]:
    """Return every entry of some kinds, and every one that undid such an entry, oldest first."""
    columns = tables.entry.c
    own = select(columns.id).where(columns.kind.in_(kinds))
    wanted = columns.id.in_(own) | columns.reverses.in_(own)
    rows = connection.execute(select(tables.entry).where(wanted).order_by(columns.id)).mappings()
    return [_entry(dict(row), ()) for row in rows]


def head(connection: Connection) -> tuple[int, str]:
    """Return the number and the hash of the last entry."""
    row = _HEAD.row(connection)
    return (row[0], row[1]) if row else (0, GENESIS)


def hashes(connection: Connection, numbers: Sequence[int]) -> dict[int, str]:
    """Return the hashes of some entries."""
    columns, found = tables.entry.c, dict[int, str]()
    for start in range(0, len(numbers), _CHUNK):
        chunk = columns.id.in_(numbers[start : start + _CHUNK])
        rows = connection.execute(select(columns.id, columns.hash).where(chunk))
        found.update((row.id, row.hash) for row in rows)
    return found


def _postings(connection: Connection, among: ColumnElement[bool]) -> dict[int, tuple[Posting, ...]]:
    columns = tables.posting.c
    rows = connection.execute(
        select(tables.posting).where(among).order_by(columns.entry_id, columns.id)
    )
    gathered: dict[int, list[Posting]] = {}
    for row in rows:
        posting = Posting(
            DeviceId(row.device_id),
            row.quantity,
            State(row.source),
            State(row.target),
            LineId(row.line_id) if row.line_id is not None else None,
            row.result,
            row.note,
            DamageId(row.damage_id) if row.damage_id is not None else None,
        )
        gathered.setdefault(row.entry_id, []).append(posting)
    return {number: tuple(postings) for number, postings in gathered.items()}


def _entry(row: dict[str, Any], postings: tuple[Posting, ...]) -> Entry:
    images = tuple(Image(*image) for image in json.loads(row["images"]))
    return Entry(**{**row, "values": json.loads(row["values"]), "images": images},
                 postings=postings)  # fmt: skip
