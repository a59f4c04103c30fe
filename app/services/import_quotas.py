"""Reading the lesson hours that are required of teachers and teams into an import."""

from __future__ import annotations

import re
from dataclasses import replace

from app.domain.batch import ListRow
from app.domain.calendar import school_year_of
from app.domain.person import ACTIVE, Team
from app.domain.quota import MOST, Quota, QuotaTerm
from app.domain.record import Record
from app.domain.sentence import Sentence
from app.domain.text import fold
from app.services.import_cells import WrongCell, whole
from app.services.import_people import Staff
from app.services.import_plan import ImportPlan

_YEAR = re.compile(r"\d{4}")
_FIELDS = {"hours": QuotaTerm.YEAR, "first": QuotaTerm.FIRST, "second": QuotaTerm.SECOND}
_ALL = frozenset({"toan truong", "tat ca", "tat ca giao vien"})
_Key = tuple[int, str, int | None, int | None]


class QuotaReader:
    """Reads a list of required hours; a row without a teacher is of its team."""

    def __init__(self, plan: ImportPlan) -> None:
        """Know the quotas and the people of the book."""
        self._plan = plan
        self._staff = Staff(plan.desk)
        self._known: dict[_Key, Record[Quota]] = {
            _key(record.row): record for record in plan.desk.every(Quota)
        }
        self._seen: set[tuple[int, int | None, int | None]] = set()

    def __call__(self, row: ListRow) -> None:
        """Read one row; a blank figure leaves what stands."""
        figures = {term: whole(row, field, 0, MOST) for field, term in _FIELDS.items()}
        said = {term: hours for term, hours in figures.items() if hours is not None}
        if not said:
            raise WrongCell(
                field="hours",
                sentence=Sentence("This row requires no hours. Fill them in, or take it out."),
            )
        found = _YEAR.search(row["school_year"])
        year = int(found.group()) if found else school_year_of(self._plan.desk.today)
        team, teacher = self._whose(row)
        if (year, team, teacher) in self._seen:
            raise WrongCell(
                field="name",
                sentence=Sentence("The list has the hours of these already. Leave one row."),
            )
        self._seen.add((year, team, teacher))
        for term, hours in said.items():
            self._take(Quota(year, term, team, teacher, hours))

    def _whose(self, row: ListRow) -> tuple[int | None, int | None]:
        """Return the team or the teacher a row is of, neither when it is of the whole school."""
        if fold(row["name"] or row["team"]) in _ALL:
            return None, None
        if row["code"] or row["name"]:
            # The team beside a teacher's name only says where the teacher is.
            return None, self._staff.find(row, "code" if row["code"] else "name")
        if not row["team"]:
            raise WrongCell(
                field="name",
                sentence=Sentence(
                    "This row names nobody. Write a teacher, or a team, or “Toàn trường” for all."
                ),
            )
        return self._plan.named(Team, row["team"]), None

    def _take(self, wanted: Quota) -> None:
        found = self._known.get(_key(wanted))
        if found is None:
            self._plan.add(wanted)
        elif not self._plan.revive(found, wanted):
            self._plan.meet(found, replace(wanted, status=ACTIVE), "name")


def _key(quota: Quota) -> _Key:
    return quota.school_year, quota.term, quota.team_id, quota.teacher_id
