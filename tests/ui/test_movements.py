"""Slips in the window: chosen devices leave or move, the slip is printed, undo takes it back."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt

from app.domain.device import State
from app.services.queries import OneDevice
from tests.ui.hands import answering, column, control
from ui.dialogs.movement import DecreaseForm, TransferForm
from ui.window import Window


@pytest.fixture
def chosen(window: Window) -> Window:
    """Choose the lot that has damaged ones, and the projector."""
    control(Qt.Key.Key_2)
    model, selection = window.devices.model, window.devices.list.selectionModel()
    flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
    for code in ("TB00004", "TB00001"):
        selection.select(model.index(column(model, 0).index(code), 0), flags)
    return window


def test_what_is_damaged_leaves_and_comes_back_by_undo(chosen: Window, opened: list[Path]) -> None:
    def fill(form: DecreaseForm) -> None:
        form.ready_button.click()
        assert form.refusal.isVisible()
        form.method.setText("Tiêu huỷ")
        form.council.setText("Nguyễn Thị Ánh, Trần Văn Bình")
        form.ready_button.click()

    with answering(DecreaseForm, fill):
        chosen.actions_["decrease"].trigger()
    held = chosen.runner.ask(OneDevice("TB00004")).view.balances
    assert held == {State.IN_STORE: 18, State.DISPOSED: 2}
    assert opened[-1].read_bytes().startswith(b"%PDF")
    chosen.toast.undo.click()
    assert chosen.runner.ask(OneDevice("TB00004")).view.balances[State.DAMAGED] == 2


def test_chosen_devices_move_to_another_place(chosen: Window, opened: list[Path]) -> None:
    def fill(form: TransferForm) -> None:
        form.place.setText("Tủ 7")
        form.ready_button.click()

    with answering(TransferForm, fill):
        chosen.actions_["transfer"].trigger()
    assert chosen.runner.ask(OneDevice("TB00001")).view.place == "Tủ 7"
    assert opened
