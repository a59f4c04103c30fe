"""The key of the guide in a form, where the window's own keys are dead."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QShortcut
from PySide6.QtWidgets import QApplication, QDialog, QWidget

_NAME = "help"


class HelpKey(QObject):
    """Gives each form that comes to the front the shortcut of `action`."""

    def __init__(self, parent: QWidget, action: QAction) -> None:
        """Attend to the forms over `parent`, and to those over them."""
        super().__init__(parent)
        self._action = action
        cast("QApplication", QApplication.instance()).focusChanged.connect(self._attend)

    def _attend(self, _before: QWidget | None, now: QWidget | None) -> None:
        form = now.window() if now is not None else None
        if isinstance(form, QDialog) and form.isModal() and not form.findChild(QShortcut, _NAME):
            shortcut = QShortcut(self._action.shortcut(), form)
            shortcut.setObjectName(_NAME)
            shortcut.activated.connect(self._action.trigger)
