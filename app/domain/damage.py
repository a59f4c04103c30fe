"""A damage case: so many of a device found broken, incomplete or lost, until it is settled.

What is damaged, in repair or lost is always of some case: a posting into, between or out of
these states names it, as a return names its loan line.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

from app.domain.device import State

DamageId = NewType("DamageId", int)


class DamageKind(StrEnum):
    """How bad it is: hư nhẹ, hư nặng, thiếu chi tiết, mất."""

    MINOR = "minor"
    MAJOR = "major"
    INCOMPLETE = "incomplete"
    LOST = "lost"


# The states whose quantities belong to a case.
CASE_STATES = (State.DAMAGED, State.IN_REPAIR, State.LOST)


@dataclass(frozen=True, slots=True)
class Damage:
    """One case; `day` is the ISO day it was found.

    `line_id` is the loan line it came back on, `found_by` and `responsible` are names,
    `handling` is what was decided, `compensation` is in đồng, None while nobody has said.
    """

    device_id: int
    quantity: int
    kind: str
    day: str
    line_id: int | None = None
    found_by: str = ""
    responsible: str = ""
    cause: str = ""
    handling: str = ""
    compensation: int | None = None
    note: str = ""
    status: str = "active"
