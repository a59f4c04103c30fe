"""Old fonts inside workbooks, grades and conditions: read as schools write them, or refused."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from app.domain.device import State
from app.domain.unmatched import LEFT_OUT, with_choices
from app.services.import_asking import UnmatchedWords
from app.services.import_condition import ALL_DAMAGED
from app.services.importing import Import, read_list
from app.services.queries import Devices, Verify
from app.services.room import Room
from app.spreadsheets.encoding import as_unicode
from app.spreadsheets.reading import read_sheets
from tests.app.test_imports import bring, xlsx
from tests.app.test_ugly_lists import SYLLABLES, TCVN3, TEXT, VNI


def old_workbook(path: Path, text: str, font: str) -> Path:
    """Write a workbook whose cells are all in one font."""
    with xlsxwriter.Workbook(str(path)) as book:
        page, look = book.add_worksheet(), book.add_format({"font_name": font})
        for row, line in enumerate(text.splitlines()):
            for column, cell in enumerate(line.split(",")):
                page.write_string(row, column, cell, look)
    return path


# The same old letters inside an .xlsx, where they look like Western ones.
@pytest.mark.parametrize("font", ["VNI-Times", ".VnTime", "Times New Roman"])
@pytest.mark.parametrize("text", [VNI, TCVN3, TEXT], ids=["vni", "tcvn3", "unicode"])
def test_a_workbook_in_an_old_font_is_read(
    room: Room, tmp_path: Path, text: str, font: str
) -> None:
    path = old_workbook(tmp_path / "cu.xlsx", text, font)
    assert bring(room, "devices", path).added == 2
    assert [(view.device.name, view.device.unit, view.place) for view in room.ask(Devices())] == [
        ("Bộ đồ dùng học Toán lớp 3", "Bộ", "Tủ sắt"), ("Máy chiếu vật thể", "Cái", "Kho số 1"),
    ]  # fmt: skip


def test_a_workbook_half_in_an_old_font_is_read_font_by_font(tmp_path: Path) -> None:
    path = tmp_path / "lan.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        page, old = book.add_worksheet(), book.add_format({"font_name": "VNI-Times"})
        older = book.add_format({"font_name": ".VnTime"})
        for row, (one, two, three) in enumerate(
            [("Tên thiết bị", "Nôi ñeå", "§VT"), ("Máy", "Kho soá 1", "C¸i"),
             ("Loa", "Tuû saét", "Bé"), ("Café – 5 °C", "Phoøng hoïc", "B¶ng")]
        ):  # fmt: skip
            page.write_string(row, 0, one)
            page.write_string(row, 1, two, old)
            page.write_string(row, 2, three, older)
    (sheet,) = read_sheets(path)
    assert sheet.rows == (
        ("Tên thiết bị", "Nơi để", "ĐVT"), ("Máy", "Kho số 1", "Cái"), ("Loa", "Tủ sắt", "Bộ"),
        ("Café – 5 °C", "Phòng học", "Bảng"),
    )  # fmt: skip


@given(st.lists(st.sampled_from(SYLLABLES), min_size=1))
def test_words_of_today_are_left_alone(words: list[str]) -> None:
    assert not as_unicode(words)


# Grades and conditions as schools write them.
@pytest.mark.parametrize(
    ("said", "grades"),
    [("1;2;3", "1;2;3"), ("1-5", "1;2;3;4;5"), ("Khối 3", "3"), ("lớp 1, 2", "1;2"), ("4", "4"),
     ("Khối lớp 2 đến 4", "2;3;4"), ("1, lớp 3 và 5", "1;3;5"), ("K1+K2", "1;2"), ("", ""),
     ("3 – 5", "3;4;5"), ("1.2", "1;2")],
)  # fmt: skip
def test_grades_are_read_as_they_are_written(
    room: Room, tmp_path: Path, said: str, grades: str
) -> None:
    path = xlsx(tmp_path / "khoi.xlsx", [("Tên thiết bị", "Khối lớp"), ("Bảng nhóm", said)])
    assert bring(room, "devices", path).added == 1
    assert [view.device.grades for view in room.ask(Devices())] == [grades]


@pytest.mark.parametrize("said", ["6", "123", "4A", "mẫu giáo", "5-1", "0", "1;7", "2026-05-01"])
def test_what_is_no_grade_is_refused_by_its_cell(room: Room, tmp_path: Path, said: str) -> None:
    path = xlsx(tmp_path / "khoi.xlsx", [("Tên thiết bị", "Khối lớp"), ("Bảng nhóm", said)])
    (fault,) = bring(room, "devices", path).errors
    assert (fault.row, fault.column, fault.value) == (2, "Khối lớp", said)
    assert "1;2;3" in str(fault.message)


def test_conditions_are_read_and_other_words_asked_about(room: Room, tmp_path: Path) -> None:
    rows = [("Tên thiết bị", "Số lượng", "Tình trạng"), ("Loa", 1, "Tốt"), ("Đàn", 2, "khá"),
            ("Cân", 3, "TRUNG BÌNH"), ("Kéo", 4, "Kém"), ("Bút", 5, ""), ("Đĩa", 6, "Hỏng"),
            ("Cờ", 7, "Mất")]  # fmt: skip
    source = read_list("devices", xlsx(tmp_path / "tt.xlsx", rows))
    asked = {one.value: one for one in room.ask(UnmatchedWords(source))
             if one.field == "condition"}  # fmt: skip
    assert asked.keys() == {"Hỏng", "Mất"}
    assert asked["Hỏng"].suggestions[0] == ALL_DAMAGED
    assert {*asked["Mất"].suggestions, *asked["Mất"].others} == {
        "Tốt", "Khá", "Trung bình", "Kém", ALL_DAMAGED,
    }  # fmt: skip
    assert not asked["Mất"].may_be_new
    refused = bring(room, "devices", tmp_path / "tt.xlsx")
    assert [(one.row, one.column) for one in refused.errors] == [
        (7, "Tình trạng"), (8, "Tình trạng"),
    ]  # fmt: skip
    choices = {("condition", "hỏng"): ALL_DAMAGED, ("condition", "mất"): LEFT_OUT}
    assert room.run(Import(with_choices(source, choices))).value.added == 6
    views = {view.device.name: view for view in room.ask(Devices())}
    assert [views[name].device.condition for name in ("Loa", "Đàn", "Cân", "Kéo", "Bút")] == [
        "good", "fair", "average", "poor", "good",
    ]  # fmt: skip
    assert views["Đĩa"].balances[State.DAMAGED] == 6
    assert room.ask(Verify()).ok


def test_a_column_of_the_damaged_counts_them_and_the_condition_does_not(
    room: Room, tmp_path: Path
) -> None:
    rows = [("Tên thiết bị", "Số lượng", "Hỏng", "Tình trạng"), ("Loa", 4, 1, ALL_DAMAGED),
            ("Đàn", 2, 1, "Khá")]  # fmt: skip
    path = xlsx(tmp_path / "hong.xlsx", rows)
    source = read_list("devices", path)
    asked = [one for one in room.ask(UnmatchedWords(source)) if one.field == "condition"]
    assert [one.value for one in asked] == [ALL_DAMAGED]
    report = bring(room, "devices", path)
    assert [(one.row, one.column) for one in report.errors] == [(2, "Tình trạng")]
    assert "cannot both be" in str(report.errors[0].message)
