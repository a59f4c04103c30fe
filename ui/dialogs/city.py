"""The accounts of the city's system: whose they are, and whether their passwords may be used."""

from __future__ import annotations

from datetime import date
from functools import partial

from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from app.domain.city_account import CityAccount
from app.domain.fault import Fault, Refused
from app.domain.secret import Secret
from app.domain.sentence import Sentence
from app.services.city_accounts import (
    AddCityAccount,
    ChangeCityPassword,
    CityAccounts,
    CityAccountView,
    ForgetCityAccount,
    PasswordsHere,
    RestoreCityPassword,
)
from app.services.lists import PickLists
from ui.dialogs.form import Form
from ui.models.tables import RowsModel
from ui.runner import Runner
from ui.widgets.kit import label, table


class AddAccountForm(Form):
    """Writes down an account and its password."""

    def __init__(self, runner: Runner, parent: QWidget | None) -> None:
        """Build the empty form."""
        words = runner.words
        super().__init__(words, words("Add an account of the city's system"), words("Save"), parent)
        self._runner = runner
        self.username = self.add_text("username", words("User name"))
        self.holder = self.add_text(
            "holder", words("Person"), offer=runner.ask(PickLists()).staff,
            hint=words("empty: the school's own account"),
        )  # fmt: skip
        self.password = _password(self, "password", words("Password"))
        self.first = QCheckBox(words("It is the password the account was handed out with"))
        self.first.setChecked(True)
        self.add_field("first", "", self.first)

    @override
    def submit(self) -> None:
        """Add the account."""
        self._runner.attempt(
            AddCityAccount(
                self.username.text(),
                Secret(self.password.text()),
                self.holder.text(),
                first=self.first.isChecked(),
            )
        )


class PasswordForm(Form):
    """Takes the password of an account: a new one, or the one it has for this PC."""

    def __init__(
        self, runner: Runner, parent: QWidget | None, username: str, *, changed: bool
    ) -> None:
        """Build the form; `changed` when the password was changed in the city's system."""
        words = runner.words
        title = (
            words("New password of {name}", name=username)
            if changed
            else words("Password of {name}", name=username)
        )
        super().__init__(words, title, words("Save"), parent)
        self._runner, self._username, self._changed = runner, username, changed
        said = (
            words("Change the password in the city's system first. Then type the new one here.")
            if changed
            else words("Type the password as it is, once for this PC.")
        )
        self.column.insertWidget(1, label(said, "quiet"))
        self.password = _password(self, "password", words("Password"))
        self.again = _password(self, "again", words("Once more"))

    @override
    def submit(self) -> None:
        """Keep the password if both lines are the same."""
        secret, runner = Secret(self.password.text()), self._runner
        if self.again.text() != self.password.text():
            raise Refused(
                Sentence("The two are not the same. Type the password once more."), where="again"
            )
        if self._changed:
            runner.attempt(ChangeCityPassword(self._username, secret))
        else:
            runner.ask(RestoreCityPassword(self._username, secret))


class AccountsSheet(QDialog):
    """Lists the accounts, and opens what can be done with them."""

    def __init__(self, runner: Runner, parent: QWidget | None) -> None:
        """Build the list."""
        super().__init__(parent)
        self._runner = runner
        words = self._words = runner.words
        self._views: list[CityAccountView] = []
        self.setWindowTitle(words("Accounts of the city's system"))
        self.setMinimumSize(760, 420)
        self.model = RowsModel((words("User name"), words("Whose"), words("Password")))
        self.list = table(self.model, words("Accounts of the city's system"), (180, 220, 0))
        self.refusal = label("", "bad")
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addWidget(label(words("Accounts of the city's system"), "title"))
        column.addWidget(
            label(
                words(
                    "Passwords are kept in the keyring of this PC alone, never in the book, its "
                    "backups or a file."
                ),
                "quiet",
            )
        )
        column.addWidget(self.refusal)
        column.addWidget(self.list, 1)
        column.addLayout(self._buttons())
        self.list.selectionModel().selectionChanged.connect(self._explain)
        self.refresh()

    def _buttons(self) -> QHBoxLayout:
        words, row = self._words, QHBoxLayout()
        self.add = QPushButton(words("Add…"))
        self.change = QPushButton(words("Password was changed…"))
        self.restore = QPushButton(words("Type it for this PC…"))
        self.forget = QPushButton(words("Forget it"))
        self.close_button = QPushButton(words("Close"))
        self.add.clicked.connect(self._add)
        self.change.clicked.connect(partial(self._take, changed=True))
        self.restore.clicked.connect(partial(self._take, changed=False))
        self.forget.clicked.connect(self._forget)
        self.close_button.clicked.connect(self.accept)
        for button in (self.add, self.change, self.restore, self.forget):
            button.setAutoDefault(False)
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.close_button)
        return row

    def refresh(self) -> None:
        """Show the accounts as they are; say so where no keyring answers."""
        self._views, why = self._runner.ask(CityAccounts()), ""
        here: frozenset[str] = frozenset()
        try:
            here = self._runner.ask(PasswordsHere())
        except Fault as fault:
            why = self._words.render(fault.sentence)
        self.refusal.setText(why)
        self.refusal.setVisible(bool(why))
        today = self._runner.room.today()
        self.model.show(
            [
                (
                    one.account.username,
                    one.holder or self._words("The school itself"),
                    self._words.render(
                        said_of(one.account, today, kept=one.account.username in here)
                    ),
                )
                for one in self._views
            ]
        )
        if self._views:
            self.list.selectRow(0)
        self._explain()

    def _chosen(self) -> CityAccountView | None:
        rows = self.list.selectionModel().selectedRows()
        return self._views[self.model.origin(rows[0].row())] if rows else None

    def _explain(self) -> None:
        why = "" if self._chosen() else self._words("Choose an account first.")
        for button in (self.change, self.restore, self.forget):
            button.setEnabled(not why)
            button.setToolTip(why)

    def _add(self) -> None:
        self._show(AddAccountForm(self._runner, self))

    def _take(self, *, changed: bool) -> None:
        chosen = self._chosen()
        if chosen is not None:
            self._show(PasswordForm(self._runner, self, chosen.account.username, changed=changed))

    def _forget(self) -> None:
        chosen = self._chosen()
        if chosen is None:
            return
        words, username = self._words, chosen.account.username
        asked = QMessageBox(
            QMessageBox.Icon.Question,
            words("Forget it"),
            words("Forget account {username} and take its password out of the keyring?",
                  username=username),
            parent=self,
        )  # fmt: skip
        yes = asked.addButton(words("Forget it"), QMessageBox.ButtonRole.AcceptRole)
        asked.addButton(words("Cancel"), QMessageBox.ButtonRole.RejectRole)
        asked.exec()
        if asked.clickedButton() is yes:
            self._runner.run(ForgetCityAccount(username))
            self.refresh()

    def _show(self, form: QDialog) -> None:
        form.exec()
        form.deleteLater()
        self.refresh()


def said_of(account: CityAccount, today: date, *, kept: bool) -> Sentence:
    """Return how the password of an account stands."""
    due = account.rotate_on()
    if due is None:
        return Sentence("First password: change it now")
    changed = f"{date.fromisoformat(account.changed_on):%d/%m/%Y}"
    if not kept:
        return Sentence("Not on this PC")
    if due <= today:
        return Sentence("Changed on {day}, should be changed again", {"day": changed})
    return Sentence("Changed on {day}", {"day": changed})


def _password(form: Form, name: str, title: str) -> QLineEdit:
    field = form.add_text(name, title)
    field.setEchoMode(QLineEdit.EchoMode.Password)
    return field
