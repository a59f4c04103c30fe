"""How much the devices are used (Điều 8.1): uses, lesson hours and quantities, kept apart."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from app.domain.text import fold

_MOST_HOURS = 12  # in one session; a greater number is no lesson hour
_AFTERNOON = 100  # what is added to an hour of the afternoon
_SESSIONS = {"sang": 0, "s": 0, "chieu": _AFTERNOON, "c": _AFTERNOON}
_SAID = frozenset({"tiet", "t", "buoi", "va", "den", *_SESSIONS})
_TOKEN = re.compile(
    r"(?P<first>\d{1,3})(?:\s*(?:-|–|den)\s*(?:tiet\s*)?(?P<last>\d{1,3}))?"
    r"|(?P<word>[a-z]+)|[\s,;.:/&+()–-]+"
)


class UsedBy(StrEnum):
    """What uses are counted of."""

    SUBJECT = "subject"
    ITEM = "item"
    DEVICE = "device"
    TEAM = "team"
    TEACHER = "teacher"
    CLASS = "class"
    GRADE = "grade"


# The first three say what was used, the others who used it.
OF_DEVICES = frozenset({UsedBy.SUBJECT, UsedBy.ITEM, UsedBy.DEVICE})


@dataclass(frozen=True, slots=True)
class Uses:
    """What was used: an undo takes off on its own day, so a figure may be negative.

    `uses` are lines of slips (lượt), `hours` lessons with a device (số tiết), `quantity` what
    was lent; of the `slips`, `blank` name no lesson hour.
    """

    uses: int = 0
    hours: int = 0
    quantity: int = 0
    slips: int = 0
    blank: int = 0

    def __add__(self, other: Uses) -> Uses:
        """Return both together."""
        return Uses(
            self.uses + other.uses, self.hours + other.hours, self.quantity + other.quantity,
            self.slips + other.slips, self.blank + other.blank,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class DeviceUse:
    """The uses of one device, and how much of it was held before the period and at its end."""

    device: int
    code: str
    name: str
    subject: str
    catalogue_id: int | None
    place_id: int | None
    uses: int
    quantity: int
    opening: int
    closing: int

    @property
    def is_held(self) -> bool:
        """Whether there was any of it to use."""
        return self.opening > 0 or self.closing > 0 or self.uses > 0


@dataclass(frozen=True, slots=True)
class BorrowerUse:
    """What one teacher used with one class in one month, YYYY-MM; `hours` are not said."""

    month: str
    class_id: int
    teacher_id: int
    said: Uses


@dataclass(frozen=True, slots=True)
class UsedLine:
    """A line of a slip of an ISO day as it counts in a period; `sign` is -1 where it was undone."""

    sign: int
    loan: int
    day: str
    class_name: str
    teacher: str
    code: str
    name: str
    quantity: int


def lesson_hours(text: str) -> frozenset[int]:
    """Return the lesson hours a slip names, none where they cannot be read for certain.

    An hour without a session is one of the morning. Understood are “2”, “1-3”, “Sáng 1, 2”,
    “Tiết 2 chiều”, “S1, C2”.
    """
    folded = fold(text)
    words = [found for found in re.findall(r"[a-z]+", folded) if found in _SESSIONS]
    alone = len({_SESSIONS[word] for word in words}) == 1
    session = _SESSIONS[words[0]] if alone else 0
    hours: set[int] = set()
    at = 0
    while at < len(folded):
        found = _TOKEN.match(folded, at)
        if found is None or (found["word"] and found["word"] not in _SAID):
            return frozenset()
        at = found.end()
        if found["word"]:
            session = session if alone else _SESSIONS.get(found["word"], session)
        if found["first"]:
            first = int(found["first"])
            last = int(found["last"] or first)
            if not 1 <= first <= last <= _MOST_HOURS:
                return frozenset()
            hours.update(session + hour for hour in range(first, last + 1))
    return frozenset(hours)


def paired_hours(texts: Iterable[str]) -> list[tuple[str, int]]:
    """Return each text of a slip with each lesson hour it names."""
    return [(text, hour) for text in texts for hour in sorted(lesson_hours(text))]
