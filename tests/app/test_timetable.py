"""Timetables come in from one grid, from a grid for each class, and as a list; from a day on."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path

import pytest

from app.cli import main
from app.domain.fault import Refused
from app.domain.timetable import Bells, read_times, read_weekday
from app.services.exchange import WhatChanged
from app.services.importing import read_list, undo_import
from app.services.people import RegisterPerson
from app.services.queries import Verify
from app.services.room import Room
from app.services.timetable import ClassWeek, LessonAt
from tests.app.test_imports import Rows, bring, xlsx

GRID: Rows = (
    ("TRƯỜNG TIỂU HỌC HOA PHƯỢNG", "", "", "", ""),
    ("THỜI KHÓA BIỂU SỐ 3 (áp dụng từ ngày 16/11/2026)", "", "", "", ""),
    ("Thứ", "Buổi", "Tiết", "3A", "Lớp 4B"),
    ("Hai", "Sáng", 1, "Chào cờ", "Chào cờ"),
    ("", "", 2, "Toán - N.Ánh", "Âm nhạc (L.T.Đào)"),
    ("", "", 3, "HĐTN - SHDC", "TN-XH"),
    ("", "Chiều", 6, "Tiếng Việt", "Toán Bình"),
    ("", "", 7, "", "Tiếng Anh Lê Thị Đào"),
    ("Ba", "Sáng", 1, "Toán", "-"),
)
GRIDS: Rows = (
    ("THỜI KHÓA BIỂU, thực hiện từ 16/11/2026", "", "", ""),
    ("LỚP: 3A", "", "", ""),
    ("Tiết", "Thứ hai", "Thứ ba", "Thứ tư"),
    ("SÁNG", "", "", ""),
    (1, "Chào cờ", "Toán", ""),
    (2, "Toán - N.Ánh", "", ""),
    (3, "HĐTN - SHDC", "", ""),
    ("CHIỀU", "", "", ""),
    (1, "Tiếng Việt", "", ""),
    ("LỚP: 4B", "", "", ""),
    ("Tiết", "Thứ hai", "Thứ ba", "Thứ tư"),
    ("SÁNG", "", "", ""),
    ("Tiết 1", "Chào cờ", "", ""),
    ("Tiết 2", "Âm nhạc (Đào)", "", ""),
    ("Tiết 3", "TN-XH", "", ""),
    ("CHIỀU", "", "", ""),
    ("Tiết 1", "Toán - Thầy Bình", "", ""),
    ("Tiết 2", "Tiếng Anh - Lê Thị Đào", "", ""),
)
LIST: Rows = (
    ("Thời khoá biểu áp dụng từ ngày 16/11/2026", "", "", "", "", ""),
    ("Thứ", "Buổi", "Tiết", "Môn", "Lớp", "Giáo viên"),
    ("Thứ 2", "Sáng", 1, "Chào cờ", "3A", ""),
    ("", "", 1, "Chào cờ", "4B", ""),
    ("", "", 2, "Toán", "3A", "N.Ánh"),
    ("", "", 2, "Âm nhạc", "4B", "Cô Đào"),
    ("", "", 3, "HĐTN - SHDC", "3A", ""),
    ("", "", 3, "TN-XH", "4B", ""),
    ("Thứ 2", "Chiều", 1, "Tiếng Việt", "3A", ""),
    ("Thứ 2", "Chiều", 1, "Toán", "4B", "GV002"),
    ("Thứ 2", "Chiều", 2, "Tiếng Anh", "4B", "Lê Thị Đào"),
    ("Thứ 3", "Sáng", 1, "Toán", "3A", ""),
)
WEEK_3A = [
    (0, "Sáng", 1, "Chào cờ", ""), (0, "Sáng", 2, "Toán", "Nguyễn Thị Ánh"),
    (0, "Sáng", 3, "HĐTN - SHDC", ""), (0, "Chiều", 1, "Tiếng Việt", ""),
    (1, "Sáng", 1, "Toán", ""),
]  # fmt: skip
WEEK_4B = [
    (0, "Sáng", 1, "Chào cờ", ""), (0, "Sáng", 2, "Âm nhạc", "Lê Thị Đào"),
    (0, "Sáng", 3, "TN-XH", ""), (0, "Chiều", 1, "Toán", "Trần Văn Bình"),
    (0, "Chiều", 2, "Tiếng Anh", "Lê Thị Đào"),
]  # fmt: skip


def week(room: Room, name: str, day: date) -> list[tuple[int, str, int, str, str]]:
    """Return the hours of a class that stand on a day."""
    return [
        (one.hour.weekday, one.hour.session, one.hour.period, one.hour.subject, one.teacher)
        for one in room.ask(ClassWeek(name, day))
    ]


@pytest.mark.parametrize("rows", [GRID, GRIDS, LIST])
def test_every_shape_says_the_same_and_a_second_time_nothing(
    school: Room, tmp_path: Path, rows: Rows
) -> None:
    path = xlsx(tmp_path / "tkb.xlsx", rows)
    report = bring(school, "timetable", path)
    assert (report.errors, report.added) == ((), 10)
    day = date(2026, 11, 16)
    assert (week(school, "3A", day), week(school, "4B", day)) == (WEEK_3A, WEEK_4B)
    assert week(school, "3A", date(2026, 11, 15)) == []
    head = school.ask(Verify())
    assert head.ok
    again = bring(school, "timetable", path)
    assert (again.batch, again.added, again.updated, again.left) == (None, 0, 0, 0)
    assert school.ask(Verify()) == head


def test_a_newer_one_takes_the_place_of_the_last_from_its_day_on(
    school: Room, tmp_path: Path
) -> None:
    bring(school, "timetable", xlsx(tmp_path / "a.xlsx", LIST))
    newer: Rows = (
        ("Áp dụng từ ngày 23/11/2026", "", "", "", "", ""),
        LIST[1],
        ("Thứ 2", "Sáng", 1, "Chào cờ", "3A", ""),
        ("", "", 2, "Tiếng Việt", "3A", "N.Ánh"),
        ("", "", 4, "Mĩ thuật", "3A", "Đào"),
    )
    report = bring(school, "timetable", xlsx(tmp_path / "b.xlsx", newer))
    assert (report.added, report.updated, report.skipped, report.left) == (1, 1, 1, 3)
    assert [one.said for one in report.gone] == [
        "3A: Thứ hai, sáng tiết 3, HĐTN - SHDC", "3A: Thứ hai, chiều tiết 1, Tiếng Việt",
        "3A: Thứ ba, sáng tiết 1, Toán",
    ]  # fmt: skip
    assert week(school, "3A", date(2026, 11, 22)) == WEEK_3A
    assert week(school, "3A", date(2026, 11, 23)) == [
        (0, "Sáng", 1, "Chào cờ", ""), (0, "Sáng", 2, "Tiếng Việt", "Nguyễn Thị Ánh"),
        (0, "Sáng", 4, "Mĩ thuật", "Lê Thị Đào"),
    ]  # fmt: skip
    assert week(school, "4B", date(2026, 11, 23)) == WEEK_4B  # a class it does not name
    with pytest.raises(Refused, match="23/11/2026"):
        bring(school, "timetable", xlsx(tmp_path / "a.xlsx", LIST))
    assert report.batch is not None
    school.run(undo_import(report.batch, "Nhầm tệp"))
    assert week(school, "3A", date(2026, 11, 23)) == WEEK_3A
    assert school.ask(Verify()).ok


def test_corrected_on_its_own_day_it_is_corrected_in_place(school: Room, tmp_path: Path) -> None:
    bring(school, "timetable", xlsx(tmp_path / "a.xlsx", LIST))
    corrected = (*LIST[:4], ("", "", 2, "Tiếng Việt", "3A", "Đào"), *LIST[5:-1])
    report = bring(school, "timetable", xlsx(tmp_path / "b.xlsx", corrected))
    assert (report.added, report.updated, report.left) == (0, 1, 1)
    expected = [*WEEK_3A[:1], (0, "Sáng", 2, "Tiếng Việt", "Lê Thị Đào"), *WEEK_3A[2:4]]
    assert week(school, "3A", date(2026, 11, 16)) == expected


@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        (("Thứ 2", "Sáng", 1, "Toán", "9Z", ""), "Lớp", "There is no class “9Z”"),
        (("Thứ 2", "Sáng", 1, "Toán - H.Mai", "3A", ""), "Môn", "No teacher"),
        (("Thứ 2", "Sáng", 1, "Toán", "3A", "Đ.Lý"), "Giáo viên", "No teacher"),
        (("Thứ 2", "Sáng", 1, "Toán", "3A", "Ánh"), "Giáo viên", "GV001, GV004"),
        (("Ngày Tết", "Sáng", 1, "Toán", "3A", ""), "Thứ", "is no school day"),
        (("Thứ 2", "Sáng", 13, "Toán", "3A", ""), "Tiết", "from 1 to 12"),
        (("Thứ 2", "Sáng", 1, "", "3A", ""), "Môn", "blank"),
    ],
)
def test_what_cannot_be_is_named_by_its_cell(
    school: Room, tmp_path: Path, row: tuple[str | int, ...], column: str, words: str
) -> None:
    school.run(RegisterPerson("Bùi Văn Ánh", "Tổ 3"))
    (fault,) = bring(school, "timetable", xlsx(tmp_path / "a.xlsx", (*LIST[:2], row))).errors
    assert fault.column == column
    assert words in fault.message.text.format(**fault.message.values)


def test_an_hour_twice_is_named_and_a_grid_names_its_cell(school: Room, tmp_path: Path) -> None:
    twice = (*GRID, ("Hai", "Sáng", 2, "Toán", ""))
    (fault,) = bring(school, "timetable", xlsx(tmp_path / "a.xlsx", twice)).errors
    assert "3A" in fault.message.values.values()
    source = read_list("timetable", tmp_path / "a.xlsx")
    assert source.rows[fault.row - source.rows[0].number]["cell"] == "Sheet1!D10"


def test_days_and_bells_are_read_as_schools_write_them() -> None:
    said = {text: read_weekday(text) for text in (
        "Thứ 2", "2", "T3", "Thứ ba 24/11/2026", "THỨ TƯ", "Năm", "Thứ 6 (27/11)", "Bảy",
        "Thứ Hai (2/11)", "Toán", "Tự nhiên và Xã hội", "24/11",
    )}  # fmt: skip
    assert list(said.values()) == [0, 0, 1, 1, 2, 3, 4, 5, 0, None, None, None]
    morning, afternoon = read_times("7:30 8h10; 9:10"), read_times("14h 14:40")
    assert morning is not None
    assert afternoon is not None
    bells = Bells(morning, afternoon)
    at = {
        f"{hour}:{minute:02d}": bells.hour_at(datetime(2026, 11, 23, hour, minute))  # noqa: DTZ001
        for hour, minute in ((7, 0), (7, 20), (7, 59), (8, 0), (9, 54), (9, 55), (14, 45))
    }
    assert list(at.values()) == [
        None, ("Sáng", 1), ("Sáng", 1), ("Sáng", 2), ("Sáng", 3), None, ("Chiều", 2),
    ]  # fmt: skip
    assert [read_times(text) for text in ("7:70", "9:00 8:00", "sớm", "")] == [None] * 4


TAUGHT: Rows = (
    ("PHÂN CÔNG CHUYÊN MÔN, thực hiện từ ngày 16/11/2026", "", "", ""),
    ("STT", "Giáo viên", "Môn dạy", "Lớp dạy"),
    (1, "Lê Thị Đào", "Âm nhạc", "3A, 4B"),
    ("", "", "Mĩ thuật", "3A và 4B"),
    (2, "T.V.Bình", "Toán", "Lớp 4B"),
)


def test_who_teaches_what_comes_in_once_and_is_replaced(school: Room, tmp_path: Path) -> None:
    path = xlsx(tmp_path / "phan-cong.xlsx", TAUGHT)
    report = bring(school, "assignments", path)
    assert (report.errors, report.added, report.skipped) == ((), 3, 0)
    assert bring(school, "assignments", path).batch is None
    fewer = (("Áp dụng từ 23/11/2026", "", "", ""), *TAUGHT[1:3])
    report = bring(school, "assignments", xlsx(tmp_path / "moi.xlsx", fewer))
    assert (report.added, report.left) == (0, 2)
    assert [one.said for one in report.gone] == [
        "Lê Thị Đào: Mĩ thuật, 3A", "Lê Thị Đào: Mĩ thuật, 4B",
    ]  # fmt: skip
    assert report.batch is not None
    assert [one.name for one in school.ask(WhatChanged(report.batch))] == [
        one.said for one in report.gone
    ]
    assert school.ask(Verify()).ok


def test_an_hour_without_a_name_is_of_whom_the_assignment_says(
    school: Room, tmp_path: Path
) -> None:
    bring(school, "assignments", xlsx(tmp_path / "phan-cong.xlsx", TAUGHT))
    unnamed: Rows = (
        *LIST[:2],
        ("Thứ 2", "Sáng", 1, "Âm nhạc", "4B", ""),
        ("Thứ 2", "Sáng", 2, "Toán", "4B", ""),
        ("", "", 2, "Toán", "3A", ""),
    )
    bring(school, "timetable", xlsx(tmp_path / "tkb.xlsx", unnamed))
    monday = date(2026, 11, 23)

    def lesson(class_name: str, teacher: str, period: int) -> tuple[str, str, str] | None:
        found = school.ask(LessonAt(class_name, teacher, monday, "Sáng", period))
        return (found.class_name, found.subject, found.teacher) if found else None

    assert lesson("4B", "", 1) == ("4B", "Âm nhạc", "GV003")
    assert lesson("", "GV003", 1) == ("4B", "Âm nhạc", "GV003")
    assert lesson("", "GV003", 2) is None
    assert lesson("3A", "", 2) == ("3A", "Toán", "GV001")  # the homeroom teacher's


def test_the_command_line_brings_a_timetable_in(
    school: Room, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = xlsx(tmp_path / "tkb.xlsx", GRID)
    school.leave()
    said = ["--json", "--data", str(tmp_path / "book"), "import", "timetable", str(path)]
    assert main(said) == 0
    first = json.loads(capsys.readouterr().out)
    assert (first["added"], first["gone"], first["left"]) == (10, [], 0)
    assert main(said) == 0
    assert json.loads(capsys.readouterr().out)["batch"] is None
