"""A sheet of labels in small: a click, or the arrow keys, choose where printing starts."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from app.domain.label import Stock
from ui.theme import colours

_HEIGHT = 300  # pixels


class SheetPicture(QWidget):
    """The first page. `started` carries the position chosen, from 1."""

    started = Signal(int)

    def __init__(self, stock: Stock) -> None:
        """Show an empty sheet."""
        super().__init__()
        self._stock, self.start, self._count = stock, 1, 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedSize(self.sizeHint())

    def lay(self, stock: Stock, start: int, count: int) -> None:
        """Show how `count` labels lie on a sheet from a position on."""
        self._stock, self._count = stock, count
        self.start = min(max(start, 1), stock.on_page)
        self.setFixedSize(self.sizeHint())
        self.update()

    @override
    def sizeHint(self) -> QSize:
        high = min(_HEIGHT, int(self._stock.page_height * 3))
        return QSize(round(high * self._stock.page_width / self._stock.page_height), high)

    def cell(self, number: int) -> QRectF:
        """Return where a position lies, in pixels."""
        stock, scale = self._stock, self.height() / self._stock.page_height
        row, column = divmod(number - 1, stock.columns)
        return QRectF(
            (stock.left + column * (stock.width + stock.gap_x)) * scale,
            (stock.top + row * (stock.height + stock.gap_y)) * scale,
            stock.width * scale,
            stock.height * scale,
        )

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        for number in range(1, self._stock.on_page + 1):
            if self.cell(number).contains(event.position()):
                self.started.emit(number)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -self._stock.columns, Qt.Key.Key_Down: self._stock.columns,
        }  # fmt: skip
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        elif 1 <= self.start + step <= self._stock.on_page:
            self.started.emit(self.start + step)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        worn = colours()
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor("#FFFFFF"))
        painter.setPen(QPen(QColor(worn.accent if self.hasFocus() else worn.quiet), 2))
        painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        painter.setPen(QPen(QColor("#9AA5B5"), 1))
        last = self.start + self._count - 1
        for number in range(1, self._stock.on_page + 1):
            used = self.start <= number <= last
            painter.setBrush(QColor("#1D5FA8") if used else QColor("#FFFFFF"))
            painter.drawRect(self.cell(number).adjusted(1, 1, -1, -1))
        painter.end()
