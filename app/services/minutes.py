"""What the papers of a stocktake say, kept with the document so that a reprint says the same."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from app.documents.minutes import Minutes, MinutesGroup, MinutesLine, Reasoned
from app.documents.page import Letterhead
from app.domain.device import State
from app.domain.record import Record
from app.domain.stocktake import (
    CountedDevice,
    DifferenceView,
    Finding,
    Resolution,
    Scope,
    Stocktake,
)
from app.domain.text import sort_key
from app.services.letterheads import read_letterhead
from app.services.people import asset_rule, read_school
from app.services.stocktakes import WHOLE, scope_name, view_of
from app.services.tallies import Sheet
from app.store.desk import Desk

FINDINGS = {
    Finding.MISSING: "Thiếu", Finding.SURPLUS: "Thừa", Finding.DAMAGED: "Hỏng",
    Finding.WRONG_PLACE: "Sai chỗ", Finding.ON_LOAN: "Có mặt dù sổ ghi đang mượn",
    Finding.UNKNOWN: "Mã lạ", Finding.RECOUNT: "Phải đếm lại",
}  # fmt: skip
RESOLUTIONS = {
    Resolution.LOST: "Ghi mất", Resolution.ELSEWHERE: "Đã thấy ở nơi khác",
    Resolution.FOUND_AGAIN: "Tìm lại được, nhập lại kho", Resolution.REGISTER: "Ghi tăng",
    Resolution.REPORT_DAMAGE: "Báo hỏng", Resolution.MOVE_HERE: "Chuyển nơi để về đây",
    Resolution.PUT_BACK: "Đem về chỗ cũ", Resolution.TAKE_BACK: "Ghi trả",
    Resolution.NOTED: "Ghi nhận",
}  # fmt: skip


def minutes_of(desk: Desk, sheet: Sheet, views: Sequence[DifferenceView]) -> Minutes:
    """Return the minutes of a stocktake as it stands, without a number."""
    school = read_school(desk)
    by_device: dict[int, list[DifferenceView]] = {}
    for view in views:
        if view.device is not None:
            by_device.setdefault(view.device, []).append(view)
    committee = view_of(desk, Record(sheet.id, sheet.row)).committee
    return Minutes(
        stocktake=sheet.id,
        letterhead=read_letterhead(desk),
        number=0,
        scope=scope_words(desk, sheet.row),
        opened=sheet.row.day,
        closed=desk.today.isoformat(),
        committee=committee,
        note=sheet.row.note,
        groups=_groups(sheet, by_device),
        differences=tuple(_reasoned(view) for view in views),
        keeper=school.keeper,
        asset_price=asset_rule(desk).price,
        asset_form=school.asset_form,
        asset_form_source=school.asset_form_source,
        budget_code=school.budget_code,
    )


def scope_words(desk: Desk, stocktake: Stocktake) -> str:
    """Return what a stocktake is of, as its papers say it."""
    name = scope_name(desk, stocktake)
    if stocktake.scope == Scope.SUBJECT:
        return f"môn {name}"
    return name if name != WHOLE else "toàn trường"


def _groups(
    sheet: Sheet, by_device: Mapping[int, list[DifferenceView]]
) -> tuple[MinutesGroup, ...]:
    """Return the frozen devices by subject, or by place where one subject is counted."""
    by_place = sheet.row.scope == Scope.SUBJECT
    found: dict[str, list[CountedDevice]] = {}
    for device in sheet.counted():
        if device.device in sheet.rows:
            title = device.place if by_place else device.subject
            found.setdefault(title, []).append(device)
    blank = "Chưa ghi nơi để" if by_place else "Chưa ghi môn"
    return tuple(
        MinutesGroup(
            title or blank,
            tuple(
                _line(one, by_device.get(one.device, ()))
                for one in sorted(found[title], key=_order)
            ),
        )
        for title in sorted(found, key=sort_key)
    )


def _order(device: CountedDevice) -> tuple[str, str]:
    return sort_key(device.name), device.code


def _line(device: CountedDevice, views: Sequence[DifferenceView]) -> MinutesLine:
    short = sum(one.quantity for one in views
                if one.finding is Finding.MISSING and not _is_elsewhere(one))  # fmt: skip
    over = sum(one.quantity for one in views if one.finding is Finding.SURPLUS)
    broken = sum(one.quantity for one in views if one.finding is Finding.DAMAGED)
    notes = [f"Đang mượn {device.on_loan}"] if device.on_loan else []
    repair = device.tally.book.get(State.IN_REPAIR, 0)
    notes += [f"Đang sửa {repair}"] if repair else []
    notes += [_note(view) for view in views]
    return MinutesLine(
        device.code, device.name, device.unit, device.place, device.unit_price, device.owned,
        device.owned + over - short, over, short,
        device.tally.book.get(State.DAMAGED, 0) + broken, "; ".join(notes),
    )  # fmt: skip


def _is_elsewhere(view: DifferenceView) -> bool:
    return view.explained is not None and view.explained.resolution == Resolution.ELSEWHERE


def _note(view: DifferenceView) -> str:
    said = f"{FINDINGS[view.finding]} {view.quantity}"
    return f"{said}: {view.explained.explanation}" if view.explained else said


def _reasoned(view: DifferenceView) -> Reasoned:
    explained = view.explained
    settled = "" if explained is None else RESOLUTIONS[Resolution(explained.resolution)]
    if explained is not None and explained.name:
        settled = f"{settled}: {explained.name}"
    return Reasoned(
        view.code, view.name, FINDINGS[view.finding], view.quantity,
        "" if explained is None else explained.explanation, settled,
    )  # fmt: skip


def kept(minutes: Minutes) -> dict[str, Any]:
    """Return all that the minutes say, fit for JSON."""
    return asdict(minutes)


def read_minutes(content: str, number: int) -> Minutes:
    """Return the minutes that were kept as JSON, with their number."""
    said: dict[str, Any] = json.loads(content)
    groups = tuple(
        MinutesGroup(one["title"], tuple(MinutesLine(**line) for line in one["lines"]))
        for one in said["groups"]
    )
    return Minutes(
        **{
            **said,
            "number": number,
            "letterhead": Letterhead(**said["letterhead"]),
            "committee": tuple((role, name) for role, name in said["committee"]),
            "groups": groups,
            "differences": tuple(Reasoned(**one) for one in said["differences"]),
        }
    )


def day_of(minutes: Minutes) -> date:
    """Return the day the minutes are of."""
    return date.fromisoformat(minutes.closed)
