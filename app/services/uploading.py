"""Making upload batches: what goes into one, what is wrong with it, its file (Điều 3.5-3.7)."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path

from app.domain.archive import ArchiveKind, Filing
from app.domain.calendar import show_day
from app.domain.change import Touched
from app.domain.device import State
from app.domain.draft import Draft
from app.domain.fault import Refused
from app.domain.layout_rows import FilledRow, RowProblem, check_rows, rows_for
from app.domain.ledger import CANCELLED, Image
from app.domain.period import Period
from app.domain.sentence import Sentence
from app.domain.text import clean, sort_key
from app.domain.upload import BatchStatus, Choice, UploadBatch, UploadRow
from app.domain.view import DeviceView
from app.services.archive import keep_file
from app.services.files import keep_at
from app.services.layouts import devices_in_use, fill_layout, find_layout
from app.services.upload_files import FOLDER, keep_new
from app.store.desk import Desk


@dataclass(frozen=True, slots=True)
class Selection:
    """What goes into a batch; `first` and `last` bound a period, a blank layout is the one in use.

    `leave_out` keeps out what the city's system would refuse: its changes stay due.
    """

    choice: Choice = Choice.CHANGES
    first: date | None = None
    last: date | None = None
    layout: str = ""
    leave_out: bool = False


@dataclass(frozen=True, slots=True)
class Preview:
    """What a batch would hold, and what is wrong with it.

    `changes` are those it would carry; `left_out` counts devices that are kept out. `again` are
    the batches that wait for an answer and hold some of the devices, unchanged since, with how
    many: sending them twice wants a reason. `refusal` says why no batch can be made.
    """

    layout: str
    rows: int
    changes: int
    problems: tuple[RowProblem, ...]
    left_out: int
    again: tuple[tuple[int, int], ...]
    refusal: Sentence | None


@dataclass(frozen=True, slots=True)
class UploadPreview:
    """What a batch would hold, before it is made."""

    selection: Selection = Selection()

    def answer(self, desk: Desk) -> Preview:
        """Return how many rows, and each problem."""
        plan = _Plan(desk, self.selection)
        return Preview(
            plan.layout.name, len(plan.rows), plan.changes, plan.problems, plan.left_out,
            plan.again, plan.refusal(),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Made:
    """A batch that was made; its file lies where it was wanted, or with the book.

    `kept` is where the archive keeps it, within the book's folder.
    """

    batch: int
    upload: UploadBatch
    path: Path
    kept: str


@dataclass(frozen=True, slots=True)
class MakeUpload:
    """Write what was chosen to one upload file, kept unchanged with its SHA-256 (Điều 3.5).

    `reason` says why devices that wait for an answer are sent again; `out` is where a copy goes.
    """

    selection: Selection = Selection()
    out: Path | None = None
    reason: str = ""

    def draft(self, desk: Desk) -> Draft[Made]:
        """Write the file and draft the batch with its rows."""
        plan = _Plan(desk, self.selection)
        reason = clean(self.reason)
        refusal = plan.refusal()
        if refusal is not None:
            raise Refused(refusal)
        if plan.again and not reason:
            raise Refused(_sent_already(plan.again), where="reason")
        day = desk.today.isoformat()
        head, _hash = desk.head()
        blank = UploadBatch(
            plan.layout.name, self.selection.choice, _iso(plan.first), _iso(plan.last), head,
            len(plan.rows), "", "", day,
        )  # fmt: skip
        batch = desk.new(blank)[0]
        data = fill_layout(desk, plan.layout, plan.rows)
        name = keep_new(desk, f"{FOLDER}/{day}-{batch:04d}.xlsx", data)
        upload = replace(blank, file=name, sha256=hashlib.sha256(data).hexdigest())
        if self.out is not None:
            keep_at(desk, self.out, data)
        title, today = f"Tệp đưa lên hệ thống, lô {batch}", Period(desk.today, desk.today)
        filing = Filing(ArchiveKind.UPLOAD, title, f"tai-len-{day}-lo-{batch:04d}", today, batch)
        archived, kept = keep_file(desk, filing, data)
        path = desk.folder / name
        return Draft(
            kind="upload",
            day=desk.open_day().isoformat(),
            sentence=Sentence(
                "Made upload file {file}: {rows} devices",
                {"file": path.name, "rows": len(plan.rows)},
            ),
            change=frozenset({Touched.UPLOADS, Touched.ARCHIVE}),
            value=Made(batch, upload, self.out or path, kept),
            images=(_image(batch, upload), *plan.images(batch, head), archived),
            reason=reason,
        )


class _Plan:
    """What a selection comes to, read once."""

    def __init__(self, desk: Desk, selection: Selection) -> None:
        self._desk, self._selection = desk, selection
        self.layout = find_layout(desk, selection.layout)
        self.first, self.last = _period(selection)
        due = Counter(one.device for one in desk.times.due())
        chosen = self._chosen(set(due))
        views = sorted(desk.devices(sorted(chosen)), key=_by_name)
        filled = rows_for(self.layout, views)
        self.problems = (*check_rows(self.layout, filled), *_gone(views))
        blocked = {one.device for one in self.problems if one.blocks}
        self.left_out = len(blocked) if selection.leave_out else 0
        self._blocked = 0 if selection.leave_out else len(blocked)
        kept = [view for view in views if view.id not in blocked] if self.left_out else views
        self._devices = {view.id for view in kept}
        self.rows: Sequence[FilledRow] = rows_for(self.layout, kept)
        self.changes = sum(due[device] for device in self._devices)
        unchanged = self._devices - set(due)
        waiting = desk.times.waiting_in()
        again = Counter(waiting[device] for device in unchanged if device in waiting)
        self.again = tuple(sorted(again.items()))
        self._nothing_new = len(unchanged) == len(self._devices)

    def _chosen(self, due: set[int]) -> set[int]:
        if self._selection.choice is Choice.CHANGES:
            return due
        if self._selection.choice is Choice.ALL:
            return due | {view.id for view in devices_in_use(self._desk)}
        return {one.device for one in self._desk.times.between(_iso(self.first), _iso(self.last))}

    def refusal(self) -> Sentence | None:
        """Return why no batch can be made of this."""
        if not self.rows:
            return self._nothing()
        if self._nothing_new:
            same = self._same()
            if same is not None:
                return Sentence(
                    "Batch {batch} of {day} holds these devices already, and nothing has changed "
                    "since. Open its file, or withdraw it if it was never uploaded.",
                    {"batch": same[0], "day": show_day(same[1])},
                )
        if self._blocked:
            return Sentence(
                "{count} devices have problems for which the city's system would refuse them. "
                "Correct them, or leave them out: their changes stay due.",
                {"count": self._blocked},
            )
        return None

    def images(self, batch: int, head: int) -> list[Image]:
        """Return the rows of the batch: each carries the changes since the last that counts."""
        carried = self._desk.times.carried_to()
        return [
            self._desk.new(
                UploadRow(
                    batch, row.device, self.layout.first_row + at, carried.get(row.device, 0), head
                )
            )[1]
            for at, row in enumerate(self.rows)
        ]

    def _nothing(self) -> Sentence:
        if self.left_out:
            return Sentence(
                "All {count} devices have problems for which the city's system would refuse "
                "them. Correct them first.",
                {"count": self.left_out},
            )
        if self._selection.choice is Choice.PERIOD:
            return Sentence(
                "No device changed from {first} to {last}. Choose another period, or all devices.",
                {"first": show_day(_iso(self.first)), "last": show_day(_iso(self.last))},
            )
        made = [one for one in self._desk.every(UploadBatch) if _stands(one.row)]
        if made:
            return Sentence(
                "Nothing has changed since batch {batch} of {day}, so there is nothing to upload.",
                {"batch": made[-1].id, "day": show_day(made[-1].row.day)},
            )
        return Sentence("There is no device to upload yet. Register devices first.")

    def _same(self) -> tuple[int, str] | None:
        """Return the newest batch that holds just these devices in this layout, with its day."""
        for record in reversed(self._desk.every(UploadBatch)):
            row = record.row
            if _stands(row) and (row.layout, row.rows) == (self.layout.name, len(self.rows)):
                held = {one.device for one in self._desk.times.rows_of(record.id)}
                if held == self._devices:
                    return record.id, row.day
        return None


def _stands(row: UploadBatch) -> bool:
    return row.status != BatchStatus.WITHDRAWN


def _period(selection: Selection) -> tuple[date | None, date | None]:
    if selection.choice is not Choice.PERIOD:
        return None, None
    first, last = selection.first, selection.last
    if first is None or last is None or first > last:
        raise Refused(
            Sentence("Say from which day to which day; the first is not after the last."),
            where="period",
        )
    return first, last


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _image(batch: int, row: UploadBatch) -> Image:
    return Image("upload_batch", batch, None, asdict(row))


def _by_name(view: DeviceView) -> tuple[str, int]:
    return sort_key(view.device.name), view.id


def _gone(views: Sequence[DeviceView]) -> list[RowProblem]:
    """Return which devices the school has no more, for the city's system to take out."""
    return [
        RowProblem(
            view.id, view.device.code, view.device.name, "",
            Sentence(
                "{code} {name} is no longer in the book. Take it out of the city's system by "
                "hand if its row does not.",
                {"code": view.device.code, "name": view.device.name},
            ),
            blocks=False,
        )
        for view in views
        if view.device.status == CANCELLED
        or not any(count for state, count in view.balances.items() if state is not State.OUTSIDE)
    ]  # fmt: skip


def _sent_already(again: Sequence[tuple[int, int]]) -> Sentence:
    return Sentence(
        "{count} devices wait for an answer in batch {batches} and have not changed since. Say "
        "in a few words why they are sent again.",
        {"count": sum(count for _batch, count in again),
         "batches": ", ".join(str(batch) for batch, _count in again)},
    )  # fmt: skip
