"""Damage cases as other actions open them, take from them and settle them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from app.domain.damage import Damage, DamageId, DamageKind, OpenDamage
from app.domain.device import Device, DeviceId, State
from app.domain.fault import Refused
from app.domain.ledger import Image, LineId, Posting
from app.domain.loan import Result
from app.domain.passage import Passage, reason_for
from app.domain.record import Record
from app.domain.sentence import Sentence
from app.domain.view import DeviceView
from app.services.finding import find_device
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


def arrive(
    desk: Desk, device: int, quantity: int, damaged: int, day: str
) -> tuple[tuple[Posting, ...], tuple[Image, ...]]:
    """Return how a quantity comes in from outside on an ISO day; what came broken is a case."""
    number = DeviceId(device)
    postings: list[Posting] = []
    images: list[Image] = []
    if quantity > damaged:
        postings.append(Posting(number, quantity - damaged, State.OUTSIDE, State.IN_STORE))
    if damaged:
        case, image = new_damage(desk, Damage(device, damaged, DamageKind.MINOR, day))
        images.append(image)
        postings.append(Posting(number, damaged, State.OUTSIDE, State.DAMAGED, damage=case))
    return tuple(postings), tuple(images)


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


@dataclass(frozen=True, slots=True)
class Taken:
    """A device, and which of its cases a quantity is taken from."""

    record: Record[Device]
    parts: tuple[tuple[DamageId, int], ...]

    @property
    def device(self) -> DeviceId:
        """Return the device's id."""
        return DeviceId(self.record.id)

    @property
    def quantity(self) -> int:
        """Return how many are taken in all."""
        return sum(quantity for _case, quantity in self.parts)

    def postings(self, source: State, target: State, note: str = "") -> tuple[Posting, ...]:
        """Return the postings that move it from one state to another, case by case."""
        return tuple(
            Posting(self.device, quantity, source, target, note=note, damage=case)
            for case, quantity in self.parts
        )


def take(
    desk: Desk,
    code: str,
    way: Passage,
    quantity: int | None = None,
    damage: int | None = None,
) -> Taken:
    """Return so many of a device's cases as go a way, all that are free unless said.

    Refuse, with what to do first, when none of it is in the state the way begins at.
    """
    record = find_device(desk, code)
    check_way(desk, record, way)
    if quantity is None:
        quantity = sum(case.quantity for case in free_cases(desk, record.id, way[0], damage))
    return Taken(record, tuple(settle(desk, record, way[0], quantity, damage)))


def check_way(desk: Desk, record: Record[Device], way: Passage) -> None:
    """Refuse, with what to do first, when nothing of a device is where a way begins."""
    source, target = way
    held = list(desk.balances([record.id]).get(record.id, {})) or [State.OUTSIDE]
    if source in held:
        return
    reason = reason_for(record.row, held[0], target) if len(held) == 1 else None
    if reason is None:
        said = {"code": record.row.code, "name": record.row.name}
        reason = replace(_NONE_THERE[source], values=said)
    raise Refused(reason, where=record.row.code)


_NONE_THERE = {
    State.IN_STORE: Sentence(
        "{code} {name}: none of it is in store. Take back first what is out, and write down what "
        "came back from the repair or was found."
    ),
    State.DAMAGED: Sentence("{code} {name}: none of it waits as damaged. Report the damage first."),
    State.IN_REPAIR: Sentence(
        "{code} {name}: none of it is being repaired. Send it to be repaired first."
    ),
    State.LOST: Sentence("{code} {name}: none of it is lost. Report the loss first."),
}


def free_cases(
    desk: Desk, device: int, state: State, damage: int | None = None, *, proposed: bool = False
) -> list[OpenDamage]:
    """Return the open cases of a device in a state, less what waits for a council's decision.

    `proposed` counts what waits as well.
    """
    waiting = Counter({} if proposed else waits(desk, device))
    return [
        replace(case, quantity=left)
        for case in desk.open_damages([device])
        if case.state is state
        and damage in {None, case.damage}
        and (left := case.quantity - waiting[state, case.damage]) > 0
    ]


def waits(desk: Desk, device: int) -> dict[tuple[State, int | None], int]:
    """Return how much of a device waits for a council's decision, by state and case."""
    found: Counter[tuple[State, int | None]] = Counter()
    for one in desk.proposed([device]):
        found[one.state, one.damage] += one.quantity
    return found


def settle(
    desk: Desk, record: Record[Device], state: State, quantity: int, damage: int | None = None,
    *, proposed: bool = False,
) -> list[tuple[DamageId, int]]:  # fmt: skip
    """Return which cases a quantity in a state is taken from; never guess between several.

    Refuse when fewer are there, or when a part of several cases is asked for without saying
    of which. What waits for a council's decision is taken only when `proposed`.
    """
    cases = free_cases(desk, record.id, state, damage, proposed=proposed)
    there = sum(case.quantity for case in cases)
    said = {"code": record.row.code, "name": record.row.name}
    if not there:
        raise Refused(_why_none(desk, record, state), where=record.row.code)
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


def _why_none(desk: Desk, record: Record[Device], state: State) -> Sentence:
    said = {"code": record.row.code, "name": record.row.name}
    if any(place is state for place, _case in waits(desk, record.id)):
        return Sentence(
            "{code} {name} waits for the council to decide on its disposal. Withdraw the proposal "
            "first.",
            said,
        )
    return replace(_NONE_THERE[state], values=said)


def in_store(desk: Desk, record: Record[Device]) -> int:
    """Return how much of a device is in store and not proposed for disposal."""
    there = desk.balances([record.id]).get(record.id, {}).get(State.IN_STORE, 0)
    return max(there - waits(desk, record.id).get((State.IN_STORE, None), 0), 0)


def check_amount(value: int | None, where: str) -> None:
    """Refuse an amount of đồng below zero."""
    if value is not None and value < 0:
        raise Refused(
            Sentence("An amount below zero cannot be. Write it in đồng, or leave it blank."),
            where=where,
        )


def free_in_store(view: DeviceView) -> int:
    """Return how much of a device shown is in store and not proposed for disposal."""
    waiting = sum(one.quantity for one in view.proposed if one.state is State.IN_STORE)
    return max(view.balances.get(State.IN_STORE, 0) - waiting, 0)


def free_shown(view: DeviceView) -> list[tuple[State, int | None, int]]:
    """Return what of a device shown may be proposed: state, case and quantity."""
    waiting = Counter({(one.state, one.damage): one.quantity for one in view.proposed})
    cases: list[tuple[State, int | None, int]] = [
        (case.state, case.damage, case.quantity - waiting[case.state, case.damage])
        for case in view.damages
        if case.state is not State.IN_REPAIR
    ]
    return [one for one in (*cases, (State.IN_STORE, None, free_in_store(view))) if one[2] > 0]
