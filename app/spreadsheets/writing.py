"""Writing a table as a workbook; text stays text, whatever it begins with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

Value = str | int | None

_WIDEST = 45  # characters
_OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_date_format": "dd/mm/yyyy",
}


def make_table(
    title: Sequence[str],
    headings: Sequence[str],
    rows: Sequence[Sequence[Value]],
    *,
    sheet: str,
    created: datetime,
) -> bytes:
    """Return title lines, a header row and rows as an .xlsx; the same values, the same bytes."""
    return make_pages([Page(sheet, title, headings, rows)], created=created)


@dataclass(frozen=True, slots=True)
class Page:
    """A sheet of a workbook: its name, title lines, a header row and rows."""

    sheet: str
    title: Sequence[str]
    headings: Sequence[str]
    rows: Sequence[Sequence[Value]]


def make_pages(pages: Sequence[Page], *, created: datetime) -> bytes:
    """Return sheets as an .xlsx; the same values give the same bytes."""
    whole = BytesIO()
    with xlsxwriter.Workbook(whole, _OPTIONS) as book:
        book.set_properties({"created": created.replace(tzinfo=None)})
        for page in pages:
            _write_page(book, page)
    return whole.getvalue()


def _write_page(book: xlsxwriter.Workbook, said: Page) -> None:
    page = book.add_worksheet(said.sheet)
    strong = book.add_format({"bold": True, "font_size": 13})
    for index, line in enumerate(said.title):
        page.write_string(index, 0, line, strong)
    top = len(said.title) + 1 if said.title else 0
    _write_headings(book, page, top, said.headings, said.rows)
    _write_rows(book, page, top + 1, said.rows)
    page.freeze_panes(top + 1, 0)
    page.autofilter(top, 0, top + max(len(said.rows), 1), len(said.headings) - 1)
    page.repeat_rows(top)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)


def _write_headings(
    book: xlsxwriter.Workbook,
    page: Worksheet,
    top: int,
    headings: Sequence[str],
    rows: Sequence[Sequence[Value]],
) -> None:
    look = book.add_format(
        {"bold": True, "border": 1, "text_wrap": True, "align": "center", "valign": "vcenter",
         "bg_color": "#E3ECF7"}
    )  # fmt: skip
    for column, heading in enumerate(headings):
        page.write_string(top, column, heading, look)
        page.set_column(column, column, _width(heading, [row[column] for row in rows]))


def _write_rows(
    book: xlsxwriter.Workbook, page: Worksheet, top: int, rows: Sequence[Sequence[Value]]
) -> None:
    body = book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
    number = book.add_format({"border": 1, "valign": "top", "num_format": "#,##0"})
    for index, row in enumerate(rows, start=top):
        for column, value in enumerate(row):
            if isinstance(value, int):
                page.write_number(index, column, value, number)
            elif value:
                page.write_string(index, column, value, body)
            else:
                page.write_blank(index, column, None, body)


def _width(heading: str, cells: Sequence[Value]) -> int:
    longest = max((len(str(cell)) for cell in cells if cell is not None), default=0)
    words = max((len(word) for word in heading.split()), default=0)
    return min(max(longest, words, 5) + 2, _WIDEST)
