"""Sector data at the window: who is lacking, the log of batches, and the lesson that is on."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.domain.person import PersonStatus
from app.services.exchange import Exchanges
from app.services.import_timetable import valid_from
from app.services.lending import Item
from app.services.lists import StaffList
from app.services.plans import RegisterPlan
from app.services.queries import Loans
from app.services.room import Room
from app.services.showing import PrintShown, SaveShown
from app.services.timetable import SetBells
from app.services.undoing import Undo
from app.services.uploading import MakeUpload
from tests.app.test_imports import bring, xlsx
from tests.app.test_sector import CLASSES, STAFF, UPDATE
from tests.app.test_timetable import GRID, LIST
from tests.conftest import Clock
from tests.ui.hands import answering, back_to, cells, column, enter, focused, press
from ui.dialogs.bells import BellsForm
from ui.dialogs.importing import ImportForm
from ui.dialogs.plan import PlanForm
from ui.window import Window

MONDAY = date(2026, 11, 30)


def _click(button: object) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)  # type: ignore[call-overload]


@pytest.fixture
def lesson_on(school: Room, tmp_path: Path, clock: Clock) -> Room:
    """Have a timetable in the book, on a Monday in the second hour of the morning."""
    bring(school, "timetable", xlsx(tmp_path / "tkb.xlsx", LIST))
    clock.now = datetime.combine(MONDAY, time(8, 15))
    return school


def test_who_is_lacking_is_marked_in_the_preview_and_told_in_the_log(
    window: Window, school: Room, tmp_path: Path, opened: list[Path]
) -> None:
    def fill(form: ImportForm) -> None:
        form.choose(xlsx(tmp_path / "nhan-su.xlsx", STAFF))
        if form.pages.currentWidget() is form.unknown:  # Tổ 4 is a new word
            _click(form.unknown.new_button)
            _click(form.next_button)
        page = form.preview
        assert page.on_duplicate.currentText() == "Update them"
        assert "1 of the book are not in the list." in page.summary.text()
        page.filter.setCurrentIndex(page.filter.findData("gone"))
        page.filter.activated.emit(page.filter.currentIndex())
        assert column(page.model, 1) == ["Stays as it is"]
        page.rows.selectRow(0)
        assert page.leaving.isVisible()
        page.left_choice.setCurrentIndex(page.left_choice.findData(str(PersonStatus.TRANSFERRED)))
        page.left_choice.activated.emit(page.left_choice.currentIndex())
        assert cells(page.model)[0][1:3] == ["Moved to another school", "GV003 Lê Thị Đào"]
        _click(form.ready_button)

    window.actions_["exchange"].trigger()
    screen = window.exchange
    assert not screen.print_button.isEnabled()
    with answering(ImportForm, fill):
        _click(screen.import_button)
    people = {view.person.code: view for view in school.ask(StaffList())}
    assert people["GV003"].person.status == PersonStatus.TRANSFERRED
    (row,) = cells(screen.model)
    assert row[2:4] + row[6:] == ["Came in", "People", "3", "1", "2", "0", "1", "thu"]
    assert ["No longer used", "GV003", "Lê Thị Đào", "Trạng thái", "Đang làm việc",
            "Đã chuyển đi"] in cells(screen.changes)  # fmt: skip
    _click(screen.print_button)
    text = "".join(page.extract_text() for page in PdfReader(opened[-1]).pages)
    assert "Đã chuyển đi" in text
    assert "0079012347" not in text  # of somebody new the code tells enough
    assert "GV004" in text


def test_the_log_has_what_went_out_and_what_was_undone(
    window: Window, school: Room, tmp_path: Path
) -> None:
    bring(school, "people", xlsx(tmp_path / "nhan-su.xlsx", STAFF), UPDATE)
    bring(school, "classes", xlsx(tmp_path / "lop.xlsx", CLASSES), UPDATE)
    school.run(Undo("Nhầm tệp"))
    school.run(MakeUpload())
    window.actions_["exchange"].trigger()
    screen = window.exchange
    shown = screen.listing()()
    paper, table = school.issue(PrintShown(shown)), school.issue(SaveShown(shown))
    assert (paper.value.path.suffix, table.value.path.suffix) == (".pdf", ".xlsx")
    views = school.ask(Exchanges())
    assert [(one.way, one.kind, one.rows) for one in views] == [
        ("out", "saved", None), ("out", "upload", 4), ("in", "classes", 2), ("in", "people", 3),
    ]  # fmt: skip
    assert {one.actor for one in views} == {"thu"}
    assert [one.undone for one in views] == [False, False, True, False]
    screen.reload()
    screen.way.setCurrentIndex(screen.way.findData("in"))
    screen.way.activated.emit(screen.way.currentIndex())
    assert column(screen.model, 3) == ["Classes (undone)", "People"]
    screen.search_for("lop.xlsx")
    assert column(screen.model, 4) == ["lop.xlsx"]


def test_the_counter_offers_the_lesson_that_is_on(window: Window, lesson_on: Room) -> None:
    counter = window.counter
    enter("3A")
    assert counter.now_button.isVisible()
    assert "Toán" in counter.now_button.text()
    enter("TB00001")
    press(Qt.Key.Key_Tab)
    assert focused() is counter.now_button
    press(Qt.Key.Key_Return)
    assert focused() is counter.scan
    assert not counter.now_button.isVisible()
    enter()
    (loan,) = lesson_on.ask(Loans())
    assert (loan.period, loan.subject, loan.teacher) == ("Sáng 2", "Toán", "GV001")


def test_the_offer_can_be_left_alone(window: Window, lesson_on: Room) -> None:
    enter("3A")
    enter("TB00001")
    enter()
    (loan,) = lesson_on.ask(Loans())
    assert (loan.period, loan.subject) == ("", "")
    assert not window.counter.now_button.isVisible()


@pytest.mark.usefixtures("lesson_on")
def test_a_teacher_of_no_class_is_asked_for_none(window: Window) -> None:
    counter = window.counter
    enter("GV003")
    assert "4B · Âm nhạc" in counter.now_button.text()
    _click(counter.now_button)
    assert (counter.slip.class_name, counter.slip.teacher) == ("4B", "GV003")
    counter.clear()
    enter("4B")  # its homeroom teacher fetches for the music lesson
    _click(counter.now_button)
    assert counter.slip.teacher_name == "Lê Thị Đào"


def test_what_is_planned_for_the_hour_comes_with_it(window: Window, lesson_on: Room) -> None:
    lesson_on.run(
        RegisterPlan("GV001", "3A", MONDAY, (Item("TB00002"),), "Sáng", 2, lesson="Phép cộng",
                     ppct="31")
    )  # fmt: skip
    enter("3A")
    assert "Phép cộng" in window.counter.now_button.text()
    _click(window.counter.now_button)
    said = window.counter.slip.lesson
    assert (said.subject, said.lesson, said.ppct) == ("Toán", "Phép cộng", "31")


def test_the_school_says_when_its_hours_begin(
    window: Window, lesson_on: Room, clock: Clock
) -> None:
    def fill(form: BellsForm) -> None:
        form.morning.setText("sớm")
        _click(form.ready_button)
        assert "sớm" in form.refusal.text()
        form.morning.setText("7h 7h45 8h30")
        _click(form.ready_button)

    with answering(BellsForm, fill):
        window.actions_["bells"].trigger()
    back_to(window)
    clock.now = datetime.combine(MONDAY, time(8, 25))
    enter("3A")
    assert "HĐTN" in window.counter.now_button.text()
    window.counter.clear()
    lesson_on.run(SetBells("10:00", "14:00"))
    enter("3A")
    assert not window.counter.now_button.isVisible()


@pytest.mark.usefixtures("lesson_on")
def test_a_plan_takes_its_subject_from_the_timetable(window: Window) -> None:
    def fill(form: PlanForm) -> None:
        form.day.setDate(form.day.date().addDays((7 - form.day.date().dayOfWeek() + 1) % 7))
        form.class_name.setCurrentIndex(form.class_name.findData("3A"))
        form.period.setValue(2)
        assert form.subject.text() == "Toán"
        form.period.setValue(8)
        assert form.subject.text() == ""
        form.subject.setText("Thể dục")
        form.period.setValue(2)
        assert form.subject.text() == "Thể dục"

    with answering(PlanForm, fill):
        window.actions_["plan"].trigger()


def test_a_grid_comes_in_by_the_wizard(window: Window, school: Room, tmp_path: Path) -> None:
    def fill(form: ImportForm) -> None:
        form.kind.setCurrentIndex(form.kind.findData("timetable"))
        form.choose(xlsx(tmp_path / "tkb.xlsx", GRID))
        assert form.pages.currentWidget() is form.preview
        assert not form.preview.on_duplicate.isEnabled()
        _click(form.ready_button)

    with answering(ImportForm, fill):
        window.actions_["import"].trigger()
    (view,) = school.ask(Exchanges())
    assert (view.kind, view.period, view.added) == ("timetable", "16/11/2026", 10)
    assert valid_from("không có ngày nào") is None
