"""In what condition a device is, how it came to be so, and how good it was found."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.condition import Assessment, Standing
from app.domain.damage import Damage, OpenDamage
from app.services.assessments import AssessmentsOf
from app.services.damage_origins import Origin, origin_of
from app.services.finding import find_device
from app.store.desk import Desk


@dataclass(frozen=True, slots=True)
class Hurt:
    """An open case of a device, what is said of it, and the loan it came back from."""

    case: OpenDamage
    row: Damage
    origin: Origin | None


@dataclass(frozen=True, slots=True)
class Assessed:
    """An assessment, and the loan that was coming back when it was made."""

    row: Assessment
    origin: Origin | None


@dataclass(frozen=True, slots=True)
class Condition:
    """The condition of one device: the newest assessments first."""

    standings: dict[Standing, int]
    hurts: tuple[Hurt, ...]
    assessed: tuple[Assessed, ...]


@dataclass(frozen=True, slots=True)
class ConditionOf:
    """The condition of a device, by its code."""

    code: str
    most: int = 3  # assessments: how far back it is told

    def answer(self, desk: Desk) -> Condition:
        """Return the condition, or refuse an unknown code."""
        record = find_device(desk, self.code)
        view = desk.devices([record.id])[0]
        rows = [(case, desk.get(Damage, case.damage)) for case in view.damages]
        found = AssessmentsOf(self.code).answer(desk)[: self.most]
        return Condition(
            view.standings(),
            tuple(Hurt(case, row, origin_of(desk, row.line_id, desk.today)) for case, row in rows),
            tuple(Assessed(one.row, origin_of(desk, one.row.line_id, desk.today)) for one in found),
        )
