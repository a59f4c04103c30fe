"""Finding devices by what a person types, without marks or case, and by filters."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    case,
    column,
    exists,
    func,
    or_,
    select,
    table,
    text,
)

from app.domain.device import State
from app.domain.filter import SHARED, TOOL, WANTED, DeviceFilter
from app.domain.ledger import CANCELLED
from app.domain.setting import AssetRule
from app.domain.text import fold, sort_key
from app.store import tables

_WORD = re.compile(r"\w+")
_SEARCHED = ("code", "official_code", "name", "subject", "category")
_INDEX = table("device_search", column("rowid"), column("folded"))
_DEVICE = tables.device.c
_BROKEN = (State.DAMAGED, State.IN_REPAIR)
_RANKED = ("subject", "grades", "unit", "category", "maker", "country", "fund", "user")
_PLAIN = ("official_code", "kind", "year_made", "year_in_use", "unit_price", "document_number",
          "document_date", "use_by", "condition", "life_years")  # fmt: skip
_COUNTED: Mapping[str, tuple[State, ...]] = {
    "in_store": (State.IN_STORE,),
    "on_loan": (State.ON_LOAN,),
    "damaged": _BROKEN,
    "total": (State.IN_STORE, State.ON_LOAN, *_BROKEN),
}


def index_devices(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Put devices into the index, in place of what stood there of them."""
    places = {
        place.id: place.name
        for place in connection.execute(select(tables.place.c.id, tables.place.c.name))
    }
    entries = [
        {
            "id": row["id"],
            "folded": fold(
                " ".join((*(str(row[name]) for name in _SEARCHED),
                          places.get(row["place_id"], "")))
            ),
        }
        for row in rows
    ]  # fmt: skip
    connection.execute(text("DELETE FROM device_search WHERE rowid = :id"), entries)
    connection.execute(
        text("INSERT INTO device_search (rowid, folded) VALUES (:id, :folded)"), entries
    )


def index_places(connection: Connection, places: Sequence[int]) -> None:
    """Index the devices again that are kept in places whose name changed."""
    rows = connection.execute(select(tables.device).where(_DEVICE.place_id.in_(places))).mappings()
    kept = [dict(row) for row in rows]
    if kept:
        index_devices(connection, kept)


def device_ids(
    connection: Connection, wanted: DeviceFilter, order: str, rule: AssetRule
) -> Select[Any]:
    """Return the query for ids of devices that fit a filter, in one of `ORDERS`.

    A device whose registration was undone is left out; its code still finds it.
    `rule` says which device is a fixed asset.
    """
    rows = select(_DEVICE.id).where(_DEVICE.status != CANCELLED)
    words = _WORD.findall(fold(wanted.query))
    if words:
        rows = rows.where(*(_holds(connection, word) for word in words))
    elif wanted.query.strip():
        rows = rows.where(text("0"))
    rows = rows.where(*_conditions(wanted, rule))
    return rows.order_by(*_order(connection, order))


def _holds(connection: Connection, word: str) -> ColumnElement[bool]:
    """Return whether a device is called so, or held by a class or teacher called so."""
    named = select(_INDEX.c.rowid).where(
        text("device_search MATCH :p_" + word).bindparams(**{"p_" + word: f'"{word}"*'})
    )
    found: list[ColumnElement[bool]] = [_DEVICE.id.in_(named)]
    classes = _named_so(connection, tables.school_class, word)
    people = _named_so(connection, tables.person, word)
    if classes or people:
        line, loan = tables.line_balance.c, tables.loan.c
        # Asked of each line that is out, which are few; the slips of all years are many.
        theirs = exists().where(
            loan.id == line.loan_id, or_(loan.class_id.in_(classes), loan.teacher_id.in_(people))
        )
        held = select(line.device_id).where(line.outstanding > 0, theirs)
        found.append(_DEVICE.id.in_(held))
    return or_(*found)


def _named_so(connection: Connection, kind: Any, word: str) -> list[int]:  # noqa: ANN401 - a table of either kind
    rows = connection.execute(select(kind.c.id, kind.c.name))
    return [
        number
        for number, name in rows
        if any(part.startswith(word) for part in _WORD.findall(fold(name)))
    ]


def _conditions(wanted: DeviceFilter, rule: AssetRule) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    for name in ("subject", "kind", "fund"):
        value = getattr(wanted, name)
        if value:
            found.append(_DEVICE[name] == value)
    if wanted.grade:
        found.append(_DEVICE.grades.contains(wanted.grade, autoescape=True))
    if wanted.place:
        places = select(tables.place.c.id).where(tables.place.c.name == wanted.place)
        found.append(_DEVICE.place_id.in_(places))
    if wanted.state:
        balance = tables.balance.c
        found.append(
            exists().where(
                balance.device_id == _DEVICE.id,
                balance.state == wanted.state,
                balance.quantity > 0,
            )
        )
    if wanted.asset:
        # A life nobody has said is long enough, as `AssetRule.holds` has it.
        long = func.coalesce(_DEVICE.life_years, rule.years) >= rule.years
        asset = and_(func.coalesce(_DEVICE.unit_price, 0) >= rule.price, long)
        found.append(~asset if wanted.asset == TOOL else asset)
    if wanted.team == SHARED:
        found.append(_DEVICE.team_id.is_(None))
    elif wanted.team:
        teams = select(tables.team.c.id).where(tables.team.c.name == wanted.team)
        found.append(_DEVICE.team_id.in_(teams))
    if wanted.missing:
        names = WANTED if wanted.missing == "any" else (wanted.missing,)
        found.append(or_(*(_is_blank(name) for name in names)))
    return found


def _is_blank(name: str) -> ColumnElement[bool]:
    if name in {"year_in_use", "unit_price", "place_id"}:
        return _DEVICE[name].is_(None)
    return _DEVICE[name] == ""


def _order(connection: Connection, order: str) -> tuple[ColumnElement[Any], ...]:
    last = (_DEVICE.sort_key, _DEVICE.id)
    if order == "name":
        return last
    if order == "code":
        return (_DEVICE.code,)
    if order in _PLAIN:
        return (_DEVICE[order], *last)
    if order in _RANKED:
        # A few words stand in many rows: ranking the words is cheaper than a key in each row.
        said = connection.execute(select(_DEVICE[order]).distinct()).scalars()
        ranks = {word: rank for rank, word in enumerate(sorted(said, key=sort_key))}
        return (case(ranks, value=_DEVICE[order]) if ranks else _DEVICE[order], *last)
    if order in {"place", "team"}:
        kind = tables.place if order == "place" else tables.team
        key = select(kind.c.sort_key).where(kind.c.id == _DEVICE[f"{order}_id"])
        return (func.coalesce(key.scalar_subquery(), ""), *last)
    balance, states = tables.balance.c, _COUNTED[order]
    held = select(func.sum(balance.quantity) if len(states) > 1 else balance.quantity).where(
        balance.device_id == _DEVICE.id, balance.state.in_(states)
    )
    return (func.coalesce(held.scalar_subquery(), 0), *last)
