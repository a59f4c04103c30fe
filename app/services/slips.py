"""The loan slip as a printed page; its words come from the book."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from app.documents.page import Letterhead
from app.documents.slip import LoanSlip, SlipLine, draw_loan_slip
from app.domain.fault import Refused
from app.domain.sentence import Sentence
from app.services.people import read_school
from app.store.desk import Desk


@dataclass(frozen=True, slots=True)
class PrintLoanSlip:
    """The slip of a loan, as a PDF."""

    loan: int

    def answer(self, desk: Desk) -> bytes:
        """Return the PDF's bytes; the same loan gives the same bytes."""
        found = desk.loans(loan=self.loan)
        if not found:
            raise Refused(
                Sentence("There is no loan {loan}.", {"loan": self.loan}), where=str(self.loan)
            )
        view = found[0]
        school = read_school(desk)
        slip = LoanSlip(
            Letterhead(school.superior, school.name, school.place),
            view.loan,
            date.fromisoformat(view.day),
            date.fromisoformat(view.due),
            view.class_name,
            view.teacher_name,
            school.keeper,
            view.period,
            view.lesson,
            tuple(SlipLine(one.device, one.name, one.unit, one.lent) for one in view.lines),
        )
        return draw_loan_slip(slip, created=datetime.combine(slip.day, time()))
