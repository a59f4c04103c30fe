"""By when a change must be in the city's system or the sector's database (Điều 7.2, 7.3)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.domain.device import DeviceId
from app.domain.notice import NoticeTopic
from app.domain.sentence import Sentence
from app.domain.workday import days_left

SOON = 3  # working days: what has so many left or fewer runs out


class Topic(StrEnum):
    """What a change is about."""

    CAME = "came"
    LEFT = "left"
    MOVED = "moved"
    DAMAGE = "damage"
    DATA = "data"
    QUALITY = "quality"
    COUNTED = "counted"
    UNDONE = "undone"
    PEOPLE = "people"
    CLASSES = "classes"
    TEAMS = "teams"
    PUPILS = "pupils"
    ASSIGNMENT = "assignment"
    TIMETABLE = "timetable"


_TOPICS: Mapping[str, Topic] = {
    **dict.fromkeys(("register", "import", "receive", "increase"), Topic.CAME),
    **dict.fromkeys(("decrease", "proposal", "withdraw", "disposal", "transfer_out"), Topic.LEFT),
    **dict.fromkeys(("transfer", "handover"), Topic.MOVED),
    **dict.fromkeys(
        ("report", "describe", "mend", "found", "repair", "repaired", "take_back"), Topic.DAMAGE
    ),
    "assess": Topic.QUALITY,
    "stocktake_close": Topic.COUNTED,
    "undo": Topic.UNDONE,
    "person": Topic.PEOPLE,
    **dict.fromkeys(("class", "move_up"), Topic.CLASSES),
    "team": Topic.TEAMS,
}
_WRITTEN: Mapping[str, Topic] = {
    NoticeTopic.PUPILS: Topic.PUPILS, NoticeTopic.STAFF: Topic.PEOPLE,
    NoticeTopic.ASSIGNMENT: Topic.ASSIGNMENT, NoticeTopic.TIMETABLE: Topic.TIMETABLE,
}  # fmt: skip


def topic_of(kind: str, written: str = "") -> Topic:
    """Return what an entry of a kind is about; `written` is the topic of a notice by hand."""
    return _WRITTEN.get(written) or _TOPICS.get(kind, Topic.DATA)


class DueStatus(StrEnum):
    """How a change stands: still to be sent, late, waiting for an answer, or settled."""

    DUE = "due"
    LATE = "late"
    SENT = "sent"
    ON_TIME = "on_time"
    SETTLED_LATE = "settled_late"


OPEN = frozenset({DueStatus.DUE, DueStatus.LATE})


@dataclass(frozen=True, slots=True)
class Workdays:
    """The days off, and the days worked in place of one."""

    off: Collection[date]
    worked: Collection[date]

    def left(self, due: str, today: str) -> int:
        """Return how many working days lie from an ISO day to an ISO due day; past it below 0."""
        left = days_left(date.fromisoformat(due), date.fromisoformat(today), self.off, self.worked)
        return min(left, -1) if today > due else left  # on the weekend after it, too


@dataclass(frozen=True, slots=True)
class Deadline:
    """A change with its time; days are ISO.

    `device` is None of a notice, whose `codes` are those of whom it is about. `happened` is the
    day of the change, `recorded` when it was written into the book, `settled` when it reached
    the system outside, blank while it has not; `batch` is the upload that took it along. `left`
    counts the working days to the due day, negative past it, from the day asked or the day it was
    settled; `sent_late` says that it reached the system outside, or still has to, after its due
    day. `team` is blank where all answer for it.
    """

    entry: int
    device: DeviceId | None
    code: str
    name: str
    team: str
    topic: Topic
    kind: str
    what: Sentence
    happened: str
    recorded: str
    due: str
    settled: str
    batch: int | None
    status: DueStatus
    left: int
    sent_late: bool
    reason: str

    @property
    def is_notice(self) -> bool:
        """Return whether it is a notice for the sector's database, not of a device."""
        return self.device is None

    @property
    def recorded_late(self) -> bool:
        """Return whether it was written into the book after its due day."""
        return self.recorded > self.due

    @property
    def is_late(self) -> bool:
        """Return whether anything about it was late."""
        return self.recorded_late or self.sent_late


def status_of(*, waits: bool, settled: str, due: str, today: str) -> DueStatus:
    """Return how a change stands; `waits` says that an upload with it waits for an answer."""
    if waits:
        return DueStatus.SENT
    if settled:
        return DueStatus.SETTLED_LATE if settled > due else DueStatus.ON_TIME
    return DueStatus.LATE if today > due else DueStatus.DUE
