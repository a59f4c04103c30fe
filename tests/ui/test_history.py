"""The history in the window: found, opened, followed on and printed, and its end guarded."""

from __future__ import annotations

import io
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QMessageBox

from app.domain.loan import Result
from app.services.archived import InArchive
from app.services.devices import CorrectDevice
from app.services.lending import Item, Lend, ReturnItem, TakeBack
from app.services.undoing import Undo
from tests.keyring_service import SECRET, traces
from tests.ui.hands import answering, back_to, cells, column, enter_slowly, focused, press
from ui.application import BugReport, place_in
from ui.dialogs.provision import ProvisionForm
from ui.dialogs.small import UndoForm
from ui.screens.history import History
from ui.window import Window

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
NUMBER, KIND, SAID = 0, 4, 5
NAME = "Nguyễn Thị Ánh"


@pytest.fixture
def screen(window: Window) -> History:
    """Lend (11), take back (12), undo that (13), correct (14), and go there by the keys."""
    run = window.runner.run
    run(Lend((Item("TB00001"), Item("TB00003", 30)), "3A", "GV001"))
    run(TakeBack((ReturnItem("TB00003", 1, Result.DAMAGED),), note="rơi"))
    run(Undo("Ghi nhầm"))
    run(CorrectDevice("TB00001", {"name": "Máy chiếu Epson"}))
    press(Qt.Key.Key_Y, CTRL, SHIFT)
    back_to(window)
    assert window.history.isVisible()
    return window.history


def _choose(choice: QComboBox, text: str) -> None:
    choice.setCurrentIndex(choice.findText(text))
    choice.activated.emit(choice.currentIndex())


def _pick(screen: History, entry: int) -> None:
    screen.list.setFocus()
    screen.list.selectRow(column(screen.model, NUMBER).index(str(entry)))


def test_the_newest_stands_first_and_is_opened(screen: History) -> None:
    assert focused() is screen.search
    assert column(screen.model, NUMBER)[:4] == ["14", "13", "12", "11"]
    assert screen.count.text() == "14 entries"
    assert not screen.more_button.isVisible()
    assert "Máy chiếu Epson" in screen.name.text()
    assert cells(screen.changes_model) == [
        ["Device TB00001 Máy chiếu Epson", "Name", "Máy chiếu", "Máy chiếu Epson"]
    ]
    assert not screen.tabs.isTabVisible(0)
    press(Qt.Key.Key_Tab)
    screen.whole.click()
    fields = column(screen.changes_model, 1)
    assert {"Code", "Counted as", "Place", "Status"} <= set(fields)
    assert ["Device TB00001 Máy chiếu Epson", "Place", "VT001 Kho", "VT001 Kho"] in cells(
        screen.changes_model
    )


def test_it_is_searched_and_filtered(screen: History, window: Window) -> None:
    enter_slowly("ghi nham")
    assert column(screen.model, NUMBER) == ["13"]
    screen.search.clear()
    screen.search_for("")
    screen.about.setFocus()
    enter_slowly("TB00001")
    assert column(screen.model, NUMBER)[:2] == ["14", "11"]
    screen.about.clear()
    enter_slowly("3a")
    assert column(screen.model, NUMBER)[:3] == ["13", "12", "11"]
    screen.about.clear()
    enter_slowly("nobody")
    assert "No device, person or class is called" in window.toast.label.text()
    screen.about.clear()
    _choose(screen.kind, "Lent")
    assert column(screen.model, NUMBER) == ["11"]
    _choose(screen.days.which, "The month before")
    assert screen.model.rowCount() == 0
    assert screen.count.text().startswith("Nothing in the history fits.")
    assert not screen.detail.isVisible()
    _choose(screen.days.which, "Today")
    _choose(screen.actor, "thu")
    assert column(screen.model, NUMBER) == ["11"]


def test_days_in_the_wrong_order_are_refused(screen: History, window: Window) -> None:
    _choose(screen.days.which, "From day to day")
    assert screen.days.first.isVisible()
    screen.days.first.setDate(screen.days.last.date().addDays(2))
    screen.days.first.editingFinished.emit()
    assert "The period ends before it begins" in window.toast.label.text()


def test_an_entry_leads_to_its_device_its_slip_and_its_undo(
    screen: History, window: Window, opened: list[Path]
) -> None:
    _pick(screen, 12)
    assert screen.other_button.text() == "The entry that undid it"
    assert not screen.undo_button.isEnabled()
    assert screen.undo_button.toolTip() == "It was undone already."
    screen.other_button.click()
    assert "Reason: Ghi nhầm" in screen.facts.text()
    assert "It undoes entry 12" in screen.facts.text()
    _pick(screen, 11)
    assert [row[:3] for row in cells(screen.moved_model)] == [
        ["TB00001", "Máy chiếu Epson", "1"], ["TB00003", "Bộ thực hành Toán", "30"],
    ]  # fmt: skip
    screen.loan_button.click()
    assert opened[-1].name == "phieu-muon-0001.pdf"
    with answering(UndoForm):
        screen.undo_button.click()
    screen.moved.selectRow(1)
    screen.device_button.click()
    assert window.devices.isVisible()
    assert window.devices.name.text() == "Bộ thực hành Toán"
    window.actions_["back"].trigger()
    assert screen.isVisible()


def test_what_happens_meanwhile_stands_there_at_once(screen: History, window: Window) -> None:
    window.runner.run(Lend((Item("TB00002"),), "4B"))
    assert column(screen.model, NUMBER)[:2] == ["15", "14"]


def test_a_long_history_grows_as_it_is_scrolled(screen: History, window: Window) -> None:
    for number in range(100):
        window.runner.room.run(CorrectDevice("TB00002", {"note": f"{number}"}))
    window.navigation.go("today")
    window.navigation.go("history")
    screen.stale = True
    screen.refresh()
    assert screen.model.rowCount() in {100, 114}
    screen.model.fetchMore(QModelIndex())
    assert screen.model.rowCount() == 114
    assert not screen.model.canFetchMore(QModelIndex())
    assert column(screen.model, NUMBER) == [str(number) for number in range(114, 0, -1)]


def test_it_is_printed_and_saved_as_it_is_filtered(
    screen: History, window: Window, opened: list[Path]
) -> None:
    _choose(screen.kind, "Came back")
    window.print_list()
    text = " ".join(PdfReader(opened[-1]).pages[0].extract_text().split())
    assert "undone by entry 13" in text

    def fill(form: ProvisionForm) -> None:
        assert form.fields.purpose.text() == "Dùng trong trường"
        form.fields.purpose.setText("Thanh tra nhân dân")
        form.fields.recipient.setText("Phòng Văn hóa - Xã hội")
        QTest.keyClick(form.fields.recipient, Qt.Key.Key_Return)
        assert "only with the principal's consent" in form.refusal.text()
        assert form.focusWidget() is form.fields.approved_by
        form.fields.approved_by.setText("Phạm Văn Hiệu")
        QTest.keyClick(form.fields.approved_by, Qt.Key.Key_Return)

    with answering(ProvisionForm, fill):
        window.save_list()
    rows = list(load_workbook(opened[-1]).active.iter_rows(values_only=True))
    assert rows[-1][0] == 12
    row = window.runner.ask(InArchive())[0].row
    assert (row.purpose, row.recipient, row.approved_by) == (
        "Thanh tra nhân dân", "Phòng Văn hóa - Xã hội", "Phạm Văn Hiệu",
    )  # fmt: skip


def test_a_purpose_is_remembered_for_its_kind_and_calling_off_saves_nothing(
    screen: History, window: Window, opened: list[Path]
) -> None:
    def say(form: ProvisionForm) -> None:
        form.fields.purpose.setText("Họp tổ")
        form.accept()

    with answering(ProvisionForm, say):
        window.save_list()
    count = len(opened)
    offered = []

    def look(form: ProvisionForm) -> None:
        offered.append(form.fields.purpose.text())
        form.reject()

    with answering(ProvisionForm, look):
        window.save_list()
    assert offered == ["Họp tổ"]
    assert len(opened) == count
    assert screen.isVisible()


def test_the_log_of_data_provision_is_printed(
    screen: History, window: Window, opened: list[Path]
) -> None:
    window.papers.list_shown(screen)
    window.navigation.go("archive")
    window.archive.log_button.menu().actions()[0].trigger()
    text = " ".join(PdfReader(io.BytesIO(opened[-1].read_bytes())).pages[0].extract_text().split())
    assert "SỔ THEO DÕI CUNG CẤP DỮ LIỆU" in text
    assert "Dùng trong trường" in text
    assert "Trong trường" in text
    assert "Người duyệt" in text
    assert "Không cần" in text


def test_closing_notes_the_end_and_opening_checks_it(
    screen: History, window: Window, folder: Path
) -> None:
    window.anchor.check_end()
    window.anchor.note_end()
    window.anchor.check_end()
    with closing(sqlite3.connect(folder / "book.db", isolation_level=None)) as raw:
        triggers = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        for (name,) in raw.execute(triggers).fetchall():
            raw.execute(f"DROP TRIGGER {name}")
        raw.execute("DELETE FROM described WHERE entry_id = 14")
        raw.execute("DELETE FROM entry WHERE id = 14")

    def look(box: QMessageBox) -> None:
        assert box.icon() == QMessageBox.Icon.Warning
        assert "The book reached entry 14 on 24/11/2026" in box.informativeText()

    with answering(QMessageBox, look):
        window.anchor.check_end()
    assert screen.isVisible()


def test_a_bug_in_the_window_leaves_neither_name_nor_secret(
    screen: History, window: Window, folder: Path
) -> None:
    window.actions_["history"].trigger()
    report = BugReport(window.words, folder)
    report.place = lambda: place_in(window)

    def look(box: QMessageBox) -> None:
        assert NAME not in box.detailedText()
        box.buttons()[0].click()

    def fail(name: str, secret: str) -> None:
        raise RuntimeError(name, secret, {"title": f"{screen.name.text()} {name}"})

    with answering(QMessageBox, look):
        try:
            fail(NAME, SECRET)
        except RuntimeError as error:
            report(RuntimeError, error, error.__traceback__)
    text = (folder / "errors.log").read_text(encoding="utf-8")
    assert "screen: history" in text
    assert "action: history" in text
    assert "RuntimeError" in text
    assert "tests/ui/test_history.py" in text
    assert traces(folder, SECRET) == []
    assert NAME not in text
    assert QApplication.clipboard().text() in {text.strip(), ""}
