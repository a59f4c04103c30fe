"""Submitting a month, approving or returning it, and printing its sheet (Điều 7.6, 9.1)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import ClassVar

from app.documents.month import draw_month
from app.domain.archive import ArchiveKind, Filing
from app.domain.backup import Why
from app.domain.calendar import school_year_of, show_day
from app.domain.change import Touched
from app.domain.document import MONTH, Document
from app.domain.draft import Draft
from app.domain.fault import Refused
from app.domain.ledger import Image, canonical
from app.domain.month import (
    Lateness,
    Month,
    MonthStatus,
    first_day,
    last_day,
    month_of,
    show_month,
)
from app.domain.period import Period
from app.domain.record import Record
from app.domain.sentence import Sentence
from app.domain.stocktake import Status, Stocktake
from app.domain.text import clean
from app.services.archive import reprint_mark
from app.services.deadlines import late_about
from app.services.differences import differences_of
from app.services.letterheads import find_signer
from app.services.month_sheet import content_of, make_sheet, read_sheet, told_confirmations
from app.services.months import MonthView, is_over, read_month
from app.services.people import read_school
from app.services.scans import keep_scan
from app.services.stocktakes import scope_name
from app.services.tallies import Sheet
from app.store.desk import Desk

_CHANGE = frozenset({Touched.MONTHS, Touched.DOCUMENTS})


def unfinished(desk: Desk) -> list[Sentence]:
    """Return what must be settled before a month can be signed, each said in a sentence."""
    found: list[Sentence] = []
    if not desk.verify().ok:
        found.append(
            Sentence(
                "The book does not add up, so no month can be signed. Check the whole book, "
                "restore a backup and call for help."
            )
        )
    for record in desk.every(Stocktake, status=Status.OPEN):
        views = differences_of(desk, Sheet(desk, record.id))
        count = sum(view.explained is None for view in views)
        if count:
            found.append(
                Sentence(
                    "The stocktake of {scope} has {count} differences nobody has explained. "
                    "Explain them, close the stocktake or call it off first.",
                    {"scope": scope_name(desk, record.row), "count": count},
                )
            )
    return found


@dataclass(frozen=True, slots=True)
class SubmitMonth:
    """Put a month that is over before the principal (trình duyệt), on a numbered sheet."""

    month: str
    of_whole_book: ClassVar[bool] = True

    def draft(self, desk: Desk) -> Draft[int]:
        """Draft the sheet and the month's row; the value is the sheet's id."""
        view = read_month(desk, self.month)
        _check_submit(desk, view)
        _check_finished(desk)
        year = school_year_of(desk.today)
        number = desk.next_number(MONTH, year)
        content = canonical(content_of(replace(make_sheet(desk, view), confirmed=())))
        sheet, image = desk.new(Document(MONTH, year, number, desk.today.isoformat(), content))
        row = Month(view.month, MonthStatus.SUBMITTED, view.entry, view.head, sheet)
        return Draft(
            kind="month_submit",
            day=desk.open_day().isoformat(),
            sentence=Sentence(
                "Submitted month {month} on sheet {number}",
                {"month": show_month(view.month), "number": number},
            ),
            change=_CHANGE,
            value=sheet,
            images=(*_replaced(desk, view.record), image, _written(desk, view.record, row)),
        )


@dataclass(frozen=True, slots=True)
class ApproveMonth:
    """Write down that the principal approved a month; it closes all days up to its end.

    `signer` is who signed, the school's signer if blank; `scan` is the signed paper.
    """

    backed_up: ClassVar[Why] = Why.MONTH
    month: str
    signer: str = ""
    scan: Path | None = None
    of_whole_book: ClassVar[bool] = True

    def draft(self, desk: Desk) -> Draft[str]:
        """Draft the month's row; the value is who signed."""
        view = read_month(desk, self.month)
        record = submitted(view)
        check_fresh(view)
        _check_confirmed(view)
        _check_finished(desk)
        signer = clean(self.signer) or find_signer(desk, read_school(desk))
        row = replace(
            record.row, status=MonthStatus.APPROVED, signer=signer,
            approved_on=desk.today.isoformat(), note="",
        )  # fmt: skip
        if self.scan is not None:
            row = _with_scan(desk, row, self.scan)
        return Draft(
            kind="month_approve",
            day=desk.open_day().isoformat(),
            sentence=Sentence(
                "Approved month {month}: every day up to {day} is closed",
                {"month": show_month(view.month), "day": show_day(last_day(view.month))},
            ),
            change=_CHANGE,
            value=signer,
            images=(desk.changed(record, row),),
        )


@dataclass(frozen=True, slots=True)
class ReturnMonth:
    """Write down that the principal returned a month (trả lại), with what is to be mended."""

    month: str
    note: str

    def draft(self, desk: Desk) -> Draft[str]:
        """Draft the month's row; the value is the note."""
        view = read_month(desk, self.month)
        record = submitted(view)
        note = clean(self.note)
        if not note:
            raise Refused(Sentence("Say what the principal wants mended."), where="note")
        return Draft(
            kind="month_return",
            day=desk.open_day().isoformat(),
            sentence=Sentence(
                "Returned month {month}: {note}", {"month": show_month(view.month), "note": note}
            ),
            change=_CHANGE,
            value=note,
            images=(
                desk.changed(record, replace(record.row, status=MonthStatus.RETURNED, note=note)),
            ),
        )


@dataclass(frozen=True, slots=True)
class KeepScan:
    """Keep the scan of the signed paper of a month that was approved already (Điều 9.1)."""

    month: str
    scan: Path

    def draft(self, desk: Desk) -> Draft[Path]:
        """Copy the file beside the book and draft the row that names it."""
        view = read_month(desk, self.month)
        if view.record is None or view.status is not MonthStatus.APPROVED:
            raise Refused(
                Sentence(
                    "Month {month} is not approved yet. Approve it, and keep its scan with that.",
                    {"month": show_month(view.month)},
                ),
                where=view.month,
            )
        row = _with_scan(desk, view.record.row, self.scan)
        return Draft(
            kind="month_scan",
            day=desk.open_day().isoformat(),
            sentence=Sentence(
                "Kept the signed paper of month {month}", {"month": show_month(view.month)}
            ),
            change=_CHANGE,
            value=desk.folder / row.scan,
            images=(desk.changed(view.record, row),),
        )


@dataclass(frozen=True, slots=True)
class ExplainLate:
    """Say why an entry was written down or sent outside late; the month's sheet shows it.

    Điều 7.2, and of a notice for the sector's database Điều 7.3.
    """

    entry: int
    reason: str

    def draft(self, desk: Desk) -> Draft[str]:
        """Draft the reason."""
        reason = clean(self.reason)
        if not reason:
            raise Refused(Sentence("Say in a few words why it was late."), where="reason")
        entry = next(desk.entries(self.entry, self.entry), None)
        view = read_month(desk, month_of(entry.day)) if entry else None
        written_late = view is not None and any(row.entry == self.entry for row in view.late)
        if not written_late and not late_about(desk, self.entry):
            raise Refused(
                Sentence(
                    "Entry {entry} is no change that was written down or sent late.",
                    {"entry": self.entry},
                ),
                where=str(self.entry),
            )
        record = desk.find(Lateness, entry_id=self.entry)
        row = Lateness(self.entry, reason)
        return Draft(
            kind="lateness",
            day=desk.open_day().isoformat(),
            sentence=Sentence(
                "Explained why entry {entry} was late: {reason}",
                {"entry": self.entry, "reason": reason},
            ),
            change=frozenset({Touched.MONTHS, Touched.DEADLINES}),
            value=reason,
            images=(desk.changed(record, row) if record else desk.new(row)[1],),
        )


@dataclass(frozen=True, slots=True)
class PrintMonth:
    """The sheet of a month as a PDF.

    What was submitted says what it said then, however the book has changed; from the second
    time on it is marked as a reprint. An open or returned month gives a draft.
    """

    month: str

    def answer(self, desk: Desk) -> bytes:
        """Return the PDF's bytes."""
        view = read_month(desk, self.month)
        if view.sheet is None:
            return draw_month(make_sheet(desk, view), "(Bản nháp, chưa trình)")
        mark = reprint_mark(desk, ArchiveKind.MONTH, view.sheet)
        sheet = read_sheet(desk.get(Document, view.sheet))
        confirmed = told_confirmations(view.confirmations)
        return draw_month(replace(sheet, confirmed=confirmed), mark)

    def filing(self, desk: Desk) -> Filing:
        """Return how the archive files it."""
        view = read_month(desk, self.month)
        kind, period = ArchiveKind.MONTH, Period(first_day(view.month), last_day(view.month))
        title = f"Bảng tổng hợp cập nhật dữ liệu tháng {show_month(view.month)}"
        if view.sheet is None:
            return Filing(kind, f"{title} (bản nháp)", f"ban-nhap-thang-{view.month}", period)
        number = view.number or 0
        name = f"to-trinh-{view.month}-so-{number:02d}"
        return Filing(kind, f"{title}, số {number:02d}", name, period, number, view.sheet)


def _check_submit(desk: Desk, view: MonthView) -> None:
    said = {"month": show_month(view.month)}
    if view.status is MonthStatus.APPROVED:
        raise _settled(view)
    if view.status is MonthStatus.SUBMITTED and not view.stale:
        raise Refused(
            Sentence(
                "Month {month} is submitted already, and nothing was written in it since. Print "
                "its sheet, or write down that it was returned.",
                said,
            ),
            where=view.month,
        )
    if not is_over(desk, view.month):
        first = show_day(last_day(view.month) + timedelta(1))
        raise Refused(
            Sentence(
                "Month {month} is not over: what comes back today must still find its day. "
                "Submit it from {first} on.",
                {**said, "first": first},
            ),
            where=view.month,
        )
    months = desk.months_with_entries()
    if not months or view.month < months[0]:
        raise Refused(
            Sentence(
                "The book begins after month {month}, so there is nothing to submit.",
                said,
            ),
            where=view.month,
        )


def _check_finished(desk: Desk) -> None:
    for sentence in unfinished(desk):
        raise Refused(sentence)


def check_fresh(view: MonthView) -> None:
    """Refuse a submitted month in which something was written since."""
    if view.stale:
        raise Refused(
            Sentence(
                "Something dated in or before month {month} was written after it was "
                "submitted, so the sheet no longer says all. Submit the month again.",
                {"month": show_month(view.month)},
            ),
            where=view.month,
        )


def _check_confirmed(view: MonthView) -> None:
    if view.unconfirmed:
        raise Refused(
            Sentence(
                "Month {month} is confirmed by nobody yet. The head of a team or a deputy "
                "principal confirms it first: the school asks for both.",
                {"month": show_month(view.month)},
            ),
            where=view.month,
        )


def submitted(view: MonthView) -> Record[Month]:
    """Return the month's record, or refuse a month that does not wait for its signature."""
    if view.status is MonthStatus.APPROVED:
        raise _settled(view)
    if view.record is None or view.status is not MonthStatus.SUBMITTED:
        raise Refused(
            Sentence(
                "Month {month} is not submitted, so there is nothing to approve or return. "
                "Submit it first.",
                {"month": show_month(view.month)},
            ),
            where=view.month,
        )
    return view.record


def _settled(view: MonthView) -> Refused:
    return Refused(
        Sentence(
            "Month {month} is approved, which cannot be taken back. Write what is wrong as an "
            "adjustment: it shows on the open month's sheet.",
            {"month": show_month(view.month)},
        ),
        where=view.month,
    )


def _written(desk: Desk, record: Record[Month] | None, row: Month) -> Image:
    return desk.new(row)[1] if record is None else desk.changed(record, row)


def _replaced(desk: Desk, record: Record[Month] | None) -> tuple[Image, ...]:
    """Return the image that says of an earlier sheet of the month that it was replaced."""
    if record is None:
        return ()
    sheet = Record(record.row.document_id, desk.get(Document, record.row.document_id))
    return (desk.changed(sheet, replace(sheet.row, status="replaced")),)


def _with_scan(desk: Desk, row: Month, scan: Path) -> Month:
    """Return the row that names a scan, kept beside the book."""
    name, digest = keep_scan(desk, f"scans/{row.month}", scan)
    return replace(row, scan=name, scan_sha256=digest)
