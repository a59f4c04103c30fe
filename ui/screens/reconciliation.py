"""The reconciliation: a list from elsewhere beside the book, and what is decided of each line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QPushButton, QTabBar
from typing_extensions import override

from app.domain.calendar import show_day
from app.domain.change import Touched
from app.domain.reconciliation import (
    Choice,
    Comparison,
    Line,
    Origin,
    Reconciliation,
    Standing,
    Status,
)
from app.domain.record import Record
from app.domain.sentence import Words
from app.domain.text import fold, show_hash
from app.services.reconcile_values import show_value, title_of
from app.services.reconciliations import ComparisonOf, Reconciliations
from app.services.showing import Shown
from ui.models.tables import RowsModel
from ui.runner import Runner
from ui.screens.screen import Screen
from ui.widgets.flow import Flow
from ui.widgets.kit import SearchBox, label, table

TABS = (Standing.DIFFERENT, Standing.TO_CONFIRM, Standing.ONLY_HERE, Standing.ONLY_THERE,
        Standing.MATCHED)  # fmt: skip
_FIELD, _DECISION, _WHO = 2, 6, 8
# The columns that say nothing on a tab.
_HIDDEN: Mapping[Standing, tuple[int, ...]] = {
    Standing.TO_CONFIRM: (_FIELD, _DECISION, 7, _WHO),
    Standing.ONLY_HERE: (_FIELD, 4, 5),
    Standing.ONLY_THERE: (_FIELD, 3),
    Standing.MATCHED: (_FIELD, _DECISION, 7, _WHO),
}
_WIDTHS = (90, 0, 125, 125, 140, 65, 165, 150, 130)
_WIDE = {
    Standing.TO_CONFIRM: (90, 0, 0, 230, 230, 65, 0, 0, 0),
    Standing.ONLY_THERE: (130, 0, 0, 0, 140, 65, 165, 150, 145),
}
_BUTTONS: Mapping[Standing, tuple[str, ...]] = {
    Standing.DIFFERENT: ("decide_difference", "pair_row"),
    Standing.TO_CONFIRM: ("confirm_pairs", "keep_apart", "pair_row"),
    Standing.ONLY_HERE: ("decide_difference",),
    Standing.ONLY_THERE: ("decide_difference", "pair_row"),
    Standing.MATCHED: ("pair_row",),
}


def origin_names(words: Words) -> dict[str, str]:
    """Return whose list it can be, in words."""
    return {
        Origin.CITY: words("The city's system"),
        Origin.SECTOR: words("The sector's database"),
        Origin.ACCOUNTANT: words("The accountant's sheet"),
        Origin.OTHER: words("Another list"),
    }


def choice_names(words: Words) -> dict[str, str]:
    """Return what may be decided of a difference, in words."""
    return {
        Choice.OURS: words("The book is right"),
        Choice.THEIRS: words("The list is right; the book is corrected"),
        Choice.EXPLAINED: words("Explained; both stay as they are"),
    }


def standing_names(words: Words, origin: str) -> dict[Standing, str]:
    """Return how a line can stand beside a list of some origin, in words."""
    of_system = origin in {Origin.CITY, Origin.SECTOR}
    return {
        Standing.DIFFERENT: words("Differs"),
        Standing.TO_CONFIRM: words("Same name, to confirm"),
        Standing.ONLY_HERE: words("Only in the school"),
        Standing.ONLY_THERE: words("Only in the system")
        if of_system
        else words("Only in the list"),
        Standing.MATCHED: words("Agrees"),
    }


class ReconciliationScreen(Screen):
    """A list beside the book. `act_wanted` carries the name of the action wished for."""

    shows = frozenset({Touched.RECONCILIATIONS, Touched.DEVICES, Touched.LOANS, Touched.PLACES})
    act_wanted = Signal(str)
    opened = Signal()

    def __init__(self, runner: Runner) -> None:
        """Build the choice of the list over its lines."""
        super().__init__(runner, runner.words("Reconciliation"))
        self._records: list[Record[Reconciliation]] = []
        self._comparison = Comparison(())
        self._shown: list[Line] = []
        self._make_head()
        self._make_list()
        self._arrange()
        self._connect()

    def _make_head(self) -> None:
        words = self.words
        self.which = QComboBox()
        self.which.setAccessibleName(words("Which reconciliation"))
        self.which.setSizePolicy(self.which.sizePolicy().Policy.Expanding,
                                 self.which.sizePolicy().Policy.Fixed)  # fmt: skip
        self.buttons = {
            "bring_list": QPushButton(words("Bring a list…")),
            "learn_codes": QPushButton(words("Learn official codes")),
            "reconciliation_sheet": QPushButton(words("Print the sheet to sign")),
            "finish_reconciliation": QPushButton(words("Finish…")),
            "confirm_pairs": QPushButton(words("Yes, it is this one")),
            "keep_apart": QPushButton(words("No, it is another")),
            "decide_difference": QPushButton(words("Decide…")),
            "pair_row": QPushButton(words("Which one it is…")),
        }
        self.facts = label("", "quiet")
        self.left = label("")
        self.search = SearchBox(words("Search by code, name or reason"))
        self.tabs = QTabBar()
        self.tabs.setAccessibleName(words("How the lines stand"))
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        for standing in TABS:
            self.tabs.addTab(standing_names(words, Origin.CITY)[standing])

    def _make_list(self) -> None:
        words = self.words
        self.model = RowsModel(
            (words("Code"), words("Name"), words("Differs in"), words("In the book"),
             words("In the list"), words("Row of the file"), words("Decision"), words("Why"),
             words("Decided by")),
        )  # fmt: skip
        self.list = table(self.model, words("Reconciliation"), _WIDTHS)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.setSortingEnabled(True)
        self.list.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.empty = label("", "quiet")

    def _arrange(self) -> None:
        made = self.buttons
        self.column.addLayout(Flow(self.which, made["bring_list"]))
        self.column.addWidget(self.facts)
        self.column.addWidget(self.left)
        self.column.addWidget(self.tabs)
        self.column.addLayout(
            Flow(self.search, made["confirm_pairs"], made["keep_apart"],
                 made["decide_difference"], made["pair_row"])
        )  # fmt: skip
        self.column.addWidget(self.empty)
        self.column.addWidget(self.list, 1)
        self.column.addLayout(
            Flow(made["learn_codes"], made["reconciliation_sheet"], made["finish_reconciliation"])
        )
        self.column.addStretch()  # where there is no list yet

    def _connect(self) -> None:
        self.which.activated.connect(self._choose)
        self.search.search_wanted.connect(self.search_for)
        self.tabs.currentChanged.connect(self._fill)
        self.list.activated.connect(self._want_usual)
        for name, button in self.buttons.items():
            button.clicked.connect(partial(self.act_wanted.emit, name))

    @property
    def reconciliation(self) -> Record[Reconciliation] | None:
        """Return the reconciliation that is shown, None when there is none."""
        number = self.which.currentData()
        return next((record for record in self._records if record.id == number), None)

    @property
    def comparison(self) -> Comparison:
        """Return how its list and the book differ."""
        return self._comparison

    def is_open(self) -> bool:
        """Return whether something may still be decided of what is shown."""
        record = self.reconciliation
        return record is not None and record.row.status == Status.OPEN

    def chosen(self) -> list[Line]:
        """Return the lines chosen in the list."""
        rows = sorted(index.row() for index in self.list.selectionModel().selectedRows())
        return [self._shown[self.model.origin(row)] for row in rows]

    def standing(self) -> Standing:
        """Return how the lines stand that are shown."""
        return TABS[self.tabs.currentIndex()]

    def show_reconciliation(self, number: int) -> None:
        """Show another reconciliation, at the first tab that has something to do."""
        self.reload()
        self.which.setCurrentIndex(max(self.which.findData(number), 0))
        self._choose()
        counts = self._comparison.counts()
        self.tabs.setCurrentIndex(next((at for at, one in enumerate(TABS) if counts[one]), 0))

    def search_for(self, query: str) -> None:
        """Show the lines that hold what was typed."""
        if self.search.text() != query:
            self.search.setText(query)
        self._fill()

    @override
    def listing(self) -> Callable[[], Shown] | None:
        """Return what reads the list as it stands."""
        record = self.reconciliation
        if record is None:
            return None
        name = standing_names(self.words, record.row.origin)[self.standing()]
        return partial(self.model.shown, f"{self.words('Reconciliation')}: {name}")

    @override
    def reload(self) -> None:
        """Read the reconciliations, and the one that is shown."""
        chosen = self.which.currentData()
        self._records = self.runner.ask(Reconciliations())
        self.which.clear()
        for record in self._records:
            self.which.addItem(self._called(record.row), record.id)
        self.which.setCurrentIndex(max(self.which.findData(chosen), 0))
        self._choose()

    @override
    def focus(self) -> None:
        """Put the cursor where the work begins."""
        (self.list if self._records else self.buttons["bring_list"]).setFocus()

    def _called(self, row: Reconciliation) -> str:
        words = self.words
        said = {
            Status.OPEN: words("being decided"), Status.FINISHED: words("finished"),
            Status.CANCELLED: words("called off"),
        }  # fmt: skip
        whose = origin_names(words)[row.origin]
        return f"{whose} · {row.file} · {show_day(row.day)} · {said[Status(row.status)]}"

    def _choose(self) -> None:
        record = self.reconciliation
        self._comparison = Comparison(())
        if record is not None:
            self._comparison = self.runner.ask(ComparisonOf(record.id))
        self._tell()
        self._fill()

    def _tell(self) -> None:
        """Say what is shown and how much is left to decide."""
        words, record, found = self.words, self.reconciliation, self._comparison
        for part in (self.which, self.facts, self.left, self.tabs, self.list, self.search):
            part.setVisible(record is not None)
        if record is not None:
            row, counted = record.row, found.counts()
            names = [standing_names(words, row.origin)[standing] for standing in TABS]
            counts = [counted[standing] for standing in TABS]
            self.facts.setText(
                words("Sheet {sheet}, SHA-256 {sha256}…", sheet=row.sheet,
                      sha256=show_hash(row.sha256))
                + (f" · {row.note}" if row.note else "")
            )  # fmt: skip
            for at, (name, count) in enumerate(zip(names, counts, strict=True)):
                self.tabs.setTabText(at, f"{name} ({count})")
        left = found.left()
        self.left.setText(
            words("{left} lines are still to be decided or confirmed.", left=left) if left
            else words("Everything is decided. Finish the reconciliation and have it signed.")
            if self.is_open() else words("This reconciliation is no longer open.")
        )  # fmt: skip
        self.buttons["learn_codes"].setText(
            words("Learn {count} official codes", count=len(found.learnable))
            if found.learnable else words("Learn official codes")
        )  # fmt: skip

    def _fill(self) -> None:
        """Show the lines of the tab that hold what was typed, and keep what was chosen."""
        kept = {line.key for line in self.chosen()}
        standing, wanted = self.standing(), fold(self.search.text()).split()
        names = choice_names(self.words)
        told = [(line, _row(line, names)) for line in self._comparison.of(standing)]
        fitting = [
            (line, cells) for line, cells in told
            if all(word in fold(" ".join(cells)) for word in wanted)
        ]  # fmt: skip
        self._shown = [line for line, _cells in fitting]
        self.model.show([cells for _line, cells in fitting])
        for column in range(self.model.columnCount()):
            self.list.setColumnHidden(column, column in _HIDDEN.get(standing, ()))
        self.list.spread(_WIDE.get(standing, _WIDTHS))
        self._select(kept)
        self._explain_empty(bool(told), bool(fitting))
        self._explain_buttons()
        self.opened.emit()

    def _select(self, kept: set[tuple[int, int, str]]) -> None:
        """Choose the line that was chosen before, else the first that is still to be decided."""
        lines = [self._shown[self.model.origin(row)] for row in range(len(self._shown))]
        same = [row for row, line in enumerate(lines) if line.key in kept]
        waiting = [row for row, line in enumerate(lines) if line.is_open]
        if lines:
            self.list.selectRow(next(iter((*same, *waiting)), 0))

    def _explain_empty(self, has_any: bool, has_fitting: bool) -> None:  # noqa: FBT001 - what there is
        words = self.words
        if self.reconciliation is None:
            self.empty.setText(
                words("Nothing was compared yet. Export the devices from the city's system, the "
                      "sector's database or the accountant's program, and bring the file.")
            )  # fmt: skip
        else:
            self.empty.setText(
                words("No line fits. Try fewer letters.") if has_any
                else words("Nothing stands so.")
            )  # fmt: skip
        self.empty.setVisible(not has_fitting)

    def _explain_buttons(self) -> None:
        words, shown = self.words, self.reconciliation is not None
        useful = _BUTTONS[self.standing()]
        for name in ("decide_difference", "confirm_pairs", "keep_apart", "pair_row"):
            button = self.buttons[name]
            button.setVisible(shown and name in useful)
            reason = "" if self.is_open() else words("This reconciliation is no longer open.")
            reason = reason or ("" if self._shown else words("There is no line to choose."))
            button.setEnabled(not reason)
            button.setToolTip(reason)
        for name in ("learn_codes", "reconciliation_sheet", "finish_reconciliation"):
            self.buttons[name].setVisible(shown)
        for name, reason in self.reasons().items():
            self.buttons[name].setEnabled(not reason)
            self.buttons[name].setToolTip(reason)

    def reasons(self) -> dict[str, str]:
        """Return why what is done with the whole reconciliation is closed, blank when open."""
        words = self.words
        closed = "" if self.is_open() else words("This reconciliation is no longer open.")
        if self.reconciliation is None:
            closed = words("Bring a list first.")
        codes = words("The list knows no official code that the book lacks.")
        return {
            "learn_codes": closed or ("" if self._comparison.learnable else codes),
            "finish_reconciliation": closed,
            "reconciliation_sheet": "" if self.reconciliation else closed,
        }

    def _want_usual(self) -> None:
        """Wish for what is usually done with a line of this tab."""
        self.act_wanted.emit(_BUTTONS[self.standing()][0])


def _row(line: Line, names: Mapping[str, str]) -> tuple[str, ...]:
    """Return a line as the list shows it."""
    decision, field = line.decision, line.field or "quantity"
    decided = ("", "", "")
    if decision is not None:
        who = f"{decision.decided_by}, {show_day(decision.day)}"
        decided = names[decision.choice], decision.reason, who
    return (
        line.code, line.name, title_of(line.field) if line.field else "",
        show_value(field, line.ours), show_value(field, line.theirs),
        ", ".join(map(str, line.numbers)), *decided,
    )  # fmt: skip
