"""The deadlines' screen through its doors: filtered, settled, explained, noted, reminded of."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QBrush
from PySide6.QtTest import QTest

from app.domain.deadline import DueStatus
from app.services.deadlines import Deadlines
from app.services.devices import CorrectDevice, CorrectDevices
from app.services.room import Room
from app.services.uploading import MakeUpload
from tests.app.answering import Answer
from tests.conftest import Clock
from tests.ui.hands import answering, back_to, cells, column, control, press
from ui.dialogs.deadlines import NoticeForm, SettleForm
from ui.dialogs.month import LateForm
from ui.dialogs.provision import ProvisionForm
from ui.models.deadlines import CODE, LEFT, NAME, REASON, STATUS, TEAM, TOPIC
from ui.screens.deadlines import ALL, OPEN_ONES, DeadlinesScreen
from ui.theme import LIGHT
from ui.window import Window

SHIFT = Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def clock() -> Clock:
    """Return a clock on a Monday."""
    return Clock(date(2026, 11, 2))


@pytest.fixture
def late(school: Room, clock: Clock) -> None:
    """Have all of the 2nd late, one device settled in time, and one changed today."""
    school.run(CorrectDevices(("TB00003",), {}, team="Tổ 3"))
    school.run(Answer(school.run(MakeUpload()).value.batch, "2026-11-03"))
    school.run(CorrectDevice("TB00001", {"note": "x"}))
    clock.turn_to(date(2026, 11, 23))
    school.run(CorrectDevice("TB00002", {"note": "x"}))


@pytest.fixture
def screen(late: None, window: Window) -> DeadlinesScreen:  # noqa: ARG001 - late before the visit
    """Go to the deadlines by their keys."""
    press(Qt.Key.Key_I, CTRL, SHIFT)
    assert window.deadlines.isVisible()
    return window.deadlines


def _choose(screen: DeadlinesScreen, fits: Callable[[str, str], bool]) -> None:
    """Choose every row whose topic and code fit."""
    flags = QItemSelectionModel.SelectionFlag
    screen.list.clearSelection()
    for at, row in enumerate(cells(screen.model)):
        if fits(row[TOPIC], row[CODE]):
            screen.list.selectionModel().select(
                screen.model.index(at, 0), flags.Select | flags.Rows
            )
    assert screen.chosen()


def _pick(screen: DeadlinesScreen, box: str, value: str) -> None:
    """Choose in one of the boxes, as a click does."""
    choice = getattr(screen, box)
    choice.setCurrentIndex(choice.findData(value))
    choice.activated.emit(choice.currentIndex())


def test_today_counts_what_is_late_and_leads_to_the_list(late: None, window: Window) -> None:  # noqa: ARG001 - late before the visit
    control(Qt.Key.Key_3)
    assert window.today.due.text() == "6"  # a device, and all people and classes
    assert window.today.due_said.text() == "0 in 3 days, 1 later"
    QTest.mouseClick(window.today.due_button, Qt.MouseButton.LeftButton)
    assert window.deadlines.isVisible()


def test_the_list_says_how_each_change_stands(screen: DeadlinesScreen) -> None:
    assert screen.status.currentData() == OPEN_ONES
    device = next(row for row in cells(screen.model) if row[CODE] == "TB00001")
    assert (device[LEFT], device[STATUS]) == ("late by 5", "Past its time")
    assert "Past their time: 6." in screen.count.text()
    assert "TB00003" not in column(screen.model, CODE)
    _pick(screen, "status", ALL)
    assert "done" in column(screen.model, LEFT)
    _pick(screen, "status", DueStatus.ON_TIME)
    assert set(column(screen.model, STATUS)) == {"Settled in time"}
    _pick(screen, "team", "Tổ 3")
    assert set(column(screen.model, CODE)) == {"TB00003"}
    _pick(screen, "topic", "notices")
    assert cells(screen.model) == []
    assert screen.empty.isVisible()


@pytest.mark.usefixtures("dressed")
def test_what_is_late_is_red(screen: DeadlinesScreen) -> None:
    row = column(screen.model, CODE).index("TB00001")
    ink = screen.model.index(row, LEFT).data(Qt.ItemDataRole.ForegroundRole)
    assert isinstance(ink, QBrush)
    assert ink.color().name().upper() == LIGHT.bad
    # The badge is drawn: some of its frame's red stands in the picture of the list.
    shot = screen.list.viewport().grab().toImage()
    reds = {shot.pixelColor(x, y).name().upper()
            for x in range(shot.width()) for y in range(0, shot.height(), 2)}  # fmt: skip
    assert LIGHT.bad in reds


def test_notices_are_settled_at_once_and_taken_back(
    screen: DeadlinesScreen, window: Window
) -> None:
    assert not screen.settle_button.isEnabled()
    _choose(screen, lambda topic, _code: topic in {"Staff", "Classes of the school"})
    chosen = len(screen.chosen())
    assert chosen > 3

    def fill(form: SettleForm) -> None:
        form.day.setText("30/11/2026")
        form.ready_button.click()
        assert "has not come yet" in form.refusal.text()
        form.day.setText("03/11/2026")
        form.ready_button.click()

    with answering(SettleForm, fill):
        screen.settle_button.click()
    assert not {"Staff", "Classes of the school"} & set(column(screen.model, TOPIC))
    window.toast.undo.click()
    assert column(screen.model, TOPIC).count("Staff") == 3


def test_a_late_change_is_explained(screen: DeadlinesScreen) -> None:
    _choose(screen, lambda _topic, code: code == "TB00002")
    assert not screen.explain_button.isEnabled()
    _choose(screen, lambda _topic, code: code == "TB00001")

    def fill(form: LateForm) -> None:
        form.reason.setText("Mất mạng")
        form.ready_button.click()

    with answering(LateForm, fill):
        screen.explain_button.click()
    assert "Mất mạng" in column(screen.model, REASON)


def test_a_change_is_noted_by_hand(screen: DeadlinesScreen, window: Window) -> None:
    def fill(form: NoticeForm) -> None:
        form.ready_button.click()
        assert "Say in a few words" in form.refusal.text()
        form.said.setText("TKB khối 3")
        form.team.setCurrentIndex(form.team.findData("Tổ 3"))
        form.ready_button.click()

    with answering(NoticeForm, fill):
        window.actions_["note_change"].trigger()
    noted = next(row for row in cells(screen.model) if row[TOPIC] == "Timetable")
    assert (noted[TEAM], noted[LEFT]) == ("Tổ 3", "10 left")


def test_a_row_leads_to_its_device_or_person(screen: DeadlinesScreen, window: Window) -> None:
    _choose(screen, lambda _topic, code: code == "TB00001")
    screen.open_button.click()
    assert window.devices.isVisible()
    press(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    _choose(screen, lambda _topic, code: code == "GV002")
    screen.open_button.click()
    assert window.lists.isVisible()
    assert [row[0] for row in cells(window.lists.models["people"])] == ["GV002"]


def test_the_list_is_sorted_saved_and_searched(
    screen: DeadlinesScreen, window: Window, opened: list[Path]
) -> None:
    screen.list.sortByColumn(NAME, Qt.SortOrder.DescendingOrder)
    assert column(screen.model, NAME)[0] == "Trần Văn Bình"
    with answering(ProvisionForm, ProvisionForm.accept):
        window.actions_["save_list"].trigger()
    sheet = load_workbook(opened[-1]).active
    assert sheet is not None
    said = {str(cell.value) for row in sheet.iter_rows() for cell in row}
    assert {"TB00001", "late by 5", "Trần Văn Bình"} <= said
    screen.search.setText("may chieu")
    screen.search.search_wanted.emit("may chieu")
    assert set(column(screen.model, CODE)) == {"TB00001"}


def test_the_reminders_of_the_teams_are_printed(
    screen: DeadlinesScreen, window: Window, opened: list[Path]
) -> None:
    assert column(screen.teams_model, 0) == ["Tổ 3", "Shared by all"]
    assert cells(screen.teams_model)[0][2:] == ["0", "5", "0", "4"]
    screen.teams.selectRow(1)
    assert "TB00001" in column(screen.owed_model, 1)
    screen.remind_button.click()
    text = " ".join(page.extract_text() for page in PdfReader(opened[-1]).pages)
    assert "TB00001" in text
    assert "GV001" not in text
    back_to(window)
    window.actions_["team_reminders"].trigger()
    assert len(PdfReader(opened[-1]).pages) >= 2
    screen.teams.setCurrentIndex(screen.teams_model.index(0, 0))
    screen.teams.activated.emit(screen.teams.currentIndex())
    assert set(column(screen.model, TEAM)) == {"Tổ 3"}


def test_the_whole_clock_is_what_the_screen_reads(screen: DeadlinesScreen) -> None:
    _pick(screen, "status", ALL)
    asked = screen.runner.ask(Deadlines())
    assert column(screen.model, CODE) == [one.code for one in asked]
