"""How a list of who teaches what in which classes (phân công) is read: valid from a day on."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

from app.domain.batch import Gone, ListRow
from app.domain.calendar import school_year_of, show_day
from app.domain.ledger import CANCELLED
from app.domain.person import Person, SchoolClass
from app.domain.record import Record
from app.domain.sentence import Sentence
from app.domain.text import fold
from app.domain.timetable import Teaching
from app.services.import_cells import WrongCell, filled
from app.services.import_people import Staff
from app.services.import_plan import ImportPlan
from app.services.import_timetable import valid_from
from app.store.desk import Desk

_BETWEEN = re.compile(r"\s*[,;]\s*|\s+và\s+")
_Key = tuple[int, int, str]


class AssignmentReader:
    """Reads who teaches a subject in one or several classes; the teacher is written once.

    What the list lacks of the teachers it names ends, the day before it is valid from.
    """

    def __init__(self, plan: ImportPlan) -> None:
        """Know the classes, the people, and what stands."""
        self._plan = plan
        self._day = valid_from(plan.source.title) or plan.desk.today
        plan.period = show_day(self._day)
        plan.endings.append(self._end)
        year = school_year_of(self._day)
        self._classes = {
            fold(record.row.name): record.id
            for record in plan.desk.every(SchoolClass, school_year=year, status="active")
        }
        self._staff = Staff(plan.desk)
        self._standing: dict[_Key, Record[Teaching]] = {
            _key(record.row): record
            for record in plan.desk.every(Teaching, last_day="")
            if record.row.status != CANCELLED
        }
        self._read: set[_Key] = set()
        self._teacher = ""

    def __call__(self, row: ListRow) -> None:
        """Read one row; a class that it names twice counts once."""
        self._teacher = row["teacher"] or self._teacher
        if not self._teacher:
            filled(row, "teacher")
        teacher = self._staff.find_short(self._teacher, "teacher")
        subject = filled(row, "subject")
        new = []
        for name in _BETWEEN.split(filled(row, "class_name")):
            taught = Teaching(teacher, self._class(name), subject, self._day.isoformat())
            if _key(taught) not in self._read and _key(taught) not in self._standing:
                new.append(taught)
            self._read.add(_key(taught))
        for taught in new:
            self._plan.add(taught)
        if not new:
            self._plan.skip()

    def _class(self, name: str) -> int:
        found = self._classes.get(fold(name).removeprefix("lop").strip())
        if found is None:
            raise WrongCell(
                field="class_name",
                sentence=Sentence(
                    "There is no class “{name}” in that school year. Correct the name, or import "
                    "the classes first.",
                    {"name": name},
                ),
            )
        return found

    def _end(self) -> None:
        """End what stood of the teachers of the list and is in it no more."""
        teachers = {teacher for teacher, *_rest in self._read}
        yesterday = (self._day - timedelta(days=1)).isoformat()
        for key, record in self._standing.items():
            row = record.row
            if row.teacher_id not in teachers or key in self._read:
                continue
            begun = row.first_day < self._day.isoformat()
            ended = replace(row, last_day=yesterday) if begun else replace(row, status=CANCELLED)
            self._plan.images.append(self._plan.desk.changed(record, ended))
            self._plan.gone.append(Gone("", _say(self._plan.desk, row)))
            self._plan.left += 1


def _key(taught: Teaching) -> _Key:
    return taught.teacher_id, taught.class_id, fold(taught.subject)


def _say(desk: Desk, row: Teaching) -> str:
    teacher, school_class = desk.get(Person, row.teacher_id), desk.get(SchoolClass, row.class_id)
    return f"{teacher.name}: {row.subject}, {school_class.name}"
