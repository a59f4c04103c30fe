"""Numbered slips: written with all they say, found again, and printed as they were written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.documents.numbered import draw_numbered
from app.domain.archive import ArchiveKind, Filing
from app.domain.calendar import school_year_of
from app.domain.change import Touched
from app.domain.document import Document, Paper, SlipKind, paper_from
from app.domain.fault import Refused
from app.domain.ledger import CANCELLED, Image
from app.domain.period import Period
from app.domain.record import Record
from app.domain.sentence import Sentence
from app.domain.text import slug
from app.domain.view import SlipView
from app.services.archive import reprint_mark
from app.store.desk import Desk

_SLIPS = frozenset(SlipKind)
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
        found = [
            record for record in desk.every(Document)[::-1]
            if record.row.kind in _SLIPS and (self.undone or record.row.status != CANCELLED)
        ]  # fmt: skip
        return _views(desk, found)


@dataclass(frozen=True, slots=True)
class PrintSlip:
    """A numbered slip as a PDF: it says what it said when it was written, printed again or not."""

    slip: int

    def answer(self, desk: Desk) -> bytes:
        """Return the PDF's bytes, or refuse a slip that was undone."""
        row = desk.get(Document, self.slip)
        if row.status == CANCELLED:
            raise Refused(
                Sentence("Slip {number} was undone and is valid no more.", {"number": row.number})
            )
        paper, _entry = paper_from(row.content)
        mark = reprint_mark(desk, ArchiveKind.SLIP, self.slip)
        return draw_numbered(paper, row.number, date.fromisoformat(row.day), mark)

    def filing(self, desk: Desk) -> Filing:
        """Return how the archive files it: by the day that stands on it."""
        row = desk.get(Document, self.slip)
        paper, _entry = paper_from(row.content)
        day, title = date.fromisoformat(row.day), paper.title.capitalize()
        return Filing(
            ArchiveKind.SLIP,
            f"{title} số {row.number:02d}: {paper.says}",
            f"{slug(title)}-so-{row.number:02d}-{row.day}",
            Period(day, day),
            row.number,
            self.slip,
        )


@dataclass(frozen=True, slots=True)
class LastCouncil:
    """The council of the last slip of a kind, to start the next one from."""

    kind: SlipKind

    def answer(self, desk: Desk) -> tuple[tuple[str, str], ...]:
        """Return names and roles, nothing when there was none yet."""
        found = desk.every(Document, kind=self.kind, status="active")[-1:]
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
