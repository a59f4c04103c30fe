"""The reports screen through its doors: chosen, counted, drawn, printed and saved."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader
from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QTest

import resources
from app.domain.loan import Result
from app.domain.period import month_period
from app.services.importing import Import, read_list
from app.services.lending import Item, Lend, ReturnItem, TakeBack
from app.services.report_kinds import KINDS
from tests.ui.hands import back_to, control, press
from ui.screens.reports import Reports
from ui.widgets.kit import Table
from ui.window import Window

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def screen(window: Window) -> Reports:
    """Lose and damage something, and go to the reports by their keys."""
    lent = window.runner.room.run(Lend((Item("TB00003", 10),), "3A")).value
    back = (ReturnItem("TB00003", 1, Result.LOST), ReturnItem("TB00003", 2, Result.DAMAGED),
            ReturnItem("TB00003", 7))  # fmt: skip
    window.runner.room.run(TakeBack(back, lent.loan))
    press(Qt.Key.Key_R, CTRL, SHIFT)
    assert window.reports.isVisible()
    back_to(window)
    return window.reports


def _row(screen: Reports, name: str) -> list[str]:
    reader = screen.listing()
    assert reader is not None
    return next(list(map(str, row)) for row in reader().rows if row[0] == name)


def _choose(screen: Reports, by: str) -> None:
    screen.by.setCurrentIndex(screen.by.findData(by))
    screen.by.activated.emit(screen.by.currentIndex())


def test_the_school_year_is_counted_by_subject_first(screen: Reports) -> None:
    assert screen.period.which.currentText() == "School year 2026-2027"
    assert _row(screen, "Toán")[6:11] == ["32", "2", "0", "1", "0"]
    assert _row(screen, "The whole school")[6:11] == ["52", "4", "0", "1", "0"]
    assert "At the end 52 of 57 usable (91,2%" in screen.summary.text()
    assert "Month" not in screen.chart.accessibleDescription()
    assert "11/2026: Damaged 2, Lost 1" in screen.chart.accessibleDescription()


def test_every_table_can_be_looked_at_and_printed_as_a_list(
    screen: Reports, window: Window, opened: list[Path]
) -> None:
    assert screen.part.count() == screen.tables.count() == 5
    screen.part.setCurrentIndex(3)
    assert screen.tables.currentIndex() == 3
    assert _row(screen, "Usable") == ["Usable", "0", "55", "3", "52", "91,2%"]
    press(Qt.Key.Key_L, CTRL, SHIFT)
    assert opened[-1].suffix == ".pdf"
    assert window.navigation.current == "reports"


def test_another_period_and_another_grouping_count_again(screen: Reports) -> None:
    screen.period.choose("month", month_period(2026, 10))
    assert screen.period.which.currentText() == "Month 10/2026"
    assert "At the end 0 of 0 usable (–" in screen.summary.text()
    screen.period.choose("month", month_period(2026, 11))
    _choose(screen, "team")
    assert _row(screen, "Shared by all")[6] == "52"
    _choose(screen, "school")
    assert screen.report is not None
    assert screen.report.tables[0].totals == ()


def test_days_in_the_wrong_order_are_refused_and_the_report_stays(
    screen: Reports, window: Window
) -> None:
    kind = screen.period.kind
    kind.setCurrentIndex(kind.findData("range"))
    kind.activated.emit(kind.currentIndex())
    assert screen.period.first.isVisible()
    assert screen.period.first.date() == QDate(2026, 9, 1)
    before = screen.summary.text()
    screen.period.last.setDate(QDate(2026, 8, 1))
    screen.period.last.editingFinished.emit()
    assert "ends before it begins" in window.toast.label.text()
    assert screen.summary.text() == before
    screen.period.last.setDate(QDate(2026, 11, 23))
    screen.period.last.editingFinished.emit()
    assert "At the end 0 of 0" in screen.summary.text()
    assert screen.period.period().last == date(2026, 11, 23)


def test_what_happens_is_counted_as_soon_as_it_is_looked_at(
    screen: Reports, window: Window
) -> None:
    control(Qt.Key.Key_1)
    lent = window.runner.run(Lend((Item("TB00002"),), "3A"))
    assert lent is not None
    window.runner.run(TakeBack((ReturnItem("TB00002", 1, Result.LOST),), lent.value.loan))
    press(Qt.Key.Key_R, CTRL, SHIFT)
    assert _row(screen, "The whole school")[6:11] == ["51", "4", "0", "2", "0"]


def test_the_report_is_printed_and_saved(screen: Reports, opened: list[Path]) -> None:
    QTest.mouseClick(screen.print_button, Qt.MouseButton.LeftButton)
    pages = PdfReader(io.BytesIO(opened[-1].read_bytes())).pages
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    for said in ("BÁO CÁO CHẤT LƯỢNG", "Năm học 2026-2027", "Toán", "Toàn trường", "91,2%"):
        assert said in text, said
    QTest.mouseClick(screen.save_button, Qt.MouseButton.LeftButton)
    assert opened[-1].suffix == ".xlsx"
    sheet = load_workbook(opened[-1])["Bảng 2"]
    found = {row[0].value: [cell.value for cell in row] for row in sheet.iter_rows()}
    assert found["Toán"][2:6] == [2, 0, 0, 1]


def test_dark_and_light_are_drawn_again(screen: Reports, window: Window) -> None:
    window.actions_["dark"].trigger()
    dark = screen.legend.text()
    window.actions_["dark"].trigger()
    assert screen.legend.text() != dark


def _kind(screen: Reports, name: str) -> None:
    screen.kind.setCurrentIndex(screen.kind.findData(name))
    screen.kind.activated.emit(screen.kind.currentIndex())


def test_every_report_is_shown_with_headings_that_stand_whole(screen: Reports) -> None:
    for name in KINDS:
        screen.part.setCurrentIndex(screen.part.count() - 1)
        _kind(screen, name)
        assert screen.part.currentIndex() == 0
        assert screen.report is not None
        assert screen.summary.text()
        assert screen.card.isVisible() is bool(screen.report.trend.points)
        for at in range(screen.tables.count()):
            view = screen.tables.widget(at)
            assert isinstance(view, Table)
            header, model = view.horizontalHeader(), view.model()
            for column in range(header.count()):
                said = str(model.headerData(column, Qt.Orientation.Horizontal))
                wide = max(view.fontMetrics().horizontalAdvance(one) for one in said.splitlines())
                assert header.sectionSize(column) >= wide, (name, said)


def test_the_stock_is_drawn_from_the_start_and_grouped_as_asked(screen: Reports) -> None:
    _kind(screen, "stock")
    assert _row(screen, "TB00003")[3:] == ["0", "35", "0", "35", "32", "0", "2", "0", "1"]
    assert screen.chart.isVisible()
    drawn = screen.chart.accessibleDescription()
    assert drawn.startswith("At the start: Damaged 0, In repair 0, Lost 0, 0")
    assert "11/2026: Damaged 4, In repair 0, Lost 1, 52" in drawn
    _choose(screen, "subject")
    assert _row(screen, "Toán")[1:5] == ["0", "35", "0", "35"]
    assert "Under each month: what is usable at its end." in screen.legend.text()


def test_the_book_of_loans_is_printed_with_a_page_for_each_teacher(
    screen: Reports, opened: list[Path]
) -> None:
    _kind(screen, "loans")
    assert "1 slips, 1 lines, 10 lent: 7 back good" in screen.summary.text()
    assert "11/2026: Number of slips 1, Lines 1, Still out 0, 10" in (
        screen.chart.accessibleDescription()
    )
    QTest.mouseClick(screen.print_button, Qt.MouseButton.LeftButton)
    assert opened[-1].name.startswith("book-of-loans-by-teacher-2026-09-01")
    pages = [page.extract_text() for page in PdfReader(opened[-1]).pages]
    assert "SỔ MƯỢN TRẢ CỦA GIÁO VIÊN" in pages[-1]


def test_the_shortage_is_drawn_as_bars_by_subject(screen: Reports) -> None:
    listed = resources.path("lists", "minimum_equipment.csv")
    screen.runner.room.run(Import(read_list("catalogue", listed)))
    _kind(screen, "shortage")
    assert screen.bars.isVisible() or not screen.card.isVisible()
    assert not screen.chart.isVisible()
    assert screen.part.currentText() == "Row by row"
    screen.part.setCurrentIndex(1)
    assert _row(screen, "The whole list")[0] == "The whole list"
    _choose(screen, "short")
    assert screen.report is not None
    assert len(screen.report.tables[0].rows) == screen.report.told.totals["short"]
