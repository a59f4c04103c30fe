"""The city's answer to an upload, written as the book keeps it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.domain.draft import Draft
from app.domain.sentence import Sentence
from app.domain.upload import UploadBatch, UploadRow
from app.store.desk import Desk


@dataclass(frozen=True, slots=True)
class Answer:
    """Say of a batch that it was uploaded on an ISO day and its rows were taken, or not."""

    batch: int
    uploaded_on: str
    status: str = "accepted"

    def draft(self, desk: Desk) -> Draft[int]:
        """Draft the batch and its rows."""
        batch = desk.find(UploadBatch, id=self.batch)
        assert batch is not None
        row = replace(batch.row, uploaded_on=self.uploaded_on, status=self.status)
        rows = desk.every(UploadRow, batch_id=self.batch)
        return Draft(
            kind="upload_answer",
            day=desk.today.isoformat(),
            sentence=Sentence("Answered"),
            change=frozenset(),
            value=self.batch,
            images=(
                desk.changed(batch, row),
                *(desk.changed(one, replace(one.row, status=self.status)) for one in rows),
            ),
        )
