"""What of the devices' care is due, and writing down that it was done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.domain.care import (
    USE_BY,
    CareDone,
    CareKind,
    CarePlan,
    CareResult,
    first_counted,
    months_after,
)
from app.domain.change import Touched
from app.domain.device import Device, State
from app.domain.draft import Draft
from app.domain.fault import Refused
from app.domain.record import Record
from app.domain.sentence import Sentence, Value, told
from app.domain.setting import School
from app.domain.text import clean, sort_key
from app.domain.view import DeviceView
from app.services.care_plans import KINDS, covered, find_plan
from app.services.finding import check_day, find_device
from app.services.people import read_school, whole_setting
from app.store.desk import Desk

_HERE = (State.IN_STORE, State.ON_LOAN, State.DAMAGED, State.IN_REPAIR)


@dataclass(frozen=True, slots=True)
class CareRow:
    """What is due for a device; `kind` is a `CareKind` or `USE_BY`, which has no `plan`.

    `days` are left until the ISO day `due`, negative when it has passed; `last` is when it was
    done last, "" when never. Quantities tell where the device is.
    """

    plan: int | None
    kind: str
    code: str
    name: str
    place: str
    due: str
    days: int
    last: str
    months: int
    who: str
    instruction: str
    in_store: int
    on_loan: int
    damaged: int


@dataclass(frozen=True, slots=True)
class CareDue:
    """Everything planned for the devices that are in the school, and what expires.

    A plan is due so many months after it was done last, or after the device came.
    """

    def answer(self, desk: Desk) -> list[CareRow]:
        """Return the rows, the first due first."""
        pairs = list(covered(desk, desk.every(CarePlan, status="active")))
        last = _last_done(desk) if pairs else {}
        usual = School().use_by_days
        ahead = whole_setting(read_school(desk).use_by_days, usual)
        expiring = desk.expiring((desk.today + timedelta(days=ahead)).isoformat())
        wanted = dict.fromkeys([*(device.id for _plan, device in pairs), *expiring])
        views = {
            view.id: view
            for view in desk.devices(list(wanted))
            if any(view.balances.get(state) for state in _HERE)
        }
        came = desk.first_days(list(views))
        rows = [
            _planned(desk, plan, views[device.id], came, last.get((plan.id, device.id), ""))
            for plan, device in pairs
            if device.id in views
        ]
        rows += [_expires(desk, views[number]) for number in expiring if number in views]
        return sorted(rows, key=_order)


def _order(row: CareRow) -> tuple[str, str, str]:
    return row.due, sort_key(row.name), row.code


def _last_done(desk: Desk) -> dict[tuple[int, int], str]:
    last: dict[tuple[int, int], str] = {}
    for done in desk.every(CareDone, status="active"):
        key = done.row.plan_id, done.row.device_id
        last[key] = max(last.get(key, ""), done.row.day)
    return last


def _planned(
    desk: Desk, plan: Record[CarePlan], view: DeviceView, came: Mapping[int, str], last: str
) -> CareRow:
    registered = date.fromisoformat(came[view.id])
    since = date.fromisoformat(last) if last else first_counted(registered, view.device.year_in_use)
    due = months_after(since, plan.row.months)
    said = plan.row
    return _row(desk, view, due, plan=plan.id, kind=said.kind, last=last, months=said.months,
                who=said.who, instruction=said.instruction)  # fmt: skip


def _expires(desk: Desk, view: DeviceView) -> CareRow:
    return _row(desk, view, date.fromisoformat(view.device.use_by))


def _row(
    desk: Desk,
    view: DeviceView,
    due: date,
    *,
    plan: int | None = None,
    kind: str = USE_BY,
    last: str = "",
    months: int = 0,
    who: str = "",
    instruction: str = "",
) -> CareRow:
    held = view.balances
    return CareRow(
        plan, kind, view.device.code, view.device.name, view.place, due.isoformat(),
        (due - desk.today).days, last, months, who, instruction,
        held.get(State.IN_STORE, 0), held.get(State.ON_LOAN, 0),
        held.get(State.DAMAGED, 0) + held.get(State.IN_REPAIR, 0),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class CareCount:
    """How much care is due today or was due before, what has expired included."""

    def answer(self, desk: Desk) -> int:
        """Return the number of rows."""
        return sum(row.days <= 0 for row in CareDue().answer(desk))


@dataclass(frozen=True, slots=True)
class CareItem:
    """A plan and a device, by code, it was done for."""

    plan: int
    device: str


@dataclass(frozen=True, slots=True)
class MarkCareDone:
    """Write down that planned care was done; `cost` is in đồng for each device."""

    items: tuple[CareItem, ...]
    day: date | None = None
    who: str = ""
    result: CareResult = CareResult.PASSED
    note: str = ""
    cost: int | None = None

    def draft(self, desk: Desk) -> Draft[int]:
        """Draft a row for each; the value is how many."""
        if not self.items:
            raise Refused(Sentence("Choose what was done in the list first."))
        if self.cost is not None and self.cost < 0:
            raise Refused(
                Sentence("A cost of {cost} cannot be. Write 0 or more.", {"cost": self.cost}),
                where="cost",
            )
        day = check_day(desk, self.day).isoformat()
        plans = {item.plan: find_plan(desk, item.plan) for item in self.items}
        devices = {item.device: find_device(desk, item.device) for item in self.items}
        _check_covered(desk, self.items, plans, devices)
        rows = [
            CareDone(
                item.plan, devices[item.device].id, day,
                clean(self.who) or plans[item.plan].row.who, self.result, clean(self.note),
                self.cost,
            )
            for item in dict.fromkeys(self.items)
        ]  # fmt: skip
        kinds = {CareKind(plan.row.kind) for plan in plans.values()}
        return Draft(
            kind="care_done",
            day=day,
            sentence=_said(kinds, list(devices.values()), failed=self.result == CareResult.FAILED),
            change=frozenset({Touched.CARE}),
            value=len(rows),
            images=tuple(desk.new(row)[1] for row in rows),
        )


def _check_covered(
    desk: Desk,
    items: Iterable[CareItem],
    plans: Mapping[int, Record[CarePlan]],
    devices: Mapping[str, Record[Device]],
) -> None:
    for_them = {(plan.id, device.id) for plan, device in covered(desk, list(plans.values()))}
    for item in items:
        device = devices[item.device]
        if (item.plan, device.id) not in for_them:
            raise Refused(
                Sentence(
                    "This plan of care is not for {code} {name}. Look at the list again.",
                    {"code": device.row.code, "name": device.row.name},
                ),
                where=item.device,
            )


def _said(kinds: set[CareKind], devices: Sequence[Record[Device]], *, failed: bool) -> Sentence:
    kind = KINDS[kinds.pop()] if len(kinds) == 1 else Sentence("Care")
    values: dict[str, Value] = {"what": told(kind.text, {})}
    if len(devices) == 1:
        one = devices[0].row
        named: dict[str, Value] = {**values, "code": one.code, "name": one.name}
        if failed:
            return Sentence(
                "{what} of {code} {name} written down: it did not pass. Write its damage report "
                "next.",
                named,
            )
        return Sentence("{what} of {code} {name} written down", named)
    counted: dict[str, Value] = {**values, "count": len(devices)}
    if failed:
        return Sentence(
            "{what} of {count} devices written down: they did not pass. Write their damage "
            "reports next.",
            counted,
        )
    return Sentence("{what} of {count} devices written down", counted)
