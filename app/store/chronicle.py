"""Looking through the history, newest first, however long it is."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, exists, func, or_, select

from app.domain.chronicle import Concern, HistoryFilter, Told
from app.domain.view import Problem
from app.store import tables
from app.store.history import hashes
from app.store.recount import check_tail

_SPAN = 2_000  # entries looked at in one question
_MOST_NAMED = 500  # entries named in one question
_RECENT = 20_000  # entries whose writers are offered

_entry, _posting = tables.entry.c, tables.posting.c
_undoing = tables.entry.alias("undoing")


class Chronicle:
    """The ledger read backwards."""

    def __init__(self, connection: Connection) -> None:
        """Read through a connection."""
        self._connection = connection

    def parts(
        self, wanted: HistoryFilter, concern: Concern | None, before: int
    ) -> Iterator[tuple[list[Told], int]]:
        """Yield the entries older than `before` that fit, newest first, with how far that looked.

        Each part looks at so many entries alone, so that whoever asks can stop between two. The
        words of `wanted.query` are left to whoever knows the language.
        """
        first, last = _bounds(self._connection, wanted)
        chosen = _chosen(wanted, concern).order_by(_entry.id.desc())
        for low, within in _parts(self._connection, concern, first, min(last, before - 1)):
            rows = self._connection.execute(chosen.where(within)).mappings()
            yield [_told(dict(row)) for row in rows], low

    def writers(self) -> list[str]:
        """Return who wrote the entries of late."""
        newest = select(func.max(_entry.id)).scalar_subquery()
        rows = select(_entry.actor).where(_entry.id > newest - _RECENT).distinct()
        return list(self._connection.execute(rows).scalars())

    def hashes(self, numbers: Sequence[int]) -> dict[int, str]:
        """Return the hashes that some entries bear, without those the book does not have."""
        return hashes(self._connection, numbers)

    def check_tail(self, count: int) -> tuple[Problem, ...]:
        """Return what is wrong with the seals of the last entries."""
        return check_tail(self._connection, count)


def _parts(
    connection: Connection, concern: Concern | None, first: int, last: int
) -> Iterator[tuple[int, ColumnElement[bool]]]:
    """Yield where to look, the newest part first, with the oldest entry of each."""
    if concern is not None and concern.device is not None:
        numbers = _about_device(connection, concern.device, first, last)
        for start in range(0, len(numbers), _MOST_NAMED):
            part = numbers[start : start + _MOST_NAMED]
            end = start + _MOST_NAMED >= len(numbers)
            yield 1 if end else part[-1], _entry.id.in_(part)
        return
    while last >= first:
        low = max(last - _SPAN + 1, first)
        yield 1 if low == first else low, _entry.id.between(low, last)
        last = low - 1


def _columns() -> Select[Any]:
    names = ("id", "kind", "day", "recorded_at", "actor", "text", "values", "reason", "reverses",
             "corrects")  # fmt: skip
    return select(*(_entry[name] for name in names), _undoing.c.id.label("undone_by")).outerjoin(
        _undoing, _undoing.c.reverses == _entry.id
    )


def _told(row: dict[str, Any]) -> Told:
    return Told(**{**row, "values": json.loads(row["values"])})


def _bounds(connection: Connection, wanted: HistoryFilter) -> tuple[int, int]:
    """Return the first and the last entry of a filter's days, from the index of the days."""
    ends = select(func.min(_entry.id), func.max(_entry.id))
    if wanted.first:
        ends = ends.where(_entry.day >= wanted.first)
    if wanted.last:
        ends = ends.where(_entry.day <= wanted.last)
    first, last = connection.execute(ends).one()
    return first or 1, last or 0


def _chosen(wanted: HistoryFilter, concern: Concern | None) -> Select[Any]:
    chosen = _columns()
    if wanted.first:
        chosen = chosen.where(_entry.day >= wanted.first)
    if wanted.last:
        chosen = chosen.where(_entry.day <= wanted.last)
    if wanted.actor:
        chosen = chosen.where(_entry.actor == wanted.actor)
    if wanted.kind:
        chosen = chosen.where(_entry.kind == wanted.kind)
    if concern is not None and concern.device is None:
        chosen = chosen.where(_is_of_rows(concern))
    return chosen


def _is_of_rows(concern: Concern) -> ColumnElement[bool]:
    """Say whether an entry lent to or took back from some rows, or describes them."""
    line, loan = tables.loan_line.c, tables.loan.c
    lent = exists().where(
        _posting.entry_id == _entry.id, line.id == _posting.line_id, loan.id == line.loan_id,
        loan[concern.column].in_(concern.rows),
    )  # fmt: skip
    # An image begins so in the one JSON text the ledger writes.
    described = [
        func.instr(_entry.images, f'["{concern.table}",{number},') > 0 for number in concern.rows
    ]
    return or_(lent, *described)


def _about_device(connection: Connection, device: int, first: int, last: int) -> list[int]:
    filed = tables.described.c
    moved = select(_posting.entry_id).where(_posting.device_id == device)
    described = select(filed.entry_id).where(filed.device_id == device)
    numbers = connection.execute(moved.union(described)).scalars()
    return sorted((one for one in numbers if first <= one <= last), reverse=True)
