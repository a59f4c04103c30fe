"""How many lesson hours with a device are asked of whom, in which term."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from app.domain.change import Touched
from app.domain.draft import Draft
from app.domain.fault import Refused
from app.domain.ledger import CANCELLED, Image
from app.domain.period import Period, school_year_period, semester_period
from app.domain.person import ACTIVE, WORKING, Person, Team
from app.domain.quota import MOST, Quota, QuotaTerm
from app.domain.sentence import Sentence
from app.domain.text import sort_key
from app.services.finding import find_person
from app.services.naming import find_named
from app.services.reports import school_years
from app.store.desk import Desk

Asked = Mapping[QuotaTerm, int | None]


@dataclass(frozen=True, slots=True)
class Whose:
    """Of whom hours are asked: a teacher by code, a team by name, or all when both are blank."""

    team: str = ""
    teacher: str = ""


@dataclass(frozen=True, slots=True)
class SetQuota:
    """Ask somebody for so many hours in the terms of a school year; None asks nothing."""

    school_year: int
    whose: Whose
    hours: Asked

    def draft(self, desk: Desk) -> Draft[int]:
        """Draft the rows that change; the value is how many do."""
        for term, hours in self.hours.items():
            check_hours(term, hours)
        team = find_named(desk, Team, self.whose.team).id if self.whose.team else None
        teacher = find_person(desk, self.whose.teacher) if self.whose.teacher else None
        number = teacher.id if teacher else None
        images = [
            image
            for term, hours in self.hours.items()
            if (image := self._image(desk, Quota(self.school_year, term, team, number, 0), hours))
        ]
        said = teacher.row.name if teacher else self.whose.team
        year = f"{self.school_year}-{self.school_year + 1}"
        return Draft(
            kind="quota",
            day=desk.today.isoformat(),
            sentence=Sentence(
                "Set the required lesson hours of {name} for {year}", {"name": said, "year": year}
            )
            if said
            else Sentence(
                "Set the required lesson hours of all teachers for {year}", {"year": year}
            ),
            change=frozenset({Touched.PEOPLE}),
            value=len(images),
            images=tuple(images),
        )

    @staticmethod
    def _image(desk: Desk, wanted: Quota, hours: int | None) -> Image | None:
        found = desk.find(
            Quota, school_year=wanted.school_year, term=wanted.term, team_id=wanted.team_id,
            teacher_id=wanted.teacher_id,
        )  # fmt: skip
        if found is None:
            return None if hours is None else desk.new(replace(wanted, hours=hours))[1]
        row = replace(found.row, status=CANCELLED)
        if hours is not None:
            row = replace(found.row, hours=hours, status=ACTIVE)
        return None if row == found.row else desk.changed(found, row)


def check_hours(term: QuotaTerm, hours: int | None) -> None:
    """Refuse hours that cannot be asked."""
    if hours is not None and not 0 <= hours <= MOST:
        raise Refused(
            Sentence(
                "{figure} cannot be. Write a whole number from 0 to {most}.",
                {"figure": hours, "most": MOST},
            ),
            where=term,
        )


@dataclass(frozen=True, slots=True)
class QuotaView:
    """What is asked in a school year of each of those hours can be asked of.

    The `teachers` are those who work here, by code, with their names; the `teams` by name.
    """

    school_year: int
    teams: tuple[str, ...]
    teachers: tuple[tuple[str, str], ...]
    said: Mapping[Whose, Asked]


@dataclass(frozen=True, slots=True)
class QuotasOf:
    """What is asked in a school year."""

    school_year: int

    def answer(self, desk: Desk) -> QuotaView:
        """Return it, with everybody it can be asked of."""
        teams = {record.id: record.row for record in desk.every(Team)}
        people = {record.id: record.row for record in desk.every(Person)}
        said: dict[Whose, dict[QuotaTerm, int | None]] = {}
        for record in desk.every(Quota, school_year=self.school_year, status=ACTIVE):
            row = record.row
            team = teams[row.team_id].name if row.team_id else ""
            teacher = people[row.teacher_id].code if row.teacher_id else ""
            said.setdefault(Whose(team, teacher), {})[QuotaTerm(row.term)] = row.hours
        working = [one for one in people.values() if one.status in WORKING]
        working.sort(key=_by_name)
        named = sorted((one.name for one in teams.values() if one.status == ACTIVE), key=sort_key)
        teachers = tuple((one.code, one.name) for one in working)
        return QuotaView(self.school_year, tuple(named), teachers, said)


def _by_name(person: Person) -> tuple[str, str]:
    return sort_key(person.name), person.code


def term_of(desk: Desk, period: Period) -> tuple[int, QuotaTerm] | None:
    """Return the school year and the term a period is, None when it is neither's days."""
    years = school_years(desk)
    for year in (period.first.year, period.first.year - 1):
        found = {
            school_year_period(year): QuotaTerm.YEAR,
            semester_period(year, 1, years): QuotaTerm.FIRST,
            semester_period(year, 2, years): QuotaTerm.SECOND,
        }.get(period)
        if found is not None:
            return year, found
    return None
