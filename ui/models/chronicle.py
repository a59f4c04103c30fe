"""The history as a table that grows as it is scrolled: a page at a time, newest first."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QModelIndex, Qt, Signal
from typing_extensions import override

from app.domain.chronicle import HistoryFilter, Page, Told
from app.domain.sentence import Words
from app.services.chronicle import HistoryPage, history_headings, tell_row
from ui.models.tables import Index, RowsModel

_NOWHERE = QModelIndex()


class ChronicleModel(RowsModel):
    """The entries that fit a filter. `grown` follows each page."""

    grown = Signal()

    def __init__(self, words: Words, ask: Callable[[Any], Any]) -> None:
        """Take the words of the rows and the way to ask the book."""
        super().__init__(history_headings(words), figures=(0,))
        self._words, self._ask = words, ask
        self._wanted = HistoryFilter()
        self._told: list[Told] = []
        self._reached = 1

    @property
    def reached(self) -> int:
        """The oldest entry that was looked at, 1 when all were."""
        return self._reached

    def filter(self, wanted: HistoryFilter) -> None:
        """Show the newest entries that fit, or refuse to look for what nobody knows."""
        page = self._ask(HistoryPage(wanted, self._words))
        self._wanted, self._told = wanted, []
        self.show([])
        self._add(page)

    def told(self, row: int) -> Told:
        """Return the entry that stands in a row."""
        return self._told[row]

    @override
    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Keep the newest first: what is not read yet cannot be sorted among the rest."""

    @override
    def canFetchMore(self, parent: Index = _NOWHERE) -> bool:
        return not parent.isValid() and self._reached > 1

    @override
    def fetchMore(self, parent: Index = _NOWHERE) -> None:
        if self.canFetchMore(parent):
            self._add(self._ask(HistoryPage(self._wanted, self._words, self._reached)))

    def _add(self, page: Page) -> None:
        self._reached = page.reached
        if page.told:
            first = len(self._rows)
            self.beginInsertRows(_NOWHERE, first, first + len(page.told) - 1)
            self._told += page.told
            self._rows += [tell_row(self._words, told) for told in page.told]
            self._origins += range(first, first + len(page.told))
            self.endInsertRows()
        self.grown.emit()
