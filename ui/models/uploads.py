"""Upload batches and their rows as tables with badges."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QBrush, QColor
from typing_extensions import override

from app.domain.calendar import show_day
from app.domain.sentence import Words
from app.domain.upload import BatchStatus, BatchView, Choice, RowStatus, RowView
from app.services.uploads import CHOICES, ROW_STATUSES, STATUSES
from ui.models.tables import RowsModel
from ui.theme import colours

Index = QModelIndex | QPersistentModelIndex
BATCH_STATUS, ROW_STATUS = 2, 3


class _Badged(RowsModel):
    """Rows of which one column is a badge in a colour of its own."""

    def __init__(self, headings: Sequence[str], figures: Sequence[int], badge: int) -> None:
        super().__init__(headings, figures)
        self._badge = badge
        self.statuses: list[str] = []

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.ForegroundRole and index.column() == self._badge:
            return QBrush(QColor(_colour(self.statuses[self.origin(index.row())])))
        return super().data(index, role)


class BatchesModel(_Badged):
    """The batches, the newest first."""

    def __init__(self, words: Words) -> None:
        """Take the words of the headings."""
        super().__init__(
            (words("Batch"), words("Made on"), words("How it stands"), words("Uploaded on"),
             words("Rows"), words("Accepted"), words("Rejected"), words("What is in it")),
            (0, 4, 5, 6), BATCH_STATUS,
        )  # fmt: skip
        self._words = words

    def show_batches(self, batches: Sequence[BatchView]) -> None:
        """Show other batches."""
        self.statuses = [one.row.status for one in batches]
        self.show([self._cells(one) for one in batches])

    def _cells(self, one: BatchView) -> tuple[str | int, ...]:
        row, words = one.row, self._words
        held = words.render(CHOICES[Choice(row.choice)])
        if row.first:
            held = f"{held}: {show_day(row.first)} - {show_day(row.last)}"
        return (
            one.batch, f"{show_day(row.day)} {one.recorded_at[11:16]}",
            words.render(STATUSES[BatchStatus(row.status)]),
            show_day(row.uploaded_on) if row.uploaded_on else "", row.rows, one.accepted,
            one.rejected, f"{held} ({one.reason})" if one.reason else held,
        )  # fmt: skip


class UploadRowsModel(_Badged):
    """The rows of a batch as they stand in its sheet."""

    def __init__(self, words: Words) -> None:
        """Take the words of the headings."""
        super().__init__(
            (words("Row"), words("Code"), words("Device"), words("How it stands"),
             words("Why it was rejected"), words("Official code")),
            (0,), ROW_STATUS,
        )  # fmt: skip
        self._words = words

    def show_rows(self, rows: Sequence[RowView]) -> None:
        """Show the rows of another batch."""
        self.statuses = [one.status for one in rows]
        self.show(
            [
                (one.number, one.code, one.name, self._words.render(ROW_STATUSES[one.status]),
                 one.reason, one.official_code)
                for one in rows
            ]
        )  # fmt: skip


def _colour(status: str) -> str:
    worn = colours()
    if status == BatchStatus.ACCEPTED:
        return worn.good
    if status == RowStatus.REJECTED:
        return worn.bad
    return worn.quiet if status == BatchStatus.WITHDRAWN else worn.warn
