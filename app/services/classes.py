"""Classes, each of one school year; those of earlier years stay as they were."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.domain.calendar import school_year_of
from app.domain.change import Touched
from app.domain.draft import Draft
from app.domain.fault import Refused
from app.domain.ledger import CANCELLED
from app.domain.norm import GRADES
from app.domain.person import ACTIVE, SchoolClass
from app.domain.record import Record
from app.domain.sentence import Sentence
from app.domain.text import clean, fold
from app.services.finding import find_staff
from app.services.naming import check_official_code
from app.store.desk import Desk


@dataclass(frozen=True, slots=True)
class RegisterClass:
    """Put a class of a school year into the book; `homeroom` is a teacher's code or name."""

    name: str
    grade: int
    school_year: int
    homeroom: str = ""
    pupils: int | None = None
    official_code: str = ""

    def draft(self, desk: Desk) -> Draft[str]:
        """Draft the class's row."""
        homeroom = find_staff(desk, self.homeroom, "homeroom").id if self.homeroom else None
        row = SchoolClass(
            next(desk.codes(SchoolClass, "LH")), clean(self.name), self.grade, self.school_year,
            clean(self.official_code), homeroom, self.pupils,
        )  # fmt: skip
        _number, image = desk.new(_checked(desk, row))
        return Draft(
            kind="class",
            day=desk.today.isoformat(),
            sentence=Sentence("Registered class {name}", {"name": row.name}),
            change=frozenset({Touched.CLASSES}),
            value=row.code,
            images=(image,),
        )


@dataclass(frozen=True, slots=True)
class CorrectClass:
    """Correct what the book says of a class; None keeps what stands.

    `pupils` is always said: None is a class nobody has counted. The code and the school
    year never change.
    """

    code: str
    pupils: int | None
    name: str | None = None
    grade: int | None = None
    homeroom: str | None = None
    official_code: str | None = None
    status: str | None = None

    def draft(self, desk: Desk) -> Draft[str]:
        """Draft the row's image, or refuse a class of an earlier year."""
        record = find_class_by_code(desk, self.code)
        row = record.row
        if row.school_year < school_year_of(desk.today):
            raise Refused(
                Sentence(
                    "Class {name} is of the school year {year}, which is over: it stays as it was.",
                    {"name": row.name, "year": _year(row)},
                ),
                where="name",
            )
        changed = SchoolClass(
            row.code,
            row.name if self.name is None else clean(self.name),
            row.grade if self.grade is None else self.grade,
            row.school_year,
            row.official_code if self.official_code is None else clean(self.official_code),
            row.homeroom_id if self.homeroom is None else self._teacher(desk),
            self.pupils,
            row.status if self.status is None else self.status,
        )
        _checked(desk, changed, record.id)
        return Draft(
            kind="class",
            day=desk.today.isoformat(),
            sentence=_said(changed, row, desk.held_by_classes().get(record.id, 0)),
            change=frozenset({Touched.CLASSES}),
            value=row.code,
            images=(desk.changed(record, changed),) if changed != row else (),
        )

    def _teacher(self, desk: Desk) -> int | None:
        return find_staff(desk, self.homeroom, "homeroom").id if self.homeroom else None


def find_class_by_code(desk: Desk, code: str) -> Record[SchoolClass]:
    """Return the class with this code, of any school year, or refuse."""
    found = desk.find(SchoolClass, code=code.upper())
    if found is None:
        raise Refused(Sentence("No class has the code “{code}”.", {"code": code}), where="code")
    return found


def _checked(desk: Desk, row: SchoolClass, own: int | None = None) -> SchoolClass:
    """Return a class that can be in the book, or refuse it at the field that is wrong."""
    if not row.name:
        raise Refused(Sentence("A class needs a name. Type its name."), where="name")
    if row.grade not in GRADES:
        raise Refused(
            Sentence("Grade {grade} cannot be. Choose 1 to 5.", {"grade": row.grade}),
            where="grade",
        )
    if row.pupils is not None and row.pupils < 0:
        raise Refused(
            Sentence("{count} pupils cannot be. Write 0 or more.", {"count": row.pupils}),
            where="pupils",
        )
    for record in desk.every(SchoolClass, school_year=row.school_year):
        same = fold(record.row.name) == fold(row.name) and record.row.status != CANCELLED
        if same and record.id != own:
            raise Refused(
                Sentence(
                    "Class {name} is in the book of {year} already.",
                    {"name": record.row.name, "year": _year(row)},
                ),
                where="name",
            )
    return check_official_code(desk, row, own)


def _said(row: SchoolClass, before: SchoolClass, held: int) -> Sentence:
    if replace(row, status=before.status) != before or row.status == before.status:
        return Sentence("Corrected class {name}", {"name": row.name})
    if row.status == ACTIVE:
        return Sentence("{name} is used again", {"name": row.name})
    if held:
        return Sentence(
            "Class {name} is no longer used. Still has {count} devices, to be taken back",
            {"name": row.name, "count": held},
        )
    return Sentence("{name} is no longer used", {"name": row.name})


def _year(row: SchoolClass) -> str:
    return f"{row.school_year}-{row.school_year + 1}"
