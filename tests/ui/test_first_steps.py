"""From a new book to the first loan: what waits is read from the book, and may be skipped."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from app.services.first_steps import FirstSteps, Step
from app.services.lending import Item, Lend
from app.services.room import Room
from app.services.wording import load_words
from tests.ui.hands import answering
from ui.dialogs.first_steps import FirstStepsSheet
from ui.dialogs.importing import ImportForm
from ui.runner import Runner
from ui.window import Window


@pytest.fixture
def new(qtbot: QtBot, room: Room) -> Iterator[Window]:
    """Show the window over a book in which nothing was done."""
    made = Window(Runner(room, load_words("en")), print)
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    yield made
    made.close()


def _waiting(room: Room) -> set[Step]:
    return {view.step for view in room.ask(FirstSteps()) if view.waits()}


def test_a_new_book_waits_for_everything(room: Room) -> None:
    assert _waiting(room) == set(Step)


def test_what_is_done_is_read_from_the_book(school: Room) -> None:
    assert not {Step.PEOPLE, Step.CLASSES, Step.DEVICES} & _waiting(school)
    assert Step.LOAN in _waiting(school)
    school.run(Lend((Item("TB00001"),), "3A"))
    assert Step.LOAN not in _waiting(school)


def test_a_step_is_skipped_by_keys_and_taken_up_again(new: Window) -> None:
    def leave(sheet: FirstStepsSheet) -> None:
        assert sheet.focusWidget() is sheet.begin[Step.SCHOOL]
        QTest.keyClick(sheet.begin[Step.SCHOOL], Qt.Key.Key_Tab)
        button = sheet.focusWidget()
        assert isinstance(button, QPushButton)
        assert button.accessibleName() == "Skip The school's code, letterhead and signers"
        QTest.keyClick(button, Qt.Key.Key_Space)
        assert button.text() == "Take it up again"
        assert sheet.focusWidget() is sheet.begin[Step.CALENDAR]

    with answering(FirstStepsSheet, leave):
        new.beginning.begin()
    assert Step.SCHOOL not in _waiting(new.runner.room)
    with answering(FirstStepsSheet, lambda sheet: sheet.later[Step.SCHOOL].click()):
        new.beginning.begin()
    assert Step.SCHOOL in _waiting(new.runner.room)


def test_each_step_leads_to_where_it_is_done(new: Window) -> None:
    def choose(step: Step) -> None:
        with answering(FirstStepsSheet, lambda sheet: sheet.begin[step].click()):
            new.beginning.begin()

    choose(Step.SCHOOL)
    assert new.navigation.current == "settings"
    choose(Step.CALENDAR)
    assert new.navigation.current == "calendar"
    choose(Step.LOAN)
    assert new.navigation.current == "counter"


def test_after_a_form_the_sheet_comes_back(new: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[str] = []
    answers = iter([Step.PEOPLE, None])

    def show(dialog: object) -> None:
        shown.append(type(dialog).__name__)
        if isinstance(dialog, FirstStepsSheet):
            dialog.chosen = next(answers)

    monkeypatch.setattr(new.beginning, "_show", show)
    monkeypatch.setattr(new, "show_dialog", show)
    new.beginning.begin()
    assert shown == ["FirstStepsSheet", ImportForm.__name__, "FirstStepsSheet"]


def test_today_says_what_waits_until_something_is_lent(window: Window) -> None:
    window.navigation.go("today")
    assert window.today.steps.isVisible()
    assert "The first loan" in window.today.steps.said.text()
    with answering(FirstStepsSheet):
        window.today.steps.button.click()
    window.runner.run(Lend((Item("TB00001"),), "3A"))
    assert not window.today.steps.isVisible()


def test_a_new_book_is_welcomed_and_one_that_lends_is_not(window: Window) -> None:
    with answering(FirstStepsSheet):
        window.beginning.welcome()
    window.runner.run(Lend((Item("TB00001"),), "3A"))
    window.beginning.welcome()
