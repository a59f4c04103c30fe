"""Moving up a school year: the classes of the next one, written down in one act (Điều 6.5)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from app.domain.change import Touched
from app.domain.draft import Draft
from app.domain.fault import Refused
from app.domain.ledger import CANCELLED, Image
from app.domain.person import WORKING, Person, SchoolClass
from app.domain.record import Record
from app.domain.sentence import Sentence
from app.domain.text import fold, sort_key
from app.services.finding import find_person
from app.store.desk import Desk

LAST_GRADE = 5
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Move:
    """A class of the next year: which class of this one it was, and who will have it.

    `was` is blank for the first grade. `homeroom` is a person's code, `there` says that the
    next year has the class already. `pupils` is None while nobody has said.
    """

    was: str
    name: str
    grade: int
    homeroom: str
    homeroom_name: str
    pupils: int | None
    there: bool


@dataclass(frozen=True, slots=True)
class MovingUp:
    """What moving up from a school year would write down, and the classes that leave."""

    from_year: int
    moves: tuple[Move, ...]
    leaving: tuple[str, ...]
    still_out: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PreviewMovingUp:
    """What becomes of the classes of a school year, by its first calendar year."""

    from_year: int

    def answer(self, desk: Desk) -> MovingUp:
        """Return every class of the next year.

        A teacher who still works here stays with the class of the same name: who has 2A this
        year has the next 2A, unless another is chosen.
        """
        classes = _classes(desk, self.from_year)
        there = {fold(record.row.name) for record in _classes(desk, self.from_year + 1)}
        people = {
            record.id: record.row for record in desk.every(Person) if record.row.status in WORKING
        }
        by_name = {fold(record.row.name): record.row for record in classes}
        moves, leaving = [], []
        for record in classes:
            row = record.row
            if row.grade == 1:
                moves.append(_move(row, "", row, people, there))
            if row.grade == LAST_GRADE:
                leaving.append(row.name)
            else:
                keeper = by_name.get(fold(_next_name(row)))
                moves.append(_move(row, row.name, keeper, people, there))
        gone = {record.id for record in classes if record.row.grade == LAST_GRADE}
        names = {record.id: record.row.name for record in classes}
        out = sorted({names[number] for number in desk.classes_with_open_loans() & gone})
        moves.sort(key=_order)
        return MovingUp(self.from_year, tuple(moves), tuple(leaving), tuple(out))


@dataclass(frozen=True, slots=True)
class MoveUp:
    """Write down the classes of the next school year; those it has already stay as they are.

    `homerooms` gives some classes, by name, another homeroom teacher by code, or none by "".
    """

    from_year: int
    homerooms: Mapping[str, str] = field(default_factory=dict)

    def draft(self, desk: Desk) -> Draft[int]:
        """Draft every class that is not there yet; the value is how many they are."""
        plan = PreviewMovingUp(self.from_year).answer(desk)
        if not plan.moves:
            raise Refused(
                Sentence(
                    "The school year {year} has no classes. Import or register them first.",
                    {"year": f"{self.from_year}-{self.from_year + 1}"},
                ),
                where="from_year",
            )
        year = self.from_year + 1
        off = {
            fold(record.row.name): record
            for record in desk.every(SchoolClass, school_year=year, status=CANCELLED)
        }
        codes = desk.codes(SchoolClass, "LH")
        images: list[Image] = []
        for move in plan.moves:
            if move.there:
                continue
            code = self.homerooms.get(move.name, move.homeroom)
            homeroom = find_person(desk, code).id if code else None
            back = off.get(fold(move.name))
            row = SchoolClass(
                back.row.code if back else next(codes), move.name, move.grade, year,
                homeroom_id=homeroom, pupils=move.pupils,
            )  # fmt: skip
            images.append(desk.changed(back, row) if back else desk.new(row)[1])
        return Draft(
            kind="move_up",
            day=desk.today.isoformat(),
            sentence=Sentence(
                "Moved up to the school year {year}: {count} classes",
                {"year": f"{year}-{year + 1}", "count": len(images)},
            ),
            change=frozenset({Touched.CLASSES}),
            value=len(images),
            images=tuple(images),
        )


def _classes(desk: Desk, year: int) -> list[Record[SchoolClass]]:
    return desk.every(SchoolClass, school_year=year, status="active")


def _next_name(row: SchoolClass) -> str:
    """Return what a class is called a grade later: 1A is 2A, Lớp 1/2 is Lớp 2/2."""
    return _DIGIT.sub(str(row.grade + 1), row.name, count=1)


def _move(
    row: SchoolClass,
    was: str,
    keeper: SchoolClass | None,
    people: Mapping[int, Person],
    there: set[str],
) -> Move:
    """Return the move of a class, or a new first grade; `keeper` has its teacher now."""
    person = people.get(keeper.homeroom_id) if keeper and keeper.homeroom_id else None
    name = _next_name(row) if was else row.name
    return Move(
        was,
        name,
        row.grade + 1 if was else row.grade,
        person.code if person else "",
        person.name if person else "",
        row.pupils if was else None,
        fold(name) in there,
    )


def _order(move: Move) -> tuple[int, str]:
    return move.grade, sort_key(move.name)
