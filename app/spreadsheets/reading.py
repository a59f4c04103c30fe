"""Reading a spreadsheet from outside: hostile until read, so a child process reads it."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from dataclasses import dataclass
from pathlib import Path

from app.domain.fault import Refused
from app.domain.file import not_opened
from app.domain.sentence import Sentence
from app.domain.text import clean
from app.spreadsheets.apart import TookTooLong, overwhelmed, run_apart
from app.spreadsheets.encoding import decode

_UNZIPPED_LIMIT = 200 << 20  # bytes
_FILE_LIMIT = 50 << 20  # bytes
_MOST_PARTS = 10_000
_TEXT_LIMIT = 16 << 20  # bytes, or letters
_MOST_ROWS, _MOST_CELLS = 100_000, 1_000_000
_CHILD = "app.spreadsheets.child"
_OLE = b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet as text; row `i` of `rows` is row `first_row + i` of the sheet.

    `first_column` is where their first cell stands, counted from 0.
    """

    name: str
    first_row: int
    rows: tuple[tuple[str, ...], ...]
    first_column: int = 0


def read_sheets(path: Path, sheet: str | None = None) -> tuple[Sheet, ...]:
    """Return the sheets of an .xlsx or .csv file, or the one named; every cell as NFC text.

    Raise `Refused` for anything else, with what to do about it.
    """
    data = _bytes(path)
    if data[:2] == b"PK":
        sheets = _read_workbook(path)
    elif data[:4] == _OLE or (
        b"\x00" in data[:1000] and data[:2] not in {b"\xff\xfe", b"\xfe\xff"}
    ):
        raise _not_readable(path)
    else:
        sheets = (Sheet(path.stem, 1, _read_text(path, data)),)
    if sheet is not None:
        sheets = tuple(one for one in sheets if clean(one.name) == clean(sheet))
        if not sheets:
            raise Refused(
                Sentence(
                    "{file} has no sheet named “{sheet}”. Choose one of its own.",
                    {"file": path.name, "sheet": sheet},
                ),
                where=path.name,
            )
    if not any(one.rows for one in sheets):
        raise _empty(path)
    return sheets


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > _FILE_LIMIT:
            raise _too_large(path)
        data = path.read_bytes()
    except OSError:
        raise not_opened(path) from None
    if not data.strip():
        raise _empty(path)
    return data


def _read_workbook(path: Path) -> tuple[Sheet, ...]:
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except zipfile.BadZipFile:
        raise _not_readable(path) from None
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _UNZIPPED_LIMIT:
        raise _too_large(path)
    if "xl/workbook.xml" not in {part.filename for part in parts}:
        raise _not_readable(path)
    try:
        answer = run_apart(_CHILD, path)
    except TookTooLong:
        raise _too_large(path) from None
    if overwhelmed(answer.returncode):
        raise _too_large(path)
    if answer.returncode != 0:
        raise _not_readable(path)
    return tuple(
        Sheet(name, first, tuple(tuple(clean(cell) for cell in row) for row in rows), left)
        for name, first, left, rows in json.loads(answer.stdout)
    )


def _read_text(path: Path, data: bytes) -> tuple[tuple[str, ...], ...]:
    if len(data) > _TEXT_LIMIT:
        raise _too_large(path)
    text = decode(data)
    if text is None:
        raise _not_readable(path)
    return split_text(path, text)


def split_text(path: Path, text: str) -> tuple[tuple[str, ...], ...]:
    """Return the rows of a text list, its cells in NFC, by the separator it uses most."""
    sample = text[:4096]
    separator = max((";", "\t", ","), key=sample.count)
    lines = text.count("\n") + text.count("\r") + 1
    if (
        len(text) > _TEXT_LIMIT
        or lines > 2 * _MOST_ROWS  # \r\n is counted twice
        or lines + text.count(separator) > _MOST_CELLS
    ):
        raise _too_large(path)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error:
        raise _not_readable(path) from None
    return tuple(tuple(clean(cell) for cell in row) for row in rows)


def _not_readable(path: Path) -> Refused:
    return Refused(
        Sentence(
            "{file} is not a spreadsheet this program can read. Open it in Excel, save it as "
            ".xlsx without a password or as .csv, and try again.",
            {"file": path.name},
        ),
        where=path.name,
    )


def _empty(path: Path) -> Refused:
    return Refused(
        Sentence("{file} is empty. Choose the file that holds the list.", {"file": path.name}),
        where=path.name,
    )


def _too_large(path: Path) -> Refused:
    return Refused(
        Sentence(
            "{file} is too large to be a school's list. Save only the list itself to a new file "
            "and try again.",
            {"file": path.name},
        ),
        where=path.name,
    )
