"""Notices: what changed of people, classes and lessons, for the sector's database (Điều 7.3)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

# The kinds of entry that change what the sector's database holds of people and classes. A list
# that is imported came out of that database (Điều 10.2), so an import tells it nothing new.
NOTICE_KINDS = ("class", "move_up", "notice", "person", "team")


class NoticeTopic(StrEnum):
    """What a notice written by hand is about: the book keeps no data of these itself."""

    PUPILS = "pupils"
    STAFF = "staff"
    ASSIGNMENT = "assignment"
    TIMETABLE = "timetable"


@dataclass(frozen=True, slots=True)
class Notice:
    """What became of the notice that an entry is; `entered_on` is an ISO day, blank while open.

    `topic`, `said` and `team_id` are those of a notice written by hand, which is an entry of its
    own.
    """

    entry_id: int
    topic: str = ""
    said: str = ""
    team_id: int | None = None
    entered_on: str = ""
    status: str = "active"
