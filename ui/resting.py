"""What is put off until nobody acts: moving the journal into the book's file."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from app.domain.change import Touched
from app.domain.fault import Fault
from ui.runner import Runner

_PAUSE = 2_000  # ms without an act after which somebody is taken to have paused


class Resting(QObject):
    """Tidies the book once a pause follows an act; closing the book tidies it too."""

    def __init__(self, window: QWidget, runner: Runner) -> None:
        """Wait for acts."""
        super().__init__(window)
        self._runner = runner
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE)
        self._timer.timeout.connect(self._tidy)
        runner.changed.connect(self._wait)

    def settle(self) -> None:
        """Leave the rest to the closing of the book."""
        self._timer.stop()

    def _wait(self, _touched: frozenset[Touched]) -> None:
        self._timer.start()  # each act begins the pause anew

    def _tidy(self) -> None:
        try:
            self._runner.room.book.tidy()
        except Fault as fault:
            self._runner.refuse(fault)
