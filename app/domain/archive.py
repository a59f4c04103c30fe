"""The archive: every paper and file that left the program, by school year and period (Điều 12.2).

Folders have names in Vietnamese without marks, so that any disk takes them and they stand in
order: archive/2025-2026/HK1/Thang-2025-10.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.domain.calendar import school_year_of
from app.domain.period import (
    Period,
    Years,
    month_period,
    school_year_period,
    semester_period,
)

ROOT = "archive"
_MONTH = "Thang-"


class Part(StrEnum):
    """A part of a school year; each but the whole has a folder of its name."""

    YEAR = "Ca-nam"
    FIRST = "HK1"
    SECOND = "HK2"
    SUMMER = "Nghi-he"


class ArchiveKind(StrEnum):
    """What an archived paper or file is."""

    REPORT = "report"
    MONTH = "month"  # a month's sheet
    SLIP = "slip"  # any numbered slip or minutes
    MINUTES = "minutes"  # of a stocktake
    ASSET_SHEET = "asset_sheet"  # C53, as a paper or a workbook
    LIST = "list"
    REMINDER = "reminder"
    UPLOAD = "upload"


@dataclass(frozen=True, slots=True)
class Filing:
    """How a paper is filed: `name` is that of its file, `period` what it tells of.

    `number` is the one printed on it; `document` the row the book keeps it in, None where it
    cannot be drawn again as it was.
    """

    kind: ArchiveKind
    title: str
    name: str
    period: Period
    number: int | None = None
    document: int | None = None


@dataclass(frozen=True, slots=True)
class Archived:
    """A row of the archive's index.

    `first` and `last` are the ISO days of its period, `school_year` the one it stands in;
    `file` is relative to the book's folder, `size` in bytes. `entry` wrote the row: it says who
    and when. `submitted_on` is the ISO day it was entered in the city's system, blank till then.
    """

    kind: str
    number: int | None
    title: str
    first: str
    last: str
    school_year: int
    file: str
    sha256: str
    size: int
    document_id: int | None
    entry: int
    purpose: str = ""
    submitted_on: str = ""
    status: str = "active"


@dataclass(frozen=True, slots=True)
class ArchivedView:
    """A row of the index with who issued it and when, ISO."""

    id: int
    row: Archived
    actor: str
    recorded_at: str


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where papers of a period stand: in a school year, a part of it, a month YYYY-MM of it."""

    school_year: int
    part: Part = Part.YEAR
    month: str = ""

    @property
    def folder(self) -> str:
        """The folder, relative to the book's."""
        year = f"{self.school_year}-{self.school_year + 1}"
        month = f"{_MONTH}{self.month}" if self.month else ""
        part = "" if self.part is Part.YEAR else self.part.value
        return "/".join(filter(None, (ROOT, year, part, month)))


def shelve(period: Period, years: Years) -> Shelf:
    """Return where papers of a period stand.

    A month stands in the part of the year it begins in; what spans parts, in the year; what
    spans years, in the last.
    """
    first, last = period.first, period.last
    year = school_year_of(first)
    if period == school_year_period(year):
        return Shelf(year)
    if (first.year, first.month) == (last.year, last.month):
        begins = month_period(first.year, first.month)
        return Shelf(year, _part(begins, year, years), f"{first:%Y-%m}")
    if year != school_year_of(last):
        return Shelf(school_year_of(last))
    parts = {_part(Period(day, day), year, years) for day in (first, last)}
    return Shelf(year, parts.pop() if len(parts) == 1 else Part.YEAR)


def _part(period: Period, year: int, years: Years) -> Part:
    second = semester_period(year, 2, years)
    if period.first < second.first:
        return Part.FIRST
    return Part.SECOND if period.first <= second.last else Part.SUMMER


def shelf_of(file: str) -> Shelf:
    """Return where an archived file stands, by its path."""
    year, *inside = file.split("/")[1:-1]
    month = inside.pop().removeprefix(_MONTH) if inside and inside[-1].startswith(_MONTH) else ""
    return Shelf(int(year.partition("-")[0]), Part(inside[0]) if inside else Part.YEAR, month)
