"""When the lesson hours of a day begin."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from app.services.timetable import BellLines, SetBells
from ui.dialogs.form import Form
from ui.runner import Runner
from ui.widgets.kit import label


class BellsForm(Form):
    """A line of times for the morning and one for the afternoon."""

    def __init__(self, runner: Runner, parent: QWidget | None) -> None:
        """Build the form with the times as they are."""
        words = runner.words
        super().__init__(words, words("Lesson hours of the day"), words("Save"), parent)
        self._runner = runner
        morning, afternoon = runner.ask(BellLines())
        self.morning = self.add_text("bells_morning", words("The morning's hours begin"), morning)
        self.afternoon = self.add_text(
            "bells_afternoon", words("The afternoon's hours begin"), afternoon
        )
        self.column.insertWidget(1, label(
            words("From these times and the timetable the counter offers the lesson that is on. "
                  "Until you change them they are the usual ones."), "quiet",
        ))  # fmt: skip

    @override
    def submit(self) -> None:
        """Write the times down."""
        self._runner.attempt(SetBells(self.morning.text(), self.afternoon.text()))
