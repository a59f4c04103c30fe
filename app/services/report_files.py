"""A report on paper and as a workbook: one printer and one writer for all kinds, in Vietnamese."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time

from app.documents.listing import Column
from app.documents.report import Block, Part, ReportSheet, draw_report
from app.domain.archive import ArchiveKind, Filing
from app.domain.calendar import school_year_of
from app.domain.fault import Refused
from app.domain.sentence import Sentence, Words
from app.domain.text import slug
from app.services.letterheads import read_letterhead, signs
from app.services.people import read_school
from app.services.reports import Kind, Report, ReportTable, render, show_table
from app.services.showing import Shown
from app.services.versions import grounds_line
from app.services.wording import load_words
from app.spreadsheets.writing import Page, make_pages
from app.store.desk import Desk

MOST_PRINTED = 10_000  # rows: some six hundred pages
# What a column holds, in letters; a name and a text are as wide as what stands in them.
_LETTERS: Mapping[Kind, int] = {
    Kind.CODE: 10, Kind.DAY: 11, Kind.SHORT: 7, Kind.FIGURE: 9, Kind.MONEY: 12, Kind.SIGN: 13,
}  # fmt: skip
_NARROW, _WIDE = 12, 34
_LEFT = frozenset({Kind.NAME, Kind.TEXT})
_NUMBER = Column("STT", 5, centred=True)


@dataclass(frozen=True, slots=True)
class PrintReport:
    """A report as a PDF of pages on their side."""

    report: Report

    def answer(self, desk: Desk) -> bytes:
        """Return the PDF's bytes, or refuse more rows than anybody would print."""
        words, report = load_words(), self.report
        rows = sum(len(table.rows) for table in report.tables)
        if rows > MOST_PRINTED:
            raise Refused(
                Sentence(
                    "{count} rows are too many to print; {most} fit. Choose a shorter period, "
                    "or save the report as a workbook.",
                    {"count": rows, "most": MOST_PRINTED},
                )
            )
        keeper = read_school(desk).keeper
        sheet = ReportSheet(
            read_letterhead(desk),
            desk.today,
            words.render(report.title).upper(),
            _lines(words, report),
            tuple(_part(words, table) for table in report.tables),
            words.render(report.rule),
            report.signers or (("Người lập báo cáo", keeper), signs(desk)),
            "" if report.book else "BC",
            _grounds(desk, report),
            _cover(words, report, keeper) if report.book else (),
        )
        return draw_report(sheet)

    def filing(self, desk: Desk) -> Filing:
        """Return how the archive files it."""
        del desk
        return _filing(self.report)


@dataclass(frozen=True, slots=True)
class SaveReport:
    """A report as a workbook, a sheet for each table."""

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


def _grounds(desk: Desk, report: Report) -> str:
    """Return the document in force when the period ended: an old report keeps the old one."""
    return grounds_line(desk, min(report.period.last, desk.today))


def _days(report: Report) -> str:
    first, last = report.period.first, report.period.last
    return f"từ ngày {first:%d/%m/%Y} đến ngày {last:%d/%m/%Y}"


def _lines(words: Words, report: Report) -> tuple[str, ...]:
    lacks = (words.render(report.lacks),) if report.lacks else ()
    called = f"Kỳ báo cáo: {words.render(report.called)}"
    if report.period.first != report.period.last:
        called += f" ({_days(report)})"
    return (called, words.render(report.summary), *lacks)


def _cover(words: Words, report: Report, keeper: str) -> tuple[str, ...]:
    year, called, days = (
        school_year_of(report.period.first),
        words.render(report.called),
        _days(report),
    )
    said = f"{year}-{year + 1}"
    return (
        called,
        f"{days[0].upper()}{days[1:]}",
        *(() if said in called else (f"Năm học {said}",)),
        f"Cán bộ phụ trách thiết bị: {keeper}",
    )


def _part(words: Words, table: ReportTable) -> Part:
    title = words.render(table.title)
    shown = show_table(words, table, title)
    tell = table.tell if table.chapters else 0
    columns = _columns(shown, table)[tell:]
    if table.numbered:
        columns.insert(0, _NUMBER)
    rows, last = shown.rows[: len(table.rows)], shown.rows[len(table.rows) :]
    if not table.chapters:
        return Part(title, tuple(columns), _cells(table, rows, last), totals=bool(last))
    blocks = tuple(_blocks(words, table, rows, tell))
    return Part(title, tuple(columns), (), blocks=blocks, apart=table.apart)


def _columns(shown: Shown, table: ReportTable) -> list[Column]:
    return [
        Column(heading, _LETTERS.get(kind) or _letters(shown, at, kind),
               centred=kind not in _LEFT and kind is not Kind.MONEY, right=kind is Kind.MONEY)
        for at, (heading, kind) in enumerate(zip(shown.headings, table.columns(), strict=True))
    ]  # fmt: skip


def _letters(shown: Shown, column: int, kind: Kind) -> int:
    """Return how wide a column of words is: a name whole, a text in two or three lines."""
    lengths = [len(str(row[column])) for row in shown.rows]
    longest = max(lengths, default=0)
    if kind is Kind.NAME:
        return min(max(longest, _NARROW), _WIDE)
    usual = sum(lengths) // len(lengths) if lengths else 0
    return min(max(usual, _NARROW), _WIDE)


def _blocks(
    words: Words, table: ReportTable, rows: Sequence[Sequence[str | int]], tell: int
) -> Iterator[Block]:
    """Yield the rows of each chapter with its totals, without the columns its lines tell."""
    start = 0
    for chapter in table.chapters:
        own = [row[tell:] for row in rows[start : start + chapter.rows]]
        start += chapter.rows
        totals = [[render(words, cell) for cell in chapter.totals][tell:]]
        yield Block(
            tuple(map(words.render, chapter.lines)),
            _cells(table, own, totals if chapter.totals else ()),
            totals=bool(chapter.totals), signers=chapter.signers,
        )  # fmt: skip


def _cells(
    table: ReportTable, rows: Sequence[Sequence[str | int]], totals: Sequence[Sequence[str | int]]
) -> tuple[tuple[str, ...], ...]:
    """Return rows and totals as they are printed, the rows with their numbers if they have any."""
    numbers = [*map(str, range(1, len(rows) + 1)), *("" for _one in totals)]
    made = [tuple(map(_figure, row)) for row in (*rows, *totals)]
    if not table.numbered:
        return tuple(made)
    return tuple((number, *row) for number, row in zip(numbers, made, strict=True))


def _figure(cell: str | int) -> str:
    return f"{cell:,}".replace(",", ".") if isinstance(cell, int) else cell
