"""What is counted over the whole ledger: a month, a school year's use, and the proof of a book."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Sequence
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
# The same figures by the shortest statements, of a book in which nothing was ever undone.
_TOTALS = (
    """SELECT e.day > :last, p.source, p.target, p.result, sum(p.quantity) FROM entry e
CROSS JOIN posting p ON p.entry_id = e.id WHERE e.day >= :first GROUP BY 1, 2, 3, 4""",
    "SELECT state, sum(quantity) FROM balance GROUP BY state",
    "SELECT day, count(*) FROM loan WHERE day BETWEEN :first AND :last GROUP BY day",
    """SELECT e.id, e.day, e.recorded_at, e.kind, d.code, d.name, p.source, p.target,
sum(p.quantity) FROM entry e CROSS JOIN posting p ON p.entry_id = e.id
JOIN device d ON d.id = p.device_id WHERE e.day BETWEEN :first AND :last
AND e.kind NOT IN ('lend', 'take_back') GROUP BY e.id, d.id, p.source, p.target""",
)
_LESSONS = "count(DISTINCT s.class_id || s.day || s.period)"
_LENT = "FROM loan s JOIN loan_line l ON l.loan_id = s.id"
_USES = (
    f"""SELECT l.device_id, d.code, d.name, d.subject, count(*), sum(l.quantity) {_LENT}
JOIN device d ON d.id = l.device_id WHERE s.day BETWEEN :first AND :last GROUP BY l.device_id""",
    f"""SELECT d.subject, {_LESSONS} {_LENT} JOIN device d ON d.id = l.device_id
WHERE s.day BETWEEN :first AND :last GROUP BY d.subject""",
    f"""SELECT substr(s.day, 1, 7), s.class_id, s.teacher_id, count(DISTINCT s.id), count(*),
sum(l.quantity) {_LENT} WHERE s.day BETWEEN :first AND :last GROUP BY 1, 2, 3""",
    """SELECT substr(day, 1, 7), count(DISTINCT class_id || day || period) FROM loan
WHERE day BETWEEN :first AND :last GROUP BY 1""",
    """SELECT device_id, sum(quantity * (day < :first)), sum(quantity) FROM (
SELECT p.device_id, e.day, p.quantity FROM posting p JOIN entry e ON e.id = p.entry_id
WHERE p.source IN ('outside', 'lost', 'disposed') AND e.day <= :last) GROUP BY device_id""",
)


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
        return partial(_fetch, self._raw, _TOTALS, _MONTH)

    def _usage(self) -> Callable[[], object]:
        return partial(self._room.ask, UsageReport(_YEAR))

    def _bare_usage(self) -> Callable[[], object]:
        return partial(_fetch, self._raw, _USES, _YEAR)

    def _verify(self) -> Callable[[], object]:
        return partial(self._room.ask, Verify())

    def _bare_pass(self) -> Callable[[], object]:
        return partial(_pass_over, self._raw)


def _fetch(raw: sqlite3.Connection, statements: Sequence[str], period: Period) -> object:
    days = {"first": period.first.isoformat(), "last": period.last.isoformat()}
    return [raw.execute(statement, days).fetchall() for statement in statements]


def _pass_over(raw: sqlite3.Connection) -> str:
    """Hash every row a proof reads, one by one."""
    kept = ("entry", "posting", "balance", "line_balance", "damage_balance", "described")
    digest = hashlib.sha256()
    for table in (*kept, *DESCRIBED):
        for row in raw.execute(f"SELECT * FROM {table}"):
            digest.update(repr(row).encode())
    return digest.hexdigest()
