"""Reading a teacher's weekly teaching log (lịch báo giảng) into plans."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from app.domain.batch import ListRow
from app.domain.calendar import school_year_of
from app.domain.person import Person, SchoolClass
from app.domain.plan import AFTERNOON, MORNING, Plan, PlanStatus, week_of
from app.domain.record import Record
from app.domain.sentence import Sentence
from app.domain.text import fold
from app.services.import_plan import ImportPlan, WrongCell, filled, whole

_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_WEEKDAY = re.compile(r"[2-7]")
_WEEKDAYS = {"hai": 0, "ba": 1, "tu": 2, "nam": 3, "sau": 4, "bay": 5}
_MOST_PERIODS = 8


def read_plans(plan: ImportPlan) -> Callable[[ListRow], None]:
    """Return the reader of a log; teacher and week stand in its title lines.

    An hour that the teacher has planned already counts as met.
    """
    teacher = _teacher(plan)
    monday = _monday(plan.source.title)
    classes = {
        fold(record.row.name): record.id
        for record in plan.desk.every(
            SchoolClass, school_year=school_year_of(monday or plan.desk.today), status="active"
        )
    }
    known = {
        (one.row.teacher_id, one.row.day, one.row.session, one.row.period): one
        for one in plan.desk.every(Plan)
        if one.row.status != PlanStatus.CANCELLED
    }
    last = [""]

    def read(row: ListRow) -> None:
        last[0] = row["weekday"] or last[0]  # the day is written once for all its hours
        number = _weekday(last[0])
        if teacher is None or monday is None:
            raise WrongCell(
                field="weekday",
                sentence=Sentence(
                    "The title must name the teacher as the book does and the week's first day, "
                    "for example “Giáo viên: Nguyễn Thị Ánh, tuần 12, từ ngày 23/11/2026”."
                ),
            )
        name = filled(row, "class_name")
        if fold(name) not in classes:
            raise WrongCell(
                field="class_name",
                sentence=Sentence(
                    "There is no class “{name}” in that school year. Correct the name, or import "
                    "the classes first.",
                    {"name": name},
                ),
            )
        filled(row, "period")
        found = Plan(
            teacher.id, classes[fold(name)], (monday + timedelta(days=number)).isoformat(),
            AFTERNOON if fold(row["session"]).startswith("chieu") else MORNING,
            whole(row, "period", 1, _MOST_PERIODS) or 1, row["subject"], row["lesson"],
            row["ppct"], "; ".join(text for text in (row["devices"], row["note"]) if text),
        )  # fmt: skip
        key = (found.teacher_id, found.day, found.session, found.period)
        if key in known:
            plan.meet(known[key], found, "period")
        else:
            known[key] = Record(plan.add(found), found)

    return read


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


def _weekday(text: str) -> int:
    folded = fold(text)
    digit = _WEEKDAY.search(folded)
    if digit is not None:
        return int(digit.group()) - 2
    for name, number in _WEEKDAYS.items():
        if name in folded.split():
            return number
    raise WrongCell(
        field="weekday",
        sentence=Sentence(
            "“{value}” is no school day. Write for example “Thứ 2” or “Thứ hai”.",
            {"value": text},
        ),
    )
