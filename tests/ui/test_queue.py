"""The queue between two lessons: how many keys a loan takes, and the twelve bad moments."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from app.domain.device import Device, Quality
from app.domain.loan import Result
from app.domain.setting import School
from app.services.assessments import AssessmentsOf
from app.services.classes import RegisterClass
from app.services.devices import RegisterDevice
from app.services.kits import Kits
from app.services.lending import Item, Lend, ReturnItem, TakeBack
from app.services.people import DescribeSchool
from app.services.queries import Loans, OneDevice, Verify
from app.services.room import Room
from app.services.wording import load_words
from tests.conftest import TODAY, Clock
from tests.ui.hands import answering, back_to, column, control, enter, press
from ui.dialogs.small import KitForm, PinForm
from ui.runner import Runner
from ui.window import Window


class Acts(QObject):
    """Counts what the hands do: a scan is one act, and so is each key of their own."""

    def __init__(self) -> None:
        """Start at nothing."""
        super().__init__()
        self.count = 0
        self.mouse = 0

    def scan(self, code: str) -> None:
        """Scan a code: the scanner types it and ends it with Enter."""
        enter(code)
        self.count += 1

    def type(self, text: str) -> None:
        """Type a text and Enter, each a key."""
        enter(text)
        self.count += len(text) + 1

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # type: ignore[explicit-override]  # Qt's own name
        """Notice the mouse."""
        if not isinstance(event, QKeyEvent) and event.type() == QEvent.Type.MouseButtonPress:
            self.mouse += 1
        return False


@pytest.fixture
def acts(qapp: QApplication) -> Iterator[Acts]:
    """Watch the hands."""
    made = Acts()
    qapp.installEventFilter(made)
    yield made
    qapp.removeEventFilter(made)
    assert made.mouse == 0


def _pieces(room: Room, count: int) -> list[str]:
    return [room.run(RegisterDevice(Device("", f"Tranh {one}"))).value for one in range(count)]


def _held(room: Room, code: str) -> dict[str, int]:
    balances = room.ask(OneDevice(code)).view.balances
    return {state.value: count for state, count in balances.items()}


def test_a_loan_of_five_pieces_is_six_scans_and_one_enter(
    window: Window, school: Room, acts: Acts
) -> None:
    codes = _pieces(school, 5)
    acts.scan("LH001")
    for code in codes:
        acts.scan(code)
    acts.type("")
    assert acts.count == 7
    (loan,) = school.ask(Loans(open_only=True))
    assert [line.device for line in loan.lines] == codes
    assert loan.class_name == "3A"
    assert window.counter.scan.hasFocus()


def test_a_mixed_return_takes_no_mouse(window: Window, school: Room, acts: Acts) -> None:
    codes = _pieces(school, 3)
    school.run(Lend((*(Item(code) for code in codes), Item("TB00003", 35)), "3A"))
    for code in codes:
        acts.scan(code)
    acts.scan("TB00003")
    acts.type("20")
    acts.type("h1")
    acts.type("t1")
    acts.type("")
    assert acts.count == 14
    assert _held(school, "TB00003") == {"in_store": 18, "damaged": 2, "on_loan": 15}
    assert all(_held(school, code) == {"in_store": 1} for code in codes)
    assert window.counter.slip.lines == ()


def test_the_quality_of_what_comes_back_is_typed_at_the_counter(
    window: Window, school: Room
) -> None:
    school.run(Lend((Item("TB00001"), Item("TB00003", 20)), "3A"))
    for text in ("TB00003", "20", "c9", "c2", "h3", "TB00001"):
        enter(text)
    model = window.counter.model
    assert not model.setData(model.index(1, 9), "đẹp")
    assert model.setData(model.index(1, 9), "poor")
    assert column(model, 9) == ["Fair", "Poor"]
    enter()
    (seen,) = school.ask(AssessmentsOf("TB00003"))
    assert (seen.row.parts(), seen.row.occasion) == ({Quality.FAIR: 17}, "return")
    assert seen.row.line_id is not None
    assert school.ask(OneDevice("TB00001")).view.device.condition == Quality.POOR


def test_a_whole_slip_comes_back_by_its_number(window: Window, school: Room) -> None:
    loan = school.run(Lend((Item("TB00001"), Item("TB00003", 5)), "3A")).value.loan
    enter(f"PM{loan:05d}")
    assert [line.code for line in window.counter.slip.lines] == ["TB00001", "TB00003"]
    enter()
    assert school.ask(Loans(open_only=True)) == []


def test_all_that_came_back_at_once_is_printed_as_one(
    window: Window, school: Room, opened: list[Path]
) -> None:
    school.run(Lend((Item("TB00001"),), "3A"))
    school.run(Lend((Item("TB00002"),), "4B"))
    enter("TB00001")
    enter("TB00002")
    enter()
    window.actions_["print_return"].trigger()
    (path,) = opened
    texts = [page.extract_text() for page in PdfReader(path).pages]
    assert ["3A" in texts[0], "4B" in texts[1], len(texts)] == [True, True, 2]
    assert all("Đã trả đủ." in text for text in texts)


def test_a_kit_is_kept_lent_and_comes_back_by_one_scan(window: Window, school: Room) -> None:
    enter("TB00001")
    enter("4*TB00003")

    def name(form: KitForm) -> None:
        form.name.insert("Góc Toán")
        form.ready_button.click()

    with answering(KitForm, name):
        window.actions_["kit"].trigger()
    back_to(window)
    (kit,) = school.ask(Kits())
    assert kit.items == (("TB00001", "Máy chiếu", 1), ("TB00003", "Bộ thực hành Toán", 4))
    press(Qt.Key.Key_Escape)
    enter("3A")
    enter(kit.code)
    enter()
    (loan,) = school.ask(Loans(open_only=True))
    assert [(line.device, line.lent, line.kit) for line in loan.lines] == [
        ("TB00001", 1, "Góc Toán"), ("TB00003", 4, "Góc Toán"),
    ]  # fmt: skip
    enter(kit.code.lower())
    assert [line.loan for line in window.counter.slip.lines] == [loan.loan, loan.loan]
    enter()
    assert school.ask(Loans(open_only=True)) == []


def test_the_term_changes_with_one_key(window: Window, school: Room) -> None:
    enter("3A")
    enter("TB00001")
    press(Qt.Key.Key_F6)
    enter()
    (loan,) = school.ask(Loans(open_only=True))
    assert loan.due == "2026-12-24"
    control(Qt.Key.Key_3)
    press(Qt.Key.Key_F7)
    (loan,) = school.ask(Loans(open_only=True))
    assert loan.due == "2027-01-24"
    assert window.toast.offers_undo()


def test_the_lesson_is_written_on_the_slip(window: Window, school: Room) -> None:
    enter("3A")
    enter("TB00001")
    press(Qt.Key.Key_F4)
    QTest.keyClicks(window.counter.lesson["period"], "2, 3")
    window.counter.lesson["lesson"].insert("Bảng nhân 7")
    window.counter.lesson["lesson"].textEdited.emit("Bảng nhân 7")
    press(Qt.Key.Key_F9)
    (loan,) = school.ask(Loans(open_only=True))
    assert (loan.period, loan.lesson) == ("2, 3", "Bảng nhân 7")


def test_teachers_scan_and_only_the_keeper_confirms_or_leaves(window: Window, school: Room) -> None:
    def pin(text: str) -> Callable[[PinForm], None]:
        def type_pin(form: PinForm) -> None:
            QTest.keyClicks(form.pin, text)
            form.ready_button.click()

        return type_pin

    with answering(PinForm, pin("4711")):
        window.actions_["stand"].trigger()
    try:
        _stand(window, school, pin)
    finally:
        window.counter.standing = False  # else the window would not close


def _stand(window: Window, school: Room, pin: Callable[[str], Callable[[PinForm], None]]) -> None:
    back_to(window)
    assert window.counter.standing
    assert not window.sidebar.isVisible()
    window.counter.focus()
    enter("3A")
    enter("TB00001")
    enter()
    assert school.ask(Loans(open_only=True)) == []
    press(Qt.Key.Key_F9)
    assert len(school.ask(Loans(open_only=True))) == 1
    with answering(PinForm, pin("0000")):
        window.close()
    assert window.isVisible()
    with answering(PinForm, pin("4711")):
        window.actions_["stand"].trigger()
    assert not window.counter.standing
    assert window.sidebar.isVisible()


def test_a_slip_is_printed_at_once_where_the_school_wants_it(
    window: Window, school: Room, opened: list[Path]
) -> None:
    enter("3A")
    enter("TB00001")
    enter()
    assert opened == []
    school.run(DescribeSchool(School("Hoa Phượng", print_slips="yes")))
    enter("3A")
    enter("TB00002")
    enter()
    assert [path.name for path in opened] == ["phieu-muon-0002.pdf"]
    assert window.counter.scan.hasFocus()


# The bad moments.


def test_a_window_closed_in_the_middle_of_a_slip_loses_nothing(
    window: Window, school: Room, opened: list[Path], qtbot: QtBot
) -> None:
    enter("3A")
    enter("3*TB00003")
    before = school.ask(Verify())
    window.close()
    again = Window(Runner(school, load_words("en")), opened.append)
    qtbot.addWidget(again)
    assert again.counter.slip.class_name == "3A"
    assert [(line.code, line.quantity) for line in again.counter.slip.lines] == [("TB00003", 3)]
    assert school.ask(Verify()) == before
    again.counter.confirm()
    assert _held(school, "TB00003") == {"in_store": 32, "on_loan": 3}
    again.close()


def test_confirm_pressed_twice_lends_once(window: Window, school: Room) -> None:
    enter("3A")
    enter("TB00001")
    for _click in range(2):
        QTest.mouseClick(window.counter.confirm_button, Qt.MouseButton.LeftButton)
    assert len(school.ask(Loans())) == 1
    assert window.counter.scan.hasFocus()


def test_two_windows_on_one_book_do_not_lend_one_piece_twice(
    window: Window, school: Room, clock: Clock, qtbot: QtBot
) -> None:
    other = Window(Runner(Room.enter(school.folder, clock, "hai"), load_words("en")), print)
    qtbot.addWidget(other)
    other.counter.clear()
    for made, name in ((window, "3A"), (other, "4B")):
        made.counter.enter(name)
        made.counter.enter("TB00001")
    window.counter.confirm()
    other.counter.confirm()
    assert [loan.class_name for loan in school.ask(Loans(open_only=True))] == ["3A"]
    assert "3A" in other.toast.label.text()
    assert [line.code for line in other.counter.slip.lines] == ["TB00001"]
    other.close()


def test_a_class_of_last_year_is_not_offered(window: Window, school: Room) -> None:
    school.run(RegisterClass("1A", 1, 2025, "GV003"))
    enter("1A")
    assert window.counter.slip.class_name == ""
    assert "1A" in window.toast.label.text()


def test_a_lot_asked_for_beyond_the_shelf_is_cut_and_said(window: Window) -> None:
    enter("3A")
    enter("50*TB00003")
    assert window.counter.slip.lines[0].quantity == 35
    assert "35" in window.counter.hint.text()


def test_a_lot_that_several_hold_asks_whose(window: Window, school: Room) -> None:
    school.run(Lend((Item("TB00003", 5),), "3A"))
    school.run(Lend((Item("TB00003", 6),), "4B"))
    enter("TB00003")
    assert window.counter.choices.isVisible()
    assert window.counter.choices.count() == 2
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    enter()
    assert [loan.class_name for loan in school.ask(Loans(open_only=True))] == ["3A"]


def test_a_device_in_neither_place_is_said_calmly(window: Window, school: Room) -> None:
    school.run(Lend((Item("TB00001"),), "3A"))
    school.run(TakeBack((ReturnItem("TB00001", 1, Result.LOST),)))
    enter("TB00001")
    assert window.counter.slip.lines == ()
    assert "TB00001" in window.counter.hint.text()


def test_a_clock_set_back_still_takes_back(window: Window, school: Room, clock: Clock) -> None:
    school.run(Lend((Item("TB00001"),), "3A"))
    clock.turn_to(TODAY - timedelta(days=60))
    enter("TB00001")
    enter()
    assert _held(school, "TB00001") == {"in_store": 1}
    assert window.counter.slip.lines == ()


def test_a_paper_that_cannot_be_saved_is_said(window: Window, school: Room) -> None:
    school.run(Lend((Item("TB00001"),), "3A"))
    (school.folder / "documents").write_text("không phải thư mục", encoding="utf-8")
    control(Qt.Key.Key_3)
    control(Qt.Key.Key_P)
    assert "documents" in window.toast.label.text()
    assert not QApplication.activeModalWidget() or not isinstance(
        QApplication.activeModalWidget(), QMessageBox
    )


def test_nothing_overdue_means_nobody_is_reminded(window: Window, opened: list[Path]) -> None:
    control(Qt.Key.Key_3)
    press(Qt.Key.Key_F8)
    assert opened == []
    assert window.toast.label.text()
