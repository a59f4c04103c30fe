"""Choosing the days things happened on: any, the latest ones, a month, or from day to day."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import QComboBox, QDateEdit, QWidget

from app.domain.calendar import school_year_of
from app.domain.period import Period, month_period, range_period, school_year_period
from app.domain.sentence import Words
from ui.widgets.flow import Flow

_RANGE = "range"
_WEEK = timedelta(days=6)


class DaysChoice(QWidget):
    """The days, any of them to begin with. `chosen` follows each change."""

    chosen = Signal()

    def __init__(self, words: Words, today: date) -> None:
        """Build the choice as of a day."""
        super().__init__()
        self.which = QComboBox()
        self.which.setAccessibleName(words("On which days"))
        months = month_period(today.year, today.month)
        before = months.first - timedelta(days=1)
        for text, period in (
            (words("Any day"), None),
            (words("Today"), Period(today, today)),
            (words("The last 7 days"), Period(today - _WEEK, today)),
            (words("This month"), months),
            (words("The month before"), month_period(before.year, before.month)),
            (words("This school year"), school_year_period(school_year_of(today))),
        ):
            self.which.addItem(text, period)
        self.which.addItem(words("From day to day"), _RANGE)
        self.first, self.last = QDateEdit(), QDateEdit()
        for field, text in ((self.first, words("From")), (self.last, words("To"))):
            field.setAccessibleName(text)
            field.setCalendarPopup(True)
            field.setDisplayFormat("dd/MM/yyyy")
            field.setDate(QDate(today.year, today.month, today.day))
            field.hide()
            field.editingFinished.connect(self.chosen)
        row = Flow(self.which, self.first, self.last)
        self.setLayout(row)
        self.which.activated.connect(self._change)

    def period(self) -> Period | None:
        """Return the days, None for any, or refuse days in the wrong order."""
        if self.which.currentData() == _RANGE:
            return range_period(_day(self.first), _day(self.last))
        period: Period | None = self.which.currentData()
        return period

    def _change(self) -> None:
        for field in (self.first, self.last):
            field.setVisible(self.which.currentData() == _RANGE)
        self.chosen.emit()


def _day(field: QDateEdit) -> date:
    chosen = field.date()
    return date(chosen.year(), chosen.month(), chosen.day())
