"""The archive: all that was printed and exported, found as you type and opened as it was."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QComboBox, QMenu, QPushButton
from typing_extensions import override

from app.domain.archive import Archived, ArchivedView, ArchiveKind, Part, Shelf, shelf_of
from app.domain.calendar import show_day
from app.domain.change import Touched
from app.domain.month import show_month
from app.domain.period import Period, Years, name_of
from app.domain.sentence import Words
from app.domain.text import fold, show_hash
from app.services.archived import InArchive, searched
from app.services.purposes import provision_log
from app.services.reports import PeriodsToChoose
from app.services.showing import Shown
from ui.models.tables import RowsModel
from ui.runner import Runner
from ui.screens.screen import Screen
from ui.widgets.flow import Flow
from ui.widgets.kit import SearchBox, label, table

_KIB = 1024


def kind_names(words: Words) -> dict[str, str]:
    """Return what each kind of archived file is called."""
    return {
        ArchiveKind.REPORT: words("Report"),
        ArchiveKind.MONTH: words("Month's sheet"),
        ArchiveKind.SLIP: words("Numbered slip"),
        ArchiveKind.MINUTES: words("Stocktake minutes"),
        ArchiveKind.ASSET_SHEET: words("Accountant's sheet"),
        ArchiveKind.LIST: words("List"),
        ArchiveKind.REMINDER: words("Reminders"),
        ArchiveKind.UPLOAD: words("Upload file"),
        ArchiveKind.PACK: words("Month's pack"),
    }


class ArchiveScreen(Screen):
    """The archive's index. The signals are wishes that carry what is chosen."""

    shows = frozenset({Touched.ARCHIVE, Touched.CALENDAR})
    open_wanted = Signal(object)
    folder_wanted = Signal(object)
    again_wanted = Signal(object)
    note_wanted = Signal(object)
    log_wanted = Signal(object)
    book_wanted = Signal(object)

    def __init__(self, runner: Runner) -> None:
        """Build the list under its search and choices."""
        super().__init__(runner, runner.words("Archive"))
        words = self.words
        self.search = SearchBox(words("Search by title, day, person or file"))
        self.kind = self._choice(words("Any kind of file"))
        for kind, name in kind_names(words).items():
            self.kind.addItem(name, str(kind))
        self.year = self._choice(words("Any school year"))
        self.period = self._choice(words("Any period"))
        self.model = RowsModel(
            (words("Issued on"), words("Kind of file"), words("No."), words("Title"),
             words("Period"), words("Issued by"), words("Entered")),
            figures=(2,),
        )  # fmt: skip
        self.list = table(self.model, words("Archive"), (115, 165, 45, 0, 195, 90, 95))
        self.list.setSortingEnabled(True)
        self.list.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.open_button = QPushButton(words("Open the file"))
        self.folder_button = QPushButton(words("Show its folder"))
        self.again_button = QPushButton(words("Print it again"))
        self.note_button = QPushButton(words("Entered in the city's system…"))
        self.log_button = QPushButton(words("Log of data provision"))
        self.facts = label("", "quiet")
        self.facts.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.empty = label("", "quiet")
        self._views: list[ArchivedView] = []
        self._said: dict[int, str] = {}
        self._fitting: list[ArchivedView] = []
        self._years: Years = {}
        self._offer_log()
        self._arrange()
        self._connect()

    @staticmethod
    def _choice(anything: str) -> QComboBox:
        made = QComboBox()
        made.setAccessibleName(anything)
        made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        made.addItem(anything, "")
        return made

    def _offer_log(self) -> None:
        """Offer the log of data provision on paper and as a workbook (Điều 9.5)."""
        words = self.words
        self.log_button.setToolTip(
            words(
                "What left the program, when, by whom, for what: as a "
                "paper or a workbook of the files that are shown"
            )
        )
        menu = QMenu(self.log_button)
        menu.addAction(words("Print"), partial(self._want_log, self.log_wanted.emit))
        menu.addAction(words("Save as a workbook"), partial(self._want_log, self.book_wanted.emit))
        self.log_button.setMenu(menu)

    def _arrange(self) -> None:
        self.column.addLayout(Flow(self.search, self.kind, self.year, self.period))
        self.column.addWidget(self.empty)
        self.column.addWidget(self.list, 1)
        self.column.addWidget(self.facts)
        self.column.addLayout(
            Flow(self.open_button, self.folder_button, self.again_button, self.note_button,
                 self.log_button)
        )  # fmt: skip

    def _connect(self) -> None:
        self.search.search_wanted.connect(self.search_for)
        for choice in (self.kind, self.year, self.period):
            choice.activated.connect(self._show_fitting)
        self.list.selectionModel().currentRowChanged.connect(self._row_changed)
        self.list.activated.connect(partial(self._want, self.open_wanted.emit))
        for button, wish in (
            (self.open_button, self.open_wanted.emit),
            (self.folder_button, self.folder_wanted.emit),
            (self.again_button, self.again_wanted.emit),
            (self.note_button, self.note_wanted.emit),
        ):
            button.clicked.connect(partial(self._want, wish))

    def search_for(self, query: str) -> None:
        """Show the files that hold what was typed."""
        if self.search.text() != query:
            self.search.setText(query)
        self._show_fitting()

    def chosen(self) -> ArchivedView | None:
        """Return the file that is chosen."""
        row = self.list.currentIndex().row()
        return self._fitting[self.model.origin(row)] if 0 <= row < len(self._fitting) else None

    @override
    def listing(self) -> Callable[[], Shown]:
        """Return what reads the list as it stands."""
        return partial(self.model.shown, self.words("Archive"))

    @override
    def reload(self) -> None:
        """Read the index again, and offer the years and periods it has."""
        self._views = self.runner.ask(InArchive())
        self._said = {view.id: searched(view) for view in self._views}
        _first_years, self._years = self.runner.ask(PeriodsToChoose())
        shelves = [shelf_of(view.row.file) for view in self._views]
        years = sorted({shelf.school_year for shelf in shelves}, reverse=True)
        _offer(self.year, [(str(year), f"{year}-{year + 1}") for year in years])
        _offer(self.period, self._periods(shelves))
        self._show_fitting()

    @override
    def focus(self) -> None:
        """Put the cursor in the search box."""
        self.search.setFocus()

    def _periods(self, shelves: list[Shelf]) -> list[tuple[str, str]]:
        words = self.words
        parts = {
            Part.FIRST: words("First semester"), Part.SECOND: words("Second semester"),
            Part.SUMMER: words("Summer break"), Part.YEAR: words("Of the whole year"),
        }  # fmt: skip
        used = {shelf.part for shelf in shelves}
        months = sorted({shelf.month for shelf in shelves if shelf.month}, reverse=True)
        return [
            *((str(part), name) for part, name in parts.items() if part in used),
            *((month, words("Month {month}", month=show_month(month))) for month in months),
        ]

    def _show_fitting(self) -> None:
        before = self.chosen()
        wanted = fold(self.search.text()).split()
        self._fitting = [view for view in self._views if self._fits(view, wanted)]
        names = kind_names(self.words)
        self.model.show([self._row(view, names) for view in self._fitting])
        self.empty.setText(
            self.words("Nothing fits. Try fewer letters, or any period.") if self._views
            else self.words("Nothing was printed or exported yet. Every report, month's sheet, "
                            "numbered slip, list and upload file is kept here by itself.")
        )  # fmt: skip
        self.empty.setVisible(not self._fitting)
        rows = [self._fitting[self.model.origin(row)].id for row in range(len(self._fitting))]
        if rows:
            self.list.selectRow(rows.index(before.id) if before and before.id in rows else 0)
        else:
            self._tell(None)

    def _fits(self, view: ArchivedView, wanted: list[str]) -> bool:
        if not all(word in self._said[view.id] for word in wanted):
            return False
        kind, year, period = (
            choice.currentData() for choice in (self.kind, self.year, self.period)
        )  # fmt: skip
        shelf = shelf_of(view.row.file)
        return (
            kind in {"", view.row.kind}
            and year in {"", str(shelf.school_year)}
            and period in {"", str(shelf.part), shelf.month}
        )

    def _row(self, view: ArchivedView, names: dict[str, str]) -> tuple[str | int, ...]:
        row, kind = view.row, names[view.row.kind]
        if row.kind != ArchiveKind.UPLOAD and row.file.endswith(".xlsx"):
            kind = self.words("{kind} (Excel)", kind=kind)
        return (
            show_day(view.recorded_at[:10]), kind,
            "" if row.number is None else row.number, row.title,
            self._called(row),
            view.actor, show_day(row.submitted_on) if row.submitted_on else "",
        )  # fmt: skip

    def _called(self, row: Archived) -> str:
        if row.first == row.last:
            return show_day(row.first)
        period = Period(date.fromisoformat(row.first), date.fromisoformat(row.last))
        return self.words.render(name_of(period, self._years))

    def _row_changed(self, _current: QModelIndex, _previous: QModelIndex) -> None:
        self._tell(self.chosen())

    def _tell(self, view: ArchivedView | None) -> None:
        """Say what is known of a file, and which of the buttons can be used."""
        words = self.words
        for button in (self.open_button, self.folder_button, self.note_button):
            button.setEnabled(view is not None)
        stored = view is not None and view.row.document_id is not None
        self.again_button.setEnabled(stored)
        self.again_button.setToolTip(
            words("Drawn again from the book, and marked as a reprint") if stored
            else words("Only numbered slips, minutes and month's sheets are drawn again. Open the "
                       "file, and print that.")
        )  # fmt: skip
        self.facts.setVisible(view is not None)
        if view is not None:
            size = -(-view.row.size // _KIB)
            said = words("{file} · {time} · {size} KB · SHA-256 {hash}…", file=view.row.file,
                         time=view.recorded_at[11:16], size=size,
                         hash=show_hash(view.row.sha256))  # fmt: skip
            self.facts.setText("\n".join([said, *self._told_why(view.row)]))

    def _told_why(self, row: Archived) -> list[str]:
        """Return what a file was issued for, and who outside the school got it."""
        words = self.words
        lines = [words("Issued for: {purpose}", purpose=row.purpose)] if row.purpose else []
        if row.recipient:
            lines.append(words("Given to {recipient}, approved by {person}",
                               recipient=row.recipient, person=row.approved_by))  # fmt: skip
        return lines

    def _want_log(self, wish: Callable[[object], None]) -> None:
        """Wish for the log of the files that are shown, in the order they stand in."""
        rows = range(len(self._fitting))
        wish(provision_log([self._fitting[self.model.origin(row)] for row in rows]))

    def _want(self, wish: Callable[[object], None], *_from_qt: object) -> None:
        view = self.chosen()
        if view is not None:
            wish(view)


def _offer(choice: QComboBox, items: list[tuple[str, str]]) -> None:
    """Offer other values after the first, and keep the one that was chosen if it is there."""
    chosen = choice.currentData()
    while choice.count() > 1:
        choice.removeItem(1)
    for value, name in items:
        choice.addItem(name, value)
    choice.setCurrentIndex(max(choice.findData(chosen), 0))
