"""The toast: what happened, in one sentence, with Undo beside it."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from app.domain.sentence import Words

_SHOWN = 12_000  # milliseconds


class Toast(QFrame):
    """The last sentence. `undo_wanted` carries the entry to reverse."""

    undo_wanted = Signal(int)

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        """Build an empty, hidden toast."""
        super().__init__(parent)
        self.setObjectName("toast")
        self.setAccessibleName(words("Last message"))
        self._entry: int | None = None
        self.label = QLabel(self)
        self.label.setWordWrap(True)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.undo = QPushButton(words("Undo"), self)
        self.undo.setToolTip(words("Undo what was just done (Ctrl+Z)"))
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 10, 8)
        row.addWidget(self.label, 1)
        row.addWidget(self.undo)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SHOWN)
        self._timer.timeout.connect(self.hide)
        self.undo.clicked.connect(self.want_undo)
        self.hide()

    def tell(self, text: str, entry: int | None = None) -> None:
        """Show a sentence; with an entry, Undo stands beside it."""
        self._entry = entry
        self.setProperty("bad", False)  # noqa: FBT003 - Qt's property by name and value
        self.style().polish(self)
        self.label.setText(text)
        self.undo.setVisible(entry is not None)
        self.show()
        self._timer.start()

    def warn(self, text: str) -> None:
        """Show why something was not done."""
        self.tell(text)
        self.setProperty("bad", True)  # noqa: FBT003 - Qt's property by name and value
        self.style().polish(self)

    def offers_undo(self) -> bool:
        """Return whether Undo stands beside the sentence now."""
        return self.isVisible() and self._entry is not None

    def want_undo(self) -> None:
        """Ask for the undo of what the toast tells."""
        if self._entry is not None:
            self.undo_wanted.emit(self._entry)
