"""What both sides of a reconciliation say of a device, as texts that can be compared."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import fields

from app.domain.batch import ListRow
from app.domain.device import HELD, Device, State
from app.domain.heading import DEVICE_FIELDS
from app.domain.reconciliation import ForeignRow, Ours, Theirs
from app.domain.record import Record
from app.domain.text import as_figure
from app.domain.view import DeviceView
from app.services.arriving import PREFIX
from app.services.import_cells import WrongCell, whole
from app.services.import_condition import QUALITY_NAMES
from app.services.import_rows import MOST, codes_of, described
from app.store.desk import Desk

CODES = frozenset({"code", "official_code"})
_MADE_HERE = re.compile(rf"{PREFIX}\d+")
_COUNTED = ("quantity", "damaged")
_BROKEN = (State.DAMAGED, State.IN_REPAIR)
_GONE = (State.LOST, State.DISPOSED)
_FIGURES = frozenset({"year_made", "year_in_use", "unit_price", "life_years"})
_DAYS = frozenset({"document_date", "use_by"})
_DESCRIBED = frozenset(described(ListRow(0, {})))
_OF_DEVICE = tuple(item.name for item in fields(Device))
_TITLES = {field.name: field.headings[0] for field in DEVICE_FIELDS}


def our_devices(desk: Desk) -> list[Ours]:
    """Return the devices of the book as they are compared, in Vietnamese order of name."""
    return [_ours(view) for view in desk.devices(desk.device_ids())]


def _ours(view: DeviceView) -> Ours:
    device, held = view.device, view.balances
    values = {name: _text(getattr(device, name)) for name in _OF_DEVICE}
    # As the upload counts them: what is lost is no longer among the quantity.
    here = sum(held.get(state, 0) for state in HELD if state not in _GONE)
    values |= {
        "quantity": str(here),
        "damaged": str(sum(held.get(state, 0) for state in _BROKEN)),
        "place": view.place,
        "team": view.team,
    }
    there = bool(here or held.get(State.LOST, 0))
    return Ours(view.id, device.code, device.official_code, values, here=there)


def _text(value: str | int | None) -> str:
    return "" if value is None else str(value)


def their_rows(records: Sequence[Record[ForeignRow]]) -> list[Theirs]:
    """Return the rows of a list as they are compared, in its order."""
    return [
        read_row(
            record.id,
            ListRow(record.row.number, json.loads(record.row.content)),
            record.row.device_id,
            record.row.way,
        )
        for record in records
    ]


def read_row(number: int, row: ListRow, device: int | None = None, way: str = "") -> Theirs:
    """Return one row as it is compared; a cell that cannot be read is compared as it stands."""
    code, official = _codes(row)
    values = {name: row[name] for name in row.values}
    unread = set()
    try:
        values |= _described(row)
    except WrongCell:
        for name in _DESCRIBED & row.values.keys():
            try:
                values[name] = _described(ListRow(row.number, {name: row[name]}))[name]
            except WrongCell:
                unread.add(name)
    for name in _COUNTED:
        try:
            values[name] = _text(whole(row, name, 0, MOST, (row["unit"],)))
        except WrongCell:
            unread.add(name)
    if "condition" in unread:
        # The city tells whether it works here, which is no quality: there is nothing to compare.
        values["condition"] = ""
    values |= {"code": code, "official_code": official}
    return Theirs(number, row.number, official, code, values, device, way, frozenset(unread))


def _codes(row: ListRow) -> tuple[str, str]:
    """Return a row's local and official code.

    Their list numbers devices in its own way: what is not made like a code of ours is theirs.
    """
    code, official = codes_of(row)
    if official or not code or _MADE_HERE.fullmatch(code):
        return code, official
    return "", code


def _described(row: ListRow) -> dict[str, str]:
    """Return what the cells say, as texts; only of the columns there are."""
    said = described(row)
    return {name: _text(said[name]) for name in said.keys() & row.values.keys()}


def compared_fields(headings: Mapping[str, str]) -> frozenset[str]:
    """Return what a list can be compared in: its columns, and both codes when it has one."""
    found = frozenset(headings)
    return found | CODES if found & CODES else found


def typed(field: str, text: str) -> str | int:
    """Return what they say of a field as the book keeps it."""
    return int(text) if field in _FIGURES else text


def title_of(field: str) -> str:
    """Return what a field is called on paper."""
    return _TITLES.get(field, field)


def show_value(field: str, text: str) -> str:
    """Return what is said of a field as people read it: days, qualities and đồng."""
    if field in _DAYS and len(text) == len("2026-09-05") and text[4] == "-":
        return "/".join(reversed(text.split("-")))
    if field == "unit_price" and (price := as_figure(text)) is not None:
        return f"{price:,}".replace(",", ".")
    if field == "condition":
        return {str(name): said for name, said in QUALITY_NAMES.items()}.get(text, text)
    if field == "self_made" and text:
        return "x"
    return text
