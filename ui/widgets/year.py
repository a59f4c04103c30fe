"""A calendar year at a glance: twelve months, with what is special about their days."""

from __future__ import annotations

from calendar import monthcalendar
from collections.abc import Mapping
from datetime import date

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QGuiApplication,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

_ACROSS, _DOWN = 4, 3
_WEEKS = 6
_GAP = 14  # pixels between months


class YearPicture(QWidget):
    """Twelve months. `chosen` carries the ISO day that was clicked."""

    chosen = Signal(str)

    def __init__(self, months: tuple[str, ...]) -> None:
        """Take the names of the months."""
        super().__init__()
        self._months = months
        self._year = 2000
        self._marks: Mapping[str, QColor] = {}
        self._today = ""
        self.cells: dict[str, QRectF] = {}
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_year(self, year: int, marks: Mapping[str, QColor], today: str) -> None:
        """Show a year; `marks` are the colours of its special days."""
        self._year, self._marks, self._today = year, marks, today
        self.update()

    @override
    def sizeHint(self) -> QSize:
        line = self.fontMetrics().height()
        return QSize(line * 36, line * 26)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        for day, cell in self.cells.items():
            if cell.contains(event.position()):
                self.chosen.emit(day)
                return

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.cells = {}
        width = (self.width() - _GAP * (_ACROSS - 1)) / _ACROSS
        height = (self.height() - _GAP * (_DOWN - 1)) / _DOWN
        for month in range(1, 13):
            down, across = divmod(month - 1, _ACROSS)
            left, top = across * (width + _GAP), down * (height + _GAP)
            self._draw_month(painter, month, QRectF(left, top, width, height))
        painter.end()

    def _draw_month(self, painter: QPainter, month: int, area: QRectF) -> None:
        # The application's palette: a style sheet makes a widget's own see-through.
        ink = QGuiApplication.palette().color(QPalette.ColorRole.WindowText)
        quiet = QGuiApplication.palette().color(QPalette.ColorRole.PlaceholderText)
        head, side = area.height() / (_WEEKS + 1.4), area.width() / 7
        font = self.font()
        font.setPixelSize(max(int(min(head * 0.62, side * 0.5)), 8))
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(ink)
        title = QRectF(area.left(), area.top(), area.width(), head * 1.2)
        painter.drawText(title, Qt.AlignmentFlag.AlignCenter, self._months[month - 1])
        font.setBold(False)
        painter.setFont(font)
        for week, days in enumerate(monthcalendar(self._year, month)):
            top = area.top() + head * (week + 1.3)
            for weekday, number in enumerate(days):
                if number:
                    cell = QRectF(area.left() + weekday * side, top, side, head)
                    weekend = weekday > 4  # noqa: PLR2004 - Friday
                    day = date(self._year, month, number)
                    self._draw_day(painter, cell, day, quiet if weekend else ink)

    def _draw_day(self, painter: QPainter, cell: QRectF, day: date, ink: QColor) -> None:
        iso = day.isoformat()
        self.cells[iso] = cell
        mark = self._marks.get(iso)
        inner = cell.adjusted(1, 1, -1, -1)
        if mark is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(mark)
            painter.drawRoundedRect(inner, 3, 3)
        if iso == self._today:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QGuiApplication.palette().color(QPalette.ColorRole.Highlight), 2))
            painter.drawRoundedRect(inner, 3, 3)
        base = QGuiApplication.palette().color(QPalette.ColorRole.Base)
        painter.setPen(base if mark is not None else ink)
        painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, str(day.day))
