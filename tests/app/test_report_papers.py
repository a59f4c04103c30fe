"""The books and lists on paper and as workbooks: covers, pages of their own, whole words."""

from __future__ import annotations

import io
import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from app.cli import main
from app.domain.damage import DamageKind
from app.domain.device import Device, Kind
from app.domain.fault import Refused
from app.domain.loan import Result
from app.domain.period import Period, month_period
from app.services.damage_reports import ReportDamage, ReportLine
from app.services.decrease import Decrease, DecreaseLine, Member, Why
from app.services.devices import RegisterDevice
from app.services.lending import Item, Lend, ReturnItem, TakeBack
from app.services.people import RegisterPerson
from app.services.report_files import MOST_PRINTED, PrintReport, SaveReport
from app.services.report_kinds import KINDS, find_report
from app.services.reports import MOST_LISTED, Report, ReportTable, too_many
from app.services.room import Room
from app.services.teams import CorrectTeam
from tests.conftest import TODAY, Clock

NOVEMBER = month_period(2026, 11)


@pytest.fixture
def lent(school: Room, clock: Clock) -> Room:
    """Lend to two teachers of a team with a head, and one of another; some comes back."""
    school.run(RegisterPerson("Phạm Văn Giang", "Tổ 1"))
    school.run(CorrectTeam("Tổ 3", head="GV001"))
    first = school.run(Lend((Item("TB00003", 10), Item("TB00001")), "3A", period="2",
                            lesson="Phép cộng có nhớ")).value  # fmt: skip
    school.run(Lend((Item("TB00003", 5),), "4B", due=TODAY + timedelta(days=1)))
    school.run(Lend((Item("TB00002"),), "3A", teacher="GV004"))
    clock.turn_to(TODAY + timedelta(days=3))
    school.run(TakeBack((ReturnItem("TB00003", 8), ReturnItem("TB00003", 2, Result.DAMAGED),
                         ReturnItem("TB00001")), first.loan))  # fmt: skip
    return school


def _ask(room: Room, name: str, by: str = "", period: Period = NOVEMBER) -> Report:
    report: Report = room.ask(find_report(name, period, by))
    return report


def _pages(room: Room, report: Report) -> list[str]:
    reader = PdfReader(io.BytesIO(room.ask(PrintReport(report))))
    for page in reader.pages:
        assert page.mediabox.width > page.mediabox.height
    return [" ".join(page.extract_text().split()) for page in reader.pages]


def test_each_teacher_has_pages_behind_a_cover_that_shows_the_period(lent: Room) -> None:
    cover, totals, *rest = _pages(lent, _ask(lent, "loans"))
    books = [page for page in rest if "SỔ MƯỢN TRẢ CỦA GIÁO VIÊN" in page]
    assert "SỔ MƯỢN TRẢ THIẾT BỊ THEO GIÁO VIÊN Tháng 11/2026 Từ ngày 01/11/2026" in cover
    assert "Năm học 2026-2027 Cán bộ phụ trách thiết bị: Trần Thị Kho" in cover
    assert "Tổ 1 1 1 1 0 0 0 0 1 0 Tổ 3 2 3 16 9 2 0 0 5 5" in totals
    assert [page[page.index("Giáo viên:") :][:32].split(" (")[0] for page in books] == [
        "Giáo viên: Phạm Văn Giang", "Giáo viên: Nguyễn Thị Ánh", "Giáo viên: Trần Văn Bình",
    ]  # fmt: skip
    own = books[1]
    assert "Tổ chuyên môn: Tổ 3" in own
    for heading in ("STT", "Ngày mượn", "Ngày trả", "Phiếu (số, ngày)", "Thiết bị mượn sử dụng",
                    "Số lượng", "Tiết", "Tên bài dạy", "Lớp", "Tình trạng khi trả",
                    "Người trả ký tên"):  # fmt: skip
        assert heading in own, heading
    assert "24/11/2026 27/11/2026 0001, 24/11/2026 TB00003 Bộ thực hành Toán 10 2" in own
    assert "Tốt 8; Hỏng 2" in own
    assert "Cộng: 1 phiếu, 2 dòng 11" in own
    assert own.index("Tổ trưởng") < own.rindex("Nguyễn Thị Ánh")
    assert "Chưa trả 5, hẹn 25/11/2026" in books[2]


def test_by_class_the_book_names_the_teacher_and_the_homeroom_teacher(lent: Room) -> None:
    _cover, totals, *books = _pages(lent, _ask(lent, "loans", "class"))
    assert "3A 2 3 12 9 2 0 0 1 0 4B 1 1 5 0 0 0 0 5 5" in totals
    assert len(books) == 2
    assert "Lớp: 3A Giáo viên chủ nhiệm: Nguyễn Thị Ánh" in books[0]
    assert "Phạm Văn Giang" in books[0]


def test_the_book_of_loans_in_a_workbook_keeps_whose_each_line_is(
    lent: Room, tmp_path: Path
) -> None:
    lent.issue(SaveReport(_ask(lent, "loans")), tmp_path / "so.xlsx")
    book = load_workbook(tmp_path / "so.xlsx")
    rows = [[cell.value for cell in row] for row in book["Bảng 4"].iter_rows()]
    (found,) = [row for row in rows if row[2:3] == ["24/11/2026"] and "TB00001 Máy chiếu" in row]
    assert found[:7] == ["Tổ 3", "Nguyễn Thị Ánh", "24/11/2026", "27/11/2026",
                         "0001, 24/11/2026", "TB00001 Máy chiếu", 1]  # fmt: skip


def test_what_is_out_and_overdue_is_told_for_any_day(lent: Room) -> None:
    out = " ".join(_pages(lent, _ask(lent, "holders")))
    assert "BẢNG KÊ THIẾT BỊ ĐANG MƯỢN" in out
    assert "Kỳ báo cáo: Đến hết ngày 27/11/2026" in out  # November is not over: today
    assert out.count("Tổ trưởng chuyên môn") == 1
    late = _ask(lent, "overdue").told
    (row,) = late.rows
    assert (row["device"], row["quantity"], row["days_overdue"]) == ("TB00003", 5, 2)
    assert "Số ngày quá hạn" in _pages(lent, _ask(lent, "overdue"))[0]
    before = _ask(lent, "holders", period=Period(TODAY, TODAY)).told
    assert before.totals == {"loans": 3, "lines": 4, "quantity": 17}
    assert _ask(lent, "overdue", period=Period(TODAY, TODAY)).told.rows == ()
    assert _ask(lent, "holders", period=month_period(2026, 10)).told.rows == ()


def test_the_equipment_book_says_what_came_left_and_remains(lent: Room) -> None:
    fresh = Device("", "Quả địa cầu", Kind.LOT, "Quả", subject="Khoa học", grades="4;5",
                   fund="Được cấp", unit_price=120_000, country="Việt Nam", note="cỡ lớn",
                   document_number="07/PXK")  # fmt: skip
    lent.run(RegisterDevice(fresh, 6, day=TODAY))
    lent.run(ReportDamage((ReportLine("TB00005", 2, DamageKind.MAJOR),)))
    lent.run(Decrease((DecreaseLine("TB00005", 2, Why.BROKEN),), (Member("Ánh"),), "Huỷ"))
    cover, *rest = _pages(lent, _ask(lent, "book"))
    text = " ".join(rest)
    assert "SỔ THIẾT BỊ GIÁO DỤC" in cover
    assert "Môn học: Khoa học" in text
    assert (
        "24/11/2026 07/PXK TB00005 Quả địa cầu Việt Nam Quả 6 120.000 720.000 Được cấp "
        "Khoa học, khối 4, 5" in text
    )
    assert "27/11/2026: 2, hỏng 4 cỡ lớn" in text
    assert "Kế toán" in text


def test_no_day_code_or_name_of_two_hundred_letters_is_broken_off(lent: Room) -> None:
    long = " ".join(["Bộ tranh dạy học"] * 13)
    lent.run(RegisterDevice(Device("", long, Kind.LOT, subject="Đạo đức"), 30))
    lent.run(Lend((Item("TB00005", 30),), "3A"))
    for name in KINDS:
        pages = _pages(lent, _ask(lent, name))
        text = " ".join(pages)
        assert all(str(number) in page.split()[0] for number, page in enumerate(pages, 1)
                   if number > 1)  # fmt: skip
        if name in {"stock", "loans", "holders", "book"}:
            assert "TB00005" in text
            assert text.count("tranh") >= 13
        if name in {"loans", "holders", "book"}:
            assert "27/11/2026" in text


def test_the_command_line_tells_every_report(
    lent: Room, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in KINDS:
        capsys.readouterr()
        status = main(["--data", str(lent.folder), "--json", "report", name,
                       "--from", "2026-11-01", "--to", "2026-11-24",
                       "--pdf", str(tmp_path / f"{name}.pdf"),
                       "--xlsx", str(tmp_path / f"{name}.xlsx")])  # fmt: skip
        told = json.loads(capsys.readouterr().out)
        assert (status, told["report"]) == (0, name)
        assert {"rows", "totals"} <= told.keys()
        assert (tmp_path / f"{name}.pdf").read_bytes().startswith(b"%PDF")
        assert load_workbook(tmp_path / f"{name}.xlsx").sheetnames[0] == "Bảng 1"
    assert main(["--data", str(lent.folder), "report", "stock", "--by", "teacher"]) == 1
    assert "không xếp được theo “teacher”" in capsys.readouterr().err


def test_a_period_that_has_not_begun_is_refused_by_every_report(lent: Room) -> None:
    for name in KINDS:
        with pytest.raises(Refused, match="has not begun"):
            _ask(lent, name, period=month_period(2027, 1))


def test_more_rows_than_anybody_reads_are_refused_kindly(lent: Room) -> None:
    report = _ask(lent, "holders")
    table = report.tables[0]
    many = ReportTable(table.title, table.headings, table.rows[:1] * (MOST_PRINTED + 1),
                       kinds=table.kinds)  # fmt: skip
    long = Report(report.title, report.period, report.called, report.summary, report.rule, (many,))
    with pytest.raises(Refused, match="too many to print"):
        lent.ask(PrintReport(long))
    assert str(MOST_LISTED) in str(too_many(1_000_000))


def test_a_book_with_nothing_in_it_is_still_printed(room: Room) -> None:
    for name in KINDS:
        report = _ask(room, name)
        assert _pages(room, report)
        assert report.told.rows == ()


def test_days_are_ordered_and_a_day_ahead_of_today_is_today(lent: Room) -> None:
    ahead = Period(date(2026, 11, 1), date(2027, 8, 31))
    assert _ask(lent, "holders", period=ahead).told.more["on"] == "2026-11-27"
