"""A layout: which of the book's fields stand where in a workbook the city's system takes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any

from app.domain.device import Device
from app.domain.fault import Refused
from app.domain.heading import DEVICE_FIELDS, Field
from app.domain.ledger import canonical
from app.domain.sentence import Sentence

Cell = str | int | date | None

TEMPORARY = "Mẫu tạm"  # the built-in layout, until the city's own workbook is brought
AS_DATE = "date"  # days go out as dates, not as text
DATE_FORMATS: Mapping[str, str] = {
    "dd/mm/yyyy": "%d/%m/%Y", "dd-mm-yyyy": "%d-%m-%Y", "yyyy-mm-dd": "%Y-%m-%d",
    "mm/dd/yyyy": "%m/%d/%Y", AS_DATE: "",
}  # fmt: skip
ANY_CODE = "any_code"  # the official code, or the local one of a device that has none yet
FIGURES = frozenset({"number", "quantity", "usable", "damaged", "lost", "year_made",
                     "year_in_use", "unit_price", "value", "life_years"})  # fmt: skip
DAYS = frozenset({"document_date", "use_by"})
_OWN = (
    Field(ANY_CODE, ("Mã thiết bị", "Mã TB", "Mã tài sản", "Mã")),
    Field("code", ("Mã nội bộ", "Mã cá biệt", "Số hiệu", "Mã trường đặt")),
    Field("usable", ("Số lượng còn dùng được", "Còn dùng được", "Số lượng sử dụng được")),
    Field("lost", ("Số lượng mất", "Trong đó mất", "Mất")),
    Field("standing", ("Tình trạng sử dụng", "Hiện trạng", "Tình trạng hiện tại")),
    Field("quality", ("Chất lượng", "Chất lượng thiết bị", "Mức chất lượng")),
    Field("value", ("Thành tiền", "Giá trị")),
    Field("user", ("Đối tượng sử dụng", "Người sử dụng")),
)
_NOT_OURS = frozenset({"kind", "topic", "purpose", "norm", "for_teacher", "for_pupil"})
_NAMED = {field.name: field for field in (*DEVICE_FIELDS, *_OWN) if field.name not in _NOT_OURS}
_ORDER = (
    "number", ANY_CODE, "official_code", "code", "name", "subject", "grades", "unit", "quantity",
    "usable", "damaged", "lost", "condition", "standing", "quality",
)  # fmt: skip
LAYOUT_FIELDS = tuple(_NAMED[name] for name in dict.fromkeys((*_ORDER, *_NAMED)))
# What a device has whatever its registration said, and what need not be said of one.
_NEVER_MISSED = frozenset({"code", "name", "condition", "note"})
_COLUMN_OF = {ANY_CODE: "official_code", "place": "place_id", "team": "team_id"}


@dataclass(frozen=True, slots=True)
class LayoutColumn:
    """A column of the template, `at` counted from 0, and what is written into it.

    `field` is one of `LAYOUT_FIELDS`, or else `constant` stands in every row; a column with
    neither is left as the template has it. `offered` are the words its code list allows, each
    with what it stands for where the list says so; `words` are the (ours, theirs) that differ;
    `longest` is in letters, 0 for no limit.
    """

    at: int
    heading: str
    field: str = ""
    constant: str = ""
    required: bool = False
    offered: tuple[tuple[str, str], ...] = ()
    words: tuple[tuple[str, str], ...] = ()
    longest: int = 0

    @property
    def is_filled(self) -> bool:
        """Whether anything is written into it."""
        return bool(self.field or self.constant)


@dataclass(frozen=True, slots=True)
class Layout:
    """How devices stand in one sheet of a workbook; rows are numbered as the sheet has them.

    `header_row` is the last row of headings, `first_row` the first of data. `file` is the
    template, relative to the book's folder, blank for the built-in one; `sha256` of its bytes.
    """

    name: str
    sheet: str
    header_row: int
    first_row: int
    columns: tuple[LayoutColumn, ...]
    date_format: str = "dd/mm/yyyy"
    file: str = ""
    sha256: str = ""
    status: str = "active"

    @property
    def filled(self) -> tuple[LayoutColumn, ...]:
        """The columns that are written, in the order of the sheet: what a row's cells are of."""
        return tuple(column for column in self.columns if column.is_filled)

    def kept(self) -> LayoutRow:
        """Return the row of the book that says the same."""
        said = {item.name: getattr(self, item.name) for item in fields(self)}
        return LayoutRow(**{**said, "columns": canonical([asdict(one) for one in self.columns])})


@dataclass(frozen=True, slots=True)
class LayoutRow:
    """A layout as the book keeps it; `columns` is JSON."""

    name: str
    sheet: str
    header_row: int
    first_row: int
    columns: str
    date_format: str
    file: str
    sha256: str
    status: str = "active"

    def read(self) -> Layout:
        """Return the layout."""
        said = asdict(self)
        columns = tuple(_column(one) for one in json.loads(self.columns))
        return Layout(**{**said, "columns": columns})


def _column(said: Mapping[str, Any]) -> LayoutColumn:
    pairs = {name: tuple((one, other) for one, other in said[name])
             for name in ("offered", "words")}  # fmt: skip
    return LayoutColumn(**{**said, **pairs})


def title_of(field: str) -> str:
    """Return what a field is called on paper."""
    return _NAMED[field].headings[0]


def wanted_fields(layout: Layout) -> tuple[str, ...]:
    """Return the columns of a device that a layout asks to be filled in (Điều 3.7)."""
    names = [_COLUMN_OF.get(column.field, column.field) for column in layout.columns]
    known = {item.name for item in fields(Device)} - _NEVER_MISSED
    return tuple(dict.fromkeys(name for name in names if name in known))


def said_as(column: LayoutColumn, value: Cell, date_format: str) -> Cell:
    """Return a value as a column says it: a day in the layout's format, a word as it is theirs."""
    if isinstance(value, date):
        return value if date_format == AS_DATE else value.strftime(DATE_FORMATS[date_format])
    if value is None:
        return None
    theirs = dict(column.words).get(str(value))
    return value if theirs is None else theirs


def check_layout(layout: Layout) -> Layout:
    """Return a layout that can be written, or refuse it."""
    if not layout.name:
        raise Refused(Sentence("A layout needs a name. Type one."), where="name")
    if layout.date_format not in DATE_FORMATS:
        raise Refused(
            Sentence(
                "“{format}” is no way to write days. Choose one of: {formats}.",
                {"format": layout.date_format, "formats": ", ".join(DATE_FORMATS)},
            ),
            where="date_format",
        )
    if layout.first_row <= layout.header_row:
        raise Refused(
            Sentence(
                "The first row of data must stand below the headings in row {row}.",
                {"row": layout.header_row},
            ),
            where="first_row",
        )
    _check_pairs(layout)
    return layout


def _check_pairs(layout: Layout) -> None:
    used: set[str] = set()
    for column in layout.columns:
        if column.field and column.field not in _NAMED:
            raise Refused(
                Sentence(
                    "“{field}” is no field of a layout. Choose one of: {fields}.",
                    {"field": column.field, "fields": ", ".join(_NAMED)},
                ),
                where="columns",
            )
        if column.field in used:
            raise Refused(
                Sentence(
                    "Two columns are paired with “{field}”. Choose one of them, and leave the "
                    "other out.",
                    {"field": title_of(column.field)},
                ),
                where="columns",
            )
        used |= {column.field} - {""}
    if "name" not in used:
        raise Refused(
            Sentence(
                "No column is paired with “{field}” yet. Choose which heading of sheet "
                "{sheet} it is.",
                {"field": title_of("name"), "sheet": layout.sheet},
            ),
            where="columns",
        )
