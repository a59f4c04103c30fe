"""A month of the book: its figures, its changes, and how far its signature is (Điều 7.6)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from app.domain.archive import ArchiveKind
from app.domain.device import SHELF, DeviceId, State
from app.domain.document import Document, SlipKind
from app.domain.loan import Result
from app.domain.month import (
    Lateness,
    Month,
    MonthConfirmation,
    MonthRow,
    MonthStatus,
    MonthTotals,
    add_up,
    last_day,
    month_of,
    parse_month,
    show_month,
)
from app.domain.record import Record
from app.domain.sentence import Sentence, told
from app.domain.workday import due_after
from app.services.archive import count_copies
from app.services.calendars import special_days
from app.services.deadlines import DueDays, read_deadlines
from app.services.limits import limits_by_day
from app.services.people import read_school
from app.store.desk import Desk
from app.store.months import Changed, UploadMade

# What a move is called; a target alone stands for every source not named.
_MOVES: Mapping[tuple[State | None, State], Sentence] = {
    (State.OUTSIDE, State.IN_STORE): Sentence("Increase"),
    (State.OUTSIDE, State.DAMAGED): Sentence("Increase, damaged"),
    (None, State.OUTSIDE): Sentence("Decrease"),
    (None, State.DISPOSED): Sentence("Decrease"),
    (None, State.DAMAGED): Sentence("Found damaged"),
    (State.IN_REPAIR, State.DAMAGED): Sentence("Could not be repaired"),
    (State.LOST, State.DAMAGED): Sentence("Found again, damaged"),
    (None, State.IN_REPAIR): Sentence("Sent for repair"),
    (None, State.LOST): Sentence("Found lost"),
    (State.DAMAGED, State.IN_STORE): Sentence("Repaired"),
    (State.IN_REPAIR, State.IN_STORE): Sentence("Repaired"),
    (State.LOST, State.IN_STORE): Sentence("Found again"),
    (State.ON_LOAN, State.IN_STORE): Sentence("Came back"),
    (State.DISPOSED, State.IN_STORE): Sentence("Back in the book"),
    (None, State.ON_LOAN): Sentence("Went out on loan"),
}
# How the papers of the book are called on a sheet; another kind is a slip.
_PAPERS: Mapping[str, str] = {
    SlipKind.INCREASE: "Phiếu ghi tăng", SlipKind.DECREASE: "Phiếu ghi giảm",
    SlipKind.TRANSFER: "Phiếu điều chuyển", SlipKind.TRANSFER_OUT: "Phiếu chuyển đi",
    SlipKind.HANDOVER: "Biên bản bàn giao", SlipKind.REPORT: "Biên bản hư hỏng, mất mát",
    SlipKind.MEND: "Phiếu sửa tại chỗ", SlipKind.FOUND: "Phiếu tìm thấy",
    SlipKind.REPAIR: "Phiếu gửi sửa chữa", SlipKind.REPAIRED: "Biên bản nghiệm thu sửa chữa",
    SlipKind.PROPOSAL: "Biên bản đề nghị thanh lý", SlipKind.DISPOSAL: "Biên bản thanh lý",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class MonthView:
    """A month as it stands now.

    `record` and `number` are its submission and the number of its sheet, None while open;
    `sheet` is the sheet that is valid and `printed` how often it was, None and 0 without one;
    `closed` says that no entry can be dated in it, `stale` that something dated up to its end
    was written after it was submitted. `unapproved` are the months before it, since the last
    approved one, that nobody signed. `reasons` are the late entries' reasons.
    `confirmations` are those of its sheet; `two_step` says that the school asks for one.
    `by` is the ISO day by which a month that is over is to be signed.
    """

    month: str
    status: MonthStatus
    closed: bool
    stale: bool
    record: Record[Month] | None
    number: int | None
    sheet: int | None
    printed: int
    totals: MonthTotals
    rows: tuple[MonthRow, ...]
    loans_by_day: Mapping[str, int]
    uploads: tuple[UploadMade, ...]
    unapproved: tuple[str, ...]
    reasons: Mapping[int, str]
    entry: int
    head: str
    confirmations: tuple[MonthConfirmation, ...]
    two_step: bool
    by: str

    @property
    def unconfirmed(self) -> bool:
        """Whether the submitted sheet still waits for a confirmation (Điều 14.3)."""
        waits = self.status is MonthStatus.SUBMITTED
        return waits and self.two_step and not self.confirmations

    @property
    def late(self) -> list[MonthRow]:
        """What was written down late: the first row of each such entry."""
        found: dict[int, MonthRow] = {}
        for row in self.rows:
            if row.late:
                found.setdefault(row.entry, row)
        return list(found.values())

    @property
    def sent_late(self) -> list[MonthRow]:
        """What was written down in time and reached the system late: its first row, by entry."""
        found: dict[int, MonthRow] = {}
        for row in self.rows:
            if row.sent_late and not row.late:
                found.setdefault(row.entry, row)
        return list(found.values())


@dataclass(frozen=True, slots=True)
class MonthOf:
    """One month, YYYY-MM."""

    month: str

    def answer(self, desk: Desk) -> MonthView:
        """Return the month, or refuse what is none."""
        return read_month(desk, self.month)


@dataclass(frozen=True, slots=True)
class MonthHead:
    """A month of the list: what became of it, and whether it is over and closed."""

    month: str
    status: MonthStatus
    over: bool
    closed: bool


@dataclass(frozen=True, slots=True)
class Months:
    """The months in which anything happened, and this one."""

    def answer(self, desk: Desk) -> list[MonthHead]:
        """Return the months, the newest first."""
        this = month_of(desk.today.isoformat())
        known = {record.row.month: MonthStatus(record.row.status) for record in desk.every(Month)}
        closed = desk.closed_to()
        months = {*desk.months_with_entries(), *known, this}
        return [
            MonthHead(one, known.get(one, MonthStatus.OPEN), one < this, one <= closed)
            for one in sorted(months, reverse=True)
        ]


@dataclass(frozen=True, slots=True)
class MonthToSign:
    """What the last month that is over still waits for."""

    def answer(self, desk: Desk) -> Sentence | None:
        """Return it in a sentence, None when that month is approved."""
        waiting = [one for one in Months().answer(desk) if one.over]
        if not waiting or waiting[0].closed:
            return None
        return _waits(waiting[0])


def _waits(one: MonthHead) -> Sentence:
    said = {"month": show_month(one.month)}
    if one.status is MonthStatus.SUBMITTED:
        return Sentence("Month {month} waits for the principal's signature.", said)
    if one.status is MonthStatus.RETURNED:
        return Sentence("Month {month} was returned: mend it and submit it again.", said)
    return Sentence("Month {month} is over and not submitted yet.", said)


def read_month(desk: Desk, text: str) -> MonthView:
    """Return a month as it stands now, or refuse what is none."""
    month = parse_month(text)
    record = desk.find(Month, month=month)
    uploads = desk.uploads_made()
    rows = _rows(desk, month)
    loans = dict(desk.loans_by_day(month))
    late = {row.entry for row in rows if row.late}
    told = late | {row.entry for row in rows if row.sent_late}
    reasons = {one.row.entry_id: one.row.reason for one in desk.every(Lateness, status="active")}
    entry, head = desk.head()
    valid = record is not None and record.row.status != MonthStatus.RETURNED
    sheet = record.row.document_id if record and valid else None
    return MonthView(
        month=month,
        status=MonthStatus(record.row.status) if record else MonthStatus.OPEN,
        closed=desk.is_closed(month),
        stale=record is not None and desk.written_after(record.row.entry, month),
        record=record,
        number=desk.get(Document, record.row.document_id).number if record else None,
        sheet=sheet,
        printed=count_copies(desk, ArchiveKind.MONTH, sheet) if sheet else 0,
        totals=add_up(desk.held(), desk.flows(month), sum(loans.values()), len(late)),
        rows=tuple(rows),
        loans_by_day=loans,
        uploads=tuple(one for one in uploads if month_of(one.day) == month),
        unapproved=_unapproved(desk, month),
        reasons={number: reason for number, reason in reasons.items() if number in told},
        entry=entry,
        head=head,
        confirmations=_confirmations(desk, record),
        two_step=bool(read_school(desk).two_step),
        by=_sign_by(desk, month) if is_over(desk, month) else "",
    )


def _sign_by(desk: Desk, month: str) -> str:
    """Return the last day to sign a month: so many working days into the next (Điều 7.6)."""
    off, worked = special_days(desk)
    last = last_day(month)
    days = limits_by_day(desk)(last).month_by
    return due_after(last, off, worked, days).isoformat()


def _confirmations(desk: Desk, record: Record[Month] | None) -> tuple[MonthConfirmation, ...]:
    if record is None:
        return ()
    sheet = record.row.document_id
    found = desk.every(MonthConfirmation, document_id=sheet, status="active")
    return tuple(one.row for one in found)


def is_over(desk: Desk, month: str) -> bool:
    """Return whether the last day of a month has gone by."""
    return last_day(month) < desk.today


def _unapproved(desk: Desk, month: str) -> tuple[str, ...]:
    signed = {record.row.month for record in desk.every(Month, status=MonthStatus.APPROVED)}
    last = max((one for one in signed if one < month), default="")
    return tuple(one for one in desk.months_with_entries() if last < one < month)


def _rows(desk: Desk, month: str) -> list[MonthRow]:
    images = desk.images(month)
    papers, days = _papers(desk, images), DueDays(desk)
    told = {(one.entry, one.device): one for one in read_deadlines(desk, desk.times.written(month))}
    rows = []
    for one in desk.changes(month):
        outside = told.get((one.entry, DeviceId(one.device)))
        recorded = one.recorded_at[:10]
        due = _due(one, days) if outside is None else outside.due
        bought = one.document_number if one.source is State.OUTSIDE else ""
        paper = "; ".join(part for part in (papers.get(one.entry, ""), bought) if part)
        rows.append(
            MonthRow(
                one.entry, one.day, one.corrects or one.day, one.code, one.name,
                _what(one, images), one.quantity, paper, recorded, due,
                bool(due) and recorded > due,
                outside is not None and outside.sent_late,
                outside.settled if outside is not None else "",
                outside.batch if outside is not None else None,
                "; ".join(dict.fromkeys(part for part in (one.note, one.reason) if part)),
                one.target,
            )
        )  # fmt: skip
    return rows


def _due(one: Changed, days: DueDays) -> str:
    """Return by when what says nothing outside should have been written down, blank if never.

    What was undone before anybody outside heard of it was a change when it was written; its
    undo mends the book and tells of none, and nor do loans.
    """
    if one.reverses is not None or (one.source in SHELF and one.target in SHELF):
        return ""
    return days.due(one.corrects or one.day)


def _papers(desk: Desk, images: Mapping[int, list[Any]]) -> dict[int, str]:
    """Return the numbered paper that each entry made."""
    found: dict[int, str] = {}
    for entry, made in images.items():
        for table, number, before, _after in made:
            if table == "document" and before is None:
                row = desk.get(Document, number)
                found[entry] = f"{_PAPERS.get(row.kind, 'Phiếu')} {row.number:02d}"
    return found


def _what(one: Changed, images: Mapping[int, Iterable[Any]]) -> Sentence:
    """Return what happened to a device, as a sheet calls it."""
    said = _moved(one) if one.target is not None else _described(one, images)
    if one.reverses is not None:
        said = Sentence("Undone: {what}", {"what": told(said.text, said.values)})
    if one.corrects:
        said = Sentence(
            "Adjustment for {month}: {what}",
            {"month": show_month(month_of(one.corrects)), "what": told(said.text, said.values)},
        )
    return said


def _moved(one: Changed) -> Sentence:
    if one.target is None:
        raise ValueError(one)
    if one.result == Result.INCOMPLETE and one.target is State.DAMAGED:
        return Sentence("Came back incomplete")
    named = _MOVES.get((one.source, one.target)) or _MOVES.get((None, one.target))
    return named or Sentence("Moved")


def _described(one: Changed, images: Mapping[int, Iterable[Any]]) -> Sentence:
    for table, number, before, after in images.get(one.entry, ()):
        if table == "device" and number == one.device and before is not None:
            changed = {name for name in after if after[name] != before.get(name)}
            if "place_id" in changed:
                return Sentence("Moved to another place")
            if "status" in changed:
                return Sentence("No longer followed or followed again")
            if changed == {"condition"}:
                return Sentence("Another quality")
    return Sentence("Corrected data")
