"""The overview through its doors: figures, charts and months pressed by keys and by the mouse."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QProgressDialog, QPushButton

from app.domain.loan import Result
from app.services.archived import InArchive
from app.services.lending import Item, Lend, ReturnItem, TakeBack
from app.services.queries import History
from tests.conftest import Clock
from tests.ui.hands import back_to, cells, column, control, focused, press
from ui.screens.overview import OverviewScreen
from ui.widgets.tile import Tile
from ui.window import Window

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def screen(window: Window) -> OverviewScreen:
    """Lose and damage something, and go to the overview by its keys."""
    room = window.runner.room
    lent = room.run(Lend((Item("TB00003", 10), Item("TB00001")), "3A")).value
    back = (ReturnItem("TB00003", 1, Result.LOST), ReturnItem("TB00003", 2, Result.DAMAGED))
    room.run(TakeBack(back, lent.loan))
    press(Qt.Key.Key_O, CTRL, SHIFT)
    assert window.overview.isVisible()
    back_to(window)
    return window.overview


def _tile(screen: OverviewScreen, name: str) -> Tile:
    return next(one for one in screen.tiles if one.accessibleName().startswith(f"{name}: "))


def _look_behind(screen: OverviewScreen) -> None:
    """Press where the cursor is; the bar that shows while it counts has the cursor for a while."""
    press(Qt.Key.Key_Space)
    back_to(screen.window())


def _said(screen: OverviewScreen) -> list[str]:
    assert screen.model is not None
    return [" ".join(row) for row in cells(screen.model)]


def test_the_cursor_is_on_the_first_figure_and_enter_looks_behind_it(
    screen: OverviewScreen,
) -> None:
    assert focused() is screen.tiles[0]
    assert screen.tiles[0].accessibleName() == "Quantity in the book: 57"
    _look_behind(screen)
    assert screen.title.text() == "Quantity in the book: 57"
    assert screen.model is not None
    assert sum(map(int, column(screen.model, 5))) == 57
    assert focused() is screen.list


def test_enter_on_a_row_goes_to_its_device(screen: OverviewScreen, window: Window) -> None:
    _tile(screen, "Uses").setFocus()
    _look_behind(screen)
    assert [row[4] for row in cells(screen.model)] == ["TB00003", "TB00001"]  # type: ignore[arg-type]
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    assert window.navigation.current == "devices"
    assert window.devices.device is not None
    assert window.devices.device.code == "TB00001"


def test_escape_goes_back_to_the_figure_it_came_from(screen: OverviewScreen) -> None:
    tile = _tile(screen, "Lost")
    tile.setFocus()
    _look_behind(screen)
    assert screen.behind is not None
    press(Qt.Key.Key_Escape)
    assert screen.behind is None
    assert focused() is tile
    tile.click()
    screen.back_button.click()
    assert screen.area.isVisible()


def test_the_arrows_reach_each_column_and_enter_looks_behind_it(screen: OverviewScreen) -> None:
    chart = screen.panels[3].chart
    assert chart.accessibleName() == "Damage, loss and repair by month"
    assert "11/2026: Damaged 2, Lost 1" in chart.accessibleDescription()
    chart.setFocus()
    assert [spot.said for spot in chart.spots] == ["11/2026: Damaged 2", "11/2026: Lost 1"]
    press(Qt.Key.Key_Right)
    assert chart.toolTip() == "11/2026: Lost 1"
    press(Qt.Key.Key_Right)  # there is no further one
    press(Qt.Key.Key_Return)
    assert screen.title.text() == "11/2026 · Lost: 1"
    assert len(_said(screen)) == 1
    assert "TB00003" in _said(screen)[0]


def test_up_and_down_go_from_bar_to_bar(screen: OverviewScreen) -> None:
    chart = screen.panels[0].chart
    chart.setFocus()
    said = []
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Up):
        press(key)
        said.append(chart.toolTip())
    assert said == [
        "Devices, however many: Usable 4", "Devices, however many: Damaged 2",
        "Devices, however many: Damaged 2", "Now: Damaged 4",
    ]  # fmt: skip
    _look_behind(screen)
    assert screen.title.text() == "Now · Damaged: 4"


def test_a_click_on_a_bar_looks_behind_it_and_one_beside_it_does_nothing(
    screen: OverviewScreen,
) -> None:
    chart = screen.panels[0].chart
    lost = next(one for one in chart.spots if one.said == "Now: Lost 1")
    QTest.mouseClick(chart, Qt.MouseButton.LeftButton, pos=QPoint(1, 1))
    assert screen.behind is None
    screen.area.ensureWidgetVisible(chart)
    QTest.mouseClick(chart, Qt.MouseButton.LeftButton, pos=lost.room.center().toPoint())
    assert screen.title.text() == "Now · Lost: 1"


def test_the_list_behind_a_figure_is_printed_as_it_stands(
    screen: OverviewScreen, opened: list[Path]
) -> None:
    _tile(screen, "Quantity lent").setFocus()
    _look_behind(screen)
    press(Qt.Key.Key_L, CTRL, SHIFT)
    assert "TB00003" in PdfReader(opened[-1]).pages[0].extract_text()


def test_figures_have_nothing_to_print_until_one_is_looked_behind(
    screen: OverviewScreen, window: Window, opened: list[Path]
) -> None:
    assert screen.listing() is None
    press(Qt.Key.Key_L, CTRL, SHIFT)
    assert opened == []
    assert "no list here" in window.toast.label.text()


def test_a_month_is_a_badge_that_leads_to_it(screen: OverviewScreen, window: Window) -> None:
    assert [badge.text() for badge in screen.months] == ["11/2026 · Open"]
    screen.months[0].setFocus()
    press(Qt.Key.Key_Space)
    assert window.navigation.current == "month"
    assert window.month.month == "2026-11"


def test_another_school_year_counts_again(screen: OverviewScreen) -> None:
    screen.year.setFocus()
    press(Qt.Key.Key_Down)
    assert screen.year.currentText() == "School year 2025-2026"
    screen.year.activated.emit(1)
    assert screen.tiles[0].accessibleName() == "Quantity in the book: 0"
    assert not screen.panels[0].chart.isVisible()
    assert screen.panels[0].empty.text() == "The book had no device yet."


def test_in_august_the_year_that_ends_is_shown(window: Window, clock: Clock) -> None:
    clock.turn_to(date(2027, 8, 20))
    press(Qt.Key.Key_O, CTRL, SHIFT)
    assert window.overview.year.currentText() == "School year 2026-2027"
    assert window.overview.tiles[0].accessibleName() == "Quantity in the book: 57"


def test_what_is_written_is_counted_when_the_screen_is_shown(
    screen: OverviewScreen, window: Window
) -> None:
    assert _tile(screen, "Overdue, not returned").accessibleName().endswith(": 0")
    control(Qt.Key.Key_1)
    window.runner.run(Lend((Item("TB00004", 3),), "4B"))
    press(Qt.Key.Key_O, CTRL, SHIFT)
    assert _tile(screen, "Quantity lent").accessibleName() == "Quantity lent: 14"


def test_the_charts_wear_the_colours_of_the_dark(screen: OverviewScreen, window: Window) -> None:
    chart = screen.panels[0].chart
    before = list(chart._colours)  # noqa: SLF001 - what it is drawn in
    control(Qt.Key.Key_D)
    assert list(chart._colours) != before  # noqa: SLF001
    control(Qt.Key.Key_D)
    assert window.overview.isVisible()


def test_every_part_has_a_name_and_is_reached_by_the_keys(screen: OverviewScreen) -> None:
    buttons = [*screen.tiles, *screen.months]
    charts = [panel.chart for panel in screen.panels]
    assert len(buttons) == 12
    for widget in (*buttons, *charts):
        assert isinstance(widget, QPushButton) or widget.accessibleName()
        assert widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    seen = {focused()}
    for _step in range(40):
        press(Qt.Key.Key_Tab)
        seen.add(focused())
    assert {one for one in (*buttons, *charts) if one.isVisible()} <= seen


def _call_off() -> None:
    dialog = QApplication.activeModalWidget()
    if isinstance(dialog, QProgressDialog):
        dialog.close()
    else:
        QTimer.singleShot(1, _call_off)


def test_one_press_draws_the_months_pack(
    screen: OverviewScreen, window: Window, opened: list[Path]
) -> None:
    assert not window.actions_["pack"].isEnabled()
    assert "Go to the month first." in window.actions_["pack"].toolTip()
    press(Qt.Key.Key_D, CTRL, SHIFT)
    window.month.pack_button.setFocus()
    press(Qt.Key.Key_Space)
    assert opened[-1].name == "ho-so-thang-2026-11.pdf"
    assert "HỒ SƠ THIẾT BỊ" in PdfReader(opened[-1]).pages[0].extract_text()
    kept = window.runner.ask(InArchive())
    assert [one.row.kind for one in kept] == ["pack"]
    assert screen.runner is window.runner


def test_cancel_leaves_no_pack(window: Window, clock: Clock, opened: list[Path]) -> None:
    assert clock().date() == date(2026, 11, 24)
    press(Qt.Key.Key_D, CTRL, SHIFT)
    before = len(window.runner.ask(History()))
    QTimer.singleShot(1, _call_off)
    press(Qt.Key.Key_G, CTRL, SHIFT)
    assert "Called off" in window.toast.label.text()
    assert opened == []
    assert window.runner.ask(InArchive()) == []
    assert len(window.runner.ask(History())) == before
    assert not list(window.runner.room.folder.glob("archive/**/*.pdf"))
