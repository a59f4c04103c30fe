"""Plans of care: what is inspected, serviced or calibrated every so many months."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from app.domain.care import CareKind, CarePlan
from app.domain.catalogue import CatalogueItem
from app.domain.change import Touched
from app.domain.device import Device
from app.domain.draft import Draft
from app.domain.fault import Refused
from app.domain.record import Record
from app.domain.sentence import Sentence, Value, told
from app.domain.text import clean, fold, sort_key
from app.services.finding import find_device
from app.services.linking import Names, find_item
from app.store.desk import Desk

ENDED = "ended"
KINDS = {
    CareKind.CHECK: Sentence("Inspection"),
    CareKind.SERVICE: Sentence("Servicing"),
    CareKind.CALIBRATE: Sentence("Calibration"),
}
_MOST_MONTHS = 120


@dataclass(frozen=True, slots=True)
class MakeCarePlan:
    """Plan care for one of: an item of the list by code, a device by code, a category's word."""

    kind: CareKind
    months: int
    item: str = ""
    device: str = ""
    category: str = ""
    who: str = ""
    instruction: str = ""

    def draft(self, desk: Desk) -> Draft[int]:
        """Draft the plan; its number is the value."""
        check_months(self.months)
        plan = self._aimed(desk)
        for other in desk.every(CarePlan, kind=self.kind, status="active"):
            same = replace(
                other.row, months=plan.months, who=plan.who, instruction=plan.instruction
            )
            if same == plan:
                raise Refused(
                    Sentence(
                        "There is a plan of this kind for {target} already. Correct that one.",
                        {"target": target_of(desk, plan)},
                    ),
                    where="target",
                )
        number, image = desk.new(plan)
        return Draft(
            kind="care_plan",
            day=desk.today.isoformat(),
            sentence=_said(
                desk, plan, Sentence("Planned: {what} of {target} every {months} months")
            ),
            change=frozenset({Touched.CARE}),
            value=number,
            images=(image,),
        )

    def _aimed(self, desk: Desk) -> CarePlan:
        category = clean(self.category)
        if sum(map(bool, (self.item, self.device, category))) != 1:
            raise Refused(
                Sentence(
                    "Say what the plan is for: an item of the list, one device, or a category."
                ),
                where="target",
            )
        return CarePlan(
            find_item(desk, self.item).id if self.item else None,
            find_device(desk, self.device).id if self.device else None,
            category, self.kind, self.months, clean(self.who), clean(self.instruction),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class CorrectCarePlan:
    """Say anew how often a plan is done, by whom and how; what it is for never changes."""

    plan: int
    months: int
    who: str
    instruction: str

    def draft(self, desk: Desk) -> Draft[int]:
        """Draft the row that changes."""
        check_months(self.months)
        record = find_plan(desk, self.plan)
        row = replace(
            record.row, months=self.months, who=clean(self.who),
            instruction=clean(self.instruction),
        )  # fmt: skip
        return Draft(
            kind="care_plan",
            day=desk.today.isoformat(),
            sentence=_said(
                desk, row, Sentence("Corrected: {what} of {target} every {months} months")
            ),
            change=frozenset({Touched.CARE}),
            value=record.id,
            images=(desk.changed(record, row),) if row != record.row else (),
        )


@dataclass(frozen=True, slots=True)
class EndCarePlan:
    """End a plan; what was done under it stays in the book."""

    plan: int

    def draft(self, desk: Desk) -> Draft[int]:
        """Draft the status that changes."""
        record = find_plan(desk, self.plan)
        return Draft(
            kind="care_plan",
            day=desk.today.isoformat(),
            sentence=_said(desk, record.row, Sentence("Ended: {what} of {target}")),
            change=frozenset({Touched.CARE}),
            value=record.id,
            images=(desk.changed(record, replace(record.row, status=ENDED)),),
        )


@dataclass(frozen=True, slots=True)
class CarePlanView:
    """A plan as it is shown; `devices` counts those it covers now."""

    plan: int
    row: CarePlan
    target: str
    devices: int


@dataclass(frozen=True, slots=True)
class CarePlans:
    """The plans that hold."""

    def answer(self, desk: Desk) -> list[CarePlanView]:
        """Return the plans by what they are for."""
        plans = desk.every(CarePlan, status="active")
        counts = dict.fromkeys((plan.id for plan in plans), 0)
        for plan, _device in covered(desk, plans):
            counts[plan.id] += 1
        views = [
            CarePlanView(plan.id, plan.row, target_of(desk, plan.row), counts[plan.id])
            for plan in plans
        ]
        return sorted(views, key=_order)


def _order(view: CarePlanView) -> tuple[str, str]:
    return sort_key(view.target), view.row.kind


@dataclass(frozen=True, slots=True)
class CareTargets:
    """What a plan can be for."""

    def answer(self, desk: Desk) -> tuple[list[tuple[str, str]], list[str]]:
        """Return (code, name) of the items devices are of, and the categories' words."""
        items = desk.every(CatalogueItem, status="active")
        names = Names(items)
        used = {names.item_of(one.row) for one in desk.every(Device, status="active")}
        pairs = [
            (one.row.code, f"{one.row.name} ({one.row.subject})") for one in items if one.id in used
        ]
        words = sorted({fold(one): one for one in desk.words_of("category")}.values(), key=sort_key)
        return sorted(pairs, key=_name_key), words


def _name_key(pair: tuple[str, str]) -> str:
    return sort_key(pair[1])


def covered(
    desk: Desk, plans: list[Record[CarePlan]]
) -> Iterator[tuple[Record[CarePlan], Record[Device]]]:
    """Yield each plan with each device it is for; those out of the book are left out."""
    if not plans:
        return
    devices = desk.every(Device, status="active")
    names = None
    if any(plan.row.catalogue_id is not None for plan in plans):
        names = Names(desk.every(CatalogueItem, status="active"))
    items = {one.id: names.item_of(one.row) for one in devices} if names else {}
    for plan in plans:
        word = fold(plan.row.category)
        for device in devices:
            if plan.row.device_id is not None:
                fits = plan.row.device_id == device.id
            elif word:
                fits = fold(device.row.category) == word
            else:
                fits = plan.row.catalogue_id == items.get(device.id)
            if fits:
                yield plan, device


def target_of(desk: Desk, plan: CarePlan) -> str:
    """Return what a plan is for, in words."""
    if plan.catalogue_id is not None:
        return desk.get(CatalogueItem, plan.catalogue_id).name
    if plan.device_id is not None:
        device = desk.get(Device, plan.device_id)
        return f"{device.code} {device.name}"
    return plan.category


def find_plan(desk: Desk, number: int) -> Record[CarePlan]:
    """Return a plan that holds, or refuse."""
    found = desk.find(CarePlan, id=number, status="active")
    if found is None:
        raise Refused(
            Sentence("This plan of care has ended. Look at the list again."), where="plan"
        )
    return found


def check_months(months: int) -> None:
    """Refuse a rhythm that cannot be."""
    if not 1 <= months <= _MOST_MONTHS:
        raise Refused(
            Sentence(
                "Every {months} months cannot be. Write 1 to {most} months.",
                {"months": months, "most": _MOST_MONTHS},
            ),
            where="months",
        )


def _said(desk: Desk, plan: CarePlan, sentence: Sentence) -> Sentence:
    what = told(KINDS[CareKind(plan.kind)].text, {})
    values: dict[str, Value] = {
        "what": what,
        "target": target_of(desk, plan),
        "months": plan.months,
    }
    return replace(sentence, values=values)
