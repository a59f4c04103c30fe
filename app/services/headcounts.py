"""How many classes, pupils and teachers each grade has: as its classes say, or a person does."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.calendar import Headcount, school_year_of
from app.domain.change import Touched
from app.domain.draft import Draft
from app.domain.fault import Refused
from app.domain.ledger import Image
from app.domain.norm import GRADES, Counts
from app.domain.person import SchoolClass
from app.domain.sentence import Sentence
from app.store.desk import Desk

_NAMES = ("classes", "pupils", "teachers")
_MOST = 10_000


@dataclass(frozen=True, slots=True)
class CountsView:
    """The figures of a school year by grade: `own` of its classes, `said` by a person."""

    school_year: int
    own: Mapping[int, Counts]
    said: Mapping[int, Counts]


@dataclass(frozen=True, slots=True)
class CountsOfGrades:
    """The figures of a school year, of this one unless another is named."""

    school_year: int | None = None

    def answer(self, desk: Desk) -> CountsView:
        """Return both figures of each grade."""
        year = self.school_year or school_year_of(desk.today)
        return CountsView(year, _own(desk, year), _said(desk, year))


@dataclass(frozen=True, slots=True)
class SetHeadcounts:
    """Say figures of some grades in one entry; None leaves a figure to the classes."""

    school_year: int
    counts: Mapping[int, Counts]

    def draft(self, desk: Desk) -> Draft[int]:
        """Draft the rows that change; the value is how many do."""
        images: list[Image] = []
        for grade, counts in self.counts.items():
            _check(grade, counts)
            found = desk.find(Headcount, school_year=self.school_year, grade=grade)
            row = Headcount(self.school_year, grade, counts.classes, counts.pupils, counts.teachers)
            if found is not None and found.row != row:
                images.append(desk.changed(found, row))
            elif found is None and counts != Counts():
                images.append(desk.new(row)[1])
        return Draft(
            kind="norm",
            day=desk.today.isoformat(),
            sentence=Sentence(
                "Counted grade {grade}", {"grade": ", ".join(map(str, sorted(self.counts)))}
            ),
            change=frozenset({Touched.CATALOGUE}),
            value=len(images),
            images=tuple(images),
        )


def read_counts(desk: Desk, year: int) -> dict[int, Counts]:
    """Return what each grade counts: as somebody said, else as its classes say.

    A grade said to have no class has no pupil and no teacher either.
    """
    own, said = _own(desk, year), _said(desk, year)
    found = {}
    for grade in GRADES:
        none = Counts(0, 0, 0) if said[grade].classes == 0 else own[grade]
        figures = [
            getattr(none if getattr(said[grade], name) is None else said[grade], name)
            for name in _NAMES
        ]
        found[grade] = Counts(*figures)
    return found


def _own(desk: Desk, year: int) -> dict[int, Counts]:
    """Return what the classes say; a figure that one of them leaves open is open for all.

    A grade with no class in the book says nothing: its classes may not be written down yet.
    """
    by_grade: dict[int, list[SchoolClass]] = defaultdict(list)
    for record in desk.every(SchoolClass, school_year=year, status="active"):
        by_grade[record.row.grade].append(record.row)
    return {grade: _count(by_grade[grade]) for grade in GRADES}


def _count(classes: list[SchoolClass]) -> Counts:
    if not classes:
        return Counts()
    pupils = [one.pupils for one in classes if one.pupils is not None]
    teachers = [one.homeroom_id for one in classes if one.homeroom_id is not None]
    return Counts(
        len(classes),
        sum(pupils) if len(pupils) == len(classes) else None,
        len(set(teachers)) if len(teachers) == len(classes) else None,
    )


def _said(desk: Desk, year: int) -> dict[int, Counts]:
    said = {grade: Counts() for grade in GRADES}
    for record in desk.every(Headcount, school_year=year, status="active"):
        row = record.row
        said[row.grade] = Counts(row.classes, row.pupils, row.teachers)
    return said


def _check(grade: int, counts: Counts) -> None:
    if grade not in GRADES:
        raise Refused(Sentence("There is no grade {grade}.", {"grade": grade}))
    for name in _NAMES:
        figure = getattr(counts, name)
        if figure is not None and not 0 <= figure <= _MOST:
            raise Refused(
                Sentence(
                    "{figure} cannot be. Write a whole number from 0 to {most}.",
                    {"figure": figure, "most": _MOST},
                ),
                where=f"{name}{grade}",
            )
