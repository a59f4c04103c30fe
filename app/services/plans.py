"""Plans: written down by the week, checked for clashes, and lent with one key."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, timedelta

from app.domain.calendar import show_day
from app.domain.change import Touched
from app.domain.device import Device, State
from app.domain.draft import Draft
from app.domain.fault import Refused
from app.domain.ledger import Image
from app.domain.person import Person, SchoolClass
from app.domain.plan import SESSIONS, Plan, PlanItem, PlanStatus, week_of
from app.domain.record import Record
from app.domain.sentence import Sentence
from app.domain.term import Term
from app.domain.text import clean
from app.domain.view import PlanView
from app.services.finding import find_class, find_device, find_person
from app.services.lending import Item, Lend, Lent
from app.store.desk import Desk

_CHANGE = frozenset({Touched.PLANS})
_MOST_PERIODS = 8


@dataclass(frozen=True, slots=True)
class RegisterPlan:
    """Write down what a teacher will use in one lesson hour.

    A plan of the same teacher in the same hour is refused, unless `replace_own` calls
    the older one off. Devices that others have asked for in that hour are refused by name.
    """

    teacher: str
    class_name: str
    day: date
    items: tuple[Item, ...] = ()
    session: str = SESSIONS[0]
    period: int = 1
    subject: str = ""
    lesson: str = ""
    ppct: str = ""
    replace_own: bool = False

    def draft(self, desk: Desk) -> Draft[int]:
        """Draft the plan and its items."""
        teacher = find_person(desk, self.teacher)
        school_class = find_class(desk, self.class_name, self.day)
        self._check_hour()
        plan = Plan(
            teacher.id, school_class.id, self.day.isoformat(), self.session, self.period,
            clean(self.subject), clean(self.lesson), clean(self.ppct),
        )  # fmt: skip
        wanted: Counter[int] = Counter()
        for item in self.items:
            wanted[find_device(desk, item.code).id] += item.quantity
        images = [*self._own(desk, plan)]
        check_clash(desk, plan, wanted)
        number, image = desk.new(plan)
        images.append(image)
        images += [
            desk.new(PlanItem(number, device, quantity))[1] for device, quantity in wanted.items()
        ]
        return Draft(
            kind="plan",
            day=desk.today.isoformat(),
            sentence=Sentence(
                "Planned {class_name}, {teacher}: {day}, {session} {period}",
                {"class_name": school_class.row.name, "teacher": teacher.row.name,
                 "day": show_day(self.day), "session": self.session, "period": self.period},
            ),
            change=_CHANGE,
            value=number,
            images=tuple(images),
        )  # fmt: skip

    def _check_hour(self) -> None:
        if self.session not in SESSIONS or not 1 <= self.period <= _MOST_PERIODS:
            raise Refused(
                Sentence(
                    "“{session} {period}” is no lesson hour. Choose morning or afternoon, "
                    "hour 1 to {most}.",
                    {"session": self.session, "period": self.period, "most": _MOST_PERIODS},
                ),
                where="period",
            )

    def _own(self, desk: Desk, plan: Plan) -> list[Image]:
        standing = [
            record for record in _in_hour(desk, plan) if record.row.teacher_id == plan.teacher_id
        ]
        if standing and not self.replace_own:
            raise Refused(
                Sentence(
                    "{teacher} has a plan for {day}, {session} {period} already. Change that one, "
                    "or choose another hour.",
                    {"teacher": desk.get(Person, plan.teacher_id).name,
                     "day": show_day(plan.day), "session": plan.session,
                     "period": plan.period},
                ),
                where="period",
            )  # fmt: skip
        return [
            desk.changed(record, replace(record.row, status=PlanStatus.CANCELLED))
            for record in standing
        ]


@dataclass(frozen=True, slots=True)
class CopyWeek:
    """Copy a teacher's plans of the week before `week`, a Monday, or everybody's."""

    week: date
    teacher: str = ""

    def draft(self, desk: Desk) -> Draft[int]:
        """Draft each plan seven days later; hours that are planned already are left alone."""
        wanted = find_person(desk, self.teacher).id if self.teacher else None
        week = timedelta(days=7)
        images: list[Image] = []
        copied = 0
        for record in plans_of_week(desk, self.week - week):
            if wanted not in {None, record.row.teacher_id}:
                continue
            day = date.fromisoformat(record.row.day) + week
            plan = replace(record.row, day=day.isoformat(), loan_id=None, status=PlanStatus.PLANNED)
            if any(one.row.teacher_id == plan.teacher_id for one in _in_hour(desk, plan)):
                continue
            number, image = desk.new(plan)
            images.append(image)
            images.extend(
                desk.new(replace(item.row, plan_id=number))[1]
                for item in desk.every(PlanItem, plan_id=record.id, status="active")
            )
            copied += 1
        if not copied:
            raise Refused(
                Sentence(
                    "There is nothing to copy from the week of {day}.",
                    {"day": show_day(self.week - week)},
                ),
                where="week",
            )
        return Draft(
            kind="plan",
            day=desk.today.isoformat(),
            sentence=Sentence(
                "Copied {count} plans to the week of {day}",
                {"count": copied, "day": show_day(self.week)},
            ),
            change=_CHANGE,
            value=copied,
            images=tuple(images),
        )


@dataclass(frozen=True, slots=True)
class CancelPlan:
    """Call a plan off."""

    plan: int

    def draft(self, desk: Desk) -> Draft[int]:
        """Draft the plan's row as called off."""
        record = _find(desk, self.plan)
        return Draft(
            kind="plan",
            day=desk.today.isoformat(),
            sentence=Sentence("Called off plan {plan}", {"plan": self.plan}),
            change=_CHANGE,
            value=self.plan,
            images=(desk.changed(record, replace(record.row, status=PlanStatus.CANCELLED)),),
        )


@dataclass(frozen=True, slots=True)
class ServePlan:
    """Lend what a plan asks for; the plan then names its slip."""

    plan: int
    term: Term = Term.DAY

    def draft(self, desk: Desk) -> Draft[Lent]:
        """Draft the loan, and the plan as lent."""
        record = _find(desk, self.plan)
        plan = record.row
        items = tuple(
            Item(desk.get(Device, item.row.device_id).code, item.row.quantity)
            for item in desk.every(PlanItem, plan_id=record.id, status="active")
        )
        lend = Lend(
            items,
            desk.get(SchoolClass, plan.class_id).name,
            desk.get(Person, plan.teacher_id).code,
            period=f"{plan.session} {plan.period}", lesson=plan.lesson, subject=plan.subject,
            ppct=plan.ppct, term=self.term,
        )  # fmt: skip
        draft = lend.draft(desk)
        served = replace(plan, loan_id=draft.value.loan, status=PlanStatus.LENT)
        return replace(
            draft,
            change=draft.change | _CHANGE,
            images=(*draft.images, desk.changed(record, served)),
        )


@dataclass(frozen=True, slots=True)
class PlanWeek:
    """The plans of the week that begins on a Monday."""

    week: date

    def answer(self, desk: Desk) -> list[PlanView]:
        """Return the plans by day and hour; `missing` names what is not in store now."""
        return [_view(desk, record) for record in plans_of_week(desk, self.week)]


def plans_of_week(desk: Desk, week: date) -> list[Record[Plan]]:
    """Return the plans of a week that were not called off, by day and hour."""
    first = week_of(week)
    days = [(first + timedelta(days=number)).isoformat() for number in range(7)]
    found = [
        record
        for day in days
        for record in desk.every(Plan, day=day)
        if record.row.status != PlanStatus.CANCELLED
    ]
    return sorted(
        found, key=lambda one: (one.row.day, SESSIONS.index(one.row.session), one.row.period)
    )


def check_clash(desk: Desk, plan: Plan, wanted: Counter[int]) -> None:
    """Refuse a plan that asks for more than the plans of the same hour leave."""
    others = [one for one in _in_hour(desk, plan) if one.row.teacher_id != plan.teacher_id]
    for device, quantity in wanted.items():
        held = desk.balances([device]).get(device, {})
        total = held.get(State.IN_STORE, 0) + held.get(State.ON_LOAN, 0)
        asked = {
            desk.get(SchoolClass, other.row.class_id).name: item.row.quantity
            for other in others
            for item in desk.every(PlanItem, plan_id=other.id, device_id=device, status="active")
        }
        left = total - sum(asked.values())
        if quantity > left:
            row = desk.get(Device, device)
            raise Refused(
                Sentence(
                    "{code} {name}: {left} left in that hour, {quantity} asked for ({holders}). "
                    "Choose another hour, or fewer.",
                    {"code": row.code, "name": row.name, "left": max(left, 0),
                     "quantity": quantity,
                     "holders": ", ".join(f"{name}: {count}" for name, count in asked.items())
                     or "0"},
                ),
                where=row.code,
            )  # fmt: skip


def _in_hour(desk: Desk, plan: Plan) -> list[Record[Plan]]:
    return [
        record
        for record in desk.every(Plan, day=plan.day, session=plan.session, period=plan.period)
        if record.row.status == PlanStatus.PLANNED
    ]


def _find(desk: Desk, number: int) -> Record[Plan]:
    found = desk.find(Plan, id=number)
    if found is None or found.row.status != PlanStatus.PLANNED:
        raise Refused(
            Sentence("Plan {plan} is not waiting any more.", {"plan": number}), where=str(number)
        )
    return found


def _view(desk: Desk, record: Record[Plan]) -> PlanView:
    plan = record.row
    items = []
    missing = []
    for item in desk.every(PlanItem, plan_id=record.id, status="active"):
        device = desk.get(Device, item.row.device_id)
        items.append(f"{device.name} ({item.row.quantity})")
        here = desk.balances([item.row.device_id]).get(item.row.device_id, {})
        if here.get(State.IN_STORE, 0) < item.row.quantity:
            missing.append(device.name)
    return PlanView(
        record.id, plan.day, plan.session, plan.period,
        desk.get(SchoolClass, plan.class_id).name, desk.get(Person, plan.teacher_id).name,
        plan.subject, plan.lesson, plan.ppct, tuple(items), tuple(missing), plan.loan_id,
        plan.status == PlanStatus.PLANNED and plan.day < desk.today.isoformat(),
    )  # fmt: skip
