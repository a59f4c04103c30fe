"""What stands behind the log of batches and the timetable: its forms and its paper."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QDialog, QWidget
from typing_extensions import override

from app.services.showing import PrintShown, Shown
from ui.controller import Controller, Door
from ui.dialogs.bells import BellsForm
from ui.dialogs.importing import ImportForm
from ui.papers import Papers
from ui.runner import Runner
from ui.screens.exchange import ExchangeScreen


class Exchanging(Controller):
    """Answers the wishes of the log's screen."""

    def __init__(
        self,
        window: QWidget,
        runner: Runner,
        screen: ExchangeScreen,
        show: Callable[[QDialog], None],
        papers: Papers,
    ) -> None:
        """Connect the screen; `show` runs a dialog of the window."""
        super().__init__(window)
        self._window, self._runner, self._show, self._papers = window, runner, show, papers
        screen.import_wanted.connect(self._import)
        screen.print_wanted.connect(self._print)

    @override
    def doors(self) -> dict[str, Door]:
        """Return what the actions do, by their names."""
        return {"bells": self._set_bells}

    def _import(self) -> None:
        self._show(ImportForm(self._runner, self._window, "people"))

    def _print(self, shown: Shown) -> None:
        self._papers.drawn(self._window, PrintShown(shown))

    def _set_bells(self) -> None:
        self._show(BellsForm(self._runner, self._window))
