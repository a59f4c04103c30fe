"""The plans of a week: what is wanted, what is short, and lending it with one key."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QSizePolicy
from typing_extensions import override

from app.domain.calendar import show_day
from app.domain.change import Touched
from app.domain.plan import MORNING, week_of
from app.domain.text import fold
from app.domain.view import PlanView
from app.services.plans import CancelPlan, CopyWeek, PlanWeek, ServePlan
from app.services.showing import Shown
from ui.models.tables import RowsModel
from ui.runner import Runner
from ui.screens.screen import Screen
from ui.widgets.flow import Flow
from ui.widgets.kit import SearchBox, label, table


class Plans(Screen):
    """A week of plans. `register_wanted` asks for the form; `lent` carries a new slip."""

    shows = frozenset({Touched.PLANS, Touched.LOANS, Touched.DEVICES})
    register_wanted = Signal()
    lent = Signal(int)

    def __init__(self, runner: Runner) -> None:
        """Build the week of today."""
        super().__init__(runner, runner.words("Plans of the week"))
        words = self.words
        self.week = week_of(runner.room.today())
        self.heading = label("", "figure")
        self.search = SearchBox(words("Search by class, teacher or device"))
        self.before_button = QPushButton(words("Week before"))
        self.after_button = QPushButton(words("Week after"))
        self.register_button = QPushButton(words("Plan a lesson…"))
        self.copy_button = QPushButton(words("Copy the week before"))
        self.serve_button = QPushButton(words("Lend it (F5)"))
        self.cancel_button = QPushButton(words("Call it off"))
        self.empty = label("", "quiet")
        self.model = RowsModel(
            (words("Day"), words("Lesson hour"), words("Class"), words("Teacher"),
             words("Subject"), words("Lesson"), words("Devices"), words("State"))
        )  # fmt: skip
        self.list = table(self.model, words("Plans of the week"),
                          (130, 90, 60, 160, 110, 170, 0, 190))  # fmt: skip
        self.list.setSortingEnabled(True)
        self.list.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self._plans: list[PlanView] = []
        self._arrange()
        self.before_button.clicked.connect(self.go_before)
        self.after_button.clicked.connect(self.go_after)
        self.register_button.clicked.connect(self.register_wanted)
        self.copy_button.clicked.connect(self.copy_week)
        self.serve_button.clicked.connect(self.serve)
        self.cancel_button.clicked.connect(self.cancel)
        self.search.search_wanted.connect(self.search_for)

    def _arrange(self) -> None:
        self.heading.setWordWrap(False)
        self.heading.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        top = Flow(self.heading, self.before_button, self.after_button)
        row = Flow(
            self.search, self.serve_button, self.cancel_button, self.register_button,
            self.copy_button,
        )  # fmt: skip
        self.column.addLayout(top)
        self.column.addLayout(row)
        self.column.addWidget(self.empty)
        self.column.addWidget(self.list, 1)

    def search_for(self, query: str) -> None:
        """Show the plans that hold what was typed."""
        if self.search.text() != query:
            self.search.setText(query)
        self.reload()

    def go_before(self) -> None:
        """Show the week before."""
        self._go(-7)

    def go_after(self) -> None:
        """Show the week after."""
        self._go(7)

    def copy_week(self) -> None:
        """Copy the plans of the week before into this one."""
        self.runner.run(CopyWeek(self.week))

    def serve(self) -> None:
        """Lend what the chosen plan asks for."""
        chosen = self._chosen()
        outcome = self.runner.run(ServePlan(chosen.plan)) if chosen is not None else None
        if outcome is not None:
            self.lent.emit(outcome.value.loan)

    def cancel(self) -> None:
        """Call the chosen plan off."""
        chosen = self._chosen()
        if chosen is not None:
            self.runner.run(CancelPlan(chosen.plan))

    @override
    def listing(self) -> Callable[[], Shown]:
        """Return what reads the list as it stands."""
        return partial(self.model.shown, self.words("Plans of the week"))

    @override
    def reload(self) -> None:
        """Read the week again, and keep the row that was chosen."""
        words, row = self.words, self.list.currentIndex().row()
        last = self.week + timedelta(days=5)
        self.heading.setText(
            words("{first} to {last}", first=show_day(self.week), last=show_day(last))
        )
        wanted = fold(self.search.text()).split()
        found = [(one, self._row(one)) for one in self.runner.ask(PlanWeek(self.week))]
        fitting = [
            (one, cells) for one, cells in found
            if all(word in fold(" ".join(map(str, cells))) for word in wanted)
        ]  # fmt: skip
        self._plans = [one for one, _cells in fitting]
        self.model.show([cells for _one, cells in fitting])
        self.empty.setText(
            words("No plan fits. Try fewer letters.") if found
            else words("Nothing is planned this week. Plan a lesson, copy the week before, or "
                       "import a teaching log (Ctrl+I).")
        )  # fmt: skip
        self.empty.setVisible(not fitting)
        if fitting:
            self.list.selectRow(min(max(row, 0), len(fitting) - 1))
        for button in (self.serve_button, self.cancel_button):
            button.setEnabled(bool(fitting))
            button.setToolTip("" if fitting else words("There is no plan to choose."))

    @override
    def focus(self) -> None:
        """Put the cursor in the list."""
        self.list.setFocus()

    def _go(self, days: int) -> None:
        self.week += timedelta(days=days)
        self.reload()

    def _chosen(self) -> PlanView | None:
        row = self.list.currentIndex().row()
        return self._plans[self.model.origin(row)] if 0 <= row < len(self._plans) else None

    def _row(self, plan: PlanView) -> tuple[str | int, ...]:
        words = self.words
        day = date.fromisoformat(plan.day)
        weekdays = (words("Monday"), words("Tuesday"), words("Wednesday"), words("Thursday"),
                    words("Friday"), words("Saturday"), words("Sunday"))  # fmt: skip
        session = words("Morning") if plan.session == MORNING else words("Afternoon")
        return (
            f"{weekdays[day.weekday()]} {day:%d/%m}", f"{session} {plan.period}",
            plan.class_name, plan.teacher, plan.subject, plan.lesson, ", ".join(plan.devices),
            self._state(plan),
        )  # fmt: skip

    def _state(self, plan: PlanView) -> str:
        words = self.words
        if plan.loan is not None:
            return words("Lent, slip {loan}", loan=plan.loan)
        if plan.late:
            return words("Not collected")
        if plan.missing:
            return words("Short: {devices}", devices=", ".join(plan.missing))
        return words("Waiting")
