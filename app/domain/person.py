"""People, teams, classes and places; nobody is deleted, statuses change (Điều 6.5)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class PersonStatus(StrEnum):
    """The sector's staff statuses (DM_TRANG_THAI_CAN_BO), and a called-off record."""

    ACTIVE = "active"
    TRANSFERRED = "transferred"
    REASSIGNED = "reassigned"
    RETIRING = "retiring"
    RETIRED = "retired"
    SECONDED = "seconded"
    ARRIVED = "arrived"
    LEFT = "left"
    CANCELLED = "cancelled"


ACTIVE = "active"
UNUSED = "unused"  # the status of what stays in history and leaves the lists to pick from

# Who may still take devices out.
WORKING = frozenset({PersonStatus.ACTIVE, PersonStatus.RETIRING, PersonStatus.ARRIVED})


@dataclass(frozen=True, slots=True)
class Person:
    """A member of staff; the least the work needs (Điều 9.3)."""

    code: str
    name: str
    official_code: str = ""
    staff_type: str = ""
    team_id: int | None = None
    status: str = PersonStatus.ACTIVE


@dataclass(frozen=True, slots=True)
class Team:
    """A teacher group (tổ) and who heads it."""

    name: str
    head_id: int | None = None
    status: str = "active"


@dataclass(frozen=True, slots=True)
class SchoolClass:
    """A class of one school year, named by the year's first calendar year.

    `pupils` is how many learn in it, None while nobody has said.
    """

    code: str
    name: str
    grade: int
    school_year: int
    official_code: str = ""
    homeroom_id: int | None = None
    pupils: int | None = None
    status: str = "active"


PLACE_PREFIX = "VT"  # vị trí; no vowel, so that VNI leaves the digits after it alone
PLACE_KINDS = ("Kho", "Phòng", "Tủ", "Kệ")  # as they are printed on a place's label


@dataclass(frozen=True, slots=True)
class Place:
    """A store, room, cupboard or shelf, with a code for its label; one may be part of another."""

    code: str
    name: str
    kind: str = ""
    part_of: int | None = None
    status: str = "active"


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject to choose from; a device names it in words."""

    name: str
    status: str = "active"


@dataclass(frozen=True, slots=True)
class Fund:
    """A fund or source of supply to choose from; a device names it in words."""

    name: str
    status: str = "active"


def lacking(person: Person) -> tuple[str, ...]:
    """Return the fields that the sector's list asks of a person and that are still blank."""
    wanted = ("official_code", "staff_type", "team_id")
    return tuple(name for name in wanted if getattr(person, name) in {"", None})
