"""The upload batches that were made, their rows, and what became of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.fault import Refused
from app.domain.record import Record
from app.domain.sentence import Sentence
from app.domain.upload import BatchStatus, BatchView, Choice, RowStatus, RowView, UploadBatch
from app.store.desk import Desk

STATUSES: Mapping[BatchStatus, Sentence] = {
    BatchStatus.MADE: Sentence("Made, not uploaded yet"),
    BatchStatus.UPLOADED: Sentence("Uploaded, waits for an answer"),
    BatchStatus.ACCEPTED: Sentence("Accepted"),
    BatchStatus.REJECTED: Sentence("Answered, some rejected"),
    BatchStatus.WITHDRAWN: Sentence("Withdrawn"),
}
ROW_STATUSES: Mapping[RowStatus, Sentence] = {
    RowStatus.MADE: Sentence("Waits for an answer"),
    RowStatus.ACCEPTED: Sentence("Accepted"),
    RowStatus.REJECTED: Sentence("Rejected"),
    RowStatus.WITHDRAWN: Sentence("Withdrawn"),
}
CHOICES: Mapping[Choice, Sentence] = {
    Choice.CHANGES: Sentence("What changed since the last batch"),
    Choice.PERIOD: Sentence("What changed in a period"),
    Choice.ALL: Sentence("All devices"),
}


@dataclass(frozen=True, slots=True)
class Uploads:
    """The batches made so far, or the one asked for."""

    batch: int | None = None

    def answer(self, desk: Desk) -> list[BatchView]:
        """Return the batches, oldest first; refuse a number that is none."""
        made = desk.times.batches()
        found = [
            BatchView(record.id, record.row, desk.folder / record.row.file, **made[record.id])
            for record in desk.every(UploadBatch)
            if self.batch in {None, record.id}
        ]
        if self.batch is not None and not found:
            raise no_batch(self.batch)
        return found


@dataclass(frozen=True, slots=True)
class RowsOfUpload:
    """The rows of a batch."""

    batch: int

    def answer(self, desk: Desk) -> list[RowView]:
        """Return the rows with their devices, as they stand in the sheet."""
        find_batch(desk, self.batch)
        return desk.times.rows_of(self.batch)


def find_batch(desk: Desk, batch: int) -> Record[UploadBatch]:
    """Return a batch by its number, or refuse."""
    found = desk.find(UploadBatch, id=batch)
    if found is None:
        raise no_batch(batch)
    return found


def no_batch(batch: int) -> Refused:
    """Return that there is no batch of this number."""
    return Refused(
        Sentence("There is no upload batch {batch}.", {"batch": batch}), where=str(batch)
    )
