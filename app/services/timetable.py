"""The timetable as it is used: the week of a class, and the lesson that is on now."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from app.domain.calendar import school_year_of
from app.domain.change import Touched
from app.domain.draft import Draft
from app.domain.fault import Refused
from app.domain.ledger import Image
from app.domain.person import WORKING, Person, SchoolClass
from app.domain.plan import SESSIONS, Plan, PlanStatus
from app.domain.record import Record
from app.domain.sentence import Sentence
from app.domain.setting import Setting
from app.domain.text import clean, fold
from app.domain.timetable import Bells, Teaching, TimetableHour, read_times
from app.services.finding import find_class
from app.store.desk import Desk

# The usual hours of a primary school of two sessions, until the school says its own.
USUAL_BELLS = ("7:30 8:10 9:10 9:50 10:30", "14:00 14:40 15:30 16:10")
_KEYS = ("bells_morning", "bells_afternoon")


@dataclass(frozen=True, slots=True)
class HourView:
    """An hour of a class with its teacher's name, blank where it is the homeroom teacher's."""

    hour: TimetableHour
    class_name: str
    teacher: str


@dataclass(frozen=True, slots=True)
class ClassWeek:
    """The hours of a class that stand on a day."""

    class_name: str
    day: date

    def answer(self, desk: Desk) -> list[HourView]:
        """Return them by day and hour."""
        record = find_class(desk, self.class_name, self.day)
        hours = [
            one.row
            for one in desk.every(TimetableHour, class_id=record.id, status="active")
            if one.row.stands_on(self.day.isoformat())
        ]
        hours.sort(key=lambda one: (one.weekday, SESSIONS.index(one.session), one.period))
        people = {one.id: one.row.name for one in desk.every(Person)}
        return [
            HourView(hour, record.row.name, people.get(hour.teacher_id or 0, "")) for hour in hours
        ]


@dataclass(frozen=True, slots=True)
class LessonOffer:
    """A lesson to take over: whose it is, in which hour, and what is planned for it."""

    class_name: str
    teacher: str
    teacher_name: str
    session: str
    period: int
    subject: str
    lesson: str = ""
    ppct: str = ""


@dataclass(frozen=True, slots=True)
class LessonNow:
    """The lesson that is on at a moment, of a class or, with no class, of a teacher.

    Asked while a queue waits: every look it takes is by an index.
    """

    class_name: str
    teacher: str
    moment: datetime

    def answer(self, desk: Desk) -> LessonOffer | None:
        """Return the lesson, None when none is on or it is none of theirs."""
        hour = read_bells(desk).hour_at(self.moment)
        if hour is None:
            return None
        found = LessonAt(self.class_name, self.teacher, self.moment.date(), *hour).answer(desk)
        if found is None or not (self.class_name and self.teacher):
            return found
        borrower = desk.find(Person, code=self.teacher)
        homeroom = _class(desk, self.class_name, self.moment.date())
        is_theirs = found.teacher == self.teacher or (
            borrower is not None and homeroom is not None
            and homeroom.row.homeroom_id == borrower.id
        )  # fmt: skip
        return found if is_theirs else None


@dataclass(frozen=True, slots=True)
class LessonAt:
    """The lesson of an hour, of a class or, with no class, of a teacher by code."""

    class_name: str
    teacher: str
    day: date
    session: str
    period: int

    def answer(self, desk: Desk) -> LessonOffer | None:
        """Return the lesson, None when the timetable has none there."""
        hour = self._hour(desk)
        if hour is None:
            return None
        school_class = desk.get(SchoolClass, hour.class_id)
        teacher = hour.teacher_id or self._assigned(desk, hour) or school_class.homeroom_id
        person = desk.get(Person, teacher) if teacher is not None else None
        works = person is not None and person.status in WORKING
        offer = LessonOffer(
            school_class.name, person.code if person and works else "",
            person.name if person and works else "", self.session, self.period, hour.subject,
        )  # fmt: skip
        for one in desk.every(Plan, day=self.day.isoformat(), class_id=hour.class_id):
            plan = one.row
            same = (plan.session, plan.period) == (self.session, self.period)
            if same and plan.status != PlanStatus.CANCELLED:
                subject = plan.subject or hour.subject
                return replace(offer, subject=subject, lesson=plan.lesson, ppct=plan.ppct)
        return offer

    def _assigned(self, desk: Desk, hour: TimetableHour) -> int | None:
        """Return who teaches the subject there, by the teaching assignment."""
        teachers = {
            one.row.teacher_id
            for one in desk.every(Teaching, class_id=hour.class_id, status="active")
            if fold(one.row.subject) == fold(hour.subject)
            and one.row.stands_on(self.day.isoformat())
        }
        return teachers.pop() if len(teachers) == 1 else None

    def _hour(self, desk: Desk) -> TimetableHour | None:
        if self.class_name:
            record = _class(desk, self.class_name, self.day)
            found = self._hours(desk, class_id=record.id) if record is not None else []
        else:
            person = desk.find(Person, code=self.teacher) if self.teacher else None
            found = self._hours_of(desk, person.id) if person is not None else []
        return found[0] if len(found) == 1 else None

    def _hours(self, desk: Desk, **of: int) -> list[TimetableHour]:
        hours = desk.every(
            TimetableHour, weekday=self.day.weekday(), session=self.session, period=self.period,
            status="active", **of,
        )  # fmt: skip
        return [one.row for one in hours if one.row.stands_on(self.day.isoformat())]

    def _hours_of(self, desk: Desk, teacher: int) -> list[TimetableHour]:
        """Return a teacher's hours: named in the timetable, or else by what they teach where."""
        named = self._hours(desk, teacher_id=teacher)
        return named or [
            hour
            for one in desk.every(Teaching, teacher_id=teacher, status="active")
            if one.row.stands_on(self.day.isoformat())
            for hour in self._hours(desk, class_id=one.row.class_id)
            if hour.teacher_id is None and fold(hour.subject) == fold(one.row.subject)
        ]


def _class(desk: Desk, name: str, day: date) -> Record[SchoolClass] | None:
    year = school_year_of(day)
    return desk.find(SchoolClass, name=name, school_year=year, status="active")


def read_bells(desk: Desk) -> Bells:
    """Return when the hours begin, the usual times where the school has not said."""
    morning, afternoon = (
        read_times(said) or read_times(usual) or ()
        for said, usual in zip(_said_bells(desk), USUAL_BELLS, strict=True)
    )
    return Bells(morning, afternoon)


def _said_bells(desk: Desk) -> list[str]:
    found = [desk.find(Setting, key=key) for key in _KEYS]
    said = [one.row.value if one else "" for one in found]
    return [line or usual for line, usual in zip(said, USUAL_BELLS, strict=True)]


@dataclass(frozen=True, slots=True)
class BellLines:
    """When the hours begin, as a line for the morning and one for the afternoon."""

    def answer(self, desk: Desk) -> tuple[str, str]:
        """Return both lines."""
        morning, afternoon = _said_bells(desk)
        return morning, afternoon


@dataclass(frozen=True, slots=True)
class SetBells:
    """Say when the lesson hours begin, `7:30 8:10 9:10`, the morning's and the afternoon's."""

    morning: str
    afternoon: str

    def draft(self, desk: Desk) -> Draft[Bells]:
        """Draft the settings that change."""
        images: list[Image] = []
        for key, line in zip(_KEYS, (self.morning, self.afternoon), strict=True):
            if read_times(line) is None:
                raise Refused(
                    Sentence(
                        "“{line}” is no row of times. Write when each hour begins, earliest "
                        "first, for example 7:30 8:10 9:10.",
                        {"line": line},
                    ),
                    where=key,
                )
            record, wanted = desk.find(Setting, key=key), Setting(key, clean(line))
            if record is None:
                images.append(desk.new(wanted)[1])
            elif record.row != wanted:
                images.append(desk.changed(record, wanted))
        return Draft(
            kind="settings",
            day=desk.today.isoformat(),
            sentence=Sentence("Said when the lesson hours begin"),
            change=frozenset({Touched.SETTINGS}),
            value=read_bells(desk),
            images=tuple(images),
        )
