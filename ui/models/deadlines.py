"""The changes with their times as a table: cells are made as they are shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QBrush, QColor
from typing_extensions import override

from app.domain.calendar import show_day
from app.domain.deadline import SOON, Deadline, DueStatus
from app.domain.sentence import Words
from app.domain.text import sort_key
from app.services.deadline_report import SHARED
from app.services.deadlines import STATUSES, TOPICS
from app.services.showing import Shown
from ui.models.tables import RowsModel, cell
from ui.theme import colours

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
DUE, LEFT, STATUS, TOPIC, CODE, NAME, TEAM, HAPPENED, WHAT, BATCH, REASON = range(11)
_ROLES = frozenset({Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole})


class DeadlinesModel(RowsModel):
    """Changes in the order they are due, or by a column."""

    def __init__(self, words: Words) -> None:
        """Take the words of the headings."""
        super().__init__(
            (words("Update by"), words("Days left"), words("How it stands"), words("What changed"),
             words("Code"), words("Device or person"), words("Team"), words("Happened on"),
             words("What was written"), words("Batch no."), words("Reason"))
        )  # fmt: skip
        self._words = words
        self._changes: list[Deadline] = []
        self._order: tuple[int, bool] | None = None
        self._keys: Mapping[int, Callable[[Deadline], Any]] = {
            DUE: _due, LEFT: _left, HAPPENED: _happened, TOPIC: self._topic, CODE: _code,
            NAME: _name, TEAM: self._team, WHAT: self._what, STATUS: self._status, BATCH: _batch,
            REASON: _reason,
        }  # fmt: skip

    def show_changes(self, changes: Sequence[Deadline]) -> None:
        """Show other changes, in the order that was chosen."""
        self.beginResetModel()
        self._changes = list(changes)
        if self._order is not None:
            column, descending = self._order
            self._changes.sort(key=self._keys[column], reverse=descending)
        self.endResetModel()

    def at(self, row: int) -> Deadline | None:
        """Return the change in a row, None where there is none."""
        return self._changes[row] if 0 <= row < len(self._changes) else None

    @override
    def shown(self, title: str) -> Shown:
        """Return the list as it stands."""
        rows = tuple(tuple(self._cells(one)) for one in self._changes)
        return Shown(title, self._headings, rows)

    @override
    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        if column < 0:
            self._order = None
            return
        self._order = column, order == Qt.SortOrder.DescendingOrder
        self.show_changes(self._changes)

    @override
    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._changes)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        one = self.at(index.row())
        if one is None:
            return None
        if role == Qt.ItemDataRole.ForegroundRole and index.column() in {LEFT, STATUS}:
            return QBrush(QColor(_colour(one)))
        return cell(self._cells(one)[index.column()], role) if role in _ROLES else None

    def _cells(self, one: Deadline) -> list[str | int]:
        words = self._words
        return [
            show_day(one.due), self._said_left(one), self._status(one),
            words.render(TOPICS[one.topic]), one.code, one.name, one.team or words.render(SHARED),
            show_day(one.happened), words.render(one.what), one.batch or "", one.reason,
        ]  # fmt: skip

    def _said_left(self, one: Deadline) -> str:
        if one.status in {DueStatus.ON_TIME, DueStatus.SETTLED_LATE}:
            late = -one.left
            return self._words("late by {days}", days=late) if late > 0 else self._words("done")
        if one.left < 0:
            return self._words("late by {days}", days=-one.left)
        return self._words("{days} left", days=one.left)

    def _status(self, one: Deadline) -> str:
        said = self._words.render(STATUSES[one.status])
        return self._words("{status}, written late", status=said) if one.recorded_late else said

    def _topic(self, one: Deadline) -> str:
        return sort_key(self._words.render(TOPICS[one.topic]))

    def _team(self, one: Deadline) -> tuple[bool, str]:
        return not one.team, sort_key(one.team)

    def _what(self, one: Deadline) -> str:
        return sort_key(self._words.render(one.what))


def _colour(one: Deadline) -> str:
    """Return the colour of a badge: late, about to be, settled, or none of these."""
    worn = colours()
    if one.status is DueStatus.ON_TIME:
        return worn.good
    if one.status is DueStatus.LATE or (one.status is DueStatus.SENT and one.sent_late):
        return worn.bad
    if one.status is DueStatus.SETTLED_LATE:
        return worn.warn
    return worn.warn if one.status is DueStatus.DUE and one.left <= SOON else worn.quiet


def _due(one: Deadline) -> str:
    return one.due


def _left(one: Deadline) -> int:
    return one.left


def _happened(one: Deadline) -> str:
    return one.happened


def _code(one: Deadline) -> str:
    return sort_key(one.code)


def _name(one: Deadline) -> str:
    return sort_key(one.name)


def _batch(one: Deadline) -> int:
    return one.batch or 0


def _reason(one: Deadline) -> str:
    return sort_key(one.reason)
