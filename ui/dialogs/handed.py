"""What is shown once and never again: a first PIN, or a recovery code."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.domain.account import Signed
from app.domain.fault import Fault
from app.domain.secret import Secret
from app.domain.sentence import Words
from app.services.account_slips import DrawAccountSlip
from ui.printing import make_printer, print_whole
from ui.runner import Runner
from ui.widgets.kit import Card, label

Drawing = Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Handed:
    """A secret to hand over, what is said of it, and what draws the slip that holds it."""

    title: str
    says: str
    secret: Secret
    draw: Drawing


class HandedSheet(QDialog):
    """Shows a secret that the book itself does not know; it is printed from memory, kept nowhere.

    A preview would write it to a file, so it goes to the printer at once.
    """

    def __init__(self, words: Words, parent: QWidget | None, handed: Handed) -> None:
        """Show what is to be handed over."""
        super().__init__(parent)
        self._words, self._handed = words, handed
        self.setWindowTitle(handed.title)
        self.setMinimumWidth(560)
        self.secret = label(handed.secret.reveal(), "figure")
        self.secret.setWordWrap(False)  # a code that is copied by hand stands on one line
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
        for widget in (label(handed.title, "title"), label(handed.says), card,
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
        printer = make_printer(self._handed.draw(), self._handed.title)
        dialog = QPrintDialog(printer, self)
        chosen = dialog.exec()
        dialog.deleteLater()
        if chosen:
            self.print_on(printer)

    def print_on(self, printer: QPrinter) -> None:
        """Print the slip on a printer; what it refuses is said here."""
        try:
            print_whole(printer, self._handed.draw())
        except Fault as fault:
            self.refusal.setText(self._words.render(fault.sentence))
            self.refusal.show()


def hand_pin(runner: Runner, parent: QWidget, person: Signed, pin: Secret) -> None:
    """Show somebody's first PIN, once."""
    words, name = runner.words, person.name
    title = words("First PIN of {name}", name=name)
    says = words("Give it to {name} alone. At the first sign-in another one is chosen.", name=name)
    draw = partial(runner.ask, DrawAccountSlip(person.code, name, pin))
    _hand(HandedSheet(words, parent, Handed(title, says, pin, draw)))


def hand_recovery(runner: Runner, parent: QWidget, person: Signed, recovery: Secret) -> None:
    """Show somebody's recovery code, once."""
    words, name = runner.words, person.name
    title = words("Recovery code of {name}", name=name)
    says = words("It opens the account once when the PIN is forgotten. Print it and lock it away "
                 "with the school's seal; whoever finds it can sign in.")  # fmt: skip
    draw = partial(runner.ask, DrawAccountSlip(person.code, name, recovery, recovery=True))
    _hand(HandedSheet(words, parent, Handed(title, says, recovery, draw)))


def _hand(sheet: HandedSheet) -> None:
    sheet.exec()
    sheet.deleteLater()
