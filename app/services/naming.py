"""Names and official codes that no two rows of a list may share."""

from __future__ import annotations

from typing import TypeVar

from app.domain.fault import Refused
from app.domain.ledger import CANCELLED
from app.domain.person import ACTIVE, UNUSED, Fund, Person, Place, SchoolClass, Subject, Team
from app.domain.record import Record
from app.domain.sentence import Sentence
from app.domain.text import clean, fold
from app.store.desk import Desk

N = TypeVar("N", Team, Place, Subject, Fund)
C = TypeVar("C", Person, SchoolClass)

_FIRST = (ACTIVE, UNUSED, CANCELLED)


def named(desk: Desk, kind: type[N], name: str) -> Record[N] | None:
    """Return the row with this name, whatever its marks and case; one in use comes first."""
    same = [record for record in desk.every(kind) if fold(record.row.name) == fold(clean(name))]
    return min(same, key=lambda record: _FIRST.index(record.row.status), default=None)


def find_named(desk: Desk, kind: type[N], name: str) -> Record[N]:
    """Return the row with this name that was not called off, or refuse."""
    found = named(desk, kind, name)
    if found is None or found.row.status == CANCELLED:
        raise Refused(
            Sentence("“{name}” is not in the list. Choose one of the list.", {"name": name}),
            where="name",
        )
    return found


def check_name(desk: Desk, kind: type[N], name: str, own: int | None = None) -> str:
    """Return a name fit for a row of a list, or refuse a blank and another row's name."""
    name = clean(name)
    if not name:
        raise Refused(Sentence("A name is needed. Type the name."), where="name")
    for record in desk.every(kind):
        if record.id == own or fold(record.row.name) != fold(name):
            continue
        if record.row.status == ACTIVE:
            raise Refused(
                Sentence(
                    "“{name}” is in the list already. Choose another name, or correct that one.",
                    {"name": record.row.name},
                ),
                where="name",
            )
        if record.row.status == UNUSED:
            raise Refused(
                Sentence(
                    "“{name}” is in the list, but no longer used. Show all, and use it again.",
                    {"name": record.row.name},
                ),
                where="name",
            )
    return name


def check_official_code(desk: Desk, row: C, own: int | None = None) -> C:
    """Return a row whose official code no other has, or refuse (Điều 6.3).

    Somebody who left keeps their code; a class has its own in each school year.
    """
    if not row.official_code:
        return row
    for record in desk.every(type(row), official_code=row.official_code):
        other = record.row
        same_list = getattr(other, "school_year", None) == getattr(row, "school_year", None)
        if record.id != own and other.status != CANCELLED and same_list:
            raise Refused(
                Sentence(
                    "The official code {official} is that of {code} {name}. Correct the code, or "
                    "correct that row first.",
                    {"official": row.official_code, "code": other.code, "name": other.name},
                ),
                where="official_code",
            )
    return row


def use_sentence(name: str, status: str, still: int) -> Sentence:
    """Return what to say when a row goes out of use, which `still` devices name, or comes back."""
    if status == ACTIVE:
        return Sentence("{name} is used again", {"name": name})
    if still:
        return Sentence(
            "{name} is no longer used; {count} devices still name it",
            {"name": name, "count": still},
        )
    return Sentence("{name} is no longer used", {"name": name})
