"""The archive in the window: filled by what is printed, found, opened, printed again, noted."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QMessageBox

from app.domain.device import Device
from app.services.archived import InArchive
from app.services.increase import Increase, IncreaseLine, Source
from app.services.lending import Item, Lend
from app.services.uploading import MakeUpload
from tests.ui.hands import answering, back_to, column, control, enter_slowly, focused, press
from ui.dialogs.archive import NoteForm
from ui.screens.archive import ArchiveScreen
from ui.window import Window

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
KIND, TITLE, SUBMITTED = 1, 3, 6


@pytest.fixture
def screen(window: Window) -> ArchiveScreen:
    """Issue an upload file, a list and a slip, and go to the archive by its keys."""
    room = window.runner.room
    slip = room.run(Increase((IncreaseLine(Device("", "Đàn"), 1),), Source.GRANTED)).value.slip
    window.runner.run(MakeUpload())
    control(Qt.Key.Key_2)
    press(Qt.Key.Key_L, CTRL, SHIFT)
    back_to(window)
    window.papers.slip(slip)
    press(Qt.Key.Key_K, CTRL, SHIFT)
    back_to(window)
    assert window.archive.isVisible()
    return window.archive


def _choose(choice: QComboBox, text: str) -> None:
    choice.setCurrentIndex(choice.findText(text))
    choice.activated.emit(choice.currentIndex())


def test_an_empty_archive_says_what_fills_it(window: Window, opened: list[Path]) -> None:
    window.runner.run(Lend((Item("TB00001"),), "3A"))
    control(Qt.Key.Key_3)
    control(Qt.Key.Key_P)
    assert opened[-1].name == "phieu-muon-0001.pdf"
    press(Qt.Key.Key_K, CTRL, SHIFT)
    assert window.archive.empty.text().startswith("Nothing was printed or exported yet.")
    assert not window.archive.open_button.isEnabled()
    assert not window.archive.facts.isVisible()


def test_what_is_printed_stands_there_newest_first(screen: ArchiveScreen) -> None:
    assert column(screen.model, KIND) == ["Numbered slip", "List", "Upload file"]
    assert column(screen.model, TITLE)[1:] == ["Devices", "Tệp đưa lên hệ thống, lô 1"]
    assert screen.facts.text().startswith("archive/2026-2027/HK1/Thang-2026-11/phieu-ghi-tang")


def test_it_is_searched_as_it_is_typed_and_chosen_by_kind_and_period(
    screen: ArchiveScreen, window: Window
) -> None:
    assert focused() is screen.search
    enter_slowly("tep len")
    assert column(screen.model, KIND) == ["Upload file"]
    enter_slowly(" khong co")
    assert screen.empty.text().startswith("Nothing fits")
    assert not screen.open_button.isEnabled()
    screen.search.clear()
    screen.search_for("")
    _choose(screen.kind, "List")
    assert column(screen.model, KIND) == ["List"]
    _choose(screen.kind, "Any kind of file")
    _choose(screen.year, "2026-2027")
    _choose(screen.period, "First semester")
    assert screen.model.rowCount() == 3
    _choose(screen.period, "Month 11/2026")
    assert screen.model.rowCount() == 3
    window.papers.list_shown(screen)
    assert screen.period.currentText() == "Month 11/2026"
    assert column(screen.model, TITLE)[0] == "Archive"


def test_a_file_is_opened_and_its_folder_shown(
    screen: ArchiveScreen, window: Window, opened: list[Path], folder: Path
) -> None:
    screen.list.setFocus()
    screen.list.selectRow(1)
    press(Qt.Key.Key_Return)
    kept = folder / window.runner.ask(InArchive())[1].row.file
    assert opened[-1] == kept
    QTest.mouseClick(screen.folder_button, Qt.MouseButton.LeftButton)
    assert opened[-1] == kept.parent
    kept.chmod(0o644)
    kept.unlink()
    screen.open_button.click()
    assert "no longer where it was kept" in window.toast.label.text()
    with answering(QMessageBox, lambda box: box.reject()):
        window.actions_["verify"].trigger()


def test_a_document_is_printed_again_with_its_mark(
    screen: ArchiveScreen, opened: list[Path]
) -> None:
    screen.list.selectRow(1)
    assert not screen.again_button.isEnabled()
    assert "Open the file" in screen.again_button.toolTip()
    screen.list.selectRow(0)
    screen.again_button.click()
    text = PdfReader(io.BytesIO(opened[-1].read_bytes())).pages[0].extract_text()
    assert "(Bản in lại lần 1)" in text
    assert opened[-1].name.endswith("-ban-2.pdf")
    assert screen.model.rowCount() == 4


def test_the_day_it_was_entered_in_the_system_is_noted(
    screen: ArchiveScreen, window: Window
) -> None:
    def fill(form: NoteForm) -> None:
        assert form.day.text() == "24/11/2026"
        form.day.setText("25/11/2026")
        QTest.keyClick(form.day, Qt.Key.Key_Return)
        assert "has not come yet" in form.refusal.text()
        form.day.setText("23/11/2026")
        form.purpose.setText("Báo cáo định kỳ")
        QTest.keyClick(form.day, Qt.Key.Key_Return)

    screen.list.selectRow(2)
    with answering(NoteForm, fill):
        screen.note_button.click()
    assert column(screen.model, SUBMITTED) == ["", "", "23/11/2026"]
    assert "Issued for: Báo cáo định kỳ" in screen.facts.text()
    window.toast.undo.click()
    assert column(screen.model, SUBMITTED) == ["", "", ""]


def test_a_file_nobody_indexed_is_told_without_alarm(
    screen: ArchiveScreen, window: Window, folder: Path
) -> None:
    del screen
    (folder / "archive" / "la.pdf").write_bytes(b"%PDF")

    def look(box: QMessageBox) -> None:
        assert box.icon() == QMessageBox.Icon.Information
        assert "archive/la.pdf" in box.detailedText()

    with answering(QMessageBox, look):
        window.actions_["verify"].trigger()


def test_an_archive_that_cannot_be_written_is_said_and_nothing_opens(
    window: Window, opened: list[Path], folder: Path
) -> None:
    (folder / "archive").write_text("vướng", encoding="utf-8")
    control(Qt.Key.Key_2)
    press(Qt.Key.Key_L, CTRL, SHIFT)
    assert "cannot be written" in window.toast.label.text()
    assert opened == []
