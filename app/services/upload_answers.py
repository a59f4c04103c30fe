"""What becomes of an upload batch: uploaded, answered row by row, or withdrawn (Điều 3.5, 7.2)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from app.domain.calendar import show_day
from app.domain.change import Touched
from app.domain.draft import Draft
from app.domain.fault import Refused
from app.domain.ledger import Image
from app.domain.month import Lateness
from app.domain.record import Record
from app.domain.sentence import Sentence
from app.domain.text import clean
from app.domain.upload import COUNTING, BatchStatus, DeviceChange, RowStatus, RowView, UploadBatch
from app.domain.upload import UploadRow as Row
from app.services.deadlines import DueDays
from app.services.scans import keep_scan
from app.services.upload_files import RECEIPTS
from app.services.uploads import find_batch
from app.store.desk import Desk

_CHANGE = frozenset({Touched.UPLOADS})


@dataclass(frozen=True, slots=True)
class MarkUploaded:
    """Write down on which day a batch was uploaded, today if None.

    `reason` says why changes in it were uploaded after their due day; `receipt` is what the
    city's system showed.
    """

    batch: int
    day: date | None = None
    reason: str = ""
    receipt: Path | None = None

    def draft(self, desk: Desk) -> Draft[int]:
        """Draft the day, and why its late changes were late."""
        record = find_batch(desk, self.batch)
        _check_made(record)
        day = self.day or desk.today
        _check_uploaded_on(desk, record, day)
        late = _unexplained(desk, record.id, day)
        reason = clean(self.reason)
        if late and not reason:
            raise Refused(
                Sentence(
                    "{count} changes in batch {batch} were due before {day}. Say in a few words "
                    "why they are late.",
                    {"count": len(late), "batch": record.id, "day": show_day(day.isoformat())},
                ),
                where="reason",
            )
        row = replace(record.row, status=BatchStatus.UPLOADED, uploaded_on=day.isoformat())
        if self.receipt is not None:
            row = _with_receipt(desk, record.id, row, self.receipt)
        return Draft(
            kind="upload_sent",
            day=desk.open_day().isoformat(),
            sentence=Sentence(
                "Marked batch {batch} as uploaded on {day}",
                {"batch": record.id, "day": show_day(day.isoformat())},
            ),
            change=_CHANGE | {Touched.MONTHS},
            value=record.id,
            images=(
                desk.changed(record, row),
                *(desk.new(Lateness(entry, reason))[1] for entry in late),
            ),
            reason=reason if late else "",
        )


@dataclass(frozen=True, slots=True)
class LateInUpload:
    """The changes in a batch that would be late were it uploaded on a day, and not explained."""

    batch: int
    day: date

    def answer(self, desk: Desk) -> int:
        """Return how many entries."""
        return len(_unexplained(desk, find_batch(desk, self.batch).id, self.day))


@dataclass(frozen=True, slots=True)
class AnswerUpload:
    """Write down the city's answer: `rejected` rows by device code, each with its reason.

    `accepted` are codes that were taken; with `rest`, so were all that still wait. What is
    rejected settles nothing: its changes come back in the next batch.
    """

    batch: int
    rejected: Mapping[str, str] = field(default_factory=dict)
    accepted: Collection[str] = ()
    rest: bool = False

    def draft(self, desk: Desk) -> Draft[tuple[int, int]]:
        """Draft how the rows stand now; the value counts the accepted and the rejected."""
        record = find_batch(desk, self.batch)
        _check_uploaded(record)
        rows = _Rows(desk, record.id)
        for code, reason in self.rejected.items():
            rows.reject(code, clean(reason))
        for code in self.accepted:
            rows.accept(code)
        if self.rest:
            rows.accept_rest()
        images = rows.images()
        if not images:
            raise Refused(
                Sentence(
                    "Batch {batch}: nothing was said of a row that is not written down already.",
                    {"batch": record.id},
                ),
                where=str(record.id),
            )
        row = replace(record.row, status=rows.status())
        if row != record.row:
            images.insert(0, desk.changed(record, row))
        counts = rows.count(RowStatus.ACCEPTED), rows.count(RowStatus.REJECTED)
        return Draft(
            kind="upload_answer",
            day=desk.open_day().isoformat(),
            sentence=Sentence(
                "Batch {batch}: {accepted} rows accepted, {rejected} rejected",
                {"batch": record.id, "accepted": counts[0], "rejected": counts[1]},
            ),
            change=_CHANGE,
            value=counts,
            images=tuple(images),
        )


@dataclass(frozen=True, slots=True)
class WithdrawUpload:
    """Take a batch back whose file was never uploaded: its changes are due again."""

    batch: int
    reason: str = ""

    def draft(self, desk: Desk) -> Draft[int]:
        """Draft the rows that no longer count."""
        record = find_batch(desk, self.batch)
        _check_made(record)
        rows = _Rows(desk, record.id)
        rows.withdraw()
        row = replace(record.row, status=BatchStatus.WITHDRAWN)
        return Draft(
            kind="upload_withdrawn",
            day=desk.open_day().isoformat(),
            sentence=Sentence(
                "Withdrew batch {batch}: its changes are due again", {"batch": record.id}
            ),
            change=_CHANGE,
            value=record.id,
            images=(desk.changed(record, row), *rows.images()),
            reason=clean(self.reason),
        )


@dataclass(frozen=True, slots=True)
class KeepReceipt:
    """Keep what the city's system showed when a batch was uploaded."""

    batch: int
    receipt: Path

    def draft(self, desk: Desk) -> Draft[Path]:
        """Copy the receipt beside the book and draft the row that names it."""
        record = find_batch(desk, self.batch)
        if record.row.status == BatchStatus.MADE:
            raise _not_uploaded(record)
        row = _with_receipt(desk, record.id, record.row, self.receipt)
        return Draft(
            kind="upload_receipt",
            day=desk.open_day().isoformat(),
            sentence=Sentence("Kept the receipt of batch {batch}", {"batch": record.id}),
            change=_CHANGE,
            value=desk.folder / row.receipt,
            images=(desk.changed(record, row),) if row != record.row else (),
        )


class _Rows:
    """The rows of a batch while their fate is written down."""

    def __init__(self, desk: Desk, batch: int) -> None:
        self._desk, self._batch = desk, batch
        self._records = {one.row.device_id: one for one in desk.every(Row, batch_id=batch)}
        self._rows = {device: record.row for device, record in self._records.items()}
        self._carried = desk.times.carried_to()
        self._others: list[Image] = []
        views = desk.times.rows_of(batch)
        self._codes = {one.code: one for one in views}
        self._codes |= {one.official_code: one for one in views if one.official_code}

    def reject(self, code: str, reason: str) -> None:
        """Let a row carry its changes no more."""
        view = self._find(code)
        if not reason:
            raise Refused(
                Sentence(
                    "Say why {code} {name} was rejected, as the city's system says it.",
                    {"code": view.code, "name": view.name},
                ),
                where=view.code,
            )
        row = self._rows[view.device]
        if row.status in COUNTING:
            self._pass_on(row)
        self._rows[view.device] = replace(row, status=RowStatus.REJECTED, reason=reason)

    def accept(self, code: str) -> None:
        """Let a row settle its changes, also one that was taken for rejected by mistake."""
        view = self._find(code)
        row = self._rows[view.device]
        if row.status == RowStatus.REJECTED:
            carried = self._carried.get(view.device, 0)
            if carried > row.after:
                raise Refused(
                    Sentence(
                        "What {code} {name} had to tell went on in a later batch. Write down "
                        "the answer to that one.",
                        {"code": view.code, "name": view.name},
                    ),
                    where=view.code,
                )
            row = replace(row, after=carried)
        self._rows[view.device] = replace(row, status=RowStatus.ACCEPTED, reason="")

    def accept_rest(self) -> None:
        """Let every row that waits settle its changes."""
        for device, row in self._rows.items():
            if row.status == RowStatus.MADE:
                self._rows[device] = replace(row, status=RowStatus.ACCEPTED)

    def withdraw(self) -> None:
        """Let no row carry its changes any more."""
        for device, row in self._rows.items():
            self._pass_on(row)
            self._rows[device] = replace(row, status=RowStatus.WITHDRAWN)

    def count(self, status: RowStatus) -> int:
        """Return how many rows stand so."""
        return sum(row.status == status for row in self._rows.values())

    def status(self) -> BatchStatus:
        """Return how the batch stands by its rows."""
        if self.count(RowStatus.MADE):
            return BatchStatus.UPLOADED
        return BatchStatus.REJECTED if self.count(RowStatus.REJECTED) else BatchStatus.ACCEPTED

    def images(self) -> list[Image]:
        """Return the rows that changed, of this batch and of later ones."""
        return [
            *(
                self._desk.changed(record, self._rows[device])
                for device, record in self._records.items()
                if record.row != self._rows[device]
            ),
            *self._others,
        ]

    def _pass_on(self, row: Row) -> None:
        """Leave the changes of a row to the next one of its device, which told them too."""
        if self._carried.get(row.device_id, 0) <= row.through:
            return
        later = min(
            (
                record
                for record in self._desk.every(Row, device_id=row.device_id)
                if record.row.status in COUNTING and record.row.through > row.through
            ),
            key=_through,
        )
        self._others.append(self._desk.changed(later, replace(later.row, after=row.after)))

    def _find(self, code: str) -> RowView:
        code = clean(code)
        found = self._codes.get(code) or self._codes.get(code.upper())
        if found is None:
            raise Refused(
                Sentence(
                    "Batch {batch} holds no device with the code “{code}”. Look at its rows.",
                    {"batch": self._batch, "code": code},
                ),
                where=code,
            )
        return found


def _through(record: Record[Row]) -> int:
    return record.row.through


def _unexplained(desk: Desk, batch: int, day: date) -> list[int]:
    """Return the entries in a batch that are late on a day, and nobody has said why."""
    explained = {one.row.entry_id for one in desk.every(Lateness, status="active")}
    late = _late(desk.times.of_batch(batch), DueDays(desk), day.isoformat())
    return sorted(late - explained)


def _late(changes: Iterable[DeviceChange], days: DueDays, day: str) -> set[int]:
    return {
        one.entry for one in changes if (due := days.due(one.happened)) and due < day
    }  # fmt: skip


def _check_uploaded_on(desk: Desk, record: Record[UploadBatch], day: date) -> None:
    if not record.row.day <= day.isoformat() <= desk.today.isoformat():
        raise Refused(
            Sentence(
                "Batch {batch} was made on {made}: it was uploaded on that day or later, and not "
                "after today.",
                {"batch": record.id, "made": show_day(record.row.day)},
            ),
            where="day",
        )


def _check_made(record: Record[UploadBatch]) -> None:
    if record.row.status == BatchStatus.WITHDRAWN:
        raise _withdrawn(record)
    if record.row.status != BatchStatus.MADE:
        raise Refused(
            Sentence(
                "Batch {batch} was uploaded on {day}, which cannot be taken back. Mark the rows "
                "that are wrong as rejected: they come back in the next batch.",
                {"batch": record.id, "day": show_day(record.row.uploaded_on)},
            ),
            where=str(record.id),
        )


def _check_uploaded(record: Record[UploadBatch]) -> None:
    if record.row.status == BatchStatus.WITHDRAWN:
        raise _withdrawn(record)
    if record.row.status == BatchStatus.MADE:
        raise _not_uploaded(record)


def _not_uploaded(record: Record[UploadBatch]) -> Refused:
    return Refused(
        Sentence(
            "Batch {batch} is not marked as uploaded yet. Say first on which day it was.",
            {"batch": record.id},
        ),
        where=str(record.id),
    )


def _withdrawn(record: Record[UploadBatch]) -> Refused:
    return Refused(
        Sentence(
            "Batch {batch} was withdrawn: its file must not be uploaded. Make another batch.",
            {"batch": record.id},
        ),
        where=str(record.id),
    )


def _with_receipt(desk: Desk, batch: int, row: UploadBatch, receipt: Path) -> UploadBatch:
    name, digest = keep_scan(desk, f"{RECEIPTS}/{batch:04d}", receipt)
    return replace(row, receipt=name, receipt_sha256=digest)
