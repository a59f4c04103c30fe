"""Icons: line drawings in the colours of the palette, sharp at any scale."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer

import resources

_SIZES = (20, 40)  # pixels: at 100% and 200%


def draw_icon(name: str, palette: QPalette) -> QIcon:
    """Return an icon of `resources/icons`, light when its button is checked."""
    drawing = resources.path("icons", f"{name}.svg").read_text(encoding="utf-8")
    icon = QIcon()
    faces = (
        (QPalette.ColorRole.WindowText, QIcon.Mode.Normal, QIcon.State.Off),
        (QPalette.ColorRole.HighlightedText, QIcon.Mode.Normal, QIcon.State.On),
        (QPalette.ColorRole.PlaceholderText, QIcon.Mode.Disabled, QIcon.State.Off),
    )
    for role, mode, state in faces:
        inked = drawing.replace("#000000", palette.color(role).name())
        renderer = QSvgRenderer(QByteArray(inked.encode()))
        for size in _SIZES:
            pixmap = QPixmap(QSize(size, size))
            pixmap.fill(Qt.GlobalColor.transparent)
            painter = QPainter(pixmap)
            renderer.render(painter)
            painter.end()
            icon.addPixmap(pixmap, mode, state)
    return icon
