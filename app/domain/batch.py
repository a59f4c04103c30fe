"""An import: rows read from a school's list, and what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field

from app.domain.fault import Refused
from app.domain.heading import FIELDS, Header, find_header, fold_heading
from app.domain.sentence import Sentence

# Marks tell the total "Cộng" from the gate "Cổng"; a sheet may also be typed without any.
_TOTAL = re.compile(
    r"(tổng cộng|tong cong)\b.*"
    r"|(cộng|tổng số|tổng|cong|tong so|tong)\s*([:.\d].*|(trang|mang sang|chuyển sang|lũy kế)\b.*)?"
    r"|(số )?(mang|chuyển) sang\b.*"
)

_NUMBERED = 3  # columns, from which a row of running numbers numbers them


@dataclass(frozen=True, slots=True)
class ListRow:
    """One row of a list: its number in the sheet, and the text of each field found.

    `cells` is the whole row as it stood, for the workbook that hands faults back.
    """

    number: int
    values: Mapping[str, str]
    cells: tuple[str, ...] = ()

    def __getitem__(self, name: str) -> str:
        """Return a field's text, empty when the list has no such column."""
        return self.values.get(name, "")


@dataclass(frozen=True, slots=True)
class SchoolList:
    """The rows of one sheet under their headings; `title` is what stands above them.

    `heads` is the heading of every column, `columns` the column of each field found.
    """

    kind: str
    file: str
    sheet: str
    headings: Mapping[str, str]
    rows: tuple[ListRow, ...]
    title: str = ""
    heads: tuple[str, ...] = ()
    columns: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ImportFault:
    """What is wrong in one cell, and how to mend it."""

    sheet: str
    row: int
    column: str
    value: str
    message: Sentence


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """What becomes of one row: `fate` is added, updated, skipped or fault.

    `met` says that the book has it already; `changes` are then the (field, as the book
    has it, as the file has it) that differ.
    """

    number: int
    said: str
    fate: str
    met: bool = False
    changes: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Gone:
    """What the book has and the list lacks; `held` is how much they still have out.

    `code` is blank of what ends by itself, as an hour does that a new timetable lacks.
    """

    code: str
    said: str
    held: int = 0


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did or would do; `batch` is its entry, None when nothing changed.

    `gone` are those the list lacks; `left` counts how many of them are marked so or ended.
    """

    batch: int | None
    read: int
    added: int
    updated: int
    skipped: int
    errors: tuple[ImportFault, ...]
    rows: tuple[PlannedRow, ...] = ()
    gone: tuple[Gone, ...] = ()
    left: int = 0


class ImportRefused(Refused):
    """An import with faults: nothing was written."""

    def __init__(self, report: ImportReport) -> None:
        """Keep the report, so that each fault can be shown."""
        first = report.errors[0]
        super().__init__(
            Sentence(
                "{count} cells cannot be imported; nothing was written. The first is in sheet "
                "{sheet}, row {row}, column {column}. Mend them in the file and import it again.",
                {"count": len(report.errors), "sheet": first.sheet, "row": first.row,
                 "column": first.column},
            )
        )  # fmt: skip
        self.report = report


def understand(
    kind: str,
    file: str,
    sheets: Sequence[tuple[str, int, Sequence[Sequence[str]]]],
    chosen: Mapping[str, str],
) -> SchoolList:
    """Return the list in the first sheet that has its headings.

    `sheets` are (name, number of the first row, rows of text).
    """
    fields = FIELDS[kind]
    for sheet, first, rows in sheets:
        header = find_header(rows, fields, chosen)
        if header is not None:
            return listed(kind, file, (sheet, first, rows), header)
    wanted = next(field.headings[0] for field in fields if field.required)
    raise Refused(
        Sentence(
            "{file} has no column headed “{heading}” in its first 30 rows. "
            "Add that heading, or say which column it is.",
            {"file": file, "heading": chosen.get("name", wanted)},
        ),
        where=file,
    )


def listed(
    kind: str, file: str, sheet: tuple[str, int, Sequence[Sequence[str]]], header: Header
) -> SchoolList:
    """Return the rows of one sheet under a header, fields paired as it says."""
    name, first, rows = sheet
    names = {one.name: {fold_heading(text) for text in one.headings} for one in FIELDS[kind]}
    heads = [
        [fold_heading(text) for text in row]
        for row in (header.texts, *rows[header.row : header.last + 1])
    ]
    found = []
    for index, row in enumerate(rows[header.last + 1 :], start=header.last + 1):
        values = {
            field: row[column] for field, column in header.columns.items() if column < len(row)
        }
        if _is_data(values, row, heads, names):
            found.append(ListRow(first + index, values, tuple(row)))
    headings = {field: header.texts[column] for field, column in header.columns.items()}
    title = " ".join(text for row in rows[: max(header.row, 0)] for text in row if text)
    return SchoolList(kind, file, name, headings, tuple(found), title, header.texts, header.columns)


def _is_data(
    values: Mapping[str, str],
    row: Sequence[str],
    heads: Sequence[Sequence[str]],
    names: Mapping[str, Container[str]],
) -> bool:
    """Return whether a row holds data: no blank, total, numbering or repeated heading row."""
    filled = [text for name, text in values.items() if text and name != "number"]
    if not filled:
        return False
    if [fold_heading(text) for text in row] in heads:
        return False
    if all(fold_heading(text) in names.get(name, ()) for name, text in values.items() if text):
        return False
    if _is_numbering(row):
        return False
    first = next(text for text in row if text)
    return not _TOTAL.fullmatch(first.lower())


def _is_numbering(row: Sequence[str]) -> bool:
    """Return whether a row numbers its columns: (1) (2) (3), or A B 1 2 3."""
    cells = [text.strip("()[] ") for text in row if text]
    letters = sum(1 for place, text in enumerate(cells) if text == "ABCDEFGH"[place : place + 1])
    digits = cells[letters:]
    return len(cells) >= _NUMBERED and digits == [str(one + 1) for one in range(len(digits))]
