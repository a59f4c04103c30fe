"""Reading slips and what is still out."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, bindparam, func, select

from app.domain.view import LineView, LoanView, OpenLine, Returned
from app.store import tables
from app.store.among import among, packed
from app.store.ready import Ready

_BALANCE = tables.line_balance.c
_LOAN = tables.loan.c
_LINE = tables.loan_line.c


@cache
def _open_lines(*, devices: bool, loan: bool, kit: bool) -> Ready:
    wanted = (
        select(
            _BALANCE.line_id, _BALANCE.loan_id, _BALANCE.device_id, _BALANCE.outstanding,
            _LOAN.day, _LOAN.due, tables.school_class.c.name,
            tables.person.c.name.label("teacher"),
        )
        .join(tables.loan, _LOAN.id == _BALANCE.loan_id)
        .join(tables.school_class, tables.school_class.c.id == _LOAN.class_id)
        .join(tables.person, tables.person.c.id == _LOAN.teacher_id)
        .where(_BALANCE.outstanding > 0)
        .order_by(_LOAN.day, _BALANCE.line_id)
    )  # fmt: skip
    if devices:
        wanted = wanted.where(among(_BALANCE.device_id, bindparam("devices")))
    if loan:
        wanted = wanted.where(_BALANCE.loan_id == bindparam("loan"))
    if kit:
        line = tables.loan_line.c
        theirs = select(line.id).where(line.kit_id == bindparam("kit"))
        wanted = wanted.where(_BALANCE.line_id.in_(theirs))
    return Ready(wanted)


def open_lines(
    connection: Connection,
    devices: Sequence[int] | None,
    *,
    loan: int | None = None,
    kit: int | None = None,
) -> list[OpenLine]:
    """Return the lines that are still out, of some devices, a slip or a kit, oldest first."""
    wanted = _open_lines(devices=devices is not None, loan=loan is not None, kit=kit is not None)
    some = None if devices is None else packed(devices)
    rows = wanted.rows(connection, devices=some, loan=loan, kit=kit)
    return [OpenLine(*row) for row in rows]


def held(connection: Connection, holder: str) -> dict[int, int]:
    """Return how much is out with each holder; `holder` is teacher_id or class_id."""
    whose = _LOAN[holder]
    rows = connection.execute(
        select(whose, func.sum(_BALANCE.outstanding))
        .join(tables.loan, _LOAN.id == _BALANCE.loan_id)
        .where(_BALANCE.outstanding > 0)
        .group_by(whose)
    )
    return {row[0]: row[1] for row in rows}


def returned(connection: Connection, loan: int) -> list[Returned]:
    """Return how the lines of a slip came back; what was undone is taken off again."""
    posting = tables.posting.c
    rows = connection.execute(
        select(posting.line_id, posting.result, posting.target, posting.quantity, posting.note)
        .join(tables.loan_line, tables.loan_line.c.id == posting.line_id)
        .where(tables.loan_line.c.loan_id == loan, posting.result != "")
        .order_by(posting.id)
    )
    counted: Counter[tuple[int, str, str]] = Counter()
    for line, result, target, quantity, note in rows:
        counted[line, result, note] += -quantity if target == "on_loan" else quantity
    return [
        Returned(line, result, quantity, note)
        for (line, result, note), quantity in counted.items()
        if quantity
    ]


def loans(
    connection: Connection,
    *,
    loan: int | None = None,
    open_only: bool = False,
    overdue_on: str | None = None,
    on: str | None = None,
) -> list[LoanView]:
    """Return slips with their lines, newest first.

    `overdue_on` keeps those still out after their due day; `on` tells what was out
    at the end of that day.
    """
    out = on is None and (open_only or overdue_on is not None)
    which = _which(one=loan is not None, out=out, late=overdue_on is not None, past=on is not None)
    given = {"loan": loan, "overdue_on": overdue_on, "on": on}
    past = None
    if on is not None:
        past = _summed(which.moved.rows(connection, **given))
    lines = _gathered(which.lines.rows(connection, **given), past)
    views = [
        LoanView(*(*row, tuple(lines.get(row[0], ()))))
        for row in which.heads.rows(connection, **given)
    ]
    if on is not None and (open_only or overdue_on):
        return [view for view in views if any(line.outstanding for line in view.lines)]
    return views


@dataclass(frozen=True, slots=True)
class _Which:
    """What is asked of some slips: their heads, their lines, and what moved up to a day."""

    heads: Ready
    lines: Ready
    moved: Ready


@cache
def _which(*, one: bool, out: bool, late: bool, past: bool) -> _Which:
    heads = _heads()
    if one:
        heads = heads.where(_LOAN.id == bindparam("loan"))
    if past:
        heads = heads.where(_LOAN.day <= bindparam("on"))
    if out:
        # From the lines that are out, which are few, to their slips: those of all years are many.
        heads = heads.where(_LOAN.id.in_(select(_BALANCE.loan_id).where(_BALANCE.outstanding > 0)))
    if late:
        heads = heads.where(_LOAN.due < bindparam("overdue_on"))
    ids = heads.with_only_columns(_LOAN.id)
    return _Which(
        Ready(heads.order_by(_LOAN.day.desc(), _LOAN.id.desc())),
        Ready(_lines().where(_LINE.loan_id.in_(ids))),
        Ready(_moved().where(_LINE.loan_id.in_(ids))),
    )


def _heads() -> Select[Any]:
    return (
        select(
            _LOAN.id.label("loan"), tables.school_class.c.name.label("class_name"),
            tables.person.c.code.label("teacher"), tables.person.c.name.label("teacher_name"),
            _LOAN.day, _LOAN.due, _LOAN.period, _LOAN.lesson, _LOAN.subject, _LOAN.ppct,
            _LOAN.fetched_by, func.coalesce(tables.team.c.name, "").label("team"), _LOAN.status,
        )
        .join(tables.school_class, tables.school_class.c.id == _LOAN.class_id)
        .join(tables.person, tables.person.c.id == _LOAN.teacher_id)
        .outerjoin(tables.team, tables.team.c.id == tables.person.c.team_id)
    )  # fmt: skip


def _lines() -> Select[Any]:
    device = tables.device.c
    return (
        select(
            _LINE.loan_id, _LINE.id, device.code, device.name, device.unit, _LINE.quantity,
            func.coalesce(_BALANCE.outstanding, 0), func.coalesce(tables.kit.c.name, ""),
        )
        .join(tables.device, device.id == _LINE.device_id)
        .outerjoin(tables.line_balance, _BALANCE.line_id == _LINE.id)
        .outerjoin(tables.kit, tables.kit.c.id == _LINE.kit_id)
        .order_by(_LINE.id)
    )  # fmt: skip


def _moved() -> Select[Any]:
    posting = tables.posting.c
    return (
        select(posting.line_id, posting.target, posting.quantity)
        .join(tables.entry, tables.entry.c.id == posting.entry_id)
        .join(tables.loan_line, _LINE.id == posting.line_id)
        .where(tables.entry.c.day <= bindparam("on"))
    )


def _gathered(rows: Iterable[Any], past: Mapping[int, int] | None) -> dict[int, list[LineView]]:
    """Return the lines of each slip, with what was out of them in the past or is out now."""
    gathered: dict[int, list[LineView]] = defaultdict(list)
    for loan, number, code, name, unit, lent, outstanding, kit in rows:
        left = outstanding if past is None else past.get(number, 0)
        gathered[loan].append(LineView(number, code, name, unit, lent, left, kit))
    return gathered


def _summed(rows: Iterable[Any]) -> dict[int, int]:
    out: dict[int, int] = defaultdict(int)
    for number, target, quantity in rows:
        out[number] += quantity if target == "on_loan" else -quantity
    return out
