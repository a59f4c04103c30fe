"""The school year at a glance, and what stands behind each of its figures."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QModelIndex, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from app.domain.change import Touched
from app.domain.month import show_month
from app.domain.period import school_year_period
from app.services.behind import Behind, Lead
from app.services.months import MonthHead
from app.services.overview import Figure, Overview, OverviewView
from app.services.reports import PeriodsToChoose, show_table
from app.services.showing import Shown
from ui.models.tables import RowsModel
from ui.month_words import status_words
from ui.runner import Runner
from ui.screens.screen import Screen
from ui.widgets.flow import Flow
from ui.widgets.kit import Table, label, scrolled
from ui.widgets.panel import PanelCard
from ui.widgets.report_table import show_rows
from ui.widgets.tile import Tile
from ui.worker import work

_NARROW = 52  # lines of text: a narrower page has its charts one below the other


class OverviewScreen(Screen):
    """A school year. `lead_wanted` carries where a row or a month leads."""

    shows = frozenset(Touched) - {Touched.ARCHIVE}  # nothing is counted again for being printed
    lead_wanted = Signal(object)

    def __init__(self, runner: Runner) -> None:
        """Build the page of figures over the page of a list."""
        super().__init__(runner, runner.words("Overview"))
        words = self.words
        self.year = QComboBox()
        self.year.setAccessibleName(words("School year"))
        self.said = label(words("Press a figure, a bar or a month to see what stands behind it."),
                          "quiet")  # fmt: skip
        self.tiles: list[Tile] = []
        self.panels: list[PanelCard] = []
        self.months: list[QPushButton] = []
        self.behind: Behind | None = None
        self.title = label("", "figure")
        self.back_button = QPushButton(words("Back to the overview (Esc)"))
        self.open_button = QPushButton(words("Go there (Enter)"))
        self.list: Table | None = None
        self.model: RowsModel | None = None
        self.lacks = label("", "bad")
        self._view: OverviewView | None = None
        self._from: QWidget | None = None
        self._arrange()
        self.year.activated.connect(self.count)
        self.back_button.clicked.connect(self.go_back)
        self.open_button.clicked.connect(self._want_lead)

    def _arrange(self) -> None:
        self._flow, self._badges, self._grid = Flow(), Flow(), QGridLayout()
        self._grid.setSpacing(12)
        parts = []
        for layout in (self._flow, self._badges, self._grid):
            layout.setContentsMargins(0, 0, 0, 0)
            part = QWidget()
            part.setLayout(layout)
            parts.append(part)
        self.area = scrolled(self.words("Overview"), *parts)
        below = QWidget()
        self._listed = QVBoxLayout(below)
        self._listed.setContentsMargins(0, 0, 0, 0)
        self._listed.addWidget(self.title)
        row = QHBoxLayout()
        row.addWidget(self.lacks, 1)
        row.addWidget(self.open_button)
        row.addWidget(self.back_button)
        self._listed.addLayout(row)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.area)
        self.pages.addWidget(below)
        top = QHBoxLayout()
        top.addWidget(self.said, 1)
        top.addWidget(self.year)
        self.column.addLayout(top)
        self.column.addWidget(self.pages, 1)

    @override
    def reload(self) -> None:
        """Offer the years of the book, and count the chosen one again."""
        years, _known = self.runner.ask(PeriodsToChoose())
        today, chosen = self.runner.room.today(), self.year.currentData()
        with QSignalBlocker(self.year):
            self.year.clear()
            for one in years:
                if school_year_period(one).first > today:
                    continue  # in August the new year's classes are there, but it has not begun
                self.year.addItem(self.words("School year {year}", year=f"{one}-{one + 1}"), one)
            self.year.setCurrentIndex(max(self.year.findData(chosen), 0))
        self.count()

    def count(self) -> None:
        """Count the school year that is chosen."""
        question = Overview(self.year.currentData())
        view = work(self.window(), self.words("Counting…"), partial(self.runner.ask, question))
        if view is not None:
            self._show(view)
            self.go_back()

    @override
    def listing(self) -> Callable[[], Shown] | None:
        """Return what reads the list that is shown, None while figures are."""
        if self.behind is None:
            return None
        return partial(show_table, self.words, self.behind.table, self.title.text())

    @override
    def redraw(self) -> None:
        """Draw the charts in the colours that are worn now."""
        for panel in self.panels:
            panel.redraw()
        self._lay_panels()

    @override
    def focus(self) -> None:
        """Put the cursor on the first figure, or on the list."""
        if self.behind is not None and self.list is not None:
            self.list.setFocus()
        elif self.tiles:
            self.tiles[0].setFocus()

    def look_behind(self, figure: Figure, of: str = "") -> None:
        """Show the rows that add up to a figure, of a month or whatever it is named after."""
        self._from = self.focusWidget()
        ask = partial(self.runner.ask, figure.behind)
        behind = work(self.window(), self.words("Counting…"), ask)
        if behind is not None:
            self._list(figure, of, behind)

    def go_back(self) -> None:
        """Show the figures again, with the cursor where it was."""
        self.behind = None
        self.pages.setCurrentWidget(self.area)
        if self._from is not None and self.isVisible():
            self._from.setFocus()
        self._from = None

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.behind is not None:
            self.go_back()
        else:
            super().keyPressEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_panels()

    def _show(self, view: OverviewView) -> None:
        if self._view is None:
            self._build(view)
        self._view = view
        words = self.words
        for tile, figure in zip(self.tiles, view.figures, strict=True):
            tile.show_figure(figure.value, words("Press to see what it is added up from"))
        for card, panel in zip(self.panels, view.panels, strict=True):
            card.show_panel(panel)
        for old in self.months:
            self._badges.removeWidget(old)
            old.deleteLater()
        self.months = [self._badge(one) for one in view.months]
        self._lay_panels()

    def _build(self, view: OverviewView) -> None:
        """Make the tiles and the charts; every year has the same."""
        for at, figure in enumerate(view.figures):
            tile = Tile(self.words.render(figure.name), figure.tone.value)
            tile.clicked.connect(partial(self._look, at))
            self.tiles.append(tile)
            self._flow.addWidget(tile)
            tile.show()  # or it could not take the cursor before the next turn
        for panel in view.panels:
            card = PanelCard(self.words, panel.drawn)
            card.picked.connect(self.look_behind)
            self.panels.append(card)

    def _badge(self, one: MonthHead) -> QPushButton:
        said = status_words(self.words, one.status, closed=one.closed)
        made = QPushButton(f"{show_month(one.month)} · {said}")
        made.setObjectName("badge")
        made.setProperty("state", one.status.value)
        made.setToolTip(self.words("Press to go to this month"))
        made.clicked.connect(partial(self._want_month, one.month))
        self._badges.addWidget(made)
        return made

    def _lay_panels(self) -> None:
        narrow = self.width() < self.fontMetrics().height() * _NARROW
        across = 1 if narrow else 2
        for at, card in enumerate(self.panels):
            self._grid.addWidget(card, at // across, at % across)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 0 if narrow else 1)

    def _look(self, at: int) -> None:
        if self._view is not None:
            self.look_behind(self._view.figures[at])

    def _list(self, figure: Figure, of: str, behind: Behind) -> None:
        words = self.words
        self.behind = behind
        name, title = words.render(figure.name), words.render(behind.table.title)
        said = f"{of} · {name}" if of else name
        self.title.setText(f"{said}: {figure.value}")
        self.lacks.setText(words.render(behind.lacks) if behind.lacks else title)
        self.lacks.setObjectName("bad" if behind.lacks else "quiet")
        self.lacks.style().polish(self.lacks)
        if self.list is not None:
            self._listed.removeWidget(self.list)
            self.list.deleteLater()
        self.list, self.model = show_rows(words, behind.table, title, self.fontMetrics())
        self.list.setSortingEnabled(True)
        self.list.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.list.activated.connect(self._want_lead)
        self.open_button.setEnabled(bool(behind.leads))
        self.open_button.setToolTip("" if behind.leads else words("There is no row to go to."))
        self._listed.addWidget(self.list, 1)
        self.pages.setCurrentIndex(1)
        if behind.leads:
            self.list.selectRow(0)
        self.list.setFocus()

    def _want_lead(self, index: QModelIndex | None = None) -> None:
        del index
        if self.behind is None or self.list is None or self.model is None:
            return
        row = max(self.list.currentIndex().row(), 0)
        if self.behind.leads:
            self.lead_wanted.emit(self.behind.leads[self.model.origin(row)])

    def _want_month(self, month: str) -> None:
        self.lead_wanted.emit(Lead("month", month))
