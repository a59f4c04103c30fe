"""The city's workbook is brought, paired and looked at in a form, and written from then on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QPushButton

from app.services.layouts import LayoutOf, Layouts
from tests.app.templates import titled
from tests.ui.hands import answering, cells, column
from ui.dialogs.layout import LayoutForm, WordsForm
from ui.dialogs.layouts import LayoutsSheet
from ui.window import Window


@pytest.fixture(scope="module")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the city's blank workbook."""
    return titled(tmp_path_factory.mktemp("city") / "mau-so.xlsx")


def _press(button: QPushButton) -> None:
    assert button.isEnabled(), button.toolTip()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def _choosing(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    def chosen(*_said: object) -> tuple[str, str]:
        return str(path), ""

    monkeypatch.setattr(QFileDialog, "getOpenFileName", chosen)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", chosen)


def _pair_of(form: LayoutForm, heading: str) -> int:
    return next(at for at, pair in enumerate(form.pairs) if pair.column.heading == heading)


def _pair_blank(form: LayoutForm) -> None:
    form.name.setText("Sở 2026")
    assert "Mã trường*" in form.lacking.text()
    assert column(form.model, 2) == [
        "Bảng con", "Bộ thực hành Toán", "Loa cầm tay", "Máy chiếu",
    ]  # fmt: skip
    assert column(form.model, 3) == ["", "01", "", "03"]
    school = form.pairs[_pair_of(form, "Mã trường*")]
    school.choice.setCurrentIndex(school.choice.findData("="))
    QTest.keyClicks(school.constant, "79786401")
    QTest.keyClick(school.constant, Qt.Key.Key_Tab)
    school.constant.editingFinished.emit()
    assert not form.lacking.isVisible()
    assert column(form.model, 8) == ["79786401"] * 4
    _press(form.ready_button)
    assert not form.isVisible()


def _opened(window: Window, fill: Callable[[LayoutsSheet], None]) -> None:
    with answering(LayoutsSheet, fill):
        window.actions_["layouts"].trigger()


def test_a_workbook_is_brought_paired_and_used(
    window: Window, blank: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _choosing(monkeypatch, blank)

    def fill(sheet: LayoutsSheet) -> None:
        assert not sheet.button("retire").isEnabled()
        assert sheet.button("retire").toolTip()
        with answering(LayoutForm, _pair_blank):
            _press(sheet.button("add"))
        assert [row[:4] for row in cells(sheet.model)] == [
            ["", "Mẫu tạm", "Thiết bị", "15/15"], ["in use", "Sở 2026", "Danh sách", "10/10"],
        ]  # fmt: skip
        _press(sheet.button("check"))
        assert sheet.faults.isVisible()
        assert ["TB00002", "Môn học*", "refused"] in [row[:3] for row in cells(sheet.problems)]
        _choosing(monkeypatch, tmp_path / "cho-ban.stblayout")
        _press(sheet.button("save"))
        assert (tmp_path / "cho-ban.stblayout").is_file()
        _press(sheet.button("retire"))
        _press(sheet.button("bring"))
        assert column(sheet.model, 0) == ["", "in use"]

    _opened(window, fill)
    assert window.runner.ask(LayoutOf()).name == "Sở 2026"
    window.actions_["undo"].trigger()
    assert [view.layout.name for view in window.runner.ask(Layouts()) if view.in_use] == ["Mẫu tạm"]


def test_a_changed_workbook_says_what_is_new_and_gone(
    window: Window, blank: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = load_workbook(blank)
    page = book["Danh sách"]
    page["I4"], page["J4"] = "Ghi chú", "Nguồn cấp*"
    book.save(tmp_path / "moi.xlsx")

    def words(form: WordsForm) -> None:
        first = form.choices[0]
        first.setCurrentIndex(first.findData("02"))
        _press(form.ready_button)

    def change(form: LayoutForm) -> None:
        assert form.name.isReadOnly()
        assert "Nguồn cấp*" in form.notes.text()
        assert "Mã trường*" in form.notes.text()
        with answering(WordsForm, words):
            _press(form.pairs[_pair_of(form, "Môn học*")].words_button)
        assert "02" in column(form.model, 3)
        _press(form.ready_button)

    def fill(sheet: LayoutsSheet) -> None:
        _choosing(monkeypatch, blank)
        with answering(LayoutForm, _pair_blank):
            _press(sheet.button("add"))
        _choosing(monkeypatch, tmp_path / "moi.xlsx")
        with answering(LayoutForm, change):
            _press(sheet.button("change"))
        with answering(LayoutForm):
            _press(sheet.button("pair"))

    _opened(window, fill)
    assert [one.heading for one in window.runner.ask(LayoutOf()).columns][-2:] == [
        "Ghi chú", "Nguồn cấp*",
    ]  # fmt: skip


def test_what_cannot_be_paired_is_said_and_stays(
    window: Window, blank: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _choosing(monkeypatch, blank)

    def refused(form: LayoutForm) -> None:
        name = form.pairs[_pair_of(form, "Tên thiết bị *")].choice
        name.setCurrentIndex(0)
        _press(form.ready_button)
        assert "No column is paired" in form.refusal.text()
        form.header_row.setCurrentIndex(0)
        form.header_row.activated.emit(0)
        assert [pair.column.heading for pair in form.pairs] == ["DANH SÁCH THIẾT BỊ DẠY HỌC"]
        form.reject()

    def fill(sheet: LayoutsSheet) -> None:
        with answering(LayoutForm, refused):
            _press(sheet.button("add"))
        _choosing(monkeypatch, blank.with_name("khong-co.xlsx"))
        _press(sheet.button("add"))
        assert "cannot be opened" in sheet.said.text()

    _opened(window, fill)
    assert window.runner.ask(LayoutOf()).name == "Mẫu tạm"
