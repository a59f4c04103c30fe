"""The lists screen: its tabs, its search, its forms by keys and buttons, and the way to loans."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.domain.device import Device
from app.services.classes import RegisterClass
from app.services.devices import RegisterDevice
from app.services.lending import Item, Lend
from app.services.lists import PlaceList, StaffList, TeamList
from app.services.queries import OneDevice, Verify
from app.services.room import Room
from tests.ui.hands import answering, back_to, cells, column, control, enter, press
from ui.dialogs.device import DeviceForm
from ui.dialogs.lists import ClassForm, PersonForm, PlaceForm, StatusForm, TeamForm, WordForm
from ui.dialogs.provision import ProvisionForm
from ui.screens.lists import Lists
from ui.window import Window

NAME, STATUS, OUT = 1, 4, 6


@pytest.fixture
def screen(window: Window) -> Lists:
    """Go to the lists."""
    control(Qt.Key.Key_0)
    assert window.navigation.current == "lists"
    return window.lists


def _model(screen: Lists) -> list[list[str]]:
    return cells(screen.models[screen.sheet.name])


def _choose(screen: Lists, text: str) -> None:
    """Choose the row that has a text in one of its cells."""
    rows = [row for row, said in enumerate(_model(screen)) if text in said]
    screen.lists[screen.sheet.name].selectRow(rows[0])


def _show_all(screen: Lists, *, everything: bool = True) -> None:
    screen.who.setCurrentIndex(int(everything))
    screen.who.activated.emit(screen.who.currentIndex())


def test_the_tabs_are_walked_by_keys(screen: Lists) -> None:
    screen.tabs.setFocus()
    seen = [screen.sheet.name]
    for _step in range(5):
        press(Qt.Key.Key_Right)
        seen.append(screen.sheet.name)
        assert screen.stack.currentWidget() is screen.lists[screen.sheet.name]
    assert seen == ["people", "teams", "classes", "places", "subjects", "funds"]
    assert screen.count.text() == screen.words(
        "The list is empty. Add the first row, or import a list (Ctrl+I)."
    )


def test_somebody_is_added_found_without_marks_and_corrected_with_f2(
    screen: Lists, window: Window, school: Room
) -> None:
    def add(form: PersonForm) -> None:
        form.name.insert("Đỗ Thị Thư")
        form.team.setText("Tổ 3")
        form.staff_type.setText("10")
        form.official_code.insert("0012")
        form.ready_button.click()

    with answering(PersonForm, add):
        screen.add_button.click()
    back_to(window)
    enter("do thi thu")
    (row,) = _model(screen)
    assert row == ["GV004", "Đỗ Thị Thư", "Tổ 3", "Nhân viên thiết bị", "Working", "0012", ""]
    _choose(screen, "GV004")

    def correct(form: PersonForm) -> None:
        form.official_code.setText("0012345678")
        form.name.clear()
        form.ready_button.click()
        assert form.refusal.isVisible()
        assert form.focusWidget() is form.name
        form.name.insert("Đỗ Thị Thư")
        form.ready_button.click()

    with answering(PersonForm, correct):
        press(Qt.Key.Key_F2)
    assert _model(screen)[0][5] == "0012345678"
    window.toast.undo.click()
    assert _model(screen)[0][5] == "0012"
    assert school.ask(Verify()).ok


def test_who_leaves_stands_in_the_list_of_all(screen: Lists, window: Window) -> None:
    window.runner.run(Lend((Item("TB00003", 4),), "3A"))
    _choose(screen, "GV001")
    assert _model(screen)[column(screen.models["people"], 0).index("GV001")][OUT] == "4"

    def leave(form: StatusForm) -> None:
        form.status.setCurrentIndex(form.status.findData("transferred"))
        form.ready_button.click()

    with answering(StatusForm, leave):
        screen.status_button.click()
    assert "Still has 4 devices" in window.toast.label.text()
    assert "GV001" not in column(screen.models["people"], 0)
    _show_all(screen)
    row = column(screen.models["people"], 0).index("GV001")
    assert _model(screen)[row][STATUS] == "Moved to another school"


@pytest.mark.parametrize("name", ["people", "classes"])
def test_one_key_shows_the_open_loans(screen: Lists, window: Window, name: str) -> None:
    for code, class_name in (("TB00001", "3A"), ("TB00002", "4B")):
        window.runner.run(Lend((Item(code),), class_name))
    screen.show_list(name)
    _choose(screen, "Trần Văn Bình")
    press(Qt.Key.Key_F3)
    assert window.navigation.current == "today"
    assert column(window.today.model, 1) == ["4B"]


def test_a_team_and_its_head_by_enter(screen: Lists, window: Window, school: Room) -> None:
    screen.show_list("teams")
    assert _model(screen) == [["Tổ 3", "", "3", "Still used"]]
    _choose(screen, "Tổ 3")
    screen.lists["teams"].setFocus()

    def correct(form: TeamForm) -> None:
        form.head.setText("Ai đó")
        form.ready_button.click()
        assert "Ai đó" in form.refusal.text()
        assert form.focusWidget() is form.head
        form.head.setText("Lê Thị Đào · GV003")
        form.ready_button.click()

    with answering(TeamForm, correct):
        press(Qt.Key.Key_Return)
    (view,) = school.ask(TeamList())
    assert view.head is not None
    assert view.head.code == "GV003"
    back_to(window)
    _choose(screen, "Tổ 3")
    screen.status_button.click()
    assert _model(screen) == []
    _show_all(screen)
    _choose(screen, "Tổ 3")
    assert screen.status_button.text() == screen.words("Use again")
    screen.status_button.click()
    assert _model(screen)[0][3] == "Still used"


def test_classes_of_an_earlier_year_are_looked_at(screen: Lists, window: Window) -> None:
    window.runner.run(RegisterClass("4A", 4, 2025))
    screen.show_list("classes")
    assert column(screen.models["classes"], 0) == ["3A", "4B"]

    def add(form: ClassForm) -> None:
        form.name.insert("5A")
        form.grade.setValue(5)
        form.homeroom.setText("GV003")
        form.pupils.insert("ba mươi")
        form.ready_button.click()
        assert form.focusWidget() is form.pupils
        form.pupils.setText("31")
        form.ready_button.click()

    with answering(ClassForm, add):
        screen.add_button.click()
    assert _model(screen)[2][:6] == ["5A", "5", "Lê Thị Đào", "31", "", "2026-2027"]
    screen.year.setCurrentIndex(screen.year.findData(2025))
    screen.year.activated.emit(screen.year.currentIndex())
    assert [row[:6] for row in _model(screen)] == [["4A", "4", "", "", "", "2025-2026"]]


def test_a_place_is_added_and_taken_into_another(
    screen: Lists, window: Window, school: Room
) -> None:
    screen.show_list("places")

    def add(form: PlaceForm) -> None:
        form.name.insert("Tủ 1")
        form.kind.setText("Tủ")
        form.part_of.setText("Sân")
        form.ready_button.click()
        assert form.focusWidget() is form.part_of
        form.part_of.setText("kho")
        form.ready_button.click()

    with answering(PlaceForm, add):
        screen.add_button.click()
    assert ["VT002", "Tủ 1", "Tủ", "Kho", "", "Still used"] in _model(screen)
    back_to(window)
    control(Qt.Key.Key_Z)
    assert [view.place.name for view in school.ask(PlaceList())] == ["Kho"]


def test_a_subject_of_the_devices_is_renamed_and_offered(
    screen: Lists, window: Window, school: Room
) -> None:
    screen.show_list("subjects")
    screen.adopt_button.click()
    assert _model(screen) == [["Dùng chung", "1", "Still used"], ["Toán", "1", "Still used"]]
    _choose(screen, "Toán")

    def rename(form: WordForm) -> None:
        form.name.setText("Toán học")
        form.ready_button.click()

    with answering(WordForm, rename):
        screen.lists["subjects"].activated.emit(screen.lists["subjects"].currentIndex())
    assert school.ask(OneDevice("TB00003")).view.device.subject == "Toán học"

    def look(form: DeviceForm) -> None:
        completer = form.texts["subject"].completer()
        offered = completer.model()
        assert [offered.index(at, 0).data() for at in range(offered.rowCount())] == [
            "Dùng chung", "Toán học",
        ]  # fmt: skip
        form.reject()

    back_to(window)
    with answering(DeviceForm, look):
        window.actions_["register"].trigger()
    back_to(window)
    control(Qt.Key.Key_Z)
    assert school.ask(OneDevice("TB00003")).view.device.subject == "Toán"


def test_a_fund_is_added_once(screen: Lists, window: Window, school: Room) -> None:
    school.run(RegisterDevice(Device("", "Loa", fund="Cho tặng")))
    screen.show_list("funds")

    def add(form: WordForm) -> None:
        form.name.insert("Cho tặng")
        form.ready_button.click()

    def again(form: WordForm) -> None:
        form.name.insert("cho tang")
        form.ready_button.click()
        assert "already" in form.refusal.text()
        form.reject()

    with answering(WordForm, add):
        screen.add_button.click()
    back_to(window)
    with answering(WordForm, again):
        screen.add_button.click()
    assert _model(screen) == [["Cho tặng", "1", "Still used"]]
    assert not screen.loans_button.isVisible()


def test_a_list_is_searched_sorted_printed_and_saved_as_it_stands(
    screen: Lists, window: Window, opened: list[Path]
) -> None:
    QTest.keyClicks(screen.search, "thi")
    screen.search.search_wanted.emit("thi")
    names = column(screen.models["people"], NAME)
    assert names == ["Lê Thị Đào", "Nguyễn Thị Ánh"]
    screen.lists["people"].sortByColumn(NAME, Qt.SortOrder.DescendingOrder)
    assert column(screen.models["people"], NAME) == names[::-1]
    window.print_list()
    text = "\n".join(page.extract_text() for page in PdfReader(opened[-1]).pages)
    assert text.index("Nguyễn Thị Ánh") < text.index("Lê Thị Đào")
    assert "Trần Văn Bình" not in text
    with answering(ProvisionForm, ProvisionForm.accept):
        window.save_list()
    rows = list(load_workbook(opened[-1]).active.iter_rows(values_only=True))
    assert [row[1] for row in rows if row[0] in {"GV001", "GV003"}] == names[::-1]


def test_buttons_are_grey_with_a_reason_until_a_row_is_chosen(screen: Lists, school: Room) -> None:
    buttons = (screen.correct_button, screen.status_button, screen.loans_button)
    assert {button.isEnabled() for button in buttons} == {False}
    assert {button.toolTip() for button in buttons} == {screen.words("Choose a row first.")}
    _choose(screen, "GV002")
    assert {button.isEnabled() for button in buttons} == {True}
    assert len(school.ask(StaffList())) == 3
