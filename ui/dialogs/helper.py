"""The helper of an upload: the page, the file, the account, and then what came of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QPushButton,
    QWidget,
)
from typing_extensions import override

from app.domain.city_account import ADDRESS
from app.domain.fault import Fault
from app.domain.secret import Secret
from app.domain.upload import BatchView
from app.services.city_accounts import CityAccounts, CityPassword
from ui.clipboard import SecretClipboard
from ui.dialogs.month import choose_scan
from ui.dialogs.uploads import UploadedForm
from ui.runner import Runner
from ui.widgets.kit import Card, label

OpenFile = Callable[[Path], None]


class UploadHelper(UploadedForm):
    """Walks through the upload of a batch by hand, then writes down that it was uploaded."""

    def __init__(
        self, runner: Runner, parent: QWidget | None, batch: BatchView, open_file: OpenFile
    ) -> None:
        """Build the steps for a batch; `open_file` shows a folder in the desktop's own way."""
        super().__init__(runner, parent, batch)
        words = runner.words
        self._file, self._open_file = batch.path, open_file
        self.setWindowTitle(words("Upload by hand"))
        self.ready_button.setText(words("Write down that it is uploaded"))
        self.cancel_button.setText(words("Not uploaded yet"))
        self.clipboard = SecretClipboard(self)
        for at, card in enumerate((self._page(), self._account(), self._choose()), start=1):
            self.column.insertWidget(at, card)
        self.receipt = self.add_text(
            "receipt", words("Receipt"), hint=words("a picture or PDF of the system's answer")
        )
        self.rows.addRow("", _button(words("Choose the receipt…"), self._attach))
        self.clipboard.left.connect(self._tell_left)
        self.finished.connect(self.clipboard.take_back)
        self._list_accounts()

    def _page(self) -> Card:
        words = self.words
        self.browse = _button(words("Open {address}", address=ADDRESS), self._browse)
        return _step(words("1. Open the city's system in the browser"), self.browse)

    def _account(self) -> Card:
        words = self.words
        self.account = QComboBox()
        self.account.setAccessibleName(words("Account"))
        self.copy_name = _button(words("Copy the user name"), self._copy_name)
        self.copy_password = _button(words("Copy the password"), self._copy_password)
        card = _step(
            words("2. Log in: paste the user name, then the password"),
            self.copy_name,
            self.copy_password,
        )
        card.column.insertWidget(1, self.account)
        self.told = label("", "quiet")
        card.column.addWidget(self.told)
        return card

    def _choose(self) -> Card:
        words = self.words
        self.folder = _button(words("Show the file in its folder"), self._show_folder)
        card = _step(words("3. Choose this file there"), self.folder)
        card.column.addWidget(label(self._file.name, "quiet"))
        return card

    def _list_accounts(self) -> None:
        views = self._runner.ask(CityAccounts())
        for view in views:
            holder = view.holder or self.words("The school itself")
            self.account.addItem(f"{view.account.username} · {holder}", view.account.username)
        for widget in (self.account, self.copy_name, self.copy_password):
            widget.setEnabled(bool(views))
        if not views:
            self.told.setText(
                self.words("No account is written down. Add one under Book, Accounts of the city's "
                           "system, or type it in the browser.")
            )  # fmt: skip

    def _browse(self) -> None:
        QDesktopServices.openUrl(QUrl(ADDRESS))

    def _show_folder(self) -> None:
        self._open_file(self._file.parent)

    def _copy_name(self) -> None:
        self.clipboard.hand(Secret(str(self.account.currentData())))

    def _copy_password(self) -> None:
        username = str(self.account.currentData())
        try:
            secret = self._runner.ask(CityPassword(username))
        except Fault as fault:
            self.told.setText(self.words.render(fault.sentence))
            return
        self.clipboard.hand(secret)

    def _tell_left(self, seconds: int) -> None:
        self.told.setText(
            self.words("On the clipboard; it is cleared in {seconds} seconds.", seconds=seconds)
            if seconds
            else self.words("The clipboard is cleared.")
        )

    def _attach(self) -> None:
        chosen = choose_scan(self.words, self)
        if chosen:
            self.receipt.setText(chosen)

    @override
    def chosen_receipt(self) -> Path | None:
        """Return the receipt that was named."""
        said = self.receipt.text().strip()
        return Path(said) if said else None


def _step(title: str, *widgets: QWidget) -> Card:
    card, row = Card(title), QHBoxLayout()
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch(1)
    card.column.addLayout(row)
    return card


def _button(text: str, press: Callable[[], None]) -> QPushButton:
    button = QPushButton(text)
    button.setAutoDefault(False)
    button.clicked.connect(press)
    return button
