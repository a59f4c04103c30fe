"""Where the rows and the months of the overview lead."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from app.services.behind import Lead
from ui.controller import Controller, Door
from ui.screens.overview import OverviewScreen


class Oversight(Controller):
    """Shows what a row or a month of the overview leads to.

    `device_wanted` carries a code, `screen_wanted` the name of a screen.
    """

    device_wanted = Signal(str)
    screen_wanted = Signal(str)

    def __init__(
        self,
        window: QWidget,
        screen: OverviewScreen,
        choose_month: Callable[[str], None],
        search_norms: Callable[[str], None],
    ) -> None:
        """Answer the wishes of the screen."""
        super().__init__(window)
        self._choose_month, self._search_norms = choose_month, search_norms
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
            self._choose_month(lead.key)
        elif lead.screen == "norms":
            self._search_norms(lead.key)
        self.screen_wanted.emit(lead.screen)
