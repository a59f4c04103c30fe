"""Which screen is shown, and the way back and forward."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal


class Navigation(QObject):
    """The screens visited. `shown` carries the name of the one to show."""

    shown = Signal(str)

    def __init__(self, start: str) -> None:
        """Begin at a screen."""
        super().__init__()
        self._past: list[str] = []
        self._future: list[str] = []
        self.current = start

    def go(self, name: str) -> None:
        """Go to a screen; the one left stands on the way back."""
        if name != self.current:
            self._past.append(self.current)
            self._future.clear()
            self.current = name
        self.shown.emit(self.current)

    def back(self) -> None:
        """Go back one screen."""
        if self._past:
            self._future.append(self.current)
            self.current = self._past.pop()
            self.shown.emit(self.current)

    def forward(self) -> None:
        """Go forward again."""
        if self._future:
            self._past.append(self.current)
            self.current = self._future.pop()
            self.shown.emit(self.current)

    def can_go(self) -> tuple[bool, bool]:
        """Return whether there is a way back, and forward."""
        return bool(self._past), bool(self._future)
