"""What is written on numbered slips, opened where the register and the slips wish for it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QDialog, QWidget
from typing_extensions import override

from app.services.queries import OneEntry
from ui.controller import Controller, Door
from ui.dialogs.decrease import DecreaseForm
from ui.dialogs.increase import IncreaseForm
from ui.dialogs.labels import LabelsForm
from ui.dialogs.movement import HandoverForm, TransferForm, TransferOutForm
from ui.dialogs.small import UndoForm
from ui.papers import Papers
from ui.register import Register
from ui.screens.slips import Slips


class Movements(Controller):
    """What comes, leaves, moves and is handed on."""

    def __init__(
        self,
        window: QWidget,
        slips: Slips,
        register: Register,
        show: Callable[[QDialog], None],
        papers: Papers,
    ) -> None:
        """Answer the wishes of the slips' screen; `show` runs a dialog of the window."""
        super().__init__(window)
        self._window, self._runner, self._register = window, slips.runner, register
        self._show, self._papers = show, papers
        slips.increase_wanted.connect(self.write_increase)
        slips.handover_wanted.connect(self.hand_over)
        slips.print_wanted.connect(papers.slip)
        slips.labels_wanted.connect(self.print_labels)
        slips.undo_wanted.connect(self.ask_undo)

    @override
    def doors(self) -> dict[str, Door]:
        """Return what the actions of the slips do, by their names."""
        return {
            "increase": self.write_increase, "handover": self.hand_over,
            "transfer": partial(self._move_chosen, TransferForm),
            "transfer_out": partial(self._move_chosen, TransferOutForm),
            "decrease": partial(self._move_chosen, DecreaseForm),
        }  # fmt: skip

    @override
    def reasons(self, current: str) -> dict[str, str]:
        """Return why a slip of the chosen devices cannot be written."""
        words = self._runner.words
        elsewhere = "" if current == "devices" else words("Go to the devices screen first.")
        return dict.fromkeys(("transfer", "transfer_out", "decrease"), elsewhere)

    def write_increase(self) -> None:
        """Write a delivery down, and print labels for it where they are wanted at once."""
        form = IncreaseForm(self._runner, self._window, self._papers.slip)
        self._show(form)
        if form.wanted_labels:
            self.print_labels(form.wanted_labels)

    def hand_over(self) -> None:
        """Write the minutes of a handover of the chosen devices, or of a place."""
        chosen = self._register.chosen_if_shown()
        self._show(HandoverForm(self._runner, self._window, chosen, self._papers.slip))

    def print_labels(self, codes: tuple[str, ...]) -> None:
        """Print labels of what came on a slip."""
        self._show(LabelsForm(self._runner, self._window, codes, self._papers))

    def ask_undo(self, number: int) -> None:
        """Ask why a slip is undone."""
        entry = self._runner.ask(OneEntry(number))
        if entry is not None:
            self._show(UndoForm(self._runner, self._window, entry))

    def _move_chosen(self, kind: type[DecreaseForm | TransferForm | TransferOutForm]) -> None:
        chosen = self._register.chosen()
        if chosen:
            self._show(kind(self._runner, self._window, chosen, self._papers.slip))
