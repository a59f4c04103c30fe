"""Papers read back: the words exactly, the type embedded, the figures the ledger's."""

from __future__ import annotations

import io
import unicodedata
from datetime import timedelta

import pytest
from pypdf import PageObject, PdfReader

from app.domain.device import Device, Kind
from app.domain.fault import Refused
from app.domain.loan import Result
from app.domain.setting import School
from app.services.devices import RegisterDevice
from app.services.kits import MakeKit
from app.services.lending import Item, Lend, ReturnItem, TakeBack
from app.services.people import DescribeSchool
from app.services.room import Room
from app.services.slips import PrintLoanSlip, PrintMonthList, PrintReminders, PrintReturnSlips
from app.services.undoing import Undo
from tests.conftest import TODAY, Clock


def read(data: bytes) -> PdfReader:
    """Open a paper."""
    return PdfReader(io.BytesIO(data))


def words(data: bytes) -> str:
    """Return what stands on a paper, white space made one."""
    return " ".join(" ".join(page.extract_text() for page in read(data).pages).split())


def _fonts(page: PageObject) -> dict[str, bool]:
    """Return each typeface of a page and whether it is embedded."""
    found = {}
    for font in page["/Resources"]["/Font"].values():  # type: ignore[index]  # a PDF's own shape
        face = font.get_object()
        found[str(face["/BaseFont"])] = "/FontFile2" in face["/FontDescriptor"]
    return found


def test_the_slip_says_its_words_exactly(school: Room) -> None:
    school.run(
        Lend((Item("TB00001"), Item("TB00003", 20)), "3A", period="2, 3", lesson="Bảng nhân 7",
             subject="Toán", fetched_by="Lớp trưởng Na")
    )  # fmt: skip
    text = words(school.ask(PrintLoanSlip(1)))
    assert unicodedata.is_normalized("NFC", text)
    for said in (
        "TRƯỜNG TIỂU HỌC HOA PHƯỢNG", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc", "Nhà Bè, ngày 24 tháng 11 năm 2026",
        "PHIẾU MƯỢN THIẾT BỊ DẠY HỌC", "Giáo viên mượn: Nguyễn Thị Ánh", "Lớp: 3A",
        "Ngày hẹn trả: 01/12/2026", "Tiết: 2, 3", "Tên bài dạy: Bảng nhân 7", "Môn: Toán",
        "Người nhận: Lớp trưởng Na", "TB00003 Bộ thực hành Toán Bộ 20",
        "Cộng: 2 loại thiết bị, số lượng 21.", "Trần Thị Kho",
    ):  # fmt: skip
        assert said in text


def test_the_type_is_embedded_and_the_page_is_a4(school: Room) -> None:
    school.run(Lend((Item("TB00001"),), "3A"))
    (page,) = read(school.ask(PrintLoanSlip(1))).pages
    fonts = _fonts(page)
    assert fonts
    assert all("Tinos" in name and embedded for name, embedded in fonts.items())
    assert [round(float(side)) for side in page.mediabox[2:]] == [595, 842]
    (wide,) = read(school.ask(PrintMonthList("2026-11"))).pages
    assert [round(float(side)) for side in wide.mediabox[2:]] == [842, 595]


def test_a_short_slip_stands_twice_on_its_page(school: Room) -> None:
    school.run(
        Lend((Item("TB00001"), Item("TB00002"), Item("TB00003", 20), Item("TB00004", 3)), "3A")
    )
    (page,) = read(school.ask(PrintLoanSlip(1))).pages
    assert page.extract_text().count("PHIẾU MƯỢN THIẾT BỊ DẠY HỌC") == 2


def test_the_same_loan_makes_the_same_bytes(school: Room, clock: Clock) -> None:
    school.run(Lend((Item("TB00001"),), "3A"))
    first = school.ask(PrintLoanSlip(1))
    clock.turn_to(TODAY + timedelta(days=9))
    assert school.ask(PrintLoanSlip(1)) == first


def test_a_long_slip_repeats_its_headings_and_numbers_its_pages(school: Room) -> None:
    name = "Bộ thiết bị dạy chữ số và so sánh số có tên rất dài để xem dòng có bị cắt không " * 2
    codes = [
        school.run(RegisterDevice(Device("", f"{name} số {number}"))).value for number in range(60)
    ]
    school.run(Lend(tuple(Item(code) for code in codes), "3A"))
    pages = read(school.ask(PrintLoanSlip(1))).pages
    assert len(pages) > 2
    texts = [" ".join(page.extract_text().split()) for page in pages]
    assert all("Tên thiết bị" in text for text in texts[:-1])
    assert texts[1].startswith("2 ") or " 2 " in texts[1]
    whole = " ".join(texts)
    assert all(code in whole for code in codes)
    assert whole.count("không bị") == 0
    assert "số 59" in whole


def test_marks_of_markup_are_printed_as_they_are(school: Room) -> None:
    school.run(DescribeSchool(School("Trường <b>A & B</b>")))
    code = school.run(RegisterDevice(Device("", "Hộp <i>1 & 2</i>", Kind.PIECE))).value
    school.run(Lend((Item(code),), "3A"))
    text = words(school.ask(PrintLoanSlip(1)))
    assert "Hộp <i>1 & 2</i>" in text
    assert "<B>A & B</B>" in text


def test_a_month_without_loans_says_so_in_figures(school: Room) -> None:
    assert "0 phiếu mượn" in words(school.ask(PrintMonthList("2026-10")))


def test_an_unknown_slip_is_refused(school: Room) -> None:
    with pytest.raises(Refused, match="no loan 7"):
        school.ask(PrintLoanSlip(7))


def test_the_return_slip_counts_what_came_back_and_forgets_what_was_undone(
    school: Room,
) -> None:
    school.run(Lend((Item("TB00003", 30),), "3A"))
    school.run(TakeBack((ReturnItem("TB00003", 5, Result.LOST),)))
    school.run(Undo("Tìm thấy rồi"))
    school.run(
        TakeBack(
            (
                ReturnItem("TB00003", 20),
                ReturnItem("TB00003", 1, Result.DAMAGED, "gãy, em Na"),
                ReturnItem("TB00003", 2, Result.INCOMPLETE),
            )
        )
    )
    text = words(school.ask(PrintReturnSlips((1,))))
    assert "TB00003 Bộ thực hành Toán Bộ 30 20 1 2 7" in text
    assert "TB00003: gãy, em Na" in text
    assert "Còn chưa trả: 7." in text


def test_a_kit_is_named_on_the_slip(school: Room) -> None:
    code = school.run(MakeKit("Bộ góc Toán", (Item("TB00003", 5),))).value
    school.run(Lend((Item("TB00003", 5, code),), "3A"))
    assert "Bộ góc Toán" in words(school.ask(PrintLoanSlip(1)))


def test_a_reminder_for_each_teacher_and_no_other(school: Room, clock: Clock) -> None:
    school.run(Lend((Item("TB00001"),), "3A", due=TODAY))
    school.run(Lend((Item("TB00003", 4),), "4B", due=TODAY + timedelta(days=30)))
    clock.turn_to(TODAY + timedelta(days=3))
    text = words(school.ask(PrintReminders()))
    assert text.count("PHIẾU NHẮC TRẢ THIẾT BỊ DẠY HỌC") == 1
    assert "Kính gửi: Nguyễn Thị Ánh" in text
    assert "3 ngày" in text
    assert "Trần Văn Bình" not in text
    with pytest.raises(Refused, match="nobody to remind"):
        school.ask(PrintReminders("Tổ 9"))


def test_a_name_longer_than_a_page_goes_on_over_it(school: Room) -> None:
    code = school.run(RegisterDevice(Device("", "thước " * 500 + "cuối"))).value
    school.run(Lend((Item(code),), "3A"))
    slip, listed = school.ask(PrintLoanSlip(1)), school.ask(PrintMonthList("2026-11"))
    copies = words(slip).count("PHIẾU MƯỢN THIẾT BỊ DẠY HỌC")
    assert (words(slip).count("thước"), words(slip).count("cuối")) == (500 * copies, copies)
    assert (words(listed).count("thước"), words(listed).count("cuối")) == (500, 1)


@pytest.mark.parametrize("month", ["2026", "2026-13", "11/2026", "2026-11-24", ""])
def test_a_month_that_is_none_is_refused(school: Room, month: str) -> None:
    with pytest.raises(Refused, match="is not a month"):
        school.ask(PrintMonthList(month))
