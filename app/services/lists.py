"""The school's lists as they stand: people, teams, classes, places, subjects and funds."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Generic, TypeVar

from app.domain.calendar import school_year_of
from app.domain.ledger import CANCELLED
from app.domain.person import (
    ACTIVE,
    WORKING,
    Fund,
    Person,
    Place,
    SchoolClass,
    Subject,
    Team,
)
from app.domain.text import sort_key
from app.services.words import FIELD_OF
from app.store.desk import Desk

W = TypeVar("W", Subject, Fund)


@dataclass(frozen=True, slots=True)
class PersonView:
    """Somebody of the staff, in which team, and how much they have out now."""

    person: Person
    team: str
    held: int

    @property
    def used(self) -> bool:
        """Return whether they work here."""
        return self.person.status in WORKING


@dataclass(frozen=True, slots=True)
class TeamView:
    """A team, who heads it, and how many who work here are in it."""

    team: Team
    head: Person | None
    members: int

    @property
    def used(self) -> bool:
        """Return whether the team is in use."""
        return self.team.status == ACTIVE


@dataclass(frozen=True, slots=True)
class ClassView:
    """A class, its homeroom teacher, and how much it has out now."""

    school_class: SchoolClass
    homeroom: Person | None
    held: int

    @property
    def used(self) -> bool:
        """Return whether the class is in use."""
        return self.school_class.status == ACTIVE


@dataclass(frozen=True, slots=True)
class PlaceView:
    """A place, what it is part of, and how many devices are kept in it."""

    place: Place
    part_of: str
    devices: int

    @property
    def used(self) -> bool:
        """Return whether the place is in use."""
        return self.place.status == ACTIVE


@dataclass(frozen=True, slots=True)
class WordView:
    """A subject or fund, and how many devices name it."""

    name: str
    status: str
    devices: int

    @property
    def used(self) -> bool:
        """Return whether the word is in use."""
        return self.status == ACTIVE


@dataclass(frozen=True, slots=True)
class StaffList:
    """Everybody the book knows, those who left too."""

    def answer(self, desk: Desk) -> list[PersonView]:
        """Return the people in Vietnamese order."""
        teams = {record.id: record.row.name for record in desk.every(Team)}
        held = desk.held_by_people()
        found = [
            PersonView(one.row, teams.get(one.row.team_id or 0, ""), held.get(one.id, 0))
            for one in desk.every(Person) if one.row.status != CANCELLED
        ]  # fmt: skip
        return sorted(found, key=lambda view: sort_key(view.person.name))


@dataclass(frozen=True, slots=True)
class TeamList:
    """All teams."""

    def answer(self, desk: Desk) -> list[TeamView]:
        """Return the teams in Vietnamese order."""
        people = {record.id: record.row for record in desk.every(Person)}
        members = Counter(one.team_id for one in people.values() if one.status in WORKING)
        found = [
            TeamView(one.row, people.get(one.row.head_id or 0), members[one.id])
            for one in desk.every(Team) if one.row.status != CANCELLED
        ]  # fmt: skip
        return sorted(found, key=lambda view: sort_key(view.team.name))


@dataclass(frozen=True, slots=True)
class ClassList:
    """The classes of a school year, by its first calendar year."""

    school_year: int

    def answer(self, desk: Desk) -> list[ClassView]:
        """Return the classes in order."""
        people = {record.id: record.row for record in desk.every(Person)}
        held = desk.held_by_classes()
        found = [
            ClassView(one.row, people.get(one.row.homeroom_id or 0), held.get(one.id, 0))
            for one in desk.every(SchoolClass, school_year=self.school_year)
            if one.row.status != CANCELLED
        ]
        return sorted(found, key=lambda view: sort_key(view.school_class.name))


@dataclass(frozen=True, slots=True)
class ClassYears:
    """The school years that have classes, and this one."""

    def answer(self, desk: Desk) -> list[int]:
        """Return the first calendar year of each, newest first."""
        years = {record.row.school_year for record in desk.every(SchoolClass)}
        return sorted(years | {school_year_of(desk.today)}, reverse=True)


@dataclass(frozen=True, slots=True)
class PlaceList:
    """All places."""

    def answer(self, desk: Desk) -> list[PlaceView]:
        """Return the places in Vietnamese order."""
        places = desk.every(Place)
        names = {record.id: record.row.name for record in places}
        devices = desk.devices_by("place_id")
        found = [
            PlaceView(one.row, names.get(one.row.part_of or 0, ""), devices.get(one.id, 0))
            for one in places if one.row.status != CANCELLED
        ]  # fmt: skip
        return sorted(found, key=lambda view: sort_key(view.place.name))


@dataclass(frozen=True, slots=True)
class WordList(Generic[W]):
    """All subjects or all funds."""

    kind: type[W]

    def answer(self, desk: Desk) -> list[WordView]:
        """Return the words in Vietnamese order."""
        devices = desk.devices_by(FIELD_OF[self.kind])
        found = [
            WordView(one.row.name, one.row.status, devices.get(one.row.name, 0))
            for one in desk.every(self.kind) if one.row.status != CANCELLED
        ]  # fmt: skip
        return sorted(found, key=lambda view: sort_key(view.name))


@dataclass(frozen=True, slots=True)
class Offered:
    """What the forms offer to pick from."""

    teams: tuple[str, ...]
    staff: tuple[str, ...]
    places: tuple[str, ...]
    subjects: tuple[str, ...]
    funds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PickLists:
    """Who works here and what is in use, as the forms offer it."""

    def answer(self, desk: Desk) -> Offered:
        """Return the names in Vietnamese order; people with their codes."""
        people = [one.row for one in desk.every(Person) if one.row.status in WORKING]
        people.sort(key=lambda one: sort_key(one.name))
        return Offered(
            _names(desk, Team),
            tuple(f"{one.name} · {one.code}" for one in people),
            _names(desk, Place),
            _names(desk, Subject),
            _names(desk, Fund),
        )


L = TypeVar("L", Team, Place, Subject, Fund)


def _names(desk: Desk, kind: type[L]) -> tuple[str, ...]:
    names = [record.row.name for record in desk.every(kind, status=ACTIVE)]
    return tuple(sorted(names, key=sort_key))
