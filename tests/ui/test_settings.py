"""The settings in the window: each group set, corrected and undone by keys and buttons."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.domain.fault import Refused
from app.domain.limit import LimitName
from app.domain.month import MonthStatus
from app.services.limits import LimitsOn
from app.services.month_acts import ApproveMonth, SubmitMonth
from app.services.months import MonthOf
from app.services.queries import TheSchool
from app.services.room import Room
from app.services.settings_view import Section, TheSettings
from app.services.teams import CorrectTeam
from tests.conftest import TODAY, Clock
from tests.ui.hands import answering, back_to, cells, column, control, focused, press
from ui.dialogs.month import ConfirmForm
from ui.dialogs.settings import (
    CodeForm,
    GoverningForm,
    LetterheadForm,
    LimitForm,
    SignersForm,
    StandingForm,
    WaysForm,
)
from ui.screens.settings import Settings
from ui.window import Window

_ENTER = Qt.Key.Key_Return


@pytest.fixture
def screen(window: Window) -> Settings:
    """Go to the settings by their shortcut."""
    control(Qt.Key.Key_Comma)
    return window.settings


def test_the_groups_are_turned_by_keys_and_say_what_they_do(screen: Settings) -> None:
    assert screen.isVisible()
    assert focused() is screen.tabs
    said = set()
    for shelf in screen.shelves:
        assert screen.shelf is shelf
        assert screen.stack.currentWidget() is screen.lists[shelf.section]
        said.add(screen.says.text())
        press(Qt.Key.Key_Right)
    assert len(said) == len(screen.shelves)


def test_the_document_is_asked_for_written_and_corrected(
    screen: Settings, window: Window, school: Room
) -> None:
    assert "No document is written down yet" in screen.warning.text()

    def fill(form: GoverningForm) -> None:
        assert form.year.value() == 2026
        form.day.setText("01/09/2025")
        QTest.keyClick(form.number, _ENTER)
        assert "number" in form.refusal.text()
        form.year.setValue(2025)
        form.number.setText("57/QĐ-HP")
        QTest.keyClick(form.number, _ENTER)
        assert not form.isVisible()

    with answering(GoverningForm, fill):
        screen.add_button.click()
    rows = cells(screen.models[Section.GOVERNING])
    assert [(row[0], row[1], row[-1]) for row in rows] == [
        ("2025-2026", "Quyết định 57/QĐ-HP", "● In force")
    ]
    assert screen.warning.text().startswith("School year 2026-2027 has no document of its own")
    assert "57/QĐ-HP" in column(screen.told, 2)[0]

    def correct(form: GoverningForm) -> None:
        assert not form.year.isEnabled()
        form.number.setText("58/QĐ-HP")
        form.ready_button.click()

    with answering(GoverningForm, correct):
        screen.correct_button.click()
    assert school.ask(TheSettings()).documents[0].number == "58/QĐ-HP"
    window.toast.undo.click()
    assert school.ask(TheSettings()).documents[0].number == "57/QĐ-HP"


def test_a_new_letterhead_starts_from_the_one_in_force(screen: Settings, school: Room) -> None:
    screen.show_section(Section.LETTERHEAD)

    def fill(form: LetterheadForm) -> None:
        assert form.day.text() == "24/11/2026"
        assert form.name.text() == "Trường Tiểu học Hoa Phượng"
        form.superior.setText("UBND XÃ MỚI")
        form.ready_button.click()

    with answering(LetterheadForm, fill):
        screen.add_button.click()
    rows = cells(screen.models[Section.LETTERHEAD])
    assert [(row[0], row[1], row[-1]) for row in rows] == [
        ("24/11/2026", "UBND XÃ MỚI", "● In force"), ("the beginning", "UBND XÃ NHÀ BÈ", ""),
    ]  # fmt: skip
    screen.lists[Section.LETTERHEAD].selectRow(1)
    with answering(LetterheadForm, lambda form: form.reject()):
        screen.want_correct()
    assert school.ask(TheSchool()).superior == "UBND XÃ MỚI"


def test_who_signs_is_set_from_a_day_on(screen: Settings, school: Room) -> None:
    screen.show_section(Section.SIGNERS)

    def fill(form: SignersForm) -> None:
        form.day.setText("01/12/2026")
        form.deputy.setText("Lê Thị Đào")
        form.heads.setCurrentIndex(1)
        form.ready_button.click()

    with answering(SignersForm, fill):
        screen.add_button.click()
    view = school.ask(TheSettings())
    assert [(one.valid_from, one.deputy, one.heads) for one in view.signers] == [
        ("2026-12-01", "Lê Thị Đào", ""), ("", "", "yes"),
    ]  # fmt: skip
    assert view.signing.keeper == "Trần Thị Kho"


def test_a_limit_is_amended_from_the_chosen_row(screen: Settings, school: Room) -> None:
    screen.show_section(Section.LIMITS)
    view = screen.lists[Section.LIMITS]
    view.selectRow(1)

    def fill(form: LimitForm) -> None:
        assert form.name.currentData() == LimitName.MONTH_BY
        assert form.value.value() == 5
        form.name.setCurrentIndex(form.name.findData(LimitName.REPORT_DAYS))
        assert form.value.value() == 10
        form.value.setValue(7)
        form.day.setText("01/12/2026")
        form.ready_button.click()

    view.setFocus()
    with answering(LimitForm, fill):
        press(_ENTER)
    assert school.ask(LimitsOn(TODAY)).report_days == 10
    assert school.ask(LimitsOn(date(2026, 12, 1))).report_days == 7
    rows = cells(screen.models[Section.LIMITS])
    assert [row[1:] for row in rows[:2]] == [
        ["7", "01/12/2026", "the school", ""],
        ["10", "the beginning", "the regulation", "● In force"],
    ]
    assert "7 instead of 10" in column(screen.told, 2)[0]


def test_the_code_is_locked_once_it_is_saved(
    screen: Settings, window: Window, school: Room
) -> None:
    screen.show_section(Section.SCHOOL)

    def write(form: CodeForm) -> None:
        assert not form.rows.isRowVisible(form.reason)
        form.code.setText("79000123")
        form.ready_button.click()

    with answering(CodeForm, write):
        screen.correct_button.click()

    def correct(form: CodeForm) -> None:
        form.code.setText("79000124")
        form.ready_button.click()
        assert form.refusal.isVisible()
        form.reason.setText("gõ nhầm")
        form.ready_button.click()

    back_to(window)
    with answering(CodeForm, correct):
        screen.correct_button.click()
    assert school.ask(TheSettings()).code == "79000124"
    assert column(screen.told, 3) == ["gõ nhầm", ""]
    screen.lists[Section.SCHOOL].selectRow(1)

    def pause(form: StandingForm) -> None:
        form.status.setCurrentIndex(1)
        form.ready_button.click()

    with answering(StandingForm, pause):
        screen.correct_button.click()
    assert cells(screen.models[Section.SCHOOL])[1][1] == "Paused"


def test_two_steps_are_turned_on_and_taken(
    screen: Settings, window: Window, school: Room, clock: Clock
) -> None:
    school.run(CorrectTeam("Tổ 3", head="GV001"))
    screen.show_section(Section.WAYS)

    def turn_on(form: WaysForm) -> None:
        form.two_step.setCurrentIndex(1)
        form.ready_button.click()

    with answering(WaysForm, turn_on):
        screen.correct_button.click()
    clock.turn_to(date(2026, 12, 3))
    school.run(SubmitMonth("2026-11"))
    window.actions_["month"].trigger()
    month = window.month
    assert not month.approve_button.isEnabled()
    assert month.approve_button.toolTip()
    with pytest.raises(Refused):
        school.run(ApproveMonth("2026-11"))

    def confirm(form: ConfirmForm) -> None:
        assert form.by.currentText() == "Nguyễn Thị Ánh · Tổ trưởng Tổ 3"
        form.ready_button.click()

    with answering(ConfirmForm, confirm):
        month.confirm_button.click()
    assert "Confirmed by Nguyễn Thị Ánh (Tổ trưởng Tổ 3) on 03/12/2026." in month.said.text()
    assert month.approve_button.isEnabled()
    window.toast.undo.click()
    assert not month.approve_button.isEnabled()
    assert school.ask(MonthOf("2026-11")).status is MonthStatus.SUBMITTED
