"""The import wizard: it stops only where it must ask, shows each row, and can be called off."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QProgressDialog, QPushButton

from app.services.queries import Devices, LastAct, Verify
from tests.ui.hands import answering, cells, column
from ui.dialogs.import_preview import PreviewPage
from ui.dialogs.importing import ImportForm
from ui.window import Window


@pytest.fixture
def lists(tmp_path: Path) -> Callable[[str, str], Path]:
    """Return a way to write a list to a file."""

    def write(name: str, text: str) -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


def _names(window: Window) -> set[str]:
    return {view.device.name for view in window.runner.ask(Devices())}


def _headings_in(form: ImportForm, row: int) -> None:
    field = form.pair.header_row
    field.setCurrentIndex(field.findData(row))
    field.activated.emit(field.currentIndex())


def _import(window: Window, fill: Callable[[ImportForm], None]) -> None:
    with answering(ImportForm, fill):
        window.actions_["import"].trigger()


def test_unknown_columns_are_paired_by_hand_and_known_the_next_time(
    window: Window, lists: Callable[[str, str], Path]
) -> None:
    def first(form: ImportForm) -> None:
        form.choose(lists("la.csv", "Đồ vật,Bao nhiêu\nTrống,2\n"))
        assert form.pages.currentWidget() is form.pair
        assert "la.csv" in form.refusal.text()
        assert form.next_button.isDefault()
        name, count = form.pair.columns.choices
        name.setCurrentIndex(name.findData("name"))
        assert not form.refusal.isVisible()
        count.setCurrentIndex(count.findData("quantity"))
        QTest.mouseClick(form.next_button, Qt.MouseButton.LeftButton)
        assert form.pages.currentWidget() is form.preview
        QTest.mouseClick(form.back_button, Qt.MouseButton.LeftButton)
        assert form.pair.guesses() == ("name", "quantity")
        QTest.mouseClick(form.next_button, Qt.MouseButton.LeftButton)
        QTest.mouseClick(form.ready_button, Qt.MouseButton.LeftButton)
        assert not form.isVisible()

    def second(form: ImportForm) -> None:
        form.choose(lists("nua.csv", "Đồ vật,Bao nhiêu\nKèn,3\n"))
        assert form.pages.currentWidget() is form.preview
        assert form.ready_button.isEnabled()

    _import(window, first)
    assert "Trống" in _names(window)
    _import(window, second)


def test_a_header_row_and_a_sheet_are_chosen_by_hand(window: Window, tmp_path: Path) -> None:
    book = Workbook()
    one = book.active
    assert one is not None
    one.append(("Ghi nhớ", "chẳng có gì"))
    two = book.create_sheet("Kho")
    two.append(("a", "b"))
    two.append(("Tên gì", "SL"))
    two.append(("Sáo", 4))
    book.save(tmp_path / "hai.xlsx")

    def fill(form: ImportForm) -> None:
        form.choose(tmp_path / "hai.xlsx")
        assert form.pages.currentWidget() is form.pair
        form.pair.sheet.setCurrentIndex(1)
        form.pair.sheet.activated.emit(1)
        _headings_in(form, 2)
        assert form.pair.guesses() == ("", "quantity")
        form.pair.columns.choices[0].setCurrentIndex(form.pair.columns.choices[0].findData("name"))
        form.next()
        assert column(form.preview.model, 2) == ["Sáo"]

    _import(window, fill)


def test_words_no_list_knows_wait_for_an_answer(
    window: Window, lists: Callable[[str, str], Path]
) -> None:
    text = "Tên thiết bị,ĐVT,Nơi để\nSáo,Cai ống,Kho\nTù và,Bô,Khu A\nMõ,Cái,Khu B\n"

    def fill(form: ImportForm) -> None:
        form.choose(lists("tu.csv", text))
        assert form.pages.currentWidget() is form.unknown
        assert not form.next_button.isEnabled()
        assert form.next_button.toolTip()
        form.unknown.suggest_button.click()
        form.unknown.new_button.click()
        assert form.next_button.isEnabled()
        left = form.unknown.list.choices[-1]
        left.setCurrentIndex(left.findData(""))
        form.next()
        assert column(form.preview.model, 2) == ["Sáo", "Tù và"]
        form.ready_button.click()

    _import(window, fill)
    found = {view.device.name: (view.device.unit, view.place)
             for view in window.runner.ask(Devices())}  # fmt: skip
    assert found["Tù và"] == ("Bộ", "Khu A")
    assert "Mõ" not in found


def _choose_row(page: PreviewPage, row: int, choice: str) -> None:
    page.rows.selectRow(row)
    page.row_choice.setCurrentIndex(page.row_choice.findData(choice))
    page.row_choice.activated.emit(page.row_choice.currentIndex())


def test_a_row_the_book_has_is_seen_beside_it_and_chosen_alone(
    window: Window, lists: Callable[[str, str], Path]
) -> None:
    path = lists("co.csv", "Mã,Tên thiết bị\nTB00001,Máy chiếu A\nTB00002,Loa B\n")

    def fill(form: ImportForm) -> None:
        form.choose(path)
        page = form.preview
        assert not form.ready_button.isEnabled()
        page.rows.selectRow(0)
        assert page.detail.isVisible()
        assert cells(page.beside) == [["Tên thiết bị", "Máy chiếu", "Máy chiếu A"]]
        _choose_row(page, 0, "update")
        words = window.words
        assert column(page.model, 1) == [words("To update"), words("To skip")]
        form.ready_button.click()

    _import(window, fill)
    assert {"Máy chiếu A", "Loa cầm tay"} <= _names(window)


def test_cells_copied_in_excel_come_in_without_a_file(window: Window) -> None:
    clipboard = QGuiApplication.clipboard()

    def fill(form: ImportForm) -> None:
        clipboard.setText("")
        form.file.paste_button.click()
        assert form.refusal.isVisible()
        clipboard.setText("Sáo trúc\t5\nKèn\t2\n")
        form.file.paste_button.click()
        assert form.pages.currentWidget() is form.pair
        _headings_in(form, 0)
        for choice, field in zip(form.pair.columns.choices, ("name", "quantity"), strict=True):
            choice.setCurrentIndex(choice.findData(field))
        form.next()
        form.ready_button.click()

    _import(window, fill)
    assert {"Sáo trúc", "Kèn"} <= _names(window)


def test_the_faults_and_an_empty_list_are_saved(
    window: Window, lists: Callable[[str, str], Path], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    written = tmp_path / "ra.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: (str(written), ""))

    def fill(form: ImportForm) -> None:
        form.file.template_button.click()
        assert load_workbook(written).worksheets[0]["A1"].value == "Tên thiết bị (*)"
        form.choose(lists("sai.csv", "Tên thiết bị,Số lượng\nSáo,mười\n"))
        form.preview.save_button.click()
        heads = [cell.value for cell in load_workbook(written).worksheets[0][1]]
        assert heads == ["Tên thiết bị", "Số lượng", "Lỗi"]

    _import(window, fill)


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a workbook of 10,000 devices."""
    book = Workbook(write_only=True)
    page = book.create_sheet("Kho")
    page.append(("Tên thiết bị", "ĐVT", "Số lượng"))
    for one in range(10_000):
        page.append((f"Thiết bị {one}", "Cái", one % 40 + 1))
    path = tmp_path_factory.mktemp("many") / "nhieu.xlsx"
    book.save(path)
    return path


class Impatient:
    """Watches the bar of an import and presses Cancel once it has moved."""

    def __init__(self) -> None:
        """Start looking every few milliseconds."""
        self.seen: list[int] = []
        self.pressed = False
        self._timer = QTimer()
        self._timer.timeout.connect(self._look)
        self._timer.start(5)

    def _look(self) -> None:
        bar = QApplication.activeModalWidget()
        if isinstance(bar, QProgressDialog) and bar.maximum() > 0:
            self.seen.append(bar.value())
            button = bar.findChild(QPushButton)
            if button is not None and 0 < bar.value() < bar.maximum():
                self.pressed = True
                self._timer.stop()
                button.click()


def test_a_large_import_moves_its_bar_and_called_off_writes_nothing(
    window: Window, many: Path
) -> None:
    before = window.runner.ask(LastAct())

    def fill(form: ImportForm) -> None:
        form.choose(many)
        assert form.pages.currentWidget() is form.preview
        assert form.preview.model.rowCount() == 10_000
        hand = Impatient()
        form.ready_button.click()
        assert hand.pressed, hand.seen
        assert form.isVisible()
        assert form.refusal.text() == window.words(
            "The import was called off. Nothing was written."
        )
        assert window.runner.ask(LastAct()) == before
        assert window.runner.ask(Verify()).ok
        form.ready_button.click()
        assert not form.isVisible()

    _import(window, fill)
    assert len(window.runner.ask(Devices())) == 10_004
    window.undo()
    assert len(window.runner.ask(Devices())) == 4
    assert window.runner.ask(Verify()).ok
