"""The uploads' screen: a batch is checked, made, marked, answered and withdrawn by its buttons."""

from __future__ import annotations

from pathlib import Path

from openpyxl import load_workbook
from PySide6.QtCore import Qt

from app.domain.upload import BatchStatus
from app.services.devices import CorrectDevice
from app.services.room import Room
from app.services.uploads import Uploads
from tests.ui.hands import answering, control
from ui.dialogs.uploads import MakeUploadForm, RejectForm, UploadedForm, WithdrawForm
from ui.window import Window


def _make(dialog: MakeUploadForm) -> None:
    assert dialog.ready_button.isEnabled()
    dialog.ready_button.click()


def test_a_batch_from_making_to_its_answer(
    window: Window, school: Room, opened: list[Path]
) -> None:
    with answering(MakeUploadForm, _make):
        control(Qt.Key.Key_U)
    screen = window.uploads
    assert window.navigation.current == "uploads"
    assert not window.toast.offers_undo()
    assert not screen.buttons["upload_accept"].isEnabled()
    screen.buttons["upload_open"].click()
    sheet = load_workbook(opened[0]).worksheets[0]
    names = {row[2] for row in sheet.iter_rows(values_only=True)}
    assert names >= {"Máy chiếu", "Loa cầm tay", "Bộ thực hành Toán", "Bảng con"}

    def mark(dialog: UploadedForm) -> None:
        dialog.ready_button.click()

    with answering(UploadedForm, mark):
        screen.buttons["upload_sent"].click()
    assert not screen.buttons["upload_withdraw"].isEnabled()
    screen.rows.selectRow(0)

    def reject(dialog: RejectForm) -> None:
        dialog.ready_button.click()
        assert dialog.refusal.isVisible()
        dialog.reason.setText("Sai đơn vị tính")
        dialog.rest.setCurrentIndex(1)
        dialog.ready_button.click()

    with answering(RejectForm, reject):
        screen.buttons["upload_reject"].click()
    (view,) = school.ask(Uploads())
    assert (view.row.status, view.accepted, view.rejected) == (BatchStatus.REJECTED, 3, 1)
    assert "Sai đơn vị tính" in screen.listing()().rows[0]


def test_problems_are_shown_first_and_lead_to_the_device(window: Window, school: Room) -> None:
    for code in ("TB00001", "TB00002"):
        school.run(CorrectDevice(code, {"official_code": "HCM-1"}))

    def look(dialog: MakeUploadForm) -> None:
        assert not dialog.ready_button.isEnabled()
        assert dialog.refusal.isVisible()
        dialog.list.selectRow(0)
        dialog.list.activated.emit(dialog.list.currentIndex())

    with answering(MakeUploadForm, look):
        window.actions_["upload"].trigger()
    assert window.navigation.current == "devices"
    assert window.devices.device is not None
    assert window.devices.device.official_code == "HCM-1"


def test_a_batch_is_withdrawn(window: Window, school: Room) -> None:
    with answering(MakeUploadForm, _make):
        control(Qt.Key.Key_U)

    def withdraw(dialog: WithdrawForm) -> None:
        dialog.ready_button.click()

    with answering(WithdrawForm, withdraw):
        window.actions_["upload_withdraw"].trigger()
    (view,) = school.ask(Uploads())
    assert view.row.status == BatchStatus.WITHDRAWN
    assert not window.actions_["upload_sent"].isEnabled()
