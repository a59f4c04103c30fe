"""A trend drawn: for each point of time a column of each part, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy
from typing_extensions import override

from ui.widgets.chart import Chart, Spot

Point = tuple[str, tuple[int, ...], str]
_LINES = 6  # lines of text: how high the columns stand
_WIDEST = 26  # pixels: no column is wider, however few there are
_NEAR = 8  # figures before one that it might be written over
_CENTRE = Qt.AlignmentFlag.AlignHCenter


class TrendChart(Chart):
    """Columns over their names; a figure stands on each, a line of words under each name."""

    def __init__(self) -> None:
        """Start with no point."""
        super().__init__()
        self._points: Sequence[Point] = ()
        self._parts: Sequence[str] = ()
        self._colours: Sequence[QColor] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_points(
        self, parts: Sequence[str], points: Sequence[Point], colours: Sequence[QColor]
    ) -> None:
        """Show other points; their figures stand in the accessible text too."""
        self._points, self._colours, self._parts = points, colours, parts
        said = [
            f"{name}: " + ", ".join(f"{part} {figure}" for part, figure in zip(
                parts, figures, strict=True)) + (f", {under}" if under else "")
            for name, figures, under in points
        ]  # fmt: skip
        self.setAccessibleDescription("; ".join(said))
        self.setFixedHeight(self.sizeHint().height())
        self._place()
        self.update()

    @override
    def steps(self, down: int, across: int) -> tuple[int, int]:
        """Return how many points and parts an arrow goes on: points lie side by side."""
        return 0, across or down

    @override
    def sizeHint(self) -> QSize:
        line = self.fontMetrics().height()
        return QSize(line * 20, line * (_LINES + 3))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        self._place()
        if not self._points:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = QGuiApplication.palette()
        ink = palette.color(QPalette.ColorRole.WindowText)
        line = self.fontMetrics().height()
        floor = line * (_LINES + 1)
        slot = self.width() / len(self._points)
        metrics = self.fontMetrics()
        widest = max(metrics.horizontalAdvance(text) for name, _figures, under in self._points
                     for text in (name, under))  # fmt: skip
        step = ceil((widest + 4) / slot)  # where the names are too wide, only some are written
        for at, (name, _figures, under) in enumerate(self._points):
            if at % step:
                continue
            painter.setPen(ink)
            left, room = (at + 0.5) * slot - widest / 2 - 2, widest + 4
            painter.drawText(QRectF(max(left, 0), floor + 2, room, line), _CENTRE, name)
            painter.drawText(QRectF(max(left, 0), floor + 2 + line, room, line), _CENTRE, under)
        painter.setPen(ink)
        painter.drawLine(0, floor, self.width(), floor)
        self._draw_columns(painter, ink)
        self.draw_ring(painter)
        painter.end()

    def _place(self) -> None:
        """Say where each column stands; one of nothing has no place."""
        self.spots = []
        if not self._points:
            return
        line = self.fontMetrics().height()
        floor, slot = line * (_LINES + 1), self.width() / len(self._points)
        highest = max(max(figures) for _name, figures, _under in self._points) or 1
        for at, (name, figures, _under) in enumerate(self._points):
            wide = min(slot * 0.8 / len(figures), _WIDEST)
            left = (at + 0.5) * slot - wide * len(figures) / 2
            for part, figure in enumerate(figures):
                # What an undo took back of an earlier month is below nothing: it has no column.
                height = max(figure, 0) * (floor - line - 2) / highest
                area = QRectF(left + part * wide + 1, floor - height, wide - 2, height)
                room = QRectF(left + part * wide, line, wide, floor - line)
                if figure:
                    said = f"{name}: {self._parts[part]} {figure}"
                    self.spots.append(Spot(area, room, at, part, said))

    def _draw_columns(self, painter: QPainter, ink: QColor) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        for spot in self.spots:
            painter.setBrush(self._colours[spot.part])
            painter.drawRect(spot.area)
        painter.setPen(ink)
        line, metrics = self.fontMetrics().height(), self.fontMetrics()
        written: list[QRectF] = []
        for spot in self.spots:
            figure = str(self._points[spot.point][1][spot.part])
            wide = metrics.horizontalAdvance(figure) + 2
            middle = spot.area.center().x()
            room = QRectF(middle - wide / 2, spot.area.top() - line, wide, line)
            # Where there is no room the figure is left to the tip: two on each other say nothing.
            if not any(room.intersects(one) for one in written[-_NEAR:]):
                painter.drawText(room, _CENTRE, figure)
                written.append(room)
