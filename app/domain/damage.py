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
    `slip_id` is the report that tells it, None while none was written.
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
    slip_id: int | None = None
    status: str = "active"


@dataclass(frozen=True, slots=True)
class OpenDamage:
    """So many of a damage case that wait, are being repaired, or are lost."""

    damage: DamageId
    device: int
    state: State
    quantity: int
    kind: DamageKind
    day: str


@dataclass(frozen=True, slots=True)
class Repair:
    """So many of a case sent to be repaired on an ISO day, and how it came back.

    `expected` and `cost` are in đồng, None while nobody has said; `mended` and `unmended`
    count what came back, `back_day` is the last day some did.
    """

    damage_id: int
    quantity: int
    day: str
    repairer: str
    fund: str = ""
    expected: int | None = None
    mended: int = 0
    unmended: int = 0
    cost: int | None = None
    result: str = ""
    back_day: str = ""
    note: str = ""
    status: str = "active"

    @property
    def out(self) -> int:
        """Return how many have not come back."""
        return self.quantity - self.mended - self.unmended


# A disposal is active while it is only proposed.
DECIDED, WITHDRAWN = "decided", "withdrawn"


@dataclass(frozen=True, slots=True)
class Disposal:
    """A proposal to dispose of devices, and what the council decided; days are ISO.

    `value` is what was recovered, in đồng. `slip_id` is the proposal, `minutes_id` the minutes.
    """

    day: str
    reason: str
    decision: str = ""
    decided_on: str = ""
    method: str = ""
    value: int | None = None
    slip_id: int | None = None
    minutes_id: int | None = None
    status: str = "active"


@dataclass(frozen=True, slots=True)
class DisposalLine:
    """So many of a device in a state that a council is to decide on.

    `damage_id` is the case when it is damaged or lost; `remaining` is what one of them is
    still worth in đồng, None when nobody knows.
    """

    disposal_id: int
    device_id: int
    quantity: int
    state: str
    damage_id: int | None = None
    condition: str = ""
    remaining: int | None = None
    status: str = "active"


@dataclass(frozen=True, slots=True)
class Proposed:
    """So many of a device in a state that wait for a council's decision."""

    disposal: int
    line: int
    device: int
    state: State
    damage: DamageId | None
    quantity: int
    day: str
