"""The backups as rows, with a badge for when each was last proven whole."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QBrush, QColor
from typing_extensions import override

from app.domain.backup import Why
from app.domain.calendar import show_day
from app.domain.sentence import Words
from app.services.backups import BackupView
from ui.models.tables import RowsModel
from ui.theme import colours

PROVEN = 7  # the column of the badge
_MB = 1 << 20


class BackupRows(RowsModel):
    """Rows of backups, the newest first."""

    def __init__(self, words: Words) -> None:
        """Start with no rows."""
        super().__init__(
            (words("Day"), words("Time"), words("Made for"), words("Where"), words("Entries"),
             words("Size"), words("Sealed"), words("Proven whole"), words("File")),
            figures=(4, 5),
        )  # fmt: skip
        self._words = words
        self._views: tuple[BackupView, ...] = ()

    def show_backups(self, views: Sequence[BackupView]) -> None:
        """Show other backups."""
        self._views = tuple(views)
        self.show([self._row(view) for view in views])

    @override
    def data(
        self,
        index: QModelIndex | QPersistentModelIndex,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if role == Qt.ItemDataRole.ForegroundRole and index.column() == PROVEN:
            worn = colours()
            stale = self._views[self.origin(index.row())].stale
            return QBrush(QColor(worn.warn if stale else worn.good))
        return super().data(index, role)

    def _row(self, view: BackupView) -> tuple[str | int, ...]:
        words, made = self._words, view.made
        day = show_day(view.proven_on.isoformat())
        return (
            f"{made.manifest.made:%d/%m/%Y}",
            f"{made.manifest.made:%H:%M}",
            _reasons(words).get(made.manifest.why, ""),
            words("beside the book") if view.beside else words("place for copies"),
            made.manifest.entries,
            show_size(made.size),
            words("sealed") if made.sealed else "",
            words("not since {day}", day=day) if view.stale else words("on {day}", day=day),
            made.path.name,
        )


def show_size(size: int) -> str:
    """Return a size in bytes as people read it."""
    return f"{max(size / _MB, 0.1):.1f} MB".replace(".", ",")


def _reasons(words: Words) -> dict[str, str]:
    return {
        Why.DAILY: words("closing the program"),
        Why.BY_HAND: words("by hand"),
        Why.IMPORT: words("before an import"),
        Why.MONTH: words("before an approval"),
        Why.RESTORE: words("before a restore"),
        Why.UPGRADE: words("before an upgrade"),
    }
