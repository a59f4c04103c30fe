"""Finding devices by what a person types, without marks or case, and by filters."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Select,
    and_,
    bindparam,
    column,
    exists,
    false,
    func,
    literal_column,
    or_,
    select,
    table,
    text,
)

from app.domain.device import State
from app.domain.filter import SHARED, TOOL, DeviceFilter
from app.domain.ledger import CANCELLED
from app.domain.setting import AssetRule
from app.domain.text import fold, sort_key
from app.store import tables
from app.store.among import among, packed
from app.store.ready import Ready

_WORD = re.compile(r"\w+")
_SEARCHED = ("code", "official_code", "name", "subject", "category")
_INDEX = table("device_search", column("rowid"), column("folded"))
_DEVICE = tables.device.c
_FOUND_BY = [_DEVICE[name] for name in _SEARCHED]
_BROKEN = (State.DAMAGED, State.IN_REPAIR)
_NAMED = tuple(
    Ready(select(kind.c.id, kind.c.name)) for kind in (tables.school_class, tables.person)
)
_MANY = 4000  # devices that hold a word which is common
_RANKED = ("subject", "grades", "unit", "category", "maker", "country", "fund", "user")
_FIGURES = frozenset({"year_made", "year_in_use", "unit_price", "place_id", "team_id",
                      "life_years"})  # fmt: skip
_COUNTED: Mapping[str, tuple[State, ...]] = {
    "in_store": (State.IN_STORE,),
    "on_loan": (State.ON_LOAN,),
    "damaged": _BROKEN,
    "total": (State.IN_STORE, State.ON_LOAN, *_BROKEN),
}


def index_devices(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Put devices into the index, in place of what stood there of them."""
    entries = [
        {"id": number, "folded": folded} for number, folded in _folded(connection, rows).items()
    ]
    connection.execute(text("DELETE FROM device_search WHERE rowid = :id"), entries)
    connection.execute(
        text("INSERT INTO device_search (rowid, folded) VALUES (:id, :folded)"), entries
    )


def searched_words(connection: Connection) -> dict[int, str]:
    """Return by which words the index is to find each device."""
    rows = connection.execute(select(_DEVICE.id, _DEVICE.place_id, *_FOUND_BY)).mappings().all()
    return _folded(connection, [dict(row) for row in rows])


def _folded(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> dict[int, str]:
    places = {
        place.id: place.name
        for place in connection.execute(select(tables.place.c.id, tables.place.c.name))
    }
    return {
        row["id"]: fold(
            " ".join((*(str(row[name]) for name in _SEARCHED), places.get(row["place_id"], "")))
        )
        for row in rows
    }


def index_places(connection: Connection, places: Sequence[int]) -> None:
    """Index the devices again that are kept in places whose name changed."""
    rows = connection.execute(select(tables.device).where(_DEVICE.place_id.in_(places))).mappings()
    kept = [dict(row) for row in rows]
    if kept:
        index_devices(connection, kept)


def device_ids(
    connection: Connection,
    wanted: DeviceFilter,
    order: str,
    rule: AssetRule,
    limit: int | None = None,
) -> list[int]:
    """Return the ids of the devices that fit a filter, in one of `ORDERS`.

    `rule` says which device is a fixed asset; `limit` keeps the first by name. Ids and keys
    come as one packed value each: 50,000 rows cost more to hand over than to find.
    """
    query = Query.of(connection, wanted.query)
    ready = _ids(query.shape, replace(wanted, query=""), rule, limit)
    found: list[int] = json.loads(ready.value(connection, **query.given))
    if order != "name":
        # Python's sort keeps devices of one key in the order of their names.
        found.sort(key=_keys(connection, order, found).__getitem__)
    return found


@dataclass(frozen=True, slots=True)
class Shape:
    """What the query for typed words is built of.

    `held` says of each word whether a class or a teacher is called so, None where what was typed
    holds no word at all; it is `common` when each word is found in very many devices.
    """

    held: tuple[bool, ...] | None
    common: bool


@dataclass(frozen=True, slots=True)
class Query:
    """What somebody typed: words to find devices by, or by who holds them.

    `given` binds the words, and which classes and people are called so.
    """

    shape: Shape
    given: Mapping[str, str]

    @classmethod
    def of(cls, connection: Connection, typed: str) -> Query:
        """Return the words of what was typed, and the classes and people called so."""
        words = _split(fold(typed))
        given: dict[str, str] = {}
        held = []
        named = [ready.rows(connection) for ready in _NAMED] if words else []
        for number, word in enumerate(words):
            classes, people = ([one for one, name in rows if _is_called(name, word)]
                               for rows in named)  # fmt: skip
            held.append(bool(classes or people))
            given[f"word_{number}"] = f'"{word}"*'
            if held[-1]:
                given[f"classes_{number}"] = packed(classes)
                given[f"people_{number}"] = packed(people)
        if not words:
            return cls(Shape(None if typed.strip() else (), common=False), given)
        # A single letter is taken for common: to count what has it is as long as to find it.
        common = all(
            len(word) == 1 or _FOUND.value(connection, word_0=f'"{word}"*') == _MANY
            for word in words
        )
        return cls(Shape(tuple(held), common=common), given)


def fitting(query: Query, wanted: DeviceFilter, rule: AssetRule) -> Select[Any]:
    """Return the query for the ids of devices that fit a filter, by name in Vietnamese order.

    A device whose registration was undone is left out, and one that left for outside
    altogether unless the filter asks for just those; its code still finds it. The order
    comes from a covering index, so the rows themselves are read in a query of their own.
    """
    return _fitting(query.shape, wanted, rule).params(query.given)


@lru_cache(maxsize=64)
def _ids(shape: Shape, wanted: DeviceFilter, rule: AssetRule, limit: int | None) -> Ready:
    """Return the query for ids, handed over as one value; to build it costs more than to ask."""
    found = _fitting(shape, wanted, rule).limit(limit).subquery().c[0]
    return Ready(select(func.json_group_array(found)))


def _fitting(shape: Shape, wanted: DeviceFilter, rule: AssetRule) -> Select[Any]:
    rows = select(_DEVICE.id).where(_DEVICE.status != CANCELLED)
    rows = rows.order_by(_DEVICE.sort_key, _DEVICE.id)
    if shape.held is None:
        rows = rows.where(false())
    else:
        # Of very many hits the first are met soon on a walk by name; few are sorted sooner.
        number = literal_column("+device.id") if shape.common else _DEVICE.id
        for place, held in enumerate(shape.held):
            called = number.in_(_found(place))
            rows = rows.where(or_(called, number.in_(_held(place))) if held else called)
    if wanted.state != State.OUTSIDE:
        rows = rows.where(_DEVICE.id.not_in(_gone()))
    return rows.where(*(_DEVICE.id.in_(ids) for ids in _conditions(wanted, rule)))


def _found(place: int) -> Select[Any]:
    """Return the query for the devices that are called as a word is."""
    word: BindParameter[str] = bindparam(f"word_{place}")
    return select(_INDEX.c.rowid).where(literal_column("device_search").op("MATCH")(word))


def _held(place: int) -> Select[Any]:
    """Return the query for the devices that a class or teacher holds who is called so."""
    line, loan = tables.line_balance.c, tables.loan.c
    whose = or_(
        among(loan.class_id, bindparam(f"classes_{place}")),
        among(loan.teacher_id, bindparam(f"people_{place}")),
    )
    # Asked of each line that is out, which are few; the slips of all years are many.
    theirs = exists().where(loan.id == line.loan_id, whose)
    return select(line.device_id).where(line.outstanding > 0, theirs)


_FOUND = Ready(select(func.count()).select_from(_found(0).limit(_MANY).subquery()))


@lru_cache(maxsize=4096)
def _split(folded: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(folded))


def _is_called(name: str, word: str) -> bool:
    return any(part.startswith(word) for part in _split(fold(name)))


def _conditions(wanted: DeviceFilter, rule: AssetRule) -> list[Select[Any]]:
    """Return queries for ids of devices: one by what the rows say, one by the balances."""
    rows = tables.device.alias("described")
    device = rows.c
    found: list[ColumnElement[bool]] = [
        device[name] == getattr(wanted, name)
        for name in ("subject", "kind", "fund")
        if getattr(wanted, name)
    ]
    if wanted.grade:
        found.append(device.grades.contains(wanted.grade, autoescape=True))
    if wanted.place:
        places = select(tables.place.c.id).where(tables.place.c.name == wanted.place)
        found.append(device.place_id.in_(places))
    if wanted.asset:
        # A life nobody has said is long enough, as `AssetRule.holds` has it.
        long = func.coalesce(device.life_years, rule.years) >= rule.years
        asset = and_(func.coalesce(device.unit_price, 0) >= rule.price, long)
        found.append(~asset if wanted.asset == TOOL else asset)
    if wanted.team == SHARED:
        found.append(device.team_id.is_(None))
    elif wanted.team:
        teams = select(tables.team.c.id).where(tables.team.c.name == wanted.team)
        found.append(device.team_id.in_(teams))
    if wanted.missing:
        names = wanted.missing.split(",")
        found.append(or_(*(_is_blank(device[name]) for name in names)))
    queries = [select(device.id).where(*found)] if found else []
    balance = tables.balance.c
    if wanted.state == State.OUTSIDE:
        queries.append(_gone())
    elif wanted.state:
        held = balance.state == wanted.state
        queries.append(select(balance.device_id).where(held, balance.quantity > 0))
    return queries


def _gone() -> Select[Any]:
    """Return the query for ids of devices that left the school altogether."""
    posting, balance = tables.posting.c, tables.balance.c
    held = exists().where(balance.device_id == posting.device_id, balance.quantity > 0)
    return select(posting.device_id).where(posting.target == State.OUTSIDE.value, ~held)


def _is_blank(said: ColumnElement[Any]) -> ColumnElement[bool]:
    return said.is_(None) if said.name in _FIGURES else said == ""


def _keys(connection: Connection, order: str, devices: Sequence[int]) -> Mapping[int, Any]:
    """Return what each device is ordered by."""
    if order in _COUNTED:
        return _quantities(connection, _COUNTED[order], devices)
    if order in {"place", "team"}:
        table = tables.place if order == "place" else tables.team
        rows = connection.execute(select(table.c.id, table.c.sort_key))
        keys = {row.id: row.sort_key for row in rows}
        said = _column(connection, f"{order}_id")
        return {number: keys.get(link, "") for number, link in said.items()}
    said = _column(connection, order)
    if order in _RANKED:
        # A few words stand in many rows, so each is ranked once.
        ranks = {word: rank for rank, word in enumerate(sorted(set(said.values()), key=sort_key))}
        return {number: ranks[word] for number, word in said.items()}
    return said


def _column(connection: Connection, name: str) -> dict[int, Any]:
    """Return what every device says in a column; a figure that is missing comes first, as -1."""
    said = func.coalesce(_DEVICE[name], -1) if name in _FIGURES else _DEVICE[name]
    return dict(_pairs(connection, select(_DEVICE.id, said)))


def _quantities(
    connection: Connection, states: Sequence[State], devices: Sequence[int]
) -> dict[int, int]:
    balance = tables.balance.c
    held = select(balance.device_id, balance.quantity).where(
        balance.state.in_(states), balance.quantity > 0
    )
    found = dict.fromkeys(devices, 0)
    for number, quantity in _pairs(connection, held):
        if number in found:
            found[number] += quantity
    return found


def _pairs(connection: Connection, rows: Select[Any]) -> Iterator[tuple[int, Any]]:
    """Return the two columns of a query side by side, handed over as two values."""
    one, other = rows.subquery().c
    packed = select(func.json_group_array(one), func.json_group_array(other))
    said = connection.execute(packed).one()
    return zip(*(json.loads(each) for each in said), strict=True)
