"""The minimum list in the window: counted, confirmed, filtered and printed."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from app.services.importing import Import, read_list
from tests.app.test_shortage import LIST
from tests.ui.hands import answering, cells, column, control
from ui.dialogs.norm import HeadcountForm, NormForm
from ui.screens.shortage import Norms
from ui.window import Window

NAME, NEED, SAID = 1, 5, 8


@pytest.fixture
def screen(window: Window, tmp_path: Path) -> Norms:
    """Go to the minimum list of a school with two classes."""
    control(Qt.Key.Key_5)
    assert window.norms.empty.isVisible()
    path = tmp_path / "toi-thieu.csv"
    path.write_text(LIST, encoding="utf-8")
    window.runner.run(Import(read_list("catalogue", path)))
    return window.norms


def _row(screen: Norms, name: str) -> list[str]:
    return cells(screen.model)[column(screen.model, NAME).index(name)]


def test_figures_of_a_grade_make_a_row_tell(screen: Norms) -> None:
    assert _row(screen, "Bộ que tính")[NEED] == ""

    def fill(form: HeadcountForm) -> None:
        assert form.figures[3, "classes"].text() == ""
        assert form.figures[3, "classes"].placeholderText() == "1"
        assert form.figures[3, "pupils"].placeholderText() == "missing"
        form.figures[3, "pupils"].setText("ba mươi")
        form.ready_button.click()
        assert form.refusal.isVisible()
        form.figures[3, "pupils"].setText("33")
        form.ready_button.click()

    with answering(HeadcountForm, fill):
        screen.counts_button.click()
    assert _row(screen, "Bộ que tính")[NEED] == "33"
    assert "Toán: " in screen.bars.accessibleDescription()
    assert "Toán" in screen.flags.text()


def test_a_row_is_confirmed_and_filters_choose_rows(screen: Norms) -> None:
    screen.list.selectRow(column(screen.model, NAME).index("Máy chiếu"))

    def fill(form: NormForm) -> None:
        form.quantity.setText("01")
        form.per.setText("ai đó")
        form.ready_button.click()
        assert form.refusal.isVisible()
        form.per.setText("lớp")
        form.grade.setText("3;4")
        form.ready_button.click()

    with answering(NormForm, fill):
        screen.confirm_button.click()
    assert _row(screen, "Máy chiếu")[NEED : SAID + 1] == ["2", "1", "1", "Short"]
    screen.status.setCurrentIndex(screen.status.findData("short"))
    screen.status.activated.emit(screen.status.currentIndex())
    assert set(column(screen.model, SAID)) == {"Short"}
    screen.search.setText("may")
    screen.search.search_wanted.emit("may")
    assert column(screen.model, NAME) == ["Máy chiếu"]


def test_the_list_is_printed(screen: Norms, window: Window, opened: list[Path]) -> None:
    window.print_list()
    assert opened[-1].read_bytes().startswith(b"%PDF")
    assert screen.words("Minimum list")
