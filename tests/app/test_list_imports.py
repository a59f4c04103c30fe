"""People, teams, classes, places, subjects and funds brought in from lists: by code or words."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

import resources
from app.cli import main
from app.domain.batch import ImportReport
from app.domain.person import Fund, PersonStatus, Subject
from app.services.import_asking import UnmatchedWords
from app.services.import_papers import WriteTemplate
from app.services.importing import OnDuplicate, PreviewImport, read_list, undo_import
from app.services.lists import (
    ClassList,
    PersonView,
    PlaceList,
    StaffList,
    TeamList,
    WordList,
)
from app.services.people import CorrectPerson, RegisterPerson
from app.services.queries import Verify
from app.services.room import Room
from tests.app.test_imports import Rows, bring, write_csv, xlsx

UPDATE = OnDuplicate.UPDATE
Write = Callable[[Path, Rows], Path]

PEOPLE: Rows = (
    ("TRƯỜNG TIỂU HỌC HOA PHƯỢNG", "", "", "", "", "", ""),
    ("STT", "Họ và tên (*)", "Mã nội bộ", "Mã định danh Bộ GD&ĐT", "Tổ chuyên môn", "Loại cán bộ",
     "Trạng thái"),
    (1, "Phạm Thu Hà", "GV101", "0079000001", "Tổ 1", "03", "01"),
    (2, "Vũ Thị Kho", "GV102", "0079000002", "Văn phòng", "10 Nhân viên thiết bị",
     "01 Đang làm việc"),
    (3, "Hồ Văn Đi", "GV103", "", "Tổ 1", "Giáo viên", "đã chuyển đi"),
)  # fmt: skip
TEAMS: Rows = (
    ("STT", "Tên tổ", "Tổ trưởng"),
    (1, "Tổ 1", "Phạm Thu Hà"),
    (2, "Văn phòng", "gv102"),
    (3, "Tổ 2", ""),
)
CLASSES: Rows = (
    ("STT", "Tên lớp học", "Khối", "Năm học", "GVCN", "Mã lớp", "Sĩ số"),
    (1, "1A", 1, "2026-2027", "GV101", "000731", 31),
    (2, "1B", 1, "2026-2027", "pham thu ha", "000732", ""),
)
PLACES: Rows = (
    ("STT", "Tên nơi để", "Loại", "Thuộc"),
    (1, "Kệ 1", "kệ", "Tủ 1"),
    (2, "Tủ 1", "Tủ", "Kho thiết bị"),
    (3, "Kho thiết bị", "Kho", ""),
)
SUBJECTS: Rows = (("STT", "Môn học"), (1, "Toán"), (2, "Tiếng Việt"), (3, "TOÁN"))
FUNDS: Rows = (("STT", "Nguồn kinh phí"), (1, "Được cấp"), (2, "Xã hội hoá"))
ALL = (("people", PEOPLE, 3), ("teams", TEAMS, 1), ("classes", CLASSES, 2), ("places", PLACES, 3),
       ("subjects", SUBJECTS, 2), ("funds", FUNDS, 2))  # fmt: skip


@pytest.fixture(params=["xlsx", "csv"])
def write(request: pytest.FixtureRequest) -> Write:
    """Return what writes a list, as a workbook and as text."""
    return xlsx if request.param == "xlsx" else write_csv


def _write(write: Write, folder: Path, name: str, rows: Rows) -> Path:
    return write(folder / f"{name}.{'xlsx' if write is xlsx else 'csv'}", rows)


def _bring_all(room: Room, write: Write, folder: Path) -> dict[str, ImportReport]:
    return {
        kind: bring(room, kind, _write(write, folder, kind, rows), UPDATE)
        for kind, rows, _added in ALL
    }


def _people(room: Room) -> dict[str, PersonView]:
    return {view.person.code: view for view in room.ask(StaffList())}


def test_every_list_comes_in_and_a_second_time_changes_nothing(
    room: Room, tmp_path: Path, write: Write
) -> None:
    reports = _bring_all(room, write, tmp_path)
    assert {kind: report.errors for kind, report in reports.items() if report.errors} == {}
    assert {kind: report.added for kind, report in reports.items()} == {
        kind: added for kind, _rows, added in ALL
    }
    before = room.ask(Verify())
    again = _bring_all(room, write, tmp_path)
    assert {(one.batch, one.added, one.updated) for one in again.values()} == {(None, 0, 0)}
    assert room.ask(Verify()) == before


def test_codes_and_words_of_the_sector_are_understood(
    room: Room, tmp_path: Path, write: Write
) -> None:
    _bring_all(room, write, tmp_path)
    people = _people(room)
    said = {code: (view.person.staff_type, view.person.status) for code, view in people.items()}
    assert said == {
        "GV101": ("Tổ trưởng chuyên môn", "active"),
        "GV102": ("Nhân viên thiết bị", "active"),
        "GV103": ("Giáo viên", "transferred"),
    }
    assert people["GV101"].person.official_code == "0079000001"
    heads = {view.team.name: view.head.code for view in room.ask(TeamList()) if view.head}
    assert heads == {"Tổ 1": "GV101", "Văn phòng": "GV102"}
    classes = room.ask(ClassList(2026))
    assert [(one.school_class.official_code, one.school_class.pupils) for one in classes] == [
        ("000731", 31), ("000732", None),
    ]  # fmt: skip
    assert {one.homeroom.code for one in classes if one.homeroom} == {"GV101"}
    places = {view.place.name: (view.place.kind, view.part_of) for view in room.ask(PlaceList())}
    assert places == {
        "Kệ 1": ("Kệ", "Tủ 1"), "Tủ 1": ("Tủ", "Kho thiết bị"), "Kho thiết bị": ("Kho", ""),
    }  # fmt: skip
    assert [view.name for view in room.ask(WordList(Subject))] == ["Tiếng Việt", "Toán"]
    assert [view.name for view in room.ask(WordList(Fund))] == ["Được cấp", "Xã hội hoá"]


@pytest.mark.parametrize(("kind", "rows"), [(kind, rows) for kind, rows, _added in ALL])
def test_each_import_is_undone_whole_and_comes_in_again(
    room: Room, tmp_path: Path, kind: str, rows: Rows
) -> None:
    if kind in {"teams", "classes"}:
        bring(room, "people", xlsx(tmp_path / "people.xlsx", PEOPLE))

    def there() -> list[int]:
        return [
            len(room.ask(StaffList())), len(room.ask(TeamList())),
            len(room.ask(ClassList(2026))), len(room.ask(PlaceList())),
            len(room.ask(WordList(Subject))), len(room.ask(WordList(Fund))),
        ]  # fmt: skip

    before = there()
    path = xlsx(tmp_path / f"{kind}.xlsx", rows)
    report = bring(room, kind, path, UPDATE)
    after = there()
    assert report.batch is not None
    room.run(undo_import(report.batch, "Nhầm tệp"))
    assert there() == before
    assert bring(room, kind, path, UPDATE).errors == ()
    assert there() == after
    assert room.ask(Verify()).ok


def test_whom_a_list_lacks_stays_and_a_status_moves_only_when_said(
    room: Room, tmp_path: Path
) -> None:
    room.run(RegisterPerson("Người Khác", "Tổ 9", "GV900"))
    bring(room, "people", xlsx(tmp_path / "one.xlsx", PEOPLE))
    people = _people(room)
    assert set(people) == {"GV900", "GV101", "GV102", "GV103"}
    rows = (PEOPLE[1], (1, "Phạm Thu Hà", "GV101", "", "", "", "05"))
    path = xlsx(tmp_path / "two.xlsx", rows)
    assert bring(room, "people", path).updated == 0
    assert bring(room, "people", path, UPDATE).updated == 1
    people = _people(room)
    assert len(people) == 4
    view = people["GV101"]
    assert (view.person.status, view.person.official_code, view.team) == (
        "retired", "0079000001", "Tổ 1",
    )  # fmt: skip


def test_a_list_without_codes_or_teams_meets_the_same_people(room: Room, tmp_path: Path) -> None:
    room.run(RegisterPerson("Phạm Thu Hà", "Tổ 1"))
    rows = (("Họ và tên", "Chức vụ"), ("Phạm Thu Hà", "Giáo viên"))
    report = bring(room, "people", xlsx(tmp_path / "list.xlsx", rows), UPDATE)
    assert (report.added, report.updated) == (0, 1)
    assert [view.person.staff_type for view in room.ask(StaffList())] == ["Giáo viên"]


def _fault(room: Room, kind: str, path: Path) -> tuple[int, str, str]:
    before = room.ask(Verify())
    (fault,) = bring(room, kind, path, UPDATE).errors
    assert room.ask(Verify()) == before
    return fault.row, fault.column, str(fault.message)


@pytest.mark.parametrize(
    ("kind", "rows", "fault"),
    [
        ("classes", (CLASSES[0], (1, "1A", 1, "2026-2027", "Lê Thị Đào", "", "")), (2, "GVCN",
         "Several people are called “Lê Thị Đào”: GV001, GV002")),
        ("classes", (CLASSES[0], (1, "1A", 1, "2026-2027", "Ai đó", "", "")), (2, "GVCN",
         "No teacher in the book is called “Ai đó”")),
        ("classes", (CLASSES[0], (1, "1A", 1, "2026-2027", "", "007", ""),
                     (2, "1B", 1, "2026-2027", "", "007", "")), (3, "Mã lớp",
         "Another class of that school year")),
        ("teams", (TEAMS[0], (1, "Tổ 1", "le thi dao")), (2, "Tổ trưởng", "Several people")),
        ("people", (PEOPLE[1], (1, "A B", "GV001", "0079", "", "", "Bận")), (2, "Trạng thái",
         "not a staff status")),
        ("people", (PEOPLE[1], (1, "A B", "", "", "", "77", "")), (2, "Loại cán bộ",
         "no staff type")),
        ("people", (PEOPLE[1], (1, "A B", "GV002", "00555", "", "", "")),
         (2, "Mã định danh Bộ GD&ĐT", "that of GV001 Lê Thị Đào")),
        ("people", (PEOPLE[1], (1, "A B", "", "", "Tổ 7", "03", ""),
                    (2, "C D", "", "", "Tổ 7", "03", "")), (3, "Loại cán bộ", "another head")),
        ("places", (PLACES[0], (1, "Tủ 1", "", "Kệ 1"), (2, "Kệ 1", "", "Tủ 1")), (3, "Thuộc",
         "part of it")),
    ],
)  # fmt: skip
def test_a_wrong_cell_is_named(
    room: Room, tmp_path: Path, kind: str, rows: Rows, fault: tuple[int, str, str]
) -> None:
    room.run(RegisterPerson("Lê Thị Đào", "Tổ 1", official_code="00555"))
    room.run(RegisterPerson("Lê Thị Đào", "Tổ 2"))
    row, column, message = _fault(room, kind, xlsx(tmp_path / "list.xlsx", rows))
    assert (row, column) == fault[:2]
    assert fault[2] in message


def test_who_left_is_not_mistaken_for_who_works_here(room: Room, tmp_path: Path) -> None:
    room.run(RegisterPerson("Lê Thị Đào", "Tổ 1"))
    room.run(RegisterPerson("Lê Thị Đào", "Tổ 2"))
    room.run(CorrectPerson("GV001", status=PersonStatus.LEFT))
    rows = (CLASSES[0], (1, "1A", 1, "2026-2027", "Lê Thị Đào", "", ""))
    bring(room, "classes", xlsx(tmp_path / "list.xlsx", rows))
    (view,) = room.ask(ClassList(2026))
    assert view.homeroom is not None
    assert view.homeroom.code == "GV002"


def test_a_person_named_twice_in_one_list_can_still_be_undone(room: Room, tmp_path: Path) -> None:
    rows = (PEOPLE[1], (1, "A B", "GV001", "", "", "", ""), (2, "A Bê", "GV001", "", "", "", "02"))
    report = bring(room, "people", xlsx(tmp_path / "list.xlsx", rows), UPDATE)
    assert (report.added, report.updated) == (1, 1)
    assert _people(room)["GV001"].person.name == "A Bê"
    assert report.batch is not None
    room.run(undo_import(report.batch, "Nhầm tệp"))
    assert room.ask(StaffList()) == []
    assert room.ask(Verify()).ok


def test_a_status_by_code_is_no_unknown_word(room: Room, tmp_path: Path) -> None:
    source = read_list("people", xlsx(tmp_path / "list.xlsx", PEOPLE))
    assert room.ask(UnmatchedWords(source)) == ()
    strange = xlsx(tmp_path / "strange.xlsx", (PEOPLE[1], (1, "A", "", "", "", "", "Bận")))
    (asked,) = room.ask(UnmatchedWords(read_list("people", strange)))
    assert (asked.field, asked.value, asked.may_be_new) == ("status", "Bận", False)


@pytest.mark.parametrize("kind", ["people", "teams", "places", "subjects", "funds"])
def test_the_empty_list_to_fill_in_comes_in_as_it_is(room: Room, tmp_path: Path, kind: str) -> None:
    path = room.ask(WriteTemplate(kind, tmp_path / f"{kind}.xlsx"))
    report = bring(room, kind, path)
    assert (report.added, report.errors) == (1, ())


def test_the_command_line_imports_the_lists_too(
    room: Room, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for kind, rows, added in ALL:
        path = write_csv(tmp_path / f"{kind}.csv", rows)
        command = ["--data", str(room.folder), "--json", "import", kind, str(path)]
        assert main([*command, "--on-duplicate", "update"]) == 0
        answer = json.loads(capsys.readouterr().out)
        assert (answer["added"], answer["errors"]) == (added, [])


def test_the_example_lists_come_in_one_after_the_other(room: Room) -> None:
    examples = (
        ("people", "nhan-su"), ("teams", "to-chuyen-mon"), ("classes", "lop-hoc"),
        ("places", "noi-de"), ("subjects", "mon-hoc"), ("funds", "nguon-kinh-phi"),
    )  # fmt: skip
    for kind, name in examples:
        report = bring(room, kind, resources.path("examples", f"{name}.csv"), UPDATE)
        assert report.errors == ()
        assert report.read == report.added + report.updated + report.skipped > 0
    heads = {view.team.name: view.head.code for view in room.ask(TeamList()) if view.head}
    assert heads == {"Tổ 1": "GV001", "Tổ 2": "GV002", "Tổ 3": "GV003"}
    assert len(room.ask(PlaceList())) == 4


def test_a_preview_tells_teams_and_teachers_by_name(room: Room, tmp_path: Path) -> None:
    bring(room, "people", xlsx(tmp_path / "people.xlsx", PEOPLE))
    bring(room, "classes", xlsx(tmp_path / "classes.xlsx", CLASSES))
    people = xlsx(tmp_path / "moved.xlsx", (PEOPLE[1], (1, "Vũ Thị Kho", "GV102", "", "Tổ 4")))
    (row,) = room.ask(PreviewImport(read_list("people", people), UPDATE)).rows
    assert row.changes == (("team", "Văn phòng", "Tổ 4"),)
    classes = xlsx(tmp_path / "1a.xlsx", (CLASSES[0], (1, "1A", 1, "2026-2027", "GV102")))
    (row,) = room.ask(PreviewImport(read_list("classes", classes), UPDATE)).rows
    assert row.changes == (("homeroom", "Phạm Thu Hà", "Vũ Thị Kho"),)
