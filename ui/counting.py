"""The forms and papers of the stocktake screen, opened where it wishes for them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QDialog, QWidget
from typing_extensions import override

from app.domain.sentence import Sentence
from app.services.differences import Differences
from app.services.stocktake_papers import (
    PrintAssetSheet,
    PrintCountSheet,
    PrintMinutes,
    SaveAssetSheet,
)
from ui.controller import Controller, Door
from ui.dialogs.stocktake import CancelForm, CloseForm, ExplainForm, OpenForm
from ui.papers import Papers
from ui.runner import Runner
from ui.screens.stocktake import StocktakeScreen

ACTS = (
    "open_stocktake", "close_stocktake", "cancel_stocktake", "explain", "all_here",
    "minutes", "count_sheet", "asset_sheet", "asset_table",
)  # fmt: skip


class Counting(Controller):
    """What can be done with a stocktake, beside counting."""

    def __init__(
        self,
        window: QWidget,
        screen: StocktakeScreen,
        show: Callable[[QDialog], None],
        papers: Papers,
    ) -> None:
        """Answer the wishes of the screen; `show` runs a dialog of the window."""
        super().__init__(window)
        self._window, self.screen = window, screen
        self._runner: Runner = screen.runner
        self._show, self._papers = show, papers
        screen.open_wanted.connect(self.open)
        screen.close_wanted.connect(self.close)
        screen.explain_wanted.connect(self.explain)

    @override
    def doors(self) -> dict[str, Door]:
        """Return what the actions of the stocktake do, by their names."""
        return {
            "open_stocktake": self.open, "close_stocktake": self.close,
            "cancel_stocktake": self.call_off, "explain": self.explain,
            "all_here": self.screen.count_here, "minutes": self.print_minutes,
            "count_sheet": self.print_count_sheet, "asset_sheet": self.print_asset_sheet,
            "asset_table": self.save_asset_sheet,
        }  # fmt: skip

    @override
    def reasons(self, current: str) -> dict[str, str]:
        """Return why an action of the stocktake is closed."""
        words = self._runner.words
        return dict.fromkeys(
            ACTS, "" if current == "stocktake" else words("Go to the stocktake screen first.")
        )

    def open(self) -> None:
        """Open a stocktake."""
        self._show(OpenForm(self._runner, self._window, self.screen.show_stocktake))

    def close(self) -> None:
        """Close the stocktake that is shown."""
        view = self.screen.stocktake
        if view is None or not self.screen.counting():
            self._runner.say(Sentence("Open a stocktake first; this one is no longer open."))
            return
        differences = self._runner.ask(Differences(view.stocktake))
        self._show(CloseForm(self._runner, self._window, view, differences))

    def call_off(self) -> None:
        """Call off the stocktake that is shown."""
        view = self.screen.stocktake
        if view is None or not self.screen.counting():
            self._runner.say(Sentence("Open a stocktake first; this one is no longer open."))
            return
        self._show(CancelForm(self._runner, self._window, view))

    def explain(self) -> None:
        """Explain the differences chosen."""
        view = self.screen.stocktake
        chosen = self.screen.chosen_differences()
        if view is None or not chosen:
            self._runner.say(Sentence("Choose the differences in the list first."))
            return
        if not all(one.choices for one in chosen):
            self._runner.say(
                Sentence("Count again what moved since its count; then it can be explained.")
            )
            return
        self._show(ExplainForm(self._runner, self._window, view.stocktake, chosen))

    def print_minutes(self) -> None:
        """Print the minutes: a draft while it is open, then always the same."""
        self._draw(PrintMinutes)

    def print_count_sheet(self) -> None:
        """Print the sheets to count on by hand."""
        self._draw(PrintCountSheet)

    def print_asset_sheet(self) -> None:
        """Print the accountant's sheet."""
        self._draw(PrintAssetSheet)

    def _draw(self, paper: type[PrintMinutes | PrintCountSheet | PrintAssetSheet]) -> None:
        number = self._number()
        if number is not None:
            self._papers.drawn(self._window, paper(number))

    def save_asset_sheet(self) -> None:
        """Save the accountant's sheet as a spreadsheet."""
        number = self._number()
        if number is not None:
            self._papers.written(self._window, SaveAssetSheet(number))

    def _number(self) -> int | None:
        view = self.screen.stocktake
        if view is None:
            self._runner.say(Sentence("Open a stocktake first."))
        return None if view is None else view.stocktake
