"""The school's lists: people, teams, classes, places, subjects and funds, one tab each."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QPushButton, QStackedWidget, QTabBar, QTableView
from typing_extensions import override

from app.domain.calendar import school_year_of
from app.domain.change import Touched
from app.domain.text import fold
from app.services.lists import ClassYears
from app.services.showing import Shown
from ui.models.lists import Listed, Sheet, sheets
from ui.models.tables import RowsModel
from ui.runner import Runner
from ui.screens.screen import Screen
from ui.widgets.flow import Flow
from ui.widgets.kit import SearchBox, label, table

_WITH_LOANS = frozenset({"people", "classes"})
_NAMED_BY_DEVICES = frozenset({"subjects", "funds"})


class Lists(Screen):
    """Six lists behind tabs. The signals are wishes; they carry the list's name or a row."""

    shows = frozenset(
        {Touched.PEOPLE, Touched.CLASSES, Touched.PLACES, Touched.LISTS, Touched.LOANS,
         Touched.DEVICES}
    )  # fmt: skip
    add_wanted = Signal(str)
    correct_wanted = Signal(str, object)
    status_wanted = Signal(str, object)
    adopt_wanted = Signal(str)
    loans_wanted = Signal(object)

    def __init__(self, runner: Runner) -> None:
        """Build every list; the people stand in front."""
        super().__init__(runner, runner.words("Lists"))
        words = self.words
        self.sheets = sheets(runner)
        self.tabs = QTabBar()
        self.tabs.setAccessibleName(words("Lists"))
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.search = SearchBox(words("Search this list"))
        self.who = QComboBox()
        self.who.setAccessibleName(words("Which rows"))
        self.year = QComboBox()
        self.year.setAccessibleName(words("School year"))
        self.add_button = QPushButton(words("Add…"))
        self.correct_button = QPushButton(words("Correct… (F2)"))
        self.status_button = QPushButton(words("Status…"))
        self.loans_button = QPushButton(words("Loans of the chosen (F3)"))
        self.adopt_button = QPushButton(words("Take over from the devices"))
        self.count = label("", "quiet")
        self.stack = QStackedWidget()
        self.models: dict[str, RowsModel] = {}
        self.lists: dict[str, QTableView] = {}
        self._rows: dict[str, list[Listed]] = {sheet.name: [] for sheet in self.sheets}
        for sheet in self.sheets:
            self._add_sheet(sheet)
        self.who.addItem("", "used")
        self.who.addItem(words("All"), "all")
        self._arrange()
        self._connect()

    def _add_sheet(self, sheet: Sheet) -> None:
        self.tabs.addTab(sheet.title)
        model = self.models[sheet.name] = RowsModel(sheet.headings, sheet.figures)
        view = self.lists[sheet.name] = table(model, sheet.title, sheet.widths)
        view.setSortingEnabled(True)
        view.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        view.activated.connect(self.want_correct)
        view.selectionModel().currentRowChanged.connect(self._explain)
        self.stack.addWidget(view)

    def _arrange(self) -> None:
        self.column.addWidget(self.tabs)
        self.column.addLayout(
            Flow(
                self.search, self.year, self.who, self.add_button, self.correct_button,
                self.status_button, self.loans_button, self.adopt_button,
            )
        )  # fmt: skip
        self.column.addWidget(self.count)
        self.column.addWidget(self.stack, 1)

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(self._turn)
        self.search.search_wanted.connect(self._search)
        self.who.activated.connect(self._fill)
        self.year.activated.connect(self.reload)
        self.add_button.clicked.connect(self._want_add)
        self.correct_button.clicked.connect(self.want_correct)
        self.status_button.clicked.connect(self._want_status)
        self.loans_button.clicked.connect(self.want_loans)
        self.adopt_button.clicked.connect(self._want_adopt)

    @property
    def sheet(self) -> Sheet:
        """The list that stands in front."""
        return self.sheets[self.tabs.currentIndex()]

    def show_list(self, name: str) -> None:
        """Put a list in front."""
        self.tabs.setCurrentIndex([sheet.name for sheet in self.sheets].index(name))

    def search_for(self, name: str, query: str) -> None:
        """Put a list in front, with the rows that hold what is searched for."""
        self.show_list(name)
        self.search.setText(query)
        self.stale = True

    def chosen(self) -> Listed | None:
        """Return the row chosen in the list in front."""
        name = self.sheet.name
        row = self.lists[name].currentIndex().row()
        rows = self._rows[name]
        return rows[self.models[name].origin(row)] if 0 <= row < len(rows) else None

    def chosen_year(self) -> int:
        """Return the school year of the classes shown."""
        year = self.year.currentData()
        return school_year_of(self.runner.room.today()) if year is None else int(year)

    @override
    def listing(self) -> Callable[[], Shown]:
        """Return what reads the list in front as it stands."""
        return partial(self.models[self.sheet.name].shown, self.sheet.title)

    @override
    def reload(self) -> None:
        """Read the list in front again, and keep the row that was chosen."""
        self._offer_years()
        words, people = self.words, self.sheet.name == "people"
        self.who.setItemText(0, words("Working here") if people else words("Still used"))
        self._fill()

    @override
    def focus(self) -> None:
        """Put the cursor in the search box."""
        self.search.setFocus()

    def want_correct(self) -> None:
        """Wish to correct the chosen row."""
        row = self.chosen()
        if row is not None:
            self.correct_wanted.emit(self.sheet.name, row.view)

    def want_loans(self) -> None:
        """Wish to see what the chosen person or class has out."""
        row = self.chosen()
        if row is not None and self.sheet.name in _WITH_LOANS:
            self.loans_wanted.emit(row.view)

    def _search(self, _text: str) -> None:
        self._fill()

    def _turn(self) -> None:
        self.stack.setCurrentIndex(self.tabs.currentIndex())
        self.search.clear()
        self.reload()

    def _offer_years(self) -> None:
        chosen = self.chosen_year()
        self.year.clear()
        for year in self.runner.ask(ClassYears()):
            self.year.addItem(f"{year}-{year + 1}", year)
        self.year.setCurrentIndex(max(self.year.findData(chosen), 0))
        self.year.setVisible(self.sheet.name == "classes")

    def _fill(self) -> None:
        name, kept = self.sheet.name, self.chosen()
        wanted = fold(self.search.text()).split()
        every = self.sheet.read(self.chosen_year())
        rows = self._rows[name] = [
            row for row in every
            if (row.view.used or self.who.currentData() == "all")
            and all(word in fold(" ".join(map(str, row.cells))) for word in wanted)
        ]  # fmt: skip
        model, view = self.models[name], self.lists[name]
        model.show([row.cells for row in rows])
        if kept is not None:
            keys = [rows[model.origin(at)].key for at in range(len(rows))]
            if kept.key in keys:
                view.selectRow(keys.index(kept.key))
        self._say_count(len(rows), len(every))
        self._explain()

    def _say_count(self, shown: int, whole: int) -> None:
        words = self.words
        if shown:
            self.count.setText(words("{count} rows", count=shown))
        elif whole:
            self.count.setText(words("No row fits. Try fewer letters, or show all."))
        else:
            self.count.setText(
                words("The list is empty. Add the first row, or import a list (Ctrl+I).")
            )

    def _explain(self) -> None:
        """Show the buttons that fit the list, grey with a reason while no row is chosen."""
        words, row, name = self.words, self.chosen(), self.sheet.name
        if name == "people":
            self.status_button.setText(words("Status…"))
        elif row is not None and not row.view.used:
            self.status_button.setText(words("Use again"))
        else:
            self.status_button.setText(words("No longer used"))
        self.loans_button.setVisible(name in _WITH_LOANS)
        self.adopt_button.setVisible(name in _NAMED_BY_DEVICES)
        for button in (self.correct_button, self.status_button, self.loans_button):
            button.setEnabled(row is not None)
            button.setToolTip("" if row is not None else words("Choose a row first."))

    def _want_add(self) -> None:
        self.add_wanted.emit(self.sheet.name)

    def _want_status(self) -> None:
        row = self.chosen()
        if row is not None:
            self.status_wanted.emit(self.sheet.name, row.view)

    def _want_adopt(self) -> None:
        self.adopt_wanted.emit(self.sheet.name)
