"""Forms of the slips: filled by keys and buttons, what they write and print, how undo takes it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from app.domain.device import Kind, State
from app.domain.document import SlipKind
from app.services.lending import Item, Lend
from app.services.numbered import Slips
from app.services.queries import Devices, OneDevice, Verify
from tests.ui.hands import answering, cells, column, control
from ui.dialogs.decrease import DecreaseForm
from ui.dialogs.increase import IncreaseForm
from ui.dialogs.labels import LabelsForm
from ui.dialogs.movement import HandoverForm, TransferForm, TransferOutForm
from ui.window import Window


@pytest.fixture
def chosen(window: Window) -> Window:
    """Choose the lot that has damaged ones, and the projector."""
    control(Qt.Key.Key_2)
    _choose(window)
    return window


def _choose(window: Window) -> None:
    model, selection = window.devices.model, window.devices.list.selectionModel()
    flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
    for code in ("TB00004", "TB00001"):
        selection.select(model.index(column(model, 0).index(code), 0), flags)


def _target(form: QDialog) -> QWidget:
    """Return what a key goes to: an open list of completions, or the field with the cursor."""
    field = QApplication.activePopupWidget() or form.focusWidget()
    assert field is not None
    return field


def _hit(form: QDialog, key: Qt.Key) -> None:
    QTest.keyClick(_target(form), key)


def _type(form: QDialog, text: str) -> None:
    for letter in text:
        QTest.keyClicks(_target(form), letter)


def _held(window: Window, code: str) -> dict[State, int]:
    return dict(window.runner.ask(OneDevice(code)).view.balances)


def _letting_go(fill: Callable[[IncreaseForm], None]) -> Callable[[IncreaseForm], None]:
    """Leave no line on the form, which asks twice for those: a failing test must not hang."""

    def act(form: IncreaseForm) -> None:
        try:
            fill(form)
        finally:
            form.lines.clear()

    return act


def _line(form: IncreaseForm, name: str, quantity: str, price: str = "") -> None:
    """Type a line and let Enter add it; the cursor is back at the name after it."""
    _type(form, name)
    _hit(form, Qt.Key.Key_Tab)
    form.editor.quantity.selectAll()  # Tab does so in a window that is in front
    _type(form, quantity)
    for _field in ("unit", "price"):
        _hit(form, Qt.Key.Key_Tab)
    _type(form, price)
    _hit(form, Qt.Key.Key_Return)


def test_a_delivery_is_written_from_the_keyboard(window: Window, opened: list[Path]) -> None:
    @_letting_go
    def fill(form: IncreaseForm) -> None:
        form.document.setText("12/HD")
        _line(form, "Kinh lup", "5", "35.000")
        _line(form, "TB00003", "4")
        _line(form, "Nam cham", "2")
        assert column(form.model, 1) == ["Kinh lup", "TB00003", "Nam cham"]
        assert column(form.model, 2) == ["A piece", "More of it", "A piece"]
        form.list.selectRow(2)
        QTest.keyClick(form.list, Qt.Key.Key_Delete)
        form.list.selectRow(0)
        QTest.keyClick(form.list, Qt.Key.Key_F2)
        assert form.editor.quantity.value() == 5
        form.editor.quantity.setValue(3)
        form.editor.add_button.click()
        assert "7 devices" in form.total.text()
        assert form.focusWidget() is form.editor.name
        _hit(form, Qt.Key.Key_Return)

    control(Qt.Key.Key_6)
    with answering(IncreaseForm, fill):
        window.slips.increase_button.click()
    found = window.runner.ask(Devices("Kinh lup"))
    assert [view.device.code for view in found] == ["TB00005", "TB00006", "TB00007"]
    assert {view.device.unit_price for view in found} == {35_000}
    assert _held(window, "TB00003") == {State.IN_STORE: 39}
    assert opened[-1].read_bytes().startswith(b"%PDF")
    assert cells(window.slips.model)[0][3].startswith("Bộ thực hành Toán, Kinh lup")
    window.toast.undo.click()
    assert _held(window, "TB00003") == {State.IN_STORE: 35}
    assert window.runner.ask(Verify()).ok


def test_what_is_known_is_offered_and_taken_over(window: Window) -> None:
    @_letting_go
    def fill(form: IncreaseForm) -> None:
        editor = form.editor
        _type(form, "thuc hanh")
        offered = column(editor.name.completer().completionModel(), 0)
        assert offered == ["TB00003 Bộ thực hành Toán"]
        editor.name.setText(offered[0])
        assert editor.unit.text() == "Bộ"
        assert not editor.unit.isEnabled()
        assert "35" in editor.said.text()
        editor.name.clear()
        editor.name.insert("Hộp phấn")
        assert editor.unit.isEnabled()
        editor.counted.setCurrentIndex(editor.counted.findData(Kind.LOT))
        editor.quantity.setValue(40)
        assert "lot of 40" in editor.said.text()
        form.ready_button.click()

    with answering(IncreaseForm, fill):
        window.actions_["increase"].trigger()
    (view,) = window.runner.ask(Devices("hop phan"))
    assert (view.device.kind, dict(view.balances)) == (Kind.LOT, {State.IN_STORE: 40})


def test_a_wrong_line_stays_to_be_mended_and_leaving_is_asked_twice(window: Window) -> None:
    before = window.runner.ask(Verify())

    @_letting_go
    def fill(form: IncreaseForm) -> None:
        form.ready_button.click()
        assert "nothing on the slip" in form.refusal.text()
        _line(form, "Kinh lup", "5", "nhieu")
        assert "no amount" in form.refusal.text()
        assert form.focusWidget() is form.editor.price
        form.editor.price.setText("5000")
        form.editor.add_button.click()
        form.source.setCurrentIndex(form.source.findData("transferred"))
        form.ready_button.click()
        assert "which school gives" in form.refusal.text()
        form.reject()
        assert form.isVisible()
        assert "1 lines are not written" in form.refusal.text()
        form.reject()
        assert not form.isVisible()

    with answering(IncreaseForm, fill):
        window.actions_["increase"].trigger()
    assert window.runner.ask(Verify()) == before


def test_labels_of_what_came_are_one_click_away(window: Window) -> None:
    seen: list[tuple[str, ...]] = []

    def label(form: LabelsForm) -> None:
        seen.append(form.codes())
        form.reject()

    @_letting_go
    def fill(form: IncreaseForm) -> None:
        form.editor.name.insert("Kính lúp")
        form.editor.quantity.setValue(3)
        form.labels_button.click()
        stack.enter_context(answering(LabelsForm, label))  # it comes once this form is gone

    with ExitStack() as stack, answering(IncreaseForm, fill):
        window.actions_["increase"].trigger()
    assert seen == [("TB00005", "TB00006", "TB00007")]
    window.actions_["slips"].trigger()
    with answering(LabelsForm, label):
        window.slips.labels_button.click()
    assert seen == [("TB00005", "TB00006", "TB00007")] * 2


def test_part_of_a_lot_leaves_and_comes_back_by_undo(chosen: Window, opened: list[Path]) -> None:
    def fill(form: DecreaseForm) -> None:
        assert column(form.model, 0) == ["TB00004", "TB00004", "TB00001"]
        assert column(form.model, 4) == ["2", "0", "0"]
        form.model.setData(form.model.index(0, 4), "1")
        form.model.setData(form.model.index(1, 4), "99")
        assert column(form.model, 4) == ["1", "18", "0"]
        form.model.setData(form.model.index(1, 4), "3")
        form.ready_button.click()
        assert form.refusal.isVisible()
        form.method.setText("Tiêu huỷ")
        assert form.council[0][1].text() == "Chủ tịch Hội đồng"
        form.council[0][0].setText("Nguyễn Thị Ánh")
        form.ready_button.click()

    with answering(DecreaseForm, fill):
        chosen.actions_["decrease"].trigger()
    assert _held(chosen, "TB00004") == {State.IN_STORE: 15, State.DAMAGED: 1, State.DISPOSED: 4}
    assert opened[-1].read_bytes().startswith(b"%PDF")
    slip = chosen.runner.ask(Slips())[0]
    assert slip.paper.council == (
        ("Nguyễn Thị Ánh", "Chủ tịch Hội đồng"), ("Trần Thị Kho", "Phụ trách thiết bị"),
    )  # fmt: skip
    chosen.toast.undo.click()
    assert _held(chosen, "TB00004") == {State.IN_STORE: 18, State.DAMAGED: 2}

    def look(form: DecreaseForm) -> None:
        assert form.council[0][0].text() == ""  # what was undone is no council to start from
        form.reject()

    _choose(chosen)
    with answering(DecreaseForm, look):
        chosen.actions_["decrease"].trigger()


def test_chosen_devices_move_to_another_place(chosen: Window, opened: list[Path]) -> None:
    def fill(form: TransferForm) -> None:
        form.place.setText("Tủ 7")
        form.ready_button.click()

    with answering(TransferForm, fill):
        chosen.actions_["transfer"].trigger()
    assert chosen.runner.ask(OneDevice("TB00001")).view.place == "Tủ 7"
    assert opened


def test_chosen_devices_leave_for_another_school(chosen: Window, opened: list[Path]) -> None:
    chosen.runner.run(Lend((Item("TB00001"),), "3A"))
    _choose(chosen)

    def fill(form: TransferOutForm) -> None:
        quantities = dict(zip(column(form.model, 0), column(form.model, 4), strict=True))
        assert quantities == {"TB00001": "0", "TB00004": "18"}
        form.ready_button.click()
        assert "which school receives" in form.refusal.text()
        form.school.setText("Trường Tiểu học Sao Mai")
        form.decision.setText("45/QĐ-UBND")
        form.ready_button.click()

    with answering(TransferOutForm, fill):
        chosen.actions_["transfer_out"].trigger()
    assert _held(chosen, "TB00004") == {State.DAMAGED: 2}
    assert _held(chosen, "TB00001") == {State.ON_LOAN: 1}
    assert opened
    assert chosen.runner.ask(Slips())[0].kind == SlipKind.TRANSFER_OUT


def test_a_device_that_left_is_found_by_its_filter(chosen: Window) -> None:
    def fill(form: TransferOutForm) -> None:
        form.school.setText("Sao Mai")
        form.ready_button.click()

    with answering(TransferOutForm, fill):
        chosen.actions_["transfer_out"].trigger()
    assert "TB00001" not in column(chosen.devices.model, 0)
    state = chosen.devices.filters.choices["state"]
    state.setCurrentIndex(state.findData(State.OUTSIDE))
    chosen.devices.filters.filter_wanted.emit()
    assert column(chosen.devices.model, 0) == ["TB00001"]
    chosen.devices.open("TB00001")
    assert "Nothing of it is here any more." in chosen.devices.facts.text()


def test_devices_are_handed_over(chosen: Window, opened: list[Path]) -> None:
    def fill(form: HandoverForm) -> None:
        assert form.giver.text() == "Trần Thị Kho"
        assert form.focusWidget() is form.receiver
        _hit(form, Qt.Key.Key_Return)
        assert "who takes" in form.refusal.text()
        form.receiver.setText("Lê Thị Đào")
        _hit(form, Qt.Key.Key_Return)

    with answering(HandoverForm, fill):
        chosen.actions_["handover"].trigger()
    slip = chosen.runner.ask(Slips())[0]
    assert (slip.kind, slip.paper.codes) == (SlipKind.HANDOVER, ("TB00004", "TB00001"))
    assert len(opened) == 1


def test_a_place_is_handed_over_where_nothing_is_chosen(window: Window, opened: list[Path]) -> None:
    def fill(form: HandoverForm) -> None:
        assert form.what.currentData() == "Kho"
        form.receiver.setText("Lê Thị Đào")
        form.ready_button.click()

    control(Qt.Key.Key_6)
    with answering(HandoverForm, fill):
        window.slips.handover_button.click()
    assert window.runner.ask(Slips())[0].paper.codes == ("TB00001",)
    assert opened
    window.toast.undo.click()
    assert window.runner.ask(Slips())[0].kind == SlipKind.INCREASE
