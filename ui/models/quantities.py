"""Rows of devices with one figure that can be typed: how many of each leave."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from typing_extensions import override

from ui.models.tables import Index, RowsModel


class QuantitiesModel(RowsModel):
    """Rows whose last column is a figure from 0 to the one before it."""

    def __init__(
        self, headings: Sequence[str], rows: Sequence[tuple[str | int, ...]], least: int
    ) -> None:
        """Show the rows; `least` is the smallest figure that can be typed."""
        last = len(headings) - 1
        super().__init__(headings, (last - 1, last))
        self._least, self._last = least, last
        self._given = [list(row) for row in rows]
        self.show(self._given)

    def quantities(self) -> list[int]:
        """Return the figures of the rows, in the order they were given."""
        return [int(row[self._last]) for row in self._given]

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if index.column() == self._last else flags

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.EditRole:
            return super().data(index, Qt.ItemDataRole.DisplayRole)
        return super().data(index, role)

    @override
    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or index.column() != self._last:
            return False
        row = self._given[self.origin(index.row())]
        row[self._last] = min(max(int(value), self._least), int(row[self._last - 1]))
        self.dataChanged.emit(index, index)
        return True
