"""The slip on the counter as a table; the figures of what came back can be typed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt, Signal
from typing_extensions import override

from app.domain.device import Quality
from app.domain.sentence import Words
from app.domain.text import fold
from app.services.counter import CounterLine, Slip
from ui.models.tables import Index, RowsModel
from ui.qualities import quality_names

_NOTE, _QUALITY = 8, 9
_EDITED = {4: "quantity", 5: "damaged", 6: "lost", 7: "incomplete", _NOTE: "note",
           _QUALITY: "quality"}  # fmt: skip
RETURN_ONLY = frozenset({5, 6, 7, _NOTE, _QUALITY})


class SlipModel(RowsModel):
    """The lines of a slip. `edited` carries the slip with a figure changed."""

    edited = Signal(object)

    def __init__(self, words: Words) -> None:
        """Start with an empty slip."""
        super().__init__(
            (words("Direction"), words("Code"), words("Name"), words("Unit"), words("Quantity"),
             words("Damaged"), words("Lost"), words("Incomplete"),
             words("Note"), words("Quality")),
            figures=(4, 5, 6, 7),
        )  # fmt: skip
        self._words = words
        self._qualities = quality_names(words)
        self._slip = Slip()

    def lay(self, slip: Slip) -> None:
        """Show a slip. The cell being edited stays open when only figures changed."""
        rows = [self._row(line) for line in slip.lines]
        same = bool(rows) and _lines(slip) == _lines(self._slip)
        self._slip = slip
        if same:
            self._rows = list(rows)
            last = self.index(len(rows) - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)
        else:
            self.show(rows)

    def _row(self, line: CounterLine) -> tuple[str | int, ...]:
        way = (
            self._words("Goes out")
            if line.loan is None
            else self._words("Comes back · {holder}", holder=line.holder)
        )
        parts: tuple[str | int, ...] = ("", "", "")
        if line.loan is not None:
            parts = (line.damaged, line.lost, line.incomplete)
        return (way, line.code, line.name, line.unit, line.quantity, *parts, line.note,
                self._qualities[Quality(line.quality)] if line.quality else "")  # fmt: skip

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        line = self._slip.lines[index.row()]
        column = index.column()
        if column in _EDITED and (column not in RETURN_ONLY or line.loan is not None):
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.EditRole:
            return super().data(index, Qt.ItemDataRole.DisplayRole)
        return super().data(index, role)

    @override
    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        name = _EDITED.get(index.column())
        if role != Qt.ItemDataRole.EditRole or name is None:
            return False
        line = self._slip.lines[index.row()]
        if index.column() == _QUALITY:
            value = self._quality(str(value))
            if value is None:
                return False
        words = index.column() in {_NOTE, _QUALITY}
        figure: dict[str, Any] = {name: value if words else int(value)}
        self.edited.emit(self._slip.with_line(index.row(), replace(line, **figure)))
        return True

    def _quality(self, typed: str) -> str | None:
        """Return the quality that was typed by its number or its name, None when it is none."""
        if not typed.strip():
            return ""
        for rank, (quality, name) in enumerate(self._qualities.items(), start=1):
            if fold(typed) in {fold(name), str(rank), quality.value}:
                return quality.value
        return None


def _lines(slip: Slip) -> list[tuple[str, int | None]]:
    return [(line.code, line.loan) for line in slip.lines]
