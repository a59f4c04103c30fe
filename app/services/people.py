"""People, their teams, and the school itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import date

from app.domain.change import Touched
from app.domain.device import check_code
from app.domain.draft import Draft
from app.domain.fault import Refused
from app.domain.ledger import Image
from app.domain.person import ACTIVE, WORKING, Person, PersonStatus, Team
from app.domain.sentence import Sentence, Value, told
from app.domain.setting import AssetRule, LetterheadVersion, School, Setting, Signers
from app.domain.staff import STATUS_SAID, read_staff_type
from app.domain.text import as_figure, clean
from app.services.finding import find_person
from app.services.naming import check_official_code, named
from app.services.versions import in_force, write_version
from app.store.desk import Desk


@dataclass(frozen=True, slots=True)
class RegisterPerson:
    """Put a member of staff into the book; without a code the next one is given."""

    name: str
    team: str = ""
    code: str = ""
    staff_type: str = ""
    official_code: str = ""
    status: PersonStatus = PersonStatus.ACTIVE

    def draft(self, desk: Desk) -> Draft[str]:
        """Draft the person's row, and the team's if it is new."""
        code = self.code.upper() or next(desk.codes(Person, "GV"))
        if desk.find(Person, code=check_code(code)):
            raise Refused(
                Sentence("The code {code} is another person's already.", {"code": code}),
                where="code",
            )
        images, team = find_team(desk, self.team)
        person = Person(
            code, _name(self.name), clean(self.official_code), _staff_type(self.staff_type),
            team, self.status,
        )  # fmt: skip
        _number, image = desk.new(check_official_code(desk, person))
        return Draft(
            kind="person",
            day=desk.today.isoformat(),
            sentence=Sentence("Registered {code} {name}", {"code": code, "name": person.name}),
            change=frozenset({Touched.PEOPLE, Touched.LISTS}),
            value=code,
            images=(*images, image),
        )


@dataclass(frozen=True, slots=True)
class CorrectPerson:
    """Correct what the book says of somebody, their status too; None keeps what stands.

    The code never changes, and nobody is deleted (Điều 6.3, 6.5).
    """

    code: str
    name: str | None = None
    team: str | None = None
    staff_type: str | None = None
    official_code: str | None = None
    status: PersonStatus | None = None

    def draft(self, desk: Desk) -> Draft[str]:
        """Draft the row's image; who leaves while holding devices is told so, never stopped."""
        record = find_person(desk, self.code)
        row = record.row
        images, team = find_team(desk, self.team or "", row.team_id)
        person = Person(
            row.code,
            row.name if self.name is None else _name(self.name),
            row.official_code if self.official_code is None else clean(self.official_code),
            row.staff_type if self.staff_type is None else _staff_type(self.staff_type),
            row.team_id if self.team is None else team,
            row.status if self.status is None else self.status,
        )
        check_official_code(desk, person, record.id)
        changed = (desk.changed(record, person),) if person != row else ()
        return Draft(
            kind="person",
            day=desk.today.isoformat(),
            sentence=_said(person, row, desk.held_by_people().get(record.id, 0)),
            change=frozenset({Touched.PEOPLE, Touched.LISTS}),
            value=person.code,
            images=(*images, *changed),
        )


def _said(person: Person, before: Person, held: int) -> Sentence:
    """Return what happened to somebody who has `held` devices out."""
    if person.status == before.status:
        return Sentence("Corrected {code} {name}", {"code": person.code, "name": person.name})
    status = STATUS_SAID[PersonStatus(person.status)]
    values: dict[str, Value] = {
        "code": person.code, "name": person.name, "status": told(status.text, status.values),
    }  # fmt: skip
    if held and person.status not in WORKING:
        return Sentence(
            "{code} {name}: {status}. Still has {count} devices, to be taken back",
            {**values, "count": held},
        )
    return Sentence("{code} {name}: {status}", values)


def _name(text: str) -> str:
    name = clean(text)
    if not name:
        raise Refused(Sentence("A person needs a name. Type the name."), where="name")
    return name


def _staff_type(text: str) -> str:
    found = read_staff_type(text)
    if found is None:
        raise Refused(
            Sentence(
                "“{value}” is no staff type the program knows. Write it in words, for example "
                "Nhân viên thiết bị.",
                {"value": text},
            ),
            where="staff_type",
        )
    return found


@dataclass(frozen=True, slots=True)
class DescribeSchool:
    """Say what the school is now: its letterhead, who signs, and its ways of working.

    It corrects the versions in force today; `SetLetterhead` and `SetSigners` write later ones.
    """

    school: School

    def draft(self, desk: Desk) -> Draft[School]:
        """Draft the settings that change."""
        images: list[Image] = []
        said = {key: clean(value) for key, value in asdict(self.school).items()}
        head = {name: said.pop(name) for name in _dated(LetterheadVersion)}
        images += write_version(
            desk, replace(in_force(desk, LetterheadVersion, desk.today), **head)
        )
        signing = {name: said.pop(name) for name in _dated(Signers)}
        images += write_version(desk, replace(in_force(desk, Signers, desk.today), **signing))
        for key, value in said.items():
            record = desk.find(Setting, key=key)
            wanted = Setting(key, value)
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


def read_school(desk: Desk, day: date | None = None) -> School:
    """Return the school as the settings describe it on a day, today if None."""
    values = {record.row.key: record.row.value for record in desk.every(Setting)}
    on = day or desk.today
    for row in (in_force(desk, LetterheadVersion, on), in_force(desk, Signers, on)):
        values |= {name: getattr(row, name) for name in _dated(type(row))}
    known: Mapping[str, str] = {
        field.name: values[field.name] for field in fields(School) if field.name in values
    }
    return replace(School(), **known)


def _dated(kind: type[LetterheadVersion | Signers]) -> list[str]:
    """Return the fields of a kind of version that a school has."""
    return [field.name for field in fields(kind) if field.name not in {"valid_from", "status"}]


def asset_rule(desk: Desk) -> AssetRule:
    """Return what makes a device a fixed asset here (TT 23/2023/TT-BTC, Điều 3.2)."""
    school, usual = read_school(desk), School()
    return AssetRule(
        whole_setting(school.asset_price, usual.asset_price),
        whole_setting(school.asset_life, usual.asset_life),
    )


def whole_setting(said: str, usual: str) -> int:
    """Return a setting as a whole number, the usual one where it cannot be read."""
    figure = as_figure(said)
    return int(usual) if figure is None else figure


def find_team(
    desk: Desk, name: str, own: int | None = None
) -> tuple[tuple[Image, ...], int | None]:
    """Return the team with this name, with the image that makes it, or takes it into use again.

    `own` is the team somebody is in already: that one stays as it is.
    """
    name = clean(name)
    if not name:
        return (), None
    found = named(desk, Team, name)
    if found is None:
        number, image = desk.new(Team(name))
        return (image,), number
    if found.row.status == ACTIVE or found.id == own:
        return (), found.id
    return (desk.changed(found, replace(found.row, status=ACTIVE)),), found.id
