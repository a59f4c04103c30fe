"""Write the workbook of the built-in layout: `python tools/make_layout.py`.

The same program gives the same bytes; `BUILT_IN` in app/services/layouts.py holds their hash.
"""

from __future__ import annotations

from datetime import datetime

import xlsxwriter

import resources
from app.services.layouts import BUILT_IN

_TITLE = "DANH SÁCH THIẾT BỊ DẠY HỌC (MẪU TẠM)"
_WIDTHS = {"name": 42, "number": 6, "grades": 10, "note": 28, "place": 22, "condition": 24}
_USUAL = 14  # characters
_FIGURES = {"number", "quantity", "damaged", "unit_price"}


def main() -> None:
    """Write the workbook where the program looks for it."""
    path = resources.path("layouts", "mau-tam.xlsx")
    path.parent.mkdir(exist_ok=True)
    with xlsxwriter.Workbook(str(path)) as book:
        book.set_properties({"created": datetime(2026, 1, 1)})  # noqa: DTZ001 - a workbook's own
        page = book.add_worksheet(BUILT_IN.sheet)
        title = book.add_format({"bold": True, "font_size": 13, "align": "center"})
        head = book.add_format(
            {"bold": True, "border": 1, "text_wrap": True, "align": "center",
             "valign": "vcenter", "bg_color": "#E3ECF7"}
        )  # fmt: skip
        last = len(BUILT_IN.columns) - 1
        page.merge_range(1, 0, 1, last, _TITLE, title)
        for column in BUILT_IN.columns:
            figure = column.field in _FIGURES
            look = {"border": 1, "valign": "top", "num_format": "#,##0" if figure else "@",
                    "text_wrap": not figure}  # fmt: skip
            if column.field == "year_in_use":
                look |= {"num_format": "0"}
            page.set_column(column.at, column.at, _WIDTHS.get(column.field, _USUAL))
            page.write_string(BUILT_IN.header_row - 1, column.at, column.heading, head)
            page.write_blank(BUILT_IN.first_row - 1, column.at, None, book.add_format(look))
        page.freeze_panes(BUILT_IN.header_row, 0)
        page.repeat_rows(BUILT_IN.header_row - 1)
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)


if __name__ == "__main__":
    main()
