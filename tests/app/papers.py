"""Every kind of paper there is, drawn once from hard data: long names, all letters, many rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache

from app.documents import damage, movement
from app.documents.account_slip import AccountSlip, draw_account_slip
from app.documents.asset_sheet import draw_asset_sheet
from app.documents.listing import Column, Listing, draw_listing
from app.documents.minutes import (
    CountSheet,
    Minutes,
    MinutesGroup,
    MinutesLine,
    Reasoned,
    draw_count_sheet,
    draw_minutes,
)
from app.documents.month import MonthSheet, draw_month
from app.documents.numbered import draw_numbered
from app.documents.pack import Bound, PackCover, TeamCover, draw_pack_cover, draw_team_cover
from app.documents.page import Issuer, Letterhead
from app.documents.report import Part, ReportSheet, draw_report
from app.documents.returning import (
    Owed,
    Reminder,
    ReturnLine,
    ReturnSlip,
    draw_reminders,
    draw_return_slips,
)
from app.documents.slip import LoanSlip, SlipLine, draw_loan_slip
from app.documents.team_reminder import Listed, TeamSheet, draw_team_reminders
from app.domain.document import Paper
from app.domain.secret import Secret

DAY = date(2026, 2, 5)
ROWS = 64
LETTERS = (
    "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ"
    "AÀẢÃÁẠĂẰẲẴẮẶÂẦẨẪẤẬBCDĐEÈẺẼÉẸÊỀỂỄẾỆGHIÌỈĨÍỊKLMNOÒỎÕÓỌÔỒỔỖỐỘƠỜỞỠỚỢPQRSTUÙỦŨÚỤƯỪỬỮỨỰVXYỲỶỸÝỴ₫"
)
WHOLE = (LETTERS + "0123456789" * 9)[:200]  # no blank to break it at
WORDS = ("Bộ ẵm ợ Ứng đỡ ₫ quyển " * 9)[:199] + "."
TEACHER = "Đặng Ứng Hữu Nghiễn Thị Quỳnh Ỷ Ẵm Ợ"
HEAD = Letterhead("Ủy ban nhân dân xã Nhà Bè", "Trường Tiểu học Hoa Phượng", "Nhà Bè")
ISSUER = Issuer(HEAD, TEACHER)


def names() -> list[str]:
    """Return what 64 devices are called: two as hard as can be, the others as in a school."""
    return [WHOLE, WORDS, *(f"Bộ thực hành Toán số {at}" for at in range(3, ROWS + 1))]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A paper, and what must stand on it: the words, and its headings on each page of a table."""

    data: bytes
    says: tuple[str, ...]
    headings: tuple[str, ...] = ()
    decree: bool = True


def _moved() -> list[movement.MovedLine]:
    return [
        movement.MovedLine((f"TB{at:05d}",), name, "Bộ", 35, 1_250_000, "Việt Nam", 2024, "Tốt")
        for at, name in enumerate(names(), start=1)
    ]


def _hurt(*cells: str) -> list[damage.HurtLine]:
    return [
        damage.HurtLine(f"TB{at:05d}", name, "Bộ", 35, cells)
        for at, name in enumerate(names(), start=1)
    ]


_COUNCIL = ((TEACHER, "Chủ tịch"), ("Lê Thị Đào", "Thư ký"), ("Trần Văn Bình", "Uỷ viên"))
_DISPOSED = ("2019", "1.250.000", "0", "Hỏng, không sửa được", "Bán phế liệu")


def slips() -> dict[str, Paper]:
    """Return each kind of numbered slip, by the function that says it."""
    moved, day = _moved(), DAY.isoformat()
    return {
        "increase_paper": movement.increase_paper(
            ISSUER, moved, movement.Delivery("Mua sắm", "HĐ-05", day, "Công ty Thiết bị", "Đủ")
        ),
        "decrease_paper": movement.decrease_paper(
            ISSUER, moved, movement.Disposal(_COUNCIL, "Thanh lý", "12/QĐ-HP", 250_000)
        ),
        "transfer_paper": movement.transfer_paper(ISSUER, moved, "Phòng bộ môn Tin học", "Gấp"),
        "parting_paper": movement.parting_paper(
            ISSUER, moved, movement.Parting("Trường Tiểu học Lê Lợi", "12/QĐ", day, "Gấp")
        ),
        "handover_paper": movement.handover_paper(
            ISSUER, moved, movement.Handing(TEACHER, "Lê Thị Đào", "QĐ 12", "Nghỉ hưu", "Kho")
        ),
        "report_paper": damage.report_paper(
            ISSUER, _hurt("Hư nặng", "Rơi khi dạy", TEACHER, "Gửi sửa chữa"),
            damage.Report(day, TEACHER, "Lê Thị Đào", "phiếu mượn số 05", 50_000, "Gấp", 4, "An"),
        ),
        "mend_paper": damage.mend_paper(ISSUER, _hurt("Hư nhẹ"), "Thay pin", 12_000),
        "found_paper": damage.found_paper(ISSUER, _hurt("05/02/2026", "Còn tốt"), "Trong tủ"),
        "repair_paper": damage.repair_paper(
            ISSUER, _hurt("Hư nặng"), damage.Sent("Tiệm An", "Ngân sách", 500_000, "Gấp")
        ),
        "repaired_paper": damage.repaired_paper(
            ISSUER, _hurt("30", "5"), damage.Back("Tiệm An", day, "Ngân sách", 9, "Tốt", 2)
        ),
        "proposal_paper": damage.proposal_paper(ISSUER, _hurt(*_DISPOSED), "Hỏng", _COUNCIL),
        "disposal_paper": damage.disposal_paper(
            ISSUER, _hurt(*_DISPOSED),
            damage.Decided("Hỏng", "12/QĐ", day, "Bán phế liệu", 90_000, _COUNCIL),
        ),
    }  # fmt: skip


def _minutes() -> Minutes:
    lines = tuple(
        MinutesLine(f"TB{at:05d}", name, "Bộ", "Kho 1", 12_500_000, 35, 33, 0, 2, 1, "Mất khi dạy")
        for at, name in enumerate(names(), start=1)
    )
    groups = (MinutesGroup("Môn Toán", lines[:40]), MinutesGroup("Môn Tiếng Việt", lines[40:]))
    found = tuple(
        Reasoned(line.code, line.name, "Thiếu", 2, "Mất khi dạy", "Báo mất") for line in lines[:2]
    )
    committee = (("Trưởng ban", TEACHER), ("Thư ký", "Lê Thị Đào"))
    return Minutes(
        1, HEAD, 5, "toàn trường", DAY.isoformat(), DAY.isoformat(), committee, "", groups, found,
        TEACHER, 10_000_000, "Mẫu C53-HD", "(Ban hành kèm theo Thông tư 107/2017/TT-BTC)", "12345",
    )  # fmt: skip


def _count_sheet() -> bytes:
    lines = tuple((f"TB{at:05d}", name, "Bộ", 35) for at, name in enumerate(names(), start=1))
    return draw_count_sheet(CountSheet(HEAD, "toàn trường", DAY, (("Môn Toán", lines),)))


def _listing() -> bytes:
    rows = tuple((str(at), name, "35") for at, name in enumerate(names(), start=1))
    columns = (Column("STT", 5, centred=True), Column("Tên thiết bị", 40), Column("SL", 7))
    closing = f"Cộng: {ROWS} dòng."
    return draw_listing(Listing(HEAD, "DANH SÁCH THIẾT BỊ", DAY, columns, rows, closing))


def _report() -> bytes:
    rows = tuple((name, *(str(at) for at in range(8))) for name in names())
    columns = (Column("Môn", 34), *(Column(f"Số {at}", 9, centred=True) for at in range(8)))
    parts = (Part("Tình trạng", columns, rows, totals=True),)
    signers = (("Người lập báo cáo", TEACHER), ("Hiệu trưởng", ""))
    lines = ("Kỳ báo cáo: tháng 1",)
    return draw_report(
        ReportSheet(HEAD, DAY, "BÁO CÁO CHẤT LƯỢNG", lines, parts, "Cách đếm.", signers, "BC")
    )


def _month() -> bytes:
    rows = tuple(
        (str(at), "05/02/2026", f"TB{at:05d}", name, "Báo hỏng: đang dùng → chờ xử lý", "35",
         "Biên bản 05", "05/02/2026", "20/02/2026", "Đúng hạn", "Lô 12", "Điều chỉnh tháng 01")
        for at, name in enumerate(names(), start=1)
    )  # fmt: skip
    states = tuple((state, "12.345", "1.234", "1.234", "12.345") for state in ("Trong kho", "Mất"))
    late = (("05/02/2026", "TB00001", WORDS, "Báo hỏng", "20/02/2026", "21/02/2026",
             "Ghi sổ trễ", WORDS),)  # fmt: skip
    uploads = (("12", "05/02/2026", "64", "0123456789abcdef", "Đã đưa lên"),)
    heads = tuple((f"Tổ {at}", TEACHER) for at in range(1, 8))
    return draw_month(
        MonthSheet(HEAD, 5, DAY.isoformat(), "2026-02", rows, states, (("Số lượng mượn", "35"),),
                   late, uploads, ("Ghi chú.",), TEACHER, heads, TEACHER, True,  # noqa: FBT003 - a deputy signs
                   ("Hiệu trưởng", "Lưu: VT, TB."))
    )  # fmt: skip


def _loan(rows: int, teacher: str = TEACHER) -> bytes:
    lines = tuple(
        SlipLine(f"TB{at:05d}", name, "Bộ", 35, "Góc Toán")
        for at, name in enumerate(names()[-rows:], start=1)
    )
    slip = LoanSlip(
        HEAD, 5, DAY, date(2026, 3, 1), "3A", teacher, teacher, "2, 3", "Bảng nhân 7", "Toán", "12",
        "Lớp trưởng Na", lines,
    )  # fmt: skip
    return draw_loan_slip(slip, created=datetime(2026, 2, 5))  # noqa: DTZ001 - local


def _returned() -> bytes:
    lines = tuple(
        ReturnLine(f"TB{at:05d}", name, "Bộ", 35, 30, 1, 1, 1, 2, "gãy" if at == 1 else "")
        for at, name in enumerate(names(), start=1)
    )
    return draw_return_slips([ReturnSlip(HEAD, 5, DAY, DAY, "3A", TEACHER, TEACHER, lines)])


def _reminders() -> bytes:
    owed = tuple(Owed(at, "3A", name, 35, DAY, at) for at, name in enumerate(names(), start=1))
    one = Reminder("Tổ 3", "Lê Thị Đào", owed[2:5])
    return draw_reminders(HEAD, DAY, TEACHER, [Reminder("Tổ 3", TEACHER, owed), one, one])


def _team_reminders() -> bytes:
    updates = tuple(
        ("05/02/2026", f"TB{at:05d}", name, "Báo hỏng", "20/02/2026", "3 ngày")
        for at, name in enumerate(names(), start=1)
    )
    returns = (("0005", TEACHER, "3A", WORDS, "35", "20/02/2026", "3 ngày"),)
    notices = (("05/02/2026", WORDS, "20/02/2026", "3 ngày"),)
    missing = (("TB00001", WORDS, "Mã định danh, nước sản xuất"),)
    sheet = TeamSheet(
        "Tổ 3", TEACHER, False,  # noqa: FBT003 - of one team
        (("Thay đổi quá hạn", ROWS),), Listed(updates, len(updates)), Listed(notices, 1),
        Listed(returns, 1), Listed(missing, 1),
    )  # fmt: skip
    return draw_team_reminders(HEAD, DAY, TEACHER, [sheet])


def _pack_cover() -> bytes:
    parts = tuple(Bound(name, at, at) for at, name in enumerate(names(), start=1))
    signers = (("Người lập", TEACHER), ("Hiệu trưởng", TEACHER))
    return draw_pack_cover(
        PackCover(HEAD, DAY, "BỘ BÁO CÁO CUỐI THÁNG", ("Tháng 02/2026",), parts, 99, ("Ghi chú.",),
                  signers)
    )  # fmt: skip


def _team_cover() -> bytes:
    parts = tuple((name, at) for at, name in enumerate((WHOLE, WORDS, f"Toán số {ROWS}"), start=1))
    return draw_team_cover(
        TeamCover(HEAD, DAY, "PHẦN CỦA TỔ", "Tổ 3", ("Tháng 02/2026",), parts, TEACHER, TEACHER)
    )


def _account_slip() -> bytes:
    name = f"{TEACHER}, Toán số {ROWS}"
    slip = AccountSlip(HEAD, "GV001", name, Secret("ACDEF-GHJKL-MNPQR-TUVWX-Y3467"), recovery=True)
    return draw_account_slip(slip, created=datetime(2026, 2, 5))  # noqa: DTZ001 - local


_OTHERS: dict[str, tuple[Callable[[], bytes], tuple[str, ...]]] = {
    "draw_minutes": (lambda: draw_minutes(_minutes()), ("Trước", "Ghi chú, lý do")),
    "draw_asset_sheet": (lambda: draw_asset_sheet(_minutes()), ("Theo sổ kế toán", "Nguyên giá")),
    "draw_count_sheet": (_count_sheet, ("Đếm được", "Ghi chú")),
    "draw_listing": (_listing, ("STT", "Tên thiết bị")),
    "draw_report": (_report, ("Môn", "Số 7")),
    "draw_month": (_month, ("Ngày phát sinh", "Nội dung thay đổi")),
    "draw_loan_slip": (lambda: _loan(ROWS), ("Mã", "Tên thiết bị", "Ghi chú")),
    "draw_loan_slip twice on a page": (lambda: _loan(2, "Lê Thị Đào"), ()),
    "draw_loan_slip on a page each": (lambda: _loan(4), ()),
    "draw_return_slips": (_returned, ("Tên thiết bị", "Chưa trả")),
    "draw_reminders": (_reminders, ("Tên thiết bị", "Quá hạn")),
    "draw_team_reminders": (_team_reminders, ("Tên thiết bị", "Hạn")),
    "draw_pack_cover": (_pack_cover, ("Nội dung", "Từ trang")),
    "draw_team_cover": (_team_cover, ()),
    "draw_account_slip": (_account_slip, ()),
}
_TIGHT = {"draw_count_sheet", "draw_loan_slip twice on a page", "draw_account_slip"}
_SHORT = {
    "draw_loan_slip twice on a page": "Lê Thị Đào", "draw_loan_slip on a page each": TEACHER,
    "draw_account_slip": TEACHER,
}  # fmt: skip

KINDS = (*slips(), *_OTHERS)


@cache
def draw(kind: str) -> Drawn:
    """Return a kind of paper; it is drawn once."""
    if kind in _OTHERS:
        made, headings = _OTHERS[kind]
        says = (f"Toán số {ROWS}", _SHORT.get(kind, WORDS), *(() if kind in _SHORT else (WHOLE,)))
        return Drawn(made(), says, headings, kind not in _TIGHT)
    paper = slips()[kind]
    says = tuple(cell for row in paper.rows for cell in row if cell)
    says += (*paper.facts, *paper.closing, *(name for _role, name in paper.signers))
    headings = tuple(column.heading for column in paper.columns)
    copy = replace(paper, copies=1)
    return Drawn(draw_numbered(copy, 5, DAY), says, headings)
