"""Slips on paper: one loan's slip, and a month's list of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from app.documents.listing import Column, Listing, draw_listing
from app.documents.returning import (
    Owed,
    Reminder,
    ReturnLine,
    ReturnSlip,
    draw_reminders,
    draw_return_slips,
)
from app.documents.slip import LoanSlip, SlipLine, draw_loan_slip
from app.domain.archive import ArchiveKind, Filing
from app.domain.calendar import show_day
from app.domain.fault import Refused
from app.domain.loan import Result
from app.domain.month import first_day, last_day, parse_month, show_month
from app.domain.period import Period
from app.domain.sentence import Sentence
from app.domain.text import slug, sort_key
from app.domain.view import LineView, LoanView, Returned
from app.services.letterheads import read_letterhead
from app.services.limits import overdue_from
from app.services.people import read_school
from app.store.desk import Desk


@dataclass(frozen=True, slots=True)
class PrintLoanSlip:
    """The slip of a loan, as a PDF."""

    loan: int

    def answer(self, desk: Desk) -> bytes:
        """Return the PDF's bytes; the same loan gives the same bytes."""
        view = _find_loan(desk, self.loan)
        day = date.fromisoformat(view.day)
        school = read_school(desk, day)
        slip = LoanSlip(
            read_letterhead(desk, day),
            view.loan,
            day,
            date.fromisoformat(view.due),
            view.class_name,
            view.teacher_name,
            school.keeper,
            view.period,
            view.lesson,
            view.subject,
            view.ppct,
            view.fetched_by,
            tuple(
                SlipLine(one.device, one.name, one.unit, one.lent, one.kit) for one in view.lines
            ),
        )
        return draw_loan_slip(slip, created=datetime.combine(slip.day, time()))


@dataclass(frozen=True, slots=True)
class PrintReturnSlips:
    """What came back of some loans, and what is still out, as one PDF."""

    loans: tuple[int, ...]

    def answer(self, desk: Desk) -> bytes:
        """Return the PDF's bytes; its figures are the ledger's."""
        return draw_return_slips([_return_slip(desk, loan) for loan in self.loans])


def _return_slip(desk: Desk, loan: int) -> ReturnSlip:
    view = _find_loan(desk, loan)
    school = read_school(desk)
    back = desk.returned(loan)
    return ReturnSlip(
        read_letterhead(desk),
        view.loan,
        desk.today,
        date.fromisoformat(view.day),
        view.class_name,
        view.teacher_name,
        school.keeper,
        tuple(_return_line(line, back) for line in view.lines),
    )


def _return_line(line: LineView, back: Sequence[Returned]) -> ReturnLine:
    own = [one for one in back if one.line == line.line]
    counts = {result: sum(one.quantity for one in own if one.result == result) for result in Result}
    return ReturnLine(
        line.device, line.name, line.unit, line.lent, counts[Result.GOOD],
        counts[Result.DAMAGED], counts[Result.LOST], counts[Result.INCOMPLETE],
        line.outstanding, "; ".join(dict.fromkeys(one.note for one in own if one.note)),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class PrintReminders:
    """A reminder for each teacher with overdue devices, by team (Điều 8.2), as a PDF."""

    team: str | None = None

    def answer(self, desk: Desk) -> bytes:
        """Return the PDF's bytes, or refuse when nothing is overdue."""
        late = desk.loans(open_only=True, overdue_on=overdue_from(desk, desk.today).isoformat())
        owed: dict[tuple[str, str], list[Owed]] = {}
        for view in sorted(late, key=lambda view: view.due):
            if self.team is None or view.team == self.team:
                owed.setdefault((view.team, view.teacher_name), []).extend(_owed(desk, view))
        if not owed:
            raise Refused(Sentence("Nothing is overdue, so there is nobody to remind."))
        school = read_school(desk)
        reminders = [
            Reminder(team, teacher, tuple(lines))
            for (team, teacher), lines in sorted(
                owed.items(), key=lambda one: (sort_key(one[0][0]), sort_key(one[0][1]))
            )
        ]
        return draw_reminders(read_letterhead(desk), desk.today, school.keeper, reminders)

    def filing(self, desk: Desk) -> Filing:
        """Return how the archive files them."""
        today, team = Period(desk.today, desk.today), self.team or ""
        return Filing(
            ArchiveKind.REMINDER,
            " ".join(filter(None, ("Phiếu nhắc trả thiết bị", team))),
            "-".join(filter(None, ("phieu-nhac", slug(team), desk.today.isoformat()))),
            today,
        )


def _owed(desk: Desk, view: LoanView) -> list[Owed]:
    due = date.fromisoformat(view.due)
    return [
        Owed(view.loan, view.class_name, line.name, line.outstanding, due, (desk.today - due).days)
        for line in view.lines
        if line.outstanding
    ]


def _find_loan(desk: Desk, loan: int) -> LoanView:
    found = desk.loans(loan=loan)
    if not found:
        raise Refused(Sentence("There is no loan {loan}.", {"loan": loan}), where=str(loan))
    return found[0]


@dataclass(frozen=True, slots=True)
class PrintMonthList:
    """The slips of one calendar month, YYYY-MM, as a PDF."""

    month: str

    def answer(self, desk: Desk) -> bytes:
        """Return the PDF's bytes, the oldest slip first; what is out is as of today."""
        month = parse_month(self.month)
        views = [view for view in reversed(desk.loans()) if view.day.startswith(month)]
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
                read_letterhead(desk),
                f"DANH SÁCH MƯỢN THIẾT BỊ DẠY HỌC THÁNG {int(month)} NĂM {year}",
                desk.today,
                _MONTH_COLUMNS,
                rows,
                f"Cộng: {len(standing)} phiếu mượn, số lượng cho mượn {lent}, chưa trả {out}.",
            )
        )

    def filing(self, desk: Desk) -> Filing:
        """Return how the archive files it."""
        del desk
        title = f"Danh sách mượn tháng {show_month(self.month)}"
        period = Period(first_day(self.month), last_day(self.month))
        return Filing(ArchiveKind.LIST, title, f"danh-sach-muon-{self.month}", period)


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
