"""What came in and went out in batches, and what the chosen import changed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QPushButton, QSplitter, QVBoxLayout, QWidget
from typing_extensions import override

from app.domain.calendar import show_day
from app.domain.change import Touched
from app.domain.sentence import Words
from app.domain.text import fold
from app.services.exchange import Exchanges, ExchangeView, Fate, RowChange, Way, WhatChanged
from app.services.showing import Shown
from ui.models.tables import RowsModel
from ui.runner import Runner
from ui.screens.screen import Screen
from ui.widgets.flow import Flow
from ui.widgets.kit import SearchBox, label, table


def list_names(words: Words) -> dict[str, str]:
    """Return what each kind of list or file is called."""
    return {
        "devices": words("Devices"), "people": words("People"), "classes": words("Classes"),
        "teams": words("Teams"), "places": words("Places"), "subjects": words("Subjects"),
        "funds": words("Funds"), "catalogue": words("The minimum list"),
        "plans": words("A teaching log"), "timetable": words("A timetable"),
        "assignments": words("Teaching assignment"),
        "calendar": words("Days off"), "quotas": words("Required lesson hours"),
        "upload": words("Upload file"), "saved": words("A list that was saved"),
    }  # fmt: skip


class ExchangeScreen(Screen):
    """The batches over what the chosen one changed; the signals are wishes."""

    shows = frozenset({Touched.EXCHANGES, Touched.UPLOADS, Touched.ARCHIVE})
    import_wanted = Signal()
    print_wanted = Signal(object)

    def __init__(self, runner: Runner) -> None:
        """Build the list over its details."""
        super().__init__(runner, runner.words("Imports and exports"))
        words = self.words
        self.search = SearchBox(words("Search by list, file, day or person"))
        self.way = QComboBox()
        self.way.setAccessibleName(words("Which way"))
        for value, text in (("", words("In and out")), (Way.IN, words("Came in")),
                            (Way.OUT, words("Went out"))):  # fmt: skip
            self.way.addItem(text, str(value))
        self.import_button = QPushButton(words("Import a list…"))
        self.print_button = QPushButton(words("Print what it changed"))
        self.model = RowsModel(
            (words("No."), words("Day"), words("Which way"), words("What kind"), words("File"),
             words("Period"), words("Row count"), words("New"), words("Changed"), words("Faults"),
             words("No longer in it"), words("By whom")),
            figures=(0, 6, 7, 8, 9, 10),
        )  # fmt: skip
        self.list = table(self.model, words("Imports and exports"),
                          (58, 98, 76, 116, 0, 60, 74, 46, 80, 42, 94, 84))  # fmt: skip
        self.told = label("", "quiet")
        self.changes = RowsModel(
            (words("What became of it"), words("Code"), words("Its name"), words("Field"),
             words("Before"), words("After"))
        )  # fmt: skip
        self.details = table(self.changes, words("What the import changed"),
                             (235, 65, 0, 195, 165, 190))  # fmt: skip
        self.empty = label("", "quiet")
        self._views: list[ExchangeView] = []
        self._fitting: list[ExchangeView] = []
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        self.list.setSortingEnabled(True)
        self.list.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        below = QWidget()
        column = QVBoxLayout(below)
        column.setContentsMargins(0, 8, 0, 0)
        column.addWidget(self.told)
        column.addWidget(self.details, 1)
        split = QSplitter(Qt.Orientation.Vertical)
        split.setChildrenCollapsible(False)
        split.addWidget(self.list)
        split.addWidget(below)
        self.column.addLayout(Flow(self.search, self.way, self.import_button, self.print_button))
        self.column.addWidget(self.empty)
        self.column.addWidget(split, 1)

    def _connect(self) -> None:
        self.search.search_wanted.connect(self.search_for)
        self.way.activated.connect(self._fill)
        self.import_button.clicked.connect(self.import_wanted)
        self.print_button.clicked.connect(self._want_print)
        self.list.selectionModel().currentRowChanged.connect(self._show_changes)

    def search_for(self, query: str) -> None:
        """Show the batches that hold what was typed."""
        if self.search.text() != query:
            self.search.setText(query)
        self._fill()

    @property
    def chosen(self) -> ExchangeView | None:
        """The batch chosen in the list, None when there is none."""
        row = self.list.currentIndex().row()
        if not 0 <= row < len(self._fitting):
            return None
        return self._fitting[self.model.origin(row)]

    @override
    def listing(self) -> Callable[[], Shown]:
        """Return what reads the batches as they stand."""
        return partial(self.model.shown, self.words("Imports and exports"))

    @override
    def reload(self) -> None:
        """Read the batches again, and keep the one that was chosen."""
        self._views = self.runner.ask(Exchanges())
        self._fill()

    @override
    def focus(self) -> None:
        """Put the cursor in the list."""
        self.list.setFocus()

    def _fill(self) -> None:
        kept, words = self.chosen, self.words
        wanted, way = fold(self.search.text()).split(), self.way.currentData()
        rows = [(view, self._row(view)) for view in self._views if way in {"", str(view.way)}]
        rows = [
            (view, cells) for view, cells in rows
            if all(word in fold(" ".join(map(str, cells))) for word in wanted)
        ]  # fmt: skip
        self._fitting = [view for view, _cells in rows]
        self.model.show([cells for _view, cells in rows])
        self.empty.setText(
            words("No batch fits. Try fewer letters, or show both ways.") if self._views
            else words("Nothing came in or went out yet. Import the lists of the sector's "
                       "database first: people, then classes, then the timetable.")
        )  # fmt: skip
        self.empty.setVisible(not rows)
        order = [self._fitting[self.model.origin(at)] for at in range(len(rows))]
        if order:
            entries = [view.entry for view in order]
            found = kept is not None and kept.entry in entries
            self.list.selectRow(entries.index(kept.entry) if kept is not None and found else 0)
        self._show_changes()

    def _row(self, view: ExchangeView) -> tuple[str | int, ...]:
        words = self.words
        what = list_names(words).get(view.kind, view.kind)
        came_in = view.way is Way.IN
        return (
            view.entry, show_day(view.day), words("Came in") if came_in else words("Went out"),
            words("{what} (undone)", what=what) if view.undone else what, view.file, view.period,
            "" if view.rows is None else view.rows, view.added if came_in else "",
            view.updated if came_in else "", view.errors if view.rows is not None else "",
            view.gone if came_in else "", view.actor,
        )  # fmt: skip

    def _show_changes(self) -> None:
        words, view = self.words, self.chosen
        changes: list[RowChange] = []
        if view is not None and view.way is Way.IN:
            changes = self.runner.ask(WhatChanged(view.entry))
        self.changes.show(change_rows(words, changes))
        self.told.setText(self._summary(view, changes))
        why = "" if changes else words("Choose an import that changed something first.")
        self.print_button.setEnabled(not why)
        self.print_button.setToolTip(why)

    def _summary(self, view: ExchangeView | None, changes: list[RowChange]) -> str:
        if view is None:
            return ""
        if view.way is Way.OUT:
            return self.words("The file is kept in the archive; this list says what imports "
                              "changed.")  # fmt: skip
        count = {fate: sum(one.fate is fate for one in changes) for fate in Fate}
        return self.words(
            "Import {entry}: {added} new, {changed} changed, {left} no longer used, {lacking} not "
            "in the list and left as they are.",
            entry=view.entry, added=count[Fate.ADDED], changed=count[Fate.CHANGED],
            left=count[Fate.LEFT], lacking=count[Fate.LACKING],
        )  # fmt: skip

    def _want_print(self) -> None:
        view = self.chosen
        if view is not None:
            title = self.words("What import {entry} of {day} changed", entry=view.entry,
                               day=show_day(view.day))  # fmt: skip
            self.print_wanted.emit(self.changes.shown(title))


def change_rows(words: Words, changes: list[RowChange]) -> list[tuple[str, ...]]:
    """Return a line for each field that changed, and one for each row that has none."""
    fates = {
        Fate.ADDED: words("New"), Fate.CHANGED: words("Changed"),
        Fate.LEFT: words("No longer used"),
        Fate.LACKING: words("Not in the list; left as it is"),
    }  # fmt: skip
    rows: list[tuple[str, ...]] = []
    for one in changes:
        said = one.changes or (("", "", ""),)
        rows += [(fates[one.fate], one.code, one.name, *field) for field in said]
    return rows
