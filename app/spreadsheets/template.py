"""Writing an empty list to fill in: text columns that stay text, cells that offer a list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

import xlsxwriter

_ROWS = 500  # rows prepared under the headings
_WIDTH = 18  # characters
_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a template: its heading, an example, and the words its cells offer."""

    heading: str
    example: str
    offered: Sequence[str] = ()
    as_text: bool = False


@dataclass(frozen=True, slots=True)
class Names:
    """What the sheets of a template are called."""

    listed: str
    notes: str
    words: str


def make_template(
    columns: Sequence[Column], notes: Sequence[str], names: Names, created: datetime
) -> bytes:
    """Return a template as an .xlsx; the words offered stand in a sheet of their own."""
    made = BytesIO()
    with xlsxwriter.Workbook(made, _OPTIONS) as book:
        book.set_properties({"created": created})
        head = book.add_format(
            {"bold": True, "border": 1, "text_wrap": True, "align": "center", "bg_color": "#E3ECF7"}
        )
        text, plain = book.add_format({"num_format": "@"}), book.add_format()
        page, told = book.add_worksheet(names.listed), book.add_worksheet(names.notes)
        told.set_column(0, 0, 100, book.add_format({"text_wrap": True}))
        for row, note in enumerate(notes):
            told.write_string(row, 0, note)
        words = book.add_worksheet(names.words)
        offering = 0
        for index, column in enumerate(columns):
            page.set_column(index, index, _WIDTH, text if column.as_text else plain)
            page.write_string(0, index, column.heading, head)
            if column.example:
                page.write_string(1, index, column.example, text if column.as_text else plain)
            if column.offered:
                words.write_column(0, offering, (column.heading, *column.offered))
                letter = xlsxwriter.utility.xl_col_to_name(offering)
                page.data_validation(
                    1, index, _ROWS, index,
                    {"validate": "list", "error_type": "warning",
                     "source": f"='{names.words}'!${letter}$2:${letter}${len(column.offered) + 1}"},
                )  # fmt: skip
                offering += 1
        page.freeze_panes(1, 0)
    return made.getvalue()
