"""The timetable (thời khoá biểu): what a class has in each hour of the week, and with whom."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from app.domain.plan import AFTERNOON, MORNING
from app.domain.text import fold

WEEKDAYS = ("Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy")
MOST_HOURS = 8  # of one session
_NAMES = {"hai": 0, "ba": 1, "tu": 2, "nam": 3, "sau": 4, "bay": 5}
_NUMBERED = re.compile(r"(?:thu |t\.?)?([2-7])\b(?![/.-]\d)|.*\bthu ([2-7])\b")
_NAMED = re.compile(r".*\bthu (hai|ba|tu|nam|sau|bay)\b|(hai|ba|tu|nam|sau|bay)(?=$|\W*\d)")
_EARLY = timedelta(minutes=10)  # so long before an hour its devices may be fetched
_LONG = timedelta(minutes=45)  # from one hour's beginning it is on for at most so long
_TIME = re.compile(r"(\d{1,2})[:hg](\d{2})?")


@dataclass(frozen=True, slots=True)
class TimetableHour:
    """One hour of a class's week, valid from an ISO day to another, blank while it stands.

    `weekday` counts from Monday, 0; `period` from the session's first hour, 1. Without a
    teacher it is the homeroom teacher's.
    """

    class_id: int
    weekday: int
    session: str
    period: int
    subject: str
    teacher_id: int | None
    first_day: str
    last_day: str = ""
    status: str = "active"

    def stands_on(self, day: str) -> bool:
        """Return whether it is valid on an ISO day."""
        return self.first_day <= day and (not self.last_day or day <= self.last_day)


@dataclass(frozen=True, slots=True)
class Teaching:
    """Who teaches a subject in a class (phân công), from an ISO day to another."""

    teacher_id: int
    class_id: int
    subject: str
    first_day: str
    last_day: str = ""
    status: str = "active"

    def stands_on(self, day: str) -> bool:
        """Return whether it is valid on an ISO day."""
        return self.first_day <= day and (not self.last_day or day <= self.last_day)


@dataclass(frozen=True, slots=True)
class Bells:
    """When the hours of the morning and of the afternoon begin."""

    morning: tuple[time, ...]
    afternoon: tuple[time, ...]

    def hour_at(self, moment: datetime) -> tuple[str, int] | None:
        """Return the session and the hour that is on, or begins in a moment; None in between."""
        found = None
        for session, starts in ((MORNING, self.morning), (AFTERNOON, self.afternoon)):
            for period, start in enumerate(starts, start=1):
                begins = datetime.combine(moment.date(), start)
                if begins - _EARLY <= moment < begins + _LONG:
                    found = session, period
        return found


def read_times(text: str) -> tuple[time, ...] | None:
    """Return the times in a line, `7:30 8:10` or `7h30; 8h10`; None when a part is no time."""
    found = []
    for part in re.split(r"[\s;,]+", fold(text).strip()):
        told = _TIME.fullmatch(part)
        try:
            found.append(time(int(told.group(1)), int(told.group(2) or 0)) if told else None)
        except ValueError:
            return None
    times = [one for one in found if one is not None]
    in_order = times == sorted(set(times)) and len(times) == len(found) <= MOST_HOURS
    return tuple(times) if in_order else None


def read_weekday(text: str) -> int | None:
    """Return the day of the week a cell names, from Monday, 0; None when it names none."""
    folded = fold(text).strip()
    numbered, named = _NUMBERED.match(folded), _NAMED.match(folded)
    if numbered is not None:
        return int(numbered.group(1) or numbered.group(2)) - 2
    return _NAMES[named.group(1) or named.group(2)] if named is not None else None


def read_session(text: str) -> str:
    """Return the session a cell names, blank when it names none."""
    folded = fold(text)
    if folded.startswith("chieu"):
        return AFTERNOON
    return MORNING if folded.startswith("sang") else ""
