"""Small questions: why an entry is undone, what a kit is called, which keys do what."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QDialog, QLineEdit, QVBoxLayout, QWidget
from typing_extensions import override

from app.domain.calendar import show_day
from app.domain.fault import Refused
from app.domain.ledger import Entry
from app.domain.sentence import Sentence, Words
from app.services.kits import MakeKit
from app.services.undoing import Undo
from ui.actions import Actions
from ui.dialogs.form import Form
from ui.models.tables import RowsModel
from ui.runner import Runner
from ui.widgets.kit import label, table


class UndoForm(Form):
    """Asks why an entry is undone, and undoes it."""

    def __init__(self, runner: Runner, parent: QWidget | None, entry: Entry) -> None:
        """Build the form for an entry."""
        words = runner.words
        super().__init__(words, words("Undo an entry"), words("Undo"), parent)
        self._runner, self._entry = runner, entry
        self.rows.addRow(label(f"{show_day(entry.day)}: {words(entry.text, **entry.values)}"))
        self.reason = self.add_text(
            "reason", words("Reason"),
            offer=(words("Written by mistake"), words("Wrong class"), words("Wrong device")),
        )  # fmt: skip

    @override
    def submit(self) -> None:
        """Undo the entry."""
        self._runner.attempt(Undo(self.reason.text(), self._entry.id))


class KitForm(Form):
    """Asks the name of a kit, and makes it."""

    def __init__(
        self, runner: Runner, parent: QWidget | None, make: Callable[[str], MakeKit]
    ) -> None:
        """Build the form; `make` returns the action for a name."""
        words = runner.words
        super().__init__(words, words("Keep as a kit"), words("Save"), parent)
        self._runner, self._make = runner, make
        self.name = self.add_text("name", words("Name of the kit"))

    @override
    def submit(self) -> None:
        """Make the kit."""
        self._runner.attempt(self._make(self.name.text()))


class PinForm(Form):
    """Asks for the PIN that ends the teachers' view: a new one, or the one that was set."""

    def __init__(
        self, words: Words, parent: QWidget | None, pin: str, done: Callable[[str], None]
    ) -> None:
        """Build the form; `pin` is the one to match, empty to set one."""
        super().__init__(words, words("Teachers' view"), words("OK"), parent)
        self._wanted, self._done = pin, done
        if not pin:
            self.rows.addRow(label(words("Choose a PIN: the view is left with it alone.")))
        self.pin = self.add_text("pin", words("PIN"))
        self.pin.setEchoMode(QLineEdit.EchoMode.Password)

    @override
    def submit(self) -> None:
        """Hand the PIN over when it fits."""
        typed = self.pin.text().strip()
        if not typed:
            raise Refused(Sentence("Type at least one digit."), where="pin")
        if self._wanted and typed != self._wanted:
            raise Refused(Sentence("That is not the PIN. Ask the keeper."), where="pin")
        self._done(typed)


class ShortcutSheet(QDialog):
    """Every action with its keys."""

    def __init__(self, words: Words, actions: Actions, parent: QWidget | None) -> None:
        """List the actions."""
        super().__init__(parent)
        self.setWindowTitle(words("Keyboard shortcuts"))
        self.resize(640, 600)
        self.model = RowsModel((words("Keys"), words("Action"), words("What it does")))
        self.model.show([(act.shortcut, act.text, act.tip) for act in actions.acts if act.shortcut])
        column = QVBoxLayout(self)
        column.addWidget(label(words("Keyboard shortcuts"), "title"))
        column.addWidget(table(self.model, words("Keyboard shortcuts"), (100, 190, 0)))
