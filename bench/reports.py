"""How long each report takes beside its question in bare SQL: `python -m bench.reports BOOK`.

The range holds all the loans of a book: of M, a million lines. Each is asked a few times, in
turns with its floor; the table goes on into `build/bench.json`.
"""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path

from app.domain.period import Period
from app.services.report_kinds import KINDS, find_report
from app.services.room import Room
from bench import books
from bench.__main__ import BUILD, show
from bench.measuring import Measure, timed

_ROUNDS, _GOAL = 3, 1.5
_WHOLE = Period(date(2021, 9, 1), date(2026, 8, 31))
_MOVED = """SELECT {what}, p.source, p.target, p.result, sum(p.quantity) FROM entry e
JOIN posting p ON p.entry_id = e.id JOIN device d ON d.id = p.device_id
WHERE e.day <= :last GROUP BY 1, 2, 3, 4"""
_LENT = "FROM loan s JOIN loan_line l ON l.loan_id = s.id JOIN device d ON d.id = l.device_id"
_LINES = f"""SELECT s.id, s.day, s.due, c.name, p.code, p.name, d.code, d.name, l.quantity,
b.outstanding {_LENT} JOIN line_balance b ON b.line_id = l.id
JOIN school_class c ON c.id = s.class_id JOIN person p ON p.id = s.teacher_id"""
_HELD = "SELECT d.*, b.state, b.quantity FROM device d JOIN balance b ON b.device_id = d.id"
_CHANGED = """SELECT e.id, e.day, e.recorded_at, e.kind, p.device_id, sum(p.quantity) FROM entry e
JOIN posting p ON p.entry_id = e.id WHERE e.day BETWEEN :first AND :last
AND e.kind NOT IN ('lend', 'take_back') GROUP BY e.id, p.device_id"""
_FLOORS = {
    "quality": _MOVED.format(what="d.subject"),
    "usage": f"""SELECT l.device_id, d.code, d.name, count(*), sum(l.quantity) {_LENT}
WHERE s.day BETWEEN :first AND :last GROUP BY l.device_id""",
    "unused": f"""SELECT code, name FROM device WHERE id NOT IN
(SELECT l.device_id {_LENT} WHERE s.day BETWEEN :first AND :last)""",
    "quota": f"""SELECT s.teacher_id, d.subject, count(DISTINCT s.class_id || s.day || s.period)
{_LENT} WHERE s.day BETWEEN :first AND :last GROUP BY 1, 2""",
    "damage": _CHANGED,
    "stock": _MOVED.format(what="d.id"),
    "loans": f"{_LINES} WHERE s.day BETWEEN :first AND :last ORDER BY p.name, s.day",
    "holders": f"{_LINES} WHERE b.outstanding > 0 ORDER BY p.name, s.day",
    "overdue": f"{_LINES} WHERE b.outstanding > 0 AND s.due < :last ORDER BY p.name, s.day",
    "deadlines": _CHANGED,
    "teams": f"""SELECT p.team_id, count(*), sum(l.quantity) {_LENT}
JOIN person p ON p.id = s.teacher_id WHERE s.day BETWEEN :first AND :last GROUP BY 1""",
    "shortage": _HELD,
    "book": _HELD,
}


def measures(room: Room, raw: sqlite3.Connection, period: Period = _WHOLE) -> Iterator[Measure]:
    """Yield a measure of each report over a period."""
    days = {"first": period.first.isoformat(), "last": period.last.isoformat()}
    for name in KINDS:
        ours = _asked(room, name, period)
        floor = _fetched(raw, _FLOORS[name], days)
        yield Measure(f"report_{name}", _GOAL, timed(ours), timed(floor), _ROUNDS)


def _asked(room: Room, name: str, period: Period) -> Callable[[], Callable[[], object]]:
    return lambda: partial(room.ask, find_report(name, period))


def _fetched(
    raw: sqlite3.Connection, statement: str, days: dict[str, str]
) -> Callable[[], Callable[[], object]]:
    return lambda: lambda: raw.execute(statement, days).fetchall()


def main() -> int:
    """Measure the reports of a book."""
    with books.copied(Path(sys.argv[1]), "reports") as folder:
        room, raw = books.enter(folder), books.bare(folder)
        show(measures(room, raw), BUILD / "bench.json")
        raw.close()
        room.leave()
    return 0


if __name__ == "__main__":
    sys.exit(main())
