"""Who has what on a day (bảng kê đang mượn), and what of it is overdue."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from app.domain.calendar import show_day
from app.domain.loan_book import OutLine
from app.domain.period import Period
from app.domain.sentence import Sentence, Value
from app.domain.text import sort_key
from app.services.loans_report import LoansBy
from app.services.people import read_school
from app.services.reports import (
    MOST_LISTED,
    Cell,
    Kind,
    Report,
    ReportTable,
    Told,
    check_begun,
    too_many,
)
from app.store.desk import Desk

_NEVER = "9999"  # after every day
_ALL = Sentence("The whole school")


@dataclass(frozen=True, slots=True)
class HoldersReport:
    """What is out at the end of a period's last day, or of today when that lies ahead.

    With `overdue` only what should have been back by then.
    """

    period: Period
    by: LoansBy = LoansBy.TEACHER
    overdue: bool = False

    def answer(self, desk: Desk) -> Report:
        """Return the report, or refuse a period that has not begun."""
        check_begun(desk, self.period)
        day = min(self.period.last, desk.today)
        out = self.lines(desk, day)
        return _show(self, day, out, read_school(desk).keeper)

    def lines(self, desk: Desk, day: date) -> list[OutLine]:
        """Return what is out, each holder's together."""
        before = day.isoformat() if self.overdue else _NEVER
        lines = desk.loan_book.out(day.isoformat(), before)
        return sorted(lines, key=self._rank)

    def whose(self, line: OutLine) -> tuple[str, str]:
        """Return the holder of a line: team and teacher, or class alone."""
        if self.by is LoansBy.CLASS:
            return "", line.class_name
        return line.team, line.teacher_name

    def _rank(self, line: OutLine) -> tuple[bool, str, str, str, int]:
        team, name = self.whose(line)
        grouped = self.by is LoansBy.TEACHER
        return grouped and not team, sort_key(team), sort_key(name), line.due, line.line


def _show(asked: HoldersReport, day: date, out: Sequence[OutLine], keeper: str) -> Report:
    many = len(out) > MOST_LISTED
    quantity = sum(line.quantity for line in out)
    said: dict[str, Value] = {"quantity": quantity, "lines": len(out),
            "slips": len({line.loan for line in out}), "day": f"{day:%d/%m/%Y}"}  # fmt: skip
    lists = () if many else (_list(asked, day, out, quantity),)
    return Report(
        Sentence("List of what is overdue") if asked.overdue else Sentence("List of what is out"),
        Period(day, day),
        Sentence("At the end of {day}", {"day": said["day"]}),
        Sentence("{quantity} overdue: {lines} lines of {slips} slips.", said) if asked.overdue
        else Sentence("{quantity} out: {lines} lines of {slips} slips.", said),
        Sentence(
            "What went out and had not come back by the end of the day, as the ledger has it. "
            "It is overdue from the day after it was due."
        ),
        (*lists, _totals(asked, out, quantity)),
        told=_told(asked, day, out),
        lacks=too_many(len(out)) if many else None,
        signers=(("Người lập biểu", keeper), ("Tổ trưởng chuyên môn", ""), ("Hiệu trưởng", "")),
    )  # fmt: skip


def _late(line: OutLine, day: date) -> int:
    return max((day - date.fromisoformat(line.due)).days, 0)


def _list(asked: HoldersReport, day: date, out: Sequence[OutLine], quantity: int) -> ReportTable:
    late = asked.overdue

    def row(line: OutLine) -> tuple[Cell, ...]:
        return (
            line.code, line.name, line.unit, line.quantity, line.subject, line.place,
            line.class_name, line.team, line.teacher_name, show_day(line.day), show_day(line.due),
            *((_late(line, day),) if late else ()),
        )  # fmt: skip

    return ReportTable(
        Sentence("What is overdue, by whom") if late else Sentence("What is out, with whom"),
        (
            Sentence("Code"), Sentence("Device name"), Sentence("Unit"), Sentence("Quantity"),
            Sentence("Subject"), Sentence("Kept in"), Sentence("Class"), Sentence("Team"),
            Sentence("Teacher"), Sentence("Day lent"), Sentence("Due"),
            *((Sentence("Days overdue"),) if late else ()),
        ),
        tuple(row(line) for line in out),
        ("", Sentence("In all"), "", quantity, *[""] * (7 + late)),
        (
            Kind.CODE, Kind.NAME, Kind.SHORT, Kind.FIGURE, Kind.TEXT, Kind.TEXT, Kind.SHORT,
            Kind.TEXT, Kind.TEXT, Kind.DAY, Kind.DAY, *((Kind.FIGURE,) if late else ()),
        ),
        numbered=True,
    )  # fmt: skip


def _totals(asked: HoldersReport, out: Iterable[OutLine], quantity: int) -> ReportTable:
    figures: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for line in out:
        figures[asked.whose(line)].update(lines=1, quantity=line.quantity)
    teachers = asked.by is LoansBy.TEACHER
    names = (Sentence("Team"), Sentence("Teacher")) if teachers else (Sentence("Class"),)
    return ReportTable(
        Sentence("Totals by teacher") if teachers else Sentence("Totals by class"),
        (*names, Sentence("Lines"), Sentence("Quantity")),
        tuple(((*whose, one["lines"], one["quantity"]) if teachers
               else (whose[1], one["lines"], one["quantity"]))
              for whose, one in figures.items()),
        (*([""] if teachers else []), _ALL, sum(one["lines"] for one in figures.values()),
         quantity),
        (*([Kind.TEXT] if teachers else []), Kind.NAME, Kind.FIGURE, Kind.FIGURE),
    )  # fmt: skip


def _told(asked: HoldersReport, day: date, out: Sequence[OutLine]) -> Told:
    rows = tuple(
        {"loan": line.loan, "line": line.line, "device": line.code, "name": line.name,
         "quantity": line.quantity, "class": line.class_name, "teacher": line.teacher,
         "teacher_name": line.teacher_name, "team": line.team, "place": line.place,
         "day": line.day, "due": line.due, "days_overdue": _late(line, day)}
        for line in out
    )  # fmt: skip
    totals = {"loans": len({line.loan for line in out}), "lines": len(out),
              "quantity": sum(line.quantity for line in out)}  # fmt: skip
    return Told(rows, totals, {"on": day.isoformat(), "overdue": asked.overdue})
