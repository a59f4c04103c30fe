"""The history: who did what and when, newest first, and what each entry changed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from html import escape

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QCompleter,
    QPushButton,
    QSplitter,
    QTabWidget,
)
from typing_extensions import override

from app.domain.calendar import show_day, show_moment
from app.domain.change import Touched
from app.domain.chronicle import EntryStory, HistoryFilter
from app.domain.fault import Fault
from app.domain.text import show_hash, sort_key
from app.services.chronicle import HistoryList, HistoryOffers, StoryOf
from app.services.entry_words import KINDS
from app.services.showing import Shown
from ui.models.chronicle import ChronicleModel
from ui.models.tables import RowsModel
from ui.runner import Runner
from ui.screens.screen import Screen
from ui.widgets.days_choice import DaysChoice
from ui.widgets.flow import Flow
from ui.widgets.kit import Card, Line, SearchBox, label, table


class History(Screen):
    """The entries over the one that is opened. The signals are wishes.

    `device_wanted` carries a code, `loan_wanted` and `slip_wanted` an id, `undo_wanted` an entry.
    """

    shows = frozenset(Touched)
    device_wanted = Signal(str)
    loan_wanted = Signal(int)
    slip_wanted = Signal(int)
    undo_wanted = Signal(int)

    def __init__(self, runner: Runner) -> None:
        """Build the list over an empty detail."""
        super().__init__(runner, runner.words("History"))
        words = self.words
        self.search = SearchBox(words("Search what happened, a reason, a person or a number"))
        self.about = Line()
        self.about.setPlaceholderText(words("Device code, person or class"))
        self.about.setAccessibleName(words("Device code, person or class"))
        self.about.setClearButtonEnabled(True)
        self.days = DaysChoice(words, runner.room.today())
        self.kind = self._choice(words("Any kind of act"))
        names = [(kind, words.render(name)) for kind, name in KINDS.items()]
        for kind, name in sorted(names, key=_by_name):
            self.kind.addItem(name, kind)
        self.actor = self._choice(words("Whoever wrote it"))
        self.model = ChronicleModel(words, runner.ask)
        self.list = table(self.model, words("History"), (85, 100, 140, 110, 190, 0))
        self.more_button = QPushButton(words("Look further back"))
        self.count = label("", "quiet")
        self.count.setWordWrap(False)
        self._story: EntryStory | None = None
        self._make_detail()
        self._arrange()
        self._connect()

    @staticmethod
    def _choice(anything: str) -> QComboBox:
        made = QComboBox()
        made.setAccessibleName(anything)
        made.addItem(anything, "")
        return made

    def _make_detail(self) -> None:
        words = self.words
        self.name = label("")
        self.facts = label("", "quiet")
        self.facts.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.device_button = QPushButton(words("Open the device"))
        self.loan_button = QPushButton(words("Show the loan slip"))
        self.slip_button = QPushButton(words("Print the document"))
        self.other_button = QPushButton(words("The entry it undoes"))
        self.undo_button = QPushButton(words("Undo this entry…"))
        self.whole = QCheckBox(words("All fields, not what changed alone"))
        self.changes_model = RowsModel(
            (words("Of what"), words("Field"), words("Before"), words("After"))
        )
        self.changes = table(self.changes_model, words("Before and after"), (240, 180, 260, 0))
        self.moved_model = RowsModel(
            (words("Code"), words("Device"), words("Quantity"), words("Unit"), words("Moved from"),
             words("Moved to"), words("Note")),
            figures=(2,),
        )  # fmt: skip
        self.moved = table(self.moved_model, words("What moved"), (90, 0, 95, 105, 140, 160, 150))
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName(words("What the entry wrote"))
        self.tabs.addTab(self.moved, words("What moved"))
        self.tabs.addTab(self.changes, words("Before and after"))

    def _arrange(self) -> None:
        self.detail = Card()
        self.detail.column.addWidget(self.name)
        self.detail.column.addWidget(self.facts)
        self.detail.column.addLayout(
            Flow(self.whole, self.device_button, self.loan_button, self.slip_button,
                 self.other_button, self.undo_button)
        )  # fmt: skip
        self.detail.column.addWidget(self.tabs, 1)
        split = QSplitter(Qt.Orientation.Vertical)
        split.addWidget(self.list)
        split.addWidget(self.detail)
        split.setSizes([260, 340])
        split.setChildrenCollapsible(False)
        self.column.addLayout(Flow(self.search, self.about, self.days, self.kind, self.actor))
        self.column.addLayout(Flow(self.count, self.more_button))
        self.column.addWidget(split, 1)

    def _connect(self) -> None:
        self.search.search_wanted.connect(self.search_for)
        self.about.editingFinished.connect(self._filter)
        self.days.chosen.connect(self._filter)
        self.kind.activated.connect(self._filter)
        self.actor.activated.connect(self._filter)
        self.model.grown.connect(self._tell_count)
        self.more_button.clicked.connect(partial(self.model.fetchMore, QModelIndex()))
        self.list.selectionModel().currentRowChanged.connect(self._row_changed)
        self.whole.toggled.connect(self._open_chosen)
        self.device_button.clicked.connect(self._want_device)
        self.moved.activated.connect(self._want_device)
        self.loan_button.clicked.connect(self._want_loan)
        self.slip_button.clicked.connect(self._want_slip)
        self.other_button.clicked.connect(self._open_other)
        self.undo_button.clicked.connect(self._want_undo)

    def search_for(self, query: str) -> None:
        """Show the entries that hold what was typed."""
        if self.search.text() != query:
            self.search.setText(query)
        self._filter()

    def wanted(self) -> HistoryFilter:
        """Return which entries are looked for, or refuse days in the wrong order."""
        period = self.days.period()
        return HistoryFilter(
            period.first.isoformat() if period else "",
            period.last.isoformat() if period else "",
            self.actor.currentData(),
            self.kind.currentData(),
            self.about.text(),
            self.search.text(),
        )

    @override
    def listing(self) -> Callable[[], Shown]:
        """Return what reads all entries that fit."""
        question = HistoryList(self.wanted(), self.words, self.words("History"))
        return partial(self.runner.ask, question)

    @override
    def reload(self) -> None:
        """Read the newest entries again, and what the filters offer."""
        writers, names = self.runner.ask(HistoryOffers())
        chosen = self.actor.currentData()
        while self.actor.count() > 1:
            self.actor.removeItem(1)
        for name in writers:
            self.actor.addItem(name, name)
        self.actor.setCurrentIndex(max(self.actor.findData(chosen), 0))
        completer = QCompleter(names, self.about)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.about.setCompleter(completer)
        self._filter()

    @override
    def focus(self) -> None:
        """Put the cursor in the search box."""
        self.search.setFocus()

    def _filter(self) -> None:
        before = self._story.entry.id if self._story else None
        try:
            self.model.filter(self.wanted())
        except Fault as fault:
            self.runner.refuse(fault)
            return
        rows = range(self.model.rowCount())
        row = next((row for row in rows if self.model.told(row).id == before), 0)
        if rows:
            self.list.selectRow(row)
            self._open(self.model.told(row).id)
        self.detail.setVisible(bool(rows))

    def _tell_count(self) -> None:
        words, count, reached = self.words, self.model.rowCount(), self.model.reached
        self.more_button.setVisible(reached > 1)
        if reached > 1:
            said = words("{count} entries, looked back to entry {entry}", count=count,
                         entry=reached)  # fmt: skip
        elif count:
            said = words("{count} entries", count=count)
        else:
            said = words("Nothing in the history fits. Try fewer letters, or any day.")
        self.count.setText(said)

    def _row_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if current.isValid():
            self._open(self.model.told(current.row()).id)

    def _open_chosen(self) -> None:
        if self._story is not None:
            self._open(self._story.entry.id)

    def _open_other(self) -> None:
        other = self._other()
        if other is not None:
            self._open(other)

    def _other(self) -> int | None:
        """Return the entry that undoes the opened one, or that it undoes."""
        return (self._story.undone_by or self._story.entry.reverses) if self._story else None

    def _open(self, number: int) -> None:
        story = self.runner.ask(StoryOf(number, self.words, self.whole.isChecked()))
        self._story = story
        entry, words = story.entry, self.words
        self.name.setText(f"<b>{escape(words(entry.text, **entry.values))}</b>")
        self.facts.setText("\n".join(self._facts(story)))
        self.moved_model.show(
            [(one.code, one.name, one.quantity, one.unit, one.source, one.target, one.note)
             for one in story.moved]
        )  # fmt: skip
        self.changes_model.show(
            [(one.row, one.field, one.before, one.after) for one in story.changes]
        )
        self.tabs.setTabVisible(0, bool(story.moved))
        self.tabs.setTabVisible(1, bool(story.changes))
        self.device_button.setVisible(bool(story.moved))
        self.loan_button.setVisible(story.loan is not None)
        self.slip_button.setVisible(story.slip is not None)
        self.other_button.setVisible(self._other() is not None)
        self.other_button.setText(
            words("The entry that undid it") if story.undone_by else words("The entry it undoes")
        )
        self.undo_button.setEnabled(story.undoable)
        self.undo_button.setToolTip(self._why_not(story))

    def _why_not(self, story: EntryStory) -> str:
        """Return why an entry cannot be undone, blank when it can."""
        if story.undone_by is not None:
            return self.words("It was undone already.")
        if not story.undoable:
            return self.words(
                "It has reached the world outside the book. Write what follows from it as a new "
                "entry."
            )
        return ""

    def _facts(self, story: EntryStory) -> list[str]:
        entry, words = story.entry, self.words
        kind = KINDS.get(entry.kind)
        lines = [
            words("Entry {entry} · {kind} · happened on {day} · recorded {time} by {person}",
                  entry=entry.id, kind=words.render(kind) if kind else entry.kind,
                  day=show_day(entry.day), time=show_moment(entry.recorded_at),
                  person=entry.actor),
        ]  # fmt: skip
        if entry.reason:
            lines.append(words("Reason: {reason}", reason=entry.reason))
        if entry.corrects:
            day = show_day(entry.corrects)
            lines.append(words("An adjustment of {day}, in a month that is closed", day=day))
        if entry.reverses is not None:
            lines.append(words("It undoes entry {entry}", entry=entry.reverses))
        if story.undone_by is not None:
            lines.append(words("It was undone by entry {entry}", entry=story.undone_by))
        if story.left_out:
            lines.append(
                words("{count} more rows: tick “All fields” to see them", count=story.left_out)
            )
        lines.append(words("Hash {hash}…", hash=show_hash(entry.hash)))
        return lines

    def _want_device(self) -> None:
        if self._story is not None and self._story.moved:
            at = max(self.moved.currentIndex().row(), 0)
            row = self.moved_model.origin(at) if at < self.moved_model.rowCount() else 0
            self.device_wanted.emit(self._story.moved[row].code)

    def _want_loan(self) -> None:
        if self._story is not None and self._story.loan is not None:
            self.loan_wanted.emit(self._story.loan)

    def _want_slip(self) -> None:
        if self._story is not None and self._story.slip is not None:
            self.slip_wanted.emit(self._story.slip)

    def _want_undo(self) -> None:
        if self._story is not None:
            self.undo_wanted.emit(self._story.entry.id)


def _by_name(named: tuple[str, str]) -> str:
    return sort_key(named[1])
