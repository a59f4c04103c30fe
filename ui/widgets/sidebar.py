"""The sidebar: the way to every screen, scrolled where the window is too low for all."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QScrollArea, QToolButton, QVBoxLayout, QWidget

from ui.widgets.kit import label

_ROOM = 8  # pixels to the right of the longest name


class Sidebar(QScrollArea):
    """Buttons in chapters under the program's name, and those of daily papers at the foot."""

    def __init__(
        self,
        name: str,
        chapters: Sequence[tuple[str, Sequence[QToolButton]]],
        papers: Sequence[QToolButton],
    ) -> None:
        """Stack the buttons, each chapter under its title; `name` is read by who sees none."""
        super().__init__()
        self.setObjectName("sidebar")
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._column = QWidget()
        column = QVBoxLayout(self._column)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(0)
        column.addWidget(label("Sổ Thiết Bị", "brand"))
        for title, buttons in chapters:
            column.addWidget(label(title, "chapter"))
            for button in buttons:
                column.addWidget(button)
        column.addStretch(1)
        for button in papers:
            column.addWidget(button)
        self.setWidget(self._column)
        screens = (button for _title, buttons in chapters for button in buttons)
        self._buttons = (*screens, *papers)
        for button in self._buttons:
            button.toggled.connect(self._show_checked)
        self.fit()

    def fit(self) -> None:
        """Be as wide as the longest name, in the text size that is worn now."""
        line = self.fontMetrics().height()
        for button in self._buttons:
            button.setIconSize(QSize(line, line))
        bar = self.verticalScrollBar().sizeHint().width()
        self.setFixedWidth(self._column.sizeHint().width() + bar + _ROOM)

    def _show_checked(self) -> None:
        for button in self._buttons:
            if button.isChecked():
                self.ensureWidgetVisible(button)
