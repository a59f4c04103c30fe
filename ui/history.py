"""Where the history leads on to."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from ui.controller import Controller, Door
from ui.papers import Papers
from ui.screens.history import History


class HistoryDesk(Controller):
    """Answers the wishes of the history's screen."""

    device_wanted = Signal(str)
    undo_wanted = Signal(int)

    def __init__(self, window: QWidget, screen: History, papers: Papers) -> None:
        """Connect the screen."""
        super().__init__(window)
        screen.device_wanted.connect(self.device_wanted)
        screen.undo_wanted.connect(self.undo_wanted)
        screen.loan_wanted.connect(papers.loan_slip)
        screen.slip_wanted.connect(papers.slip)

    @override
    def doors(self) -> dict[str, Door]:
        """Return nothing: the screen's buttons are the doors."""
        return {}
