"""The month in the window: submitted, returned, approved and adjusted by keys."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from app.domain.month import MonthStatus
from app.services.devices import ReceiveMore
from app.services.lending import Item, Lend, ReturnItem, TakeBack
from app.services.month_acts import ApproveMonth, SubmitMonth
from app.services.months import MonthOf
from app.services.queries import History, OneDevice
from app.services.room import Room
from tests.conftest import TODAY, Clock
from tests.ui.hands import answering, back_to, cells, column, control, focused, press
from ui.dialogs.device import ReceiveForm
from ui.dialogs.month import ApproveForm, LateForm, ReturnForm
from ui.screens.month import MonthScreen
from ui.window import Window

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier

_CONTROL, _SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
CODE, CHANGE, IN_TIME, NOTE = 1, 3, 7, 8


@pytest.fixture
def screen(school: Room, window: Window, clock: Clock) -> MonthScreen:
    """Lend and lose in November, then stand in December before that month."""
    school.run(Lend((Item("TB00003", 5),), "3A"))
    school.run(TakeBack((ReturnItem("TB00003", 4),)))
    clock.turn_to(date(2026, 12, 18))
    school.run(ReceiveMore("TB00003", 2, TODAY))
    press(Qt.Key.Key_D, CTRL, SHIFT)
    return window.month


def _status(room: Room, month: str = "2026-11") -> MonthStatus:
    return room.ask(MonthOf(month)).status


def _tab_to(wanted: object) -> None:
    """Go to a widget by the Tab key alone."""
    for _step in range(30):
        if focused() is wanted:
            return
        press(Qt.Key.Key_Tab)
    raise AssertionError(wanted)


def test_the_month_that_waits_is_shown_with_its_figures(screen: MonthScreen) -> None:
    assert screen.isVisible()
    assert screen.choice.currentText() == "11/2026 · Open"
    assert focused() is screen.choice
    assert cells(screen.states)[:2] == [["In store", "0", "61", "5", "56"],
                                        ["On loan", "0", "5", "4", "1"]]  # fmt: skip
    assert ["TB00003", "Increase", "Late"] in [
        [row[CODE], row[CHANGE], row[IN_TIME]] for row in cells(screen.model)
    ]
    assert "<b>1</b>" in screen.figures.text()
    assert "24: 1, 6" in screen.picture.accessibleDescription()
    assert screen.badge.text() == "Open"


def test_a_month_is_submitted_printed_and_approved_by_keys(
    screen: MonthScreen, window: Window, school: Room, opened: list[Path], tmp_path: Path
) -> None:
    _tab_to(screen.submit_button)
    press(Qt.Key.Key_Space)
    assert _status(school) is MonthStatus.SUBMITTED
    assert [path.name for path in opened] == ["to-trinh-2026-11-so-01.pdf"]
    assert opened[0].read_bytes().startswith(b"%PDF")
    assert screen.badge.text() == "Waits for approval"
    assert not screen.submit_button.isVisible()
    scan = tmp_path / "quet.png"
    scan.write_bytes(b"\x89PNG")

    def fill(form: ApproveForm) -> None:
        form.signer.setText("Lê Thị Ánh")
        form.scan.setText(str(tmp_path / "khong-co.png"))
        QTest.keyClick(form.scan, Qt.Key.Key_Return)
        assert form.refusal.isVisible()
        form.scan.setText(str(scan))
        QTest.keyClick(form.scan, Qt.Key.Key_Return)
        assert not form.isVisible()

    back_to(window)
    _tab_to(screen.approve_button)
    with answering(ApproveForm, fill):
        press(Qt.Key.Key_Space)
    assert _status(school) is MonthStatus.APPROVED
    assert "signed by Lê Thị Ánh on 18/12/2026" in screen.said.text()
    assert "paper is kept" in screen.said.text()
    back_to(window)
    _tab_to(screen.print_button)
    press(Qt.Key.Key_Space)
    assert opened[-1].name == "to-trinh-2026-11-so-01-ban-2.pdf"


def test_a_month_is_returned_with_what_is_to_be_mended(screen: MonthScreen, school: Room) -> None:
    school.run(SubmitMonth("2026-11"))
    screen.reload()

    def fill(form: ReturnForm) -> None:
        QTest.keyClick(form.note, Qt.Key.Key_Return)
        assert form.refusal.isVisible()
        form.note.setText("thiếu lý do")
        QTest.keyClick(form.note, Qt.Key.Key_Return)

    with answering(ReturnForm, fill):
        screen.return_button.click()
    assert _status(school) is MonthStatus.RETURNED
    assert screen.said.text().startswith("Returned: thiếu lý do")
    assert screen.submit_button.isVisible()


def test_what_is_late_is_explained_from_its_row(screen: MonthScreen, window: Window) -> None:
    def fill(form: LateForm) -> None:
        form.reason.setText("Chờ hóa đơn")
        QTest.keyClick(form.reason, Qt.Key.Key_Return)

    with answering(LateForm, fill):
        screen.reason_button.click()
    assert any("Chờ hóa đơn" in note for note in column(screen.model, NOTE))
    late = column(screen.model, IN_TIME).index("Late")
    back_to(window)
    screen.list.setFocus()
    screen.list.selectRow(late)
    with answering(LateForm, lambda form: form.reject()):
        press(Qt.Key.Key_Return)
    window.toast.undo.click()
    assert not any("Chờ hóa đơn" in note for note in column(screen.model, NOTE))


def test_another_month_is_chosen_by_keys_and_its_list_is_printed(
    screen: MonthScreen, window: Window, opened: list[Path]
) -> None:
    press(Qt.Key.Key_Up)
    assert screen.month == "2026-12"
    assert cells(screen.model) == []
    assert screen.empty.isVisible()
    screen.submit_button.click()
    assert "not over" in window.toast.label.text()
    back_to(window)
    screen.focus()
    press(Qt.Key.Key_Down)
    assert screen.month == "2026-11"
    press(Qt.Key.Key_L, _CONTROL, _SHIFT)
    back_to(window)
    control(Qt.Key.Key_E)
    assert [path.name for path in opened] == [
        "changes-of-month-11-2026-2026-12-18.pdf", "changes-of-month-11-2026-2026-12-18.xlsx",
    ]  # fmt: skip


def test_a_refused_day_of_a_closed_month_is_written_as_an_adjustment(
    screen: MonthScreen, window: Window, school: Room
) -> None:
    school.run(SubmitMonth("2026-11"))
    school.run(ApproveMonth("2026-11"))
    window.search_for("TB00003")
    window.devices.list.selectRow(0)

    def fill(form: ReceiveForm) -> None:
        assert not form.adjust.isVisible()
        form.day.setText("24/11/2026")
        QTest.keyClick(form.day, Qt.Key.Key_Return)
        assert "adjustment" in form.refusal.text()
        QTest.keyClick(form.adjust, Qt.Key.Key_Space)
        QTest.keyClick(form.day, Qt.Key.Key_Return)
        assert not form.isVisible()

    with answering(ReceiveForm, fill):
        control(Qt.Key.Key_R)
    entry = school.ask(History())[-1][0]
    assert (entry.kind, entry.day, entry.corrects) == ("receive", "2026-12-18", "2026-11-24")
    assert school.ask(OneDevice("TB00003")).view.balances
    press(Qt.Key.Key_D, CTRL, SHIFT)
    screen.choice.setCurrentIndex(screen.choice.findData("2026-12"))
    assert column(screen.model, CHANGE) == ["Adjustment for 11/2026: Increase"]


def test_the_signed_paper_may_come_later(
    screen: MonthScreen, school: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scan = tmp_path / "quet.pdf"
    scan.write_bytes(b"%PDF-1.7")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_a: (str(scan), ""))
    school.run(SubmitMonth("2026-11"))
    school.run(ApproveMonth("2026-11"))
    screen.reload()
    screen.scan_button.click()
    record = school.ask(MonthOf("2026-11")).record
    assert record is not None
    assert (school.folder / record.row.scan).read_bytes() == b"%PDF-1.7"


def test_today_says_which_month_waits_and_leads_there(
    screen: MonthScreen, window: Window, school: Room
) -> None:
    control(Qt.Key.Key_3)
    assert window.today.month.text() == "Month 11/2026 is over and not submitted yet."
    window.today.month_button.click()
    assert screen.isVisible()
    school.run(SubmitMonth("2026-11"))
    school.run(ApproveMonth("2026-11"))
    window.today.reload()
    control(Qt.Key.Key_3)
    assert not window.today.month_button.isVisible()
