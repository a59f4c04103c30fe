"""Lists in the window: filters kept, columns chosen, bulk correction, and saving as it stands."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtWidgets import QInputDialog
from pytestqt.qtbot import QtBot

from app.services.queries import OneDevice
from app.services.room import Room
from app.services.wording import load_words
from tests.ui.hands import answering, back_to, cells, column, control, press
from ui.dialogs.bulk import BulkForm
from ui.dialogs.columns import ColumnsForm
from ui.dialogs.provision import ProvisionForm
from ui.models.devices import COLUMNS, USUAL
from ui.runner import Runner
from ui.screens.devices import Devices
from ui.window import Window

SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def screen(window: Window) -> Devices:
    """Go to the devices screen."""
    control(Qt.Key.Key_2)
    return window.devices


def _choose(screen: Devices, name: str, value: str) -> None:
    choice = screen.filters.choices[name]
    choice.setCurrentIndex(choice.findData(value))
    choice.activated.emit(choice.currentIndex())


def _select(screen: Devices, *codes: str) -> None:
    chosen = screen.list.selectionModel()
    chosen.clear()
    for code in codes:
        index = screen.model.index(column(screen.model, 0).index(code), 0)
        chosen.select(
            index,
            QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows,
        )


def test_filters_open_combine_and_say_how_many_they_are(screen: Devices) -> None:
    assert not screen.filters.isVisible()
    control(Qt.Key.Key_F)
    assert screen.filters.isVisible()
    _choose(screen, "subject", "Toán")
    assert column(screen.model, 0) == ["TB00003"]
    _choose(screen, "kind", "piece")
    assert not cells(screen.model)
    assert screen.count.text() == screen.words("No device fits. Try fewer letters.")
    assert screen.filters_button.text() == screen.words("Filters ({count})", count=2)
    screen.filters.clear_button.click()
    assert len(cells(screen.model)) == 4


def test_a_filter_is_kept_under_a_name_for_the_next_start(
    screen: Devices, qtbot: QtBot, school: Room
) -> None:
    assert not screen.filters.keep_button.isEnabled()
    _choose(screen, "subject", "Toán")

    def name(dialog: QInputDialog) -> None:
        dialog.setTextValue("Của Toán")
        dialog.accept()

    with answering(QInputDialog, name):
        screen.filters.keep_button.click()
    later = Window(Runner(school, load_words("en")), lambda _path: None)
    qtbot.addWidget(later)
    later.navigation.go("devices")
    saved = later.devices.filters.saved
    saved.setCurrentIndex(saved.findText("Của Toán"))
    saved.activated.emit(saved.currentIndex())
    assert column(later.devices.model, 0) == ["TB00003"]
    later.devices.filters.forget_button.click()
    assert saved.findText("Của Toán") < 0
    assert not later.devices.filters.forget_button.isEnabled()
    assert column(later.devices.model, 0) == ["TB00003"]


def test_columns_are_chosen_and_kept(screen: Devices, qtbot: QtBot, school: Room) -> None:
    assert screen.columns() == USUAL

    def tick(form: ColumnsForm) -> None:
        form.tick("code", on=False)
        form.tick("name", on=False)
        form.accept()
        assert form.isVisible()
        form.tick("name", on=True)
        form.tick("missing", on=True)
        form.accept()

    with answering(ColumnsForm, tick):
        screen.columns_button.click()
    chosen = tuple(name for name in COLUMNS if name in {*USUAL, "missing"} - {"code"})
    assert screen.columns() == chosen
    later = Window(Runner(school, load_words("en")), lambda _path: None)
    qtbot.addWidget(later)
    assert later.devices.columns() == chosen


def test_the_chosen_are_corrected_at_once_after_a_look(screen: Devices, window: Window) -> None:
    _select(screen, "TB00001", "TB00002", "TB00003")

    def fill(form: BulkForm) -> None:
        form.field.setCurrentIndex(form.field.findData("subject"))
        form.value.setText("Dùng chung")
        assert [row[0] for row in cells(form.model)] == ["TB00003", "TB00002"]
        form.ready_button.click()

    with answering(BulkForm, fill):
        press(Qt.Key.Key_E, CTRL, SHIFT)
    subjects = [
        screen.runner.ask(OneDevice(f"TB0000{number}")).view.device.subject for number in (1, 2, 3)
    ]
    assert subjects == ["Dùng chung"] * 3
    window.toast.undo.click()
    assert screen.runner.ask(OneDevice("TB00003")).view.device.subject == "Toán"


def test_a_wrong_year_for_many_is_refused_in_the_form(screen: Devices) -> None:
    _select(screen, "TB00001")

    def fill(form: BulkForm) -> None:
        form.field.setCurrentIndex(form.field.findData("year_in_use"))
        form.value.setText("20x6")
        form.ready_button.click()
        assert form.isVisible()
        assert form.refusal.text()
        form.value.setText("2026")
        form.ready_button.click()

    with answering(BulkForm, fill):
        screen.bulk_button.click()
    assert screen.runner.ask(OneDevice("TB00001")).view.device.year_in_use == 2026


def test_bulk_correction_of_nothing_says_how_to_choose(screen: Devices, window: Window) -> None:
    screen.list.selectionModel().clear()
    window.register.correct_chosen()
    assert window.toast.label.text() == screen.words(
        "Choose the devices in the list first, with Shift or Ctrl."
    )


def test_the_list_is_saved_and_printed_as_it_stands(
    screen: Devices, window: Window, opened: list[Path]
) -> None:
    _choose(screen, "subject", "Toán")
    with answering(ProvisionForm, ProvisionForm.accept):
        control(Qt.Key.Key_E)
    sheet = load_workbook(opened[-1]).active
    assert sheet is not None
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4)]
    assert len(rows) == 2
    assert rows[1][:2] == ["TB00003", "Bộ thực hành Toán"]
    back_to(window)
    press(Qt.Key.Key_L, CTRL, SHIFT)
    assert opened[-1].suffix == ".pdf"
    assert opened[-1].read_bytes().startswith(b"%PDF")
    window.navigation.go("counter")
    window.save_list()
    assert window.toast.label.text() == screen.words("There is no list here to print or save.")
