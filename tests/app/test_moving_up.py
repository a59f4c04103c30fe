"""Moving up a school year: every class once, nothing of the old year touched, undone whole."""

from __future__ import annotations

from datetime import date

import pytest

from app.domain.calendar import class_on
from app.domain.fault import Refused
from app.services.classes import RegisterClass
from app.services.lending import Item, Lend
from app.services.moving_up import MoveUp, PreviewMovingUp
from app.services.queries import ClassesOf, Homeroom, Loans, Verify
from app.services.room import Room
from app.services.undoing import Undo
from tests.conftest import Clock


@pytest.fixture
def year(school: Room) -> Room:
    """Open a school whose classes of 2026 are 1A, 2A, 3A, 4B, 5/1 and 5/2."""
    for name, homeroom in (("1A", "GV003"), ("2A", ""), ("5/1", ""), ("5/2", "")):
        school.run(RegisterClass(name, int(name[0]), 2026, homeroom))
    return school


def test_every_class_moves_once_and_the_first_grade_is_new(year: Room) -> None:
    plan = year.ask(PreviewMovingUp(2026))
    assert [(move.was, move.name, move.homeroom) for move in plan.moves] == [
        ("", "1A", "GV003"), ("1A", "2A", ""), ("2A", "3A", "GV001"), ("3A", "4A", ""),
        ("4B", "5B", ""),
    ]  # fmt: skip
    assert plan.leaving == ("5/1", "5/2")
    outcome = year.run(MoveUp(2026, {"4A": "GV001", "3A": ""}))
    assert outcome.value == 5
    assert [(one.name, one.grade) for one in year.ask(ClassesOf(2027))] == [
        ("1A", 1), ("2A", 2), ("3A", 3), ("4A", 4), ("5B", 5),
    ]  # fmt: skip
    codes = {one.name: one.code for one in year.ask(ClassesOf(2027))}
    moved = year.ask(Homeroom(codes["4A"]))
    assert (moved.code if moved else "", year.ask(Homeroom(codes["3A"]))) == ("GV001", None)
    assert len(year.ask(ClassesOf(2026))) == 6


def test_a_second_time_finds_nothing_to_do_and_undo_restores(year: Room) -> None:
    year.run(MoveUp(2026))
    assert year.run(MoveUp(2026)).entry is None
    year.run(Undo("Chưa đến hè"))
    assert year.ask(ClassesOf(2027)) == []
    assert year.run(MoveUp(2026)).value == 5
    assert year.ask(Verify()).ok


def test_a_class_that_is_there_stays_as_it_is(year: Room) -> None:
    year.run(RegisterClass("4A", 4, 2027, "GV002"))
    assert year.run(MoveUp(2026, {"4A": "GV001"})).value == 4
    four = next(one for one in year.ask(ClassesOf(2027)) if one.name == "4A")
    kept = year.ask(Homeroom(four.code))
    assert kept is not None
    assert kept.code == "GV002"


def test_leaving_classes_that_still_hold_devices_are_named(year: Room) -> None:
    year.run(Lend((Item("TB00001"),), "5/1", "GV001"))
    year.run(Lend((Item("TB00002"),), "3A"))
    assert year.ask(PreviewMovingUp(2026)).still_out == ("5/1",)


def test_a_year_without_classes_and_an_unknown_teacher_are_refused(year: Room) -> None:
    with pytest.raises(Refused, match="no classes"):
        year.run(MoveUp(2030))
    with pytest.raises(Refused, match="GV999"):
        year.run(MoveUp(2026, {"2A": "GV999"}))
    assert year.ask(ClassesOf(2027)) == []


def test_loans_of_the_old_year_keep_their_class(year: Room, clock: Clock) -> None:
    year.run(Lend((Item("TB00001"),), "3A"))
    year.run(MoveUp(2026))
    clock.turn_to(date(2027, 9, 6))
    slip = year.ask(Loans(open_only=True))[0]
    assert slip.class_name == "3A"
    assert class_on(slip.class_name, slip.day, clock.now.date()) == "3A (2026-2027)"
    assert class_on("3A", "2027-09-06", clock.now.date()) == "3A"
