"""Upload batches: what was put into files for the city's system, and what became of it.

A change of a device is one entry that touched it. A row of a batch holds a device's values as
they are when the batch is made, so it carries every change of it since the last row that counts:
those numbered after `after`, up to `through`. Rows that count follow each other without a gap;
one that is rejected or withdrawn leaves its changes to the row after it, or makes them due again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class Choice(StrEnum):
    """Which devices go into a batch: those that changed since the last, in a period, or all."""

    CHANGES = "changes"
    PERIOD = "period"
    ALL = "all"


class BatchStatus(StrEnum):
    """What became of a batch."""

    MADE = "made"
    UPLOADED = "uploaded"
    ACCEPTED = "accepted"
    REJECTED = "rejected"  # some of its rows, or all
    WITHDRAWN = "withdrawn"  # its file was never uploaded


class RowStatus(StrEnum):
    """What became of a row; it waits for an answer while it is `MADE`."""

    MADE = "made"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


COUNTING = (RowStatus.MADE, RowStatus.ACCEPTED)  # rows that carry their changes


@dataclass(frozen=True, slots=True)
class UploadBatch:
    """A batch; paths are relative to the book's folder, hashes of the files' bytes, days ISO.

    `first` and `last` bound a period, blank otherwise. `head` is the last entry before the batch
    was made: the entry that made it is the next one.
    """

    layout: str
    choice: str
    first: str
    last: str
    head: int
    rows: int
    file: str
    sha256: str
    day: str
    uploaded_on: str = ""
    receipt: str = ""
    receipt_sha256: str = ""
    status: str = BatchStatus.MADE

    @property
    def entry(self) -> int:
        """The entry that made it."""
        return self.head + 1


@dataclass(frozen=True, slots=True)
class UploadRow:
    """A device in a batch: row `number` of its sheet, with why it was rejected."""

    batch_id: int
    device_id: int
    number: int
    after: int
    through: int
    status: str = RowStatus.MADE
    reason: str = ""


class Sent(StrEnum):
    """How far a change is: due, sent in a batch that waits for an answer, or settled."""

    DUE = "due"
    SENT = "sent"
    SETTLED = "settled"


@dataclass(frozen=True, slots=True)
class DeviceChange:
    """An entry that changed a device; `day`, `corrects`, `uploaded_on` ISO or blank.

    `batch` is the one whose row carries it, made with entry `made`; `after` and `through` are
    that row's, of a change that is due from the last row on without an end.
    """

    device: int
    entry: int
    kind: str
    day: str
    corrects: str
    recorded_at: str
    reverses: int | None
    batch: int | None
    sent: Sent
    uploaded_on: str
    after: int
    through: int | None

    @property
    def happened(self) -> str:
        """The day it happened: of an adjustment the day it corrects, of an undo its own."""
        return self.day if self.reverses is not None else self.corrects or self.day


def standing(changes: Iterable[DeviceChange], undone: Mapping[int, int]) -> list[DeviceChange]:
    """Return the changes but those that were undone before anybody outside heard of them.

    `undone` names the entry that reverses an entry. An undo of what a row carried before is a
    change of its own.
    """
    undoing = {undo: entry for entry, undo in undone.items()}

    def is_undone(entry: int, last: int | None) -> bool:
        undo = undone.get(entry)
        return undo is not None and (last is None or undo <= last) and not is_undone(undo, last)

    def stands(one: DeviceChange) -> bool:
        if is_undone(one.entry, one.through):
            return False
        # An undo, and an undo of it, and so on: who is undone within the row says nothing.
        undone_here = undoing.get(one.entry)
        return undone_here is None or undone_here <= one.after

    return [one for one in changes if stands(one)]


@dataclass(frozen=True, slots=True)
class BatchView:
    """A batch as it is listed: who made it and when, and how many of its rows stand how.

    `path` is where its file lies; `reason` says why devices were sent again before an answer.
    """

    batch: int
    row: UploadBatch
    path: Path
    actor: str
    recorded_at: str
    reason: str
    waiting: int
    accepted: int
    rejected: int


@dataclass(frozen=True, slots=True)
class RowView:
    """A row of a batch with its device."""

    device: int
    code: str
    name: str
    official_code: str
    number: int
    status: RowStatus
    reason: str
