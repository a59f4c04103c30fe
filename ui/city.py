"""What stands behind the city's system: its accounts."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QDialog, QWidget
from typing_extensions import override

from ui.controller import Controller, Door
from ui.dialogs.city import AccountsSheet
from ui.runner import Runner


class CityDesk(Controller):
    """Opens the accounts of the city's system."""

    def __init__(self, window: QWidget, runner: Runner, show: Callable[[QDialog], None]) -> None:
        """Answer the actions; `show` runs a dialog of the window."""
        super().__init__(window)
        self._window, self._runner, self._show = window, runner, show

    @override
    def doors(self) -> dict[str, Door]:
        """Return what the actions do, by their names."""
        return {"city_accounts": self.open_accounts}

    def open_accounts(self) -> None:
        """Open the accounts of the city's system."""
        self._show(AccountsSheet(self._runner, self._window))
