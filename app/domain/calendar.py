"""Days and school years."""

from __future__ import annotations

from datetime import date

from app.domain.fault import Refused
from app.domain.sentence import Sentence

_FIRST_MONTH = 8  # classes of the new year exist from August (back to school)


def school_year_of(day: date) -> int:
    """Return the school year a day belongs to, by its first calendar year."""
    return day.year if day.month >= _FIRST_MONTH else day.year - 1


def parse_day(text: str) -> date:
    """Return the day that YYYY-MM-DD names, or refuse it."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    # 20260905 and 2026-W36-6 are ISO dates too, but no date as people write it here.
    if day is None or day.isoformat() != text:
        raise Refused(
            Sentence(
                "“{text}” is not a date. Write it as year-month-day, for example 2026-09-05.",
                {"text": text},
            ),
            where="day",
        )
    return day


def show_day(day: date | str) -> str:
    """Return a day as people read it: 05/09/2026."""
    if isinstance(day, str):
        day = date.fromisoformat(day)
    return day.strftime("%d/%m/%Y")
