"""What is shown once and never again: a first PIN, or a recovery code."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.domain.fault import Fault
from app.domain.secret import Secret
from app.domain.sentence import Words
from ui.printing import make_printer, print_whole
from ui.widgets.kit import Card, label

Drawing = Callable[[], bytes]


class HandedSheet(QDialog):
    """Shows a secret that the book itself does not know; it is printed from memory, kept nowhere.

    A preview would write it to a file, so it goes to the printer at once.
    """

    def __init__(
        self, words: Words, parent: QWidget | None, title: str, says: str, secret: Secret,
        draw: Drawing,
    ) -> None:  # fmt: skip
        """Show a secret under its title; `draw` returns the slip that holds it."""
        super().__init__(parent)
        self._words, self._title, self._draw = words, title, draw
        self.setWindowTitle(title)
        self.setMinimumWidth(560)
        self.secret = label(secret.reveal(), "figure")
        self.secret.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.secret.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByKeyboard)
        self.refusal = label("", "bad")
        self.refusal.hide()
        self.print_button = QPushButton(words("Print the slip…"))
        self.print_button.setAutoDefault(False)
        self.close_button = QPushButton(words("I have it"))
        self.close_button.setDefault(True)
        card = Card()
        card.column.addWidget(self.secret)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.print_button)
        row.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        for widget in (label(title, "title"), label(says), card,
                       label(words("It is shown this once. The book keeps only a mark from which "
                                   "it cannot be read back."), "quiet"),
                       self.refusal):  # fmt: skip
            column.addWidget(widget)
        column.addLayout(row)
        self.print_button.clicked.connect(self.print_slip)
        self.close_button.clicked.connect(self.accept)
        self.close_button.setFocus()

    def print_slip(self) -> None:
        """Ask which printer, and print the slip."""
        printer = make_printer(self._draw(), self._title)
        dialog = QPrintDialog(printer, self)
        chosen = dialog.exec()
        dialog.deleteLater()
        if chosen:
            self.print_on(printer)

    def print_on(self, printer: QPrinter) -> None:
        """Print the slip on a printer; what it refuses is said here."""
        try:
            print_whole(printer, self._draw())
        except Fault as fault:
            self.refusal.setText(self._words.render(fault.sentence))
            self.refusal.show()


def hand_pin(words: Words, parent: QWidget, name: str, pin: Secret) -> None:
    """Show a first PIN once."""
    says = words("Give it to {name} alone, by hand. At the first sign-in another is chosen.",
                 name=name)  # fmt: skip
    title = words("First PIN of {name}", name=name)
    _hand(HandedSheet(words, parent, title, says, pin, lambda: b""))
