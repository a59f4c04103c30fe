"""The flags that the sector's start-of-year data asks of each class (IsTbdhToan, IsTbdhTviet)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.domain.norm import Counts, need_of, parse_rule
from app.domain.person import SchoolClass
from app.domain.text import fold, sort_key
from app.services.shortage import ENOUGH, SHORT, Shortage, ShortageRow, ShortageView
from app.store.desk import Desk

FLAGGED = ("Toán", "Tiếng Việt")


@dataclass(frozen=True, slots=True)
class ClassShort:
    """What a class is short of: how many it needs, and its share of those that there are."""

    number: str
    name: str
    unit: str
    need: int | None
    share: int | None


@dataclass(frozen=True, slots=True)
class ClassFlags:
    """Whether a class has enough equipment for each subject; None: cannot be said.

    `short` are the rows of a subject it has too few of, `open_rows` counts the confirmed rows
    that cannot be told for want of a figure, `unconfirmed` those that nobody has confirmed.
    """

    name: str
    enough: Mapping[str, bool | None]
    short: Mapping[str, tuple[ClassShort, ...]]
    open_rows: Mapping[str, int]
    unconfirmed: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class FlagsOfClasses:
    """The flags of every class of this school year, unless another is named.

    The classes a row is for share what there is in proportion to what each needs, so that a
    class has enough of it when all of them together have. A class has enough of a subject
    when it has enough of every confirmed row for its grade; one short row is not enough. When
    none is short but a confirmed row cannot be told, or when no row is confirmed, nothing is
    said. Rows nobody has confirmed neither help nor hinder: they are counted beside the flag.
    """

    school_year: int | None = None

    def answer(self, desk: Desk) -> list[ClassFlags]:
        """Return the flags of every class, in order."""
        view = Shortage(self.school_year).answer(desk)
        classes = desk.every(SchoolClass, school_year=view.school_year, status="active")
        ordered = sorted((record.row for record in classes), key=_order)
        return [_flags(one, view) for one in ordered]


def _flags(one: SchoolClass, view: ShortageView) -> ClassFlags:
    rows = {
        subject: [
            row
            for row in view.rows
            if fold(row.subject) == fold(subject) and one.grade in row.grades
        ]
        for subject in FLAGGED
    }
    sure = {subject: [row for row in found if row.confirmed] for subject, found in rows.items()}
    return ClassFlags(
        one.name,
        {subject: _enough(found) for subject, found in sure.items()},
        {
            subject: tuple(_short(row, one, view) for row in found if row.status == SHORT)
            for subject, found in sure.items()
        },
        {subject: sum(row.need is None for row in found) for subject, found in sure.items()},
        {subject: len(rows[subject]) - len(found) for subject, found in sure.items()},
    )


def _enough(rows: Sequence[ShortageRow]) -> bool | None:
    said = {row.status for row in rows}
    if SHORT in said:
        return False
    return True if said == {ENOUGH} else None


def _short(row: ShortageRow, one: SchoolClass, view: ShortageView) -> ClassShort:
    """Return what a class needs of a short row, and its share; None where it cannot be told.

    A rule for the whole school is no one class's: then both are the school's.
    """
    quantity, _mark, per = row.rule.partition("/")
    rule = parse_rule(quantity, per)
    own = Counts(1, _pupils(one, view.counts[one.grade]), 1)
    need = need_of(rule, (one.grade,), {one.grade: own}).quantity if rule else None
    share = min(row.have * need // row.need, row.have) if row.need and need is not None else None
    return ClassShort(row.number, row.name, row.unit, need, share)


def _pupils(one: SchoolClass, counts: Counts) -> int | None:
    """Return how many learn in a class, or the mean of its grade where the class says nothing."""
    if one.pupils is None and counts.pupils is not None and counts.classes:
        return -(-counts.pupils // counts.classes)
    return one.pupils


def _order(one: SchoolClass) -> str:
    return sort_key(one.name)
