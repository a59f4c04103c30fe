"""Days and school years."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from app.domain.fault import Refused
from app.domain.sentence import Sentence

_WRITTEN = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_FIRST_MONTH = 8  # classes of the new year exist from August (back to school)


def school_year_of(day: date) -> int:
    """Return the school year a day belongs to, by its first calendar year."""
    return day.year if day.month >= _FIRST_MONTH else day.year - 1


def class_on(name: str, day: str, today: date) -> str:
    """Return a class as it is told on a later day: 4A of an earlier year is 4A (2025-2026)."""
    year = school_year_of(date.fromisoformat(day))
    return name if year == school_year_of(today) else f"{name} ({year}-{year + 1})"


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


def read_day(text: str, where: str) -> str:
    """Return the ISO day that a person wrote as 05/09/2026 or 2026-09-05, blank if blank."""
    text = text.strip()
    if not text:
        return ""
    found = _WRITTEN.fullmatch(text)
    try:
        if found:
            day, month, year = map(int, found.groups())
            return date(year, month, day).isoformat()
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise Refused(
            Sentence(
                "“{text}” is not a date. Write it as day/month/year, for example 05/09/2026.",
                {"text": text},
            ),
            where=where,
        ) from None


def show_day(day: date | str) -> str:
    """Return a day as people read it: 05/09/2026."""
    if isinstance(day, str):
        day = date.fromisoformat(day)
    return day.strftime("%d/%m/%Y")


def show_moment(moment: str) -> str:
    """Return an ISO moment as people write it, to the minute."""
    return f"{show_day(moment[:10])} {moment[11:16]}"


@dataclass(frozen=True, slots=True)
class SchoolYear:
    """A school year by its first calendar year; its days are ISO, blank while not known."""

    year: int
    start: str
    second_term: str
    end: str
    status: str = "active"


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A day off on which others work, or a Saturday worked in place of one.

    `kind` is "off" or "work", `source` where it is known from.
    """

    day: str
    kind: str
    note: str = ""
    source: str = ""
    status: str = "active"


@dataclass(frozen=True, slots=True)
class CalendarYear:
    """Whether somebody has confirmed the days off of a calendar year: "yes" or blank."""

    year: int
    confirmed: str = ""


@dataclass(frozen=True, slots=True)
class Headcount:
    """How many classes, pupils and teachers a grade has, where the classes do not say it."""

    school_year: int
    grade: int
    classes: int | None = None
    pupils: int | None = None
    teachers: int | None = None
    status: str = "active"
