"""The child process that reads a workbook: `python -m app.spreadsheets.child FILE BYTES`."""

from __future__ import annotations

import datetime as dt
import json
import re
import sys
import zipfile

from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

_STYLES = "xl/styles.xml"
_PADDED = re.compile(r'(?:"([^"]*)")?(0{2,})(?:"([^"]*)")?')

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


def padded(path: str) -> dict[str, dict[tuple[int, int], str]]:
    """Return the numbers a format shows with leading zeros, by sheet, row and column from 0.

    A code such as 0012345 is often the number 12345 under the format 0000000. Only a
    workbook that has such a format is read a second time.
    """
    with zipfile.ZipFile(path) as archive:
        styles = archive.read(_STYLES) if _STYLES in archive.namelist() else b""
    if not re.search(rb'formatCode="(&quot;[^"]*?&quot;)?00+["&]', styles):
        return {}
    workbook = load_workbook(path, read_only=True, data_only=True)
    found: dict[str, dict[tuple[int, int], str]] = {}
    for sheet in workbook.worksheets:
        sheet.reset_dimensions()
        cells = found.setdefault(sheet.title, {})
        for row in sheet.iter_rows():
            for cell in row:
                shape = _PADDED.fullmatch(str(getattr(cell, "number_format", "")))
                value = cell.value
                if shape and isinstance(value, int) and not isinstance(value, bool) and value >= 0:
                    before, zeros, after = shape.groups(default="")
                    cells[cell.row - 1, cell.column - 1] = f"{before}{value:0{len(zeros)}d}{after}"
    return found


def main() -> None:
    """Print the sheets as JSON: name, number of the first row, rows of text."""
    limit_memory(int(sys.argv[2]))
    workbook = CalamineWorkbook.from_path(sys.argv[1])
    shown = padded(sys.argv[1])
    sheets = []
    for name in workbook.sheet_names:
        sheet = workbook.get_sheet_by_name(name)
        rows = [[show(cell) for cell in row] for row in sheet.to_python(skip_empty_area=True)]
        first, left = sheet.start or (0, 0)
        for (row, column), text in shown.get(name, {}).items():
            rows[row - first][column - left] = text
        sheets.append((name, first + 1, rows))
    json.dump(sheets, sys.stdout)


if __name__ == "__main__":
    main()
