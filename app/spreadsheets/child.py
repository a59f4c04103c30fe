"""The child process that reads a workbook: `python -m app.spreadsheets.child FILE BYTES`."""

from __future__ import annotations

import datetime as dt
import json
import re
import sys
import zipfile
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from python_calamine import CalamineSheet, CalamineWorkbook

from app.spreadsheets.apart import TOO_LARGE
from app.spreadsheets.bounds import limit
from app.spreadsheets.encoding import as_unicode

_MOST_ROWS, _MOST_CELLS = 100_000, 1_000_000  # of all sheets, the empty among them
_MOST_LETTERS = 16 << 20  # of all cells
_LONGEST = 32_767  # letters: what Excel itself keeps in a cell
_STYLES = "xl/styles.xml"
_ZEROS = re.compile(rb'formatCode="(&quot;[^"]*?&quot;)?00+["&]')
_OLD_FONT = re.compile(r"(\.vn|vni)", re.IGNORECASE)  # .VnTime is TCVN3, VNI-Times is VNI
_OLD_FONTS = re.compile(rb'<name val="(\.Vn|VNI)', re.IGNORECASE)
_PADDED = re.compile(r'(?:"([^"]*)")?(0{2,})(?:"([^"]*)")?')

Cell = int | float | str | bool | dt.time | dt.date | dt.datetime | dt.timedelta


def show(cell: Cell) -> str:
    """Return a cell as a person reads it: whole numbers plain, dates ISO."""
    if isinstance(cell, bool):
        return "x" if cell else ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, dt.datetime) and cell.time() == dt.time():
        return cell.date().isoformat()
    return str(cell)


@dataclass
class Styled:
    """What only the styles of a sheet tell, by row and column from 0.

    `padded` is the numbers shown with leading zeros, `fonts` the old font of a cell.
    """

    padded: dict[tuple[int, int], str] = field(default_factory=dict)
    fonts: dict[tuple[int, int], str] = field(default_factory=dict)


def styled(path: str) -> dict[str, Styled]:
    """Return what the styles of each sheet tell.

    A code such as 0012345 is often the number 12345 under the format 0000000, and letters of
    an old font look like Western ones. Only a workbook that has such a style is read a second
    time.
    """
    with zipfile.ZipFile(path) as archive:
        styles = archive.read(_STYLES) if _STYLES in archive.namelist() else b""
    if not (_ZEROS.search(styles) or _OLD_FONTS.search(styles)):
        return {}
    from openpyxl import load_workbook  # noqa: PLC0415 - starting it takes longest of all

    workbook = load_workbook(path, read_only=True, data_only=True)
    found: dict[str, Styled] = {}
    for sheet in workbook.worksheets:
        sheet.reset_dimensions()
        told = found.setdefault(sheet.title, Styled())
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str):
                    font = _OLD_FONT.match(str(cell.font.name))
                    told.fonts[cell.row - 1, cell.column - 1] = font.group().lower() if font else ""
                elif isinstance(cell.value, int) and not isinstance(cell.value, bool):
                    shown = _pad(str(cell.number_format), cell.value)
                    if shown:
                        told.padded[cell.row - 1, cell.column - 1] = shown
    return found


def _pad(number_format: str, value: int) -> str:
    shape = _PADDED.fullmatch(number_format)
    if shape is None or value < 0:
        return ""
    before, zeros, after = shape.groups(default="")
    return f"{before}{value:0{len(zeros)}d}{after}"


def decode_fonts(rows: list[list[str]], fonts: Mapping[tuple[int, int], str]) -> None:
    """Write the letters of old fonts as Unicode, the cells of each kind of font for themselves.

    `fonts` goes by row and column of `rows`; a cell it does not name has a font of today.
    """
    by_font: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for row, cells in enumerate(rows):
        for column, text in enumerate(cells):
            if not text.isascii():
                by_font[fonts.get((row, column), "")].append((row, column))
    for places in by_font.values():
        said = as_unicode(rows[row][column] for row, column in places)
        for row, column in places:
            rows[row][column] = said.get(rows[row][column], rows[row][column])


class TooMuch(Exception):  # noqa: N818 - told by the exit status
    """The workbook holds more than any list of a school."""


class _Measure:
    """Adds up what the sheets hold, and stops at what is too much."""

    def __init__(self) -> None:
        self._rows = self._cells = self._letters = 0

    def see(self, sheet: CalamineSheet) -> None:
        """Count the area of a sheet, before a cell of it is read."""
        if sheet.start is None or sheet.end is None:
            return
        height, width = (end - start + 1 for start, end in zip(sheet.start, sheet.end, strict=True))
        self._rows += height
        self._cells += height * width
        if self._rows > _MOST_ROWS or self._cells > _MOST_CELLS:
            raise TooMuch

    def read(self, row: list[str]) -> list[str]:
        """Count the letters of a row."""
        self._letters += sum(map(len, row))
        if self._letters > _MOST_LETTERS or max(map(len, row), default=0) > _LONGEST:
            raise TooMuch
        return row


def read(path: str) -> list[tuple[str, int, int, list[list[str]]]]:
    """Return the sheets: name, number of the first row, first column, rows of text."""
    workbook = CalamineWorkbook.from_path(path)
    measure, told, sheets = _Measure(), styled(path), []
    for name in workbook.sheet_names:
        sheet = workbook.get_sheet_by_name(name)
        measure.see(sheet)
        rows = [
            measure.read([show(cell) for cell in row])
            for row in sheet.to_python(skip_empty_area=True)
        ]
        first, left = sheet.start or (0, 0)
        styles = told.get(name, Styled())
        for (row, column), text in styles.padded.items():
            rows[row - first][column - left] = text
        fonts = {(row - first, column - left): font
                 for (row, column), font in styles.fonts.items()}  # fmt: skip
        decode_fonts(rows, fonts)
        sheets.append((name, first + 1, left, rows))
    return sheets


def main() -> None:
    """Print the sheets as JSON."""
    limit(int(sys.argv[2]))
    try:
        sheets = read(sys.argv[1])
    except (TooMuch, MemoryError):
        sys.exit(TOO_LARGE)
    # In one piece: what writes as it goes takes as long as all of the reading.
    sys.stdout.buffer.write(json.dumps(sheets, ensure_ascii=False).encode())


if __name__ == "__main__":
    main()
