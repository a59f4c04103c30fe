"""Where the history leads on to, and whether the book is the one that was closed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QMessageBox, QWidget
from typing_extensions import override

from app.services.anchors import CheckEnd, NoteEnd
from ui.controller import Controller, Door
from ui.papers import Papers
from ui.runner import Runner
from ui.screens.history import History


class HistoryDesk(Controller):
    """Answers the wishes of the history's screen, and guards its end."""

    device_wanted = Signal(str)
    undo_wanted = Signal(int)

    def __init__(
        self,
        window: QWidget,
        runner: Runner,
        screen: History,
        show: Callable[[QDialog], None],
        papers: Papers,
    ) -> None:
        """Connect the screen; `show` runs a dialog of the window."""
        super().__init__(window)
        self._window, self._runner, self._show = window, runner, show
        screen.device_wanted.connect(self.device_wanted)
        screen.undo_wanted.connect(self.undo_wanted)
        screen.loan_wanted.connect(papers.loan_slip)
        screen.slip_wanted.connect(papers.slip)

    @override
    def doors(self) -> dict[str, Door]:
        """Return nothing: the screen's buttons are the doors."""
        return {}

    def check_end(self) -> None:
        """Say plainly when the book is not the one that was closed, or its end was changed."""
        problems = self._runner.ask(CheckEnd())
        if not problems:
            return
        words = self._runner.words
        box = QMessageBox(
            QMessageBox.Icon.Warning,
            words("Check of the history"),
            words(
                "The history does not go on from where it was. Look at the details, check the "
                "whole book, and call for help before you write anything."
            ),
            parent=self._window,
        )
        box.setInformativeText("\n".join(words.render(one.sentence) for one in problems))
        self._show(box)

    def note_end(self) -> None:
        """Note how far the book reached, for the next time it is opened."""
        self._runner.ask(NoteEnd(self._runner.room.now().isoformat(timespec="seconds")))
