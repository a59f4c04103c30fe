"""A row that goes on in the next line where the window is narrow or the text large."""

from __future__ import annotations

from PySide6.QtCore import QMargins, QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QSizePolicy, QWidget
from typing_extensions import override

_GAP = 8


class Flow(QLayout):
    """Widgets side by side, as many as fit on a line; those that grow share what is left over."""

    def __init__(self, *widgets: QWidget) -> None:
        """Lay the widgets in order."""
        super().__init__()
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(QMargins())
        for widget in widgets:
            self.addWidget(widget)

    @override
    def addItem(self, arg__1: QLayoutItem) -> None:
        self._items.append(arg__1)

    @override
    def count(self) -> int:
        return len(self._items)

    @override
    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    @override
    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    @override
    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation.Horizontal

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, arg__1: int) -> int:
        return self._arrange(QRect(0, 0, arg__1, 0), move=False)

    @override
    def setGeometry(self, arg__1: QRect) -> None:
        super().setGeometry(arg__1)
        self._arrange(arg__1, move=True)

    @override
    def sizeHint(self) -> QSize:
        shown = self._shown()
        width = sum(item.sizeHint().width() + _GAP for item in shown) - _GAP
        return QSize(max(width, 0), max((item.sizeHint().height() for item in shown), default=0))

    @override
    def minimumSize(self) -> QSize:
        sizes = [item.minimumSize() for item in self._shown()]
        return QSize(
            max((size.width() for size in sizes), default=0),
            max((size.height() for size in sizes), default=0),
        )

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _lines(self, width: int) -> list[list[QLayoutItem]]:
        lines: list[list[QLayoutItem]] = [[]]
        left = width
        for item in self._shown():
            wanted = item.sizeHint().width()
            if lines[-1] and wanted > left:
                lines.append([])
                left = width
            lines[-1].append(item)
            left -= wanted + _GAP
        return lines

    def _arrange(self, area: QRect, *, move: bool) -> int:
        """Place the items and return the height they take."""
        top = area.top()
        for line in self._lines(area.width()):
            widths = _widths(line, area.width())
            height = max(map(_height, line, widths), default=0)
            left = area.left()
            for item, width in zip(line, widths, strict=True):
                if move:
                    item.setGeometry(QRect(QPoint(left, top), QSize(width, height)))
                left += width + _GAP
            top += height + _GAP
        return max(top - _GAP - area.top(), 0)


def _widths(line: list[QLayoutItem], whole: int) -> list[int]:
    widths = [item.sizeHint().width() for item in line]
    growing = [place for place, item in enumerate(line) if _grows(item)]
    spare = max(whole - sum(widths) - _GAP * (len(line) - 1), 0)
    for number, place in enumerate(growing):
        widths[place] += (spare + number) // len(growing)
    return [min(width, whole) for width in widths]


def _height(item: QLayoutItem, width: int) -> int:
    return item.heightForWidth(width) if item.hasHeightForWidth() else item.sizeHint().height()


def _grows(item: QLayoutItem) -> bool:
    widget = item.widget()
    policy = widget.sizePolicy().horizontalPolicy() if widget is not None else None
    return policy == QSizePolicy.Policy.Expanding
