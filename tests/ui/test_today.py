"""Today: the figures, what is late, finding a slip and printing it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.services.lending import Item, Lend, ReturnItem, TakeBack
from app.services.room import Room
from tests.conftest import TODAY, Clock
from tests.ui.hands import cells, column, control, enter
from ui.screens.today import Today
from ui.theme import DARK, LIGHT, dress
from ui.window import Window

SLIP, CLASS, LATE, OUT, DEVICES = 0, 1, 6, 7, 8


@pytest.fixture
def lent(school: Room, clock: Clock) -> None:
    """Lend 3A a projector for three days and 4B thirty sets for a week, ten of them back."""
    due = TODAY + timedelta(days=3)
    school.run(Lend((Item("TB00003", 30), Item("TB00004", 2)), "4B"))
    school.run(Lend((Item("TB00001"),), "3A", due=due))
    school.run(TakeBack((ReturnItem("TB00003", 10),)))
    clock.turn_to(TODAY + timedelta(days=5))


@pytest.fixture
def screen(lent: None, window: Window) -> Today:  # noqa: ARG001 - lent before the visit
    """Go to the today screen, five days after the loans."""
    control(Qt.Key.Key_3)
    return window.today


def test_the_figures_count_what_is_late_and_what_is_out(screen: Today) -> None:
    assert (screen.overdue.text(), screen.out.text()) == ("1", "2")


def test_the_first_due_stands_first_with_its_days_late(screen: Today) -> None:
    assert cells(screen.model) == [
        ["2", "3A", "Nguyễn Thị Ánh", "Tổ 3", "24/11/2026", "27/11/2026", "2", "1",
         "Máy chiếu (1)"],
        ["1", "4B", "Trần Văn Bình", "Tổ 3", "24/11/2026", "01/12/2026", "", "22",
         "Bộ thực hành Toán (20), Bảng con (2)"],
    ]  # fmt: skip


def _ink(screen: Today) -> str:
    return screen.overdue.palette().color(QPalette.ColorRole.WindowText).name().upper()


@pytest.mark.usefixtures("dressed")
def test_a_late_figure_is_red_until_nothing_is_late(
    screen: Today, window: Window, qapp: QApplication
) -> None:
    assert _ink(screen) == LIGHT.bad
    dress(qapp, dark=True)
    assert _ink(screen) == DARK.bad
    dress(qapp)
    window.runner.run(TakeBack((ReturnItem("TB00001"),)))
    assert screen.overdue.text() == "0"
    assert _ink(screen) == LIGHT.accent


@pytest.mark.parametrize(
    ("typed", "slips"),
    [("3a", ["2"]), ("tran van binh", ["1"]), ("bang con", ["1"]), ("may 3a", ["2"]),
     ("2026", ["2", "1"]), ("khong co", [])],
)  # fmt: skip
def test_a_slip_is_found_by_class_teacher_or_device_without_marks(
    screen: Today, qtbot: QtBot, typed: str, slips: list[str]
) -> None:
    with qtbot.waitSignal(screen.search.search_wanted):
        QTest.keyClicks(screen.search, typed)
    assert column(screen.model, SLIP) == slips
    assert (screen.overdue.text(), screen.out.text()) == ("1", "2")
    assert screen.empty.isVisible() == (not slips)
    assert screen.print_button.isEnabled() == bool(slips)


def test_nothing_out_says_where_to_lend(window: Window) -> None:
    control(Qt.Key.Key_3)
    screen = window.today
    assert screen.empty.text() == window.words("Nothing is out. Lend at the counter (Ctrl+1).")
    assert (screen.overdue.text(), screen.out.text()) == ("0", "0")
    assert not screen.print_button.isEnabled()
    assert screen.chosen() is None


def test_the_chosen_slip_is_printed_and_opened(
    screen: Today, folder: Path, opened: list[Path]
) -> None:
    screen.list.selectRow(1)
    QTest.mouseClick(screen.print_button, Qt.MouseButton.LeftButton)
    path = folder / "documents" / "phieu-muon-0001.pdf"
    assert opened == [path]
    assert path.read_bytes().startswith(b"%PDF-")


def test_ctrl_p_prints_the_first_slip_unless_another_is_chosen(
    screen: Today, opened: list[Path]
) -> None:
    assert screen.isVisible()
    control(Qt.Key.Key_P)
    control(Qt.Key.Key_P)
    assert [path.name for path in opened] == ["phieu-muon-0002.pdf"] * 2


def test_a_slip_that_cannot_be_written_is_said(
    screen: Today, window: Window, folder: Path, opened: list[Path]
) -> None:
    (folder / "documents").write_text("in the way", encoding="utf-8")
    QTest.mouseClick(screen.print_button, Qt.MouseButton.LeftButton)
    assert window.toast.property("bad") is True
    assert str(folder / "documents" / "phieu-muon-0002.pdf") in window.toast.label.text()
    assert not opened


def test_ctrl_p_at_the_counter_prints_the_slip_just_lent(
    window: Window, opened: list[Path]
) -> None:
    control(Qt.Key.Key_P)
    assert window.toast.label.text() == window.words("There is no slip to print yet.")
    enter("3A")
    enter("TB00001")
    enter()
    control(Qt.Key.Key_P)
    assert [path.name for path in opened] == ["phieu-muon-0001.pdf"]


def test_what_the_counter_changes_shows_here_when_visited(screen: Today) -> None:
    control(Qt.Key.Key_1)
    enter("TB00001")
    assert not screen.stale
    enter()
    assert screen.stale
    assert column(screen.model, CLASS) == ["3A", "4B"]
    control(Qt.Key.Key_3)
    assert not screen.stale
    assert column(screen.model, CLASS) == ["4B"]
    assert (screen.overdue.text(), screen.out.text()) == ("0", "1")


def test_undo_while_the_screen_shows_is_followed_at_once(screen: Today, window: Window) -> None:
    window.runner.run(TakeBack((ReturnItem("TB00001"),)))
    assert column(screen.model, CLASS) == ["4B"]
    control(Qt.Key.Key_Z)
    assert column(screen.model, CLASS) == ["3A", "4B"]
    assert column(screen.model, LATE)[0] == "2"
    assert column(screen.model, OUT)[0] == "1"
    assert column(screen.model, DEVICES)[0] == "Máy chiếu (1)"
