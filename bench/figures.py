"""What is counted over the whole ledger: a month, a school year's use, and the proof of a book."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable
from datetime import date
from functools import partial

from app.domain.period import Period
from app.services.months import MonthOf
from app.services.queries import Verify
from app.services.room import Room
from app.services.usage_report import UsageReport
from app.store.tables import DESCRIBED
from bench.books import START, bare
from bench.measuring import Measure, timed

_MONTH = Period(date(2026, 4, 1), date(2026, 4, 30))
_YEAR = Period(START, date(2026, 5, 31))
_TOTALS = """SELECT e.day > ?, p.source, p.target, p.result, sum(p.quantity) FROM entry e
JOIN posting p ON p.entry_id = e.id WHERE e.day >= ? GROUP BY 1, 2, 3, 4"""
_USES = """SELECT l.device_id, count(*), sum(l.quantity) FROM loan s
JOIN loan_line l ON l.loan_id = s.id WHERE s.day BETWEEN ? AND ? GROUP BY l.device_id"""


class Figures:
    """The figures of a book, and the bare SQL they are held against."""

    def __init__(self, room: Room) -> None:
        """Ask a room; the floor reads its very file."""
        self._room = room
        self._raw = bare(room.folder)

    def measures(self, rounds: int, proofs: int) -> list[Measure]:
        """Return the measures; a book is proved `proofs` times."""
        return [
            Measure("month_totals", 1.5, timed(self._month), timed(self._bare_month), rounds),
            Measure("usage_year", 1.5, timed(self._usage), timed(self._bare_usage), rounds),
            Measure("verify", 1.5, timed(self._verify), timed(self._bare_pass), proofs),
        ]

    def close(self) -> None:
        """Let go of the file."""
        self._raw.close()

    def _month(self) -> Callable[[], object]:
        return partial(self._room.ask, MonthOf(_MONTH.first.isoformat()[:7]))

    def _bare_month(self) -> Callable[[], object]:
        days = (_MONTH.last.isoformat(), _MONTH.first.isoformat())
        return partial(_fetch, self._raw, _TOTALS, days)

    def _usage(self) -> Callable[[], object]:
        return partial(self._room.ask, UsageReport(_YEAR))

    def _bare_usage(self) -> Callable[[], object]:
        days = (_YEAR.first.isoformat(), _YEAR.last.isoformat())
        return partial(_fetch, self._raw, _USES, days)

    def _verify(self) -> Callable[[], object]:
        return partial(self._room.ask, Verify())

    def _bare_pass(self) -> Callable[[], object]:
        return partial(_pass_over, self._raw)


def _fetch(raw: sqlite3.Connection, statement: str, values: tuple[object, ...]) -> object:
    return raw.execute(statement, values).fetchall()


def _pass_over(raw: sqlite3.Connection) -> str:
    """Hash every row a proof reads, one by one."""
    kept = ("entry", "posting", "balance", "line_balance", "damage_balance", "described")
    digest = hashlib.sha256()
    for table in (*kept, *DESCRIBED):
        for row in raw.execute(f"SELECT * FROM {table}"):  # noqa: S608 - the tables' own names
            digest.update(repr(row).encode())
    return digest.hexdigest()
