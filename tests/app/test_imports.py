"""Schools' lists, as they are: found by heading, previewed, written once, undone whole."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

import resources
from app.domain.batch import ImportRefused, ImportReport
from app.domain.fault import Refused
from app.services.importing import Import, OnDuplicate, PreviewImport, read_list, undo_import
from app.services.plans import PlanWeek
from app.services.queries import Borrowers, Devices, OneDevice, Verify
from app.services.room import Room

Rows = Sequence[Sequence[object]]


def xlsx(path: Path, rows: Rows, *, sheet: str = "Sheet1", merge: str = "") -> Path:
    """Write a workbook as a school would."""
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = sheet
    for row in rows:
        page.append(list(row))
    if merge:
        page.merge_cells(merge)
    book.save(path)
    return path


def write_csv(path: Path, rows: Rows) -> Path:
    """Write a list as text."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def bring(
    room: Room, kind: str, path: Path, on_duplicate: OnDuplicate = OnDuplicate.SKIP,
    **chosen: str,
) -> ImportReport:  # fmt: skip
    """Import a file; its preview must have said the same figures."""
    source = read_list(kind, path, chosen=chosen)
    preview = room.ask(PreviewImport(source, on_duplicate))
    try:
        report = room.run(Import(source, on_duplicate)).value
    except ImportRefused as refused:
        report = refused.report
    assert (preview.read, preview.added, preview.updated, preview.skipped, preview.errors) == (
        report.read, report.added, report.updated, report.skipped, report.errors,
    )  # fmt: skip
    return report


DEVICES = (
    ("TRƯỜNG TIỂU HỌC HOA PHƯỢNG", "", "", "", ""),
    ("DANH SÁCH THIẾT BỊ NĂM HỌC 2026-2027", "", "", "", ""),
    ("", "", "", "", ""),
    ("STT", "Tên thiết bị (*)", "Mã định danh *", "Số lượng (*)", "Trong đó hỏng"),
    (1, "Máy chiếu", "0012345", 1, ""),
    (2, "Bảng con", "0012346", 35, 2),
    ("", "Tổng cộng", "", 36, 2),
)


@pytest.mark.parametrize("as_csv", [False, True])
def test_banners_asterisks_zeros_and_totals_are_understood(
    room: Room, tmp_path: Path, *, as_csv: bool
) -> None:
    path = (
        write_csv(tmp_path / "list.csv", DEVICES)
        if as_csv
        else xlsx(tmp_path / "list.xlsx", DEVICES, merge="A1:E1")
    )
    report = bring(room, "devices", path)
    assert (report.read, report.added, report.errors) == (2, 2, ())
    story = room.ask(OneDevice("0012346"))
    assert {state.value: count for state, count in story.view.balances.items()} == {
        "in_store": 33, "damaged": 2,
    }  # fmt: skip
    assert story.view.device.code == "TB00002"


def test_the_same_file_twice_adds_nothing(room: Room, tmp_path: Path) -> None:
    path = xlsx(tmp_path / "list.xlsx", DEVICES)
    bring(room, "devices", path)
    before = room.ask(Verify())
    again = bring(room, "devices", path)
    assert (again.batch, again.added, again.skipped) == (None, 0, 2)
    assert room.ask(Verify()) == before


def test_composed_and_decomposed_headings_are_one(room: Room, tmp_path: Path) -> None:
    rows = [[unicodedata.normalize("NFD", str(cell)) for cell in row] for row in DEVICES]
    report = bring(room, "devices", xlsx(tmp_path / "nfd.xlsx", rows))
    assert report.added == 2
    assert [view.device.name for view in room.ask(Devices())] == ["Bảng con", "Máy chiếu"]


CATALOGUE_HEADINGS = ("TT", "Chủ đề dạy học", "Tên thiết bị", "Mục đích sử dụng",
                      "Mô tả chi tiết thiết bị dạy học", "GV", "HS", "Đơn vị", "Số lượng",
                      "Ghi chú")  # fmt: skip
INTERIM_HEADINGS = (
    "STT", "Mã thiết bị", "Tên thiết bị", "Môn học", "Khối lớp", "Đơn vị tính", "Số lượng",
    "Trong đó hỏng", "Năm đưa vào sử dụng", "Nước sản xuất", "Nguồn hình thành", "Đơn giá",
    "Nơi để", "Tình trạng", "Ghi chú",
)  # fmt: skip


def test_the_interim_fifteen_columns_are_accepted(room: Room, tmp_path: Path) -> None:
    row = (1, "TB00077", "Quả địa cầu", "TN&XH", "3", "Quả", "4", "1", "2021", "Việt Nam",
           "Được cấp", "1.250.000", "Tủ 2", "Tốt", "mới")  # fmt: skip
    rows = [INTERIM_HEADINGS, row]
    report = bring(room, "devices", xlsx(tmp_path / "mau.xlsx", rows))
    assert report.added == 1
    view = room.ask(OneDevice("TB00077")).view
    assert (view.device.unit_price, view.device.year_in_use, view.place) == (
        1_250_000, 2021, "Tủ 2",
    )  # fmt: skip


def test_a_catalogue_table_is_accepted_as_devices_too(room: Room, tmp_path: Path) -> None:
    rows = [CATALOGUE_HEADINGS, (1, "Số học", "Bộ que tính", "Thực hành", "10 que", "x", "x",
                                 "Bộ", "35", "")]  # fmt: skip
    assert bring(room, "catalogue", xlsx(tmp_path / "tt37.xlsx", rows)).added == 1
    assert bring(room, "devices", xlsx(tmp_path / "tt37.xlsx", rows)).added == 1
    assert room.ask(Devices())[0].device.user == "GV;HS"


GIO_LINH = ("STT", "Tên Thiết Bị", "Nước sản xuất", "Năm sản xuất", "Số lượng", "Đơn Vị", "Giá",
            "Ghi chú", "Loại thiết bị", "Bộ môn", "Phân loại")  # fmt: skip
CHE_LAN_VIEN = ("Số TT", "Chủ đề dạy học", "Tên thiết bị", "Mục đích sử dụng", "Mô tả chi tiết",
                "GV", "HS", "Đơn vị", "Định mức", "Tổng số", "Hỏng")  # fmt: skip


def test_the_column_sets_of_other_schools_are_accepted_as_they_are(
    room: Room, tmp_path: Path
) -> None:
    first = [GIO_LINH, (1, "Kính hiển vi", "Đức", 2019, 3, "Cái", 2500000, "", "TBDH", "Khoa học",
                        "Dụng cụ")]  # fmt: skip
    second = [CHE_LAN_VIEN, (1, "Âm thanh", "Trống cơm", "Biểu diễn", "Gỗ", "x", "", "Cái", "02",
                             "7", "1")]  # fmt: skip
    assert bring(room, "devices", xlsx(tmp_path / "gl.xlsx", first)).added == 1
    assert bring(room, "devices", xlsx(tmp_path / "clv.xlsx", second)).added == 1
    drum, lens = room.ask(Devices("trong com")), room.ask(Devices("kinh hien vi"))
    assert {state.value: count for state, count in drum[0].balances.items()} == {
        "in_store": 6, "damaged": 1,
    }  # fmt: skip
    assert (lens[0].device.year_made, lens[0].device.unit_price) == (2019, 2_500_000)
    assert (lens[0].device.country, lens[0].device.subject) == ("Đức", "Khoa học")


def test_the_shipped_minimum_list_comes_in_once(room: Room) -> None:
    path = resources.path("lists", "minimum_equipment.csv")
    first = bring(room, "catalogue", path)
    assert first.errors == ()
    assert first.added > 100
    assert bring(room, "catalogue", path).added == 0


def test_people_then_classes_with_their_teachers(room: Room, tmp_path: Path) -> None:
    people = [("Họ và tên", "Mã định danh", "Tổ chuyên môn", "Trạng thái"),
              ("Nguyễn Thị Ánh", "0791", "Tổ 3", "Đang làm việc"),
              ("Trần Văn Bình", "0792", "Tổ 4", "Đã chuyển đi")]  # fmt: skip
    assert bring(room, "people", xlsx(tmp_path / "ns.xlsx", people)).added == 2
    classes = [("STT", "Khối học/Nhóm tuổi", "Mã lớp học", "Tên lớp học", "Họ và tên"),
               (1, "Khối 3", "L3A", "3A", "Lê Văn Tí"), (2, "Khối 3", "L3A", "3A", "Võ Thị Na"),
               (3, "Khối 4", "L4B", "4B", "Bùi Văn An")]  # fmt: skip
    report = bring(room, "classes", xlsx(tmp_path / "lop.xlsx", classes))
    assert (report.read, report.added, report.skipped) == (3, 2, 1)
    found, working = room.ask(Borrowers())
    assert [one.name for one in found] == ["3A", "4B"]
    assert [one.name for one in working] == ["Nguyễn Thị Ánh"]


FAULTY = (
    ("Tên thiết bị", "Số lượng", "Trong đó hỏng", "Năm sản xuất"),
    ("Bảng con", "ba", "", ""),
    ("", "3", "", ""),
    ("Kính lúp", "3", "4", ""),
    ("Thước", "3", "", "20200"),
    ("Compa", "", "", ""),
    ("Êke", "5", "", ""),
)


def test_every_fault_is_listed_by_cell_and_nothing_is_written(room: Room, tmp_path: Path) -> None:
    before = room.ask(Verify())
    report = bring(room, "devices", xlsx(tmp_path / "faulty.xlsx", FAULTY, sheet="Kho"))
    assert [(one.sheet, one.row, one.column, one.value) for one in report.errors] == [
        ("Kho", 2, "Số lượng", "ba"),
        ("Kho", 3, "Tên thiết bị", ""),
        ("Kho", 4, "Trong đó hỏng", "4"),
        ("Kho", 5, "Năm sản xuất", "20200"),
        ("Kho", 6, "Số lượng", ""),
    ]
    assert all(str(one.message).count(".") >= 1 for one in report.errors)
    assert room.ask(Verify()) == before


def test_the_good_rows_come_in_when_asked(room: Room, tmp_path: Path) -> None:
    source = read_list("devices", xlsx(tmp_path / "faulty.xlsx", FAULTY))
    report = room.run(Import(source, accept_valid=True)).value
    assert (report.added, len(report.errors)) == (1, 5)
    assert [view.device.name for view in room.ask(Devices())] == ["Êke"]


def test_duplicates_are_skipped_updated_or_refused(room: Room, tmp_path: Path) -> None:
    old = xlsx(tmp_path / "old.xlsx", [("Tên thiết bị", "Mã"), ("Máy chiếu", "TB00009")])
    new = xlsx(tmp_path / "new.xlsx", [("Tên thiết bị", "Mã"), ("Máy chiếu Epson", "TB00009")])
    bring(room, "devices", old)
    assert bring(room, "devices", new).skipped == 1
    assert len(bring(room, "devices", new, OnDuplicate.REFUSE).errors) == 1
    assert bring(room, "devices", new, OnDuplicate.UPDATE).updated == 1
    assert room.ask(OneDevice("TB00009")).view.device.name == "Máy chiếu Epson"


def test_an_import_is_undone_whole_and_can_come_again(room: Room, tmp_path: Path) -> None:
    path = xlsx(tmp_path / "list.xlsx", DEVICES)
    batch = bring(room, "devices", path).batch
    assert batch is not None
    room.run(undo_import(batch, "Nhầm tệp"))
    assert room.ask(Devices()) == []
    undone = room.ask(OneDevice("0012345")).view
    assert (undone.device.status, undone.balances) == ("cancelled", {})
    again = bring(room, "devices", path)
    assert (again.added, again.errors) == (2, ())
    assert [view.device.code for view in room.ask(Devices())] == ["TB00002", "TB00001"]
    assert sum(sum(view.balances.values()) for view in room.ask(Devices())) == 36
    assert room.ask(Verify()).ok


def test_only_an_import_is_undone_as_one(school: Room) -> None:
    with pytest.raises(Refused):
        school.run(undo_import(3, "Nhầm"))


def test_a_heading_may_be_chosen_by_hand(room: Room, tmp_path: Path) -> None:
    path = xlsx(tmp_path / "odd.xlsx", [("Đồ vật", "Số"), ("Trống", "2")])
    with pytest.raises(Refused, match="Tên thiết bị"):
        read_list("devices", path)
    assert bring(room, "devices", path, name="Đồ vật", quantity="Số").added == 1
    assert sum(room.ask(Devices())[0].balances.values()) == 2


def test_a_sheet_may_be_named(room: Room, tmp_path: Path) -> None:
    book = Workbook()
    first = book.active
    assert first is not None
    first.append(("Tên thiết bị",))
    first.append(("Sai trang",))
    second = book.create_sheet("Đúng trang")
    second.append(("Tên thiết bị",))
    second.append(("Đúng",))
    book.save(tmp_path / "two.xlsx")
    source = read_list("devices", tmp_path / "two.xlsx", sheet="Đúng trang")
    room.run(Import(source))
    assert [view.device.name for view in room.ask(Devices())] == ["Đúng"]
    with pytest.raises(Refused, match="Không có"):
        read_list("devices", tmp_path / "two.xlsx", sheet="Không có")


LOG = (
    ("LỊCH BÁO GIẢNG - Giáo viên: Nguyễn Thị Ánh - Tuần 12 (từ ngày 23/11/2026 đến 28/11/2026)",),
    ("Thứ", "Buổi học", "Tiết học TKB", "Môn học", "Lớp học", "Tiết theo PPCT", "Bài dạy"),
    ("Thứ 2", "Sáng", "1", "Toán", "3A", "56", "Bảng nhân 7"),
    ("", "Sáng", "2", "Tiếng Việt", "3A", "110", "Tập đọc"),
    ("Thứ 3", "Chiều", "1", "Toán", "3A", "57", "Luyện tập"),
)


def test_a_teaching_log_becomes_plans(school: Room, tmp_path: Path) -> None:
    path = xlsx(tmp_path / "lbg.xlsx", LOG)
    assert bring(school, "plans", path).added == 3
    assert bring(school, "plans", path).added == 0
    week = school.ask(PlanWeek(date(2026, 11, 23)))
    assert [(one.day, one.session, one.period, one.lesson) for one in week] == [
        ("2026-11-23", "Sáng", 1, "Bảng nhân 7"),
        ("2026-11-23", "Sáng", 2, "Tập đọc"),
        ("2026-11-24", "Chiều", 1, "Luyện tập"),
    ]


def test_a_teaching_log_of_nobody_we_know_is_refused_by_cell(school: Room, tmp_path: Path) -> None:
    rows = [("LỊCH BÁO GIẢNG - Giáo viên: Ai Đó",), *LOG[1:]]
    report = bring(school, "plans", xlsx(tmp_path / "lbg.xlsx", rows))
    assert len(report.errors) == 3
    assert report.errors[0].column == "Thứ"


def test_the_example_lists_are_good(room: Room) -> None:
    for kind, name, count in (
        ("people", "nhan-su.csv", 6), ("classes", "lop-hoc.csv", 5), ("devices", "thiet-bi.csv", 8),
    ):  # fmt: skip
        report = bring(room, kind, resources.path("examples", name))
        assert (report.added, report.errors) == (count, ())


def test_people_classes_and_lists_come_again_after_an_undo(room: Room) -> None:
    for kind, path in (
        ("people", resources.path("examples", "nhan-su.csv")),
        ("classes", resources.path("examples", "lop-hoc.csv")),
        ("catalogue", resources.path("lists", "minimum_equipment.csv")),
    ):
        first = bring(room, kind, path)
        room.run(undo_import(first.batch or 0, "Nhầm tệp"))
        again = bring(room, kind, path)
        assert (again.added, again.errors) == (first.added, ())
    assert room.ask(Verify()).ok


def test_a_code_asked_for_further_down_is_given_to_no_other_row(room: Room, tmp_path: Path) -> None:
    devices = [("Tên thiết bị", "Mã"), ("Loa", ""), ("Máy chiếu", "TB00001")]
    assert bring(room, "devices", xlsx(tmp_path / "tb.xlsx", devices)).added == 2
    assert room.ask(OneDevice("TB00001")).view.device.name == "Máy chiếu"
    people = [("Họ và tên", "Mã"), ("Lê Thị Đào", ""), ("Trần Văn Bình", "GV001")]
    assert bring(room, "people", xlsx(tmp_path / "ns.xlsx", people)).added == 2


def test_a_row_of_field_names_under_the_headings_is_no_data(room: Room, tmp_path: Path) -> None:
    rows = [("Tên thiết bị (*)", "Số lượng (*)"), ("name", "quantity"), ("Loa", 2)]
    report = bring(room, "devices", xlsx(tmp_path / "mau.xlsx", rows))
    assert (report.read, report.added, report.errors) == (1, 1, ())


@pytest.mark.parametrize(
    "total",
    [
        ("Cộng:", "2 loại", "", 7),
        ("", "Cộng trang 1", "", 7),
        ("Tổng số", "2 thiết bị", "Bộ", 7),
        ("", "Tổng cộng 2 khoản", "", ""),
        ("", "Mang sang trang 2", "", 7),
    ],
)
def test_a_total_is_no_device(room: Room, tmp_path: Path, total: tuple[str | int, ...]) -> None:
    rows = [("STT", "Tên thiết bị", "ĐVT", "Số lượng"), (1, "Tổng đài", "Cái", 1), total,
            (2, "Cộng tác viên mẫu", "Bộ", 6)]  # fmt: skip
    report = bring(room, "devices", xlsx(tmp_path / "cong.xlsx", rows))
    assert (report.read, report.added) == (2, 2)


def test_zeros_that_only_a_format_shows_are_part_of_a_code(room: Room, tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["B3"], sheet["C3"], sheet["D3"] = "Tên thiết bị", "Mã định danh", "Số lượng"
    for row, code, shape in ((4, 12345, "0000000"), (5, 77, '"NB-"00000'), (6, 88, "General")):
        sheet.cell(row, 2, f"Loa {row}")
        sheet.cell(row, 3, code).number_format = shape
        sheet.cell(row, 4, 3).number_format = "00"
    book.save(tmp_path / "so0.xlsx")
    assert bring(room, "devices", tmp_path / "so0.xlsx").added == 3
    found = [view.device.official_code for view in room.ask(Devices())]
    assert found == ["0012345", "NB-00077", "88"]


def test_a_gate_is_no_total(room: Room, tmp_path: Path) -> None:
    rows = [("Tên thiết bị", "Nơi để"), ("Cổng", "Kho"), ("Cộng", "")]
    assert bring(room, "devices", xlsx(tmp_path / "cong.xlsx", rows)).added == 1
