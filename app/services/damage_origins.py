"""Where a damage case comes from: the loan its device came back of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.domain.calendar import class_on, show_day
from app.domain.loan import Loan, LoanLine
from app.domain.person import Person, SchoolClass, Team
from app.store.desk import Desk


@dataclass(frozen=True, slots=True)
class Origin:
    """The loan a case came back from: who had it, in words, and the team's head."""

    loan: int
    class_name: str
    teacher: str
    told: str
    head: str


def origin_of(desk: Desk, line: int | None, today: date) -> Origin | None:
    """Return the loan that a line is of, None when there is no line."""
    if line is None:
        return None
    loan_id = desk.get(LoanLine, line).loan_id
    loan = desk.get(Loan, loan_id)
    teacher = desk.get(Person, loan.teacher_id)
    name = class_on(desk.get(SchoolClass, loan.class_id).name, loan.day, today)
    head = desk.get(Team, teacher.team_id).head_id if teacher.team_id else None
    return Origin(
        loan_id, name, teacher.name,
        f"phiếu mượn {loan_id} ngày {show_day(loan.day)}, lớp {name}, {teacher.name}",
        desk.get(Person, head).name if head else "",
    )  # fmt: skip
