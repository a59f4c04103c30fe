"""The devices: found, sorted, opened, registered, corrected, received, undone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.domain.device import Device, State
from app.domain.filter import EVERYTHING
from app.domain.text import sort_key
from app.services.devices import CorrectDevice, RegisterDevice
from app.services.importing import Import, read_list
from app.services.lending import Item, Lend
from app.services.queries import DevicesById, LastAct, OneDevice
from app.services.room import Question, Room
from app.services.transfer import Transfer
from app.services.wording import load_words
from tests.ui.hands import answering, cells, column, control, enter, focused, press
from ui.dialogs.device import DeviceForm, ReceiveForm
from ui.dialogs.form import Form
from ui.dialogs.small import UndoForm
from ui.models.devices import DevicesModel
from ui.runner import Runner
from ui.screens.devices import Devices
from ui.widgets.kit import table
from ui.window import Window

CODE, NAME, SUBJECT, IN_STORE, ON_LOAN, BROKEN, PLACE = 0, 1, 2, 4, 5, 6, 7


@pytest.fixture
def screen(window: Window) -> Devices:
    """Go to the devices screen."""
    control(Qt.Key.Key_2)
    return window.devices


def _choose(screen: Devices, code: str) -> None:
    screen.list.selectRow(column(screen.model, CODE).index(code))
    QApplication.processEvents()  # the detail takes its place before it is clicked


def _story(screen: Devices) -> list[str]:
    return [screen.story.item(row).text() for row in range(screen.story.count())]


def _click_heading(screen: Devices, number: int) -> None:
    header = screen.list.horizontalHeader()
    spot = header.viewport().rect().center()
    spot.setX(header.sectionViewportPosition(number) + 10)
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=spot)


def _save(form: Form) -> None:
    QTest.mouseClick(form.ready_button, Qt.MouseButton.LeftButton)


def _device(screen: Devices, code: str) -> Device:
    return screen.runner.ask(OneDevice(code)).view.device


def test_all_devices_stand_in_vietnamese_order_with_their_balances(screen: Devices) -> None:
    assert column(screen.model, NAME) == [
        "Bảng con", "Bộ thực hành Toán", "Loa cầm tay", "Máy chiếu",
    ]  # fmt: skip
    first = cells(screen.model)[0]
    assert [first[number] for number in (CODE, IN_STORE, ON_LOAN, BROKEN)] == [
        "TB00004", "18", "0", "2",
    ]  # fmt: skip
    assert cells(screen.model)[3][PLACE] == "Kho"
    assert screen.count.text() == screen.words("{count} devices", count=4)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("may chieu", ["TB00001"]),
        ("MAY", ["TB00001"]),
        ("toan", ["TB00003"]),
        ("tb00002", ["TB00002"]),
        ("con bang", ["TB00004"]),
    ],
)
def test_keys_find_without_marks_a_moment_after_the_last_one(
    screen: Devices, qtbot: QtBot, typed: str, found: list[str]
) -> None:
    assert focused() is screen.search
    with qtbot.waitSignal(screen.search.search_wanted) as searched:
        QTest.keyClicks(screen.search, typed)
    assert searched.args == [typed]
    assert column(screen.model, CODE) == found


def test_marks_find_too(screen: Devices) -> None:
    screen.search_for("Máy chiếu")
    assert column(screen.model, CODE) == ["TB00001"]


def test_nothing_found_says_what_to_do(screen: Devices) -> None:
    enter("khong co gi")
    assert not cells(screen.model)
    assert screen.count.text() == screen.words("No device fits. Try fewer letters.")


def test_an_empty_book_says_how_to_begin(qtbot: QtBot, room: Room) -> None:
    made = Window(Runner(room, load_words("en")), lambda _path: None)
    qtbot.addWidget(made)
    made.navigation.go("devices")
    assert made.devices.count.text() == made.words(
        "The book is empty. Import the school's list, or register a device."
    )


def test_a_click_on_a_heading_sorts_and_another_turns_it_round(screen: Devices) -> None:
    for name in ("Đàn phím", "Dàn loa", "Đĩa nhạc", "Ảnh chân dung", "Áo mưa"):
        screen.runner.run(RegisterDevice(Device("", name)))
    names = column(screen.model, NAME)
    assert names == sorted(names, key=sort_key)
    assert names[:2] == ["Ảnh chân dung", "Áo mưa"]
    assert names.index("Dàn loa") < names.index("Đàn phím") < names.index("Đĩa nhạc")
    _click_heading(screen, NAME)
    assert column(screen.model, NAME) == names[::-1]
    _click_heading(screen, CODE)
    assert column(screen.model, CODE) == [f"TB0000{number}" for number in range(1, 10)]
    _click_heading(screen, SUBJECT)
    assert column(screen.model, SUBJECT)[-1] == "Toán"


def test_the_order_chosen_holds_through_a_search_and_a_change(screen: Devices) -> None:
    _click_heading(screen, CODE)
    _click_heading(screen, CODE)
    enter("b")
    listed = column(screen.model, CODE)
    assert len(listed) > 1
    assert listed == sorted(listed, reverse=True)
    screen.runner.run(RegisterDevice(Device("", "Bàn tính")))
    listed = column(screen.model, CODE)
    assert "TB00005" in listed
    assert listed == sorted(listed, reverse=True)


def test_a_chosen_device_opens_with_its_facts_and_history(screen: Devices) -> None:
    screen.runner.room.run(Lend((Item("TB00003", 5),), "3A"))
    assert not screen.detail.isVisible()
    _choose(screen, "TB00003")
    words = screen.words
    assert screen.detail.isVisible()
    assert screen.name.text() == "Bộ thực hành Toán"
    facts = screen.facts.text().splitlines()
    assert facts[0] == "TB00003 · Toán · shared by all"
    assert facts[1] == f"{words('In store')}: 30 Bộ · {words('On loan')}: 5 Bộ"
    assert facts[2] == words(
        "{class_name}, {teacher}: {count}, since {day}",
        class_name="3A", teacher="Nguyễn Thị Ánh", count=5, day="24/11/2026",
    )  # fmt: skip
    lent, registered = _story(screen)
    assert "Nguyễn Thị Ánh" in lent
    assert "35 Bộ" in registered


def test_only_a_lot_can_receive_more(screen: Devices, window: Window) -> None:
    for name in ("correct", "receive"):
        assert not window.actions_[name].isEnabled()
    _choose(screen, "TB00001")
    assert window.actions_["correct"].isEnabled()
    assert not screen.receive_button.isVisible()
    assert not window.actions_["receive"].isEnabled()
    assert screen.words("A piece is one device.") in window.actions_["receive"].toolTip()
    _choose(screen, "TB00003")
    assert screen.receive_button.isVisible()
    assert window.actions_["receive"].isEnabled()


def test_a_lot_is_registered_through_the_form(screen: Devices) -> None:
    def fill(form: DeviceForm) -> None:
        form.name.setText("  Quả  bóng ")
        form.kind.setCurrentIndex(1)
        form.quantity.setValue(12)
        form.damaged.setValue(1)
        form.texts["unit"].setText("Quả")
        form.texts["year_in_use"].setText("2025")
        form.texts["unit_price"].setText("55.000")
        form.place.setText("Kho")
        _save(form)
        assert not form.isVisible()

    with answering(DeviceForm, fill):
        control(Qt.Key.Key_N)
    view = screen.runner.ask(OneDevice("TB00005")).view
    device = view.device
    assert (device.name, device.unit, device.year_in_use, device.unit_price, view.place) == (
        "Quả bóng", "Quả", 2025, 55_000, "Kho",
    )  # fmt: skip
    assert view.balances == {State.IN_STORE: 11, State.DAMAGED: 1}
    assert "Quả bóng" in column(screen.model, NAME)


def test_a_piece_counts_one(screen: Devices) -> None:
    def look(form: DeviceForm) -> None:
        assert not form.quantity.isEnabled()
        assert form.quantity.toolTip()
        form.kind.setCurrentIndex(1)
        form.quantity.setValue(9)
        form.kind.setCurrentIndex(0)
        assert form.quantity.value() == 1
        form.name.setText("Đàn phím")
        QTest.keyClick(form.name, Qt.Key.Key_Return)
        assert not form.isVisible()

    with answering(DeviceForm, look):
        QTest.mouseClick(screen.register_button, Qt.MouseButton.LeftButton)
    assert screen.runner.ask(OneDevice("TB00005")).view.balances == {State.IN_STORE: 1}


@pytest.mark.parametrize(
    ("field", "wrong", "right"),
    [
        ("name", " ", "Đàn phím"),
        ("code", "TB00001", "TB00099"),
        ("code", "ĐÀN 1", ""),
        ("year_in_use", "19x5", "1995"),
        ("year_in_use", "1800", "2020"),
        ("unit_price", "-5", "5 000 000"),
    ],
)
def test_a_refusal_stands_in_the_form_and_keeps_what_was_typed(
    screen: Devices, field: str, wrong: str, right: str
) -> None:
    before = screen.runner.ask(LastAct())

    def fill(form: DeviceForm) -> None:
        named = {"name": form.name, "code": form.code, **form.texts}
        form.name.setText("Đàn phím")
        form.texts["note"].setText("của hội phụ huynh")
        named[field].setText(wrong)
        _save(form)
        assert form.isVisible()
        assert form.refusal.isVisible()
        assert form.refusal.text()
        assert form.focusWidget() is named[field]
        assert named[field].text() == wrong
        assert form.texts["note"].text() == "của hội phụ huynh"
        assert screen.runner.ask(LastAct()) == before
        named[field].setText(right)
        QTest.keyClick(form.name, Qt.Key.Key_Return)
        assert not form.isVisible()

    with answering(DeviceForm, fill):
        control(Qt.Key.Key_N)
    assert "Đàn phím" in column(screen.model, NAME)


def test_a_form_called_off_writes_nothing(screen: Devices) -> None:
    before = screen.runner.ask(LastAct())

    def call_off(form: DeviceForm) -> None:
        form.name.setText("Đàn phím")
        QTest.keyClick(form, Qt.Key.Key_Escape)
        assert not form.isVisible()

    with answering(DeviceForm, call_off):
        control(Qt.Key.Key_N)
    assert screen.runner.ask(LastAct()) == before


def test_the_form_offers_the_places_of_the_book(window: Window) -> None:
    def look(form: DeviceForm) -> None:
        model = form.place.completer().model()
        assert [model.index(row, 0).data() for row in range(model.rowCount())] == ["Kho"]

    with answering(DeviceForm, look):
        window.actions_["register"].trigger()


def test_a_device_is_corrected_through_the_form(screen: Devices) -> None:
    _choose(screen, "TB00001")

    def fill(form: DeviceForm) -> None:
        assert (form.name.text(), form.place.text()) == ("Máy chiếu", "Kho")
        form.name.clear()
        _save(form)
        assert form.refusal.text() == screen.words("A device needs a name. Type its name.")
        form.name.setText("Máy chiếu nhỏ")
        form.place.setText("Tủ 2")
        _save(form)
        assert not form.isVisible()

    with answering(DeviceForm, fill):
        press(Qt.Key.Key_F2)
    view = screen.runner.ask(OneDevice("TB00001")).view
    assert (view.device.name, view.device.subject, view.place) == (
        "Máy chiếu nhỏ", "Dùng chung", "Tủ 2",
    )  # fmt: skip
    assert screen.name.text() == "Máy chiếu nhỏ"
    assert "Máy chiếu nhỏ" in column(screen.model, NAME)
    assert len(_story(screen)) == 2


def test_more_of_a_lot_is_received_through_the_form(screen: Devices) -> None:
    _choose(screen, "TB00003")

    def fill(form: ReceiveForm) -> None:
        form.quantity.setValue(5)
        form.document.setText("PN 12")
        QTest.keyClick(form.document, Qt.Key.Key_Return)
        assert not form.isVisible()

    with answering(ReceiveForm, fill):
        control(Qt.Key.Key_R)
    assert screen.runner.ask(OneDevice("TB00003")).view.balances == {State.IN_STORE: 40}
    assert f"{screen.words('In store')}: 40 Bộ" in screen.facts.text()


def test_an_entry_of_the_history_is_undone_with_a_reason(screen: Devices) -> None:
    screen.runner.run(CorrectDevice("TB00001", {"name": "Máy gì đó"}))
    _choose(screen, "TB00001")

    def fill(form: UndoForm) -> None:
        _save(form)
        assert form.refusal.text() == screen.words(
            "An undo needs a reason. Say in a few words why."
        )
        form.reason.setText("Ghi nhầm máy")
        _save(form)
        assert not form.isVisible()

    with answering(UndoForm, fill):
        QTest.mouseClick(screen.undo_button, Qt.MouseButton.LeftButton)
    assert _device(screen, "TB00001").name == "Máy chiếu"
    assert screen.name.text() == "Máy chiếu"
    assert "(Ghi nhầm máy)" in _story(screen)[0]


def test_an_entry_that_others_rest_on_is_refused_in_the_form(screen: Devices) -> None:
    screen.runner.run(Lend((Item("TB00001"),), "3A"))
    _choose(screen, "TB00001")
    screen.story.setCurrentRow(screen.story.count() - 1)

    def fill(form: UndoForm) -> None:
        form.reason.setText("Ghi nhầm")
        _save(form)
        assert form.isVisible()
        assert form.refusal.text()
        assert form.reason.text() == "Ghi nhầm"

    with answering(UndoForm, fill):
        QTest.mouseClick(screen.undo_button, Qt.MouseButton.LeftButton)
    assert screen.runner.ask(OneDevice("TB00001")).view.balances == {State.ON_LOAN: 1}


def test_what_the_counter_changes_shows_here_when_visited(screen: Devices, window: Window) -> None:
    row = column(screen.model, CODE).index("TB00003")
    _choose(screen, "TB00003")
    control(Qt.Key.Key_1)
    enter("3A")
    enter("10*TB00003")
    assert not screen.stale
    enter()
    assert screen.stale
    assert cells(screen.model)[row][ON_LOAN] == "0"
    control(Qt.Key.Key_2)
    assert not screen.stale
    assert cells(screen.model)[row][ON_LOAN] == "10"
    assert "Nguyễn Thị Ánh" in screen.facts.text()
    window.toast.undo.click()
    assert cells(screen.model)[row][ON_LOAN] == "0"
    assert "Nguyễn Thị Ánh" not in screen.facts.text()


class Counted:
    """A way to the book that counts what it is asked."""

    def __init__(self, room: Room) -> None:
        """Pass every question on to a room."""
        self._room = room
        self.chunks: list[int] = []

    def __call__(self, question: Question[Any]) -> Any:  # noqa: ANN401 - what a question answers
        """Answer a question."""
        if isinstance(question, DevicesById):
            self.chunks.append(len(question.ids))
        return self._room.ask(question)


def test_a_thousand_devices_are_fetched_in_chunks_as_they_are_shown(
    room: Room, qtbot: QtBot, tmp_path: Path
) -> None:
    rows = "\n".join(f"Thiết bị {number},Cái,3" for number in range(1, 1001))
    source = tmp_path / "list.csv"
    source.write_text(f"Tên thiết bị,ĐVT,Số lượng\n{rows}\n", encoding="utf-8")
    room.run(Import(read_list("devices", source)))
    ask = Counted(room)
    model = DevicesModel(load_words("en"), ask)
    view = table(model, "Devices", (90, 0))
    qtbot.addWidget(view)
    view.resize(900, 500)
    model.filter(EVERYTHING)
    with qtbot.waitExposed(view):
        view.show()
    assert model.rowCount() == 1000
    assert ask.chunks == [100]
    view.scrollToBottom()
    view.grab()
    assert ask.chunks == [100, 100]
    assert model.index(999, NAME).data() == "Thiết bị 1000"
    view.scrollToTop()
    view.grab()
    assert ask.chunks == [100, 100]
    view.close()


def test_the_papers_of_a_device_are_printed_again_from_its_own_list(
    screen: Devices, opened: list[Path]
) -> None:
    listed = screen.runner.room.folder / "list.csv"
    listed.write_text("Tên thiết bị\nĐĩa nhạc\n", encoding="utf-8")
    screen.runner.run(Import(read_list("devices", listed)))
    _choose(screen, "TB00005")
    assert not screen.papers_button.isEnabled()
    assert screen.papers_button.toolTip()
    screen.runner.run(Lend((Item("TB00002"), Item("TB00003", 2)), "3A"))
    screen.runner.run(Transfer(("TB00003",), "Tủ 1"))
    _choose(screen, "TB00003")
    assert {action.text() for action in screen.papers.actions()} == {
        "Loan slip 1, 24/11/2026", "Increase slip 3, 24/11/2026", "Transfer slip 1, 24/11/2026",
    }  # fmt: skip
    for action in screen.papers.actions():
        action.trigger()
    assert {path.name for path in opened} == {
        "phieu-muon-0001.pdf", "phieu-ghi-tang-thiet-bi-so-03-2026-11-24.pdf",
        "phieu-dieu-chuyen-thiet-bi-so-01-2026-11-24.pdf",
    }  # fmt: skip
    _choose(screen, "TB00002")
    assert {action.text() for action in screen.papers.actions()} == {
        "Loan slip 1, 24/11/2026", "Increase slip 2, 24/11/2026",
    }  # fmt: skip


def test_a_large_register_is_read_beside_the_window(qtbot: QtBot, school: Room) -> None:
    model = DevicesModel(load_words("en"), school.ask, large=3)
    model.reload()  # nobody knows yet how large it is
    assert (model.rowCount(), model.is_reading()) == (4, False)
    shown = column(model, CODE)
    with qtbot.waitSignal(model.modelReset):
        model.filter(EVERYTHING)
        model.sort(CODE, Qt.SortOrder.DescendingOrder)
        assert model.is_reading()
        assert column(model, CODE) == shown  # the last snapshot stands until the next is there
    qtbot.waitUntil(lambda: not model.is_reading())
    assert column(model, CODE) == ["TB00004", "TB00003", "TB00002", "TB00001"]
    model.filter(replace(EVERYTHING, query="bang con"))
    model.settle()  # as when the window is closed meanwhile
    qtbot.waitUntil(lambda: not model.is_reading())
    assert column(model, CODE) == ["TB00004"]
