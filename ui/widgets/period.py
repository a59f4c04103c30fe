"""Choosing a period: a month, a semester, a school year, or any two days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import QComboBox, QDateEdit, QWidget

from app.domain.calendar import SchoolYear
from app.domain.period import (
    Period,
    month_period,
    name_of,
    range_period,
    school_year_period,
    semester_period,
)
from app.domain.sentence import Words
from ui.widgets.flow import Flow

MONTH, SEMESTER, YEAR, RANGE = "month", "semester", "year", "range"


class PeriodChoice(QWidget):
    """The kind of period beside those there are. `chosen` follows each change."""

    chosen = Signal()

    def __init__(self, words: Words, today: date) -> None:
        """Build the choice; the periods come with `offer`."""
        super().__init__()
        self._words, self._today = words, today
        self._years: Sequence[int] = ()
        self._known: Mapping[int, SchoolYear] = {}
        self.kind = QComboBox()
        self.kind.setAccessibleName(words("Kind of period"))
        for value, text in (
            (YEAR, words("School year")), (SEMESTER, words("Semester")), (MONTH, words("Month")),
            (RANGE, words("From day to day")),
        ):  # fmt: skip
            self.kind.addItem(text, value)
        self.which = QComboBox()
        self.which.setAccessibleName(words("Period"))
        self.which.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.first, self.last = QDateEdit(), QDateEdit()
        for field, text in ((self.first, words("From")), (self.last, words("To"))):
            field.setAccessibleName(text)
            field.setCalendarPopup(True)
            field.setDisplayFormat("dd/MM/yyyy")
            field.hide()
            field.editingFinished.connect(self.chosen)
        row = Flow(self.kind, self.which, self.first, self.last)
        row.setContentsMargins(0, 0, 0, 0)
        self.setLayout(row)
        self.kind.activated.connect(self._change_kind)
        self.which.activated.connect(self.chosen)

    def offer(self, years: Sequence[int], known: Mapping[int, SchoolYear]) -> None:
        """Offer the periods of school years, and keep what is chosen."""
        self._years, self._known = years, known
        chosen = self.which.currentData()
        self._fill()
        at = self.which.findData(chosen)
        if at >= 0:
            self.which.setCurrentIndex(at)
        if not self.first.isVisible():
            self._fill_days(self.period())

    def choose(self, kind: str, period: Period) -> None:
        """Choose a period, as a person would."""
        self.kind.setCurrentIndex(self.kind.findData(kind))
        self._fill()
        if kind == RANGE:
            self._fill_days(period)
        else:
            self.which.setCurrentIndex(self.which.findData(_key(period)))
        self.chosen.emit()

    def period(self) -> Period:
        """Return what is chosen, or refuse days in the wrong order."""
        if self.kind.currentData() == RANGE:
            return range_period(_day(self.first), _day(self.last))
        first, last = str(self.which.currentData()).split()
        return Period(date.fromisoformat(first), date.fromisoformat(last))

    def _change_kind(self) -> None:
        if self.kind.currentData() == RANGE and self.which.count():
            first, last = str(self.which.currentData()).split()
            self._fill_days(Period(date.fromisoformat(first), date.fromisoformat(last)))
        self._fill()
        self.chosen.emit()

    def _fill(self) -> None:
        ranged = self.kind.currentData() == RANGE
        self.which.setVisible(not ranged)
        for field in (self.first, self.last):
            field.setVisible(ranged)
        if ranged:
            return
        self.which.clear()
        for period in self._offered():
            if period.first <= self._today:
                said = self._words.render(name_of(period, self._known))
                self.which.addItem(said, _key(period))

    def _offered(self) -> list[Period]:
        kind, found = self.kind.currentData(), []
        for year in self._years:
            if kind == YEAR:
                found.append(school_year_period(year))
            elif kind == SEMESTER:
                found += [semester_period(year, number, self._known) for number in (2, 1)]
            else:
                months = [(year + 1, month) for month in range(8, 0, -1)]
                months += [(year, month) for month in range(12, 8, -1)]
                found += [month_period(*month) for month in months]
        return found

    def _fill_days(self, period: Period) -> None:
        for field, day in ((self.first, period.first), (self.last, period.last)):
            field.setDate(QDate(day.year, day.month, day.day))


def _key(period: Period) -> str:
    return f"{period.first.isoformat()} {period.last.isoformat()}"


def _day(field: QDateEdit) -> date:
    chosen = field.date()
    return date(chosen.year(), chosen.month(), chosen.day())
