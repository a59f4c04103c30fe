"""The school's calendar: days off, Saturdays worked, school years, and when a change is due."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import resources
from app.domain.calendar import (
    CalendarYear,
    SchoolYear,
    SpecialDay,
    parse_day,
    school_year_of,
    show_day,
)
from app.domain.change import Touched
from app.domain.draft import Draft
from app.domain.fault import Refused
from app.domain.ledger import CANCELLED, Image
from app.domain.record import Record
from app.domain.sentence import Sentence
from app.domain.term import Term, due_day
from app.domain.text import clean
from app.domain.workday import due_after
from app.services.limits import read_limits
from app.store.desk import Desk

OFF, WORKED = "off", "work"
_CHANGE = frozenset({Touched.CALENDAR})
# What the city has announced; a year that is not here must be written down by the school.
KNOWN_YEARS: Mapping[int, SchoolYear] = {
    2024: SchoolYear(2024, "2024-09-05", "2025-01-13", "2025-05-31"),
    2025: SchoolYear(2025, "2025-09-05", "2026-01-19", "2026-05-31"),
}


@cache
def shipped_days() -> tuple[SpecialDay, ...]:
    """Return the special days that came with the program, in order."""
    path = resources.path("lists", "days_off.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(
            SpecialDay(row["day"], row["kind"], row["note"], row["source"])
            for row in csv.DictReader(file)
        )


@dataclass(frozen=True, slots=True)
class PrefillYear:
    """Write down the special days of a calendar year as the program knows them."""

    year: int

    def draft(self, desk: Desk) -> Draft[int]:
        """Draft the days that the book does not have; the value is how many they are."""
        images = [
            image
            for day in shipped_days()
            if day.day.startswith(f"{self.year}-") and (image := _written(desk, day)) is not None
        ]
        known = KNOWN_YEARS.get(self.year)
        if known is not None:
            record = desk.find(SchoolYear, year=self.year)
            if record is None:
                images.append(desk.new(known)[1])
            elif record.row.status == CANCELLED:
                images.append(desk.changed(record, known))
        return _draft(
            desk,
            Sentence("Filled in the days off of {year}: {count}",
                     {"year": self.year, "count": len(images)}),
            tuple(images), len(images),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class SetSpecialDay:
    """Say that a day is off, or that a Saturday or Sunday is worked."""

    day: SpecialDay

    def draft(self, desk: Desk) -> Draft[str]:
        """Draft the day."""
        day = check_special(self.day)
        image = _written(desk, day, over=True)
        return _draft(
            desk,
            Sentence("{day} is off", {"day": show_day(day.day)})
            if day.kind == OFF
            else Sentence("{day} is worked", {"day": show_day(day.day)}),
            () if image is None else (image,), day.day,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class DropSpecialDay:
    """Say that a day is like any other after all."""

    day: str

    def draft(self, desk: Desk) -> Draft[str]:
        """Draft the day's row, called off."""
        record = desk.find(SpecialDay, day=self.day, status="active")
        if record is None:
            raise Refused(
                Sentence("{day} is no special day.", {"day": show_day(self.day)}), where="day"
            )
        row = SpecialDay(self.day, record.row.kind, record.row.note, record.row.source, CANCELLED)
        return _draft(
            desk, Sentence("{day} is a day like any other", {"day": show_day(self.day)}),
            (desk.changed(record, row),), self.day,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class ConfirmYear:
    """Say that the special days of a calendar year are those that were published."""

    year: int

    def draft(self, desk: Desk) -> Draft[int]:
        """Draft the year's flag."""
        record = desk.find(CalendarYear, year=self.year)
        row = CalendarYear(self.year, "yes")
        images: tuple[Image, ...] = ()
        if record is None:
            images = (desk.new(row)[1],)
        elif record.row != row:
            images = (desk.changed(record, row),)
        said = Sentence("Confirmed the days off of {year}", {"year": self.year})
        return _draft(desk, said, images, self.year)


@dataclass(frozen=True, slots=True)
class DescribeSchoolYear:
    """Say when a school year begins, when its second semester does, and when it ends."""

    year: SchoolYear

    def draft(self, desk: Desk) -> Draft[int]:
        """Draft the school year."""
        row = self.year
        days = [parse_day(text) for text in (row.start, row.second_term, row.end)]
        if not (days[0] < days[1] < days[2]) or days[0].year != row.year:
            raise Refused(
                Sentence(
                    "The days of {year} do not follow each other: it begins in {first}, then "
                    "comes the second semester, then its end.",
                    {"year": f"{row.year}-{row.year + 1}", "first": row.year},
                ),
                where="start",
            )
        record = desk.find(SchoolYear, year=row.year)
        images: tuple[Image, ...] = ()
        if record is None:
            images = (desk.new(row)[1],)
        elif record.row != row:
            images = (desk.changed(record, row),)
        said = Sentence("Described the school year {year}", {"year": f"{row.year}-{row.year + 1}"})
        return _draft(desk, said, images, row.year)


@dataclass(frozen=True, slots=True)
class YearView:
    """A calendar year: its special days in order, whether confirmed, and its school years."""

    year: int
    days: tuple[SpecialDay, ...]
    confirmed: bool
    school_years: tuple[SchoolYear, ...]


@dataclass(frozen=True, slots=True)
class CalendarOf:
    """What the book says of a calendar year."""

    year: int

    def answer(self, desk: Desk) -> YearView:
        """Return the year."""
        days = [record.row for record in desk.every(SpecialDay, status="active")]
        years = [record.row for record in desk.every(SchoolYear, status="active")]
        confirmed = desk.find(CalendarYear, year=self.year, confirmed="yes")
        return YearView(
            self.year,
            tuple(sorted((day for day in days if day.day.startswith(f"{self.year}-")),
                         key=_day_of)),
            confirmed is not None,
            tuple(year for year in years if self.year in {year.year, year.year + 1}),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Due:
    """When something is due, and what is not sure about it."""

    day: date
    warning: Sentence | None


@dataclass(frozen=True, slots=True)
class DueDay:
    """By when a change of a day must be in the city's system (Điều 7.2)."""

    day: date
    days: int | None = None  # working days, the limit of that day if None

    def answer(self, desk: Desk) -> Due:
        """Return the due day, with a warning where nobody has confirmed the days off."""
        off, worked = special_days(desk)
        due = due_after(self.day, off, worked, self.days or read_limits(desk, self.day).report_days)
        confirmed = {record.row.year for record in desk.every(CalendarYear, confirmed="yes")}
        for year in range(self.day.year, due.year + 1):
            if year not in confirmed:
                return Due(
                    due,
                    Sentence(
                        "Nobody has confirmed the days off of {year}: the due day may change.",
                        {"year": year},
                    ),
                )
        return Due(due, None)


@dataclass(frozen=True, slots=True)
class TermEnds:
    """When a loan that begins on a day is due, by its term and the school's own year."""

    term: Term
    day: date

    def answer(self, desk: Desk) -> date:
        """Return the due day."""
        return due_day(self.term, self.day, school_year_on(desk, self.day))


def school_year_on(desk: Desk, day: date) -> SchoolYear | None:
    """Return the school year of a day, None while nobody has described it."""
    record = desk.find(SchoolYear, year=school_year_of(day), status="active")
    return None if record is None else record.row


@dataclass(frozen=True, slots=True)
class SchoolYearOf:
    """A school year by its first calendar year."""

    year: int

    def answer(self, desk: Desk) -> SchoolYear | None:
        """Return the year, as the city announced it while the school says nothing."""
        record = desk.find(SchoolYear, year=self.year, status="active")
        return KNOWN_YEARS.get(self.year) if record is None else record.row


def special_days(desk: Desk) -> tuple[frozenset[date], frozenset[date]]:
    """Return the days off and the days worked in their place."""
    days = [record.row for record in desk.every(SpecialDay, status="active")]
    off = frozenset(date.fromisoformat(day.day) for day in days if day.kind == OFF)
    worked = frozenset(date.fromisoformat(day.day) for day in days if day.kind == WORKED)
    return off, worked


def check_special(day: SpecialDay) -> SpecialDay:
    """Return a special day cleaned, or refuse what changes nothing or is none."""
    when = parse_day(day.day)
    weekend = when.weekday() > 4  # noqa: PLR2004 - Friday
    if day.kind not in {OFF, WORKED}:
        raise Refused(
            Sentence("“{kind}” is neither off nor worked. Choose one of the two.",
                     {"kind": day.kind}),
            where="kind",
        )  # fmt: skip
    if weekend == (day.kind == OFF):
        raise Refused(
            Sentence("{day} is a weekend: it is off already.", {"day": show_day(day.day)})
            if weekend
            else Sentence("{day} is a weekday: it is worked already.", {"day": show_day(day.day)}),
            where="day",
        )
    return SpecialDay(day.day, day.kind, clean(day.note), clean(day.source))


def _written(desk: Desk, day: SpecialDay, *, over: bool = False) -> Image | None:
    """Return the image that puts a day into the book, None when it stands there."""
    record: Record[SpecialDay] | None = desk.find(SpecialDay, day=day.day)
    if record is None:
        return desk.new(day)[1]
    if record.row == day or (record.row.status != CANCELLED and not over):
        return None
    return desk.changed(record, day)


def _day_of(day: SpecialDay) -> str:
    return day.day


def _draft(desk: Desk, said: Sentence, images: tuple[Image, ...], value: int | str) -> Draft[Any]:
    return Draft(
        kind="calendar", day=desk.today.isoformat(), sentence=said, change=_CHANGE, value=value,
        images=images,
    )  # fmt: skip
