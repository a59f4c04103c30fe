"""Extending a loan (gia hạn): a later due day on the same slip."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from app.domain.calendar import show_day
from app.domain.change import Touched
from app.domain.draft import Draft
from app.domain.fault import Refused
from app.domain.loan import Loan
from app.domain.record import Record
from app.domain.sentence import Sentence
from app.domain.term import Term
from app.services.calendars import TermEnds
from app.store.desk import Desk


@dataclass(frozen=True, slots=True)
class Extend:
    """Give a loan a later due day: its own term again, unless `due` or `term` says another."""

    loan: int
    due: date | None = None
    term: Term | None = None

    def draft(self, desk: Desk) -> Draft[date]:
        """Draft the slip's row with its new due day."""
        loan = desk.find(Loan, id=self.loan)
        views = desk.loans(loan=self.loan)
        if loan is None or not views:
            raise Refused(
                Sentence("There is no loan {loan}.", {"loan": self.loan}), where=str(self.loan)
            )
        if not any(line.outstanding for line in views[0].lines):
            raise Refused(
                Sentence(
                    "Slip {loan} came back whole, so there is nothing to extend.",
                    {"loan": self.loan},
                ),
                where=str(self.loan),
            )
        due = self._due(desk, loan)
        return Draft(
            kind="extend",
            day=desk.today.isoformat(),
            sentence=Sentence(
                "Extended slip {loan} of {class_name} until {due}",
                {"loan": self.loan, "class_name": views[0].class_name, "due": show_day(due)},
            ),
            change=frozenset({Touched.LOANS}),
            value=due,
            images=(desk.changed(loan, replace(loan.row, due=due.isoformat())),),
        )

    def _due(self, desk: Desk, loan: Record[Loan]) -> date:
        standing = date.fromisoformat(loan.row.due)
        term = self.term or Term(loan.row.term)
        due = self.due or TermEnds(term, max(desk.today, standing)).answer(desk)
        if self.due is None and due <= standing:
            due = TermEnds(Term.WEEK, max(desk.today, standing)).answer(desk)
        if due <= standing or due < desk.today:
            raise Refused(
                Sentence(
                    "Slip {loan} is due on {standing} already. Choose a day after it, from "
                    "today on.",
                    {"loan": self.loan, "standing": show_day(standing)},
                ),
                where="due",
            )
        return due
