"""Pages of a paper one under another; each is drawn when it comes into sight."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame
from typing_extensions import override

from app.domain.picture import POINTS
from app.services.viewing import page_picture, page_sizes
from ui.theme import colours

ZOOMS = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0)  # of the size on paper
_GAP = 14  # pixels around a page
_MOST_KEPT = 8  # pictures of pages: enough to turn back without drawing again
_ARROW = 48  # pixels a press on an arrow key scrolls


class Fit(Enum):
    """What the zoom follows when the window changes its size."""

    WIDTH = "width"
    PAGE = "page"
    NOTHING = ""


class PageView(QAbstractScrollArea):
    """Shows the pages of a PDF. `moved` tells the page in sight, from 1; `zoomed` the zoom."""

    moved = Signal(int)
    zoomed = Signal()

    def __init__(self, paper: bytes, name: str) -> None:
        """Show a paper; `name` is what a screen reader calls it."""
        super().__init__()
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._paper = paper
        self._sizes = page_sizes(paper)
        self._pictures: dict[int, QImage] = {}
        self._rects: list[QRect] = []
        self._page = 1
        self.fit, self.zoom = Fit.WIDTH, 1.0
        self.verticalScrollBar().valueChanged.connect(self._tell)

    @property
    def pages(self) -> int:
        """How many pages the paper has."""
        return len(self._sizes)

    @property
    def page(self) -> int:
        """The page in sight, from 1: the one that was asked for, or the most of is seen."""
        return self._page

    @property
    def drawn(self) -> set[int]:
        """The pages, from 1, whose pictures are kept."""
        return {at + 1 for at in self._pictures}

    def go(self, page: int) -> None:
        """Bring a page, from 1, to the top of the view."""
        page = min(max(page, 1), self.pages)
        self.verticalScrollBar().setValue(self._rects[page - 1].top() - _GAP)
        self._page = page  # at the end of a paper it may not reach the top
        self.moved.emit(page)

    def follow(self, fit: Fit, zoom: float = 1.0) -> None:
        """Let the zoom follow the window, or with `Fit.NOTHING` stand at `zoom`."""
        self.fit, self.zoom = fit, zoom
        self._lay_again()
        self.zoomed.emit()

    def step(self, way: int) -> None:
        """Go to the next larger zoom (1) or the next smaller (-1)."""
        further = [zoom for zoom in ZOOMS if (zoom - self.zoom) * way > 0.01]  # noqa: PLR2004 - less is the same zoom
        if further:
            self.follow(Fit.NOTHING, min(further) if way > 0 else max(further))

    def _lay_again(self) -> None:
        """Lay the pages anew and keep what was at the top of the view there."""
        page, bar = self._page, self.verticalScrollBar()
        if not self._rects:
            self._lay()
            return
        before = self._rects[page - 1]
        share = (bar.value() - before.top() + _GAP) / before.height()
        self._lay()
        after = self._rects[page - 1]
        bar.setValue(after.top() - _GAP + round(share * after.height()))
        self._page = page
        self.moved.emit(page)

    def _lay(self) -> None:
        """Find where each page lies, and how far the bars go."""
        across, down = (side - 2 * _GAP for side in self.viewport().size().toTuple())
        widest = max(size.width for size in self._sizes)
        tallest = max(size.height for size in self._sizes)
        inch = self.logicalDpiX() / POINTS
        if self.fit is not Fit.NOTHING:
            zoom = across / widest / inch
            self.zoom = min(zoom, down / tallest / inch) if self.fit is Fit.PAGE else zoom
            self.zoom = max(self.zoom, 0.1)
        scale = self.zoom * inch
        whole = max(round(widest * scale) + 2 * _GAP, self.viewport().width())
        self._rects, top = [], _GAP
        for size in self._sizes:
            width, height = round(size.width * scale), round(size.height * scale)
            self._rects.append(QRect((whole - width) // 2, top, width, height))
            top += height + _GAP
        self._pictures.clear()
        self._reach(whole, top, round(tallest * scale))
        self.viewport().update()

    def _reach(self, width: int, height: int, page: int) -> None:
        """Set how far the bars go; a press on Page Down goes on by a page that fits, or a view."""
        view = self.viewport().size()
        bar = self.verticalScrollBar()
        bar.setRange(0, max(height - view.height(), 0))
        bar.setPageStep(page + _GAP if page <= view.height() else view.height() - _ARROW)
        bar.setSingleStep(_ARROW)
        self.horizontalScrollBar().setRange(0, max(width - view.width(), 0))
        self.horizontalScrollBar().setPageStep(view.width())
        self.horizontalScrollBar().setSingleStep(_ARROW)

    def _tell(self) -> None:
        self.viewport().update()
        top = self.verticalScrollBar().value()
        bottom = top + self.viewport().height()
        seen = [min(rect.bottom(), bottom) - max(rect.top(), top) for rect in self._rects]
        self._page = seen.index(max(seen)) + 1
        self.moved.emit(self._page)

    def _picture(self, at: int) -> QImage:
        """Return a page as it is seen now, drawn if it was not yet."""
        if at not in self._pictures:
            ratio = self.devicePixelRatioF()
            dots = self._rects[at].width() * ratio * POINTS / self._sizes[at].width
            made = page_picture(self._paper, at, dots)
            image = QImage(
                made.pixels, made.width, made.height, made.stride, QImage.Format.Format_RGB32
            )
            if len(self._pictures) >= _MOST_KEPT:
                self._pictures.pop(max(self._pictures, key=lambda other: abs(other - at)))
            self._pictures[at] = image.copy()  # the image itself keeps no bytes
        return self._pictures[at]

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        self._lay_again()
        if self.fit is not Fit.NOTHING:
            self.zoomed.emit()
        super().resizeEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        worn = colours()
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(event.rect(), QColor(worn.line))
        painter.translate(-self.horizontalScrollBar().value(), -self.verticalScrollBar().value())
        seen = event.rect().translated(
            self.horizontalScrollBar().value(), self.verticalScrollBar().value()
        )
        for at, rect in enumerate(self._rects):
            if rect.intersects(seen):
                painter.drawImage(QRectF(rect), self._picture(at))
                painter.setPen(QPen(QColor(worn.quiet)))
                painter.drawRect(rect.adjusted(-1, -1, 0, 0))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self.verticalScrollBar()
        if event.key() == Qt.Key.Key_Home:
            bar.setValue(bar.minimum())
        elif event.key() == Qt.Key.Key_End:
            bar.setValue(bar.maximum())
        else:
            super().keyPressEvent(event)

    @override
    def wheelEvent(self, arg__1: QWheelEvent) -> None:
        if arg__1.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.step(1 if arg__1.angleDelta().y() > 0 else -1)
        else:
            super().wheelEvent(arg__1)
