"""Forms of care: a plan, what was done, and what is printed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QDateEdit, QWidget
from typing_extensions import override

from app.domain.care import CareKind, CareResult
from app.domain.fault import Refused
from app.domain.period import Period, range_period
from app.domain.sentence import Sentence
from app.domain.text import as_figure
from app.services.care import CareItem, CareRow, MarkCareDone
from app.services.care_plans import (
    KINDS,
    CarePlanView,
    CareTargets,
    CorrectCarePlan,
    MakeCarePlan,
)
from ui.dialogs.form import Form
from ui.runner import Runner
from ui.widgets.kit import label

_USUAL = 6  # months
_MOST_MONTHS = 120


class CarePlanForm(Form):
    """Plans care, or corrects the plan that is given."""

    def __init__(
        self, runner: Runner, parent: QWidget | None, plan: CarePlanView | None = None,
        device: str = "",
    ) -> None:  # fmt: skip
        """Build the form; `device` is the code offered for a plan of one device."""
        words = runner.words
        title = words("Correct a plan of care") if plan else words("Plan the care of devices")
        super().__init__(words, title, words("Save"), parent)
        self._runner, self._plan = runner, plan
        row = plan.row if plan else None
        if plan is not None:
            self.rows.addRow(words("For"), label(plan.target))
            self.rows.addRow(words("What is done"), label(words.render(KINDS[_kind(plan)])))
        else:
            self._add_target(device)
        self.months = self.add_number(
            "months", words("Every (months)"), row.months if row else _USUAL, 1, _MOST_MONTHS
        )
        self.who = self.add_text("who", words("Done by"), row.who if row else "")
        self.instruction = self.add_text(
            "instruction", words("How it is done"), row.instruction if row else "",
            hint=words("for example: wipe the lens, clean the filter"),
        )  # fmt: skip

    def _add_target(self, device: str) -> None:
        words = self.words
        items, categories = self._runner.ask(CareTargets())
        self.aim = self.add_choice(
            "aim", words("For"),
            (("item", words("All devices of an item of the list")), ("device", words("One device")),
             ("category", words("All devices of a category"))),
        )  # fmt: skip
        self._items = {name: code for code, name in items}
        self.target = self.add_text("target", words("Which"), offer=list(self._items))
        self._offers = {"item": list(self._items), "device": [], "category": categories}
        self.kind = self.add_choice(
            "kind", words("What is done"),
            [(kind, words.render(said)) for kind, said in KINDS.items()],
        )  # fmt: skip
        self._device = device
        self.aim.currentIndexChanged.connect(self._aim)
        if device:
            self.aim.setCurrentIndex(self.aim.findData("device"))
        self._aim()

    def _aim(self) -> None:
        aim = str(self.aim.currentData())
        hints = {
            "item": self.words("type a few letters of its name"),
            "device": self.words("its code, for example TB00001"),
            "category": self.words("the word in the column Category"),
        }
        self.target.setPlaceholderText(hints[aim])
        self.target.setText(self._device if aim == "device" else "")
        self.offer(self.target, self._offers[aim])

    @override
    def submit(self) -> None:
        """Plan it, or correct the plan."""
        months, who = self.months.value(), self.who.text()
        if self._plan is not None:
            self._runner.attempt(
                CorrectCarePlan(self._plan.plan, months, who, self.instruction.text())
            )
            return
        aim, said = str(self.aim.currentData()), self.target.text().strip()
        if aim == "item":
            said = self._item(said)
        self._runner.attempt(
            MakeCarePlan(
                CareKind(self.kind.currentData()), months,
                item=said if aim == "item" else "", device=said if aim == "device" else "",
                category=said if aim == "category" else "", who=who,
                instruction=self.instruction.text(),
            )
        )  # fmt: skip

    def _item(self, said: str) -> str:
        if said and said not in self._items:
            raise Refused(
                Sentence(
                    "No item that devices are of is called “{name}”. Choose one from the list "
                    "that opens as you type.",
                    {"name": said},
                ),
                where="target",
            )
        return self._items.get(said, "")


def _kind(plan: CarePlanView) -> CareKind:
    return CareKind(plan.row.kind)


class CareDoneForm(Form):
    """Writes down that the chosen care was done."""

    def __init__(self, runner: Runner, parent: QWidget | None, rows: Sequence[CareRow]) -> None:
        """Build the form over the rows chosen."""
        words = runner.words
        super().__init__(words, words("Care was done"), words("Save"), parent)
        self._runner, self._rows = runner, rows
        names = ", ".join(dict.fromkeys(f"{row.code} {row.name}" for row in rows[:4]))
        more = len(rows) - 4
        self.rows.addRow(words("Devices"), label(f"{names}, +{more}" if more > 0 else names))
        today = runner.room.today()
        self.day = _day_field(today)
        self.add_field("day", words("Done on"), self.day)
        people = {row.who for row in rows}
        self.who = self.add_text("who", words("Done by"), people.pop() if len(people) == 1 else "")
        self.outcome = self.add_choice(
            "result", words("Result"),
            ((CareResult.PASSED, words("Passed")), (CareResult.FAILED, words("Did not pass"))),
        )  # fmt: skip
        self.cost = self.add_text("cost", words("Cost of each (đồng)"), hint=words("may be empty"))
        self.note = self.add_text("note", words("Note"))

    @override
    def submit(self) -> None:
        """Write it down."""
        items = tuple(CareItem(row.plan, row.code) for row in self._rows if row.plan is not None)
        self._runner.attempt(
            MarkCareDone(
                items, _read_day(self.day), self.who.text(),
                CareResult(self.outcome.currentData()), self.note.text(), self._cost(),
            )
        )  # fmt: skip

    def _cost(self) -> int | None:
        text = self.cost.text().replace(".", "").replace(" ", "")
        if not text:
            return None
        cost = as_figure(text)
        if cost is None:
            raise Refused(
                Sentence("“{value}” is no amount. Write digits only, for example 10000000.",
                         {"value": self.cost.text()}),
                where="cost",
            )  # fmt: skip
        return cost


class CarePeriodForm(Form):
    """Asks of which days the plan of care is printed."""

    def __init__(
        self, runner: Runner, parent: QWidget | None, period: Period,
        done: Callable[[Period], None],
    ) -> None:  # fmt: skip
        """Build the form with a period to begin with."""
        words = runner.words
        super().__init__(words, words("Print the plan of care"), words("Print"), parent)
        self._done = done
        self.first, self.last = _day_field(period.first), _day_field(period.last)
        self.add_field("first", words("From"), self.first)
        self.add_field("last", words("To"), self.last)

    @override
    def submit(self) -> None:
        """Hand the period over."""
        self._done(range_period(_read_day(self.first), _read_day(self.last)))


def _day_field(day: date) -> QDateEdit:
    field = QDateEdit(QDate(day.year, day.month, day.day))
    field.setCalendarPopup(True)
    field.setDisplayFormat("dd/MM/yyyy")
    return field


def _read_day(field: QDateEdit) -> date:
    chosen = field.date()
    return date(chosen.year(), chosen.month(), chosen.day())
