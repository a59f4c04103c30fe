"""Whether the book is the one that was closed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QMessageBox, QWidget

from app.services.anchors import CheckEnd, NoteEnd
from ui.runner import Runner


class Anchor(QObject):
    """Guards the end of the history."""

    def __init__(self, window: QWidget, runner: Runner, show: Callable[[QDialog], None]) -> None:
        """Speak over `window`; `show` runs a dialog of it."""
        super().__init__(window)
        self._window, self._runner, self._show = window, runner, show

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
