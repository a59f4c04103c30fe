"""Bars drawn side by side: parts of a whole, one bar for each name."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override


class Bars(QWidget):
    """One bar for each name, as long as its parts together; each part in its own colour."""

    def __init__(self) -> None:
        """Start with no bar."""
        super().__init__()
        self._bars: list[tuple[str, Sequence[int]]] = []
        self._colours: Sequence[QColor] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_bars(
        self, bars: Sequence[tuple[str, Sequence[int]]], colours: Sequence[QColor]
    ) -> None:
        """Show other bars; their figures stand at their ends and in the accessible text."""
        self._bars, self._colours = list(bars), colours
        said = [f"{name}: {', '.join(map(str, parts))}" for name, parts in bars]
        self.setAccessibleDescription("; ".join(said))
        self.setFixedHeight(self.sizeHint().height())
        self.update()

    @override
    def sizeHint(self) -> QSize:
        line = self.fontMetrics().height() + 6
        return QSize(line * 14, line * max(len(self._bars), 1))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._bars:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics = self.fontMetrics()
        line = metrics.height() + 6
        names = max(metrics.horizontalAdvance(name) for name, _parts in self._bars) + 10
        longest = max(sum(parts) for _name, parts in self._bars) or 1
        figures = metrics.horizontalAdvance("000 / 000 / 000") + 10
        scale = max(self.width() - names - figures, 20) / longest
        ink = QGuiApplication.palette().color(QPalette.ColorRole.WindowText)
        middle = Qt.AlignmentFlag.AlignVCenter
        for row, (name, parts) in enumerate(self._bars):
            top = row * line
            painter.setPen(ink)
            painter.drawText(
                QRectF(0, top, names - 10, line), middle | Qt.AlignmentFlag.AlignRight, name
            )
            left = float(names)
            painter.setPen(Qt.PenStyle.NoPen)
            for part, colour in zip(parts, self._colours, strict=True):
                painter.setBrush(colour)
                painter.drawRect(QRectF(left, top + 3, part * scale, line - 6))
                left += part * scale
            painter.setPen(ink)
            painter.drawText(
                QRectF(left + 8, top, figures, line), middle, " / ".join(map(str, parts))
            )
        painter.end()
