"""The head of the school's pages and who signs them, as they are on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.documents.page import Issuer, Letterhead
from app.domain.person import Person
from app.domain.setting import LetterheadVersion, School, Signers
from app.services.people import read_school
from app.services.versions import in_force
from app.store.desk import Desk

PRINCIPAL = "Hiệu trưởng"
FOR_PRINCIPAL = "KT. Hiệu trưởng\nPhó hiệu trưởng"


def read_letterhead(desk: Desk, day: date | None = None) -> Letterhead:
    """Return the letterhead of a paper's day, today's if None."""
    head = in_force(desk, LetterheadVersion, day or desk.today)
    return Letterhead(head.superior, head.name, head.place, head.abbreviation)


def read_issuer(desk: Desk, day: date | None = None) -> Issuer:
    """Return who writes and who signs the slips of a day, today's if None."""
    signers = in_force(desk, Signers, day or desk.today)
    return Issuer(read_letterhead(desk, day), signers.keeper, signers.accountant, signs(desk, day))


def signs(desk: Desk, day: date | None = None) -> tuple[str, str]:
    """Return for whom and by what name the school's papers of a day are signed."""
    school = read_school(desk, day)
    return FOR_PRINCIPAL if school.deputy else PRINCIPAL, find_signer(desk, school)


def find_signer(desk: Desk, school: School) -> str:
    """Return who signs: the deputy or the name that was set, else whoever is principal."""
    if school.deputy or school.principal:
        return school.deputy or school.principal
    found = desk.find(Person, staff_type="Hiệu trưởng", status="active")
    return found.row.name if found else ""


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs the school's papers."""

    def answer(self, desk: Desk) -> str:
        """Return the name, blank if nobody is known."""
        return find_signer(desk, read_school(desk))
