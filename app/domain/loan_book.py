"""The book of loans: who took what, when it came back and how."""

from __future__ import annotations

from dataclasses import dataclass, fields

_KEYS = 3  # the first fields of `Figures` say whose they are


@dataclass(frozen=True, slots=True)
class Figures:
    """What a teacher took for a class in a month YYYY-MM, and what came of it.

    `lent` is what came back `good`, `damaged`, `lost` or `incomplete` and what is
    `outstanding`, of which so much is `overdue`.
    """

    teacher: int
    school_class: int
    month: str
    slips: int
    lines: int
    lent: int
    good: int
    damaged: int
    lost: int
    incomplete: int
    outstanding: int
    overdue: int

    def counted(self) -> dict[str, int]:
        """Return the figures by their names."""
        return {one.name: getattr(self, one.name) for one in fields(self)[_KEYS:]}


FIGURES = tuple(one.name for one in fields(Figures)[_KEYS:])


@dataclass(frozen=True, slots=True)
class BookLine:
    """A line of a slip; days are ISO, `teacher` and `school_class` are ids."""

    line: int
    loan: int
    day: str
    due: str
    period: str
    lesson: str
    teacher: int
    school_class: int
    code: str
    name: str
    unit: str
    quantity: int
    outstanding: int


@dataclass(frozen=True, slots=True)
class Brought:
    """So much of a line that came back on an ISO day, and how; `note` says what is missing."""

    day: str
    result: str
    note: str
    quantity: int


@dataclass(frozen=True, slots=True)
class OutLine:
    """What was out of a line on a day, and with whom; days are ISO."""

    line: int
    loan: int
    day: str
    due: str
    code: str
    name: str
    unit: str
    subject: str
    place: str
    class_name: str
    teacher: str
    teacher_name: str
    team: str
    quantity: int
