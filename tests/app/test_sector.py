"""Lists exported from the sector's database: official codes kept, what changed told, nobody lost.

The invented exports have the shape such files have: lines of the school above, a title, a row of
headings, then the rows.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.batch import ImportReport
from app.domain.fault import Refused
from app.domain.person import UNUSED, PersonStatus
from app.services.deadlines import Deadlines
from app.services.exchange import Exchanges, Fate, RowChange, WhatChanged
from app.services.importing import Import, OnDuplicate, PreviewImport, list_of, read_list
from app.services.lists import ClassList, ClassView, PersonView, StaffList
from app.services.queries import Verify
from app.services.room import Room
from app.services.undoing import Undo
from tests.app.test_imports import Rows, bring, xlsx

UPDATE = OnDuplicate.UPDATE
STAFF: Rows = (
    ("UBND XÃ NHÀ BÈ", "", "", "", "", ""),
    ("TRƯỜNG TIỂU HỌC HOA PHƯỢNG", "", "", "", "", ""),
    ("", "", "", "", "", ""),
    ("DANH SÁCH CÁN BỘ, GIÁO VIÊN, NHÂN VIÊN NĂM HỌC 2026-2027", "", "", "", "", ""),
    ("", "", "", "", "", ""),
    ("STT", "Họ và tên", "Mã định danh Bộ GD&ĐT", "Tổ chuyên môn", "Vị trí việc làm",
     "Trạng thái"),
    (1, "Nguyễn Thị Ánh", "0079012345", "Tổ 3", "Giáo viên", "Đang làm việc"),
    (2, "Trần Văn Bình", "0079012346", "Tổ 4", "Tổ trưởng chuyên môn", "Đang làm việc"),
    (3, "Vũ Thị Mai", "0079012347", "Tổ 4", "Giáo viên", "Chuyển đến"),
)  # fmt: skip
CLASSES: Rows = (
    *STAFF[:3],
    ("DANH SÁCH LỚP HỌC", "", "", "", "", ""),
    ("STT", "Khối học/Nhóm tuổi", "Tên lớp học", "Mã lớp", "GVCN", "Năm học"),
    (1, "Khối 3", "3A", "797864010301", "0079012345", "2026-2027"),
    (2, "Khối 3", "3B", "797864010302", "Vũ Thị Mai", "2026-2027"),
)


def people(room: Room) -> dict[str, PersonView]:
    """Return everybody by local code."""
    return {view.person.code: view for view in room.ask(StaffList())}


def classes(room: Room) -> dict[str, ClassView]:
    """Return this year's classes by name."""
    return {view.school_class.name: view for view in room.ask(ClassList(2026))}


def staff(room: Room, folder: Path, rows: Rows = STAFF, **left: str) -> ImportReport:
    """Import a list of staff, updating whom the book has."""
    source = read_list("people", xlsx(folder / "nhan-su.xlsx", rows))
    return room.run(Import(source, UPDATE, left=left)).value


def changed(room: Room, report: ImportReport) -> list[RowChange]:
    """Return what an import changed, as the log tells it."""
    assert report.batch is not None
    return room.ask(WhatChanged(report.batch))


def test_official_codes_come_to_the_people_the_book_has(school: Room, tmp_path: Path) -> None:
    report = staff(school, tmp_path)
    assert (report.added, report.updated) == (1, 2)
    said = {code: view.person.official_code for code, view in people(school).items()}
    assert said == {
        "GV001": "0079012345", "GV002": "0079012346", "GV003": "", "GV004": "0079012347",
    }  # fmt: skip
    assert [(one.code, one.said) for one in report.gone] == [("GV003", "Lê Thị Đào")]
    assert changed(school, report) == [
        RowChange(Fate.CHANGED, "GV001", "Nguyễn Thị Ánh", (
            ("Mã định danh Bộ GD&ĐT", "", "0079012345"), ("Chức vụ", "", "Giáo viên"),
        )),
        RowChange(Fate.ADDED, "", "Tổ 4"),
        RowChange(Fate.CHANGED, "GV002", "Trần Văn Bình", (
            ("Mã định danh Bộ GD&ĐT", "", "0079012346"),
            ("Chức vụ", "", "Tổ trưởng chuyên môn"), ("Tổ chuyên môn", "Tổ 3", "Tổ 4"),
        )),
        RowChange(Fate.ADDED, "GV004", "Vũ Thị Mai"),
        RowChange(Fate.LACKING, "GV003", "Lê Thị Đào"),
    ]  # fmt: skip


def test_the_same_file_again_changes_nothing_and_says_so(school: Room, tmp_path: Path) -> None:
    staff(school, tmp_path)
    bring(school, "classes", xlsx(tmp_path / "lop.xlsx", CLASSES), UPDATE)
    head = school.ask(Verify())
    for kind, rows in (("people", STAFF), ("classes", CLASSES)):
        source = read_list(kind, xlsx(tmp_path / "again.xlsx", rows))
        outcome = school.run(Import(source, UPDATE))
        assert outcome.entry is None
        assert outcome.sentence.text.startswith("{file} says nothing new: 0 added, 0 updated")
        assert len(outcome.value.gone) == 1  # still told, still offered
    assert school.ask(Verify()) == head
    assert len(school.ask(Exchanges())) == 2


def test_who_is_lacking_is_marked_only_as_somebody_says(school: Room, tmp_path: Path) -> None:
    source = read_list("people", xlsx(tmp_path / "nhan-su.xlsx", STAFF))
    gone = {"GV003": PersonStatus.TRANSFERRED}
    assert school.ask(PreviewImport(source, UPDATE, left=gone)).left == 1
    assert people(school)["GV003"].used
    staff(school, tmp_path)
    assert people(school)["GV003"].used
    report = staff(school, tmp_path, GV003=PersonStatus.TRANSFERRED)
    assert (report.added, report.updated, report.left) == (0, 0, 1)
    assert people(school)["GV003"].person.status == PersonStatus.TRANSFERRED
    # It came out of the sector's database, which need not be told of it (Điều 7.3, 10.2).
    assert [one.entry for one in school.ask(Deadlines()) if one.entry == report.batch] == []
    assert changed(school, report) == [
        RowChange(Fate.LEFT, "GV003", "Lê Thị Đào",
                  (("Trạng thái", "Đang làm việc", "Đã chuyển đi"),)),
    ]  # fmt: skip
    for code, status in (("GV001", PersonStatus.LEFT), ("GV003", PersonStatus.ACTIVE)):
        with pytest.raises(Refused, match=code):
            staff(school, tmp_path, **{code: status})
    school.run(Undo("Nhầm", report.batch))
    assert people(school)["GV003"].used
    assert [one.undone for one in school.ask(Exchanges())] == [True, False]


def test_a_class_is_known_by_its_official_code_and_one_may_be_no_longer_used(
    school: Room, tmp_path: Path
) -> None:
    staff(school, tmp_path)
    report = bring(school, "classes", xlsx(tmp_path / "lop.xlsx", CLASSES), UPDATE)
    assert (report.added, report.updated) == (1, 1)
    assert classes(school)["3A"].school_class.official_code == "797864010301"
    assert [one.said for one in report.gone] == ["4B"]
    renamed: Rows = (*CLASSES[:5], (1, "Khối 3", "3 Hoa", *CLASSES[5][3:]), CLASSES[6])
    source = read_list("classes", xlsx(tmp_path / "doi-ten.xlsx", renamed))
    report = school.run(Import(source, UPDATE, left={report.gone[0].code: UNUSED})).value
    assert (report.added, report.updated, report.left) == (0, 1, 1)
    assert classes(school)["3 Hoa"].school_class.code == "LH001"
    assert not classes(school)["4B"].used
    assert RowChange(Fate.CHANGED, "LH001", "3 Hoa", (("Tên lớp học", "3A", "3 Hoa"),)) in changed(
        school, report
    )
    assert school.ask(Exchanges())[0].period == "2026-2027"
    assert school.ask(Verify()).ok


def test_two_of_one_name_are_never_guessed(school: Room, tmp_path: Path) -> None:
    twins: Rows = (
        *STAFF[:6],
        (1, "Lê Thị Đào", "0079000001", "Tổ 5", "Giáo viên", "Đang làm việc"),
        (2, "Lê Thị Đào", "0079000002", "Tổ 3", "Giáo viên", "Đang làm việc"),
    )
    report = staff(school, tmp_path, twins)
    assert (report.added, report.updated) == (1, 1)
    found = {view.team: view.person for view in people(school).values()
             if view.person.name == "Lê Thị Đào"}  # fmt: skip
    assert (found["Tổ 3"].code, found["Tổ 3"].official_code) == ("GV003", "0079000002")
    assert found["Tổ 5"].code != "GV003"


def test_rows_from_elsewhere_come_in_as_those_of_a_file(school: Room, tmp_path: Path) -> None:
    rows = [
        {"name": str(name), "official_code": str(official), "team": str(team),
         "staff_type": str(kind), "status": str(status), "birthday": "01/01/1990"}
        for _number, name, official, team, kind, status in STAFF[6:]
    ]  # fmt: skip
    source = list_of("people", "csdl", rows)
    assert "birthday" not in source.rows[0].values  # the book keeps no more than it needs
    report = school.run(Import(source, UPDATE)).value
    assert (report.added, report.updated, report.errors) == (1, 2, ())
    head = school.ask(Verify())
    assert staff(school, tmp_path).batch is None
    assert school.ask(Verify()) == head
