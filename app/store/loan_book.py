"""Reading the book of loans: its figures, its lines, and what was out on a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, text

from app.domain.loan import Result
from app.domain.loan_book import BookLine, Brought, Figures, OutLine
from app.store.turned import SIGN, SOURCE, TURNED

# A slip that was undone is not in the book of loans.
_STANDS = "l.day BETWEEN :first AND :last AND l.status <> 'cancelled'"

_FIGURES = text(
    f"""SELECT l.teacher_id, l.class_id, substr(l.day, 1, 7), count(DISTINCT l.id), count(*),
sum(x.quantity), sum(coalesce(b.outstanding, 0)),
sum(CASE WHEN l.due < :today THEN coalesce(b.outstanding, 0) ELSE 0 END)
FROM loan l JOIN loan_line x ON x.loan_id = l.id LEFT JOIN line_balance b ON b.line_id = x.id
WHERE {_STANDS} GROUP BY 1, 2, 3"""  # noqa: S608 - the fragment is this module's own
)

_HURT = text(
    f"""SELECT l.teacher_id, l.class_id, substr(l.day, 1, 7), p.result,
sum(CASE p.target WHEN 'on_loan' THEN -p.quantity ELSE p.quantity END)
FROM posting p JOIN loan_line x ON x.id = p.line_id JOIN loan l ON l.id = x.loan_id
WHERE p.result NOT IN ('', 'good') AND {_STANDS} GROUP BY 1, 2, 3, 4"""  # noqa: S608 - as above
)

_PEOPLE = """JOIN school_class c ON c.id = l.class_id JOIN person w ON w.id = l.teacher_id
LEFT JOIN team m ON m.id = w.team_id JOIN device d ON d.id = x.device_id"""

_LINES = text(
    f"""SELECT x.id AS line, l.id AS loan, l.day, l.due, l.period, l.lesson,
l.teacher_id AS teacher, l.class_id AS school_class, d.code, d.name, d.unit,
x.quantity, coalesce(b.outstanding, 0) AS outstanding
FROM loan l JOIN loan_line x ON x.loan_id = l.id LEFT JOIN line_balance b ON b.line_id = x.id
{_PEOPLE} WHERE {_STANDS} ORDER BY l.day, l.id, x.id"""  # noqa: S608 - as above
)

# Nothing comes back before it went out, so the postings are read from the first day on.
_BROUGHT = text(
    f"""{TURNED} SELECT p.line_id, coalesce(t.day, e.day), p.result, p.note,
sum({SIGN} * p.quantity)
FROM entry e JOIN posting p ON p.entry_id = e.id LEFT JOIN turned t ON t.id = e.id
JOIN loan_line x ON x.id = p.line_id JOIN loan l ON l.id = x.loan_id
WHERE e.day >= :first AND {SOURCE} = 'on_loan' AND {_STANDS}
GROUP BY 1, 2, 3, 4 HAVING sum({SIGN} * p.quantity) <> 0 ORDER BY 2"""  # noqa: S608 - as above
)

# What is out now leads back to the day by what went out and came back after it.
_OUT = text(
    f"""WITH moved (line_id, quantity) AS (
SELECT line_id, outstanding FROM line_balance WHERE outstanding > 0
UNION ALL SELECT p.line_id,
CASE p.source WHEN 'on_loan' THEN p.quantity ELSE -p.quantity END
FROM entry e JOIN posting p ON p.entry_id = e.id WHERE e.day > :day AND p.line_id IS NOT NULL),
out (line_id, quantity) AS (
SELECT line_id, sum(quantity) FROM moved GROUP BY line_id HAVING sum(quantity) > 0)
SELECT x.id AS line, l.id AS loan, l.day, l.due, d.code, d.name, d.unit, d.subject,
coalesce(s.name, '') AS place, c.name AS class_name, w.code AS teacher,
w.name AS teacher_name, coalesce(m.name, '') AS team, o.quantity
FROM out o JOIN loan_line x ON x.id = o.line_id JOIN loan l ON l.id = x.loan_id
{_PEOPLE} LEFT JOIN place s ON s.id = d.place_id
WHERE l.due < :before ORDER BY l.due, l.id, x.id"""  # noqa: S608 - as above
)


class LoanBook:
    """What the book of loans reads inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        """Read through a connection."""
        self._connection = connection

    def figures(self, first: str, last: str, today: str) -> list[Figures]:
        """Return the figures of each teacher, class and month of the slips of some ISO days.

        Overdue is what is so today.
        """
        days = {"first": first, "last": last}
        hurt: dict[tuple[int, int, str], dict[str, int]] = defaultdict(dict)
        for teacher, school_class, month, result, quantity in self._connection.execute(_HURT, days):
            hurt[teacher, school_class, month][result] = quantity
        rows = self._connection.execute(_FIGURES, {**days, "today": today})
        return [
            Figures(
                teacher, school_class, month, *_harmed(counted, hurt[teacher, school_class, month])
            )
            for teacher, school_class, month, *counted in rows
        ]

    def lines(self, first: str, last: str) -> list[BookLine]:
        """Return the lines of the slips of some ISO days, in the order they were lent."""
        rows = self._connection.execute(_LINES, {"first": first, "last": last})
        return [BookLine(**row) for row in rows.mappings()]

    def brought(self, first: str, last: str) -> dict[int, list[Brought]]:
        """Return how each of these lines came back, by day; nothing that was undone."""
        found: dict[int, list[Brought]] = defaultdict(list)
        rows = self._connection.execute(_BROUGHT, {"first": first, "last": last})
        for line, day, result, note, quantity in rows:
            found[line].append(Brought(day, result, note, quantity))
        return found

    def out(self, day: str, before: str) -> list[OutLine]:
        """Return what was out at the end of an ISO day and due before another, by due day."""
        rows = self._connection.execute(_OUT, {"day": day, "before": before})
        return [OutLine(**row) for row in rows.mappings()]


def _harmed(counted: Sequence[int], hurt: Mapping[str, int]) -> tuple[int, ...]:
    """Return the figures with how what came back came back, in the order of `Figures`."""
    slips, lines, lent, outstanding, overdue = counted
    harmed = [hurt.get(result, 0) for result in (Result.DAMAGED, Result.LOST, Result.INCOMPLETE)]
    return (slips, lines, lent, lent - outstanding - sum(harmed), *harmed, outstanding, overdue)
