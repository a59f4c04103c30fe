"""The numbered slips: found as you type, opened under the list, printed again, undone."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QComboBox, QPushButton, QSplitter
from typing_extensions import override

from app.domain.calendar import show_day
from app.domain.change import Touched
from app.domain.document import Paper, SlipKind, Stands
from app.domain.text import fold
from app.domain.view import SlipView
from app.services.numbered import Slips as AllSlips
from app.services.showing import Shown
from ui.models.tables import RowsModel
from ui.runner import Runner
from ui.screens.screen import Screen
from ui.slip_names import slip_names
from ui.widgets.flow import Flow
from ui.widgets.kit import Card, SearchBox, label, table

_PIXELS = 6  # for a millimetre of a column on paper


class PaperModel(RowsModel):
    """The lines of a slip as its paper has them."""

    def __init__(self) -> None:
        """Start with no slip."""
        super().__init__(())

    def lay(self, paper: Paper) -> None:
        """Show the lines of a paper under its own headings."""
        self.beginResetModel()
        self._headings = tuple(column.heading for column in paper.columns)
        self._figures = frozenset(
            at for at, column in enumerate(paper.columns) if column.stands == Stands.RIGHT
        )
        self.endResetModel()
        self.show(paper.rows)


class Slips(Screen):
    """The slips. The signals are wishes; `undo_wanted` carries an entry."""

    shows = frozenset({Touched.DOCUMENTS})
    increase_wanted = Signal()
    handover_wanted = Signal()
    print_wanted = Signal(int)
    labels_wanted = Signal(tuple)
    undo_wanted = Signal(int)

    def __init__(self, runner: Runner) -> None:
        """Build the list over an empty detail."""
        super().__init__(runner, runner.words("Slips"))
        words = self.words
        self.search = SearchBox(words("Search by device, code, person or document"))
        self.kind = QComboBox()
        self.kind.setAccessibleName(words("Any kind of slip"))
        self.kind.addItem(words("Any kind of slip"), "")
        for kind, name in slip_names(words).items():
            self.kind.addItem(name, kind)
        self.year = QComboBox()
        self.year.setAccessibleName(words("Any school year"))
        self.year.addItem(words("Any school year"), 0)
        self.model = RowsModel(
            (words("No."), words("Day"), words("Kind of slip"), words("What it says"),
             words("Quantity"), words("Written by"), words("State")),
            figures=(0, 4),
        )  # fmt: skip
        self.list = table(self.model, words("Slips"), (50, 100, 180, 0, 90, 110, 110))
        self.list.setSortingEnabled(True)
        self.list.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.empty = label("", "quiet")
        self.increase_button = QPushButton(words("Increase slip…"))
        self.handover_button = QPushButton(words("Hand over…"))
        self.print_button = QPushButton(words("Print it again"))
        self.labels_button = QPushButton(words("Print labels…"))
        self.undo_button = QPushButton(words("Undo the slip…"))
        self.name = label("", "figure")
        self.facts = label("")
        self.lines_model = PaperModel()
        self.lines = table(self.lines_model, words("Lines of the slip"), ())
        self._slips: list[SlipView] = []
        self._fitting: list[SlipView] = []
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        self.detail = Card()
        self.detail.column.addWidget(self.name)
        self.detail.column.addWidget(self.facts)
        self.detail.column.addLayout(Flow(self.print_button, self.labels_button, self.undo_button))
        self.detail.column.addWidget(self.lines, 1)
        split = QSplitter(Qt.Orientation.Vertical)
        split.addWidget(self.list)
        split.addWidget(self.detail)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        split.setChildrenCollapsible(False)
        self.column.addLayout(
            Flow(self.search, self.kind, self.year, self.increase_button, self.handover_button)
        )
        self.column.addWidget(self.empty)
        self.column.addWidget(split, 1)

    def _connect(self) -> None:
        self.search.search_wanted.connect(self.search_for)
        self.kind.activated.connect(self._show_fitting)
        self.year.activated.connect(self._show_fitting)
        self.list.selectionModel().currentRowChanged.connect(self._row_changed)
        self.increase_button.clicked.connect(self.increase_wanted)
        self.handover_button.clicked.connect(self.handover_wanted)
        self.print_button.clicked.connect(self.print_chosen)
        self.labels_button.clicked.connect(self._want_labels)
        self.undo_button.clicked.connect(self._want_undo)

    def search_for(self, query: str) -> None:
        """Show the slips that hold what was typed anywhere."""
        if self.search.text() != query:
            self.search.setText(query)
        self._show_fitting()

    def chosen(self) -> SlipView | None:
        """Return the slip that is open."""
        row = self.list.currentIndex().row()
        return self._fitting[self.model.origin(row)] if 0 <= row < len(self._fitting) else None

    def print_chosen(self) -> None:
        """Print the slip that is open again."""
        slip = self.chosen()
        if slip is not None:
            self.print_wanted.emit(slip.slip)

    @override
    def listing(self) -> Callable[[], Shown]:
        """Return what reads the list as it stands."""
        return partial(self.model.shown, self.words("Slips"))

    @override
    def reload(self) -> None:
        """Read the slips again, undone ones too: no number may seem to be missing."""
        self._slips = self.runner.ask(AllSlips(undone=True))
        chosen = self.year.currentData()
        while self.year.count() > 1:
            self.year.removeItem(1)
        for year in sorted({slip.school_year for slip in self._slips}, reverse=True):
            self.year.addItem(_years(year), year)
        self.year.setCurrentIndex(max(self.year.findData(chosen), 0))
        self._show_fitting()

    @override
    def focus(self) -> None:
        """Put the cursor in the search box."""
        self.search.setFocus()

    def _show_fitting(self) -> None:
        words, open_one = self.words, self.chosen()
        wanted = fold(self.search.text()).split()
        kind, year = self.kind.currentData(), self.year.currentData()
        self._fitting = [
            slip for slip in self._slips
            if kind in {"", slip.kind} and year in {0, slip.school_year}
            and _holds(slip, wanted)
        ]  # fmt: skip
        names = slip_names(words)
        self.model.show([self._row(slip, names) for slip in self._fitting])
        self.empty.setText(
            words("No slip fits. Try fewer letters.") if self._slips
            else words("No slip is written yet. Write down what came (Ctrl+Shift+N), or choose "
                       "devices and let them leave or move.")
        )  # fmt: skip
        self.empty.setVisible(not self._fitting)
        self.detail.setVisible(bool(self._fitting))
        if self._fitting:
            rows = [self._fitting[self.model.origin(row)] for row in range(len(self._fitting))]
            same = [row for row, slip in enumerate(rows) if open_one and slip.slip == open_one.slip]
            self.list.selectRow(next(iter(same), 0))

    def _row(self, slip: SlipView, names: dict[str, str]) -> tuple[str | int, ...]:
        state = self.words("Undone") if slip.undone else ""
        return (
            slip.number, show_day(slip.day), names[slip.kind], slip.paper.says,
            slip.paper.quantity, slip.actor, state,
        )  # fmt: skip

    def _row_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        slip = self.chosen()
        if not current.isValid() or slip is None:
            return
        words, paper = self.words, slip.paper
        self.name.setText(
            words("{kind} {number} of {day}", kind=slip_names(words)[slip.kind],
                  number=f"{slip.number:02d}", day=show_day(slip.day))
        )  # fmt: skip
        council = [", ".join(filter(None, member)) for member in paper.council]
        self.facts.setText("\n".join(filter(None, map(" · ".join, (paper.facts, council)))))
        self.facts.setVisible(bool(paper.facts or council))
        self.lines_model.lay(paper)
        self._fit_columns(paper)
        for button in (self.print_button, self.labels_button, self.undo_button):
            button.setEnabled(not slip.undone)
            button.setToolTip(words("This slip was undone.") if slip.undone else "")
        self.labels_button.setVisible(slip.kind == SlipKind.INCREASE)

    def _fit_columns(self, paper: Paper) -> None:
        """Give the columns their widths of the paper, the widest what is left."""
        widths = [round(column.width * _PIXELS) for column in paper.columns]
        widths[widths.index(max(widths))] = 0
        self.lines.spread(widths)

    def _want_labels(self) -> None:
        slip = self.chosen()
        if slip is not None:
            self.labels_wanted.emit(slip.paper.codes)

    def _want_undo(self) -> None:
        slip = self.chosen()
        if slip is not None:
            self.undo_wanted.emit(slip.entry)


def _years(year: int) -> str:
    return f"{year}-{year + 1}"


def _holds(slip: SlipView, wanted: list[str]) -> bool:
    paper = slip.paper
    said = (*paper.facts, *(" ".join(row) for row in paper.rows), *paper.codes,
            *(" ".join(member) for member in paper.council),
            *(name for _role, name in paper.signers), slip.actor)  # fmt: skip
    folded = fold(" ".join(said))
    return all(word in folded for word in wanted)
