"""One's own PIN: changed, recovered when it was forgotten; and when this PC locks."""

from __future__ import annotations

from random import SystemRandom

from PySide6.QtWidgets import QLineEdit, QWidget
from typing_extensions import override

from app.domain.account import Signed
from app.domain.fault import Refused
from app.domain.secret import Secret
from app.domain.sentence import Sentence, Words
from app.services.accounts import invent_recovery
from ui.dialogs.form import Form
from ui.kept import Kept
from ui.runner import Runner
from ui.widgets.kit import label
from ui.widgets.sign_in import secret_field

CHOOSE = SystemRandom().choice  # what invents secrets


class SecretForm(Form):
    """A form that asks for a new PIN twice."""

    def add_secret(self, name: str, title: str) -> QLineEdit:
        """Add a line that shows dots."""
        field = secret_field(title)
        self.add_field(name, title, field)
        return field

    def add_new(self) -> None:
        """Add both lines of the new PIN."""
        words = self.words
        self.new = self.add_secret("secret", words("New PIN or password"))
        self.again = self.add_secret("again", words("Once more"))
        self.rows.addRow(
            "", label(words("At least 6 digits for a PIN, or 8 characters for a password."),
                      "quiet")
        )  # fmt: skip

    def new_secret(self) -> Secret:
        """Return the new PIN if both lines are the same."""
        if self.new.text() != self.again.text():
            raise Refused(
                Sentence("The two are not the same. Type the new one twice."), where="again"
            )
        return Secret(self.new.text())


class OwnSecretForm(SecretForm):
    """Changes one's own PIN."""

    def __init__(self, runner: Runner, parent: QWidget | None) -> None:
        """Ask for the present PIN and twice for the new one."""
        words = runner.words
        super().__init__(words, words("Change your PIN"), words("Change it"), parent)
        self._runner = runner
        self.old = self.add_secret("old", words("Present PIN or password"))
        self.add_new()

    @override
    def submit(self) -> None:
        """Change it."""
        room, old = self._runner.room, Secret(self.old.text())
        self._runner.announce(room.change_secret(old, self.new_secret()))


class RecoverForm(SecretForm):
    """Sets a new PIN with the recovery code; `renewed` is the code for the next time."""

    def __init__(self, runner: Runner, parent: QWidget | None, code: str) -> None:
        """Ask for the code that was printed when the first account was made."""
        words = runner.words
        super().__init__(words, words("PIN forgotten"), words("Set the new PIN"), parent)
        self.setMinimumWidth(620)
        self._runner = runner
        self.renewed = invent_recovery(CHOOSE)
        self.holder: Signed | None = None  # whose PIN was set
        self.column.insertWidget(
            1,
            label(
                words(
                    "A keeper, head of a team or reader: ask the principal or the IT teacher for "
                    "a new first PIN. The principal or the IT teacher: type the recovery code that "
                    "was printed for the safe; it works once."
                ),
                "quiet",
            ),
        )
        self.code = self.add_text("code", words("Your code"), code)
        self.recovery = self.add_text(
            "recovery", words("Recovery code"), hint="XXXXX-XXXXX-XXXXX-XXXXX-XXXXX"
        )
        self.add_new()

    @override
    def submit(self) -> None:
        """Set the new PIN."""
        outcome = self._runner.room.recover(
            self.code.text(), self.new_secret(), Secret(self.recovery.text()), self.renewed
        )
        self._runner.announce(outcome)
        self.holder = outcome.value


class LockForm(Form):
    """Says after how many minutes this PC locks."""

    def __init__(self, words: Words, parent: QWidget | None, kept: Kept) -> None:
        """Build the form with the time that holds now."""
        super().__init__(words, words("Lock the screen"), words("Save"), parent)
        self._kept = kept
        self.minutes = self.add_number(
            "minutes", words("Minutes without a touch"), kept.lock_minutes(), 1, 120
        )
        self.rows.addRow("", label(words("It holds for this PC alone."), "quiet"))

    @override
    def submit(self) -> None:
        """Keep the time."""
        self._kept.keep_lock_minutes(self.minutes.value())
