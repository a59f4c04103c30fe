"""Working days of the public sector: ten of them are the time to report a change (Điều 7.2)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

DUE_AFTER = 10  # working days
EFFECTIVE = date(2024, 8, 27)  # from here on a time is set (Quyết định, Điều 2)
_SATURDAY = 5
_ONE = timedelta(days=1)


def is_working(day: date, off: Collection[date], worked: Collection[date]) -> bool:
    """Return whether a day is worked: a make-up day, or a weekday that is not off."""
    return day in worked or (day.weekday() < _SATURDAY and day not in off)


def due_after(
    day: date, off: Collection[date], worked: Collection[date], days: int = DUE_AFTER
) -> date:
    """Return the day by which something of `day` is due: its tenth working day after.

    The day itself is not counted. What is recorded on the due day is on time.
    """
    # Whole weeks at once, while no special day lies ahead to change their count.
    special = sorted({*off, *worked})
    while days > _SATURDAY:
        week = day + 7 * _ONE
        if any(day < one <= week for one in special):
            break
        day, days = week, days - _SATURDAY
    while days:
        day += _ONE
        days -= is_working(day, off, worked)
    return day


def days_left(due: date, today: date, off: Collection[date], worked: Collection[date]) -> int:
    """Return how many working days are left to a due day, negative when it has gone by."""
    first, last, sign = (today, due, 1) if due >= today else (due, today, -1)
    count = 0
    while first < last:
        first += _ONE
        count += is_working(first, off, worked)
    return sign * count
