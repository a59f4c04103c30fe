"""A button that stays grey while the one who signed in may not do what it does."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QPushButton
from typing_extensions import override

_CHANGES = frozenset({QEvent.Type.EnabledChange, QEvent.Type.ToolTipChange})


class Gate(QObject):
    """Keeps a button shut against its screen, which opens and closes it by what is chosen."""

    def __init__(self, button: QPushButton) -> None:
        """Leave the button as its screen has it."""
        super().__init__(button)
        self._button = button
        self._why = ""
        self._wanted = True  # whether its screen would have it open
        self._tip = ""  # what its screen would have it say
        button.installEventFilter(self)

    def close(self, why: str) -> None:
        """Shut the button and say why in its tip; a blank gives it back to its screen."""
        if why == self._why:
            return
        if not self._why:
            self._wanted, self._tip = self._button.isEnabled(), self._button.toolTip()
        self._why = ""
        self._button.setEnabled(self._wanted and not why)
        self._button.setToolTip(why or self._tip)
        self._why = why

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self._why and event.type() in _CHANGES:
            self._hold()
        return False

    def _hold(self) -> None:
        """Remember what the screen would have, and stay shut."""
        why, self._why = self._why, ""
        if self._button.isEnabled():
            self._wanted = True
            self._button.setEnabled(False)
        if self._button.toolTip() != why:
            self._tip = self._button.toolTip()
            self._button.setToolTip(why)
        self._why = why
