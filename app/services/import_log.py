"""Reading a teacher's weekly teaching log (lịch báo giảng) into plans."""

from __future__ import annotations

import re
from datetime import date, timedelta

from app.domain.batch import ListRow
from app.domain.calendar import school_year_of
from app.domain.person import Person, SchoolClass
from app.domain.plan import AFTERNOON, MORNING, Plan, PlanStatus, week_of
from app.domain.record import Record
from app.domain.sentence import Sentence
from app.domain.text import fold
from app.services.import_cells import WrongCell, filled, whole
from app.services.import_plan import ImportPlan
from app.services.import_timetable import read_day

_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_MOST_PERIODS = 8


class LogReader:
    """Reads a teaching log; teacher and week stand in its title lines.

    An hour that the teacher has planned already counts as met.
    """

    def __init__(self, plan: ImportPlan) -> None:
        """Know the classes of the week and the plans of the book."""
        self._plan = plan
        self._teacher = _teacher(plan)
        self._monday = _monday(plan.source.title)
        year = school_year_of(self._monday or plan.desk.today)
        self._classes = {
            fold(record.row.name): record.id
            for record in plan.desk.every(SchoolClass, school_year=year, status="active")
        }
        self._known = {
            _hour(record.row): record
            for record in plan.desk.every(Plan)
            if record.row.status != PlanStatus.CANCELLED
        }
        self._weekday = ""

    def __call__(self, row: ListRow) -> None:
        """Read one lesson hour; the day is written once for all its hours."""
        self._weekday = row["weekday"] or self._weekday
        teacher, day = self._title(read_day(self._weekday))
        filled(row, "period")
        found = Plan(
            teacher, self._class(row), day.isoformat(),
            AFTERNOON if fold(row["session"]).startswith("chieu") else MORNING,
            whole(row, "period", 1, _MOST_PERIODS) or 1, row["subject"], row["lesson"],
            row["ppct"], "; ".join(text for text in (row["devices"], row["note"]) if text),
        )  # fmt: skip
        known = self._known.get(_hour(found))
        if known is not None:
            self._plan.meet(known, found, "period")
        else:
            self._known[_hour(found)] = Record(self._plan.add(found), found)

    def _title(self, weekday: int) -> tuple[int, date]:
        if self._teacher is None or self._monday is None:
            raise WrongCell(
                field="weekday",
                sentence=Sentence(
                    "The title must name the teacher as the book does and the week's first day, "
                    "for example “Giáo viên: Nguyễn Thị Ánh, tuần 12, từ ngày 23/11/2026”."
                ),
            )
        return self._teacher.id, self._monday + timedelta(days=weekday)

    def _class(self, row: ListRow) -> int:
        name = filled(row, "class_name")
        if fold(name) not in self._classes:
            raise WrongCell(
                field="class_name",
                sentence=Sentence(
                    "There is no class “{name}” in that school year. Correct the name, or import "
                    "the classes first.",
                    {"name": name},
                ),
            )
        return self._classes[fold(name)]


def _hour(plan: Plan) -> tuple[int, str, str, int]:
    return plan.teacher_id, plan.day, plan.session, plan.period


def _teacher(plan: ImportPlan) -> Record[Person] | None:
    title = fold(plan.source.title)
    named = [one for one in plan.desk.every(Person) if fold(one.row.name) in title]
    return max(named, key=lambda one: len(one.row.name), default=None)


def _monday(title: str) -> date | None:
    found = _DAY.search(title)
    if found is None:
        return None
    day, month, year = (int(part) for part in found.groups())
    try:
        return week_of(date(year, month, day))
    except ValueError:
        return None
