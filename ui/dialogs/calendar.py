"""Forms of the calendar: a special day, and the days of a school year."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from app.domain.calendar import SchoolYear, SpecialDay, read_day, show_day
from app.services.calendars import (
    OFF,
    WORKED,
    DescribeSchoolYear,
    SchoolYearOf,
    SetSpecialDay,
)
from ui.dialogs.form import Form
from ui.runner import Runner


class SpecialDayForm(Form):
    """Says that a day is off, or worked."""

    def __init__(self, runner: Runner, parent: QWidget | None, day: str = "") -> None:
        """Build the form, with a day if one was chosen."""
        words = runner.words
        super().__init__(words, words("A special day"), words("Save"), parent)
        self._runner = runner
        shown = show_day(day) if day else ""
        self.day = self.add_text("day", words("Day"), shown, hint=words("day/month/year"))
        self.kind = self.add_choice(
            "kind", words("What it is"), ((OFF, words("Off")), (WORKED, words("Worked instead")))
        )
        self.note = self.add_text("note", words("Note"))
        self.source = self.add_text("source", words("By"))

    @override
    def submit(self) -> None:
        """Write the day down."""
        day = read_day(self.day.text(), "day")
        kind = str(self.kind.currentData())
        self._runner.attempt(
            SetSpecialDay(SpecialDay(day, kind, self.note.text(), self.source.text()))
        )


class SchoolYearForm(Form):
    """Says when a school year begins and ends."""

    def __init__(self, runner: Runner, parent: QWidget | None, year: int) -> None:
        """Build the form, filled with what is known of the year."""
        words = runner.words
        title = words("School year {year}", year=f"{year}-{year + 1}")
        super().__init__(words, title, words("Save"), parent)
        self._runner, self._year = runner, year
        known = runner.ask(SchoolYearOf(year))
        said = (known.start, known.second_term, known.end) if known else ("", "", "")
        titles = (
            ("start", words("First day")),
            ("second_term", words("Second semester from")),
            ("end", words("Last day")),
        )
        self.days = {
            name: self.add_text(
                name, title, show_day(day) if day else "", hint=words("day/month/year")
            )
            for (name, title), day in zip(titles, said, strict=True)
        }

    @override
    def submit(self) -> None:
        """Describe the school year."""
        start, second, end = (read_day(one.text(), name) for name, one in self.days.items())
        self._runner.attempt(DescribeSchoolYear(SchoolYear(self._year, start, second, end)))
