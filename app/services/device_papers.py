"""The papers a device stands on: loan slips and numbered slips, to be printed again."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.document import Document, SlipKind
from app.services.finding import find_device
from app.store.desk import Desk

_SLIPS = frozenset(SlipKind)
LOAN = "loan"  # every other kind is a numbered slip's


@dataclass(frozen=True, slots=True)
class DevicePaper:
    """One paper: its kind, its id, the number that stands on it, and its ISO day."""

    kind: str
    id: int
    number: int
    day: str


@dataclass(frozen=True, slots=True)
class PapersOf:
    """The papers a device stands on, by its code."""

    code: str

    def answer(self, desk: Desk) -> list[DevicePaper]:
        """Return the papers, newest first."""
        record = find_device(desk, self.code)
        found = [
            DevicePaper(LOAN, loan, loan, day) for loan, day in desk.loans_of_device(record.id)
        ]
        named = f'"{record.row.code}"'
        found += [
            DevicePaper(one.row.kind, one.id, one.row.number, one.row.day)
            for one in desk.every(Document, status="active")
            if one.row.kind in _SLIPS and named in one.row.content
        ]
        return sorted(found, key=lambda one: (one.day, one.id), reverse=True)
