"""The book of loans (sổ mượn trả): by class, or by teacher in their teams (Điều 8.1, 8.2)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from app.domain.calendar import school_year_of, show_day
from app.domain.loan import Result
from app.domain.loan_book import FIGURES, BookLine, Brought, Figures
from app.domain.period import Period, name_of
from app.domain.person import Person, SchoolClass, Team
from app.domain.sentence import Sentence
from app.domain.text import sort_key
from app.services.people import read_school
from app.services.reports import (
    MOST_LISTED,
    Cell,
    Chapter,
    Kind,
    Report,
    ReportTable,
    Told,
    Tone,
    Trend,
    check_begun,
    school_years,
    too_many,
)
from app.store.desk import Desk

_NO_TEAM = Sentence("No team")
_ALL = Sentence("The whole school")
HEADINGS: Mapping[str, Sentence] = {
    "slips": Sentence("Number of slips"),
    "lines": Sentence("Lines"),
    "lent": Sentence("Quantity lent"),
    "good": Sentence("Back good"),
    "damaged": Sentence("Back damaged"),
    "lost": Sentence("Back: lost"),
    "incomplete": Sentence("Back with parts missing"),
    "outstanding": Sentence("Still out"),
    "overdue": Sentence("Overdue"),
}
_RETURNED: Mapping[str, str] = {
    Result.GOOD: "tốt", Result.DAMAGED: "hỏng", Result.LOST: "mất",
    Result.INCOMPLETE: "thiếu chi tiết", "": "tốt",
}  # fmt: skip


class LoansBy(StrEnum):
    """Whose pages the book has."""

    TEACHER = "teacher"
    CLASS = "class"


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose pages: a teacher in a team, or a class, with the head who looks at them."""

    name: str
    code: str
    team: str
    head: str

    def rank(self) -> tuple[bool, str, str, str]:
        """Return what holders sort by: teams in order, those without one last."""
        return not self.team, sort_key(self.team), sort_key(self.name), self.code


@dataclass(frozen=True, slots=True)
class BookRow:
    """A line of the book, with the other side of the loan: its class, or its teacher."""

    holder: int
    line: BookLine
    other: str
    brought: tuple[Brought, ...]


@dataclass(frozen=True, slots=True)
class LoansView:
    """The figures of each holder and month, and the lines, None where there are too many."""

    by: LoansBy
    period: Period
    called: Sentence
    keeper: str
    holders: Mapping[int, Holder]
    figures: tuple[tuple[int, str, Mapping[str, int]], ...]
    lines: tuple[BookRow, ...] | None

    def totals(self) -> Counter[str]:
        """Return the figures of all."""
        return _sum(figures for _holder, _month, figures in self.figures)

    def by_holder(self) -> dict[int, Counter[str]]:
        """Return the figures of each holder, in order."""
        found: dict[int, Counter[str]] = defaultdict(Counter)
        for holder, _month, figures in self.figures:
            found[holder].update(figures)
        return {one: found[one] for one in sorted(found, key=lambda one: self.holders[one].rank())}


@dataclass(frozen=True, slots=True)
class LoansReport:
    """The slips of a period's days with their lines, and what came back of them by today."""

    period: Period
    by: LoansBy = LoansBy.TEACHER

    def answer(self, desk: Desk) -> Report:
        """Return the report, or refuse a period that has not begun."""
        return show_loans(self.view(desk))

    def view(self, desk: Desk) -> LoansView:
        """Return the figures and the lines."""
        check_begun(desk, self.period)
        first, last = self.period.first.isoformat(), self.period.last.isoformat()
        people = {record.id: record.row for record in desk.every(Person)}
        classes = {record.id: record.row for record in desk.every(SchoolClass)}
        figures = desk.loan_book.figures(first, last, desk.today.isoformat())
        few = sum(one.lines for one in figures) <= MOST_LISTED
        lines = tuple(self._lines(desk, people, classes)) if few else None
        holders = (
            _teachers(desk, people)
            if self.by is LoansBy.TEACHER
            else _classes(classes, people, school_year_of(self.period.last))
        )
        return LoansView(
            self.by,
            self.period,
            name_of(self.period, school_years(desk)),
            read_school(desk).keeper,
            holders,
            tuple((self._holder(one), one.month, one.counted()) for one in figures),
            lines,
        )

    def _holder(self, one: Figures | BookLine) -> int:
        return one.teacher if self.by is LoansBy.TEACHER else one.school_class

    def _lines(
        self, desk: Desk, people: Mapping[int, Person], classes: Mapping[int, SchoolClass]
    ) -> list[BookRow]:
        first, last = self.period.first.isoformat(), self.period.last.isoformat()
        brought = desk.loan_book.brought(first, last)
        teachers = self.by is LoansBy.TEACHER
        return [
            BookRow(
                self._holder(line),
                line,
                classes[line.school_class].name if teachers else people[line.teacher].name,
                tuple(brought.get(line.line, ())),
            )
            for line in desk.loan_book.lines(first, last)
        ]


def _teachers(desk: Desk, people: Mapping[int, Person]) -> dict[int, Holder]:
    teams = {record.id: record.row for record in desk.every(Team)}
    found = {}
    for number, person in people.items():
        team = teams.get(person.team_id or 0)
        head = people.get(team.head_id or 0) if team else None
        found[number] = Holder(
            person.name, person.code, team.name if team else "", head.name if head else ""
        )
    return found


def _classes(
    classes: Mapping[int, SchoolClass], people: Mapping[int, Person], year: int
) -> dict[int, Holder]:
    """Return the classes; a class of another year than the period's last says so.

    Its homeroom teacher is who looks at its pages.
    """
    found = {}
    for number, one in classes.items():
        homeroom = people.get(one.homeroom_id or 0)
        earlier = f" ({one.school_year}-{one.school_year + 1})" if one.school_year != year else ""
        found[number] = Holder(
            f"{one.name}{earlier}", str(one.school_year), "", homeroom.name if homeroom else ""
        )
    return found


def _sum(parts: Iterable[Mapping[str, int]]) -> Counter[str]:
    total: Counter[str] = Counter(dict.fromkeys(FIGURES, 0))
    for part in parts:
        total.update(part)
    return total


def show_loans(view: LoansView) -> Report:
    """Return the book as a report."""
    totals = view.totals()
    book = () if view.lines is None else (_book_table(view, view.lines),)
    return Report(
        Sentence("Book of loans by teacher") if view.by is LoansBy.TEACHER
        else Sentence("Book of loans by class"),
        view.period,
        view.called,
        Sentence(
            "{slips} slips, {lines} lines, {lent} lent: {good} back good, {damaged} damaged, "
            "{lost} lost, {incomplete} with parts missing, {outstanding} still out.",
            dict(totals),
        ),
        Sentence(
            "The slips whose day lies in the period, without those that were undone; what came "
            "back is told as of today. A line is one device on a slip."
        ),
        (*_total_tables(view, totals), _month_table(view, totals), *book),
        _trend(view),
        _told(view, totals),
        lacks=None if view.lines is not None else too_many(totals["lines"]),
        book=True,
    )  # fmt: skip


def _total_tables(view: LoansView, totals: Mapping[str, int]) -> tuple[ReportTable, ...]:
    found = view.by_holder()
    kinds = (Kind.FIGURE,) * len(FIGURES)
    if view.by is LoansBy.CLASS:
        rows: list[tuple[Cell, ...]] = [
            (view.holders[one].name, *_cells(found[one])) for one in found
        ]
        return (
            ReportTable(
                Sentence("Totals by class"), (Sentence("Class"), *HEADINGS.values()), tuple(rows),
                (_ALL, *_cells(totals)), (Kind.NAME, *kinds),
            ),
        )  # fmt: skip
    teams: dict[str, Counter[str]] = defaultdict(Counter)
    for one, figures in found.items():
        teams[view.holders[one].team].update(figures)
    return (
        ReportTable(
            Sentence("Totals by team"), (Sentence("Team"), *HEADINGS.values()),
            tuple((team or _NO_TEAM, *_cells(figures)) for team, figures in teams.items()),
            (_ALL, *_cells(totals)), (Kind.NAME, *kinds),
        ),
        ReportTable(
            Sentence("Totals by teacher"),
            (Sentence("Team"), Sentence("Teacher"), *HEADINGS.values()),
            tuple((view.holders[one].team or _NO_TEAM, view.holders[one].name, *_cells(figures))
                  for one, figures in found.items()),
            ("", _ALL, *_cells(totals)), (Kind.TEXT, Kind.NAME, *kinds),
        ),
    )  # fmt: skip


def _cells(figures: Mapping[str, int]) -> tuple[int, ...]:
    return tuple(figures[name] for name in FIGURES)


def _by_month(view: LoansView) -> dict[str, Counter[str]]:
    found = {f"{part.first:%Y-%m}": _sum(()) for part in view.period.months()}
    for _holder, month, figures in view.figures:
        found[month].update(figures)
    return found


def _month_table(view: LoansView, totals: Mapping[str, int]) -> ReportTable:
    rows: list[tuple[Cell, ...]] = [
        (_month(month), *_cells(figures)) for month, figures in _by_month(view).items()
    ]
    return ReportTable(
        Sentence("Totals by month"),
        (Sentence("Month"), *HEADINGS.values()),
        tuple(rows),
        (Sentence("This period"), *_cells(totals)),
    )


def _month(month: str) -> str:
    return f"{month[5:]}/{month[:4]}"


def _book_table(view: LoansView, lines: Sequence[BookRow]) -> ReportTable:
    """Return the lines, each holder's together: on paper they begin a page of their own."""
    teachers = view.by is LoansBy.TEACHER

    def rank(row: BookRow) -> tuple[bool, str, str, str]:
        return view.holders[row.holder].rank()

    ordered = sorted(lines, key=rank)
    chapters = tuple(
        _chapter(view, view.holders[next(iter(own)).holder], own)
        for own in (list(rows) for _rank, rows in groupby(ordered, rank))
    )
    whose = (Sentence("Team"), Sentence("Teacher")) if teachers else (Sentence("Class"),)
    return ReportTable(
        Sentence("The teacher's book of loans") if teachers
        else Sentence("The class's book of loans"),
        (
            *whose, Sentence("Day lent"), Sentence("Day back"), Sentence("Slip: number, day"),
            Sentence("Device lent"), Sentence("Quantity"), Sentence("Lesson hour"),
            Sentence("Lesson"), Sentence("Class") if teachers else Sentence("Teacher"),
            Sentence("State when it came back"), Sentence("Who brought it back (signature)"),
        ),
        tuple(_row(view, row) for row in ordered),
        kinds=(
            *((Kind.TEXT, Kind.NAME) if teachers else (Kind.SHORT,)), Kind.DAY, Kind.DAY,
            Kind.NAME, Kind.NAME, Kind.SHORT, Kind.SHORT, Kind.TEXT,
            Kind.SHORT if teachers else Kind.TEXT, Kind.TEXT, Kind.SIGN,
        ),
        chapters=chapters,
        tell=len(whose),
        apart=True,
        numbered=True,
    )  # fmt: skip


def _chapter(view: LoansView, holder: Holder, rows: Sequence[BookRow]) -> Chapter:
    quantity = sum(row.line.quantity for row in rows)
    slips = len({row.line.loan for row in rows})
    keeper = ("Cán bộ thiết bị", view.keeper)
    last = (Sentence("{slips} slips, {lines} lines", {"slips": slips, "lines": len(rows)}),
            quantity, "", "", "", "", "")  # fmt: skip
    if view.by is LoansBy.CLASS:
        return Chapter(
            len(rows),
            (Sentence("Class: {name}", {"name": holder.name}),
             Sentence("Homeroom teacher: {name}", {"name": holder.head})),
            ("", "", "", "", *last),
            (keeper, ("Giáo viên chủ nhiệm", holder.head)),
        )  # fmt: skip
    return Chapter(
        len(rows),
        (Sentence("Teacher: {name} ({code})", {"name": holder.name, "code": holder.code}),
         Sentence("Team: {name}", {"name": holder.team}) if holder.team else _NO_TEAM),
        ("", "", "", "", "", *last),
        (keeper, ("Giáo viên", holder.name), ("Tổ trưởng", holder.head)),
    )  # fmt: skip


def _row(view: LoansView, row: BookRow) -> tuple[Cell, ...]:
    line, holder = row.line, view.holders[row.holder]
    whose = (holder.team, holder.name) if view.by is LoansBy.TEACHER else (holder.name,)
    back = max((one.day for one in row.brought), default="") if not line.outstanding else ""
    day = show_day(line.day)
    return (
        *whose, day, show_day(back) if back else "", f"{line.loan:04d}, {day}",
        f"{line.code} {line.name}", line.quantity, line.period, line.lesson, row.other,
        _state(line, row.brought), "",
    )  # fmt: skip


def _state(line: BookLine, brought: Sequence[Brought]) -> str:
    """Return how a line came back, in Vietnamese: it is a paper's word."""
    counted: Counter[str] = Counter(dict.fromkeys(_RETURNED.values(), 0))
    notes = dict.fromkeys(one.note for one in brought if one.note)
    for one in brought:
        counted[_RETURNED[one.result]] += one.quantity
    parts = [
        said.capitalize() if quantity == line.quantity else f"{said.capitalize()} {quantity}"
        for said, quantity in counted.items()
        if quantity
    ]
    if line.outstanding:
        parts.append(f"Chưa trả {line.outstanding}, hẹn {show_day(line.due)}")
    return "; ".join((*parts, *notes))


def _trend(view: LoansView) -> Trend:
    points = tuple(
        (_month(month), (figures["slips"], figures["lines"], figures["outstanding"]),
         str(figures["lent"]))
        for month, figures in _by_month(view).items()
    )  # fmt: skip
    return Trend(
        (HEADINGS["slips"], HEADINGS["lines"], HEADINGS["outstanding"]),
        points,
        Sentence("Under each month: the quantity that was lent."),
        (Tone.ACCENT, Tone.GOOD, Tone.WARN),
    )


def _told(view: LoansView, totals: Mapping[str, int]) -> Told:
    teachers = view.by is LoansBy.TEACHER
    rows: list[Mapping[str, object]] = []
    for one, figures in view.by_holder().items():
        holder = view.holders[one]
        whose = (
            {"teacher": holder.code, "name": holder.name, "team": holder.team} if teachers
            else {"class": holder.name, "school_year": int(holder.code)}
        )  # fmt: skip
        rows.append({**whose, **figures})
    months = [{"month": month, **figures} for month, figures in _by_month(view).items()]
    more: dict[str, object] = {"months": months}
    if view.lines is not None:
        more["lines"] = [_tell(view, row) for row in view.lines]
    return Told(tuple(rows), dict(totals), more)


def _tell(view: LoansView, row: BookRow) -> dict[str, object]:
    line, holder = row.line, view.holders[row.holder]
    teachers = view.by is LoansBy.TEACHER
    returned: Counter[str] = Counter()
    for one in row.brought:
        returned[one.result or Result.GOOD] += one.quantity
    return {
        "loan": line.loan, "line": line.line, "day": line.day, "due": line.due,
        "device": line.code, "name": line.name, "quantity": line.quantity,
        "teacher": holder.name if teachers else row.other,
        "class": row.other if teachers else holder.name,
        "period": line.period, "lesson": line.lesson,
        "returned": {result.value: returned[result] for result in Result},
        "returned_on": max((one.day for one in row.brought), default=None),
        "outstanding": line.outstanding,
    }  # fmt: skip
