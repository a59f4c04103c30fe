"""Numbered slips: written with all they say, found again, and printed as they were written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.documents.numbered import draw_numbered
from app.domain.calendar import school_year_of
from app.domain.change import Touched
from app.domain.document import MONTH, Document, Paper, SlipKind, paper_from
from app.domain.fault import Refused
from app.domain.ledger import CANCELLED, Image
from app.domain.record import Record
from app.domain.sentence import Sentence
from app.domain.view import SlipView
from app.store.desk import Desk

CHANGE = frozenset({Touched.DEVICES, Touched.DOCUMENTS, Touched.PLACES})


@dataclass(frozen=True, slots=True)
class Written:
    """A slip to be: its id, its number, and the image that writes it."""

    slip: int
    number: int
    image: Image


def write_slip(desk: Desk, kind: SlipKind, day: date, paper: Paper) -> Written:
    """Return the next slip of a kind in the school year of `day`.

    The entry that is drafted now is the one after the last: nobody writes in between.
    """
    year = school_year_of(day)
    number = desk.next_number(kind, year)
    entry = desk.head()[0] + 1
    slip, image = desk.new(Document(kind, year, number, day.isoformat(), paper.kept(entry)))
    return Written(slip, number, image)


@dataclass(frozen=True, slots=True)
class Slips:
    """The numbered slips, newest first; `undone` has those that were taken back too."""

    undone: bool = False

    def answer(self, desk: Desk) -> list[SlipView]:
        """Return the slips with what they say."""
        found = [record for record in desk.every(Document)[::-1]
                 if record.row.kind != MONTH
                 and (self.undone or record.row.status != CANCELLED)]  # fmt: skip
        return _views(desk, found)


@dataclass(frozen=True, slots=True)
class PrintSlip:
    """A numbered slip as a PDF; it says what it said when it was written."""

    slip: int

    def answer(self, desk: Desk) -> bytes:
        """Return the PDF's bytes, or refuse a slip that was undone."""
        row = desk.get(Document, self.slip)
        if row.status == CANCELLED:
            raise Refused(
                Sentence("Slip {number} was undone and is valid no more.", {"number": row.number})
            )
        paper, _entry = paper_from(row.content)
        return draw_numbered(paper, row.number, date.fromisoformat(row.day))


@dataclass(frozen=True, slots=True)
class LastCouncil:
    """The council of the last decrease slip, to start the next one from."""

    def answer(self, desk: Desk) -> tuple[tuple[str, str], ...]:
        """Return names and roles, nothing when there was none yet."""
        found = desk.every(Document, kind=SlipKind.DECREASE, status="active")[-1:]
        return paper_from(found[0].row.content)[0].council if found else ()


def _views(desk: Desk, records: list[Record[Document]]) -> list[SlipView]:
    kept = [(record, *paper_from(record.row.content)) for record in records]
    actors = desk.actors([entry for _record, _paper, entry in kept])
    return [
        SlipView(
            record.id, record.row.kind, record.row.school_year, record.row.number,
            record.row.day, paper, actors[entry], entry, record.row.status == CANCELLED,
        )
        for record, paper, entry in kept
    ]  # fmt: skip
