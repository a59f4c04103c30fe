"""Questions about damage cases: what is open, what was settled, what is being repaired."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.domain.damage import Damage, DamageKind, Disposal, Repair
from app.domain.device import Device, State
from app.domain.ledger import Entry
from app.domain.record import Record
from app.services.damage_origins import Origin, origin_of
from app.services.damage_reports import find_damage
from app.store.desk import Desk


class Stage(StrEnum):
    """How far a case is."""

    WAITING = "waiting"
    IN_REPAIR = "in_repair"
    LOST = "lost"
    PROPOSED = "proposed"
    SETTLED = "settled"


LONG = 30  # days: a repair that takes longer is asked after
_STAGE_OF = {
    State.DAMAGED: Stage.WAITING,
    State.IN_REPAIR: Stage.IN_REPAIR,
    State.LOST: Stage.LOST,
}


@dataclass(frozen=True, slots=True)
class CaseView:
    """So many of a device at one stage of its case; days are ISO.

    `since` is when the stage began, `damage` is None for what is proposed from the store.
    `repair`, `repairer` and `cost` are of a repair that is not all back, `cost` in đồng the
    expected one; `disposal` is the proposal it waits for, `slip` what tells it on paper.
    """

    stage: Stage
    device: Device
    quantity: int
    since: str
    days: int
    damage: int | None = None
    row: Damage | None = None
    origin: Origin | None = None
    repair: int | None = None
    repairer: str = ""
    cost: int | None = None
    disposal: int | None = None
    slip: int | None = None
    source: State | None = None

    @property
    def kind(self) -> DamageKind | None:
        """Return how bad it is, None when it is proposed from the store."""
        return None if self.row is None else DamageKind(self.row.kind)


@dataclass(frozen=True, slots=True)
class Cases:
    """The open cases, the oldest first; `settled` adds those that are settled."""

    settled: bool = False

    def answer(self, desk: Desk) -> list[CaseView]:
        """Return one view for each stage that part of a case is at."""
        reader = _Reader(desk)
        views = [*reader.open(), *reader.repaired(), *reader.proposed()]
        if self.settled:
            views += reader.settled()
        return sorted(views, key=_oldest)


def _oldest(view: CaseView) -> tuple[str, int, str]:
    return view.since, view.damage or 0, view.stage


class _Reader:
    """The cases as one transaction sees them."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._today = desk.today
        self._open = desk.open_damages()
        self._proposed = desk.proposed()
        self._damages = {one.id: one.row for one in desk.every(Damage, status="active")}
        numbers = {row.device_id for row in self._damages.values()}
        numbers |= {one.device for one in self._proposed}
        self._devices = {view.id: view.device for view in desk.devices(sorted(numbers))}
        self._origins: dict[int, Origin | None] = {}

    def open(self) -> Iterable[CaseView]:
        """Yield what waits or is lost, less what is proposed for disposal."""
        for case in self._open:
            waiting = sum(one.quantity for one in self._proposed
                          if (one.damage, one.state) == (case.damage, case.state))  # fmt: skip
            if case.state is not State.IN_REPAIR and case.quantity > waiting:
                yield self._view(
                    _STAGE_OF[case.state], case.damage, case.quantity - waiting, case.day,
                    source=case.state,
                )  # fmt: skip

    def repaired(self) -> Iterable[CaseView]:
        """Yield what is being repaired, repair by repair."""
        for record in self._desk.open_repairs():
            repair = record.row
            yield self._view(
                Stage.IN_REPAIR, repair.damage_id, repair.out, repair.day, repair=record.id,
                repairer=repair.repairer, cost=repair.expected, source=State.IN_REPAIR,
            )  # fmt: skip

    def proposed(self) -> Iterable[CaseView]:
        """Yield what waits for a council's decision."""
        for one in self._proposed:
            slip = self._desk.get(Disposal, one.disposal).slip_id
            if one.damage is not None:
                yield self._view(
                    Stage.PROPOSED, one.damage, one.quantity, one.day, disposal=one.disposal,
                    slip=slip, source=one.state,
                )  # fmt: skip
            else:
                yield CaseView(
                    Stage.PROPOSED, self._devices[one.device], one.quantity, one.day,
                    self._days(one.day), disposal=one.disposal, slip=slip, source=one.state,
                )  # fmt: skip

    def settled(self) -> Iterable[CaseView]:
        """Yield the cases of which nothing is open any more."""
        open_ones = {case.damage for case in self._open}
        for number, row in self._damages.items():
            if number not in open_ones:
                yield self._view(Stage.SETTLED, number, row.quantity, row.day)

    def _view(
        self, stage: Stage, damage: int, quantity: int, since: str, *, repair: int | None = None,
        repairer: str = "", cost: int | None = None, disposal: int | None = None,
        slip: int | None = None, source: State | None = None,
    ) -> CaseView:  # fmt: skip
        row = self._damages[damage]
        if damage not in self._origins:
            self._origins[damage] = origin_of(self._desk, row.line_id, self._today)
        return CaseView(
            stage, self._devices[row.device_id], quantity, since, self._days(since), damage, row,
            self._origins[damage], repair, repairer, cost, disposal, slip or row.slip_id, source,
        )  # fmt: skip

    def _days(self, since: str) -> int:
        return (self._today - date.fromisoformat(since)).days


@dataclass(frozen=True, slots=True)
class Step:
    """An entry of a case's history, and the slip it wrote, if any."""

    entry: Entry
    slip: int | None


@dataclass(frozen=True, slots=True)
class CaseStory:
    """All the book knows of a case: its history and its repairs, oldest first."""

    device: Device
    row: Damage
    origin: Origin | None
    steps: tuple[Step, ...]
    repairs: tuple[Record[Repair], ...]


@dataclass(frozen=True, slots=True)
class OneCase:
    """One case by its number."""

    damage: int

    def answer(self, desk: Desk) -> CaseStory:
        """Return the case's story, or refuse an unknown number."""
        record = find_damage(desk, self.damage)
        row = record.row
        repairs = tuple(
            one for one in desk.every(Repair, damage_id=self.damage) if one.row.status == "active"
        )
        entries = desk.entries_of_case(self.damage)
        steps = tuple(Step(entry, _slip_of(entry)) for entry in entries)
        origin = origin_of(desk, row.line_id, desk.today)
        return CaseStory(desk.get(Device, row.device_id), row, origin, steps, repairs)


def _slip_of(entry: Entry) -> int | None:
    found = [image.id for image in entry.images if image.table == "document"]
    return found[0] if found and entry.reverses is None else None


@dataclass(frozen=True, slots=True)
class Proposals:
    """The proposals that wait for a decision, oldest first."""

    def answer(self, desk: Desk) -> list[tuple[int, Disposal, int]]:
        """Return each with its number and how many devices it names."""
        found: dict[int, int] = {}
        for one in desk.proposed():
            found[one.disposal] = found.get(one.disposal, 0) + one.quantity
        return [(number, desk.get(Disposal, number), count) for number, count in found.items()]


@dataclass(frozen=True, slots=True)
class CaseFigures:
    """How many cases wait, and how many repairs have been out for over thirty days."""

    def answer(self, desk: Desk) -> tuple[int, int]:
        """Return both counts."""
        late = sum((desk.today - date.fromisoformat(one.row.day)).days > LONG
                   for one in desk.open_repairs())  # fmt: skip
        return len({case.damage for case in desk.open_damages()}), late
