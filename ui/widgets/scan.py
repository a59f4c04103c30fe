"""The scan line, and the catcher that hears the scanner wherever the focus is."""

from __future__ import annotations

from time import monotonic

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget
from typing_extensions import override

from app.services.counter import codes_in
from ui.widgets.kit import Line

SCANNER_GAP = 0.05  # seconds between two keys; fingers are slower over a whole code
_PAUSE = 150  # milliseconds of silence after which a code without Enter is whole
_ENDS = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab})


class Burst:
    """The keys that came as fast as only a scanner types."""

    def __init__(self) -> None:
        """Start with none."""
        self.text = ""
        self._last = 0.0

    def add(self, text: str) -> bool:
        """Add a key; return whether a new burst begins with it."""
        now = monotonic()
        fresh = now - self._last > SCANNER_GAP
        self._last = now
        self.text = text if fresh else self.text + text
        return fresh

    def codes(self) -> list[str]:
        """Return the codes the burst is made of, none when it is not made of codes."""
        return codes_in(self.text)

    def clear(self) -> None:
        """Forget the keys."""
        self.text = ""


class ScanLine(Line):
    """The counter's one line. `entered` carries what was typed or scanned, "" for Enter alone.

    A scanner may end a code with Enter, with Tab, or with nothing.
    """

    entered = Signal(str)

    def __init__(self, hint: str, parent: QWidget | None = None) -> None:
        """Build the line with its hint."""
        super().__init__(parent)
        self.setObjectName("scan")
        self.setPlaceholderText(hint)
        self.setAccessibleName(hint)
        # Without it a Vietnamese input method may hold the last letters back.
        self.setInputMethodHints(Qt.InputMethodHint.ImhNoPredictiveText)
        self._burst = Burst()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(self._silence)
        self.returnPressed.connect(self.enter)

    def enter(self) -> None:
        """Hand over what stands on the line."""
        self._timer.stop()
        self._burst.clear()
        text = self.text().strip()
        for part in codes_in(text) or [text]:
            self.entered.emit(part)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text().isprintable() and event.text():
            self._burst.add(event.text())
            self._timer.start()
        super().keyPressEvent(event)

    @override
    def focusNextPrevChild(self, next: bool) -> bool:
        """Take Tab as the end of a scan while something stands on the line."""
        if self.text():
            self.enter()
            return True
        return super().focusNextPrevChild(next)

    def _silence(self) -> None:
        if self._burst.codes() and self._burst.text == self.text():
            self.enter()


class ScanCatcher(QObject):
    """Hears a scan while the focus is elsewhere in a window. `caught` carries the code."""

    caught = Signal(str)

    def __init__(self, window: QWidget) -> None:
        """Listen to `window`, except to its scan lines: they hear for themselves."""
        super().__init__(window)
        self._window = window
        self._burst = Burst()
        self._target: QWidget | None = None
        self._before = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(self._silence)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            event.type() != QEvent.Type.KeyPress
            or not isinstance(event, QKeyEvent)
            or not isinstance(watched, QWidget)
            or isinstance(watched, ScanLine)
            or watched.window() is not self._window
            or not watched.hasFocus()
        ):
            return False
        if event.key() in _ENDS and self._burst.codes():
            self._take()
            return True
        if event.text().isprintable() and event.text():
            if self._burst.add(event.text()):
                self._target = watched
                self._before = watched.text() if isinstance(watched, QLineEdit) else ""
            self._timer.start()
        return False

    def _silence(self) -> None:
        if self._burst.codes():
            self._take()

    def _take(self) -> None:
        """Put back what stood where the scan fell, and hand the codes over."""
        self._timer.stop()
        codes = self._burst.codes()
        self._burst.clear()
        if isinstance(self._target, QLineEdit):
            self._target.setText(self._before)
        for code in codes:
            self.caught.emit(code)
