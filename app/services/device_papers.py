"""The papers a device stands on: loan slips and numbered slips, to be printed again."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.calendar import show_day
from app.domain.document import Document
from app.domain.sentence import Sentence
from app.services.finding import find_device
from app.store.desk import Desk

LOAN, SLIP = "loan", "slip"


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper: what it is, its id, its ISO day, and what it is called."""

    kind: str
    number: int
    day: str
    title: Sentence


@dataclass(frozen=True, slots=True)
class PapersOf:
    """The papers a device stands on, by its code."""

    code: str

    def answer(self, desk: Desk) -> list[Paper]:
        """Return the papers, newest first."""
        record = find_device(desk, self.code)
        found = [
            Paper(LOAN, loan, day,
                  Sentence("Loan slip {number}, {day}", {"number": loan, "day": show_day(day)}))
            for loan, day in desk.loans_of_device(record.id)
        ]  # fmt: skip
        named = f'"{record.row.code}"'
        found += [
            Paper(SLIP, one.id, one.row.day,
                  Sentence("Numbered slip {number}, {day}",
                           {"number": one.row.number, "day": show_day(one.row.day)}))
            for one in desk.every(Document, status="active")
            if named in one.row.content
        ]  # fmt: skip
        return sorted(found, key=lambda one: (one.day, one.number), reverse=True)
