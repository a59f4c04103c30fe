"""Writing an entry: the only place where a book changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from functools import cache
from itertools import groupby
from typing import Any, TypeVar

from sqlalchemy import Connection, bindparam, exists, insert, select

from app.domain.calendar import show_day
from app.domain.device import Device, DeviceId, State
from app.domain.draft import Draft
from app.domain.fault import Refused
from app.domain.ledger import (
    SEALED,
    Entry,
    EntryId,
    Image,
    Movement,
    Posting,
    canonical,
    described_device,
    first_shortfall,
    movements,
    seal,
    sealed,
    stored,
)
from app.domain.month import MonthClosed, month_of
from app.domain.passage import may_pass, reason_for
from app.domain.sentence import Sentence
from app.domain.text import sort_key
from app.store import tables
from app.store.history import head
from app.store.months import last_approved
from app.store.ready import Ready
from app.store.search import index_devices, index_places

T = TypeVar("T")

_LATER = Ready(select(exists().where(tables.entry.c.day > bindparam("day"))))


@cache
def _insertion(table: str, columns: tuple[str, ...]) -> str:
    names = ", ".join(f'"{name}"' for name in columns)
    holes = ", ".join(f":{name}" for name in columns)
    return f"INSERT INTO {table} ({names}) VALUES ({holes})"  # noqa: S608 - the names are the tables' own


@cache
def _updating(table: str, columns: tuple[str, ...]) -> str:
    changes = ", ".join(f'"{name}" = :{name}' for name in columns if name != "id")
    return f"UPDATE {table} SET {changes} WHERE id = :id"  # noqa: S608 - as above


def write(
    connection: Connection, draft: Draft[T], actor: str, recorded_at: str
) -> tuple[EntryId, str]:
    """Write a draft as the next entry of the ledger; return its number and its hash.

    Raise `MonthClosed` when its day lies in or before an approved month, `Refused` when
    entries of its kind may not move a quantity so, or when a balance would have dipped below
    zero on that day or later.
    """
    _check_passages(connection, draft)
    _check_month(connection, draft.day)
    _check_backdating(connection, draft)
    last = head(connection)
    number, borne = _write_entry(connection, last, draft, actor, recorded_at)
    _note_described(connection, number, draft.images)
    return EntryId(number), borne


def write_history(
    connection: Connection, drafts: Iterable[tuple[str, Draft[Any]]], actor: str
) -> int:
    """Write the drafts of a made-up history, each with the moment it was recorded.

    They are written as `write` does, under the same guards, but neither the month nor past
    days are looked at: whoever makes the history up answers for it. Return how many.
    """
    last = head(connection)
    written = 0
    for recorded_at, draft in drafts:
        last = _write_entry(connection, last, draft, actor, recorded_at)
        written += 1
    return written


def _write_entry(
    connection: Connection, last: tuple[int, str], draft: Draft[Any], actor: str, recorded_at: str
) -> tuple[int, str]:
    """Write a draft as the entry after `last`; return its number and its hash."""
    number, previous = last[0] + 1, last[1]
    postings = [_posting_row(number, posting) for posting in draft.postings]
    row = {
        "id": number,
        "recorded_at": recorded_at,
        "actor": actor,
        "previous_hash": previous,
        **_told(draft),
    }
    row["hash"] = seal(row, [[one[name] for name in SEALED] for one in postings])
    _insert(connection, row, postings, draft.images)
    return number, str(row["hash"])


def write_again(connection: Connection, entry: Entry) -> None:
    """Write a sealed entry as it is, under the guards of the file."""
    postings = [_posting_row(entry.id, posting) for posting in entry.postings]
    _insert(connection, stored(entry), postings, entry.images)
    _note_described(connection, entry.id, entry.images)


def _insert(
    connection: Connection,
    row: Mapping[str, Any],
    postings: Sequence[Mapping[str, Any]],
    images: Sequence[Image],
) -> None:
    """Write an entry with all that hangs on it.

    By the driver itself: each statement is small, and the ready one is half of its cost.
    """
    cursor = connection.connection.cursor()
    _write_images(connection, cursor, images)
    cursor.execute(_insertion("entry", tuple(row)), row)
    if postings:
        cursor.executemany(_insertion("posting", tuple(postings[0])), postings)


def _write_images(connection: Connection, cursor: Any, images: Sequence[Image]) -> None:  # noqa: ANN401 - the driver's cursor
    for (name, new), group in groupby(images, _road):
        ordered = "sort_key" in tables.DESCRIBED[name].c
        rows = [{"id": one.id, **_stored(one.after, ordered=ordered)} for one in group]
        statement = _insertion if new else _updating
        cursor.executemany(statement(name, tuple(rows[0])), rows)
        if name == "device":
            index_devices(connection, rows)
        elif name == "place" and not new:
            index_places(connection, [row["id"] for row in rows])


def _road(image: Image) -> tuple[str, bool]:
    return image.table, image.before is None


def _stored(row: Mapping[str, Any], *, ordered: bool) -> Mapping[str, Any]:
    return {**row, "sort_key": sort_key(str(row["name"]))} if ordered else row


def _told(draft: Draft[T]) -> dict[str, Any]:
    """Return what the row of an entry has of its draft."""
    return {
        "kind": draft.kind,
        "day": draft.day,
        "text": draft.sentence.text,
        "values": canonical(draft.sentence.values),
        "reason": draft.reason,
        "reverses": draft.reverses,
        "corrects": draft.corrects,
        "images": canonical([[one.table, one.id, one.before, one.after] for one in draft.images]),
    }


def _posting_row(entry: int, posting: Posting) -> dict[str, Any]:
    return {"entry_id": entry, **sealed(posting)}


def _note_described(connection: Connection, entry: int, images: Iterable[Image]) -> None:
    devices = {described_device(image) for image in images} - {None}
    if devices:
        rows = [{"device_id": device, "entry_id": entry} for device in devices]
        connection.execute(insert(tables.described), rows)


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
    if not _LATER.value(connection, day=draft.day):
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
