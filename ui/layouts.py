"""The layouts of uploads, opened from the menu and wherever an upload is made."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QDialog, QWidget
from typing_extensions import override

from ui.controller import Controller, Door
from ui.dialogs.layouts import LayoutsSheet
from ui.runner import Runner


class LayoutDesk(Controller):
    """Opens the list of layouts; `show` runs a dialog of the window."""

    def __init__(self, window: QWidget, runner: Runner, show: Callable[[QDialog], None]) -> None:
        """Take the window its dialogs stand over."""
        super().__init__(window)
        self._window, self._runner, self._show = window, runner, show

    @override
    def doors(self) -> dict[str, Door]:
        """Return what the action does."""
        return {"layouts": self.open}

    def open(self) -> None:
        """Show the layouts there are."""
        self._show(LayoutsSheet(self._runner, self._window))
