"""The child process that reads a workbook: `python -m app.spreadsheets.child FILE BYTES`."""

from __future__ import annotations

import datetime as dt
import json
import sys

from python_calamine import CalamineWorkbook

Cell = int | float | str | bool | dt.time | dt.date | dt.datetime | dt.timedelta


def limit_memory(size: int) -> None:
    """Cap the address space in bytes, where the system can."""
    try:
        import resource  # noqa: PLC0415 - Windows has none
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (size, size))


def show(cell: Cell) -> str:
    """Return a cell as a person reads it: whole numbers plain, dates ISO."""
    if isinstance(cell, bool):
        return "x" if cell else ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, dt.datetime) and cell.time() == dt.time():
        return cell.date().isoformat()
    return str(cell)


def main() -> None:
    """Print the sheets as JSON: name, number of the first row, rows of text."""
    limit_memory(int(sys.argv[2]))
    workbook = CalamineWorkbook.from_path(sys.argv[1])
    sheets = []
    for name in workbook.sheet_names:
        sheet = workbook.get_sheet_by_name(name)
        rows = [[show(cell) for cell in row] for row in sheet.to_python(skip_empty_area=True)]
        first = sheet.start[0] if sheet.start else 0
        sheets.append((name, first + 1, rows))
    json.dump(sheets, sys.stdout)


if __name__ == "__main__":
    main()
