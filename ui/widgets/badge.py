"""A cell drawn as a badge: its text in a rounded frame of its own colour."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QPainter, QPen
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

Index = QModelIndex | QPersistentModelIndex
_SIDE, _EDGE = 8, 3  # pixels: from the text to the frame, from the frame to the cell


class Badge(QStyledItemDelegate):
    """Draws what a model says in the colour it gives as the foreground."""

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        brush = index.data(Qt.ItemDataRole.ForegroundRole)
        text = str(index.data() or "")
        if not isinstance(brush, QBrush) or not text:
            super().paint(painter, option, index)
            return
        # The row's own ground, chosen or not, lies under the frame.
        plain = QStyleOptionViewItem(option)
        self.initStyleOption(plain, index)
        plain.text = ""
        widget = plain.widget
        widget.style().drawControl(
            widget.style().ControlElement.CE_ItemViewItem, plain, painter, widget
        )
        metrics = option.fontMetrics
        cell = QRectF(option.rect).adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE)
        width = min(metrics.horizontalAdvance(text) + 2 * _SIDE, cell.width())
        frame = QRectF(cell.left(), cell.top(), width, cell.height())
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(brush.color(), 1.2))
        painter.drawRoundedRect(frame, frame.height() / 2, frame.height() / 2)
        painter.setFont(option.font)
        painter.drawText(
            frame, Qt.AlignmentFlag.AlignCenter,
            metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(width)),
        )  # fmt: skip
        painter.restore()

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        hint = super().sizeHint(option, index)
        return QSize(hint.width() + 2 * (_SIDE + _EDGE), hint.height())
