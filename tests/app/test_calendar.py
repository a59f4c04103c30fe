"""The school's calendar: working days by the published vectors, and days nobody is sure of."""

from __future__ import annotations

import csv
import importlib.util
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import resources
from app.domain.batch import ImportRefused
from app.domain.calendar import SchoolYear, SpecialDay
from app.domain.fault import Refused
from app.domain.term import Term
from app.domain.workday import days_left, due_after, is_working
from app.services.calendars import (
    OFF,
    WORKED,
    CalendarOf,
    ConfirmYear,
    DescribeSchoolYear,
    DropSpecialDay,
    DueDay,
    PrefillYear,
    SetSpecialDay,
    TermEnds,
)
from app.services.importing import Import, OnDuplicate, read_list
from app.services.lending import Item, Lend
from app.services.queries import Loans, Verify
from app.services.room import Room
from app.services.undoing import Undo

VECTORS = (
    ("2024-08-27", "2024-09-12"), ("2024-08-30", "2024-09-17"), ("2025-01-15", "2025-02-05"),
    ("2025-01-17", "2025-02-07"), ("2025-04-01", "2025-04-16"), ("2025-04-18", "2025-05-06"),
    ("2025-08-25", "2025-09-10"), ("2025-12-25", "2026-01-10"), ("2026-02-13", "2026-03-06"),
    ("2026-04-17", "2026-05-06"), ("2026-08-14", "2026-08-27"), ("2026-08-21", "2026-09-08"),
    ("2026-11-10", "2026-11-25"), ("2026-11-23", "2026-12-08"),
)  # fmt: skip


@pytest.fixture
def known(room: Room) -> Room:
    """Open a book with the days off of three years, confirmed."""
    for year in (2024, 2025, 2026):
        room.run(PrefillYear(year))
        room.run(ConfirmYear(year))
    return room


@pytest.mark.parametrize(("day", "due"), VECTORS)
def test_ten_working_days_by_the_published_vectors(known: Room, day: str, due: str) -> None:
    found = known.ask(DueDay(date.fromisoformat(day)))
    assert (found.day.isoformat(), found.warning) == (due, None)


def _slow(day: date, off: frozenset[date], worked: frozenset[date], days: int) -> date:
    """Walk forward a day at a time and count."""
    counted = 0
    while counted < days:
        day += timedelta(days=1)
        weekend = day.strftime("%w") in {"0", "6"}
        if day in worked or not (weekend or day in off):
            counted += 1
    return day


_DAY = st.dates(date(2024, 1, 1), date(2027, 12, 31))
_DAYS = st.frozensets(st.dates(date(2024, 1, 1), date(2028, 6, 30)), max_size=60)


@given(_DAY, _DAYS, _DAYS, st.integers(0, 90))
def test_the_due_day_is_what_walking_day_by_day_finds(
    day: date, off: frozenset[date], worked: frozenset[date], days: int
) -> None:
    assert due_after(day, off, worked, days) == _slow(day, off, worked, days)


@given(_DAY, _DAYS, _DAYS, st.integers(1, 40))
def test_what_is_left_counts_down_to_nothing_on_the_due_day(
    day: date, off: frozenset[date], worked: frozenset[date], days: int
) -> None:
    due = due_after(day, off, worked, days)
    assert days_left(due, day, off, worked) == days
    assert days_left(due, due, off, worked) == 0
    assert is_working(due, off, worked)
    assert days_left(due, due_after(due, off, worked, 3), off, worked) == -3


def test_the_days_that_came_are_those_the_tool_writes() -> None:
    path = Path(__file__).parents[2] / "tools" / "days_off.py"
    made = importlib.util.spec_from_file_location("days_off", path)
    assert made is not None
    assert made.loader is not None
    tool = importlib.util.module_from_spec(made)
    made.loader.exec_module(tool)
    shipped = resources.path("lists", "days_off.csv").read_text(encoding="utf-8")
    assert shipped == tool.text()
    rows = [row for row in csv.DictReader(shipped.splitlines()) if row["day"] > "2027"]
    assert {row["source"] for row in rows} == {"ước tính"}


def test_beyond_the_confirmed_years_the_due_day_comes_with_a_warning(known: Room) -> None:
    found = known.ask(DueDay(date(2026, 12, 28)))
    assert found.day == date(2027, 1, 11)
    assert found.warning is not None
    assert "2027" in str(found.warning)
    known.run(PrefillYear(2027))
    assert known.ask(DueDay(date(2026, 12, 28))).day == date(2027, 1, 12)
    known.run(ConfirmYear(2027))
    assert known.ask(DueDay(date(2026, 12, 28))).warning is None


def test_a_year_is_filled_once_and_undone_whole(room: Room) -> None:
    assert room.run(PrefillYear(2025)).value == 14
    view = room.ask(CalendarOf(2025))
    assert [day.day for day in view.days if day.kind == WORKED] == ["2025-04-26"]
    assert view.school_years == (SchoolYear(2025, "2025-09-05", "2026-01-19", "2026-05-31"),)
    assert room.run(PrefillYear(2025)).entry is None
    room.run(Undo("Nhầm năm"))
    assert room.ask(CalendarOf(2025)).days == ()
    assert room.run(PrefillYear(2025)).value == 14
    assert room.ask(Verify()).ok


def test_a_confirmation_is_undone(room: Room) -> None:
    room.run(PrefillYear(2026))
    room.run(ConfirmYear(2026))
    room.run(Undo("Chưa đối chiếu"))
    assert not room.ask(CalendarOf(2026)).confirmed
    room.run(ConfirmYear(2026))
    assert room.ask(CalendarOf(2026)).confirmed
    assert room.ask(Verify()).ok


def test_a_day_is_set_dropped_and_set_again(known: Room) -> None:
    known.run(SetSpecialDay(SpecialDay("2026-11-20", OFF, "Ngày Nhà giáo")))
    assert known.ask(DueDay(date(2026, 11, 10))).day == date(2026, 11, 26)
    known.run(DropSpecialDay("2026-11-20"))
    assert known.ask(DueDay(date(2026, 11, 10))).day == date(2026, 11, 25)
    known.run(SetSpecialDay(SpecialDay("2026-11-21", WORKED)))
    assert known.ask(DueDay(date(2026, 11, 10))).day == date(2026, 11, 23)


@pytest.mark.parametrize(
    "action",
    [
        SetSpecialDay(SpecialDay("2026-11-21", OFF)),
        SetSpecialDay(SpecialDay("2026-11-20", WORKED)),
        SetSpecialDay(SpecialDay("2026-02-30", OFF)),
        SetSpecialDay(SpecialDay("2026-11-20", "half")),
        DropSpecialDay("2026-11-20"),
        DescribeSchoolYear(SchoolYear(2026, "2026-09-05", "2026-08-01", "2027-05-31")),
        DescribeSchoolYear(SchoolYear(2026, "2025-09-05", "2027-01-18", "2027-05-31")),
        DescribeSchoolYear(SchoolYear(2026, "", "2027-01-18", "2027-05-31")),
    ],
)
def test_what_cannot_be_is_refused(
    room: Room, action: SetSpecialDay | DropSpecialDay | DescribeSchoolYear
) -> None:
    before = room.ask(Verify())
    with pytest.raises(Refused):
        room.run(action)
    assert room.ask(Verify()) == before


def test_a_loan_for_the_semester_follows_the_schools_own_year(school: Room) -> None:
    assert school.ask(TermEnds(Term.SEMESTER, date(2026, 11, 24))) == date(2027, 1, 15)
    school.run(DescribeSchoolYear(SchoolYear(2026, "2026-09-05", "2027-01-25", "2027-05-28")))
    school.run(Lend((Item("TB00001"),), "3A", term=Term.SEMESTER))
    school.run(Lend((Item("TB00002"),), "3A", term=Term.YEAR))
    assert [slip.due for slip in school.ask(Loans())] == ["2027-05-28", "2027-01-24"]


def test_a_list_of_days_off_is_imported_once_and_undone(room: Room, tmp_path: Path) -> None:
    path = tmp_path / "nghi.csv"
    path.write_text(
        "Ngày,Loại,Ghi chú\n20/11/2026,Nghỉ,Ngày Nhà giáo\n2026-11-21,Làm bù,\n", encoding="utf-8"
    )
    first = room.run(Import(read_list("calendar", path)))
    assert (first.value.added, len(room.ask(CalendarOf(2026)).days)) == (2, 2)
    again = room.run(Import(read_list("calendar", path), OnDuplicate.UPDATE))
    assert (again.value.added, again.value.updated, again.entry) == (0, 0, None)
    room.run(Undo("Nhầm", first.entry))
    assert room.ask(CalendarOf(2026)).days == ()
    path.write_text(
        "Ngày,Loại\n21/11/2026,Nghỉ\n31/11/2026,Nghỉ\n20/11/2026,Hay\n", encoding="utf-8"
    )
    with pytest.raises(ImportRefused) as refused:
        room.run(Import(read_list("calendar", path)))
    assert [(one.row, one.column) for one in refused.value.report.errors] == [
        (2, "Ngày"), (3, "Ngày"), (4, "Loại"),
    ]  # fmt: skip
