"""What is to be sent outside, read for the clock of working days."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select, text

from app.domain.month import first_day, last_day
from app.domain.sentence import Sentence
from app.domain.upload import DeviceChange, RowView
from app.store import changes, tables
from app.store.notices import Told, read_notices

_AT_ONCE = 500  # ids in one question
_EVER = ("", "9999-12-31")

_LOANS = text(
    """SELECT coalesce(p.team_id, 0), count(DISTINCT l.id), coalesce(sum(n.quantity), 0)
FROM loan l JOIN person p ON p.id = l.teacher_id JOIN loan_line n ON n.loan_id = l.id
WHERE l.day BETWEEN :first AND :last AND l.status <> 'cancelled' GROUP BY 1"""
)
_UNRETURNED = text(
    """SELECT coalesce(p.team_id, 0), sum(b.outstanding),
sum(CASE WHEN l.due < :today THEN b.outstanding ELSE 0 END)
FROM line_balance b JOIN loan l ON l.id = b.loan_id JOIN person p ON p.id = l.teacher_id
WHERE b.outstanding > 0 GROUP BY 1"""
)


@dataclass(frozen=True, slots=True)
class Called:
    """What a device is called, and which team answers for it, None for all."""

    code: str
    name: str
    team: int | None
    status: str


@dataclass(frozen=True, slots=True)
class Lacking:
    """A device and which fields it was asked for and lacks; `team` answers, None for all."""

    code: str
    name: str
    team: int | None
    fields: tuple[str, ...]


class Times:
    """What the clock of working days and the uploads ask of a book; nothing here writes."""

    def __init__(self, connection: Connection) -> None:
        """Read through a connection."""
        self._connection = connection

    def changes(self) -> list[DeviceChange]:
        """Return every change of a device that stands, oldest entry first."""
        return changes.changes_between(self._connection, *_EVER)

    def due(self) -> list[DeviceChange]:
        """Return the changes of devices that no upload carries, oldest entry first."""
        return changes.due_changes(self._connection)

    def due_by_day(self) -> Counter[str]:
        """Return how many changes of devices no upload carries, by the ISO day they happened."""
        return changes.due_by_day(self._connection)

    def lacking(self, devices: Iterable[int], asked: Sequence[str]) -> list[Lacking]:
        """Return which of the columns asked for some devices in use lack, in order of their ids."""
        column = tables.device.c
        told = [column[name] for name in ("code", "name", "team_id", *asked)]
        found: list[Lacking] = []
        for chosen in _chunks(devices):
            rows = select(*told).where(column.id.in_(chosen), column.status == "active")
            for code, name, team, *said in self._connection.execute(rows.order_by(column.id)):
                fields = [
                    field for field, value in zip(asked, said, strict=True) if value in {"", None}
                ]
                found.append(Lacking(code, name, team, tuple(fields)))
        return found

    def written(self, month: str) -> list[DeviceChange]:
        """Return the changes of devices of a month's entries that stand, oldest entry first."""
        days = first_day(month).isoformat(), last_day(month).isoformat()
        return changes.changes_written(self._connection, *days)

    def between(self, first: str, last: str) -> list[DeviceChange]:
        """Return the changes of devices that happened between two ISO days, oldest entry first."""
        return changes.changes_between(self._connection, first, last)

    def of_batch(self, batch: int) -> list[DeviceChange]:
        """Return the changes of devices that the rows of an upload carry, oldest entry first."""
        return changes.changes_of_batch(self._connection, batch)

    def carried_to(self) -> dict[int, int]:
        """Return up to which entry the changes of devices are carried by rows of uploads."""
        return changes.carried_to(self._connection)

    def batches(self) -> dict[int, dict[str, Any]]:
        """Return of each upload batch who made it when, and how many of its rows stand how."""
        return changes.batches_made(self._connection)

    def rows_of(self, batch: int) -> list[RowView]:
        """Return the rows of an upload batch with their devices."""
        return changes.rows_of_batch(self._connection, batch)

    def waiting_in(self) -> dict[int, int]:
        """Return the last batch in which each device waits for an answer."""
        return changes.waiting_in(self._connection)

    def notices(self) -> list[Told]:
        """Return the notices for the sector's database that stand, oldest first."""
        return read_notices(self._connection)

    def sentences(self, entries: Iterable[int]) -> dict[int, Sentence]:
        """Return what tells each of some entries."""
        column = tables.entry.c
        found: dict[int, Sentence] = {}
        for chosen in _chunks(entries):
            rows = select(column.id, column.text, column["values"]).where(column.id.in_(chosen))
            for entry in self._connection.execute(rows):
                found[entry.id] = Sentence(entry.text, json.loads(entry[2]))
        return found

    def called(self, devices: Iterable[int]) -> dict[int, Called]:
        """Return what each of some devices is called."""
        column = tables.device.c
        found: dict[int, Called] = {}
        for chosen in _chunks(devices):
            rows = select(column.id, column.code, column.name, column.team_id, column.status)
            for number, *said in self._connection.execute(rows.where(column.id.in_(chosen))):
                found[number] = Called(*said)
        return found

    def loans_by_team(self, first: str, last: str) -> dict[int, tuple[int, int]]:
        """Return how many slips and what quantity each team lent between two ISO days.

        A team is that of the teacher now, 0 for who is in none.
        """
        rows = self._connection.execute(_LOANS, {"first": first, "last": last})
        return {team: (slips, quantity) for team, slips, quantity in rows}

    def unreturned_by_team(self, today: str) -> dict[int, tuple[int, int]]:
        """Return the quantity each team has out, and of it what is past its due day."""
        rows = self._connection.execute(_UNRETURNED, {"today": today})
        return {team: (out, late) for team, out, late in rows}


def _chunks(numbers: Iterable[int]) -> Iterator[list[int]]:
    wanted = sorted(set(numbers))
    for start in range(0, len(wanted), _AT_ONCE):
        yield wanted[start : start + _AT_ONCE]
