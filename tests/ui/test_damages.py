"""Damage, loss and repair in the window: reported, repaired, found, disposed of, by its buttons."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.domain.damage import DamageKind
from app.domain.device import Quality, State
from app.services.damage_reports import Circumstances, ReportDamage, ReportLine
from app.services.queries import OneDevice
from tests.ui.hands import answering, back_to, column, control, press
from ui.dialogs.assessment import AssessForm
from ui.dialogs.damage import (
    BackForm,
    DescribeForm,
    FindForm,
    LoseForm,
    MendForm,
    RepairForm,
    ReportForm,
)
from ui.dialogs.disposal import DecideForm, ProposeForm
from ui.screens.damages import BUTTONS, Damages
from ui.window import Window

CODE, STATE, SHIFT = 0, 2, Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def screen(window: Window) -> Damages:
    """Go to the damage screen of a school where two of TB00004 came broken."""
    control(Qt.Key.Key_7)
    return window.damages


def _held(window: Window, code: str) -> dict[State, int]:
    return dict(window.runner.ask(OneDevice(code)).view.balances)


def _offered(screen: Damages) -> set[str]:
    return {name for name in BUTTONS if screen.buttons[name].isVisible()}


def test_chosen_devices_are_reported_with_one_key_and_the_slip_comes(
    window: Window, opened: list[Path]
) -> None:
    control(Qt.Key.Key_2)
    window.devices.list.selectRow(column(window.devices.model, CODE).index("TB00003"))

    def fill(form: ReportForm) -> None:
        form.kind.setCurrentIndex(form.kind.findData(DamageKind.MAJOR))
        form.model.setData(form.model.index(0, 4), 3)
        form.compensation.setText("năm mươi")
        form.ready_button.click()
        assert "is no amount" in form.refusal.text()
        form.compensation.setText("50.000")
        form.cause.setText("Rơi vỡ")
        form.ready_button.click()

    with answering(ReportForm, fill):
        control(Qt.Key.Key_H)
    assert _held(window, "TB00003") == {State.IN_STORE: 32, State.DAMAGED: 3}
    assert opened[-1].read_bytes().startswith(b"%PDF")
    assert "Major damage: 3" in window.devices.facts.text()
    window.toast.undo.click()
    assert _held(window, "TB00003") == {State.IN_STORE: 35}


def test_nothing_chosen_is_said_calmly(window: Window, screen: Damages) -> None:
    screen.report_button.click()
    assert "Choose the devices in the list first" in window.toast.label.text()
    window.actions_["decide"].trigger()
    assert "No disposal is proposed" in window.toast.label.text()


def test_a_case_is_sent_comes_back_and_is_mended(
    screen: Damages, window: Window, opened: list[Path]
) -> None:
    assert column(screen.model, CODE) == ["TB00004"]
    assert _offered(screen) == {"describe", "mend", "send_repair", "lose", "propose"}
    screen.print_button.click()
    assert "has no slip yet" in window.toast.label.text()

    def send(form: RepairForm) -> None:
        form.ready_button.click()
        assert "Say who repairs it" in form.refusal.text()
        form.repairer.setText("Cửa hàng Minh")
        form.ready_button.click()

    with answering(RepairForm, send):
        press(Qt.Key.Key_S, CONTROL, SHIFT)
    assert column(screen.model, STATE) == ["In repair"]
    assert _offered(screen) == {"describe", "back_repair"}

    def back(form: BackForm) -> None:
        form.mended.setValue(1)
        form.unmended.setValue(1)
        form.cost.setText("80000")
        form.ready_button.click()

    with answering(BackForm, back):
        screen.buttons["back_repair"].click()
    assert _held(window, "TB00004") == {State.IN_STORE: 19, State.DAMAGED: 1}
    assert "80.000 đ" in screen.facts.text()
    screen.story.setCurrentRow(0)
    window.actions_["print"].trigger()
    assert len(opened) == 3

    with answering(MendForm, lambda form: form.ready_button.click()):
        window.actions_["mend"].trigger()
    assert _held(window, "TB00004") == {State.IN_STORE: 20}
    assert screen.empty.isVisible()
    screen.stage.setCurrentIndex(screen.stage.count() - 1)
    screen.stage.activated.emit(screen.stage.currentIndex())
    assert column(screen.model, STATE) == ["Settled"]


def test_a_case_is_completed_lost_and_found(screen: Damages, window: Window) -> None:
    def describe(form: DescribeForm) -> None:
        form.responsible.setText("Lê Thị Đào")
        form.ready_button.click()

    with answering(DescribeForm, describe):
        control(Qt.Key.Key_G)
    assert "Lê Thị Đào" in screen.facts.text()

    def lose(form: LoseForm) -> None:
        form.quantity.setValue(1)
        form.ready_button.click()

    with answering(LoseForm, lose):
        screen.buttons["lose"].click()
    assert sorted(column(screen.model, STATE)) == ["Lost", "To be dealt with"]
    QTest.keyClicks(screen.search, "lost")
    QTest.keyClick(screen.search, Qt.Key.Key_Return)
    assert column(screen.model, STATE) == ["Lost"]
    with answering(FindForm, lambda form: form.ready_button.click()):
        screen.buttons["find"].click()
    assert _held(window, "TB00004") == {State.IN_STORE: 19, State.DAMAGED: 1}


def test_a_disposal_is_proposed_decided_and_undone(
    screen: Damages, window: Window, opened: list[Path]
) -> None:
    def propose(form: ProposeForm) -> None:
        form.ready_button.click()
        assert "Say why" in form.refusal.text()
        form.reason.setText("Hỏng, không sửa được")
        form.ready_button.click()

    with answering(ProposeForm, propose):
        control(Qt.Key.Key_T)
    assert column(screen.model, STATE) == ["Waits for disposal"]
    assert _offered(screen) == {"decide", "withdraw"}
    screen.buttons["withdraw"].click()
    assert column(screen.model, STATE) == ["To be dealt with"]
    window.toast.undo.click()

    def decide(form: DecideForm) -> None:
        assert form.council[2][0].text() == "Trần Thị Kho"
        form.council[0][0].setText("Nguyễn Thị Ánh")
        form.decision.setText("12/QĐ-TH")
        form.method.setText("Huỷ")
        form.decided_on.setText("24/11/2026")
        form.ready_button.click()

    with answering(DecideForm, decide):
        screen.buttons["decide"].click()
    assert _held(window, "TB00004") == {State.IN_STORE: 18, State.DISPOSED: 2}
    assert len(opened) == 2
    window.toast.undo.click()
    assert _held(window, "TB00004") == {State.IN_STORE: 18, State.DAMAGED: 2}


def test_the_quality_of_a_lot_is_written_down(window: Window) -> None:
    control(Qt.Key.Key_2)
    window.devices.list.selectRow(column(window.devices.model, CODE).index("TB00003"))

    def fill(form: AssessForm) -> None:
        form.counts[Quality.GOOD].setValue(40)
        form.ready_button.click()
        assert "cannot be assessed" in form.refusal.text()
        form.counts[Quality.GOOD].setValue(10)
        form.counts[Quality.FAIR].setValue(25)
        form.note.setText("đầu năm")
        form.ready_button.click()

    with answering(AssessForm, fill):
        press(Qt.Key.Key_A, CONTROL, SHIFT)
    assert "Good: 10, Fair: 25" in window.devices.facts.text()
    assert "đầu năm" in window.devices.facts.text()


def test_the_list_is_printed_and_today_counts_what_is_open(
    screen: Damages, window: Window, opened: list[Path]
) -> None:
    lines = (ReportLine("TB00003", 1, DamageKind.LOST),)
    window.runner.run(ReportDamage(lines, Circumstances()))
    assert len(column(screen.model, CODE)) == 2
    window.print_list()
    back_to(window)
    assert opened[-1].read_bytes().startswith(b"%PDF")
    control(Qt.Key.Key_3)
    assert (window.today.cases.text(), window.today.repairs.text()) == ("2", "0")
