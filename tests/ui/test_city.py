"""The accounts of the city's system and the upload helper, by hand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from app.domain.secret import Secret
from app.services.city_accounts import AddCityAccount, CityAccounts
from app.services.uploading import MakeUpload
from app.services.uploads import Uploads
from app.vault.vault import Vault
from tests.keyring_service import SECRET
from tests.ui.hands import answering
from ui.clipboard import SECONDS
from ui.dialogs.city import AccountsSheet, AddAccountForm, PasswordForm
from ui.dialogs.helper import UploadHelper
from ui.window import Window

NAME = "phong.hp"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(32)
pytestmark = pytest.mark.usefixtures("vault")


class Browser(QObject):
    """What the desktop opens an address with."""

    def __init__(self) -> None:
        """Start with no address."""
        super().__init__()
        self.asked: list[str] = []

    @Slot(QUrl)
    def take(self, address: QUrl) -> None:
        """Note an address."""
        self.asked.append(address.toString())


@pytest.fixture
def browser() -> Iterator[Browser]:
    """Open addresses nowhere but here."""
    made = Browser()
    # Its stub asks for bytes, itself it takes text.
    QDesktopServices.setUrlHandler("https", made, "take")  # type: ignore[arg-type]
    yield made
    QDesktopServices.unsetUrlHandler("https")


@pytest.fixture
def helper(qtbot: QtBot, window: Window, opened: list[Path]) -> UploadHelper:
    """Show the helper for a batch, with an account that is ready and one that is not."""
    window.runner.run(AddCityAccount(NAME, Secret(SECRET), first=False))
    window.runner.run(AddCityAccount("anh.nt", Secret(SECRET), "GV001"))
    made = window.runner.room.run(MakeUpload()).value
    (batch,) = window.runner.ask(Uploads(made.batch))
    form = UploadHelper(window.runner, window, batch, opened.append)
    qtbot.addWidget(form)
    form.show()
    return form


def _on_clipboard() -> str:
    return QApplication.clipboard().text()


def test_an_account_is_added_changed_and_forgotten(window: Window, vault: Vault) -> None:
    def add(form: AddAccountForm) -> None:
        form.username.setText(NAME)
        form.password.setText(SECRET)
        assert form.password.displayText() != SECRET
        form.accept()

    def change(form: PasswordForm) -> None:
        form.password.setText(SECRET + "2")
        form.again.setText(SECRET)
        form.accept()
        assert form.isVisible()
        assert form.refusal.text() == window.words(
            "The two are not the same. Type the password once more."
        )
        form.again.setText(SECRET + "2")
        form.accept()

    def work(sheet: AccountsSheet) -> None:
        assert not sheet.change.isEnabled()
        assert sheet.change.toolTip()
        with answering(AddAccountForm, add):
            sheet.add.click()
        assert sheet.model.index(0, 2).data() == window.words("First password: change it now")
        with answering(PasswordForm, change):
            sheet.change.click()
        assert sheet.model.index(0, 2).data().endswith("24/11/2026")
        with answering(QMessageBox, lambda box: box.buttons()[0].click()):
            sheet.forget.click()
        assert sheet.model.rowCount() == 0

    with answering(AccountsSheet, work):
        window.actions_["city_accounts"].trigger()
    assert not window.runner.ask(CityAccounts())
    assert vault.fetch(NAME) is None


def test_the_helper_opens_the_page_and_the_folder(
    helper: UploadHelper, browser: Browser, opened: list[Path], folder: Path
) -> None:
    helper.browse.click()
    assert browser.asked == ["https://thietbi.hcm.edu.vn/"]
    helper.folder.click()
    assert opened == [folder / "uploads"]


def test_one_at_a_time_goes_to_the_clipboard_and_not_for_long(
    qtbot: QtBot, helper: UploadHelper
) -> None:
    helper.account.setCurrentIndex(helper.account.findData(NAME))
    helper.copy_name.click()
    assert _on_clipboard() == NAME
    helper.clipboard.pace(10)  # milliseconds a second
    helper.copy_password.click()
    assert _on_clipboard() == SECRET
    assert str(SECONDS) in helper.told.text()
    assert SECRET not in helper.told.text()
    qtbot.waitUntil(lambda: not _on_clipboard())
    assert helper.told.text() == helper.words("The clipboard is cleared.")


def test_leaving_clears_the_clipboard_and_keeps_what_was_copied_since(
    helper: UploadHelper,
) -> None:
    helper.account.setCurrentIndex(helper.account.findData(NAME))
    helper.copy_password.click()
    helper.reject()
    assert not _on_clipboard()
    helper.copy_password.click()
    QApplication.clipboard().setText("của giáo viên")
    helper.reject()
    assert _on_clipboard() == "của giáo viên"


def test_the_first_password_is_not_handed_out(helper: UploadHelper) -> None:
    QApplication.clipboard().clear()
    helper.account.setCurrentIndex(helper.account.findData("anh.nt"))
    helper.copy_password.click()
    assert not _on_clipboard()
    assert "Điều 5.2" in helper.told.text()


def test_what_came_of_it_is_written_down_with_the_receipt(
    window: Window, helper: UploadHelper, folder: Path, tmp_path: Path
) -> None:
    helper.day.setText("hôm qua")
    helper.accept()
    assert helper.refusal.isVisible()
    helper.day.setText("24/11/2026")
    helper.receipt.setText(str(tmp_path / "biên nhận.png"))
    helper.accept()
    assert helper.isVisible()
    (tmp_path / "biên nhận.png").write_bytes(PNG)
    helper.accept()
    assert not helper.isVisible()
    (batch,) = window.runner.ask(Uploads(None))
    assert batch.row.uploaded_on == "2026-11-24"
    assert (folder / batch.row.receipt).read_bytes() == PNG


def test_the_screen_opens_the_helper_for_the_chosen_batch(window: Window) -> None:
    window.runner.run(MakeUpload())
    window.navigation.go("uploads")
    with answering(UploadHelper, lambda form: form.accept()):
        window.uploads.buttons["upload_helper"].click()
    assert not window.uploads.buttons["upload_helper"].isEnabled()
