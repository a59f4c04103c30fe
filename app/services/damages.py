"""Damage cases as other actions open and settle them."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.damage import Damage, DamageId, DamageKind
from app.domain.device import Device, DeviceId, State
from app.domain.fault import Refused
from app.domain.ledger import Image, LineId, Posting
from app.domain.loan import Result
from app.domain.record import Record
from app.domain.sentence import Sentence
from app.store.desk import Desk

KIND_OF = {
    Result.DAMAGED: DamageKind.MINOR,
    Result.INCOMPLETE: DamageKind.INCOMPLETE,
    Result.LOST: DamageKind.LOST,
}


def new_damage(desk: Desk, damage: Damage) -> tuple[DamageId, Image]:
    """Return the id and the image of a case to be."""
    number, image = desk.new(damage)
    return DamageId(number), image


@dataclass(frozen=True, slots=True)
class Arrival:
    """What comes in: the postings, and the case of what came broken."""

    postings: tuple[Posting, ...]
    images: tuple[Image, ...]


def arrive(desk: Desk, device: int, quantity: int, damaged: int, day: str) -> Arrival:
    """Return how a quantity comes in from outside, so many of it damaged, on an ISO day."""
    number = DeviceId(device)
    postings: list[Posting] = []
    images: list[Image] = []
    if quantity > damaged:
        postings.append(Posting(number, quantity - damaged, State.OUTSIDE, State.IN_STORE))
    if damaged:
        case, image = new_damage(desk, Damage(device, damaged, DamageKind.MINOR, day))
        images.append(image)
        postings.append(Posting(number, damaged, State.OUTSIDE, State.DAMAGED, damage=case))
    return Arrival(tuple(postings), tuple(images))


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a loan line, and how it comes back."""

    device: DeviceId
    line: LineId
    quantity: int
    result: Result
    note: str = ""


def come_back(desk: Desk, part: Part, day: str) -> tuple[Posting, tuple[Image, ...]]:
    """Return the posting of a part that comes back; what is not good opens a case."""
    kept = (part.device, part.quantity, State.ON_LOAN)
    if part.result is Result.GOOD:
        return Posting(*kept, State.IN_STORE, part.line, part.result, part.note), ()
    found = Damage(
        part.device, part.quantity, KIND_OF[part.result], day, line_id=part.line, note=part.note
    )
    case, image = new_damage(desk, found)
    # An incomplete set waits with the damaged ones: nobody lends it before the keeper has
    # looked for the missing part.
    state = State.LOST if part.result is Result.LOST else State.DAMAGED
    return Posting(*kept, state, part.line, part.result, part.note, case), (image,)


def settle(
    desk: Desk, record: Record[Device], state: State, quantity: int, damage: int | None = None
) -> list[tuple[DamageId, int]]:
    """Return which cases a quantity in a state is taken from; never guess between several.

    Refuse when fewer are there, or when a part of several cases is asked for without saying
    of which.
    """
    cases = [
        case
        for case in desk.open_damages([record.id])
        if case.state is state and damage in {None, case.damage}
    ]
    there = sum(case.quantity for case in cases)
    said = {"code": record.row.code, "name": record.row.name}
    if not 1 <= quantity <= there:
        raise Refused(
            Sentence(
                "{code} {name}: {there} there, {asked} asked for. Write 1 to {there}.",
                {**said, "there": there, "asked": quantity},
            ),
            where=record.row.code,
        )
    if quantity == there:
        return [(case.damage, case.quantity) for case in cases]
    if len(cases) > 1:
        numbers = ", ".join(f"{case.damage} ({case.quantity})" for case in cases)
        raise Refused(
            Sentence(
                "{code} {name} has several damage reports: {numbers}. Say which one is meant.",
                {**said, "numbers": numbers},
            ),
            where=record.row.code,
        )
    return [(cases[0].damage, quantity)]
