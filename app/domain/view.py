"""What queries answer: values made to be shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.condition import Standing, standings
from app.domain.damage import OpenDamage, Proposed
from app.domain.device import Device, State
from app.domain.document import Paper
from app.domain.sentence import Sentence


@dataclass(frozen=True, slots=True)
class OpenLine:
    """A line of a slip that is still out, and who has it."""

    line: int
    loan: int
    device: int
    outstanding: int
    day: str
    due: str
    class_name: str
    teacher: str


@dataclass(frozen=True, slots=True)
class LineView:
    """A line of a slip; quantities in the device's unit."""

    line: int
    device: str
    name: str
    unit: str
    lent: int
    outstanding: int
    kit: str = ""


@dataclass(frozen=True, slots=True)
class Returned:
    """How much of a line came back in one way, and what was noted."""

    line: int
    result: str
    quantity: int
    note: str


@dataclass(frozen=True, slots=True)
class LoanView:
    """A slip with its lines; days are ISO."""

    loan: int
    class_name: str
    teacher: str
    teacher_name: str
    day: str
    due: str
    period: str
    lesson: str
    subject: str
    ppct: str
    fetched_by: str
    team: str
    status: str
    lines: tuple[LineView, ...]


@dataclass(frozen=True, slots=True)
class DeviceView:
    """A device with the quantity in each state, and where and with whom it is.

    `holders` are the classes that hold some, `team` the one that answers for it, "" for all;
    `damages` are its open cases, `proposed` what of it waits for a council's decision.
    """

    id: int
    device: Device
    balances: Mapping[State, int]
    place: str = ""
    holders: tuple[str, ...] = ()
    team: str = ""
    damages: tuple[OpenDamage, ...] = ()
    proposed: tuple[Proposed, ...] = ()

    def standings(self) -> dict[Standing, int]:
        """Return how much of it stands how, the best first."""
        return standings(self.balances, self.damages, self.proposed)


@dataclass(frozen=True, slots=True)
class PlanView:
    """A plan as it is shown; `loan` once it was lent, `late` when its day went by."""

    plan: int
    day: str
    session: str
    period: int
    class_name: str
    teacher: str
    subject: str
    lesson: str
    ppct: str
    devices: tuple[str, ...]
    missing: tuple[str, ...]
    loan: int | None
    late: bool


@dataclass(frozen=True, slots=True)
class SlipView:
    """A numbered slip with what it says, who wrote it and by which entry; `day` is ISO."""

    slip: int
    kind: str
    school_year: int
    number: int
    day: str
    paper: Paper
    actor: str
    entry: int
    undone: bool


@dataclass(frozen=True, slots=True)
class Problem:
    """What `verify` found, and the entry it is about, 0 when it is no entry."""

    entry: int
    sentence: Sentence


@dataclass(frozen=True, slots=True)
class Verdict:
    """The recount of a whole book; `notes` are worth knowing, and no damage."""

    entries: int
    head: str
    problems: tuple[Problem, ...]
    notes: tuple[Problem, ...] = ()

    @property
    def ok(self) -> bool:
        """Return whether nothing was found."""
        return not self.problems
