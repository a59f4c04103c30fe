"""Reports of a period as values: shown on the screen, printed, saved, one way for all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from app.documents.listing import Column
from app.documents.report import Part, ReportSheet, draw_report
from app.domain.archive import ArchiveKind, Filing
from app.domain.calendar import SchoolYear, school_year_of
from app.domain.period import Period, semester_period
from app.domain.sentence import Sentence, Words
from app.domain.text import slug
from app.services.letterheads import read_letterhead, signs
from app.services.people import read_school
from app.services.showing import Shown
from app.services.versions import grounds_line
from app.services.wording import load_words
from app.spreadsheets.writing import Page, make_pages
from app.store.desk import Desk

Cell = str | int | Sentence


@dataclass(frozen=True, slots=True)
class ReportTable:
    """One table; `totals` is its last row, none where rows are not added up."""

    title: Sentence
    headings: tuple[Sentence, ...]
    rows: tuple[tuple[Cell, ...], ...]
    totals: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class Trend:
    """What a chart draws: for each point, a figure of each part and a line of words under it."""

    parts: tuple[Sentence, ...]
    points: tuple[tuple[str, tuple[int, ...], str], ...]


@dataclass(frozen=True, slots=True)
class Report:
    """A whole report; `summary` says the most of it in a line, `rule` how it was counted."""

    title: Sentence
    period: Period
    called: Sentence
    summary: Sentence
    rule: Sentence
    tables: tuple[ReportTable, ...]
    trend: Trend


def render(words: Words, cell: Cell) -> str | int:
    """Return a cell in the words of a language."""
    return words.render(cell) if isinstance(cell, Sentence) else cell


def show_table(words: Words, table: ReportTable, title: str) -> Shown:
    """Return a table as a list to show, its totals last."""
    rows = (*table.rows, table.totals) if table.totals else table.rows
    return Shown(
        title,
        tuple(words.render(heading) for heading in table.headings),
        tuple(tuple(render(words, cell) for cell in row) for row in rows),
    )


@dataclass(frozen=True, slots=True)
class PrintReport:
    """A report as a PDF of pages on their side, in Vietnamese."""

    report: Report

    def answer(self, desk: Desk) -> bytes:
        """Return the PDF's bytes."""
        words, report = load_words(), self.report
        sheet = ReportSheet(
            read_letterhead(desk),
            desk.today,
            words.render(report.title).upper(),
            _lines(words, report),
            tuple(_part(words, table) for table in report.tables),
            words.render(report.rule),
            (("Người lập báo cáo", read_school(desk).keeper), signs(desk)),
            "BC",
            _grounds(desk, report),
        )
        return draw_report(sheet)

    def filing(self, desk: Desk) -> Filing:
        """Return how the archive files it."""
        del desk
        return _filing(self.report)


def _grounds(desk: Desk, report: Report) -> str:
    """Return the document in force when the period ended: an old report keeps the old one."""
    return grounds_line(desk, min(report.period.last, desk.today))


def _lines(words: Words, report: Report) -> tuple[str, ...]:
    first, last = report.period.first, report.period.last
    days = f"từ ngày {first:%d/%m/%Y} đến ngày {last:%d/%m/%Y}"
    return (f"Kỳ báo cáo: {words.render(report.called)} ({days})", words.render(report.summary))


def _part(words: Words, table: ReportTable) -> Part:
    shown = show_table(words, table, words.render(table.title))
    wide = max((len(str(row[0])) for row in shown.rows), default=0)
    columns = [
        Column(heading, min(max(wide, 12), 34) if at == 0 else 9, centred=at > 0)
        for at, heading in enumerate(shown.headings)
    ]
    rows = tuple(tuple(map(_figure, row)) for row in shown.rows)
    return Part(shown.title, tuple(columns), rows, totals=bool(table.totals))


def _figure(cell: str | int) -> str:
    return f"{cell:,}".replace(",", ".") if isinstance(cell, int) else cell


@dataclass(frozen=True, slots=True)
class SaveReport:
    """A report as a workbook, a sheet for each table, in Vietnamese."""

    report: Report

    def answer(self, desk: Desk) -> bytes:
        """Return the workbook's bytes."""
        words, report = load_words(), self.report
        grounds = _grounds(desk, report)
        head = (
            read_letterhead(desk).school, words.render(report.title),
            *([grounds] if grounds else []), *_lines(words, report),
        )  # fmt: skip
        pages = []
        for number, table in enumerate(report.tables, start=1):
            shown = show_table(words, table, words.render(table.title))
            title = (*head, shown.title, words.render(report.rule))
            pages.append(Page(f"Bảng {number}", title, shown.headings, shown.rows))
        return make_pages(pages, created=datetime.combine(desk.today, time()))

    def filing(self, desk: Desk) -> Filing:
        """Return how the archive files it."""
        del desk
        return _filing(self.report)


def _filing(report: Report) -> Filing:
    words, first, last = load_words(), report.period.first, report.period.last
    title = words.render(report.title)
    return Filing(
        ArchiveKind.REPORT,
        f"{title}, {words.render(report.called)}",
        f"{slug(title)}-{first:%Y-%m-%d}-{last:%Y-%m-%d}",
        report.period,
    )


@dataclass(frozen=True, slots=True)
class PeriodsToChoose:
    """The school years the book has something of, and the days it knows of them."""

    def answer(self, desk: Desk) -> tuple[Sequence[int], Mapping[int, SchoolYear]]:
        """Return the first calendar years, the newest first, and the years as they are known."""
        first = next(iter(desk.entries(1, 1)), None)
        day = date.fromisoformat(first.day) if first else desk.today
        # In August the new year's classes are there, but the year before is not over yet.
        newest = school_year_of(desk.today)
        oldest = min(school_year_of(day), newest) - 1
        return list(range(newest, oldest - 1, -1)), school_years(desk)


def school_years(desk: Desk) -> dict[int, SchoolYear]:
    """Return the school years whose days the book knows, by their first calendar year."""
    known = (record.row for record in desk.every(SchoolYear, status="active"))
    return {one.year: one for one in known if one.second_term and one.end}


def semesters(year: int, years: Mapping[int, SchoolYear]) -> tuple[Period, Period]:
    """Return both semesters of a school year."""
    return semester_period(year, 1, years), semester_period(year, 2, years)
