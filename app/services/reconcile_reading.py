"""Reading a list that stands in a layout: the city's headings, words and days turned back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from app.domain.batch import ListRow, SchoolList, listed
from app.domain.fault import Refused
from app.domain.heading import Field, find_header
from app.domain.layout import ANY_CODE, DATE_FORMATS, DAYS, Layout
from app.domain.sentence import Sentence
from app.domain.text import clean, fold
from app.services.import_rows import described
from app.spreadsheets.reading import read_sheets

# The fields of a layout by what a list of devices calls them; the rest says nothing to compare.
_KNOWN = frozenset(described(ListRow(0, {}))) - {"user", "note"}
_CALLED: Mapping[str, str] = {
    ANY_CODE: "code", "quality": "condition",
    **{name: name for name in (*_KNOWN, "code", "official_code", "name", "unit", "quantity",
                               "damaged", "place", "team")},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Column:
    """What is read under a heading of theirs, and what their words stand for."""

    field: str
    heading: str
    ours: Mapping[str, str]


def read_by_layout(path: Path, layout: Layout) -> SchoolList:
    """Return the list in a file filled as a layout says, or refuse a file that is not."""
    columns = [
        _Column(_CALLED[one.field], one.heading,
                {fold(clean(theirs)): ours for ours, theirs in one.words})
        for one in layout.columns if one.field in _CALLED
    ]  # fmt: skip
    fields = [Field(one.field, (one.heading,), required=one.field == "name") for one in columns]
    sheets = read_sheets(path)
    named = [one for one in sheets if clean(one.name) == clean(layout.sheet)]
    for sheet in named or sheets:
        header = find_header(sheet.rows, fields, {})
        if header is not None:
            found = listed("devices", path.name, (sheet.name, sheet.first_row, sheet.rows), header)
            by_field = {one.field: one for one in columns}
            rows = tuple(_turned_back(row, by_field, layout.date_format) for row in found.rows)
            return replace(found, rows=rows)
    raise Refused(
        Sentence(
            "{file} does not have the headings of the layout “{layout}”. Choose the layout it was "
            "exported in, or none.",
            {"file": path.name, "layout": layout.name},
        ),
        where="layout",
    )


def _turned_back(row: ListRow, columns: Mapping[str, _Column], date_format: str) -> ListRow:
    values = {
        field: _day(text, date_format) if field in DAYS
        else columns[field].ours.get(fold(text), text)
        for field, text in row.values.items()
    }  # fmt: skip
    return replace(row, values=values)


def _day(text: str, date_format: str) -> str:
    """Return a day in the layout's format as an ISO day, anything else as it is."""
    try:
        return datetime.strptime(text, DATE_FORMATS[date_format]).date().isoformat()  # noqa: DTZ007 - a day
    except ValueError:
        return text
