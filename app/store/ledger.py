"""Writing an entry: the only place where a book changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, replace
from itertools import groupby
from typing import Any, TypeVar

from sqlalchemy import Connection, Table, bindparam, exists, insert, select, update

from app.domain.calendar import show_day
from app.domain.device import Device, DeviceId, State
from app.domain.draft import Draft
from app.domain.fault import Refused
from app.domain.ledger import (
    GENESIS,
    Entry,
    EntryId,
    Image,
    Movement,
    canonical,
    described_device,
    first_shortfall,
    movements,
    seal,
)
from app.domain.month import MonthClosed, month_of
from app.domain.passage import may_pass, reason_for
from app.domain.sentence import Sentence
from app.domain.text import sort_key
from app.store import tables
from app.store.months import last_approved
from app.store.search import index_devices, index_places

T = TypeVar("T")


def _insertion(table: Table, *left_out: str) -> str:
    names = [column.name for column in table.columns if column.name not in left_out]
    columns = ", ".join(f'"{name}"' for name in names)
    return f"INSERT INTO {table.name} ({columns}) VALUES ({', '.join(f':{n}' for n in names)})"  # noqa: S608 - the names are the tables' own


_INSERT_ENTRY = _insertion(tables.entry)
_INSERT_POSTING = _insertion(tables.posting, "id")


def write(connection: Connection, draft: Draft[T], actor: str, recorded_at: str) -> Entry:
    """Write a draft as the next entry of the ledger; return it sealed.

    Raise `MonthClosed` when its day lies in or before an approved month, `Refused` when
    entries of its kind may not move a quantity so, or when a balance would have dipped below
    zero on that day or later.
    """
    _check_passages(connection, draft)
    _check_month(connection, draft.day)
    _check_backdating(connection, draft)
    number, previous = _head(connection)
    entry = _sealed(draft, number + 1, previous, actor, recorded_at)
    write_again(connection, entry)
    return entry


def write_again(connection: Connection, entry: Entry) -> None:
    """Write a sealed entry as it is, under the guards of the file."""
    _write_rows(connection, entry.images)
    connection.execute(insert(tables.entry), [_entry_row(entry)])
    _write_postings(connection, entry)
    _note_described(connection, entry)


def write_history(
    connection: Connection, drafts: Iterable[tuple[str, Draft[Any]]], actor: str
) -> int:
    """Write the drafts of a made-up history, each with the moment it was recorded.

    They reach the same tables under the same guards as `write`, but neither the month nor
    past days are looked at: whoever makes the history up answers for it. Return how many.
    """
    number, previous = _head(connection)
    written = 0
    # The driver itself: a made-up school year is hundreds of thousands of small statements.
    cursor = connection.connection.cursor()
    for recorded_at, draft in drafts:
        entry = _sealed(draft, number + 1, previous, actor, recorded_at)
        number, previous = entry.id, entry.hash
        _write_rows_raw(cursor, entry.images)
        cursor.execute(_INSERT_ENTRY, _entry_row(entry))
        cursor.executemany(_INSERT_POSTING, _posting_rows(entry))
        written += 1
    return written


def _write_rows_raw(cursor: Any, images: Sequence[Image]) -> None:  # noqa: ANN401 - the driver's cursor
    for name, group in groupby(images, _table_of):
        rows = [{"id": image.id, **image.after} for image in group]
        columns = ", ".join(f'"{column}"' for column in rows[0])
        holes = ", ".join(f":{column}" for column in rows[0])
        cursor.executemany(f"INSERT INTO {name} ({columns}) VALUES ({holes})", rows)  # noqa: S608 - the names are the tables' own


def _table_of(image: Image) -> str:
    return image.table


def _head(connection: Connection) -> tuple[int, str]:
    last = connection.execute(
        select(tables.entry.c.id, tables.entry.c.hash).order_by(tables.entry.c.id.desc()).limit(1)
    ).first()
    return (last.id, last.hash) if last else (0, GENESIS)


def _sealed(draft: Draft[T], number: int, previous: str, actor: str, recorded_at: str) -> Entry:
    entry = Entry(
        id=EntryId(number),
        kind=draft.kind,
        day=draft.day,
        recorded_at=recorded_at,
        actor=actor,
        text=draft.sentence.text,
        values=dict(draft.sentence.values),
        reason=draft.reason,
        reverses=draft.reverses,
        corrects=draft.corrects,
        postings=draft.postings,
        images=draft.images,
        previous_hash=previous,
        hash="",
    )
    return replace(entry, hash=seal(entry))


def _note_described(connection: Connection, entry: Entry) -> None:
    devices = {described_device(image) for image in entry.images} - {None}
    if devices:
        rows = [{"device_id": device, "entry_id": entry.id} for device in devices]
        connection.execute(insert(tables.described), rows)


def _write_postings(connection: Connection, entry: Entry) -> None:
    rows = _posting_rows(entry)
    if rows:
        connection.execute(insert(tables.posting), rows)


def _posting_rows(entry: Entry) -> list[dict[str, Any]]:
    return [
        {
            "entry_id": entry.id,
            "device_id": posting.device,
            "quantity": posting.quantity,
            "source": posting.source.value,
            "target": posting.target.value,
            "line_id": posting.line,
            "damage_id": posting.damage,
            "result": posting.result,
            "note": posting.note,
        }
        for posting in entry.postings
    ]


def _entry_row(entry: Entry) -> dict[str, Any]:
    images = [[image.table, image.id, image.before, image.after] for image in entry.images]
    return {
        "id": entry.id,
        "kind": entry.kind,
        "day": entry.day,
        "recorded_at": entry.recorded_at,
        "actor": entry.actor,
        "text": entry.text,
        "values": canonical(entry.values),
        "reason": entry.reason,
        "reverses": entry.reverses,
        "corrects": entry.corrects,
        "images": canonical(images),
        "previous_hash": entry.previous_hash,
        "hash": entry.hash,
    }


def _write_rows(connection: Connection, images: Sequence[Image]) -> None:
    def road(image: Image) -> tuple[str, bool]:
        return image.table, image.before is None

    for (name, new), group in groupby(images, road):
        table = tables.DESCRIBED[name]
        ordered = "sort_key" in table.c
        rows = [{"id": image.id, **_stored(image.after, ordered=ordered)} for image in group]
        if new:
            connection.execute(insert(table), rows)
        else:
            names = [column for column in rows[0] if column != "id"]
            connection.execute(
                update(table)
                .where(table.c.id == bindparam("key"))
                .values({column: bindparam(f"new_{column}") for column in names}),
                [
                    {"key": row["id"], **{f"new_{column}": row[column] for column in names}}
                    for row in rows
                ],
            )
        if table is tables.device:
            index_devices(connection, rows)
        elif table is tables.place and not new:
            index_places(connection, [row["id"] for row in rows])


def _stored(row: Mapping[str, Any], *, ordered: bool) -> dict[str, Any]:
    return {**row, "sort_key": sort_key(str(row["name"]))} if ordered else dict(row)


def _check_passages(connection: Connection, draft: Draft[T]) -> None:
    if draft.reverses is not None:
        return
    for posting in draft.postings:
        if may_pass(draft.kind, posting.source, posting.target):
            continue
        names = [item.name for item in fields(Device)]
        row = connection.execute(
            select(*(tables.device.c[name] for name in names)).where(
                tables.device.c.id == posting.device
            )
        ).one()
        reason = reason_for(Device(*row), posting.source, posting.target)
        raise Refused(
            reason
            or Sentence(
                "An entry of the kind “{kind}” moves nothing from {source} to {target}.",
                {"kind": draft.kind, "source": posting.source, "target": posting.target},
            ),
            where=row.code,
        )


def _check_month(connection: Connection, day: str) -> None:
    if month_of(day) <= last_approved(connection):
        raise MonthClosed(day)


def _check_backdating(connection: Connection, draft: Draft[T]) -> None:
    if not draft.postings:
        return
    later = select(exists().where(tables.entry.c.day > draft.day))
    if not connection.execute(later).scalar():
        return
    devices = sorted({posting.device for posting in draft.postings})
    moved = [*past_movements(connection, devices), *movements(draft.day, draft.postings)]
    shortfall = first_shortfall(moved)
    if shortfall:
        day, device, _state, _balance = shortfall
        row = connection.execute(
            select(tables.device.c.code, tables.device.c.name).where(tables.device.c.id == device)
        ).first()
        raise Refused(
            Sentence(
                "{code} {name} cannot be moved on {day}: it was not there, or it is already "
                "spoken for by what was written down for {conflict}. Choose another day.",
                {
                    "code": row.code if row else "",
                    "name": row.name if row else "",
                    "day": show_day(draft.day),
                    "conflict": show_day(day),
                },
            ),
            where="day",
        )


def past_movements(connection: Connection, devices: Iterable[DeviceId]) -> list[Movement]:
    """Return every movement of some devices, from the ledger itself."""
    columns = tables.posting.c
    moved: list[Movement] = []
    wanted = list(devices)
    for start in range(0, len(wanted), 500):
        rows = connection.execute(
            select(
                tables.entry.c.day, columns.device_id, columns.source, columns.target,
                columns.quantity,
            )
            .join(tables.entry, tables.entry.c.id == columns.entry_id)
            .where(columns.device_id.in_(wanted[start : start + 500]))
        )  # fmt: skip
        for day, device, source, target, quantity in rows:
            moved.append((day, device, State(source), -quantity))
            moved.append((day, device, State(target), quantity))
    return moved
