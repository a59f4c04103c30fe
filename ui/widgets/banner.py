"""A strip over the screens that stays until what it asks for is done."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton

from ui.widgets.kit import label


class Banner(QFrame):
    """One sentence and one button; it hides nothing and stops no work."""

    wanted = Signal()

    def __init__(self, button: str) -> None:
        """Build the strip, hidden; `button` is what its button says."""
        super().__init__()
        self.setObjectName("banner")
        self.said = label("", "bad")
        self.button = QPushButton(button)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 8, 24, 8)
        row.addWidget(self.said, 1)
        row.addWidget(self.button)
        self.button.clicked.connect(self.wanted)
        self.hide()

    def tell(self, text: str) -> None:
        """Show a sentence, or hide the strip when it is blank."""
        self.said.setText(text)
        self.setVisible(bool(text))
