"""Whether anybody is at the PC: keys, mouse or scanner, in any window of the program."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication
from typing_extensions import override

_MINUTE = 60_000  # milliseconds
_TOUCHES = frozenset({
    QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove,
    QEvent.Type.Wheel, QEvent.Type.TouchBegin, QEvent.Type.InputMethod,
})  # fmt: skip


class Idle(QObject):
    """Watches while it is started. `idled` follows when nothing was touched for the time set.

    `lock_pressed` is the lock's key pressed in a form, where the window's own keys are dead.
    """

    idled = Signal()
    lock_pressed = Signal()

    def __init__(self, parent: QObject, key: Qt.Key) -> None:
        """Wait to be started; `key` locks from a form too."""
        super().__init__(parent)
        self._key = key
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.idled)

    def wait(self, minutes: float) -> None:
        """Begin to watch, or begin again, with a time that may have changed."""
        self._timer.start(round(minutes * _MINUTE))
        cast("QApplication", QApplication.instance()).installEventFilter(self)

    def rest(self) -> None:
        """Stop watching."""
        self._timer.stop()
        cast("QApplication", QApplication.instance()).removeEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _TOUCHES:
            self._timer.start()
            if isinstance(event, QKeyEvent) and event.key() == self._key and _in_form():
                self.lock_pressed.emit()
                return True
        return False


def _in_form() -> bool:
    return QApplication.activeModalWidget() is not None
