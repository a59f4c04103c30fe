"""The month's sheet: written in full when it is submitted, read back when it is printed again."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from app.documents.month import Lines, MonthSheet
from app.documents.page import Letterhead
from app.domain.calendar import CalendarYear, show_day
from app.domain.device import State
from app.domain.document import Document
from app.domain.loan import Result
from app.domain.month import MonthConfirmation, MonthRow, MonthTotals, last_day, show_month
from app.domain.person import Person, Team
from app.domain.text import clean, show_hash, sort_key
from app.domain.upload import BatchStatus
from app.services.letterheads import find_signer, read_letterhead
from app.services.limits import limits_by_day
from app.services.months import MonthView
from app.services.people import read_school
from app.services.versions import grounds_line
from app.services.wording import load_words
from app.store.desk import Desk

_NAMES = {
    State.IN_STORE: "Trong kho", State.ON_LOAN: "Đang cho mượn", State.DAMAGED: "Hỏng, chờ xử lý",
    State.IN_REPAIR: "Đang sửa", State.LOST: "Mất", State.DISPOSED: "Đã ghi giảm",
}  # fmt: skip
_UPLOADED = {
    BatchStatus.MADE: "Đã lập tệp", BatchStatus.UPLOADED: "Đã đưa lên, chờ trả lời",
    BatchStatus.ACCEPTED: "Đã được nhận", BatchStatus.REJECTED: "Có dòng bị trả lại",
}  # fmt: skip
_RULES = (
    "Cách tính: mỗi bút toán tính vào tháng của ngày phát sinh; bút toán hoàn tác trừ vào đúng "
    "chỉ tiêu đã ghi, trong tháng hoàn tác, nên số liệu của tháng đã duyệt không đổi. Số lượng "
    "trả gồm cả phần trả về hỏng, thiếu chi tiết hoặc báo mất. Hạn cập nhật là {within} ngày làm "
    "việc, không kể ngày phát sinh; đúng hạn là đã đưa lên hệ thống chậm nhất trong ngày hạn."
)


def make_sheet(desk: Desk, view: MonthView) -> MonthSheet:
    """Return the sheet of a month as it stands, a draft without a number."""
    school = read_school(desk)
    return MonthSheet(
        letterhead=read_letterhead(desk),
        number=None,
        day=desk.today.isoformat(),
        month=view.month,
        rows=_rows(view.rows),
        states=_states(view.totals),
        loans=_loans(view.totals, len(view.sent_late)),
        late=_late(view),
        uploads=tuple(
            (str(one.batch), show_day(one.day), str(one.rows), show_hash(one.sha256),
             _UPLOADED[BatchStatus(one.status)])
            for one in view.uploads
        ),
        notes=_notes(desk, view),
        keeper=school.keeper,
        heads=_heads(desk) if school.heads else (),
        signer=find_signer(desk, school),
        deputy=bool(school.deputy),
        recipients=tuple(part for one in school.recipients.split(";") if (part := clean(one))),
        grounds=grounds_line(desk, min(last_day(view.month), desk.today)),
        within=_within(desk, view),
        confirmed=told_confirmations(view.confirmations),
    )  # fmt: skip


def content_of(sheet: MonthSheet) -> dict[str, Any]:
    """Return all a sheet says, as a document keeps it."""
    return asdict(replace(sheet, number=None))


def read_sheet(document: Document) -> MonthSheet:
    """Return the sheet that a document keeps."""
    kept: dict[str, Any] = json.loads(document.content)
    head = Letterhead(**kept.pop("letterhead"))
    lists = {
        name: tuple(tuple(one) if isinstance(one, list) else one for one in value)
        for name, value in kept.items()
        if isinstance(value, list)
    }
    return MonthSheet(**{**kept, **lists, "letterhead": head, "number": document.number})


def told_confirmations(confirmations: Iterable[MonthConfirmation]) -> tuple[str, ...]:
    """Return who looked a month through before the principal, as its sheet says it."""
    return tuple(
        f"{one.confirmed_by} ({one.role}), ngày {show_day(one.day)}"
        + (f": {one.note}" if one.note else "")
        for one in confirmations
    )


def _within(desk: Desk, view: MonthView) -> str:
    """Return within how many working days the month's changes are written down (Điều 7.2)."""
    limits = limits_by_day(desk)
    days = [date.fromisoformat(row.happened) for row in view.rows if row.due]
    return ", ".join(
        dict.fromkeys(str(limits(day).report_days) for day in days or [last_day(view.month)])
    )


def _heads(desk: Desk) -> Lines:
    found = [
        (record.row.name, desk.get(Person, record.row.head_id).name)
        for record in desk.every(Team, status="active")
        if record.row.head_id is not None
    ]
    return tuple(sorted(found, key=lambda one: sort_key(one[0])))


def _rows(rows: Iterable[MonthRow]) -> Lines:
    words = load_words()
    return tuple(
        (
            str(number),
            show_day(row.happened),
            row.code,
            row.name,
            words.render(row.what),
            str(row.quantity or ""),
            row.paper,
            show_day(row.recorded),
            show_day(row.due) if row.due else "",
            _in_time(row),
            _sent(row),
            row.note,
        )
        for number, row in enumerate(rows, start=1)
    )


def _in_time(row: MonthRow) -> str:
    """Return whether a change was written down and sent in time, as far as is known."""
    if not row.due:
        return ""
    if row.late or row.sent_late:
        return "Trễ"
    return "Đúng" if row.batch or row.settled else "Còn hạn"


def _sent(row: MonthRow) -> str:
    """Return which batch took a change along, and since when the system has it."""
    if not row.batch:
        return ""
    return f"{row.batch} ({show_day(row.settled)})" if row.settled else f"{row.batch} (chờ)"


def _states(totals: MonthTotals) -> Lines:
    tallies = [(_NAMES[state], tally) for state, tally in totals.states.items()]
    lines = [
        (name, *map(str, (one.opening, one.increase, one.decrease, one.closing)))
        for name, one in tallies
    ]
    whole = [
        str(sum(figures))
        for figures in zip(
            *((one.opening, one.increase, one.decrease, one.closing) for _name, one in tallies),
            strict=True,
        )
    ]
    return (*lines, ("Cộng", *whole))


def _loans(totals: MonthTotals, sent_late: int) -> Lines:
    back, states = totals.results, totals.states
    figures = (
        ("Số phiếu mượn", totals.loans),
        ("Số lượng cho mượn", totals.lent),
        ("Số lượng trả", totals.returned),
        ("- trong đó tốt", back.get(Result.GOOD, 0)),
        ("- hỏng", back.get(Result.DAMAGED, 0)),
        ("- thiếu chi tiết", back.get(Result.INCOMPLETE, 0)),
        ("- mất", back.get(Result.LOST, 0)),
        ("Số lượng hỏng, thiếu chi tiết (cả lúc không mượn)", totals.damaged),
        ("Số lượng mất (cả lúc không mượn)", totals.lost),
        ("Số lượng đưa đi sửa", states[State.IN_REPAIR].increase),
        ("Số lượng ghi giảm", states[State.DISPOSED].increase),
        ("Số cập nhật ghi sổ trễ hạn", totals.late),
        ("Số cập nhật đưa lên hệ thống trễ hạn", sent_late),
    )
    return tuple((name, str(figure)) for name, figure in figures)


def _late(view: MonthView) -> Lines:
    words = load_words()
    return tuple(
        (show_day(row.happened), row.code, row.name, words.render(row.what), show_day(row.due),
         show_day(row.recorded), _late_where(row), view.reasons.get(row.entry, ""))
        for row in (*view.late, *view.sent_late)
    )  # fmt: skip


def _late_where(row: MonthRow) -> str:
    if row.late:
        return "Ghi sổ trễ"
    return f"Đưa lên {show_day(row.settled)}" if row.settled else "Chưa đưa lên"


def _notes(desk: Desk, view: MonthView) -> tuple[str, ...]:
    confirmed = {str(one.row.year) for one in desk.every(CalendarYear, confirmed="yes")}
    counted = {day[:4] for row in view.rows if row.due for day in (row.happened, row.due)}
    unsure = ", ".join(sorted(counted - confirmed))
    earlier = ", ".join(show_month(one) for one in view.unapproved)
    return (
        _RULES.format(within=_within(desk, view)),
        *([f"Ngày nghỉ năm {unsure} chưa được xác nhận, hạn có thể đổi."] if unsure else []),
        *([f"Các tháng trước chưa được duyệt: {earlier}."] if earlier else []),
        f"Mã niêm phong sổ (16 ký tự đầu): {show_hash(view.head)}, đến bút toán số {view.entry}.",
    )
