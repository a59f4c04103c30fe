"""Links and flags in the window: ticked with the keyboard, undone at once, told by class."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.services.importing import Import, read_list
from tests.app.test_shortage import LIST
from tests.ui.hands import answering, cells, column, control
from ui.dialogs.links import FlagsSheet, LinkForm, LinksForm
from ui.screens.shortage import Norms
from ui.window import Window

NAME, HAVE = 1, 6
TICK = Qt.ItemDataRole.CheckStateRole


@pytest.fixture
def screen(window: Window, tmp_path: Path) -> Norms:
    """Go to the minimum list of the school: of its devices only the projector is on it."""
    control(Qt.Key.Key_5)
    path = tmp_path / "toi-thieu.csv"
    more = "A.9,Bảng con học sinh,Toán,3,Cái,01,HS,FOUND (1 source)\n"
    more += "A.10,Loa cầm tay,Dùng chung,,Cái,01,trường,FOUND (1 source)\n"
    path.write_text(LIST + more, encoding="utf-8")
    window.runner.run(Import(read_list("catalogue", path)))
    return window.norms


def _have(screen: Norms, name: str) -> str:
    return cells(screen.model)[column(screen.model, NAME).index(name)][HAVE]


def test_suggestions_are_ticked_with_the_keyboard_and_undone_at_once(
    screen: Norms, window: Window
) -> None:
    def link(form: LinksForm) -> None:
        # The very same name is ticked from the start.
        assert column(form.model, 1) == ["Loa cầm tay"]
        assert form.model.index(0, 0).data(TICK) == Qt.CheckState.Checked
        assert form.focusWidget() is form.list
        QTest.keyClick(form.list, Qt.Key.Key_Space)
        assert form.model.index(0, 0).data(TICK) == Qt.CheckState.Unchecked
        form.ready_button.click()
        assert "Tick" in form.refusal.text()
        QTest.keyClick(form.list, Qt.Key.Key_Space)
        form.ready_button.click()
        assert not form.isVisible()

    assert _have(screen, "Loa cầm tay") == "0"
    with answering(LinksForm, link):
        screen.links_button.click()
    assert _have(screen, "Loa cầm tay") == "1"
    window.toast.undo.click()
    assert _have(screen, "Loa cầm tay") == "0"
    assert window.norms.isVisible()


def test_ticks_stay_with_their_rows_when_the_list_is_sorted(window: Window, screen: Norms) -> None:
    del window

    def sort(form: LinksForm) -> None:
        form.list.sortByColumn(1, Qt.SortOrder.DescendingOrder)
        ticked = [form.model.origin(row) for row in range(form.model.rowCount())
                  if form.model.index(row, 0).data(TICK) == Qt.CheckState.Checked]  # fmt: skip
        assert set(ticked) == form.model.ticked
        form.reject()

    with answering(LinksForm, sort):
        screen.links_button.click()


def test_a_device_of_another_name_is_linked_by_its_code(screen: Norms) -> None:
    screen.list.selectRow(column(screen.model, NAME).index("Bảng con học sinh"))

    def link(form: LinkForm) -> None:
        form.codes.setText("TB99999")
        form.ready_button.click()
        assert form.refusal.isVisible()
        form.codes.setText("TB00004, TB00002")
        form.ready_button.click()

    with answering(LinkForm, link):
        screen.link_button.click()
    assert _have(screen, "Bảng con học sinh") == "19"


def test_each_class_is_told_what_it_is_short_of(screen: Norms) -> None:
    seen: list[list[str]] = []

    def look(sheet: FlagsSheet) -> None:
        seen.extend(cells(sheet.model))
        sheet.reject()

    with answering(FlagsSheet, look):
        screen.flags_button.click()
    assert [row[:3] for row in seen] == [
        ["3A", "Toán", "Not enough"], ["3A", "Tiếng Việt", "Cannot be said"],
        ["4B", "Toán", "Not enough"], ["4B", "Tiếng Việt", "Cannot be said"],
    ]  # fmt: skip
    assert "A.3 Cân đĩa: 0 of 4 Cái" in seen[0][3]
    assert "1 rows lack a figure" in seen[3][3]


def test_subject_grade_and_state_combine(screen: Norms) -> None:
    def choose(choice: str, value: object) -> None:
        box = getattr(screen, choice)
        box.setCurrentIndex(box.findData(value))
        box.activated.emit(box.currentIndex())

    choose("subject", "Toán")
    choose("grade", 4)
    assert column(screen.model, NAME) == ["Bộ thẻ chữ số", "Thước đo"]
    choose("status", "short")
    assert column(screen.model, NAME) == ["Bộ thẻ chữ số"]
    choose("grade", 5)
    assert column(screen.model, NAME) == []
    assert not screen.link_button.isEnabled()
    assert screen.link_button.toolTip()
