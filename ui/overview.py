"""Where the rows and the months of the overview lead."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from app.services.behind import Lead
from ui.controller import Controller, Door
from ui.screens.month import MonthScreen
from ui.screens.overview import OverviewScreen
from ui.screens.shortage import Norms


class Oversight(Controller):
    """Shows what a row or a month of the overview leads to.

    `device_wanted` carries a code, `screen_wanted` the name of a screen.
    """

    device_wanted = Signal(str)
    screen_wanted = Signal(str)

    def __init__(
        self, window: QWidget, screen: OverviewScreen, month: MonthScreen, norms: Norms
    ) -> None:
        """Answer the wishes of the screen."""
        super().__init__(window)
        self._month, self._norms = month, norms
        screen.lead_wanted.connect(self.follow)

    @override
    def doors(self) -> dict[str, Door]:
        """Return what the actions of the overview do, by their names."""
        return {}

    def follow(self, lead: Lead) -> None:
        """Go to a device, or to a screen that shows what the lead names."""
        if lead.screen == "devices":
            self.device_wanted.emit(lead.key)
            return
        if lead.screen == "month":
            self._month.choose(lead.key)
        elif lead.screen == "norms":
            self._norms.search_for(lead.key)
        self.screen_wanted.emit(lead.screen)
