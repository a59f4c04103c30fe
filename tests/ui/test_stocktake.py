"""The stocktake screen, by keys, scans and buttons: counting, explaining, closing, undoing."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.domain.device import Quality, State
from app.domain.stocktake import Scope
from app.services.counting import Count, Seen
from app.services.lending import Item, Lend
from app.services.queries import History, OneDevice
from app.services.room import Room
from app.services.stocktakes import OpenStocktake, Stocktakes
from app.services.tallies import Counting
from tests.ui.hands import answering, column, control, enter, focused, press
from ui.dialogs.provision import ProvisionForm
from ui.dialogs.stocktake import CancelForm, CloseForm, ExplainForm, OpenForm
from ui.models.counting import DAMAGED, SEEN
from ui.screens.stocktake import COUNTED, DIFFERENT, OUT, UNSEEN
from ui.window import Window


def _seen(room: Room, number: int = 1) -> dict[str, tuple[int, int]]:
    devices, _unknown = room.ask(Counting(number))
    return {one.code: (one.tally.seen, one.tally.damaged) for one in devices if one.tally.counted}


@pytest.fixture
def counting(window: Window, school: Room) -> Window:
    """Show an open stocktake of everything, with TB00002 out on loan."""
    school.run(Lend((Item("TB00002"),), "3A"))
    school.run(OpenStocktake())
    control(Qt.Key.Key_8)
    return window


def _choose(window: Window, tab: int, *rows: int) -> None:
    screen = window.counting.screen
    screen.tabs.setCurrentIndex(tab)
    chosen = screen.tables[tab].selectionModel()
    chosen.clear()
    for row in rows:
        chosen.select(
            screen.tables[tab].model().index(row, 0),
            QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows,
        )


def test_an_empty_screen_says_what_to_do_and_opens_one(window: Window, school: Room) -> None:
    control(Qt.Key.Key_8)
    screen = window.counting.screen
    assert "Open a stocktake" in screen.empty.text()
    assert screen.empty.isVisible()
    assert focused() is screen.open_button

    def fill(form: OpenForm) -> None:
        form.scope.setCurrentIndex(form.scope.findData(Scope.SUBJECT))
        form.value.setCurrentIndex(form.value.findData("Toán"))
        form.chair.insert("Nguyễn Thị Hiệu")
        form.members.insert("Lê Văn Kế, Trần Thị Na")
        form.ready_button.click()

    with answering(OpenForm, fill):
        press(Qt.Key.Key_Space)
    (view,) = school.ask(Stocktakes())
    assert view.scope == "Toán"
    assert view.committee == (
        ("Trưởng ban", "Nguyễn Thị Hiệu"), ("Thư ký", "Trần Thị Kho"),
        ("Uỷ viên", "Lê Văn Kế"), ("Uỷ viên", "Trần Thị Na"),
    )  # fmt: skip
    assert column(screen.unseen, 0) == ["TB00003"]
    assert window.focusWidget() is screen.scan


def test_scans_count_and_are_told_in_one_sentence(counting: Window, school: Room) -> None:
    screen = counting.counting.screen
    assert focused() is screen.scan
    enter("TB00001")
    assert screen.last.text() == "TB00001 Máy chiếu is here"
    enter("20*tb00003")
    enter("TB00003")
    assert screen.last.text() == "TB00003 Bộ thực hành Toán: 21 of 35 Bộ"
    enter("h2")
    enter("30")
    assert _seen(school) == {"TB00001": (1, 0), "TB00003": (30, 2)}
    assert "31 of 56" in screen.figures.text()
    assert (screen.bar.value(), screen.bar.maximum()) == (31, 56)
    QTest.qWait(300)
    assert column(screen.unseen, 0) == ["TB00004"]
    assert [screen.tabs.tabText(at) for at in range(4)] == [
        "Not seen yet (1)", "Counted (2)", "Differences (2)", "On loan (1)",
    ]  # fmt: skip


def test_a_scan_by_mistake_is_undone_by_its_button_or_ctrl_z(
    counting: Window, school: Room
) -> None:
    enter("TB00001")
    enter("TB00003")
    counting.counting.screen.undo_button.click()
    assert _seen(school) == {"TB00001": (1, 0)}
    enter("TB00004")
    control(Qt.Key.Key_Z)
    assert _seen(school) == {"TB00001": (1, 0)}
    assert (
        not counting.counting.screen.undo_button.isEnabled()
        or focused() is counting.counting.screen.scan
    )


def test_a_scanner_is_heard_wherever_the_cursor_is(
    counting: Window, school: Room, qtbot: QtBot
) -> None:
    counting.counting.screen.search.setFocus()
    enter("TB00001")
    qtbot.waitUntil(lambda: "TB00001" in _seen(school))
    assert counting.counting.screen.search.text() == ""
    assert counting.navigation.current == "stocktake"
    control(Qt.Key.Key_2)
    enter("TB00003")
    qtbot.waitUntil(lambda: counting.navigation.current == "counter")
    assert "TB00003" not in _seen(school)


def test_a_card_says_who_counts_and_it_is_kept(counting: Window, school: Room) -> None:
    screen = counting.counting.screen
    assert screen.who.currentText() == "Trần Thị Kho"
    enter("GV002")
    assert screen.last.text() == "Trần Văn Bình counts now"
    enter("VT001")
    assert screen.place.currentText() == "Kho"
    screen.quality.setCurrentIndex(screen.quality.findData(Quality.FAIR.value))
    enter("TB00001")
    devices, _unknown = school.ask(Counting(1))
    (one,) = [one for one in devices if one.code == "TB00001"]
    assert (one.by, one.seen_in, one.quality) == ("Trần Văn Bình", "Kho", "fair")
    text = (school.folder / "window.ini").read_text(encoding="utf-8")
    assert "counting_person" in text


def test_a_name_without_a_code_finds_the_row_to_count(counting: Window, school: Room) -> None:
    screen = counting.counting.screen
    enter("bang con")
    assert column(screen.unseen, 1) == ["Bảng con"]
    assert screen.unseen.setData(screen.unseen.index(0, SEEN), "19")
    screen.tabs.setCurrentIndex(COUNTED)
    assert screen.counted.setData(screen.counted.index(0, DAMAGED), "3")
    assert not screen.counted.setData(screen.counted.index(0, SEEN), "nhiều")
    assert _seen(school) == {"TB00004": (19, 3)}


def test_the_chosen_rows_are_all_here_with_one_key(counting: Window, school: Room) -> None:
    _choose(counting, UNSEEN, 0, 1)
    press(Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier)
    assert _seen(school) == {"TB00001": (1, 0), "TB00003": (35, 0)}
    _choose(counting, DIFFERENT)
    counting.actions_["all_here"].trigger()
    assert counting.toast.label.text().startswith("Choose the devices")


def _refused_then_closed(form: CloseForm) -> None:
    form.ready_button.click()
    assert "TB00003, LA-7" in form.refusal.text()
    form.reason.insert("Kiểm kê cuối năm")
    form.ready_button.click()


def test_differences_are_explained_and_closed_in_one_act(counting: Window, school: Room) -> None:
    screen = counting.counting.screen
    for code in ("33*TB00003", "20*TB00004", "TB00002", "LA-7"):
        enter(code)
    screen.tabs.setCurrentIndex(DIFFERENT)
    assert column(screen.different, 0) == ["TB00002", "TB00003", "LA-7"]
    assert column(screen.different, 2) == ["Here though out", "Missing", "Unknown code"]

    def explain(form: ExplainForm) -> None:
        form.explanation.insert("Lớp trả mà chưa ghi")
        form.ready_button.click()

    _choose(counting, DIFFERENT, 0)
    with answering(ExplainForm, explain):
        control(Qt.Key.Key_J)
    assert column(screen.different, 4)[0] == "Lớp trả mà chưa ghi"
    assert column(screen.different, 5)[0] == "Taken back from loan"

    # What was never seen is explained in its own list.
    _choose(counting, UNSEEN, 0)
    with answering(ExplainForm, explain):
        screen.explain_button.click()

    entries = len(school.ask(History()))
    with answering(CloseForm, _refused_then_closed):
        screen.close_button.click()
    assert len(school.ask(History())) == entries + 1
    assert school.ask(OneDevice("TB00003")).view.balances == {State.IN_STORE: 33, State.LOST: 2}
    assert school.ask(OneDevice("TB00001")).view.balances == {State.LOST: 1}
    assert school.ask(OneDevice("TB00002")).view.balances == {State.IN_STORE: 1}
    assert not screen.scan.isVisible()
    assert screen.close_button.toolTip() == "This stocktake is no longer open."


def test_closing_is_undone_from_the_toast(counting: Window, school: Room) -> None:
    def close(form: CloseForm) -> None:
        form.reason.insert("Nhầm")
        form.ready_button.click()

    with answering(CloseForm, close):
        counting.actions_["close_stocktake"].trigger()
    assert school.ask(OneDevice("TB00003")).view.balances == {State.LOST: 35}
    counting.toast.undo.click()
    assert school.ask(OneDevice("TB00003")).view.balances == {State.IN_STORE: 35}
    assert counting.counting.screen.scan.isVisible()


def test_it_is_called_off_and_another_is_shown(counting: Window, school: Room) -> None:
    def call_off(form: CancelForm) -> None:
        form.reason.insert("Hoãn")
        form.ready_button.click()

    enter("TB00001")
    with answering(CancelForm, call_off):
        counting.actions_["cancel_stocktake"].trigger()
    assert [one.row.status for one in school.ask(Stocktakes())] == ["cancelled"]
    assert "called off" in counting.counting.screen.which.currentText()
    number = school.run(OpenStocktake(Scope.SUBJECT, "Toán")).value
    counting.counting.screen.show_stocktake(number)
    assert "Toán" in counting.counting.screen.which.currentText()
    assert counting.counting.screen.which.count() == 2


def test_another_persons_counts_are_seen_when_the_screen_comes_back(
    counting: Window, school: Room
) -> None:
    school.run(Count(1, (Seen("TB00001"),), "Bình"))
    counting.counting.screen.stale = True
    control(Qt.Key.Key_1)
    control(Qt.Key.Key_8)
    counting.counting.screen.tabs.setCurrentIndex(COUNTED)
    assert column(counting.counting.screen.counted, 8) == ["Bình"]


def test_the_list_that_is_shown_is_printed_and_saved(counting: Window, opened: list[Path]) -> None:
    counting.counting.screen.tabs.setCurrentIndex(OUT)
    assert column(counting.counting.screen.out, 4) == ["3A"]
    with answering(ProvisionForm, ProvisionForm.accept):
        control(Qt.Key.Key_E)
    rows = list(load_workbook(opened[-1]).active.iter_rows(values_only=True))
    assert rows[-1][:5] == ("TB00002", "Loa cầm tay", "Cái", 1, "3A")
    for name in ("count_sheet", "asset_sheet", "minutes", "print_list"):
        counting.actions_[name].trigger()
        assert PdfReader(opened[-1]).pages[0].extract_text()
    with answering(ProvisionForm, ProvisionForm.accept):
        counting.actions_["asset_table"].trigger()
    assert load_workbook(opened[-1]).sheetnames == ["Kiểm kê"]


def test_its_actions_say_why_they_are_grey_elsewhere(window: Window) -> None:
    assert window.actions_["explain"].toolTip().startswith("Go to the stocktake screen first.")
    control(Qt.Key.Key_8)
    assert window.actions_["explain"].isEnabled()
    window.actions_["minutes"].trigger()
    assert window.toast.label.text() == "Open a stocktake first."
    window.actions_["close_stocktake"].trigger()
    assert window.toast.label.text().startswith("Open a stocktake first")
