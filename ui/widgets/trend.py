"""A trend drawn: for each point of time a column of each part, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

Point = tuple[str, tuple[int, ...], str]
_LINES = 6  # lines of text: how high the columns stand
_WIDEST = 26  # pixels: no column is wider, however few there are
_CENTRE = Qt.AlignmentFlag.AlignHCenter


class TrendChart(QWidget):
    """Columns over their names; a figure stands on each, a line of words under each name."""

    def __init__(self) -> None:
        """Start with no point."""
        super().__init__()
        self._points: Sequence[Point] = ()
        self._colours: Sequence[QColor] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_points(
        self, parts: Sequence[str], points: Sequence[Point], colours: Sequence[QColor]
    ) -> None:
        """Show other points; their figures stand in the accessible text too."""
        self._points, self._colours = points, colours
        said = [
            f"{name}: " + ", ".join(f"{part} {figure}" for part, figure in zip(
                parts, figures, strict=True)) + f", {under}"
            for name, figures, under in points
        ]  # fmt: skip
        self.setAccessibleDescription("; ".join(said))
        self.setFixedHeight(self.sizeHint().height())
        self.update()

    @override
    def sizeHint(self) -> QSize:
        line = self.fontMetrics().height()
        return QSize(line * 20, line * (_LINES + 3))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._points:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = QGuiApplication.palette()
        ink = palette.color(QPalette.ColorRole.WindowText)
        line = self.fontMetrics().height()
        floor = line * (_LINES + 1)
        slot = self.width() / len(self._points)
        highest = max(max(figures) for _name, figures, _under in self._points) or 1
        metrics = self.fontMetrics()
        widest = max(metrics.horizontalAdvance(text) for name, _figures, under in self._points
                     for text in (name, under))  # fmt: skip
        step = ceil((widest + 4) / slot)  # where the names are too wide, only some are written
        for at, (name, figures, under) in enumerate(self._points):
            self._draw_columns(painter, QRectF(at * slot, line, slot, floor - line), figures,
                               highest, ink)  # fmt: skip
            if at % step:
                continue
            painter.setPen(ink)
            left, room = (at + 0.5) * slot - widest / 2 - 2, widest + 4
            painter.drawText(QRectF(max(left, 0), floor + 2, room, line), _CENTRE, name)
            painter.drawText(QRectF(max(left, 0), floor + 2 + line, room, line), _CENTRE, under)
        painter.setPen(ink)
        painter.drawLine(0, floor, self.width(), floor)
        painter.end()

    def _draw_columns(
        self, painter: QPainter, room: QRectF, figures: Sequence[int], highest: int, ink: QColor
    ) -> None:
        wide = min(room.width() * 0.8 / len(figures), _WIDEST)
        left = room.center().x() - wide * len(figures) / 2
        line = self.fontMetrics().height()
        for figure, colour in zip(figures, self._colours, strict=True):
            # What an undo took back of an earlier month is below nothing: it has no column.
            height = max(figure, 0) * (room.height() - 2) / highest
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            painter.drawRect(QRectF(left + 1, room.bottom() - height, wide - 2, height))
            if figure:
                painter.setPen(ink)
                top = room.bottom() - height - line
                painter.drawText(QRectF(left - wide, top, wide * 3, line), _CENTRE, str(figure))
            left += wide
