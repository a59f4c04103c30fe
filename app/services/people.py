"""People, classes and the school itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace

from app.domain.change import Touched
from app.domain.draft import Draft
from app.domain.fault import Refused
from app.domain.ledger import Image
from app.domain.person import Person, SchoolClass, Team
from app.domain.sentence import Sentence
from app.domain.setting import AssetRule, School, Setting
from app.domain.text import clean
from app.services.finding import find_person
from app.store.desk import Desk


@dataclass(frozen=True, slots=True)
class RegisterPerson:
    """Put a member of staff into the book; without a code the next one is given."""

    name: str
    team: str = ""
    code: str = ""
    staff_type: str = ""

    def draft(self, desk: Desk) -> Draft[str]:
        """Draft the person's row, and the team's if it is new."""
        if not clean(self.name):
            raise Refused(Sentence("A person needs a name. Type the name."), where="name")
        code = self.code.upper() or next(desk.codes(Person, "GV"))
        if desk.find(Person, code=code):
            raise Refused(
                Sentence("The code {code} is another person's already.", {"code": code}),
                where="code",
            )
        images, team = find_team(desk, self.team)
        person = Person(code, clean(self.name), staff_type=self.staff_type, team_id=team)
        _number, image = desk.new(person)
        return Draft(
            kind="person",
            day=desk.today.isoformat(),
            sentence=Sentence("Registered {code} {name}", {"code": code, "name": person.name}),
            change=frozenset({Touched.PEOPLE}),
            value=code,
            images=(*images, image),
        )


@dataclass(frozen=True, slots=True)
class RegisterClass:
    """Put a class of a school year into the book."""

    name: str
    grade: int
    school_year: int
    homeroom: str = ""
    pupils: int | None = None

    def draft(self, desk: Desk) -> Draft[str]:
        """Draft the class's row."""
        name = clean(self.name)
        if desk.find(SchoolClass, name=name, school_year=self.school_year, status="active"):
            raise Refused(
                Sentence(
                    "Class {name} is in the book of {year} already.",
                    {"name": name, "year": f"{self.school_year}-{self.school_year + 1}"},
                ),
                where=name,
            )
        homeroom = find_person(desk, self.homeroom).id if self.homeroom else None
        code = next(desk.codes(SchoolClass, "LH"))
        _number, image = desk.new(
            SchoolClass(
                code, name, self.grade, self.school_year, homeroom_id=homeroom, pupils=self.pupils
            )
        )
        return Draft(
            kind="class",
            day=desk.today.isoformat(),
            sentence=Sentence("Registered class {name}", {"name": name}),
            change=frozenset({Touched.CLASSES}),
            value=code,
            images=(image,),
        )


@dataclass(frozen=True, slots=True)
class DescribeSchool:
    """Say what the letterhead names: the school, its superior body, place and keeper."""

    school: School

    def draft(self, desk: Desk) -> Draft[School]:
        """Draft the settings that change."""
        images: list[Image] = []
        for key, value in asdict(self.school).items():
            record = desk.find(Setting, key=key)
            wanted = Setting(key, clean(value))
            if record is None:
                images.append(desk.new(wanted)[1])
            elif record.row != wanted:
                images.append(desk.changed(record, wanted))
        return Draft(
            kind="settings",
            day=desk.today.isoformat(),
            sentence=Sentence("Described the school {name}", {"name": self.school.name}),
            change=frozenset({Touched.SETTINGS}),
            value=self.school,
            images=tuple(images),
        )


def read_school(desk: Desk) -> School:
    """Return the school as the settings describe it."""
    values = {record.row.key: record.row.value for record in desk.every(Setting)}
    known: Mapping[str, str] = {
        field.name: values[field.name] for field in fields(School) if field.name in values
    }
    return replace(School(), **known)


def asset_rule(desk: Desk) -> AssetRule:
    """Return what makes a device a fixed asset here (TT 23/2023/TT-BTC, Điều 3.2)."""
    school, usual = read_school(desk), School()
    return AssetRule(
        whole_setting(school.asset_price, usual.asset_price),
        whole_setting(school.asset_life, usual.asset_life),
    )


def whole_setting(said: str, usual: str) -> int:
    """Return a setting as a whole number, the usual one where it cannot be read."""
    return int(said) if said.isascii() and said.isdigit() else int(usual)


def find_team(desk: Desk, name: str) -> tuple[tuple[Image, ...], int | None]:
    """Return the team with this name, with the image that makes it if it is new."""
    name = clean(name)
    if not name:
        return (), None
    found = desk.find(Team, name=name)
    if found is not None:
        return (), found.id
    number, image = desk.new(Team(name))
    return (image,), number
