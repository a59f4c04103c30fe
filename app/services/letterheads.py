"""The head of the school's pages, as the settings describe it."""

from __future__ import annotations

from app.documents.page import Issuer, Letterhead
from app.services.people import read_school
from app.store.desk import Desk


def read_letterhead(desk: Desk) -> Letterhead:
    """Return the letterhead of today."""
    return read_issuer(desk).letterhead


def read_issuer(desk: Desk) -> Issuer:
    """Return who writes the slips of today."""
    school = read_school(desk)
    return Issuer(Letterhead(school.superior, school.name, school.place), school.keeper)
