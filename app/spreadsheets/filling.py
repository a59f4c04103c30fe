"""Filling a template: its own bytes with the rows of data written in, and nothing else touched."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from app.domain.fault import Refused
from app.domain.layout import Cell, Layout
from app.domain.sentence import Sentence
from app.spreadsheets.apart import TookTooLong, run_apart
from app.spreadsheets.filler import MOVED_FORMULA

_CHILD = "app.spreadsheets.filler"
_FIRST_DAY = date(1899, 12, 30)  # what Excel counts days from


def fill(template: Path, layout: Layout, rows: Sequence[Sequence[Cell]]) -> bytes:
    """Return a workbook: the template's copy with rows in the columns `layout.filled`.

    Text stays text, whatever it begins with; a day is a day that Excel knows. Rows take the
    look of the first row of data. Raise `Refused` when the template cannot be filled.
    """
    columns = layout.filled
    fields = [column.field for column in columns]
    work = {
        "sheet": layout.sheet,
        "first_row": layout.first_row,
        "columns": [column.at for column in columns],
        "number_at": columns[fields.index("number")].at if "number" in fields else -1,
        "name_at": columns[fields.index("name")].at if "name" in fields else -1,
        "rows": [[_sent(cell) for cell in row] for row in rows],
    }
    try:
        answer = run_apart(_CHILD, template, json.dumps(work).encode())
    except TookTooLong:
        raise _not_filled(template) from None
    if answer.returncode == MOVED_FORMULA:
        raise Refused(
            Sentence(
                "Row {row} of sheet {sheet} in {file} holds formulas, and {count} rows do not fit "
                "above it. Delete that row in a copy of the workbook, and bring the copy.",
                {"row": answer.stdout.decode(), "sheet": layout.sheet, "file": template.name,
                 "count": len(rows)},
            ),
            where=template.name,
        )  # fmt: skip
    if answer.returncode != 0:
        raise _not_filled(template)
    return answer.stdout


def _sent(cell: Cell) -> str | int | list[int] | None:
    return [(cell - _FIRST_DAY).days] if isinstance(cell, date) else cell


def _not_filled(template: Path) -> Refused:
    return Refused(
        Sentence(
            "{file} cannot be filled in. Open it in Excel, save it as .xlsx without a password, "
            "and bring it again.",
            {"file": template.name},
        ),
        where=template.name,
    )
