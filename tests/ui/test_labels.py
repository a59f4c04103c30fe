"""Labels in the window: chosen devices, a place on the sheet, offsets that are kept."""

from __future__ import annotations

from pathlib import Path

from pypdf import PdfReader
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QTest

from app.domain.label import Symbol
from tests.app.test_labels import scan
from tests.ui.hands import answering, column, control
from ui.dialogs.labels import LabelsForm
from ui.window import Window


def test_chosen_devices_are_printed_from_a_place_on_the_sheet(
    window: Window, opened: list[Path]
) -> None:
    control(Qt.Key.Key_2)
    screen = window.devices
    chosen = screen.list.selectionModel()
    flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
    for code in ("TB00001", "TB00003"):
        chosen.select(screen.model.index(column(screen.model, 0).index(code), 0), flags)

    def fill(form: LabelsForm) -> None:
        assert form.codes() == ("TB00003", "TB00001")
        form.stock.setCurrentIndex(form.stock.findData("a4-24"))
        spot = form.picture.cell(24).center().toPoint()
        QTest.mouseClick(form.picture, Qt.MouseButton.LeftButton, pos=spot)
        QTest.keyClick(form.picture, Qt.Key.Key_Right)
        assert form.picture.start == 24
        QTest.keyClick(form.picture, Qt.Key.Key_Up)
        QTest.keyClick(form.picture, Qt.Key.Key_Down)
        assert form.said.text() == "2 labels on 2 pages"
        form.right.setValue(1.5)
        form.test_button.click()
        form.ready_button.click()

    with answering(LabelsForm, fill):
        control(Qt.Key.Key_B)
    data = opened[-1].read_bytes()
    assert sorted(text for _kind, text in scan(data, 300)) == ["TB00001", "TB00003"]
    assert len(PdfReader(opened[-1]).pages) == 2
    assert len(PdfReader(opened[0]).pages) == 1


def test_the_stock_and_offsets_are_kept_and_places_have_labels(window: Window) -> None:
    def choose(form: LabelsForm) -> None:
        form.stock.setCurrentIndex(form.stock.findData("roll-50x30"))
        form.down.setValue(-2)
        form.ready_button.click()

    with answering(LabelsForm, choose):
        control(Qt.Key.Key_B)

    def look(form: LabelsForm) -> None:
        assert (form.stock.currentData(), form.down.value()) == ("roll-50x30", -2)
        form.what.setCurrentIndex(form.what.findData("place"))
        assert form.codes() == ("VT001",)
        assert not form.place.isEnabled()
        form.what.setCurrentIndex(form.what.findData("kit"))
        form.ready_button.click()
        assert form.refusal.isVisible()
        form.reject()

    with answering(LabelsForm, look):
        window.actions_["labels"].trigger()


def test_a_code_128_without_room_is_said_before_anything_is_printed(window: Window) -> None:
    def look(form: LabelsForm) -> None:
        form.what.setCurrentIndex(form.what.findData("device"))
        assert not form.without_bars.isVisible()
        for symbol in (Symbol.CODE128, Symbol.BOTH):
            form.stock.setCurrentIndex(form.stock.findData("a4-65"))
            form.symbol.setCurrentIndex(form.symbol.findData(symbol))
            assert form.without_bars.isVisible()
            assert "4 of these labels" in form.without_bars.text()
            form.stock.setCurrentIndex(form.stock.findData("a4-24"))
            assert not form.without_bars.isVisible()
        form.reject()

    with answering(LabelsForm, look):
        window.actions_["labels"].trigger()
