"""The clock of working days: by when each change must be outside, and how it stands (Điều 7)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from app.domain.deadline import SOON, Deadline, DueStatus, Topic, Workdays, status_of, topic_of
from app.domain.device import DeviceId
from app.domain.month import Lateness
from app.domain.person import Person, Team
from app.domain.sentence import Sentence
from app.domain.upload import DeviceChange, Sent
from app.domain.workday import due_after
from app.services.calendars import special_days
from app.services.finding import find_device
from app.services.limits import limits_by_day
from app.services.versions import effective_day
from app.store.desk import Desk
from app.store.notices import Told

TOPICS: Mapping[Topic, Sentence] = {
    Topic.CAME: Sentence("Came in"),
    Topic.LEFT: Sentence("Taken out, disposed"),
    Topic.MOVED: Sentence("Transferred, handed over"),
    Topic.DAMAGE: Sentence("Damage and repair"),
    Topic.DATA: Sentence("Corrected data"),
    Topic.QUALITY: Sentence("Quality assessed"),
    Topic.COUNTED: Sentence("By a stocktake"),
    Topic.UNDONE: Sentence("Undone"),
    Topic.PEOPLE: Sentence("Staff"),
    Topic.CLASSES: Sentence("Classes of the school"),
    Topic.TEAMS: Sentence("Teams of the school"),
    Topic.PUPILS: Sentence("Pupils"),
    Topic.ASSIGNMENT: Sentence("Teaching assignment"),
    Topic.TIMETABLE: Sentence("Timetable"),
}
STATUSES: Mapping[DueStatus, Sentence] = {
    DueStatus.DUE: Sentence("Still in time"),
    DueStatus.LATE: Sentence("Past its time"),
    DueStatus.SENT: Sentence("Sent, waits for an answer"),
    DueStatus.ON_TIME: Sentence("Settled in time"),
    DueStatus.SETTLED_LATE: Sentence("Settled late"),
}


class DueDays:
    """By when what happened on a day must be outside; days once counted are kept."""

    def __init__(self, desk: Desk) -> None:
        """Read the days off and the limits."""
        self.workdays = Workdays(*special_days(desk))
        self._limits = limits_by_day(desk)
        self._effective = effective_day(desk).isoformat()
        self._known: dict[str, str] = {}
        self._left: dict[tuple[str, str], int] = {}

    def due(self, day: str) -> str:
        """Return the due day of an ISO day, blank before the regulation took effect."""
        if day < self._effective:
            return ""
        if day not in self._known:
            happened = date.fromisoformat(day)
            days = self._limits(happened).report_days
            due = due_after(happened, self.workdays.off, self.workdays.worked, days)
            self._known[day] = due.isoformat()
        return self._known[day]

    def left(self, due: str, today: str) -> int:
        """Return how many working days lie from an ISO day to a due day."""
        if (due, today) not in self._left:
            self._left[due, today] = self.workdays.left(due, today)
        return self._left[due, today]


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Every change with its time, as of a day: today if None; of one device, by its code.

    Notices come with the rest, but not with those of one device. What was undone before anybody
    outside heard of it is left out, and so is what happened before a time was set.
    """

    on: date | None = None
    code: str = ""

    def answer(self, desk: Desk) -> list[Deadline]:
        """Return the changes, the first due first."""
        clock = _Clock(desk, self.on or desk.today)
        if self.code:
            device = find_device(desk, self.code).id
            changes = (one for one in desk.times.changes() if one.device == device)
            return sorted(clock.devices(changes), key=_order)
        return sorted([*clock.devices(desk.times.changes()), *clock.notices()], key=_order)


@dataclass(frozen=True, slots=True)
class DueCount:
    """How many changes are past their time, how many run out soon, and how many are left."""

    late: int
    soon: int
    rest: int


@dataclass(frozen=True, slots=True)
class CountDue:
    """How many changes and notices still have to be sent, by how much time is left.

    Without `notices` only changes of devices, which an upload takes along.
    """

    notices: bool = True

    def answer(self, desk: Desk) -> DueCount:
        """Return the counts as of today."""
        days, today = DueDays(desk), desk.today.isoformat()
        happened = desk.times.due_by_day()
        if self.notices:
            happened.update(one.day for one in desk.times.notices() if not one.entered_on)
        late = soon = rest = 0
        for day, count in happened.items():
            due = days.due(day)
            if not due:
                continue
            left = days.left(due, today)
            late += count * (left < 0)
            soon += count * (0 <= left <= SOON)
            rest += count * (left > SOON)
        return DueCount(late, soon, rest)


def read_deadlines(desk: Desk, changes: Iterable[DeviceChange]) -> list[Deadline]:
    """Return some changes of devices with their times, as of today."""
    return _Clock(desk, desk.today).devices(changes)


def late_about(desk: Desk, entry: int) -> list[Deadline]:
    """Return what was or is late about an entry."""
    clock = _Clock(desk, desk.today)
    changes = clock.devices(one for one in desk.times.changes() if one.entry == entry)
    told = [*changes, *(one for one in clock.notices() if one.entry == entry)]
    return [one for one in told if one.is_late]


class _Clock:
    """Reads the clock on a day, with all it needs of the book read once."""

    def __init__(self, desk: Desk, on: date) -> None:
        self._desk, self._on = desk, on.isoformat()
        self._days = DueDays(desk)
        self._teams = {record.id: record.row.name for record in desk.every(Team)}
        self._reasons = {
            one.row.entry_id: one.row.reason for one in desk.every(Lateness, status="active")
        }

    def devices(self, changes: Iterable[DeviceChange]) -> list[Deadline]:
        """Return the changes of devices that have a time."""
        timed = [
            (one, day, due)
            for one in changes
            if (day := one.happened) <= self._on and (due := self._days.due(day))
        ]
        said = self._desk.times.sentences(one.entry for one, _day, _due in timed)
        called = self._desk.times.called(one.device for one, _day, _due in timed)
        found = []
        for one, day, due in timed:
            whose = called[one.device]
            facts = _Facts(
                one.entry, DeviceId(one.device), whose.code, whose.name, whose.team,
                topic_of(one.kind), one.kind, said[one.entry], day, one.recorded_at[:10], due,
                one.batch, one.sent, one.uploaded_on,
            )  # fmt: skip
            found.append(self._told(facts))
        return found

    def notices(self) -> list[Deadline]:
        """Return the notices that have a time."""
        about, found = _About(self._desk), []
        for entry in self._desk.times.notices():
            due = self._days.due(entry.day)
            if not due or entry.day > self._on:
                continue
            code, name, team = about.whom(entry)
            sent = Sent.SETTLED if entry.entered_on else Sent.DUE
            facts = _Facts(
                entry.entry, None, code, name, team, _topic(entry), entry.kind,
                Sentence(entry.text, entry.values), entry.day, entry.recorded_at[:10], due, None,
                sent, entry.entered_on,
            )  # fmt: skip
            found.append(self._told(facts))
        return found

    def _told(self, one: _Facts) -> Deadline:
        reached = one.outside if one.outside and one.outside <= self._on else ""
        status = status_of(
            waits=one.sent is Sent.SENT, settled=reached if one.sent is Sent.SETTLED else "",
            due=one.due, today=self._on,
        )  # fmt: skip
        until = reached or self._on
        return Deadline(
            one.entry, one.device, one.code, one.name, self._teams.get(one.team or 0, ""),
            one.topic, one.kind, one.what, one.happened, one.recorded, one.due, reached, one.batch,
            status, self._days.left(one.due, until), until > one.due,
            self._reasons.get(one.entry, ""),
        )  # fmt: skip


class _Facts(NamedTuple):
    """What the book says of a change, before the day it is looked at."""

    entry: int
    device: DeviceId | None
    code: str
    name: str
    team: int | None
    topic: Topic
    kind: str
    what: Sentence
    happened: str
    recorded: str
    due: str
    batch: int | None
    sent: Sent
    outside: str


class _About:
    """Whom a notice is about, and which team answers for that."""

    def __init__(self, desk: Desk) -> None:
        self._people = {record.id: record.row for record in desk.every(Person)}

    def whom(self, notice: Told) -> tuple[str, str, int | None]:
        """Return the code and the name where it is one person or class, and the team of all."""
        for table, team_of in _ANSWERS.items():
            rows = [(number, after) for name, number, after in notice.rows if name == table]
            if not rows:
                continue
            teams = {team_of(self._people, number, after) for number, after in rows}
            team = teams.pop() if len(teams) == 1 else None
            after = rows[0][1]
            if len(rows) > 1:
                return "", "", team
            return str(after.get("code", "")), str(after.get("name", "")), team
        return "", "", notice.team


_People = Mapping[int, Person]


def _of_person(_people: _People, _number: int, after: Mapping[str, Any]) -> int | None:
    team: int | None = after["team_id"]
    return team


def _of_class(people: _People, _number: int, after: Mapping[str, Any]) -> int | None:
    homeroom = people.get(after["homeroom_id"] or 0)
    return None if homeroom is None else homeroom.team_id


def _of_team(_people: _People, number: int, _after: Mapping[str, Any]) -> int | None:
    return number


# In this order: who is put into a new team is what the entry is about, not the team.
_ANSWERS: Mapping[str, Callable[[_People, int, Mapping[str, Any]], int | None]] = {
    "person": _of_person, "school_class": _of_class, "team": _of_team,
}  # fmt: skip


def _topic(notice: Told) -> Topic:
    """Return what a notice is about; an undo, what it undoes."""
    if notice.kind != "undo":
        return topic_of(notice.kind, notice.topic)
    tables = {name for name, _number, _after in notice.rows}
    topics = {"person": Topic.PEOPLE, "school_class": Topic.CLASSES, "team": Topic.TEAMS}
    return next((topic for name, topic in topics.items() if name in tables), Topic.PEOPLE)


def _order(one: Deadline) -> tuple[str, int, str]:
    return one.due, one.entry, one.code
