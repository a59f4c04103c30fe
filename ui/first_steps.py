"""The way from a new book to the first loan, a step at a time, left and gone on with at will."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog
from typing_extensions import override

from app.services.first_steps import FirstSteps, Step
from ui.controller import Controller, Door
from ui.dialogs.first_steps import FirstStepsSheet

if TYPE_CHECKING:
    from ui.window import Window


class Beginning(Controller):
    """Shows the sheet and leads to where each step is done."""

    def __init__(self, window: Window, show: Callable[[QDialog], None]) -> None:
        """Lead through `window`; `show` runs a dialog of it."""
        super().__init__(window)
        self._window, self._show = window, show

    @override
    def doors(self) -> dict[str, Door]:
        """Return what the action does, by its name."""
        return {"first_steps": self.begin}

    def welcome(self) -> None:
        """Show the sheet over a book nothing was ever lent from: not over a demonstration."""
        views = self._window.runner.ask(FirstSteps())
        if any(view.step is Step.LOAN and view.waits() for view in views):
            self.begin()

    def begin(self) -> None:
        """Show the sheet until it is closed, or a step leads to a screen."""
        form = True
        while form:
            sheet = FirstStepsSheet(self._window.runner, self._window)
            self._show(sheet)
            if sheet.chosen is None:
                return
            form = self._take(sheet.chosen)

    def _take(self, step: Step) -> bool:
        """Do a step; return whether it was a form, after which the sheet comes back."""
        window = self._window
        screens = {Step.SCHOOL: "settings", Step.CALENDAR: "calendar", Step.LOAN: "counter"}
        if step in screens:
            window.navigation.go(screens[step])
            return False
        forms: dict[Step, Callable[[], None]] = {
            Step.BACKUP: window.safekeeping.choose_place,
            Step.ACCOUNTS: window.entrance.open_accounts,
        }
        forms.get(step, window.import_list)()
        return True
