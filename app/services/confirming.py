"""Looking a submitted month through before the principal approves it (Điều 14.3)."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.change import Touched
from app.domain.draft import Draft
from app.domain.fault import Refused
from app.domain.month import MonthConfirmation, show_month
from app.domain.person import WORKING, Person, Team
from app.domain.record import Record
from app.domain.sentence import Sentence
from app.domain.text import clean, sort_key
from app.services.finding import find_staff
from app.services.month_acts import check_fresh, submitted
from app.services.months import read_month
from app.store.desk import Desk

_DEPUTY = "Phó hiệu trưởng"


@dataclass(frozen=True, slots=True)
class Confirmers:
    """Who may confirm a month: the heads of teams and the deputy principals."""

    def answer(self, desk: Desk) -> list[tuple[Person, str]]:
        """Return them with their roles, in Vietnamese order of names."""
        found = [
            (record.row, role)
            for record in desk.every(Person)
            if record.row.status in WORKING and (role := _role(desk, record))
        ]
        return sorted(found, key=lambda one: sort_key(one[0].name))


@dataclass(frozen=True, slots=True)
class ConfirmMonth:
    """Write down that a department looked a submitted month through; it is of this sheet alone.

    `by` is the code or the name of the head of a team or of a deputy principal.
    """

    month: str
    by: str
    note: str = ""

    def draft(self, desk: Desk) -> Draft[str]:
        """Draft the confirmation; the value is who confirmed."""
        view = read_month(desk, self.month)
        record = submitted(view)
        said = {"month": show_month(view.month)}
        if not view.two_step:
            raise Refused(
                Sentence(
                    "This school approves a month in one step. To have it confirmed first, turn "
                    "approval in two steps on in the settings."
                ),
                where=view.month,
            )
        check_fresh(view)
        person = find_staff(desk, self.by, "by")
        row = MonthConfirmation(
            view.month, record.row.document_id, person.row.name, _checked_role(desk, person),
            desk.today.isoformat(), clean(self.note),
        )  # fmt: skip
        if any(one.confirmed_by == row.confirmed_by for one in view.confirmations):
            raise Refused(
                Sentence("{name} has confirmed month {month} already.",
                         {"name": row.confirmed_by, **said}),
                where="by",
            )  # fmt: skip
        return Draft(
            kind="month_confirm",
            day=desk.open_day().isoformat(),
            sentence=Sentence(
                "{name} ({role}) confirmed month {month}",
                {"name": row.confirmed_by, "role": row.role, **said},
            ),
            change=frozenset({Touched.MONTHS}),
            value=row.confirmed_by,
            images=(desk.new(row)[1],),
        )


def _checked_role(desk: Desk, person: Record[Person]) -> str:
    role = _role(desk, person)
    if not role:
        raise Refused(
            Sentence(
                "{name} neither heads a team nor is a deputy principal, so the confirmation is "
                "another's. Choose who heads a team, or say in the lists that {name} does.",
                {"name": person.row.name},
            ),
            where="by",
        )
    return role


def _role(desk: Desk, person: Record[Person]) -> str:
    """Return in which role somebody confirms, blank when in none."""
    if person.row.staff_type == _DEPUTY:
        return _DEPUTY
    team = desk.find(Team, head_id=person.id, status="active")
    if team is None:
        return ""
    name = team.row.name
    return f"Tổ trưởng {name}" if name.startswith("Tổ ") else f"Tổ trưởng tổ {name}"
