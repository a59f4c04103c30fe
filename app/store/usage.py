"""How much was lent in a period, added up by SQLite itself: no line of a slip is read here.

A slip counts on its own day, as the ledger wrote it. The few that were undone, or written later
as an adjustment, are found by the entries that did so and count on those entries' days, so
that the figures of an approved month stay (compare `store/months`).
"""

# ruff: noqa: S608 - every fragment of the statements is this module's own

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cached_property
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, TextClause, text

from app.domain.period import Period
from app.domain.usage import BorrowerUse, DeviceUse, UsedBy, UsedLine, Uses, paired_hours
from app.store.turned import SIGN, TARGET, TURNED

# What was lent or taken off by another entry than the one of the slip's own day: `own` is the
# slip written as an adjustment, the rest are undos.
_SLIP = "class_id, teacher_id, period, day"
_ODD = f"""{TURNED}, odd (loan_id, sign, happened, own, {_SLIP}) AS MATERIALIZED (
SELECT l.id, {SIGN}, e.day, e.reverses IS NULL, l.class_id, l.teacher_id, l.period, l.day
FROM entry e CROSS JOIN posting p ON p.entry_id = e.id JOIN loan_line n ON n.id = p.line_id
JOIN loan l ON l.id = n.loan_id LEFT JOIN turned t ON t.id = e.id
WHERE e.id IN (SELECT id FROM entry WHERE reverses > 0
UNION SELECT id FROM entry WHERE corrects <> '') AND {TARGET} = 'on_loan'
GROUP BY e.id, l.id)"""
_ADJUSTED = "(SELECT loan_id FROM odd WHERE own)"
_MADE = f"""{_ODD}, made (loan_id, sign, month, {_SLIP}) AS (
SELECT id, 1, substr(day, 1, 7), {_SLIP} FROM loan
WHERE day BETWEEN :first AND :last AND id NOT IN {_ADJUSTED}
UNION ALL SELECT loan_id, sign, substr(happened, 1, 7), {_SLIP} FROM odd
WHERE happened BETWEEN :first AND :last)"""
_HOURS = """hour (period, hour) AS MATERIALIZED (
SELECT CAST(json_extract(value, '$[0]') AS TEXT), json_extract(value, '$[1]')
FROM json_each(:hours))"""

_BORROWED = text(
    f"""{_MADE}, {_HOURS}
SELECT month, class_id, teacher_id, sum(sign), sum(sign * blank), sum(sign * lines),
sum(sign * quantity) FROM (
SELECT m.month, m.class_id, m.teacher_id, m.sign,
m.period NOT IN (SELECT period FROM hour) AS blank,
(SELECT count(*) FROM loan_line n WHERE n.loan_id = m.loan_id) AS lines,
(SELECT sum(n.quantity) FROM loan_line n WHERE n.loan_id = m.loan_id) AS quantity
FROM made m) GROUP BY 1, 2, 3"""
)

_BY_DAY = text(
    f"""{_ODD} SELECT day, sum(sign) FROM (
SELECT day, 1 AS sign FROM loan WHERE day BETWEEN :first AND :last AND id NOT IN {_ADJUSTED}
UNION ALL SELECT happened, sign FROM odd WHERE happened BETWEEN :first AND :last)
GROUP BY day ORDER BY day"""
)

_USED_LINES = text(
    f"""{_MADE} SELECT m.sign, m.loan_id, m.day, c.name, b.name, d.code, d.name, n.quantity
FROM made m JOIN loan_line n ON n.loan_id = m.loan_id JOIN device d ON d.id = n.device_id
JOIN school_class c ON c.id = m.class_id JOIN person b ON b.id = m.teacher_id
ORDER BY m.day, m.loan_id, m.sign DESC, n.id LIMIT :most"""
)

_GONE = "('outside', 'lost', 'disposed')"
_DEVICES = text(
    f"""{_MADE}, used (device_id, uses, quantity) AS MATERIALIZED (
SELECT n.device_id, sum(m.sign), sum(m.sign * n.quantity)
FROM made m JOIN loan_line n ON n.loan_id = m.loan_id GROUP BY n.device_id),
held (device_id, opening, closing) AS MATERIALIZED (
SELECT device_id, sum(moved * (day < :first)), sum(moved) FROM (
SELECT p.device_id, e.day,
p.quantity * ((p.target NOT IN {_GONE}) - (p.source NOT IN {_GONE})) AS moved
FROM posting p JOIN entry e ON e.id = p.entry_id
WHERE (p.source IN {_GONE} OR p.target IN {_GONE}) AND e.day <= :last) GROUP BY device_id)
SELECT d.id, d.code, d.name, d.subject, d.catalogue_id, d.place_id, coalesce(u.uses, 0),
coalesce(u.quantity, 0), coalesce(h.opening, 0), coalesce(h.closing, 0)
FROM device d LEFT JOIN used u ON u.device_id = d.id LEFT JOIN held h ON h.device_id = d.id
WHERE u.device_id IS NOT NULL OR h.opening > 0 OR h.closing > 0"""
)

# A lesson counts while any slip that names it stands. What stood of it before the period is
# asked only where a slip from before was undone in it; no other lesson can have.
_ACTS = f"""{_MADE}, touched (class_id, day) AS MATERIALIZED (
SELECT DISTINCT class_id, day FROM odd
WHERE happened BETWEEN :first AND :last AND day < :first),
act (loan_id, sign, month, {_SLIP}) AS (
SELECT * FROM made
UNION ALL SELECT l.id, 1, '', l.class_id, l.teacher_id, l.period, l.day FROM touched x
JOIN loan l ON l.day = x.day AND l.class_id = x.class_id WHERE l.id NOT IN {_ADJUSTED}
UNION ALL SELECT loan_id, sign, '', {_SLIP} FROM odd
WHERE happened < :first AND (class_id, day) IN touched)"""
_TEXTS = text(f"{_ACTS} SELECT DISTINCT period FROM act")
_BY_MONTH = text(
    f"""{_ACTS}, {_HOURS} SELECT month, sum((stood > 0) - (stood - net > 0)) FROM (
SELECT month, net, sum(net) OVER (PARTITION BY class_id, day, hour ORDER BY month) AS stood
FROM (SELECT a.class_id, a.day, h.hour, a.month, sum(a.sign) AS net
FROM act a JOIN hour h ON h.period = a.period GROUP BY 1, 2, 3, 4))
WHERE month <> '' GROUP BY month"""
)

_LINES = "JOIN loan_line n ON n.loan_id = a.loan_id"
# The number of each device's group stands in a row of figures at the place of the device's id:
# looking it up costs nothing, however many lines there are. A joined list would be searched
# from end to end for each.
_WIDTH = 6
_PART = f"CAST(CAST(substr(:groups, n.device_id * {_WIDTH} + 1, {_WIDTH}) AS TEXT) AS INTEGER)"
_GROUPS: Mapping[UsedBy, tuple[str, str]] = {
    UsedBy.DEVICE: ("n.device_id", _LINES),
    **dict.fromkeys((UsedBy.ITEM, UsedBy.SUBJECT), (_PART, _LINES)),
    UsedBy.CLASS: ("a.class_id", ""),
    UsedBy.GRADE: ("c.grade", "JOIN school_class c ON c.id = a.class_id"),
    UsedBy.TEACHER: ("a.teacher_id", ""),
    UsedBy.TEAM: ("coalesce(b.team_id, 0)", "JOIN person b ON b.id = a.teacher_id"),
}


def _by_group(by: UsedBy) -> TextClause:
    key, joined = _GROUPS[by]
    return text(
        f"""{_ACTS}, {_HOURS} SELECT name, sum((stands > 0) - (stood > 0)) FROM (
SELECT {key} AS name, sum(a.sign) AS stands, sum(a.sign * (a.month = '')) AS stood
FROM act a JOIN hour h ON h.period = a.period {joined}
GROUP BY 1, a.class_id, a.day, h.hour) GROUP BY name"""
    )


_BY_GROUP = {by: _by_group(by) for by in UsedBy}

_LAST_DAYS = text(
    """SELECT n.device_id, max(l.day) FROM loan_line n JOIN loan l ON l.id = n.loan_id
WHERE n.device_id IN (SELECT value FROM json_each(:devices)) AND l.day <= :last
AND l.status = 'active' GROUP BY n.device_id"""
)


_NO_GROUPS: Mapping[int, int] = MappingProxyType({})


class Usage:
    """The uses of a period, asked figure by figure."""

    def __init__(self, connection: Connection, period: Period) -> None:
        """Look at a period through a connection."""
        self._connection = connection
        self._days = {"first": period.first.isoformat(), "last": period.last.isoformat()}

    def borrowed(self) -> list[BorrowerUse]:
        """Return what each teacher used with each class, month by month."""
        return [
            BorrowerUse(month, school_class, teacher, Uses(uses, 0, quantity, slips, blank))
            for month, school_class, teacher, slips, blank, uses, quantity in self._rows(
                _BORROWED, hours=self._hours
            )
        ]

    def slips_by_day(self) -> list[tuple[str, int]]:
        """Return how many slips were made on each day, undone ones taken off."""
        return [(day, slips) for day, slips in self._rows(_BY_DAY)]

    def devices(self) -> list[DeviceUse]:
        """Return the uses of each device that was used, or there to be used."""
        return [DeviceUse(*row) for row in self._rows(_DEVICES)]

    def lines(self, most: int) -> list[UsedLine]:
        """Return the lines that the uses of the period are counted of, `most` of them, by day."""
        return [UsedLine(*row) for row in self._rows(_USED_LINES, most=most)]

    def hours(self, by: UsedBy, groups: Mapping[int, int] = _NO_GROUPS) -> dict[int, int]:
        """Return in how many lesson hours each device, class, … used something, by its id.

        `groups` names, for devices by subject or item, the number of each device's group.
        """
        places = range(max(groups, default=-1) + 1)
        packed = b"".join(b"%*d" % (_WIDTH, groups.get(device, 0)) for device in places)
        rows = self._rows(_BY_GROUP[by], hours=self._hours, groups=packed)
        return {row[0]: row[1] for row in rows}

    def month_hours(self) -> dict[str, int]:
        """Return in how many lesson hours something was used in each month, YYYY-MM."""
        return {row[0]: row[1] for row in self._rows(_BY_MONTH, hours=self._hours)}

    def last_days(self, devices: list[int]) -> dict[int, str]:
        """Return the ISO day on which each device was last lent, up to the period's end."""
        rows = self._rows(_LAST_DAYS, devices=json.dumps(devices))
        return {row[0]: row[1] for row in rows}

    def _rows(self, asked: TextClause, **bound: str | bytes | int) -> Sequence[Any]:
        return self._connection.execute(asked, {**self._days, **bound}).all()

    @cached_property
    def _hours(self) -> str:
        """The lesson hours that the slips of the period name, for a statement."""
        return json.dumps(paired_hours(row[0] for row in self._rows(_TEXTS)))
