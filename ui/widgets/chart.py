"""What every chart is that can be looked behind: spots to click, or to reach with the arrows."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QGuiApplication,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPalette,
    QPen,
)
from PySide6.QtWidgets import QToolTip, QWidget
from typing_extensions import override

_RING = 2  # pixels
_STEPS = {Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1), Qt.Key.Key_Up: (-1, 0),
          Qt.Key.Key_Down: (1, 0)}  # fmt: skip
_PICKS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


@dataclass(frozen=True, slots=True)
class Spot:
    """A part of a point: where it is drawn, where it is picked, which, and what is said of it."""

    area: QRectF
    room: QRectF
    point: int
    part: int
    said: str


class Chart(QWidget):
    """A drawing whose spots can be picked once `pick_spots` is called.

    `picked` carries the number of the point and of its part.
    """

    picked = Signal(int, int)

    def __init__(self) -> None:
        """Start with nothing to pick."""
        super().__init__()
        self.spots: list[Spot] = []
        self._at = (0, 0)
        self._pickable = False

    def pick_spots(self) -> None:
        """Let the spots be picked, with the mouse and with the keys."""
        self._pickable = True
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)

    def current(self) -> Spot | None:
        """Return the spot the keys stand on, None when nothing is drawn."""
        return min(self.spots, key=self._distance, default=None)

    def draw_ring(self, painter: QPainter) -> None:
        """Draw around the spot the keys stand on, while the chart has the cursor."""
        spot = self.current()
        if spot is None or not self.hasFocus():
            return
        ink = QGuiApplication.palette().color(QPalette.ColorRole.WindowText)
        painter.setPen(QPen(ink, _RING))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(spot.area.adjusted(-1, -1, 1, 1))

    def go_to(self, point: int, part: int) -> None:
        """Stand on a spot, and say what it is."""
        self._at = (point, part)
        spot = self.current()
        if spot is not None:
            self._at = (spot.point, spot.part)
            self.setToolTip(spot.said)
            where = self.mapToGlobal(spot.area.center().toPoint())
            QToolTip.showText(where, spot.said, self)
        self.update()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        spot = self.current()
        if not self._pickable or spot is None or key not in {*_STEPS, *_PICKS}:
            super().keyPressEvent(event)
        elif key in _PICKS:
            self.picked.emit(spot.point, spot.part)
        else:
            self.go_to(*self._next(spot, *self.steps(*_STEPS[key])))

    def steps(self, down: int, across: int) -> tuple[int, int]:
        """Return how many points and parts an arrow goes on; points lie below each other."""
        return down, across

    def _next(self, spot: Spot, points: int, parts: int) -> tuple[int, int]:
        """Return the next spot in a direction; past the last part comes the next point."""
        ordered = sorted(self.spots, key=lambda one: (one.point, one.part))
        if parts:
            at = ordered.index(spot) + parts
            goal = ordered[min(max(at, 0), len(ordered) - 1)]
            return goal.point, goal.part
        known = sorted({one.point for one in ordered})
        at = min(max(known.index(spot.point) + points, 0), len(known) - 1)
        return known[at], spot.part

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        spot = self._under(event.position().toPoint())
        if self._pickable and spot is not None:
            self._at = (spot.point, spot.part)
            self.picked.emit(spot.point, spot.part)
        else:
            super().mousePressEvent(event)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        found = self._pickable and self._under(event.position().toPoint()) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if found else Qt.CursorShape.ArrowCursor)

    @override
    def event(self, event: QEvent) -> bool:
        """Say what stands under the mouse."""
        if self._pickable and event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            spot = self._under(event.pos())
            if spot is not None:
                QToolTip.showText(event.globalPos(), spot.said, self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def _distance(self, spot: Spot) -> tuple[int, int]:
        return abs(spot.point - self._at[0]), abs(spot.part - self._at[1])

    def _under(self, place: QPoint) -> Spot | None:
        found = [spot for spot in self.spots if spot.room.contains(place)]
        return found[0] if found else None
