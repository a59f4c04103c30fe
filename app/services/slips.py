"""Slips on paper: one loan's slip, and a month's list of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from app.documents.listing import Column, Listing, draw_listing
from app.documents.page import Letterhead
from app.documents.slip import LoanSlip, SlipLine, draw_loan_slip
from app.domain.calendar import show_day
from app.domain.fault import Refused
from app.domain.sentence import Sentence
from app.domain.setting import School
from app.services.people import read_school
from app.store.desk import Desk


@dataclass(frozen=True, slots=True)
class PrintLoanSlip:
    """The slip of a loan, as a PDF."""

    loan: int

    def answer(self, desk: Desk) -> bytes:
        """Return the PDF's bytes; the same loan gives the same bytes."""
        found = desk.loans(loan=self.loan)
        if not found:
            raise Refused(
                Sentence("There is no loan {loan}.", {"loan": self.loan}), where=str(self.loan)
            )
        view = found[0]
        school = read_school(desk)
        slip = LoanSlip(
            _letterhead(school),
            view.loan,
            date.fromisoformat(view.day),
            date.fromisoformat(view.due),
            view.class_name,
            view.teacher_name,
            school.keeper,
            view.period,
            view.lesson,
            tuple(SlipLine(one.device, one.name, one.unit, one.lent) for one in view.lines),
        )
        return draw_loan_slip(slip, created=datetime.combine(slip.day, time()))


@dataclass(frozen=True, slots=True)
class PrintMonthList:
    """The slips of one calendar month, YYYY-MM, as a PDF."""

    month: str

    def answer(self, desk: Desk) -> bytes:
        """Return the PDF's bytes, the oldest slip first; what is out is as of today."""
        views = [view for view in reversed(desk.loans()) if view.day.startswith(self.month)]
        standing = [view for view in views if view.status == "active"]
        rows = tuple(
            (
                str(view.loan) if line is view.lines[0] else "",
                show_day(view.day) if line is view.lines[0] else "",
                view.class_name if line is view.lines[0] else "",
                view.teacher_name if line is view.lines[0] else "",
                line.device,
                line.name,
                line.unit,
                str(line.lent),
                str(line.outstanding or ""),
            )
            for view in standing
            for line in view.lines
        )
        lent = sum(line.lent for view in standing for line in view.lines)
        out = sum(line.outstanding for view in standing for line in view.lines)
        year, month = self.month.split("-")
        return draw_listing(
            Listing(
                _letterhead(read_school(desk)),
                f"DANH SÁCH MƯỢN THIẾT BỊ DẠY HỌC THÁNG {int(month)} NĂM {year}",
                desk.today,
                _MONTH_COLUMNS,
                rows,
                f"Cộng: {len(standing)} phiếu mượn, số lượng cho mượn {lent}, chưa trả {out}.",
            )
        )


_MONTH_COLUMNS = (
    Column("Phiếu", 8, centred=True),
    Column("Ngày mượn", 13, centred=True),
    Column("Lớp", 7, centred=True),
    Column("Giáo viên", 25),
    Column("Mã", 14, centred=True),
    Column("Tên thiết bị", 44),
    Column("ĐVT", 9, centred=True),
    Column("SL", 7, centred=True),
    Column("Chưa trả", 10, centred=True),
)


def _letterhead(school: School) -> Letterhead:
    return Letterhead(school.superior, school.name, school.place)
