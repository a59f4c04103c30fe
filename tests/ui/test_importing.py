"""The import as it asks: columns paired by hand, words no list knows, faults to mend, pasting."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtWidgets import QApplication

from app.services.queries import Devices
from tests.ui.hands import answering
from ui.dialogs.import_asking import PairForm, WordsForm
from ui.dialogs.importing import ImportForm
from ui.window import Window


@pytest.fixture
def form(window: Window) -> ImportForm:
    """Open the form."""
    return ImportForm(window.runner, window)


def _names(window: Window) -> list[str]:
    return [view.device.name for view in window.runner.ask(Devices())]


def test_unknown_headings_are_paired_and_remembered(
    window: Window, form: ImportForm, tmp_path: Path
) -> None:
    path = tmp_path / "la.csv"
    path.write_text("Đồ vật,Bao nhiêu\nKèn,2\n", encoding="utf-8")
    form.choose(path)
    assert form.refusal.text()
    assert not form.ready_button.isEnabled()

    def pair(asking: PairForm) -> None:
        asking.accept()
        assert asking.refusal.text()
        asking.choices[0].setCurrentIndex(asking.choices[0].findData("name"))
        asking.choices[1].setCurrentIndex(asking.choices[1].findData("quantity"))
        asking.accept()

    with answering(PairForm, pair):
        form.pair_button.click()
    form.accept()
    assert "Kèn" in _names(window)
    again = ImportForm(window.runner, window)
    path.write_text("Đồ vật,Bao nhiêu\nSáo,2\n", encoding="utf-8")
    again.choose(path)
    again.accept()
    assert "Sáo" in _names(window)


def test_words_no_list_knows_are_asked_about(
    window: Window, form: ImportForm, tmp_path: Path
) -> None:
    path = tmp_path / "tu.csv"
    path.write_text("Tên thiết bị,Môn học,Nơi để\nKèn,Tóan,Kho\nSáo,Toán,Tủ 9\n", encoding="utf-8")
    form.choose(path)
    with answering(WordsForm):
        form.accept()
    assert form.refusal.text()
    assert "Kèn" not in _names(window)

    def settle(asking: WordsForm) -> None:
        asking.accept()
        assert asking.refusal.text()
        asking.choices[0].setCurrentIndex(1)
        asking.choices[1].setCurrentIndex(asking.choices[1].findData("Tủ 9"))
        asking.accept()

    with answering(WordsForm, settle):
        form.accept()
    found = {view.device.name: view for view in window.runner.ask(Devices())}
    assert (found["Kèn"].device.subject, found["Sáo"].place) == ("Toán", "Tủ 9")


def test_faults_are_saved_beside_their_rows(
    window: Window, form: ImportForm, tmp_path: Path
) -> None:
    path = tmp_path / "loi.csv"
    path.write_text("Tên thiết bị,SL\nKèn,mười\nSáo,2\n", encoding="utf-8")
    form.choose(path)
    form.save_faults()
    assert form.saved is not None
    rows = [list(row) for row in load_workbook(form.saved).worksheets[0].values]
    assert rows[0] == ["Tên thiết bị", "SL", "Lỗi"]
    assert rows[1][2]
    assert rows[2][2] is None
    form.save_template()
    form.choose(form.saved)
    assert form.ready_button.isEnabled()
    assert "Kèn" not in _names(window)


def test_cells_are_pasted_from_a_spreadsheet(window: Window, form: ImportForm) -> None:
    clipboard = QApplication.clipboard()
    clipboard.setText("")
    form.paste_button.click()
    assert form.refusal.text()
    clipboard.setText("Tên thiết bị\tSL\r\nKèn\t2\r\n")
    form.paste_button.click()
    form.accept()
    assert "Kèn" in _names(window)
