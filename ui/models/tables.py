"""Table models over values: a snapshot of ids with rows in chunks, and plain rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from typing_extensions import override

from app.domain.device import State
from app.domain.sentence import Words
from app.domain.text import sort_key
from app.domain.view import DeviceView
from app.services.queries import DeviceIds, DevicesById

Index = QModelIndex | QPersistentModelIndex
_CHUNK = 200
_SHOWN_DAY = re.compile(r"(\d\d)/(\d\d)/(\d{4})")
_NOWHERE = QModelIndex()
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


class DevicesModel(RowsModel):
    """The devices that fit a search; rows are fetched in chunks as they are shown."""

    ORDERS = ("code", "name", "subject")

    def __init__(self, words: Words, ask: Callable[[Any], Any]) -> None:
        """Take the words of the headings and the way to ask the book."""
        super().__init__(
            (words("Code"), words("Name"), words("Subject"), words("Unit"), words("In store"),
             words("On loan"), words("Damaged"), words("Place")),
            figures=(4, 5, 6),
        )  # fmt: skip
        self._ask = ask
        self._ids: list[int] = []
        self._chunks: dict[int, list[DeviceView]] = {}
        self._query = ""
        self._order = "name"
        self._descending = False

    def search(self, query: str) -> None:
        """Show the devices that hold every word of a query."""
        self._query = query
        self.reload()

    @override
    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        if column < len(self.ORDERS):
            self._order = self.ORDERS[column]
            self._descending = order == Qt.SortOrder.DescendingOrder
            self.reload()

    def reload(self) -> None:
        """Take a new snapshot, in the order chosen."""
        self.beginResetModel()
        self._ids = self._ask(DeviceIds(self._query, self._order))
        if self._descending:
            self._ids.reverse()
        self._chunks.clear()
        self.endResetModel()

    def device(self, row: int) -> DeviceView:
        """Return the device in a row."""
        chunk, place = divmod(row, _CHUNK)
        if chunk not in self._chunks:
            ids = tuple(self._ids[chunk * _CHUNK : (chunk + 1) * _CHUNK])
            self._chunks[chunk] = self._ask(DevicesById(ids))
        return self._chunks[chunk][place]

    @override
    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._ids)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        view = self.device(index.row())
        device, held = view.device, view.balances
        broken = held.get(State.DAMAGED, 0) + held.get(State.IN_REPAIR, 0)
        values: tuple[str | int, ...] = (
            device.code, device.name, device.subject, device.unit,
            held.get(State.IN_STORE, 0), held.get(State.ON_LOAN, 0), broken, view.place,
        )  # fmt: skip
        return cell(values[index.column()], role)
