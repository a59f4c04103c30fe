"""In what condition a device is: the state of each part of it, and how good it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.domain.damage import DamageKind, OpenDamage, Proposed
from app.domain.device import Quality, State


class Standing(StrEnum):
    """The state of a quantity as the field names it, the best first."""

    USABLE = "usable"
    MINOR = "minor_damage"
    INCOMPLETE = "incomplete"
    MAJOR = "major_damage"
    IN_REPAIR = "in_repair"
    TO_DISPOSE = "awaiting_disposal"
    LOST = "lost"
    DISPOSED = "disposed"


_DAMAGED = {
    DamageKind.MINOR: Standing.MINOR,
    DamageKind.INCOMPLETE: Standing.INCOMPLETE,
    DamageKind.MAJOR: Standing.MAJOR,
    DamageKind.LOST: Standing.MAJOR,  # was lost, and was found broken
}


def standings(
    balances: Mapping[State, int], damages: Iterable[OpenDamage], proposed: Iterable[Proposed]
) -> dict[Standing, int]:
    """Return how much of a device stands how, the best first.

    What is on loan is usable; what a council is to decide on waits for it, whatever it was.
    """
    waiting = Counter({(one.state, one.damage): one.quantity for one in proposed})
    held: Counter[Standing] = Counter()
    held[Standing.TO_DISPOSE] = waiting.total()
    held[Standing.USABLE] = (
        balances.get(State.IN_STORE, 0)
        + balances.get(State.ON_LOAN, 0)
        - waiting[State.IN_STORE, None]
    )
    for case in damages:
        held[_standing_of(case)] += case.quantity - waiting[case.state, case.damage]
    held[Standing.DISPOSED] = balances.get(State.DISPOSED, 0)
    return {standing: held[standing] for standing in Standing if held[standing] > 0}


def _standing_of(case: OpenDamage) -> Standing:
    if case.state is State.LOST:
        return Standing.LOST
    return Standing.IN_REPAIR if case.state is State.IN_REPAIR else _DAMAGED[case.kind]


def main_standing(held: Mapping[Standing, int]) -> Standing | None:
    """Return how the greater part stands, the worse one when they are equal; None if nothing."""
    order = list(Standing)
    return max(held, key=lambda one: (held[one], order.index(one)), default=None)


class Occasion(StrEnum):
    """When somebody looked how good a device is."""

    RETURN = "return"
    CHECK = "check"
    STOCKTAKE = "stocktake"


@dataclass(frozen=True, slots=True)
class Assessment:
    """How good a device was found on an ISO day: how many of each quality.

    `occasion` is one of `Occasion`; `line_id` is the loan line it came back on,
    `photo_id` the picture that shows it.
    """

    device_id: int
    day: str
    good: int
    fair: int
    average: int
    poor: int
    found_by: str
    occasion: str
    line_id: int | None = None
    note: str = ""
    photo_id: int | None = None
    status: str = "active"

    def parts(self) -> dict[Quality, int]:
        """Return how many are of each quality, the best first."""
        found = (self.good, self.fair, self.average, self.poor)
        return {quality: count for quality, count in zip(Quality, found, strict=True) if count}


def usual_quality(parts: Mapping[Quality, int]) -> Quality:
    """Return the quality of the greater part, the worse one when they are equal."""
    order = list(Quality)
    return max(parts, key=lambda one: (parts[one], order.index(one)))
