"""The care screen through its doors: planned, done with one act, undone, printed; told today."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader
from PySide6.QtCore import QItemSelectionModel, Qt

from app.services.care import CareCount
from app.services.care_plans import CarePlans
from app.services.devices import CorrectDevice
from app.services.room import Room
from app.services.settings_view import Section
from tests.conftest import Clock
from tests.ui.hands import answering, back_to, cells, column, control, enter, press
from ui.dialogs.care import CareDoneForm, CarePeriodForm, CarePlanForm
from ui.dialogs.settings import WaysForm
from ui.screens.care import ALL, EXPIRING, LATE, Care
from ui.window import Window

SHIFT = Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier
LEFT, WHAT, CODE, WHERE, LAST = 1, 2, 3, 5, 6


@pytest.fixture
def screen(window: Window) -> Care:
    """Go to the care screen by its keys."""
    press(Qt.Key.Key_C, CTRL, SHIFT)
    assert window.care.isVisible()
    return window.care


def _text(path: Path) -> str:
    pages = PdfReader(io.BytesIO(path.read_bytes())).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def _plan(screen: Care, code: str, months: int = 1, who: str = "Cô Kho") -> None:
    def fill(form: CarePlanForm) -> None:
        form.aim.setCurrentIndex(form.aim.findData("device"))
        form.target.setText(code)
        form.months.setValue(months)
        form.who.setText(who)
        form.instruction.setText("Lau kính")
        form.ready_button.click()

    with answering(CarePlanForm, fill):
        screen.plan_button.click()


def _choose_all(screen: Care) -> None:
    screen.list.selectAll()
    assert len(screen.chosen()) == screen.model.rowCount()


def _choose(screen: Care, row: int) -> None:
    flags = QItemSelectionModel.SelectionFlag
    screen.list.selectionModel().select(
        screen.model.index(row, 0), flags.ClearAndSelect | flags.Rows
    )


def test_an_empty_screen_says_what_to_do_first(screen: Care) -> None:
    assert "No care is planned yet" in screen.empty.text()
    assert not screen.done_button.isEnabled()
    assert screen.done_button.toolTip() == screen.empty.text()


def test_care_is_planned_marked_done_at_once_and_taken_back(
    screen: Care, window: Window, clock: Clock
) -> None:
    for code in ("TB00001", "TB00002"):
        _plan(screen, code)
    assert column(screen.plans_model, 0) == ["TB00001 Máy chiếu", "TB00002 Loa cầm tay"]
    clock.turn_to(date(2027, 1, 1))
    screen.reload()
    assert column(screen.model, LEFT) == ["8 late", "8 late"]
    assert column(screen.model, LAST) == ["never", "never"]
    _choose_all(screen)

    def fill(form: CareDoneForm) -> None:
        assert form.who.text() == "Cô Kho"
        form.cost.setText("hai trăm")
        form.ready_button.click()
        assert form.refusal.isVisible()
        form.cost.setText("20.000")
        form.ready_button.click()

    with answering(CareDoneForm, fill):
        screen.done_button.click()
    assert window.toast.label.text() == "Inspection of 2 devices written down"
    assert column(screen.model, LEFT) == []
    screen.choose(ALL)
    assert column(screen.model, LAST) == ["01/01/2027"] * 2
    back_to(window)
    window.undo()
    assert column(screen.model, LAST) == ["never", "never"]


def test_the_filters_and_the_search_choose_rows(screen: Care, window: Window) -> None:
    _plan(screen, "TB00001")
    _plan(screen, "TB00003", months=24)
    window.runner.run(CorrectDevice("TB00002", {"use_by": "2026-11-01"}))
    assert column(screen.model, CODE) == ["TB00002", "TB00001"]
    assert screen.count.text().startswith("Overdue: 0. Past their use-by date: 1.")
    screen.choose(EXPIRING)
    assert cells(screen.model)[0][LEFT : CODE + 1] == ["23 late", "Use-by date", "TB00002"]
    screen.choose(LATE)
    assert column(screen.model, CODE) == ["TB00002"]
    screen.choose(ALL)
    assert column(screen.model, CODE) == ["TB00002", "TB00001", "TB00003"]
    assert column(screen.model, WHERE) == ["In store: 1", "Kho: 1", "In store: 35"]
    screen.search.setText("may chieu")
    screen.search.search_wanted.emit("may chieu")
    assert column(screen.model, CODE) == ["TB00001"]


def test_a_use_by_date_is_no_work_that_is_done(screen: Care, window: Window) -> None:
    window.runner.run(CorrectDevice("TB00002", {"use_by": "2026-11-01"}))
    screen.done_button.click()
    assert window.toast.label.text() == "Choose what was done in the list first."
    _choose_all(screen)
    screen.done_button.click()
    assert "not marked as done" in window.toast.label.text()


def test_a_plan_is_corrected_and_ended(screen: Care, window: Window) -> None:
    _plan(screen, "TB00001")
    screen.plans.selectRow(0)

    def fill(form: CarePlanForm) -> None:
        assert form.months.value() == 1
        form.months.setValue(18)
        form.ready_button.click()

    with answering(CarePlanForm, fill):
        screen.correct_button.click()
    (plan,) = window.runner.ask(CarePlans())
    assert (plan.row.months, plan.row.who) == (18, "Cô Kho")
    screen.plans.selectRow(0)
    screen.end_button.click()
    assert screen.plans_model.rowCount() == 0
    assert not screen.end_button.isEnabled()


def test_a_wrong_plan_is_refused_in_its_form(screen: Care) -> None:
    def fill(form: CarePlanForm) -> None:
        form.target.setText("Không có mục này")
        form.ready_button.click()
        assert "Không có mục này" in form.refusal.text()
        form.aim.setCurrentIndex(form.aim.findData("category"))
        form.ready_button.click()
        assert "Say what the plan is for" in form.refusal.text()

    with answering(CarePlanForm, fill):
        screen.plan_button.click()


def test_plan_and_book_are_printed_and_the_list_is_saved(
    screen: Care, window: Window, opened: list[Path], clock: Clock
) -> None:
    screen.print_book_button.click()
    assert "No care was written down" in window.toast.label.text()
    for code in ("TB00001", "TB00002"):
        _plan(screen, code)

    def refuse(form: CarePeriodForm) -> None:
        form.ready_button.click()
        assert "Nothing falls due" in form.refusal.text()
        form.last.setDate(form.last.date().addMonths(1))
        form.ready_button.click()

    with answering(CarePeriodForm, refuse):
        screen.print_plan_button.click()
    assert "KẾ HOẠCH BẢO DƯỠNG" in _text(opened[-1])
    clock.turn_to(date(2026, 12, 24))
    screen.reload()
    _choose(screen, 0)
    code = screen.chosen()[0].code
    with answering(CareDoneForm, lambda form: form.ready_button.click()):
        screen.want_done()
    screen.choose(ALL)
    _choose(screen, column(screen.model, CODE).index(code))
    screen.print_book_button.click()
    assert f"Thiết bị: {code}" in _text(opened[-1])
    back_to(window)
    control(Qt.Key.Key_E)
    sheet = load_workbook(opened[-1]).worksheets[0]
    assert code in {cell.value for row in sheet.iter_rows() for cell in row}


def test_today_counts_what_is_due_and_leads_there(window: Window) -> None:
    control(Qt.Key.Key_3)
    assert window.today.care.text() == "0"
    assert window.today.care_button.isHidden()
    window.runner.run(CorrectDevice("TB00002", {"use_by": "2026-11-01"}))
    assert window.today.care.text() == "1"
    window.today.care_button.click()
    assert window.care.isVisible()


def test_how_far_ahead_a_use_by_date_is_told_is_set_with_the_school(
    window: Window, school: Room
) -> None:
    school.run(CorrectDevice("TB00002", {"use_by": "2026-11-24"}))

    def fill(form: WaysForm) -> None:
        assert (form.asset_life.value(), form.use_by_days.value()) == (1, 30)
        form.use_by_days.setValue(0)
        form.asset_life.setValue(2)
        form.ready_button.click()

    window.actions_["settings"].trigger()
    window.settings.show_section(Section.WAYS)
    with answering(WaysForm, fill):
        window.settings.correct_button.click()
    assert school.ask(CareCount()) == 1


def test_the_counter_warns_of_an_expired_device_and_lends_it(window: Window) -> None:
    window.runner.run(CorrectDevice("TB00001", {"use_by": "2026-11-01"}))
    enter("3a")
    enter("TB00001")
    assert "use-by date 01/11/2026 has passed" in window.counter.hint.text()
    enter()
    assert window.last_slip == 1
