"""The periods a report can be of: a month, a semester, a school year, any range (Điều 8.1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from app.domain.calendar import SchoolYear, school_year_of
from app.domain.fault import Refused
from app.domain.sentence import Sentence

_DAY = timedelta(days=1)
_SECOND_TERM, _END = (1, 16), (5, 31)  # where the book does not know the year's days

Years = Mapping[int, SchoolYear]


@dataclass(frozen=True, slots=True)
class Period:
    """From the first day to the last, both counted."""

    first: date
    last: date

    def months(self) -> tuple[Period, ...]:
        """Return the period cut where months end."""
        parts, first = [], self.first
        while first <= self.last:
            last = min(month_period(first.year, first.month).last, self.last)
            parts.append(Period(first, last))
            first = last + _DAY
        return tuple(parts)


def range_period(first: date, last: date) -> Period:
    """Return the period between two days, or refuse days in the wrong order."""
    if last < first:
        raise Refused(
            Sentence("The period ends before it begins. Choose a later last day."), where="last"
        )
    return Period(first, last)


def month_period(year: int, month: int) -> Period:
    """Return a calendar month."""
    following = date(year + month // 12, month % 12 + 1, 1)
    return Period(date(year, month, 1), following - _DAY)


def semester_period(year: int, number: int, years: Years) -> Period:
    """Return the first or second semester of a school year, by its first calendar year."""
    known = years.get(year)
    second, end = date(year + 1, *_SECOND_TERM), date(year + 1, *_END)
    if known is not None:
        second, end = date.fromisoformat(known.second_term), date.fromisoformat(known.end)
    return Period(date(year, 9, 1), second - _DAY) if number == 1 else Period(second, end)


def school_year_period(year: int) -> Period:
    """Return a whole school year: to 31 August, so that nothing of the summer is lost."""
    return Period(date(year, 9, 1), date(year + 1, 8, 31))


def period_before(period: Period, years: Years) -> Period:
    """Return the period of the same kind before; for any range, as many days before it."""
    if period == month_period(period.first.year, period.first.month):
        last = period.first - _DAY
        return month_period(last.year, last.month)
    year = school_year_of(period.first)
    if period == school_year_period(year):
        return school_year_period(year - 1)
    if period == semester_period(year, 2, years):
        return semester_period(year, 1, years)
    if period == semester_period(year, 1, years):
        return semester_period(year - 1, 2, years)
    return Period(period.first - (period.last - period.first + _DAY), period.first - _DAY)


def name_of(period: Period, years: Years) -> Sentence:
    """Return what a period is called."""
    first = period.first
    if period == month_period(first.year, first.month):
        return Sentence("Month {month}/{year}", {"month": first.month, "year": first.year})
    year = school_year_of(first)
    named = {"year": f"{year}-{year + 1}"}
    if period == school_year_period(year):
        return Sentence("School year {year}", named)
    if period == semester_period(year, 1, years):
        return Sentence("First semester of {year}", named)
    if period == semester_period(year, 2, years):
        return Sentence("Second semester of {year}", named)
    return Sentence(
        "{first} to {last}", {"first": f"{first:%d/%m/%Y}", "last": f"{period.last:%d/%m/%Y}"}
    )
