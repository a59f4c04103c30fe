"""What is noted of something issued: when it was entered in the city's system, and its purpose."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from app.domain.archive import ArchivedView
from app.domain.calendar import read_day, show_day
from app.services.archived import NoteArchived
from ui.dialogs.form import Form
from ui.runner import Runner
from ui.widgets.kit import label


class NoteForm(Form):
    """Writes down when a report was entered in the city's system (Điều 8.1)."""

    def __init__(self, runner: Runner, parent: QWidget | None, view: ArchivedView) -> None:
        """Build the form for a file of the archive."""
        words = runner.words
        super().__init__(words, words("Entered in the city's system"), words("Save"), parent)
        self._runner, self._view = runner, view
        self.rows.addRow(label(view.row.title))
        day = view.row.submitted_on or runner.room.today().isoformat()
        self.day = self.add_text(
            "day", words("Entered on"), show_day(day), hint=words("Blank: not entered yet")
        )
        self.purpose = self.add_text(
            "purpose", words("What it was issued for"), view.row.purpose,
            offer=(words("Periodic report"), words("At the principal's request"),
                   words("For an inspection")),
        )  # fmt: skip

    @override
    def submit(self) -> None:
        """Note both."""
        day = read_day(self.day.text(), "day")
        self._runner.attempt(
            NoteArchived(
                self._view.id, date.fromisoformat(day) if day else None, self.purpose.text()
            )
        )
