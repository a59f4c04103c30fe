"""The forms and papers of the reconciliation screen, opened where it wishes for them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QDialog, QWidget
from typing_extensions import override

from app.domain.fault import Fault
from app.domain.reconciliation import Reconciliation, Standing
from app.domain.record import Record
from app.domain.sentence import Sentence
from app.services.reconcile_deciding import LearnCodes
from app.services.reconcile_papers import PrintReconciliation
from app.services.reconciliations import PairRows
from ui.controller import Controller, Door
from ui.dialogs.reconciliation import BringForm, CallOffForm, DecideForm, FinishForm, WhichForm
from ui.papers import Papers
from ui.runner import Runner
from ui.screens.reconciliation import ReconciliationScreen
from ui.worker import work

ACTS = (
    "bring_list", "decide_difference", "confirm_pairs", "keep_apart", "pair_row", "learn_codes",
    "reconciliation_sheet", "finish_reconciliation", "cancel_reconciliation",
)  # fmt: skip


class Reconciling(Controller):
    """What can be done with a reconciliation."""

    def __init__(
        self,
        window: QWidget,
        screen: ReconciliationScreen,
        show: Callable[[QDialog], None],
        papers: Papers,
    ) -> None:
        """Answer the wishes of the screen; `show` runs a dialog of the window."""
        super().__init__(window)
        self._window, self.screen = window, screen
        self._runner: Runner = screen.runner
        self._show, self._papers = show, papers
        screen.act_wanted.connect(self.act)

    @override
    def doors(self) -> dict[str, Door]:
        """Return what the actions of the reconciliation do, by their names."""
        return {
            "bring_list": self.bring, "decide_difference": self.decide,
            "confirm_pairs": self.confirm, "keep_apart": self.keep_apart,
            "pair_row": self.pair, "learn_codes": self.learn,
            "reconciliation_sheet": self.print_sheet, "finish_reconciliation": self.finish,
            "cancel_reconciliation": self.call_off,
        }  # fmt: skip

    @override
    def reasons(self, current: str) -> dict[str, str]:
        """Return why an action of the reconciliation is closed."""
        if current != "reconciliation":
            return dict.fromkeys(ACTS, self._runner.words("Go to the reconciliation screen first."))
        reasons = self.screen.reasons()
        return dict.fromkeys(ACTS, reasons["finish_reconciliation"]) | reasons | {"bring_list": ""}

    def act(self, name: str) -> None:
        """Do what the screen wishes for."""
        self.doors()[name]()

    def bring(self) -> None:
        """Bring a list to compare."""
        self._show(BringForm(self._runner, self._window, self.screen.show_reconciliation))

    def decide(self) -> None:
        """Decide the lines chosen."""
        record = self._open()
        lines = [line for line in self.screen.chosen() if line.choices]
        if record is None or not self._has(lines):
            return
        self._show(DecideForm(self._runner, self._window, record.id, lines))

    def confirm(self) -> None:
        """Say of the lines chosen that they are the devices called alike."""
        self._pair(apart=False)

    def keep_apart(self) -> None:
        """Say of the lines chosen that they are none of ours."""
        self._pair(apart=True)

    def _pair(self, *, apart: bool) -> None:
        record = self._open()
        lines = [line for line in self.screen.chosen() if line.standing is Standing.TO_CONFIRM]
        if record is not None and self._has(lines):
            pairs = tuple((line.rows, "" if apart else line.code) for line in lines)
            self._runner.run(PairRows(record.id, pairs))

    def pair(self) -> None:
        """Say which device the lines chosen are about."""
        record = self._open()
        lines = list({line.rows: line for line in self.screen.chosen() if line.rows}.values())
        if record is not None and self._has(lines):
            comparison = self.screen.comparison
            self._show(WhichForm(self._runner, self._window, record.id, lines, comparison))

    def learn(self) -> None:
        """Take over the official codes that the book lacks."""
        record = self._open()
        if record is None:
            return
        job = partial(self._runner.room.run, LearnCodes(record.id))
        try:
            outcome = work(self._window, self._runner.words("Learning the codes…"), job)
        except Fault as fault:
            self._runner.refuse(fault)
            return
        if outcome is not None:
            self._runner.announce(outcome)

    def print_sheet(self) -> None:
        """Print the sheet: a draft while it is open, then always the same."""
        record = self.screen.reconciliation
        if record is None:
            self._runner.say(Sentence("Bring a list first."))
            return
        self._papers.drawn(self._window, PrintReconciliation(record.id))

    def finish(self) -> None:
        """Finish what is shown, and print the sheet to sign."""
        record = self._open()
        if record is None:
            return
        form = FinishForm(self._runner, self._window, record, self.screen.comparison)
        form.accepted.connect(self.print_sheet)
        self._show(form)

    def call_off(self) -> None:
        """Call off what is shown."""
        record = self._open()
        if record is not None:
            self._show(CallOffForm(self._runner, self._window, record))

    def _open(self) -> Record[Reconciliation] | None:
        """Return what is shown while something may be decided of it, or say why not."""
        record = self.screen.reconciliation
        if record is None:
            self._runner.say(Sentence("Bring a list first."))
        elif not self.screen.is_open():
            self._runner.say(Sentence("This reconciliation is no longer open."))
            return None
        return record

    def _has(self, lines: object) -> bool:
        if not lines:
            self._runner.say(Sentence("Choose the lines in the list first, with Shift or Ctrl."))
        return bool(lines)
