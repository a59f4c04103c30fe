"""The days of a month side by side: how much was lent on each, and how much changed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

_EVERY = 5  # days between two figures under the line
_LEAST = 3  # pixels: what a bar of any height has


class DaysPicture(QWidget):
    """Two bars for each day of a month, each kind in its own colour."""

    def __init__(self) -> None:
        """Start with no day."""
        super().__init__()
        self._days: Sequence[tuple[int, int]] = ()
        self._colours: Sequence[QColor] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_days(self, days: Sequence[tuple[int, int]], colours: Sequence[QColor]) -> None:
        """Show the two figures of each day, the first of the month first."""
        self._days, self._colours = tuple(days), colours
        said = [
            f"{number}: {', '.join(map(str, day))}"
            for number, day in enumerate(days, start=1)
            if any(day)
        ]
        self.setAccessibleDescription("; ".join(said))
        self.update()

    @override
    def sizeHint(self) -> QSize:
        line = self.fontMetrics().height()
        return QSize(line * 22, line * 8)

    @override
    def minimumSizeHint(self) -> QSize:
        line = self.fontMetrics().height()
        return QSize(line * 12, line * 3)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._days:
            return
        painter = QPainter(self)
        metrics = self.fontMetrics()
        # The application's palette: a style sheet makes a widget's own see-through.
        quiet = QGuiApplication.palette().color(QPalette.ColorRole.PlaceholderText)
        most = max(max(day) for day in self._days) or 1
        left = float(metrics.horizontalAdvance(str(most)) + 8)
        foot = self.height() - metrics.height() - 4.0
        head = metrics.height() / 2
        step = (self.width() - left) / len(self._days)
        painter.setPen(quiet)
        painter.drawLine(round(left), round(foot), self.width(), round(foot))
        painter.drawText(
            QRectF(0, 0, left - 6, metrics.height()), Qt.AlignmentFlag.AlignRight, str(most)
        )
        for number, day in enumerate(self._days, start=1):
            place = left + (number - 1) * step
            if number == 1 or number % _EVERY == 0:
                painter.setPen(quiet)
                painter.drawText(
                    QRectF(place - step, foot + 2, step * 3, metrics.height()),
                    Qt.AlignmentFlag.AlignHCenter,
                    str(number),
                )
            painter.setPen(Qt.PenStyle.NoPen)
            wide = max(step * 0.42, 2)
            for kind, figure in enumerate(day):
                if figure > 0:
                    high = max((foot - head) * figure / most, _LEAST)
                    painter.setBrush(self._colours[kind])
                    painter.drawRect(QRectF(place + kind * wide, foot - high, wide, high))
        painter.end()
