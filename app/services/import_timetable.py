"""How a timetable is read into the plan of an import: valid from a day on, in place of the last."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from app.domain.batch import Gone, ListRow
from app.domain.calendar import school_year_of, show_day
from app.domain.fault import Refused
from app.domain.ledger import CANCELLED
from app.domain.person import SchoolClass, Subject
from app.domain.plan import AFTERNOON, MORNING
from app.domain.record import Record
from app.domain.sentence import Sentence
from app.domain.text import as_figure, fold
from app.domain.timetable import (
    MOST_HOURS,
    WEEKDAYS,
    TimetableHour,
    read_session,
    read_weekday,
)
from app.services.import_asking import SUBJECTS
from app.services.import_cells import WrongCell, filled, whole
from app.services.import_people import Staff
from app.services.import_plan import ImportPlan

_FROM = re.compile(r"\btu (?:ngay )?(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_MOST_IN_DAY = 12  # where the afternoon's hours are numbered on from the morning's
_FULL_MORNING = 5
_IN_BRACKETS = re.compile(r"(.+?)\s*\(([^()]+)\)")
_DASHED = re.compile(r"(.+\S)\s+[-–—]\s*(\S.*)|(.+\S)[-–—]\s+(\S.*)|(\S+)[-–—](\S+)")
_Key = tuple[int, int, str, int]


class TimetableReader:
    """Reads the hours of some classes; what the list lacks of those classes ends.

    The day it is valid from stands in its title, “áp dụng từ ngày 07/09/2026”; else it is today.
    """

    def __init__(self, plan: ImportPlan) -> None:
        """Know the classes, the people, and the hours that stand."""
        self._plan = plan
        self._day = valid_from(plan.source.title) or plan.desk.today
        plan.period = show_day(self._day)
        plan.endings.append(self._end)
        self._classes = {
            fold(record.row.name): record
            for record in plan.desk.every(
                SchoolClass, school_year=school_year_of(self._day), status="active"
            )
        }
        self._names = {record.id: record.row.name for record in self._classes.values()}
        self._staff = Staff(plan.desk)
        subjects = (*SUBJECTS, *(one.row.name for one in plan.desk.every(Subject)))
        self._subjects = {fold(name) for name in subjects}
        self._standing: dict[_Key, Record[TimetableHour]] = {}
        for record in plan.desk.every(TimetableHour, last_day=""):
            if record.row.status != CANCELLED and record.row.class_id in self._names:
                self._standing[_key(record.row)] = record
        self._check_order()
        self._read: set[_Key] = set()
        self._numbered_on = _numbered_on(plan)
        self._weekday = self._session = ""

    def __call__(self, row: ListRow) -> None:
        """Read one hour; the day and the session are written once for all their hours."""
        self._weekday = row["weekday"] or self._weekday
        self._session = row["session"] if row["session"] or row["weekday"] else self._session
        weekday = read_day(self._weekday)
        session, period = self._hour(row)
        school_class = self._class(row)
        subject, teacher = self._lesson(row)
        hour = TimetableHour(
            school_class.id, weekday, session, period, subject, teacher, self._day.isoformat()
        )
        if _key(hour) in self._read:
            raise WrongCell(
                field="period",
                sentence=Sentence(
                    "Class {name} has this hour twice in the list. Leave one row.",
                    {"name": school_class.row.name},
                ),
            )
        self._read.add(_key(hour))
        known = self._standing.get(_key(hour))
        if known is None:
            self._plan.add(hour)
        elif (known.row.subject, known.row.teacher_id) == (hour.subject, hour.teacher_id):
            self._plan.correct(known, known.row)
        elif known.row.first_day == hour.first_day:
            self._plan.correct(known, hour)
        else:
            self._plan.supersede(known, self._ended(known.row), hour)

    def _ended(self, hour: TimetableHour) -> TimetableHour:
        return replace(hour, last_day=(self._day - timedelta(days=1)).isoformat())

    def _end(self) -> None:
        """End what stood of the classes of the list and is in it no more."""
        classes = {class_id for class_id, *_hour in self._read}
        for key, record in self._standing.items():
            hour = record.row
            if hour.class_id not in classes or key in self._read:
                continue
            same_day = hour.first_day == self._day.isoformat()
            ended = replace(hour, status=CANCELLED) if same_day else self._ended(hour)
            self._plan.images.append(self._plan.desk.changed(record, ended))
            self._plan.gone.append(Gone("", say_hour(self._names[hour.class_id], hour)))
            self._plan.left += 1

    def _check_order(self) -> None:
        """Refuse a timetable that is older than one the book has."""
        newer = max((one.row.first_day for one in self._standing.values()), default="")
        if newer > self._day.isoformat():
            raise Refused(
                Sentence(
                    "The book has a timetable valid from {newer}, and this one is valid from "
                    "{day}. Write a later day over the list (“áp dụng từ ngày …”), or undo the "
                    "newer import first.",
                    {"newer": show_day(newer), "day": show_day(self._day)},
                )
            )

    def _hour(self, row: ListRow) -> tuple[str, int]:
        filled(row, "period")
        period = whole(row, "period", 1, _MOST_IN_DAY) or 1
        session = read_session(self._session)
        if not session:
            session = AFTERNOON if period > _FULL_MORNING else MORNING
        if session == AFTERNOON and period > self._numbered_on:
            period -= self._numbered_on
        if period > MOST_HOURS:
            whole(row, "period", 1, MOST_HOURS)
        return session, period

    def _class(self, row: ListRow) -> Record[SchoolClass]:
        name = filled(row, "class_name")
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

    def _lesson(self, row: ListRow) -> tuple[str, int | None]:
        """Return the subject and the teacher; one cell may hold both, “Toán - Đ.Lý”."""
        said = filled(row, "subject")
        if row["teacher"]:
            return said, self._staff.find_short(row["teacher"], "teacher")
        bracketed, dashed = _IN_BRACKETS.fullmatch(said), _DASHED.fullmatch(said)
        if bracketed is not None:
            return self._split(bracketed.group(1), bracketed.group(2), said)
        if dashed is not None:
            subject, teacher = [part for part in dashed.groups() if part]
            return self._split(subject, teacher, said)
        words = said.split()
        for at in range(len(words) - 1, 0, -1):
            subject, teacher = " ".join(words[:at]), " ".join(words[at:])
            if fold(subject) in self._subjects and fold(said) not in self._subjects:
                return self._split(subject, teacher, said)
        return said, None

    def _split(self, subject: str, teacher: str, said: str) -> tuple[str, int | None]:
        """Return both parts of a cell; one whose second part is no person is a subject whole."""
        known = self._staff.may_mean(teacher)
        activity = teacher.isupper() and "." not in teacher
        if not known and (activity or fold(said) in self._subjects):
            return said, None
        return subject, self._staff.find_short(teacher, "subject")


def say_hour(class_name: str, hour: TimetableHour) -> str:
    """Return what an hour is, as it is shown."""
    return (
        f"{class_name}: {WEEKDAYS[hour.weekday]}, {hour.session.lower()} tiết {hour.period}, "
        f"{hour.subject}"
    )


def valid_from(title: str) -> date | None:
    """Return the day that stands over a list, the one after “từ ngày” first; None if none does."""
    found = _FROM.search(fold(title)) or _DAY.search(title)
    if found is None:
        return None
    day, month, year = (int(part) for part in found.groups())
    try:
        return date(year, month, day)
    except ValueError:
        return None


def read_day(text: str) -> int:
    """Return the day of the week a cell names, or say that it names none."""
    found = read_weekday(text)
    if found is None:
        raise WrongCell(
            field="weekday",
            sentence=Sentence(
                "“{value}” is no school day. Write for example “Thứ 2” or “Thứ hai”.",
                {"value": text},
            ),
        )
    return found


def _key(hour: TimetableHour) -> _Key:
    return hour.class_id, hour.weekday, hour.session, hour.period


def _numbered_on(plan: ImportPlan) -> int:
    """Return how far on the afternoon's hours are numbered, 0 where they begin at 1 again.

    Some lists number the first hour of the afternoon 6 whatever the morning has, others go on
    from the morning's last.
    """
    numbers: Mapping[str, set[int]] = {MORNING: set(), AFTERNOON: set()}
    session = ""
    for row in plan.source.rows:
        session = read_session(row["session"]) if row["session"] or row["weekday"] else session
        period = as_figure(row["period"])
        if period is not None:
            late = session == AFTERNOON or (not session and period > _FULL_MORNING)
            numbers[AFTERNOON if late else MORNING].add(period)
    first = min(numbers[AFTERNOON], default=0)
    last = max(numbers[MORNING], default=0)
    if first > _FULL_MORNING:
        return _FULL_MORNING
    return last if 0 < last < first else 0
