"""The sheet the principal signs: its words, its figures, its margins, and that it never changes."""

from __future__ import annotations

import io
import time
import unicodedata
from datetime import date
from pathlib import Path

import pypdfium2
import pytest
from pypdf import PageObject, PdfReader

from app.domain.device import Device, Kind
from app.domain.setting import School
from app.services.devices import CorrectDevice, ReceiveMore, RegisterDevice
from app.services.importing import Import, read_list
from app.services.lending import Item, Lend, ReturnItem, TakeBack
from app.services.month_acts import ApproveMonth, ExplainLate, PrintMonth, ReturnMonth, SubmitMonth
from app.services.months import MonthOf
from app.services.people import DescribeSchool
from app.services.queries import TheSchool
from app.services.room import Room
from app.services.uploading import MakeUpload
from tests.conftest import Clock

OCTOBER = "2026-10"
LONG = "Bộ thiết bị dạy học thực hành " * 7 + "hết"  # more than 200 letters
TALL_MM, WIDE_MM = 210, 297


@pytest.fixture
def clock() -> Clock:
    """Return a clock in October."""
    return Clock(date(2026, 10, 6))


@pytest.fixture
def october(school: Room, clock: Clock) -> Room:
    """Have loans, damage, a late change and an upload in October; stand in November."""
    school.run(Lend((Item("TB00003", 6),), "3A"))
    school.run(TakeBack((ReturnItem("TB00003", 5),)))
    school.run(RegisterDevice(Device("", LONG, Kind.LOT, document_number="HĐ 15"), 12))
    school.run(MakeUpload())
    clock.turn_to(date(2026, 10, 30))
    school.run(ReceiveMore("TB00003", 4, date(2026, 10, 7)))
    late = school.ask(MonthOf(OCTOBER)).late[0].entry
    school.run(ExplainLate(late, "Chờ hóa đơn của nhà cung cấp"))
    clock.turn_to(date(2026, 11, 3))
    return school


def _print(room: Room, month: str = OCTOBER) -> bytes:
    """Issue the sheet, as the window does."""
    return room.issue(PrintMonth(month)).value.path.read_bytes()


def _pages(data: bytes) -> list[PageObject]:
    return list(PdfReader(io.BytesIO(data)).pages)


def _words(data: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in _pages(data)).split())


def test_the_sheet_says_its_words_and_figures_exactly(october: Room) -> None:
    school = october.ask(TheSchool())
    october.run(DescribeSchool(School(school.name, keeper=school.keeper, deputy="Lê Thị Phó")))
    head = october.ask(MonthOf(OCTOBER)).head
    october.run(SubmitMonth(OCTOBER))
    text = _words(_print(october))
    assert unicodedata.is_normalized("NFC", text)
    for said in (
        "TRƯỜNG TIỂU HỌC HOA PHƯỢNG", "Số: 01", "Nhà Bè, ngày 03 tháng 11 năm 2026",
        "BẢNG TỔNG HỢP CẬP NHẬT DỮ LIỆU THIẾT BỊ THÁNG 10 NĂM 2026",
        "Ngày phát sinh", "Nội dung thay đổi", "Hạn (10 ngày LV)", "Đã đưa lên hệ thống (lô)",
        LONG, "HĐ 15", "Trong kho 0 76 6 70", "Đang cho mượn 0 6 5 1", "Hỏng, chờ xử lý 0 2 0 2",
        "Cộng 0 84 11 73", "Số phiếu mượn 1", "Số lượng cho mượn 6", "Số lượng trả 5",
        "Số cập nhật ghi sổ trễ hạn 1", "Số cập nhật đưa lên hệ thống trễ hạn 5",
        "Chờ hóa đơn của nhà cung cấp",
        "07/10/2026", "21/10/2026", "30/10/2026",
        f"Mã niêm phong sổ (16 ký tự đầu): {head[:16]}", "Ý kiến Hiệu trưởng:", "Duyệt",
        "Trả lại, lý do:", "Nơi nhận:", "- Lưu: VT, TV.", "NGƯỜI LẬP", "Trần Thị Kho",
        "Ngày nghỉ năm 2026 chưa được xác nhận", "KT. HIỆU TRƯỞNG",
        "PHÓ HIỆU TRƯỞNG", "Lê Thị Phó", "1 06/10/2026",
    ):  # fmt: skip
        assert said in text, said
    assert "Bản in lại" not in text
    assert "Bản nháp" not in text


def test_the_type_is_embedded_and_the_pages_lie_on_their_side(october: Room) -> None:
    october.run(SubmitMonth(OCTOBER))
    for page in _pages(_print(october)):
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]  # a PDF's shape
            face = font.get_object()
            assert "Tinos" in str(face["/BaseFont"])
            assert "/FontFile2" in face["/FontDescriptor"]
        assert [round(float(side)) for side in page.mediabox[2:]] == [842, 595]


def _many(room: Room, tmp_path: Path, count: int) -> None:
    path = tmp_path / "list.csv"
    lines = [f"{LONG if number % 10 == 0 else 'Thước'} {number},2" for number in range(count)]
    path.write_text("\n".join(["Tên thiết bị,Số lượng", *lines]), encoding="utf-8")
    room.run(Import(read_list("devices", path)))


def test_the_margins_are_the_decrees_and_long_lists_repeat_their_headings(
    october: Room, clock: Clock, tmp_path: Path
) -> None:
    clock.turn_to(date(2026, 10, 31))
    _many(october, tmp_path, 120)
    data = _print(october)
    document = pypdfium2.PdfDocument(data)
    scale = 4.0
    millimetres = 72 / 25.4 * scale
    for number, page in enumerate(document):
        image = page.render(scale=scale).to_pil().convert("L")
        # The page's number stands in the top margin: what lies under it is the page itself.
        top = 0 if number == 0 else round(16 * millimetres)
        ink = image.crop((0, top, *image.size)).point(lambda shade: 255 * (shade < 128)).getbbox()
        assert ink is not None
        left, right = ink[0] / millimetres, WIDE_MM - ink[2] / millimetres
        assert left >= 29, (number, left)
        assert right >= 14, (number, right)
        assert (top + ink[1]) / millimetres >= 19
        assert TALL_MM - (top + ink[3]) / millimetres >= 19
        if number in {0, 1}:
            assert abs(left - 30) <= 1
            assert abs(right - 15) <= 1
    texts = [" ".join(page.extract_text().split()) for page in _pages(data)]
    assert len(texts) > 5
    tabled = [text for text in texts if "Thước" in text]
    assert all("Nội dung thay đổi" in text for text in tabled)
    assert not texts[0].startswith("1 ")
    assert all(str(number) in text for number, text in enumerate(texts[1:], start=2))
    whole = " ".join(texts)
    assert whole.count("hết") == 12 + 2  # one of October's is told as late again
    document.close()


def test_a_reprint_says_what_was_signed_however_the_book_changes(
    october: Room, clock: Clock
) -> None:
    october.run(SubmitMonth(OCTOBER))
    first = _words(_print(october))
    october.run(ApproveMonth(OCTOBER, "Lê Thị Ánh"))
    clock.turn_to(date(2026, 12, 20))
    october.run(CorrectDevice("TB00005", {"name": "Tên mới", "document_number": "HĐ 99"}))
    october.run(
        DescribeSchool(School("Trường Tiểu học Khác", "UBND XÃ KHÁC", "Khác", "Người khác", "Ai"))
    )
    october.run(ExplainLate(october.ask(MonthOf(OCTOBER)).late[0].entry, "Lý do khác"))
    for number in (1, 2):
        again = _words(_print(october))
        assert f"(Bản in lại lần {number})" in again
        assert again.replace(f"(Bản in lại lần {number}) ", "") == first
    assert "Tên mới" in _words(_print(october, "2026-12"))


def test_a_month_that_was_returned_is_drawn_anew(october: Room) -> None:
    assert "(Bản nháp, chưa trình)" in _words(_print(october))
    october.run(SubmitMonth(OCTOBER))
    october.run(ReturnMonth(OCTOBER, "sửa"))
    draft = _words(_print(october))
    assert "(Bản nháp, chưa trình)" in draft
    assert "Số: 01" not in draft
    october.run(SubmitMonth(OCTOBER))
    assert "Số: 02" in _words(_print(october))


def test_a_month_without_changes_says_so(school: Room, clock: Clock) -> None:
    clock.turn_to(date(2026, 12, 3))
    text = _words(_print(school, "2026-11"))
    assert "Không có thay đổi nào trong tháng." in text
    assert "Các tháng trước chưa được duyệt: 10/2026." in text
    assert "chưa được xác nhận" not in text


def test_marks_of_markup_are_printed_as_they_are(school: Room) -> None:
    school.run(RegisterDevice(Device("", "Hộp <i>1 & 2</i>")))
    assert "Hộp <i>1 & 2</i>" in _words(_print(school))


def test_a_thousand_changes_are_printed_in_a_few_seconds(school: Room, tmp_path: Path) -> None:
    _many(school, tmp_path, 1000)
    start = time.perf_counter()
    data = _print(school)
    taken = time.perf_counter() - start
    assert _words(data).count("Tăng") >= 1000
    assert taken < 20, taken
