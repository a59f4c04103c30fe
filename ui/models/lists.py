"""The school's lists as tables: what each shows, and a row for each thing in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from app.domain.person import Fund, Person, PersonStatus, Subject
from app.domain.sentence import Words
from app.domain.staff import STATUS_SAID
from app.services.lists import (
    ClassList,
    ClassView,
    PersonView,
    PlaceList,
    PlaceView,
    StaffList,
    TeamList,
    TeamView,
    WordList,
    WordView,
)
from ui.runner import Runner

View = PersonView | TeamView | ClassView | PlaceView | WordView


@dataclass(frozen=True, slots=True)
class Listed:
    """One row of a list: what it is, and what stands in its cells."""

    view: View
    cells: tuple[str | int, ...]

    @property
    def key(self) -> str:
        """What the row is known by: its code, or its name where it has none."""
        view = self.view
        if isinstance(view, PersonView):
            return view.person.code
        if isinstance(view, ClassView):
            return view.school_class.code
        if isinstance(view, PlaceView):
            return view.place.code
        return view.team.name if isinstance(view, TeamView) else view.name


@dataclass(frozen=True, slots=True)
class Sheet:
    """A list: its headings with their widths, 0 for the one that stretches, and its reader.

    `read` takes the school year of the classes.
    """

    name: str
    title: str
    columns: tuple[tuple[str, int], ...]
    figures: tuple[int, ...]
    read: Callable[[int], list[Listed]]

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings."""
        return tuple(heading for heading, _width in self.columns)

    @property
    def widths(self) -> tuple[int, ...]:
        """The widths in pixels at 100%."""
        return tuple(width for _heading, width in self.columns)


def sheets(runner: Runner) -> tuple[Sheet, ...]:
    """Return all lists in the order of their tabs."""
    words = runner.words
    code, name, state = (words("Code"), 90), (words("Its name"), 0), (words("Used or not"), 150)
    devices = (words("Devices"), 110)
    official = (words("Official code"), 150)
    word = (name, devices, state)
    return (
        Sheet(
            "people", words("People"),
            (code, (words("Full name"), 220), (words("Team"), 140), (words("Staff type"), 0),
             (words("Status"), 150), official, (words("Has out"), 120)),
            (6,), partial(_people, runner),
        ),
        Sheet(
            "teams", words("Teams"),
            ((words("Its name"), 200), (words("Head of the team"), 240), (words("Members"), 120),
             (words("Used or not"), 0)),
            (2,), partial(_teams, runner),
        ),
        Sheet(
            "classes", words("Classes"),
            ((words("Class"), 90), (words("Grade"), 70), (words("Homeroom teacher"), 240),
             (words("Pupils"), 90), (words("Official code"), 0), (words("School year"), 120),
             (words("Has out"), 120), (words("Used or not"), 130)),
            (1, 3, 6), partial(_classes, runner),
        ),
        Sheet(
            "places", words("Places"),
            (code, (words("Its name"), 280), (words("Kind of place"), 130), (words("Part of"), 0),
             devices, state),
            (4,), partial(_places, runner),
        ),
        Sheet("subjects", words("Subjects"), word, (1,), partial(_subjects, runner)),
        Sheet("funds", words("Funds"), word, (1,), partial(_funds, runner)),
    )  # fmt: skip


def in_use(words: Words, *, used: bool) -> str:
    """Return whether something is in use, in words."""
    return words("Still used") if used else words("No longer used")


def _people(runner: Runner, _year: int) -> list[Listed]:
    words = runner.words
    return [
        Listed(
            view,
            (view.person.code, view.person.name, view.team, view.person.staff_type,
             words.render(STATUS_SAID[PersonStatus(view.person.status)]),
             view.person.official_code, view.held or ""),
        )
        for view in runner.ask(StaffList())
    ]  # fmt: skip


def _teams(runner: Runner, _year: int) -> list[Listed]:
    return [
        Listed(
            view,
            (view.team.name, _name(view.head), view.members,
             in_use(runner.words, used=view.used)),
        )
        for view in runner.ask(TeamList())
    ]  # fmt: skip


def _classes(runner: Runner, year: int) -> list[Listed]:
    found = []
    for view in runner.ask(ClassList(year)):
        row = view.school_class
        cells = (
            row.name, row.grade, _name(view.homeroom),
            "" if row.pupils is None else row.pupils, row.official_code,
            f"{row.school_year}-{row.school_year + 1}", view.held or "",
            in_use(runner.words, used=view.used),
        )  # fmt: skip
        found.append(Listed(view, cells))
    return found


def _places(runner: Runner, _year: int) -> list[Listed]:
    return [
        Listed(
            view,
            (view.place.code, view.place.name, view.place.kind, view.part_of, view.devices or "",
             in_use(runner.words, used=view.used)),
        )
        for view in runner.ask(PlaceList())
    ]  # fmt: skip


def _subjects(runner: Runner, _year: int) -> list[Listed]:
    return _word_rows(runner, runner.ask(WordList(Subject)))


def _funds(runner: Runner, _year: int) -> list[Listed]:
    return _word_rows(runner, runner.ask(WordList(Fund)))


def _word_rows(runner: Runner, views: Sequence[WordView]) -> list[Listed]:
    return [
        Listed(view, (view.name, view.devices or "", in_use(runner.words, used=view.used)))
        for view in views
    ]


def _name(person: Person | None) -> str:
    return person.name if person else ""
