"""The accounts of the book: who may sign in, and with which role."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QDialog, QMessageBox, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from app.domain.account import HEADS, Role, Signed
from app.domain.calendar import show_day
from app.domain.fault import Refused
from app.domain.person import WORKING
from app.domain.sentence import Sentence, Words
from app.services.accounts import (
    Accounts,
    AccountView,
    AddAccount,
    ChangeRole,
    RenewRecovery,
    ResetSecret,
    RetireAccount,
    invent_pin,
    invent_recovery,
)
from app.services.lists import StaffList
from app.services.rights import ROLES
from ui.dialogs.form import Form
from ui.dialogs.handed import hand_pin, hand_recovery
from ui.dialogs.own_secret import CHOOSE
from ui.dialogs.rights import RightsSheet
from ui.models.tables import RowsModel
from ui.runner import Runner
from ui.widgets.flow import Flow
from ui.widgets.kit import label, table

_SAYS = {
    Role.KEEPER: Sentence("Does the work of the room: lends, registers, counts, submits."),
    Role.PRINCIPAL: Sentence("Sees everything; approves, decides, amends limits, gives accounts."),
    Role.ADMIN: Sentence("Imports, uploads, settings, accounts and backups; lends nothing."),
    Role.TEAM_HEAD: Sentence("Reads, and confirms a month for the team."),
    Role.READER: Sentence("Reads, and changes nothing."),
}


class AddForm(Form):
    """Gives somebody an account; `given` is who got it, with the `pin` to hand over."""

    def __init__(self, runner: Runner, parent: QWidget | None) -> None:
        """Offer the staff without an account; the first one is for who gives the others."""
        words = runner.words
        super().__init__(words, words("Give an account"), words("Give it"), parent)
        self.setMinimumWidth(620)
        self._runner = runner
        self.pin, self.recovery = (
            invent_pin(CHOOSE),
            invent_recovery(CHOOSE),
        )
        self.given: Signed | None = None
        holders = {one.code for one in runner.ask(Accounts())}
        people = [one.person for one in runner.ask(StaffList()) if one.person.status in WORKING]
        self.person = self.add_choice(
            "person", words("Full name"),
            [(one.code, f"{one.code} · {one.name}") for one in people if one.code not in holders],
        )  # fmt: skip
        self.role = _add_role(self, heads_alone=not holders)
        self.says = label("", "quiet")
        self.rows.addRow("", self.says)
        self.rows.addRow(
            "",
            label(words("A first PIN is made and shown once. Its holder must choose another at the "
                        "first sign-in (Điều 5.2)."), "quiet"),
        )  # fmt: skip
        self.role.currentIndexChanged.connect(self._describe)
        self._describe()

    def _describe(self) -> None:
        self.says.setText(self.words.render(_SAYS[Role(self.role.currentData())]))

    @override
    def submit(self) -> None:
        """Give the account."""
        code = self.person.currentData()
        if code is None:
            raise Refused(
                Sentence("Everybody on the list of people has an account. Add the person first."),
                where="person",
            )
        role = Role(self.role.currentData())
        recovery = self.recovery if role in HEADS else None
        self.given = self._runner.attempt(AddAccount(code, role, self.pin, recovery)).value


class RoleForm(Form):
    """Gives an account another role."""

    def __init__(self, runner: Runner, parent: QWidget | None, view: AccountView) -> None:
        """Start from the role the account has."""
        words = runner.words
        title = words("Role of {name}", name=view.name)
        super().__init__(words, title, words("Save"), parent)
        self._runner, self._view = runner, view
        self.role = _add_role(self)
        self.role.setCurrentIndex(self.role.findData(view.role.value))

    @override
    def submit(self) -> None:
        """Change the role."""
        self._runner.attempt(ChangeRole(self._view.code, Role(self.role.currentData())))


class AccountsSheet(QDialog):
    """Lists the accounts, and opens what can be done with them."""

    def __init__(self, runner: Runner, parent: QWidget | None) -> None:
        """Build the list."""
        super().__init__(parent)
        self._runner = runner
        words = self._words = runner.words
        self._views: list[AccountView] = []
        self.setWindowTitle(words("Accounts"))
        self.setMinimumSize(900, 480)
        self.model = RowsModel(
            (words("Code"), words("Full name"), words("Role"), words("PIN"), words("Recovery code"))
        )
        self.list = table(self.model, words("Accounts"), (80, 0, 270, 180, 120))
        self.empty = label("", "quiet")
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addWidget(label(words("Accounts"), "title"))
        column.addWidget(
            label(words("Accounts of this book, so that the history says who did what (Điều 9.2). "
                        "They are not those of thietbi.hcm.edu.vn."), "quiet")
        )  # fmt: skip
        column.addWidget(self.empty)
        column.addWidget(self.list, 1)
        column.addLayout(self._buttons())
        self.list.selectionModel().selectionChanged.connect(self._explain)
        self.refresh()

    def _buttons(self) -> Flow:
        words = self._words
        self.add = QPushButton(words("Give an account…"))
        self.role = QPushButton(words("Role…"))
        self.reset = QPushButton(words("New first PIN…"))
        self.renew = QPushButton(words("New recovery code…"))
        self.retire = QPushButton(words("Retire…"))
        self.rights = QPushButton(words("What each role may do…"))
        self.close_button = QPushButton(words("Close"))
        doors = {
            self.add: self._add, self.role: self._change_role, self.reset: self._reset,
            self.renew: self._renew, self.retire: self._retire, self.rights: self._show_rights,
            self.close_button: self.accept,
        }  # fmt: skip
        for button, door in doors.items():
            button.setAutoDefault(False)
            button.clicked.connect(door)
        return Flow(*doors)

    def refresh(self) -> None:
        """Show the accounts as they are, while they may be looked at.

        Once the first one is given, the book asks everybody who they are, at this list too.
        """
        words = self._words
        if self._runner.room.needs_sign_in:
            return
        self._views = self._runner.ask(Accounts())
        self.model.show([_row(words, view) for view in self._views])
        self.empty.setText(
            words("Nobody has an account yet, so anybody at this PC may do everything. Give the "
                  "principal or the IT teacher the first one.")
        )  # fmt: skip
        self.empty.setVisible(not self._views)
        if self._views:
            self.list.selectRow(0)
        self._explain()

    def _chosen(self) -> AccountView | None:
        rows = self.list.selectionModel().selectedRows()
        return self._views[self.model.origin(rows[0].row())] if rows else None

    def _explain(self) -> None:
        """Make grey what needs an account to be chosen."""
        chosen = self._chosen()
        why = "" if chosen else self._words("Choose an account first.")
        for button in (self.role, self.reset, self.renew, self.retire):
            button.setEnabled(not why)
            button.setToolTip(why)
        if chosen is not None and chosen.role not in HEADS:
            self.renew.setEnabled(False)
            self.renew.setToolTip(self._words("A recovery code is for who gives accounts."))

    def _add(self) -> None:
        form = AddForm(self._runner, self)
        self._show(form)
        if form.given is None:
            return
        hand_pin(self._runner, self, form.given, form.pin)
        if form.given.role in HEADS:
            hand_recovery(self._runner, self, form.given, form.recovery)
        if self._runner.room.needs_sign_in:
            self.accept()

    def _change_role(self) -> None:
        chosen = self._chosen()
        if chosen is not None:
            self._show(RoleForm(self._runner, self, chosen))

    def _reset(self) -> None:
        words, chosen, pin = self._words, self._chosen(), invent_pin(CHOOSE)
        if chosen is None or not self._sure(
            words("New first PIN"),
            words("Give {name} a new first PIN? The present one ends.", name=chosen.name),
        ):
            return
        outcome = self._runner.run(ResetSecret(chosen.code, pin))
        if outcome is not None:
            self.refresh()
            hand_pin(self._runner, self, outcome.value, pin)

    def _renew(self) -> None:
        words, chosen, recovery = (
            self._words,
            self._chosen(),
            invent_recovery(CHOOSE),
        )
        if chosen is None or not self._sure(
            words("New recovery code"),
            words("Make a new recovery code for {name}? The paper of the present one is worth "
                  "nothing then.", name=chosen.name),
        ):  # fmt: skip
            return
        outcome = self._runner.run(RenewRecovery(chosen.code, recovery))
        if outcome is not None:
            self.refresh()
            hand_recovery(self._runner, self, outcome.value, recovery)

    def _retire(self) -> None:
        words, chosen = self._words, self._chosen()
        if chosen is not None and self._sure(
            words("Retire the account"),
            words("Retire the account of {name}? It is kept in the history, and nobody signs in "
                  "with it any more.", name=chosen.name),
        ):  # fmt: skip
            self._runner.run(RetireAccount(chosen.code))
            self.refresh()

    def _show_rights(self) -> None:
        self._show(RightsSheet(self._words, self))

    def _sure(self, title: str, said: str) -> bool:
        box = QMessageBox(QMessageBox.Icon.Question, title, said, parent=self)
        yes = box.addButton(title, QMessageBox.ButtonRole.AcceptRole)
        box.addButton(self._words("Cancel"), QMessageBox.ButtonRole.RejectRole)
        box.exec()
        return box.clickedButton() is yes

    def _show(self, dialog: QDialog) -> None:
        dialog.exec()
        dialog.deleteLater()
        self.refresh()


def _add_role(form: Form, *, heads_alone: bool = False) -> QComboBox:
    """Ask for a role; of a book's first account only those that give the others."""
    return form.add_choice(
        "role", form.words("Role"),
        [(role.value, form.words.render(said)) for role, said in ROLES.items()
         if role in HEADS or not heads_alone],
    )  # fmt: skip


def _row(words: Words, view: AccountView) -> tuple[str, ...]:
    changed = (
        words("Changed on {day}", day=show_day(view.changed_on)) if view.changed_on
        else words("First PIN, not changed yet")
    )  # fmt: skip
    kept = words("On paper") if view.has_recovery else ""
    return view.code, view.name, words.render(ROLES[view.role]), changed, kept
