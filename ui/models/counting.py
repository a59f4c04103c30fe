"""The rows of a stocktake as tables; what was counted can be typed in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from typing_extensions import override

from app.domain.sentence import Words
from app.domain.stocktake import CountedDevice, DifferenceView
from app.domain.text import as_figure, fold
from app.services.telling import FINDINGS, RESOLUTIONS
from ui.models.tables import Index, RowsModel

SEEN, DAMAGED = 5, 6
ONLY_COUNTED = (7, 8)
LESS_READ = (2, 3)  # left out where the text is large


class CountModel(RowsModel):
    """Devices to count by list. `counted` carries a device, how many, and how many damaged."""

    counted = Signal(int, int, int)

    def __init__(self, words: Words) -> None:
        """Start with no rows."""
        super().__init__(
            (words("Code"), words("Name"), words("Unit"), words("Place"), words("Expected"),
             words("Counted"), words("Damaged among them"), words("Seen in"), words("Counted by")),
            figures=(4, SEEN, DAMAGED),
        )  # fmt: skip
        self.editable = False
        self._devices: Sequence[CountedDevice] = ()

    def lay(self, devices: Sequence[CountedDevice]) -> None:
        """Show some devices."""
        self._devices = devices
        self.show([self._row(one) for one in devices])

    def device(self, row: int) -> CountedDevice:
        """Return the device in a row as it stands."""
        return self._devices[self.origin(row)]

    @staticmethod
    def _row(one: CountedDevice) -> tuple[str | int, ...]:
        seen: tuple[str | int, ...] = ("", "")
        if one.tally.counted:
            seen = (one.tally.seen, one.tally.damaged or "")
        return (one.code, one.name, one.unit, one.place, one.tally.here, *seen, one.seen_in,
                one.by)  # fmt: skip

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        if self.editable and index.column() in {SEEN, DAMAGED}:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.EditRole:
            return super().data(index, Qt.ItemDataRole.DisplayRole)
        return super().data(index, role)

    @override
    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        text = str(value).strip()
        if role != Qt.ItemDataRole.EditRole or as_figure(text) is None:
            return False
        one = self.device(index.row())
        if index.column() == SEEN:
            self.counted.emit(one.device, int(text), min(one.tally.damaged, int(text)))
        else:
            self.counted.emit(one.device, max(one.tally.seen, int(text)), int(text))
        return True


def told(words: Words, one: DifferenceView) -> tuple[str | int, ...]:
    """Return a difference as a row: the device, how it differs, why, how it is settled."""
    explained = one.explained
    settled = words.render(RESOLUTIONS[explained.resolution]) if explained else ""
    return (
        one.code, one.name, words.render(FINDINGS[one.finding]), one.quantity,
        explained.explanation if explained else "", settled,
    )  # fmt: skip


def is_unseen(one: CountedDevice) -> bool:
    """Return whether a device is expected and was not counted yet."""
    return one.tally.expected and one.tally.here > 0 and not one.tally.counted


def is_counted(one: CountedDevice) -> bool:
    """Return whether a device was counted."""
    return one.tally.counted


def is_out(one: CountedDevice) -> bool:
    """Return whether some of a device is out on loan."""
    return one.on_loan > 0


def holds(one: CountedDevice, words: Sequence[str]) -> bool:
    """Return whether every word, folded, stands in a device's row."""
    text = fold(f"{one.code} {one.name} {one.place} {one.seen_in}") if words else ""
    return all(word in text for word in words)
