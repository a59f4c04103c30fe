"""What holds on a day: the letterhead, who signs, and the document the book is kept by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from app.domain.calendar import school_year_of
from app.domain.governing import Governing
from app.domain.ledger import Image
from app.domain.record import Record
from app.domain.setting import LetterheadVersion, Signers
from app.domain.workday import EFFECTIVE
from app.store.desk import Desk

V = TypeVar("V", LetterheadVersion, Signers)


def versions(desk: Desk, kind: type[V]) -> list[Record[V]]:
    """Return the versions of a kind that stand, the newest first."""
    found = desk.every(kind, status="active")
    return sorted(found, key=lambda record: record.row.valid_from, reverse=True)


def in_force(desk: Desk, kind: type[V], day: date) -> V:
    """Return the version in force on a day, the program's own where nothing was set."""
    iso = day.isoformat()
    found = (record.row for record in versions(desk, kind) if record.row.valid_from <= iso)
    return next(found, None) or kind()


def write_version(desk: Desk, row: V) -> tuple[Image, ...]:
    """Return the image that writes a version over one of the same day, none if it stands so."""
    record = desk.find(type(row), valid_from=row.valid_from)
    if record is None:
        return (desk.new(row)[1],)
    return () if record.row == row else (desk.changed(record, row),)


@dataclass(frozen=True, slots=True)
class Grounds:
    """The document of a day; `own` says that it is of that day's own school year."""

    document: Governing
    own: bool


def governing_documents(desk: Desk) -> list[Record[Governing]]:
    """Return the documents, the newest school year first."""
    found = desk.every(Governing, status="active")
    return sorted(found, key=lambda record: record.row.school_year, reverse=True)


def grounds_on(desk: Desk, day: date) -> Grounds | None:
    """Return the document in force on a day, None when there is none yet.

    A school year without a document of its own goes by the last one before it.
    """
    year, iso = school_year_of(day), day.isoformat()
    for record in governing_documents(desk):
        if record.row.school_year <= year and record.row.day <= iso:
            return Grounds(record.row, own=record.row.school_year == year)
    return None


def grounds_line(desk: Desk, day: date) -> str:
    """Return the line of a paper that names the document of a day, blank without one."""
    found = grounds_on(desk, day)
    return found.document.grounds() if found else ""


def effective_day(desk: Desk) -> date:
    """Return the first day from which on a deadline is counted (Quyết định, Điều 2)."""
    return first_effective([record.row for record in governing_documents(desk)])


def first_effective(documents: list[Governing]) -> date:
    """Return the day the earliest document was signed, the regulation's own without one."""
    days = [date.fromisoformat(one.day) for one in documents]
    return min(days, default=EFFECTIVE)
