"""The counter by keys alone: lending, taking back, mistakes and their undoing."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from app.domain.device import State
from app.services.lending import Item, Lend
from app.services.queries import LastAct, Loans, OneDevice
from app.services.room import Room
from tests.conftest import TODAY
from tests.ui.hands import (
    answering,
    cells,
    column,
    control,
    enter,
    focused,
    press,
    type_text,
)
from ui.dialogs.small import UndoForm
from ui.window import Window

QUANTITY, DAMAGED, LOST, INCOMPLETE = 4, 5, 6, 7


def _held(window: Window, code: str) -> dict[State, int]:
    return dict(window.runner.ask(OneDevice(code)).view.balances)


def _write(window: Window, row: int, number: int, value: int) -> None:
    """Type a figure into a cell of the slip, through the table's own editor."""
    table = window.counter.lines
    index = table.model().index(row, number)
    table.setCurrentIndex(index)
    table.edit(index)
    editor = QApplication.focusWidget()
    assert editor is not None
    assert table.isAncestorOf(editor)
    if isinstance(editor, QLineEdit):
        editor.selectAll()
    else:
        QTest.keyClick(editor, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(editor, str(value))
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QApplication.processEvents()  # the delegate closes its editor a moment later
    window.counter.focus()


def _lend_lot(window: Window, quantity: int, class_name: str = "3A") -> int:
    return window.runner.room.run(Lend((Item("TB00003", quantity),), class_name)).value.loan


def test_the_cursor_stands_on_the_line_at_the_start(window: Window) -> None:
    assert focused() is window.counter.scan


def test_a_class_and_its_devices_go_out_with_one_enter_and_no_mouse(window: Window) -> None:
    for scan in ("3A", "TB00001", "TB00002", "TB00003", "TB00004"):
        enter(scan)
        assert focused() is window.counter.scan
        assert not window.counter.scan.text()
    enter()
    (loan,) = window.runner.ask(Loans())
    assert (loan.class_name, loan.teacher_name) == ("3A", "Nguyễn Thị Ánh")
    assert loan.due == (TODAY + timedelta(days=7)).isoformat()
    assert [(line.device, line.lent) for line in loan.lines] == [
        ("TB00001", 1), ("TB00002", 1), ("TB00003", 1), ("TB00004", 1),
    ]  # fmt: skip
    assert window.toast.label.text() == window.words(
        "Lent {count} devices to {class_name}, {teacher}, until {due}",
        count=4, class_name="3A", teacher="Nguyễn Thị Ánh", due="01/12/2026",
    )  # fmt: skip
    assert window.toast.offers_undo()
    assert window.counter.borrower.text() == window.words("Nobody yet")
    assert not cells(window.counter.model)


def test_one_scan_of_the_class_brings_its_homeroom_teacher(window: Window) -> None:
    enter("4B")
    assert window.counter.borrower.text() == "4B · Trần Văn Bình"


def test_a_homeroom_teacher_brings_the_class(window: Window) -> None:
    enter("GV001")
    assert window.counter.borrower.text() == "3A · Nguyễn Thị Ánh"


def test_a_teacher_without_a_class_is_asked_for_one(window: Window) -> None:
    enter("GV003")
    asked = window.words("{name}: for which class?", name="Lê Thị Đào")
    assert window.counter.hint.text() == asked
    enter("TB00001")
    enter()
    assert window.runner.ask(Loans()) == []
    assert window.toast.property("bad") is True


def test_another_lot_scan_adds_one(window: Window) -> None:
    enter("3A")
    for _time in range(3):
        enter("TB00003")
    assert column(window.counter.model, QUANTITY) == ["3"]
    said = window.words("{code} {name}: {count}", code="TB00003", name="Bộ thực hành Toán", count=3)
    assert window.counter.hint.text() == said


def test_twenty_times_a_lot_is_one_scan(window: Window) -> None:
    enter("3A")
    enter("20*TB00003")
    assert column(window.counter.model, QUANTITY) == ["20"]
    enter()
    assert _held(window, "TB00003") == {State.IN_STORE: 15, State.ON_LOAN: 20}


def test_more_than_there_is_becomes_what_there_is(window: Window) -> None:
    enter("3A")
    enter("99*TB00004")
    assert column(window.counter.model, QUANTITY) == ["18"]
    said = window.words(
        "{code} {name}: only {count} here", code="TB00004", name="Bảng con", count=18
    )
    assert window.counter.hint.text() == said


def test_a_device_that_is_out_comes_back_by_its_scan_alone(window: Window) -> None:
    window.runner.room.run(Lend((Item("TB00001"),), "3A"))
    enter("TB00001")
    way = window.words("Comes back · {holder}", holder="3A")
    assert cells(window.counter.model)[0][:2] == [way, "TB00001"]
    enter()
    assert _held(window, "TB00001") == {State.IN_STORE: 1}


def test_a_lot_comes_back_in_parts_with_what_is_broken_lost_and_incomplete(
    window: Window,
) -> None:
    _lend_lot(window, 30)
    enter("TB00003")
    _write(window, 0, QUANTITY, 20)
    _write(window, 0, DAMAGED, 3)
    _write(window, 0, LOST, 2)
    _write(window, 0, INCOMPLETE, 1)
    assert cells(window.counter.model)[0][QUANTITY:] == ["20", "3", "2", "1", "", ""]
    enter()
    assert _held(window, "TB00003") == {
        State.IN_STORE: 5 + 14, State.DAMAGED: 4, State.LOST: 2, State.ON_LOAN: 10,
    }  # fmt: skip
    assert window.toast.label.text() == window.words(
        "Took back {count} devices: {good} good, {damaged} damaged, {lost} lost, "
        "{incomplete} incomplete",
        count=20, good=14, damaged=3, lost=2, incomplete=1,
    )  # fmt: skip


def test_the_cell_typed_into_stays_the_one_chosen(window: Window) -> None:
    _lend_lot(window, 10)
    enter("TB00003")
    _write(window, 0, DAMAGED, 1)
    index = window.counter.lines.currentIndex()
    assert (index.row(), index.column()) == (0, DAMAGED)


def test_figures_beyond_what_is_out_stay_within_it(window: Window) -> None:
    _lend_lot(window, 10)
    enter("TB00003")
    _write(window, 0, QUANTITY, 500)
    _write(window, 0, DAMAGED, 8)
    _write(window, 0, LOST, 8)
    assert cells(window.counter.model)[0][QUANTITY:] == ["10", "8", "2", "0", "", ""]


def test_what_goes_out_has_no_cell_for_damage(window: Window) -> None:
    enter("3A")
    enter("TB00003")
    model = window.counter.model
    editable = [
        bool(model.flags(model.index(0, number)) & Qt.ItemFlag.ItemIsEditable)
        for number in range(model.columnCount())
    ]
    assert [number for number, can in enumerate(editable) if can] == [QUANTITY]


def test_one_slip_takes_back_and_lends(window: Window) -> None:
    window.runner.room.run(Lend((Item("TB00001"),), "3A"))
    enter("TB00001")
    enter("4B")
    enter("TB00002")
    enter()
    assert _held(window, "TB00001") == {State.IN_STORE: 1}
    (loan,) = window.runner.ask(Loans(open_only=True))
    assert (loan.class_name, [line.device for line in loan.lines]) == ("4B", ["TB00002"])


def test_a_lot_comes_back_to_the_slip_it_went_out_on(window: Window) -> None:
    first, second = _lend_lot(window, 5), _lend_lot(window, 7, "4B")
    enter("TB00003")
    assert window.counter.choices.count() == 2
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    enter()
    (loan,) = window.runner.ask(Loans(open_only=True))
    assert (loan.loan, second) == (first, first + 1)


def test_an_unknown_code_is_one_sentence_and_the_text_stays(window: Window) -> None:
    enter("TB99999")
    assert window.toast.label.text() == window.words(
        "Nothing here is called “{typed}”. Check the label or the name.", typed="TB99999"
    )
    assert window.toast.property("bad") is True
    assert window.counter.scan.text() == "TB99999"
    assert window.counter.scan.selectedText() == "TB99999"
    assert focused() is window.counter.scan


def test_the_same_piece_twice_is_taken_calmly(window: Window) -> None:
    enter("3A")
    enter("TB00001")
    enter("TB00001")
    assert column(window.counter.model, QUANTITY) == ["1"]
    assert window.counter.hint.text() == window.words(
        "{code} {name} is on the slip already", code="TB00001", name="Máy chiếu"
    )
    assert not window.toast.isVisible()


def test_a_name_typed_without_marks_offers_choices_for_the_arrows(window: Window) -> None:
    enter("3A")
    enter("b")
    offered = window.counter.choices
    texts = [offered.item(row).text() for row in range(offered.count())]
    assert focused() is offered
    assert any("Bảng con" in text for text in texts)
    wanted = next(row for row, text in enumerate(texts) if "Bảng con" in text)
    for _step in range(wanted):
        press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    assert column(window.counter.model, 1) == ["TB00004"]
    assert not offered.isVisible()
    assert focused() is window.counter.scan


def test_a_name_that_fits_once_is_taken_at_once(window: Window) -> None:
    enter("may chieu")
    assert column(window.counter.model, 1) == ["TB00001"]


def test_escape_starts_over_and_writes_nothing(window: Window, school: Room) -> None:
    before = school.ask(LastAct())
    enter("3A")
    enter("TB00001")
    type_text("TB")
    press(Qt.Key.Key_Escape)
    assert not cells(window.counter.model)
    assert not window.counter.scan.text()
    assert window.counter.borrower.text() == window.words("Nobody yet")
    assert school.ask(LastAct()) == before


def test_escape_closes_the_choices(window: Window) -> None:
    enter("b")
    press(Qt.Key.Key_Escape)
    assert not window.counter.choices.isVisible()
    assert focused() is window.counter.scan


def test_ctrl_del_takes_the_last_line_off(window: Window) -> None:
    enter("3A")
    enter("TB00001")
    enter("TB00002")
    control(Qt.Key.Key_Delete)
    assert column(window.counter.model, 1) == ["TB00001"]
    control(Qt.Key.Key_Delete)
    assert not cells(window.counter.model)


def test_confirming_for_nobody_asks_who_borrows(window: Window) -> None:
    enter("TB00001")
    enter()
    assert window.toast.label.text() == window.words(
        "Who borrows? Scan or type the class or the teacher."
    )
    assert column(window.counter.model, 1) == ["TB00001"]
    enter("3A")
    enter()
    assert _held(window, "TB00001") == {State.ON_LOAN: 1}


def test_enter_on_an_empty_counter_writes_nothing(window: Window, school: Room) -> None:
    before = school.ask(LastAct())
    enter()
    assert window.toast.label.text() == window.words("There is nothing on the slip yet.")
    assert school.ask(LastAct()) == before
    assert not window.counter.confirm_button.isEnabled()
    assert window.counter.confirm_button.toolTip()


def test_a_loan_refused_at_the_end_keeps_the_slip(window: Window) -> None:
    enter("3A")
    enter("TB00001")
    window.runner.room.run(Lend((Item("TB00001"),), "4B"))
    enter()
    assert window.toast.property("bad") is True
    assert column(window.counter.model, 1) == ["TB00001"]
    assert window.counter.borrower.text() == "3A · Nguyễn Thị Ánh"


def test_undo_on_the_toast_puts_the_balances_back(window: Window) -> None:
    enter("3A")
    enter("20*TB00003")
    enter()
    QTest.mouseClick(window.toast.undo, Qt.MouseButton.LeftButton)
    assert _held(window, "TB00003") == {State.IN_STORE: 35}
    assert window.runner.ask(Loans(open_only=True)) == []


def test_ctrl_z_puts_the_balances_back_while_the_toast_shows(window: Window) -> None:
    enter("3A")
    enter("TB00001")
    enter()
    control(Qt.Key.Key_Z)
    assert _held(window, "TB00001") == {State.IN_STORE: 1}
    control(Qt.Key.Key_Z)
    assert _held(window, "TB00001") == {State.ON_LOAN: 1}


def test_ctrl_z_undoes_what_is_being_typed_before_the_entry(window: Window) -> None:
    enter("3A")
    enter("TB00001")
    enter()
    type_text("TB0")
    control(Qt.Key.Key_Z)
    assert not window.counter.scan.text()
    assert _held(window, "TB00001") == {State.ON_LOAN: 1}
    control(Qt.Key.Key_Z)
    assert _held(window, "TB00001") == {State.IN_STORE: 1}


def test_undo_after_the_toast_is_gone_asks_why_first(window: Window) -> None:
    enter("3A")
    enter("TB00001")
    enter()
    window.toast.hide()
    seen = []

    def look(form: UndoForm) -> None:
        seen.append(_held(window, "TB00001"))
        form.ready_button.click()
        assert form.refusal.text() == window.words(
            "An undo needs a reason. Say in a few words why."
        )
        form.reason.setText("Nhầm lớp")
        QTest.keyClick(form.reason, Qt.Key.Key_Return)
        assert not form.isVisible()

    with answering(UndoForm, look):
        control(Qt.Key.Key_Z)
    assert seen == [{State.ON_LOAN: 1}]
    assert _held(window, "TB00001") == {State.IN_STORE: 1}
    assert window.focusWidget() is window.counter.scan


def test_an_undo_called_off_changes_nothing(window: Window) -> None:
    enter("3A")
    enter("TB00001")
    enter()
    window.toast.hide()
    with answering(UndoForm, lambda form: form.cancel_button.click()):
        control(Qt.Key.Key_Z)
    assert _held(window, "TB00001") == {State.ON_LOAN: 1}
