"""A figure with its name under it, to be pressed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout
from typing_extensions import override

from ui.widgets.kit import label

_WIDE = 8.5  # lines of text


class Tile(QPushButton):
    """A large figure over its name; it is pressed like any button."""

    def __init__(self, name: str, tone: str) -> None:
        """Start without a figure; `tone` is what the figure's colour means."""
        super().__init__()
        self.setObjectName("tile")
        self._name, self._tone = name, tone
        # As high as its neighbours in a row, however long their names are.
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self.figure = label("", "figure")
        self.said = label(name, "quiet")
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(14, 8, 14, 8)
        column.setSpacing(2)
        for part in (self.figure, self.said):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            column.addWidget(part)
        column.addStretch(1)

    def show_figure(self, figure: int, tip: str) -> None:
        """Show a figure; nothing is no reason to look, so it wears the usual colour."""
        self.figure.setText(f"{figure:,}".replace(",", "."))
        self.figure.setProperty("tone", self._tone if figure else "")
        self.figure.style().polish(self.figure)
        self.setAccessibleName(f"{self._name}: {figure}")
        self.setToolTip(tip)

    @override
    def sizeHint(self) -> QSize:
        wide = round(self.fontMetrics().height() * _WIDE)
        return QSize(wide, self._column.heightForWidth(wide))

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self.updateGeometry()
