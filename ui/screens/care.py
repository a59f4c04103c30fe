"""The care of devices: what is due by day, and the plans it comes from."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from app.domain.calendar import show_day
from app.domain.care import SOON, USE_BY, CareKind
from app.domain.change import Touched
from app.domain.text import fold
from app.services.care import CareDue, CareRow
from app.services.care_plans import KINDS, CarePlans, CarePlanView
from app.services.showing import Shown
from ui.models.tables import RowsModel
from ui.runner import Runner
from ui.screens.screen import Screen
from ui.widgets.flow import Flow
from ui.widgets.kit import SearchBox, label, table

NOW, LATE, AHEAD, EXPIRING, ALL = "now", "late", "ahead", "expiring", "all"


class Care(Screen):
    """What is due over the plans. The signals are wishes the window answers with a form."""

    shows = frozenset({Touched.CARE, Touched.DEVICES, Touched.LOANS, Touched.CATALOGUE,
                       Touched.SETTINGS})  # fmt: skip
    done_wanted = Signal(object)
    plan_wanted = Signal()
    correct_wanted = Signal(object)
    end_wanted = Signal(object)
    print_plan_wanted = Signal()
    print_book_wanted = Signal()

    def __init__(self, runner: Runner) -> None:
        """Build both lists."""
        super().__init__(runner, runner.words("Care of devices"))
        words = self.words
        self.count = label("", "quiet")
        self.search = SearchBox(words("Search by name, code or place"))
        self.which = QComboBox()
        self.which.setAccessibleName(words("Which rows"))
        for value, text in (
            (NOW, words("Due, and the next {days} days", days=SOON)), (LATE, words("Overdue")),
            (AHEAD, words("In the next {days} days", days=SOON)),
            (EXPIRING, words("Use-by dates")), (ALL, words("Everything planned")),
        ):  # fmt: skip
            self.which.addItem(text, value)
        self.model = RowsModel(
            (words("Due on"), words("Days left"), words("What is due"), words("Code"),
             words("Name"), words("Where it is"), words("Done last"), words("Done by"),
             words("How it is done")),
            figures=(1,),
        )  # fmt: skip
        self.list = table(self.model, words("Care that is due"),
                          (95, 100, 105, 85, 0, 150, 95, 115, 140))  # fmt: skip
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.plans_model = RowsModel(
            (words("For"), words("What is done"), words("Every (months)"), words("Devices"),
             words("Done by"), words("How it is done")),
            figures=(2, 3),
        )  # fmt: skip
        self.plans = table(self.plans_model, words("Plans of care"),
                           (320, 110, 120, 80, 150, 0))  # fmt: skip
        self.empty = label("", "quiet")
        self._all: list[CareRow] = []
        self._rows: list[CareRow] = []
        self._views: list[CarePlanView] = []
        self._add_buttons()
        self._arrange()
        self._connect()

    def _add_buttons(self) -> None:
        words = self.words
        self.done_button = QPushButton(words("Mark as done…"))
        self.print_plan_button = QPushButton(words("Print the plan of care…"))
        self.print_book_button = QPushButton(words("Print the book of care"))
        self.plan_button = QPushButton(words("Plan care…"))
        self.correct_button = QPushButton(words("Correct the plan…"))
        self.end_button = QPushButton(words("End the plan"))

    def _arrange(self) -> None:
        for one in (self.list, self.plans):
            one.setSortingEnabled(True)
            one.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        below = QWidget()
        column = QVBoxLayout(below)
        column.setContentsMargins(0, 8, 0, 0)
        column.addWidget(label(f"<b>{self.words('Plans of care')}</b>"))
        column.addLayout(Flow(self.plan_button, self.correct_button, self.end_button))
        column.addWidget(self.plans, 1)
        split = QSplitter(Qt.Orientation.Vertical)
        split.setChildrenCollapsible(False)
        split.addWidget(self.list)
        split.addWidget(below)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        self.column.addLayout(
            Flow(self.search, self.which, self.done_button, self.print_plan_button,
                 self.print_book_button)
        )  # fmt: skip
        self.column.addWidget(self.count)
        self.column.addWidget(self.empty)
        self.column.addWidget(split, 1)

    def _connect(self) -> None:
        self.search.search_wanted.connect(self._fill)
        self.which.activated.connect(self._fill)
        self.done_button.clicked.connect(self.want_done)
        self.list.activated.connect(self.want_done)
        self.print_plan_button.clicked.connect(self.print_plan_wanted)
        self.print_book_button.clicked.connect(self.print_book_wanted)
        self.plan_button.clicked.connect(self.plan_wanted)
        self.correct_button.clicked.connect(self._want_correct)
        self.plans.activated.connect(self._want_correct)
        self.end_button.clicked.connect(self._want_end)

    def want_done(self) -> None:
        """Ask to write down that the chosen care was done."""
        self.done_wanted.emit(self.chosen())

    def choose(self, which: str) -> None:
        """Show one kind of rows."""
        self.which.setCurrentIndex(self.which.findData(which))
        self._fill()

    def chosen(self) -> list[CareRow]:
        """Return the rows chosen in the list."""
        rows = sorted(index.row() for index in self.list.selectionModel().selectedRows())
        return [self._rows[self.model.origin(row)] for row in rows]

    def chosen_plan(self) -> CarePlanView | None:
        """Return the plan chosen in the list of plans."""
        row = self.plans.currentIndex().row()
        return self._views[self.plans_model.origin(row)] if 0 <= row < len(self._views) else None

    @override
    def listing(self) -> Callable[[], Shown]:
        """Return what reads the list of what is due as it stands."""
        return partial(self.model.shown, self.words("Care that is due"))

    @override
    def reload(self) -> None:
        """Read what is due, and the plans."""
        words = self.words
        self._all = self.runner.ask(CareDue())
        self._views = self.runner.ask(CarePlans())
        self.plans_model.show(
            [
                (one.target, words.render(KINDS[CareKind(one.row.kind)]), one.row.months,
                 one.devices, one.row.who, one.row.instruction)
                for one in self._views
            ]
        )  # fmt: skip
        for button in (self.correct_button, self.end_button):
            button.setEnabled(bool(self._views))
            button.setToolTip("" if self._views else words("There is no plan to choose."))
        self._fill()

    @override
    def focus(self) -> None:
        """Put the cursor in the list."""
        self.list.setFocus()

    def _fill(self) -> None:
        words, wanted = self.words, fold(self.search.text()).split()
        which = str(self.which.currentData())
        self._rows = [
            row for row in self._all
            if _fits(row, which)
            and all(word in fold(f"{row.code} {row.name} {row.place}") for word in wanted)
        ]  # fmt: skip
        self.model.show([self._cells(row) for row in self._rows])
        late = sum(row.days < 0 and row.kind != USE_BY for row in self._all)
        expired = sum(row.days < 0 and row.kind == USE_BY for row in self._all)
        soon = sum(0 <= row.days <= SOON for row in self._all)
        self.count.setText(
            words("Overdue: {late}. Past their use-by date: {expired}. In the next {days} days: "
                  "{soon}.", late=late, expired=expired, days=SOON, soon=soon)
        )  # fmt: skip
        if self._all:
            said = words("Nothing of this kind is due.")
        elif self._views:
            said = words("No device of these plans is in the school now.")
        else:
            said = words(
                "No care is planned yet. Plan it for an item of the list, a device or a category; "
                "use-by dates come here by themselves."
            )
        self.empty.setText(said)
        self.empty.setVisible(not self._rows)
        self.done_button.setEnabled(bool(self._rows))
        self.done_button.setToolTip("" if self._rows else said)

    def _cells(self, row: CareRow) -> tuple[str | int, ...]:
        words = self.words
        what = words("Use-by date") if row.plan is None else words.render(KINDS[CareKind(row.kind)])
        last = show_day(row.last) if row.last else words("never") if row.plan is not None else ""
        late = row.days < 0
        left: str | int = words("{days} late", days=-row.days) if late else row.days
        return (show_day(row.due), left, what, row.code, row.name, self._where(row), last, row.who,
                row.instruction)  # fmt: skip

    def _where(self, row: CareRow) -> str:
        words = self.words
        said = []
        if row.in_store:
            place = row.place or words("In store")
            said.append(words("{place}: {count}", place=place, count=row.in_store))
        if row.on_loan:
            said.append(words("on loan: {count}", count=row.on_loan))
        if row.damaged:
            said.append(words("damaged: {count}", count=row.damaged))
        return ", ".join(said)

    def _want_correct(self) -> None:
        plan = self.chosen_plan()
        if plan is not None:
            self.correct_wanted.emit(plan)

    def _want_end(self) -> None:
        plan = self.chosen_plan()
        if plan is not None:
            self.end_wanted.emit(plan)


def _fits(row: CareRow, which: str) -> bool:
    if which == LATE:
        return row.days < 0
    if which == AHEAD:
        return 0 <= row.days <= SOON
    if which == EXPIRING:
        return row.kind == USE_BY
    return which == ALL or row.days <= SOON or row.kind == USE_BY
