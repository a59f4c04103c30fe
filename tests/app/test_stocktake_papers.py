"""The minutes, the count sheets and the accountant's sheet, read back word by word."""

from __future__ import annotations

import io
import unicodedata

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from app.domain.device import Device, Kind
from app.domain.setting import School
from app.domain.stocktake import Finding, Resolution, Scope
from app.services.closing import CloseStocktake
from app.services.counting import Count, Seen
from app.services.devices import CorrectDevice, RegisterDevice
from app.services.differences import Explain
from app.services.lending import Item, Lend
from app.services.people import DescribeSchool
from app.services.room import Question, Room
from app.services.stocktake_papers import (
    PrintAssetSheet,
    PrintCountSheet,
    PrintMinutes,
    SaveAssetSheet,
)
from app.services.stocktakes import OpenStocktake
from app.services.undoing import Undo
from tests.conftest import TODAY, Clock

COMMITTEE = (("Trưởng ban", "Nguyễn Thị Hiệu"), ("Thư ký", "Trần Thị Kho"),
             ("Uỷ viên", "Lê Văn Kế"), ("Uỷ viên", " "))  # fmt: skip


def _read(room: Room, paper: Question[bytes]) -> str:
    pages = PdfReader(io.BytesIO(room.ask(paper))).pages
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert unicodedata.is_normalized("NFC", text)
    return text


@pytest.fixture
def counted(school: Room, clock: Clock) -> int:
    """Count for two days: TB00001 missing, TB00003 two short, TB00005 two too many, a strange code.

    TB00005 costs 12 million each: a fixed asset. TB00002 is out on loan.
    """
    television = Device("", "Tivi 55 inch", Kind.LOT, unit_price=12_000_000, subject="Tin học")
    school.run(RegisterDevice(television, 3, place="Phòng Tin học"))
    school.run(CorrectDevice("TB00003", {"unit_price": 150_000}))
    school.run(Lend((Item("TB00002"),), "3A"))
    stocktake = school.run(OpenStocktake(committee=COMMITTEE, note="Cuối học kỳ")).value
    seen = (Seen("TB00003", 33), Seen("TB00004", 20, 4), Seen("TB00005", 5), Seen("LẠ-7"))
    school.run(Count(stocktake, seen, "Kho"))
    clock.turn_to(TODAY.replace(day=26))
    for code, finding, why, resolution in (
        ("TB00001", Finding.MISSING, "Thất lạc khi chuyển phòng", Resolution.LOST),
        ("TB00003", Finding.MISSING, "Lớp 4B làm mất", Resolution.LOST),
        ("TB00004", Finding.DAMAGED, "Vỡ do rơi", Resolution.REPORT_DAMAGE),
        ("TB00005", Finding.SURPLUS, "Phòng cấp thêm chưa ghi", Resolution.REGISTER),
        ("LẠ-7", Finding.UNKNOWN, "Nhãn của trường cũ", Resolution.NOTED),
    ):
        school.run(Explain(stocktake, ((code, finding),), why, resolution))
    return stocktake


def test_the_minutes_say_before_after_and_why(school: Room, counted: int) -> None:
    draft = _read(school, PrintMinutes(counted))
    assert "(dự thảo)" in draft
    assert "sổ sách chưa điều chỉnh" in draft
    school.run(CloseStocktake(counted))
    text = _read(school, PrintMinutes(counted))
    for said in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "TRƯỜNG TIỂU HỌC HOA PHƯỢNG", "Số: 01/BB",
        "Nhà Bè, ngày 26 tháng 11 năm 2026", "BIÊN BẢN KIỂM KÊ THIẾT BỊ",
        "Phạm vi kiểm kê: toàn trường", "từ ngày 24/11/2026 đến ngày 26/11/2026",
        "1. Nguyễn Thị Hiệu, Trưởng ban", "2. Trần Thị Kho, Thư ký", "3. Lê Văn Kế, Uỷ viên",
        "Ghi chú: Cuối học kỳ", "A Chưa ghi môn", "B Dùng chung", "C Tin học", "D Toán",
        "TB00001 Máy chiếu Cái 1 0 1 Thiếu 1: Thất lạc khi chuyển phòng",
        "TB00002 Loa cầm tay Cái 1 1 Đang mượn 1",
        "TB00003 Bộ thực hành Toán Bộ 35 33 2 Thiếu 2: Lớp 4B làm mất",
        "TB00004 Bảng con Cái 20 20 4 Hỏng 2: Vỡ do rơi",
        "TB00005 Tivi 55 inch Cái 3 5 2 Thừa 2: Phòng cấp thêm chưa ghi",
        "Tổng cộng 60 59 2 3 4",
        "TB00003 Bộ thực hành Toán Thiếu 2 Lớp 4B làm mất Ghi mất",
        "LẠ-7 Mã lạ 1 Nhãn của trường cũ Ghi nhận",
        "Đã kiểm kê 5 loại thiết bị, số lượng theo sổ 60, thực tế 59; có 5 chênh lệch.",
        "Sổ sách được điều chỉnh theo kết quả trên.",
    ):  # fmt: skip
        assert said in text, (said, text)
    assert "4. " not in text.split("Ghi chú: Cuối")[0]
    assert text.index("THƯ KÝ") < text.index("TRƯỞNG BAN KIỂM KÊ")


def test_a_reprint_says_the_same_whatever_happens_later(school: Room, counted: int) -> None:
    school.run(CloseStocktake(counted))
    papers = (PrintMinutes(counted), PrintAssetSheet(counted))
    before = [school.ask(paper) for paper in papers]
    school.run(CorrectDevice("TB00003", {"name": "Tên khác"}))
    school.run(DescribeSchool(School("Trường khác")))
    assert [school.ask(paper) for paper in papers] == before
    school.run(Undo("Nhầm"))
    school.run(Undo("Nhầm"))
    school.run(Undo("Chưa duyệt"))
    assert "(dự thảo)" in _read(school, PrintMinutes(counted))
    school.run(CloseStocktake(counted))
    assert "Số: 02/BB" in _read(school, PrintMinutes(counted))


def test_nothing_that_differs_is_said_so(school: Room) -> None:
    stocktake = school.run(OpenStocktake(Scope.SUBJECT, "Toán")).value
    school.run(Count(stocktake, (Seen("TB00003", 35),)))
    school.run(CloseStocktake(stocktake))
    text = _read(school, PrintMinutes(stocktake))
    assert "Phạm vi kiểm kê: môn Toán" in text
    assert "A Chưa ghi nơi để" in text
    assert "Không có chênh lệch giữa sổ sách và thực tế." in text


def test_count_sheets_have_room_for_what_is_counted(school: Room, counted: int) -> None:
    text = _read(school, PrintCountSheet(counted))
    for said in ("PHIẾU KIỂM KÊ THIẾT BỊ", "Phạm vi: toàn trường", "Người đếm:",
                 "Cần có Đếm được", "TB00003 Bộ thực hành Toán Bộ 35"):  # fmt: skip
        assert said in text
    assert "TB00002" not in text  # all of it is out on loan


def test_the_accountants_sheet_has_assets_and_tools_apart(school: Room, counted: int) -> None:
    school.run(DescribeSchool(School("Trường Tiểu học Hoa Phượng", budget_code="1234567")))
    school.run(CloseStocktake(counted))
    text = _read(school, PrintAssetSheet(counted))
    for said in (
        "Mẫu số: C53-HD", "Thông tư số 107/2017/TT-BTC", "Mã QHNS: 1234567",
        "Thời điểm kiểm kê: ngày 26/11/2026", "Ông/Bà: Nguyễn Thị Hiệu, chức vụ: Trưởng ban",
        "Theo sổ kế toán", "Thực tế kiểm kê", "Giá trị còn lại", "A Tài sản cố định",
        "Tivi 55 inch TB00005", "3 36.000.000", "5 60.000.000", "2 24.000.000",
        "B Công cụ, dụng cụ", "35 5.250.000", "33 4.950.000", "-2 -300.000", "Tổng cộng",
        "60 41.250.000", "59 64.950.000", "-1 23.700.000",
        "Ý kiến giải quyết số chênh lệch", "Kế toán trưởng", "Trưởng ban kiểm kê",
    ):  # fmt: skip
        assert said in text, (said, text)


def test_the_form_of_the_sheet_is_the_schools_to_word(school: Room, counted: int) -> None:
    words = School("Hoa Phượng", asset_form="Mẫu số: C53-HĐ", asset_form_source="(TT 24/2024)")
    school.run(DescribeSchool(words))
    text = _read(school, PrintAssetSheet(counted))
    assert "Mẫu số: C53-HĐ" in text
    assert "(TT 24/2024)" in text
    assert "107/2017" not in text


def test_the_accountants_sheet_is_a_spreadsheet_too(school: Room, counted: int) -> None:
    school.run(CloseStocktake(counted))
    book = load_workbook(io.BytesIO(school.ask(SaveAssetSheet(counted))))
    rows = [list(row) for row in book.active.iter_rows(values_only=True)]
    assert rows[1][0].startswith("Mẫu số: C53-HD")
    assert rows[4][4:7] == [
        "Theo sổ kế toán: Số lượng", "Theo sổ kế toán: Nguyên giá",
        "Theo sổ kế toán: Giá trị còn lại",
    ]  # fmt: skip
    by_name = {row[1]: row for row in rows}
    assert by_name["Tivi 55 inch"][2:13] == [
        "TB00005", "Phòng Tin học", 3, 36_000_000, None, 5, 60_000_000, None, 2, 24_000_000, None,
    ]  # fmt: skip
    assert by_name["Tổng cộng"][4:12] == [
        60, 41_250_000, None, 59, 64_950_000, None, -1, 23_700_000,
    ]  # fmt: skip
