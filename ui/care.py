"""The forms and papers of the devices' care, opened where its screen wishes for them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QDialog, QWidget
from typing_extensions import override

from app.domain.period import Period, month_period
from app.domain.sentence import Sentence
from app.services.care import CareRow
from app.services.care_papers import PrintCareBook, PrintCarePlan
from app.services.care_plans import CarePlanView, EndCarePlan
from ui.controller import Controller, Door
from ui.dialogs.care import CareDoneForm, CarePeriodForm, CarePlanForm
from ui.papers import Papers
from ui.runner import Runner
from ui.screens.care import Care


class CareDesk(Controller):
    """What can be done about care."""

    def __init__(
        self,
        window: QWidget,
        runner: Runner,
        screen: Care,
        show: Callable[[QDialog], None],
        papers: Papers,
    ) -> None:
        """Answer the wishes of the screen; `show` runs a dialog of the window."""
        super().__init__(window)
        self._window, self._runner, self._screen = window, runner, screen
        self._show, self._papers = show, papers
        screen.done_wanted.connect(self.mark_done)
        screen.plan_wanted.connect(self.plan)
        screen.correct_wanted.connect(self.correct)
        screen.end_wanted.connect(self.end)
        screen.print_plan_wanted.connect(self.print_plan)
        screen.print_book_wanted.connect(self.print_book)

    @override
    def doors(self) -> dict[str, Door]:
        """Return what the actions of care do, by their names."""
        return {"plan_care": self.plan, "print_care_plan": self.print_plan,
                "print_care_book": self.print_book}  # fmt: skip

    def mark_done(self, rows: Sequence[CareRow]) -> None:
        """Write down that chosen care was done."""
        planned = [row for row in rows if row.plan is not None]
        if planned:
            self._show(CareDoneForm(self._runner, self._window, planned))
        elif rows:
            self._runner.say(
                Sentence(
                    "A use-by date is not marked as done. Correct the device's date, or take the "
                    "device out of the book."
                )
            )
        else:
            self._runner.say(Sentence("Choose what was done in the list first."))

    def plan(self) -> None:
        """Plan care."""
        self._show(CarePlanForm(self._runner, self._window))

    def correct(self, plan: CarePlanView) -> None:
        """Correct a plan."""
        self._show(CarePlanForm(self._runner, self._window, plan))

    def end(self, plan: CarePlanView) -> None:
        """End a plan."""
        self._runner.run(EndCarePlan(plan.plan))

    def print_plan(self) -> None:
        """Print what falls due in a period: this month unless another is said."""
        today = self._runner.room.today()
        month = month_period(today.year, today.month)
        self._show(CarePeriodForm(self._runner, self._window, month, self._print_period))

    def _print_period(self, period: Period) -> None:
        self._papers.attempt(PrintCarePlan(period))

    def print_book(self) -> None:
        """Print what was done: of the one device chosen in the list, or of all."""
        codes = {row.code for row in self._screen.chosen()} if self._screen.isVisible() else set()
        code = codes.pop() if len(codes) == 1 else ""
        self._papers.drawn(self._window, PrintCareBook(code))
