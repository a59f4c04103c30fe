"""The reconciliation screen, by keys and buttons: bringing, confirming, deciding, finishing."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from app.domain.reconciliation import Choice, Standing
from app.services.queries import OneDevice
from app.services.room import Room
from tests.ui.hands import answering, back_to, cells, column, focused, press
from ui.dialogs.provision import ProvisionForm
from ui.dialogs.reconciliation import (
    BringForm,
    CallOffForm,
    DecideForm,
    FinishForm,
    WhichForm,
)
from ui.screens.reconciliation import TABS, ReconciliationScreen
from ui.window import Window

ROWS = (
    ("TB00001", "HCM-0001", "Máy chiếu", "Bộ", 1, "Kho"),
    ("TB00002", "", "Loa cầm tay", "Cái", 1, ""),
    ("", "", "Bộ thực hành toán", "Bộ", 35, "Phòng 7"),
    ("", "HCM-9", "Cân đồng hồ", "Cái", 3, "Kho"),
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return a list of the city's, its second column under a heading nobody knows."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    headings = ("Mã thiết bị", "Mã QG", "Tên thiết bị", "ĐVT", "Số lượng", "Kho")
    for row in (("HỆ THỐNG",), headings, *ROWS):
        sheet.append(row)
    book.save(tmp_path / "he-thong.xlsx")
    return tmp_path / "he-thong.xlsx"


@pytest.fixture
def screen(window: Window, path: Path) -> ReconciliationScreen:
    """Bring the list by the screen's button, with the column nobody knows paired by hand."""
    press(Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier)

    def fill(form: BringForm) -> None:
        form.choose(path)
        assert form.pair.guesses() == ("code", "", "name", "unit", "quantity", "place")
        choice = form.pair.columns.choices[1]
        choice.setCurrentIndex(choice.findData("official_code"))
        form.ready_button.click()

    with answering(BringForm, fill):
        press(Qt.Key.Key_Space)
    back_to(window)
    return window.reconciliation


def _show(screen: ReconciliationScreen, standing: Standing) -> None:
    screen.tabs.setCurrentIndex(TABS.index(standing))


def test_an_empty_screen_says_what_to_do(window: Window) -> None:
    window.actions_["reconciliation"].trigger()
    screen = window.reconciliation
    assert "Nothing was compared yet" in screen.empty.text()
    assert screen.empty.isVisible()
    assert focused() is screen.buttons["bring_list"]
    assert not screen.list.isVisible()
    assert not window.actions_["finish_reconciliation"].isEnabled()
    assert "Bring a list first" in window.actions_["finish_reconciliation"].toolTip()


def test_a_list_is_brought_and_each_line_stands_on_its_tab(
    window: Window, screen: ReconciliationScreen
) -> None:
    texts = [screen.tabs.tabText(at) for at in range(screen.tabs.count())]
    assert texts == [
        "Differs (1)", "Same name, to confirm (1)", "Only in the school (1)",
        "Only in the system (1)", "Agrees (1)",
    ]  # fmt: skip
    assert screen.left.text().startswith("4 lines are still")
    assert [row[:6] for row in cells(screen.model)] == [
        ["TB00001", "Máy chiếu", "Đơn vị tính", "Cái", "Bộ", "3"]
    ]
    _show(screen, Standing.ONLY_HERE)
    assert column(screen.model, 0) == ["TB00004"]
    _show(screen, Standing.MATCHED)
    assert column(screen.model, 0) == ["TB00002"]
    assert screen.buttons["decide_difference"].isHidden()
    screen.search.setFocus()
    QTest.keyClicks(screen.search, "may chieu")
    press(Qt.Key.Key_Return)
    assert "Try fewer letters" in screen.empty.text()
    assert window.actions_["bring_list"].isEnabled()


def test_a_pairing_without_names_is_refused_and_a_layout_needs_none(
    window: Window, path: Path
) -> None:
    window.actions_["reconciliation"].trigger()

    def fill(form: BringForm) -> None:
        assert not form.ready_button.isEnabled()
        form.choose(path)
        choice = form.pair.columns.choices[2]
        choice.setCurrentIndex(choice.findData(""))
        form.ready_button.click()
        assert form.isVisible()
        assert "No column is paired" in form.refusal.text()
        form.layout_name.setCurrentIndex(1)
        assert not form.pair.isVisible()
        form.ready_button.click()

    with answering(BringForm, fill):
        window.actions_["bring_list"].trigger()
    assert len(window.reconciliation.comparison.lines) == 5


def test_what_is_called_alike_is_confirmed_kept_apart_or_named(
    window: Window, screen: ReconciliationScreen, school: Room
) -> None:
    _show(screen, Standing.TO_CONFIRM)
    assert cells(screen.model)[0][:2] == ["TB00003", "Bộ thực hành toán"]
    screen.buttons["keep_apart"].click()
    assert screen.comparison.counts()[Standing.ONLY_THERE] == 2
    window.toast.undo.click()
    screen.buttons["confirm_pairs"].click()
    assert "is TB00003" in window.toast.label.text()
    assert screen.comparison.of(Standing.TO_CONFIRM) == ()
    _show(screen, Standing.ONLY_THERE)

    def name(form: WhichForm) -> None:
        assert any("Cân đồng hồ" in one.text() for one in form.findChildren(QLabel))
        form.device.setText("TB00004 · Bảng con")
        form.ready_button.click()

    with answering(WhichForm, name):
        screen.buttons["pair_row"].click()
    assert screen.comparison.counts()[Standing.ONLY_HERE] == 0
    screen.buttons["learn_codes"].click()
    assert school.ask(OneDevice("HCM-9")).view.device.code == "TB00004"
    assert school.ask(OneDevice("HCM-0001")).view.device.code == "TB00001"
    assert not screen.buttons["learn_codes"].isEnabled()


def test_a_difference_is_decided_and_undone(
    window: Window, screen: ReconciliationScreen, school: Room
) -> None:
    def decide(form: DecideForm) -> None:
        assert form.focusWidget() is form.reason
        assert form.by.text() == "Trần Thị Kho"
        form.ready_button.click()
        assert "Say in a few words why" in form.refusal.text()
        form.choice.setCurrentIndex(form.choice.findData(Choice.THEIRS.value))
        form.reason.setText("Theo hồ sơ")
        form.ready_button.click()

    with answering(DecideForm, decide):
        screen.list.setFocus()
        press(Qt.Key.Key_Return)
    assert school.ask(OneDevice("TB00001")).view.device.unit == "Bộ"
    assert cells(screen.model)[0][6:] == [
        "The list is right; the book is corrected", "Theo hồ sơ", "Trần Thị Kho, 24/11/2026",
    ]  # fmt: skip
    window.toast.undo.click()
    assert school.ask(OneDevice("TB00001")).view.device.unit == "Cái"
    assert cells(screen.model)[0][6:] == ["", "", ""]


def test_it_is_finished_printed_and_saved_as_a_list(
    window: Window, screen: ReconciliationScreen, opened: list[Path]
) -> None:
    def finish(form: FinishForm) -> None:
        form.ready_button.click()
        assert "called like a device" in form.refusal.text()

    with answering(FinishForm, finish):
        screen.buttons["finish_reconciliation"].click()
    _show(screen, Standing.TO_CONFIRM)
    screen.buttons["confirm_pairs"].click()
    screen.buttons["reconciliation_sheet"].click()
    assert "Bản nháp" in _text(opened[-1])

    def finish_all(form: FinishForm) -> None:
        form.reason.setText("Chờ kế toán xem lại")
        form.ready_button.click()

    with answering(FinishForm, finish_all):
        screen.buttons["finish_reconciliation"].click()
    assert "Chờ kế toán xem lại" in _text(opened[-1])
    assert "01/BB" in _text(opened[-1])
    assert not screen.is_open()
    assert "no longer open" in screen.left.text()
    for name in ("decide_difference", "finish_reconciliation", "learn_codes"):
        assert not screen.buttons[name].isEnabled()
    _show(screen, Standing.DIFFERENT)
    with answering(ProvisionForm, ProvisionForm.accept):
        window.actions_["save_list"].trigger()
    sheet = load_workbook(opened[-1]).active
    assert sheet is not None
    assert any("Bộ thực hành Toán" in row for row in sheet.iter_rows(values_only=True))


def _text(path: Path) -> str:
    pages = PdfReader(path).pages
    return " ".join(" ".join(page.extract_text().split()) for page in pages)


def test_it_is_left_taken_up_again_and_called_off(
    window: Window, screen: ReconciliationScreen
) -> None:
    window.actions_["today"].trigger()
    assert not window.actions_["decide_difference"].isEnabled()
    window.actions_["reconciliation"].trigger()
    assert window.actions_["decide_difference"].isEnabled()
    assert "being decided" in screen.which.currentText()

    def call_off(form: CallOffForm) -> None:
        form.reason.setText("Tệp cũ")
        form.ready_button.click()

    with answering(CallOffForm, call_off):
        window.actions_["cancel_reconciliation"].trigger()
    assert "called off" in screen.which.currentText()
    assert not screen.is_open()
