"""The school's calendar: a year at a glance, its special days, and when its terms begin."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QPushButton, QSplitter
from typing_extensions import override

from app.domain.calendar import school_year_of, show_day
from app.domain.change import Touched
from app.services.calendars import (
    OFF,
    CalendarOf,
    ConfirmYear,
    DropSpecialDay,
    PrefillYear,
    YearView,
)
from app.services.showing import Shown
from ui.models.tables import RowsModel
from ui.runner import Runner
from ui.screens.screen import Screen
from ui.theme import colours
from ui.widgets.flow import Flow
from ui.widgets.kit import Card, label, table
from ui.widgets.year import YearPicture


class Calendar(Screen):
    """A calendar year. The signals are wishes the window answers with a form."""

    shows = frozenset({Touched.CALENDAR})
    day_wanted = Signal(str)
    school_year_wanted = Signal(int)

    def __init__(self, runner: Runner) -> None:
        """Build this year."""
        super().__init__(runner, runner.words("School calendar"))
        words = self.words
        self.year = runner.room.today().year
        self.heading = label("", "figure")
        self.heading.setWordWrap(False)
        self.warning = label("", "bad")
        self.terms = label("")
        self.legend = label("", "quiet")
        self.legend.setTextFormat(Qt.TextFormat.RichText)
        self.before_button = QPushButton(words("Year before"))
        self.after_button = QPushButton(words("Year after"))
        self.fill_button = QPushButton(words("Fill in the days off"))
        self.confirm_button = QPushButton(words("These are the published days"))
        self.day_button = QPushButton(words("A special day…"))
        self.drop_button = QPushButton(words("Not special after all"))
        self.terms_button = QPushButton(words("Days of the school year…"))
        months = tuple(words("Month {month}", month=month) for month in range(1, 13))
        self.picture = YearPicture(months)
        self.picture.setAccessibleName(words("The year at a glance"))
        self.model = RowsModel((words("Day"), words("What it is"), words("Note"), words("By")))
        self.list = table(self.model, words("Special days"), (96, 80, 0, 90))
        self._view: YearView | None = None
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        card = Card()
        card.column.addWidget(self.terms)
        card.column.addLayout(Flow(self.terms_button))
        card.column.addWidget(self.list, 1)
        card.column.addLayout(Flow(self.day_button, self.drop_button))
        split = QSplitter()
        split.addWidget(self.picture)
        split.addWidget(card)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        split.setSizes([600, 400])
        self.column.addLayout(
            Flow(self.heading, self.before_button, self.after_button, self.fill_button,
                 self.confirm_button)
        )  # fmt: skip
        self.column.addWidget(self.warning)
        self.column.addWidget(split, 1)
        self.column.addWidget(self.legend)

    def _connect(self) -> None:
        self.before_button.clicked.connect(partial(self._go, -1))
        self.after_button.clicked.connect(partial(self._go, 1))
        self.fill_button.clicked.connect(self.fill)
        self.confirm_button.clicked.connect(self.confirm)
        self.day_button.clicked.connect(self._want_day)
        self.drop_button.clicked.connect(self.drop)
        self.terms_button.clicked.connect(self._want_terms)
        self.picture.chosen.connect(self.day_wanted)
        self.list.activated.connect(self._open_chosen)

    @override
    def listing(self) -> Callable[[], Shown]:
        """Return what reads the list as it stands."""
        return partial(self.model.shown, self.words("Special days"))

    def fill(self) -> None:
        """Fill in the days off that the program knows."""
        self.runner.run(PrefillYear(self.year))

    def confirm(self) -> None:
        """Say that the days are those that were published."""
        self.runner.run(ConfirmYear(self.year))

    def drop(self) -> None:
        """Make the chosen day one like any other."""
        day = self.chosen()
        if day:
            self.runner.run(DropSpecialDay(day))

    def chosen(self) -> str:
        """Return the special day chosen in the list, blank when there is none."""
        row = self.list.currentIndex().row()
        if self._view is None or not 0 <= row < len(self._view.days):
            return ""
        return self._view.days[self.model.origin(row)].day

    @override
    def reload(self) -> None:
        """Read the year again."""
        words = self.words
        view = self._view = self.runner.ask(CalendarOf(self.year))
        self.heading.setText(words("Year {year}", year=self.year))
        self.model.show(
            [(show_day(day.day), words("Off") if day.kind == OFF else words("Worked instead"),
              day.note, day.source) for day in view.days]
        )  # fmt: skip
        self._warn(view)
        lines = [
            words("{year}: from {start}, second semester from {second}, to {end}",
                  year=f"{one.year}-{one.year + 1}", start=show_day(one.start),
                  second=show_day(one.second_term), end=show_day(one.end))
            for one in view.school_years
        ]  # fmt: skip
        self.terms.setText("\n".join(lines) or words("The school year is not described yet."))
        self._draw(view)

    @override
    def redraw(self) -> None:
        """Draw the year in the colours that are worn now."""
        if self._view is not None:
            self._draw(self._view)

    @override
    def focus(self) -> None:
        """Put the cursor in the list."""
        self.list.setFocus()

    def _warn(self, view: YearView) -> None:
        words, sure = self.words, bool(view.days) and view.confirmed
        self.warning.setText(
            words("Nobody has confirmed these days: hold them against what was published.")
            if view.days
            else words("No day off is known of this year. Fill them in first.")
        )
        self.warning.setVisible(not sure)
        can = bool(view.days) and not view.confirmed
        self.confirm_button.setEnabled(can)
        self.confirm_button.setToolTip(
            "" if can else words("They are confirmed already, or there are none.")
        )

    def _draw(self, view: YearView) -> None:
        worn = colours()
        off, worked, term = QColor(worn.bad), QColor(worn.good), QColor(worn.accent)
        marks = {day.day: off if day.kind == OFF else worked for day in view.days}
        for one in view.school_years:
            marks |= dict.fromkeys((one.start, one.second_term, one.end), term)
        self.picture.show_year(self.year, marks, self.runner.room.today().isoformat())
        words = self.words
        said = ((off, words("Off")), (worked, words("Worked instead")),
                (term, words("A term begins or ends")))  # fmt: skip
        self.legend.setText(
            "   ".join(f'<span style="color:{one.name()}">■</span> {text}' for one, text in said)
        )

    def _go(self, years: int) -> None:
        self.year += years
        self.reload()

    def _want_day(self) -> None:
        self.day_wanted.emit("")

    def _want_terms(self) -> None:
        today = self.runner.room.today()
        this = self.year == today.year
        self.school_year_wanted.emit(school_year_of(today) if this else self.year)

    def _open_chosen(self) -> None:
        self.day_wanted.emit(self.chosen())
