"""How long a loan runs: for the session, the day, a week, or longer (ngắn hạn, tuần, dài hạn)."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from enum import StrEnum

from app.domain.calendar import SchoolYear, school_year_of

_SEMESTER_END = (1, 15)  # the first semester closes in the middle of January
_YEAR_END = (5, 31)


class Term(StrEnum):
    """The usual terms, from the shortest on."""

    SESSION = "session"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    SEMESTER = "semester"
    YEAR = "year"

    def next(self) -> Term:
        """Return the next longer term, the shortest after the longest."""
        terms = list(Term)
        return terms[(terms.index(self) + 1) % len(terms)]


def due_day(term: Term, day: date, year: SchoolYear | None = None) -> date:
    """Return the day a loan of `day` is due; never before that day.

    `year` is the school year of that day, where the book knows its days.
    """
    if term is Term.WEEK:
        return day + timedelta(days=7)
    if term is Term.MONTH:
        in_year, month = (day.year, day.month + 1) if day.month < 12 else (day.year + 1, 1)  # noqa: PLR2004 - December
        return date(in_year, month, min(day.day, monthrange(in_year, month)[1]))
    if term in {Term.SEMESTER, Term.YEAR}:
        last = school_year_of(day) + 1
        semester, end = date(last, *_SEMESTER_END), date(last, *_YEAR_END)
        if year is not None:
            semester = date.fromisoformat(year.second_term) - timedelta(days=1)
            end = date.fromisoformat(year.end)
        ends = [semester, end] if term is Term.SEMESTER else [end]
        return next((end for end in ends if end >= day), day)
    return day
