"""Bars drawn side by side: parts of a whole, one bar for each name."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy
from typing_extensions import override

from ui.widgets.chart import Chart, Spot

_LEAST = 4  # pixels: a part that is something is seen, and can be picked
_GAP = 14  # pixels between a name and its bar
_NAMES = 0.45  # of the width: longer names are cut


class Bars(Chart):
    """One bar for each name, as long as its parts together; each part in its own colour."""

    def __init__(self) -> None:
        """Start with no bar."""
        super().__init__()
        self._bars: list[tuple[str, Sequence[int]]] = []
        self._colours: Sequence[QColor] = ()
        self._parts: Sequence[str] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_bars(
        self,
        bars: Sequence[tuple[str, Sequence[int]]],
        colours: Sequence[QColor],
        parts: Sequence[str] = (),
    ) -> None:
        """Show other bars; their figures stand at their ends and in the accessible text.

        `parts` are what the figures are called.
        """
        self._bars, self._colours, self._parts = list(bars), colours, parts
        said = [f"{name}: {', '.join(self._said(figures))}" for name, figures in bars]
        self.setAccessibleDescription("; ".join(said))
        self.setFixedHeight(self.sizeHint().height())
        self._place()
        self.update()

    def _said(self, figures: Sequence[int]) -> list[str]:
        if not self._parts:
            return [str(figure) for figure in figures]
        pairs = zip(self._parts, figures, strict=True)
        return [f"{part} {figure}" for part, figure in pairs]

    @override
    def sizeHint(self) -> QSize:
        line = self.fontMetrics().height() + 6
        return QSize(line * 14, line * max(len(self._bars), 1))

    def _place(self) -> None:
        """Say where each part of each bar lies."""
        self.spots = []
        if not self._bars:
            return
        line = self.fontMetrics().height() + 6
        names, figures = self._sides()
        longest = max(sum(parts) for _name, parts in self._bars) or 1
        scale = max(self.width() - names - figures, 20) / longest
        for row, (name, parts) in enumerate(self._bars):
            left, said = float(names), self._said(parts)
            for at, part in enumerate(parts):
                if part:
                    wide = max(part * scale, _LEAST)
                    area = QRectF(left, row * line + 3, wide, line - 6)
                    room = area.adjusted(0, -3, 0, 3)
                    self.spots.append(Spot(area, room, row, at, f"{name}: {said[at]}"))
                    left += wide

    def _sides(self) -> tuple[int, int]:
        """Return how wide the names on the left and the figures on the right are, in pixels."""
        metrics = self.fontMetrics()
        names = max(metrics.horizontalAdvance(name) for name, _parts in self._bars) + _GAP
        figures = max(metrics.horizontalAdvance(_figures(parts)) for _name, parts in self._bars)
        least = _LEAST * len(self._colours)
        return min(names, round(self.width() * _NAMES)), figures + 10 + least

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        self._place()
        if not self._bars:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics = self.fontMetrics()
        line = metrics.height() + 6
        names, _figure = self._sides()
        ink = QGuiApplication.palette().color(QPalette.ColorRole.WindowText)
        painter.setPen(Qt.PenStyle.NoPen)
        ends = dict.fromkeys(range(len(self._bars)), float(names))
        for spot in self.spots:
            painter.setBrush(self._colours[spot.part])
            painter.drawRect(spot.area)
            ends[spot.point] = spot.area.right()
        painter.setPen(ink)
        middle = Qt.AlignmentFlag.AlignVCenter
        for row, (name, parts) in enumerate(self._bars):
            room = QRectF(0, row * line, names - 10, line)
            cut = metrics.elidedText(name, Qt.TextElideMode.ElideRight, names - 10)
            painter.drawText(room, middle | Qt.AlignmentFlag.AlignRight, cut)
            left = ends[row] + 8
            painter.drawText(
                QRectF(left, row * line, self.width() - left, line), middle, _figures(parts)
            )
        self.draw_ring(painter)
        painter.end()


def _figures(parts: Sequence[int]) -> str:
    return " / ".join(map(str, parts))
