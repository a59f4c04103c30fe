"""How many lesson hours with a device a school asks of its teachers (quy định số tiết)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from app.domain.person import ACTIVE

MOST = 10_000  # lesson hours of one teacher in a school year


class QuotaTerm(StrEnum):
    """What a quota is for: the whole school year, or one semester."""

    YEAR = "year"
    FIRST = "1"
    SECOND = "2"


@dataclass(frozen=True, slots=True)
class Quota:
    """So many lesson hours in a term of a school year, asked of a teacher, of a team, of all."""

    school_year: int
    term: str
    team_id: int | None
    teacher_id: int | None
    hours: int
    status: str = ACTIVE


def asked_of(
    quotas: Iterable[Quota], term: QuotaTerm, teacher: int, team: int | None
) -> int | None:
    """Return the hours asked of a teacher in a term, None when nothing is said.

    The teacher's own figure goes before the team's, that before the school's. What is said of
    the whole year goes before both semesters together.
    """
    said = {(one.term, one.team_id, one.teacher_id): one.hours for one in quotas}

    def find(wanted: QuotaTerm) -> int | None:
        of_team = said.get((wanted, team, None)) if team is not None else None
        own, of_all = said.get((wanted, None, teacher)), said.get((wanted, None, None))
        return next((hours for hours in (own, of_team, of_all) if hours is not None), None)

    found = find(term)
    if found is None and term is QuotaTerm.YEAR:
        first, second = find(QuotaTerm.FIRST), find(QuotaTerm.SECOND)
        return None if first is None or second is None else first + second
    return found
