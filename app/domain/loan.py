"""Loans: a class, the teacher who answers for it, and lines that come back in parts."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

LoanId = NewType("LoanId", int)


class Result(StrEnum):
    """How a quantity came back."""

    GOOD = "good"
    DAMAGED = "damaged"
    LOST = "lost"
    INCOMPLETE = "incomplete"


@dataclass(frozen=True, slots=True)
class Loan:
    """The head of a slip; days are ISO dates.

    `period` holds the lesson hours (tiết), `ppct` the curriculum's, `fetched_by` who
    came to fetch.
    """

    class_id: int
    teacher_id: int
    day: str
    due: str
    period: str = ""
    lesson: str = ""
    note: str = ""
    subject: str = ""
    ppct: str = ""
    fetched_by: str = ""
    term: str = "week"
    status: str = "active"


@dataclass(frozen=True, slots=True)
class LoanLine:
    """One device on a slip, written once; `kit_id` is the kit it went out under."""

    loan_id: int
    device_id: int
    quantity: int
    kit_id: int | None = None
