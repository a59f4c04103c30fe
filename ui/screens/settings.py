"""The settings: groups behind tabs, the versions of each with the one in force, its history."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QStackedWidget, QTabBar, QTableView
from typing_extensions import override

from app.domain.calendar import school_year_of, show_day
from app.domain.change import Touched
from app.services.settings_view import Section, SettingsView, TheSettings
from app.services.showing import Shown
from ui.models.settings import Shelf, shelves, warning
from ui.models.tables import RowsModel
from ui.runner import Runner
from ui.screens.screen import Screen
from ui.widgets.flow import Flow
from ui.widgets.kit import label, table


class Settings(Screen):
    """Every setting of the school. The signals are wishes; they carry the group and a row."""

    shows = frozenset({Touched.SETTINGS})
    add_wanted = Signal(str, object)
    correct_wanted = Signal(str, object)

    def __init__(self, runner: Runner) -> None:
        """Build every group; the document stands in front."""
        super().__init__(runner, runner.words("Settings"))
        words = self.words
        self.shelves = shelves(words)
        self.tabs = QTabBar()
        self.tabs.setAccessibleName(words("Settings"))
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.says = label("", "quiet")
        self.warning = label("", "bad")
        self.add_button = QPushButton(self.shelves[0].add)
        self.correct_button = QPushButton(words("Correct…"))
        self.stack = QStackedWidget()
        self.models: dict[Section, RowsModel] = {}
        self.lists: dict[Section, QTableView] = {}
        self._kept: dict[Section, list[Any]] = {}
        for shelf in self.shelves:
            self._add_shelf(shelf)
        self.told = RowsModel(
            (words("Written on"), words("By whom"), words("What happened"), words("Reason"))
        )
        self.history = table(self.told, words("History"), (140, 110, 0, 180))
        self._view: SettingsView | None = None
        self._arrange()
        self._connect()

    def _add_shelf(self, shelf: Shelf) -> None:
        self.tabs.addTab(shelf.title)
        model = self.models[shelf.section] = RowsModel(shelf.headings)
        view = self.lists[shelf.section] = table(model, shelf.title, shelf.widths)
        view.activated.connect(self.want_correct)
        view.selectionModel().currentRowChanged.connect(self._explain)
        self.stack.addWidget(view)
        self._kept[shelf.section] = []

    def _arrange(self) -> None:
        self.column.addWidget(self.tabs)
        self.column.addWidget(self.says)
        self.column.addWidget(self.warning)
        self.column.addLayout(Flow(self.add_button, self.correct_button))
        self.column.addWidget(self.stack, 3)
        self.column.addWidget(label(f"<b>{self.words('History')}</b>"))
        self.column.addWidget(self.history, 2)

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(self._turn)
        self.add_button.clicked.connect(self.want_add)
        self.correct_button.clicked.connect(self.want_correct)

    @property
    def shelf(self) -> Shelf:
        """The group in front."""
        return self.shelves[self.tabs.currentIndex()]

    def show_section(self, section: Section) -> None:
        """Put a group in front."""
        at = next(at for at, one in enumerate(self.shelves) if one.section is section)
        self.tabs.setCurrentIndex(at)

    def chosen(self) -> object | None:
        """Return what the chosen row stands for, None when no row is chosen."""
        section = self.shelf.section
        row = self.lists[section].currentIndex().row()
        kept = self._kept[section]
        return kept[self.models[section].origin(row)] if 0 <= row < len(kept) else None

    @override
    def listing(self) -> Callable[[], Shown]:
        """Return what reads the group in front as it stands."""
        return partial(self.models[self.shelf.section].shown, self.shelf.title)

    @override
    def reload(self) -> None:
        """Read all settings again."""
        self._view = self.runner.ask(TheSettings())
        for shelf in self.shelves:
            rows = shelf.rows(self._view)
            self._kept[shelf.section] = [kept for kept, _cells in rows]
            self.models[shelf.section].show([cells for _kept, cells in rows])
            if rows:
                self.lists[shelf.section].selectRow(0)
        self._fill()

    @override
    def focus(self) -> None:
        """Put the cursor on the tabs."""
        self.tabs.setFocus()

    def want_add(self) -> None:
        """Wish for a new version of the group in front, started from the chosen one."""
        self.add_wanted.emit(self.shelf.section.value, self.chosen())

    def want_correct(self) -> None:
        """Wish to correct the chosen row."""
        if self.chosen() is not None:
            self.correct_wanted.emit(self.shelf.section.value, self.chosen())

    def _turn(self) -> None:
        self.stack.setCurrentIndex(self.tabs.currentIndex())
        self._fill()

    def _fill(self) -> None:
        if self._view is None:
            return
        words, shelf = self.words, self.shelf
        self.says.setText(shelf.says)
        year = school_year_of(self.runner.room.today())
        self.warning.setText(warning(words, self._view, shelf.section, year))
        self.warning.setVisible(bool(self.warning.text()))
        self.add_button.setText(shelf.add or self.add_button.text())
        self.add_button.setVisible(bool(shelf.add))
        self.correct_button.setVisible(shelf.section is not Section.LIMITS)
        self.told.show(
            [
                (f"{show_day(entry.recorded_at[:10])} {entry.recorded_at[11:16]}", entry.actor,
                 words(entry.text, **entry.values), entry.reason)
                for entry in self._view.history[shelf.section]
            ]
        )  # fmt: skip
        self._explain()

    def _explain(self) -> None:
        """Make the button grey, with a reason, while no row is chosen."""
        chosen = self.chosen() is not None
        self.correct_button.setEnabled(chosen)
        self.correct_button.setToolTip("" if chosen else self.words("Choose a row first."))
