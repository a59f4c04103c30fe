"""The calendar in the window: filled in, confirmed, a day set by a click and undone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.services.calendars import CalendarOf
from tests.ui.hands import answering, cells, control
from ui.dialogs.calendar import SchoolYearForm, SpecialDayForm
from ui.screens.calendar import Calendar
from ui.window import Window


@pytest.fixture
def screen(window: Window) -> Calendar:
    """Go to the calendar."""
    control(Qt.Key.Key_9)
    return window.calendar


def test_a_year_is_filled_in_and_confirmed(screen: Calendar) -> None:
    assert screen.warning.isVisible()
    assert not screen.confirm_button.isEnabled()
    screen.fill_button.click()
    assert ["24/11/2026", "Off"] in [row[:2] for row in cells(screen.model)]
    assert screen.warning.isVisible()
    screen.confirm_button.click()
    assert not screen.warning.isVisible()
    screen.after_button.click()
    assert not cells(screen.model)
    assert screen.warning.isVisible()


def test_a_day_in_the_picture_opens_its_form(screen: Calendar, window: Window) -> None:
    screen.picture.grab()
    cell = screen.picture.cells["2026-11-20"]

    def fill(form: SpecialDayForm) -> None:
        assert form.day.text() == "20/11/2026"
        form.day.setText("21/11/2026")
        form.ready_button.click()
        assert form.refusal.isVisible()
        form.day.setText("20/11/2026")
        form.note.setText("Ngày Nhà giáo")
        form.ready_button.click()

    with answering(SpecialDayForm, fill):
        QTest.mouseClick(screen.picture, Qt.MouseButton.LeftButton, pos=cell.center().toPoint())
    assert [row[:3] for row in cells(screen.model)] == [["20/11/2026", "Off", "Ngày Nhà giáo"]]
    screen.list.selectRow(0)
    screen.drop_button.click()
    assert not cells(screen.model)
    window.toast.undo.click()
    assert len(cells(screen.model)) == 1


def test_the_days_of_the_school_year_are_described(screen: Calendar) -> None:
    def fill(form: SchoolYearForm) -> None:
        days = {"start": "05/09/2026", "second_term": "18/01/2027", "end": "31/05/2027"}
        for name, day in days.items():
            form.days[name].setText(day)
        form.ready_button.click()

    with answering(SchoolYearForm, fill):
        screen.terms_button.click()
    assert "2026-2027" in screen.terms.text()
    assert screen.runner.ask(CalendarOf(2027)).school_years[0].end == "2027-05-31"
