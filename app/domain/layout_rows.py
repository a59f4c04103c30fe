"""Devices as the rows of a layout, and what the city would not take of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.domain.condition import Standing, main_standing
from app.domain.device import HELD, Quality, State
from app.domain.layout import ANY_CODE, Cell, Layout, LayoutColumn, said_as
from app.domain.sentence import Sentence
from app.domain.view import DeviceView

_BROKEN = (State.DAMAGED, State.IN_REPAIR)
_CODES = ("official_code", ANY_CODE, "code")
_LONGEST = 32_767  # letters: what a cell of a workbook holds
STANDINGS = {
    Standing.USABLE: "Còn dùng được",
    Standing.MINOR: "Hỏng nhẹ",
    Standing.INCOMPLETE: "Thiếu chi tiết",
    Standing.MAJOR: "Hỏng nặng",
    Standing.IN_REPAIR: "Đang sửa",
    Standing.TO_DISPOSE: "Chờ thanh lý",
    Standing.LOST: "Mất",
    Standing.DISPOSED: "Đã thanh lý",
}
QUALITIES: Mapping[str, str] = {
    Quality.GOOD: "tốt", Quality.FAIR: "khá", Quality.AVERAGE: "trung bình", Quality.POOR: "kém",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class FilledRow:
    """One device as a layout says it; `cells` stand in the columns `Layout.filled`."""

    device: int
    code: str
    name: str
    official_code: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class RowProblem:
    """What is wrong with one device under one heading; `blocks` when the city would refuse it.

    `message` says all of it: the device, the heading, why, and how to mend it.
    """

    device: int
    code: str
    name: str
    heading: str
    message: Sentence
    blocks: bool = True


def rows_for(layout: Layout, views: Sequence[DeviceView]) -> tuple[FilledRow, ...]:
    """Return devices as the rows of a layout, numbered from 1 in the order given."""
    return tuple(
        FilledRow(
            view.id, view.device.code, view.device.name, view.device.official_code,
            tuple(_cell(layout, column, view, number) for column in layout.filled),
        )
        for number, view in enumerate(views, start=1)
    )  # fmt: skip


def _cell(layout: Layout, column: LayoutColumn, view: DeviceView, number: int) -> Cell:
    if not column.field:
        return column.constant
    value = number if column.field == "number" else value_of(view, column.field)
    if value in {None, ""} and column.constant:
        return column.constant
    return said_as(column, value, layout.date_format)


def value_of(view: DeviceView, field: str) -> Cell:
    """Return what the book says of a device in a field of a layout."""
    made = _MADE.get(field)
    if made is not None:
        return made(view)
    said: str | int | None = getattr(view.device, field)
    return said


def _held(view: DeviceView) -> int:
    """Return how much of it the school has: what is lost or disposed of is not there."""
    gone = {State.LOST, State.DISPOSED}
    return sum(view.balances.get(state, 0) for state in HELD if state not in gone)


def _broken(view: DeviceView) -> int:
    return sum(view.balances.get(state, 0) for state in _BROKEN)


def _usable(view: DeviceView) -> int:
    return _held(view) - _broken(view)


def _lost(view: DeviceView) -> int:
    return view.balances.get(State.LOST, 0)


def _value(view: DeviceView) -> int | None:
    price = view.device.unit_price
    return None if price is None else price * _held(view)


def _any_code(view: DeviceView) -> str:
    return view.device.official_code or view.device.code


def _place(view: DeviceView) -> str:
    return view.place


def _team(view: DeviceView) -> str:
    return view.team


def _self_made(view: DeviceView) -> str:
    return "Có" if view.device.self_made else "Không"


def _standing(view: DeviceView) -> str:
    """Return how the greater part of it stands."""
    main = main_standing(view.standings())
    return "" if main is None else STANDINGS[main]


def _quality(view: DeviceView) -> str:
    return QUALITIES.get(view.device.condition, "")


def _condition(view: DeviceView) -> str:
    """Return how a device stands, part by part where parts differ, and how good it is."""
    held = view.standings()
    alone = len(held) == 1
    said = [STANDINGS[one] if alone else f"{STANDINGS[one]}: {count}"
            for one, count in held.items()]  # fmt: skip
    quality = _quality(view) if Standing.USABLE in held else ""
    return "; ".join(said) + (f" ({quality})" if quality else "")


def _document_date(view: DeviceView) -> Cell:
    return _day(view.device.document_date)


def _use_by(view: DeviceView) -> Cell:
    return _day(view.device.use_by)


def _day(said: str) -> Cell:
    """Return an ISO day; what was imported as something else stays as it was written."""
    try:
        return date.fromisoformat(said)
    except ValueError:
        return said


_MADE: Mapping[str, Callable[[DeviceView], Cell]] = {
    ANY_CODE: _any_code, "quantity": _held, "usable": _usable, "damaged": _broken, "lost": _lost,
    "value": _value, "place": _place, "team": _team, "self_made": _self_made,
    "standing": _standing, "quality": _quality, "condition": _condition,
    "document_date": _document_date, "use_by": _use_by,
}  # fmt: skip


def check_rows(layout: Layout, rows: Sequence[FilledRow]) -> tuple[RowProblem, ...]:
    """Return what the city would not take, or would want: row by row, in the order of columns."""
    counts = [Counter(row.cells[spot] for row in rows) for spot in range(len(layout.filled))]
    return tuple(
        found
        for row in rows
        for spot, column in enumerate(layout.filled)
        if (found := _problem(row, column, row.cells[spot], counts[spot])) is not None
    )


def _problem(
    row: FilledRow, column: LayoutColumn, cell: Cell, counts: Mapping[Cell, int]
) -> RowProblem | None:
    said = {"code": row.code, "name": row.name, "heading": column.heading}
    text = "" if cell is None else str(cell)
    most = min(column.longest or _LONGEST, _LONGEST)
    if not text and column.required:
        message = Sentence(
            "{code} {name}: “{heading}” is required and blank. Correct the device, or give the "
            "heading a constant in the layout.",
            said,
        )
    elif text and column.offered and text not in dict(column.offered):
        message = Sentence(
            "{code} {name}: “{value}” is not in the code list of “{heading}”. Say in the layout "
            "which word of the list it is, or correct the device.",
            {**said, "value": text},
        )
    elif len(text) > most:
        message = Sentence(
            "{code} {name}: “{heading}” takes {most} letters and has {count}. Correct the device: "
            "say it shorter.",
            {**said, "most": most, "count": len(text)},
        )
    elif text and column.field in _CODES and counts[cell] > 1:
        message = Sentence(
            "{code} {name}: “{value}” under “{heading}” stands in {count} rows. Correct the code "
            "of one of the devices.",
            {**said, "value": text, "count": counts[cell]},
        )
    else:
        return _uncoded(row, column)
    return RowProblem(row.device, row.code, row.name, column.heading, message)


def _uncoded(row: FilledRow, column: LayoutColumn) -> RowProblem | None:
    """Return that a device has no official code yet, which the city may give it on taking it."""
    if column.field not in {"official_code", ANY_CODE} or row.official_code:
        return None
    message = Sentence(
        "{code} {name} has no official code for “{heading}” yet. Type it once the city's "
        "system has given one.",
        {"code": row.code, "name": row.name, "heading": column.heading},
    )
    return RowProblem(row.device, row.code, row.name, column.heading, message, blocks=False)
