"""Table models over values: a snapshot of ids with rows in chunks, and plain rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from typing_extensions import override

from app.domain.text import sort_key
from app.services.showing import Shown

Index = QModelIndex | QPersistentModelIndex
_SHOWN_DAY = re.compile(r"(\d\d)/(\d\d)/(\d{4})")
_NOWHERE = QModelIndex()
ROLES = frozenset({Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole,
                   Qt.ItemDataRole.TextAlignmentRole})  # fmt: skip
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class RowsModel(QAbstractTableModel):
    """Rows of text and figures under headings."""

    def __init__(self, headings: Sequence[str], figures: Sequence[int] = ()) -> None:
        """Start with no rows; `figures` are the columns that stand to the right."""
        super().__init__()
        self._figures = frozenset(figures)
        self._headings = tuple(headings)
        self._rows: list[Sequence[str | int]] = []
        self._origins: list[int] = []
        self._sorted: tuple[int, bool] | None = None

    def show(self, rows: Sequence[Sequence[str | int]]) -> None:
        """Show other rows, in the order that was chosen."""
        self.beginResetModel()
        order = list(range(len(rows)))
        if self._sorted is not None:
            column, descending = self._sorted
            order.sort(key=lambda row: _rank(rows[row][column]), reverse=descending)
        self._origins = order
        self._rows = [rows[row] for row in order]
        self.endResetModel()

    def origin(self, row: int) -> int:
        """Return which of the rows given to `show` stands in a row."""
        return self._origins[row]

    def shown(self, title: str) -> Shown:
        """Return the list as it stands."""
        return Shown(title, self._headings, tuple(tuple(row) for row in self._rows))

    @override
    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        given = sorted(zip(self._origins, self._rows, strict=True), key=lambda one: one[0])
        self._sorted = (column, order == Qt.SortOrder.DescendingOrder) if column >= 0 else None
        self.show([row for _origin, row in given])

    @override
    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    @override
    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._headings)

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._headings[section]
        if role == Qt.ItemDataRole.TextAlignmentRole and section in self._figures:
            return _RIGHT
        return None

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() in self._figures:
            return _RIGHT
        return cell(self._rows[index.row()][index.column()], role)


def _rank(value: str | int) -> tuple[int, str]:
    """Return what a cell sorts by: figures, then days, then Vietnamese words."""
    if isinstance(value, int):
        return value, ""
    day = _SHOWN_DAY.fullmatch(value)
    return 0, "".join(reversed(day.groups())) if day else sort_key(value)


def cell(value: str | int, role: int) -> Any:  # noqa: ANN401 - Qt takes any value here
    """Return what a cell shows for a role: figures right, the whole text as its tip."""
    if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
        return value
    if role == Qt.ItemDataRole.TextAlignmentRole and isinstance(value, int):
        return _RIGHT
    return None
