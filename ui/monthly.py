"""What is done once a month: submitting it, its signature, and its sheet."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QWidget

from app.domain.fault import Fault
from app.services.month_acts import KeepScan, SubmitMonth
from app.services.months import MonthOf
from ui.dialogs.month import ApproveForm, ConfirmForm, LateForm, ReturnForm, choose_scan
from ui.papers import Papers
from ui.runner import Runner
from ui.screens.month import MonthScreen
from ui.worker import work


class Monthly(QObject):
    """Answers the wishes of the month's screen; `show` runs a dialog of the window."""

    def __init__(
        self,
        window: QWidget,
        runner: Runner,
        screen: MonthScreen,
        show: Callable[[QDialog], None],
        papers: Papers,
    ) -> None:
        """Connect the screen."""
        super().__init__(window)
        self._window, self._runner, self._show, self._papers = window, runner, show, papers
        self.screen = screen
        screen.submit_wanted.connect(self.submit)
        screen.confirm_wanted.connect(partial(self._open, ConfirmForm))
        screen.approve_wanted.connect(partial(self._open, ApproveForm))
        screen.return_wanted.connect(partial(self._open, ReturnForm))
        screen.print_wanted.connect(papers.month_sheet)
        screen.scan_wanted.connect(self.keep_scan)
        screen.reason_wanted.connect(self.explain_late)

    def submit(self, month: str) -> None:
        """Submit a month, and print the sheet to be signed."""
        job = partial(self._runner.room.run, SubmitMonth(month))
        try:
            outcome = work(self._window, self._runner.words("Recounting the book…"), job)
        except Fault as fault:
            self._runner.refuse(fault)
            return
        if outcome is not None:
            self._runner.announce(outcome)
            self._papers.month_sheet(month)

    def keep_scan(self, month: str) -> None:
        """Keep the signed paper of a month that is approved."""
        chosen = choose_scan(self._runner.words, self._window)
        if chosen:
            self._runner.run(KeepScan(month, Path(chosen)))

    def explain_late(self, entry: int) -> None:
        """Say why an entry was late."""
        view = self._runner.ask(MonthOf(self.screen.month))
        reason = view.reasons.get(entry, "")
        self._show(LateForm(self._runner, self._window, entry, reason))

    def _open(self, form: type[ApproveForm | ConfirmForm | ReturnForm], month: str) -> None:
        self._show(form(self._runner, self._window, month))
