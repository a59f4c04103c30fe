"""Reading slips and what is still out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Select, func, select

from app.domain.view import LineView, LoanView, OpenLine, Returned
from app.store import tables
from app.store.among import among

_BALANCE = tables.line_balance.c
_LOAN = tables.loan.c


def open_lines(
    connection: Connection,
    devices: Sequence[int] | None,
    *,
    loan: int | None = None,
    kit: int | None = None,
) -> list[OpenLine]:
    """Return the lines that are still out, of some devices, a slip or a kit, oldest first."""
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
    if devices is not None:
        wanted = wanted.where(among(_BALANCE.device_id, devices))
    if loan is not None:
        wanted = wanted.where(_BALANCE.loan_id == loan)
    if kit is not None:
        line = tables.loan_line.c
        wanted = wanted.where(_BALANCE.line_id.in_(select(line.id).where(line.kit_id == kit)))
    return [OpenLine(*row) for row in connection.execute(wanted)]


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
    heads = _heads()
    if loan is not None:
        heads = heads.where(_LOAN.id == loan)
    if on is not None:
        heads = heads.where(_LOAN.day <= on)
    elif open_only or overdue_on:
        # From the lines that are out, which are few, to their slips: those of all years are many.
        out = select(_BALANCE.loan_id).where(_BALANCE.outstanding > 0)
        heads = heads.where(_LOAN.id.in_(out))
    if overdue_on is not None:
        heads = heads.where(_LOAN.due < overdue_on)
    rows = connection.execute(heads.order_by(_LOAN.day.desc(), _LOAN.id.desc())).mappings()
    lines = _lines(connection, heads.with_only_columns(_LOAN.id), on)
    views = [LoanView(**row, lines=tuple(lines.get(row["loan"], ()))) for row in rows]
    if on is not None and (open_only or overdue_on):
        return [view for view in views if any(line.outstanding for line in view.lines)]
    return views


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


def _lines(
    connection: Connection, wanted: Select[tuple[int]], on: str | None
) -> dict[int, list[LineView]]:
    line, device = tables.loan_line.c, tables.device.c
    rows = connection.execute(
        select(
            line.loan_id, line.id, device.code, device.name, device.unit, line.quantity,
            func.coalesce(_BALANCE.outstanding, 0), func.coalesce(tables.kit.c.name, ""),
        )
        .join(tables.device, device.id == line.device_id)
        .outerjoin(tables.line_balance, _BALANCE.line_id == line.id)
        .outerjoin(tables.kit, tables.kit.c.id == line.kit_id)
        .where(line.loan_id.in_(wanted))
        .order_by(line.id)
    ).all()  # fmt: skip
    past = _outstanding_on(connection, wanted, on) if on is not None else None
    gathered: dict[int, list[LineView]] = {}
    for loan, number, code, name, unit, lent, outstanding, kit in rows:
        left = outstanding if past is None else past.get(number, 0)
        gathered.setdefault(loan, []).append(LineView(number, code, name, unit, lent, left, kit))
    return gathered


def _outstanding_on(connection: Connection, wanted: Select[tuple[int]], day: str) -> dict[int, int]:
    posting, line = tables.posting.c, tables.loan_line.c
    out: dict[int, int] = {}
    rows = connection.execute(
        select(posting.line_id, posting.target, posting.quantity)
        .join(tables.entry, tables.entry.c.id == posting.entry_id)
        .join(tables.loan_line, line.id == posting.line_id)
        .where(line.loan_id.in_(wanted), tables.entry.c.day <= day)
    )
    for number, target, quantity in rows:
        signed = quantity if target == "on_loan" else -quantity
        out[number] = out.get(number, 0) + signed
    return out
