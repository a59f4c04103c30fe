"""The backups: what there is, when each was last proven, and where copies go."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton
from typing_extensions import override

from app.domain.backup import CopyState, Made
from app.domain.calendar import show_day
from app.domain.change import Touched
from app.domain.sentence import Words
from app.services.backups import Backups, BackupsView, BackupView
from app.services.showing import Shown
from ui.models.backups import PROVEN, BackupRows
from ui.runner import Runner
from ui.screens.screen import Screen
from ui.widgets.badge import Badge
from ui.widgets.flow import Flow
from ui.widgets.kit import Card, label, table
from ui.worker import Job


class BackupsScreen(Screen):
    """The list of backups under two cards. The signals are wishes; some carry a backup."""

    shows = frozenset({Touched.BACKUPS, Touched.SETTINGS, Touched.CALENDAR})
    backup_wanted = Signal()
    copy_wanted = Signal()
    place_wanted = Signal()
    move_wanted = Signal()
    practise_wanted = Signal(object)
    restore_wanted = Signal(object)  # a backup of the list
    other_wanted = Signal()

    def __init__(self, runner: Runner) -> None:
        """Build the list under what is known of the copies."""
        super().__init__(runner, runner.words("Backups"))
        words = self.words
        self.state = label("", "badge")
        self.state.setWordWrap(False)
        self.copied = label("")
        self.copied.setWordWrap(False)
        self.place = label("")
        self.model = BackupRows(words)
        self.list = table(self.model, words("Backups"), (95, 60, 142, 130, 80, 106, 74, 190, 0))
        self.list.setItemDelegateForColumn(PROVEN, Badge(self.list))
        self.list.setSortingEnabled(True)
        self.list.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.empty = label("", "quiet")
        self.backup_button = QPushButton(words("Back up now (Ctrl+S)"))
        self.copy_button = QPushButton(words("Copy to the drive now"))
        self.place_button = QPushButton(words("Place and pass phrase…"))
        self.practise_button = QPushButton(words("Practise a restore"))
        self.restore_button = QPushButton(words("Restore this one…"))
        self.other_button = QPushButton(words("Restore from a file…"))
        self.move_button = QPushButton(words("Move to another PC…"))
        self._views: tuple[BackupView, ...] = ()
        self._jobs: list[Job[BackupsView]] = []
        self._arrange()
        self._connect()
        self.empty.hide()
        self._explain()

    def _arrange(self) -> None:
        copies, place = Card(self.words("Copies to a drive of its own")), Card(
            self.words("Where copies go")
        )  # fmt: skip
        copies.column.addLayout(Flow(self.copied, self.state))
        place.column.addWidget(self.place)
        place.column.addLayout(Flow(self.place_button))
        copies.column.addLayout(Flow(self.copy_button))
        self.column.addLayout(Flow(copies, place))
        self.column.addWidget(self.empty)
        self.column.addWidget(self.list, 1)
        self.column.addLayout(
            Flow(self.backup_button, self.practise_button, self.restore_button,
                 self.other_button, self.move_button)
        )  # fmt: skip

    def _connect(self) -> None:
        for button, wish in (
            (self.backup_button, self.backup_wanted), (self.copy_button, self.copy_wanted),
            (self.place_button, self.place_wanted), (self.move_button, self.move_wanted),
            (self.other_button, self.other_wanted),
        ):  # fmt: skip
            button.clicked.connect(wish)
        self.practise_button.clicked.connect(partial(self._want, self.practise_wanted.emit))
        self.restore_button.clicked.connect(partial(self._want, self.restore_wanted.emit))

    @override
    def reload(self) -> None:
        """Read the backups beside the window: the place of the copies may not answer soon."""
        job = Job(partial(self.runner.ask, Backups()))
        self._jobs.append(job)
        job.finished.connect(self._read)
        job.start()

    @override
    def settle(self) -> None:
        """Wait until nothing is being read, as the book is about to be closed."""
        for job in self._jobs:
            job.wait()

    def _read(self) -> None:
        done = [job for job in self._jobs if job.isFinished()]
        self._jobs = [job for job in self._jobs if not job.isFinished()]
        if not done or self._jobs:
            return  # a later one is on its way
        if done[-1].error is not None:
            raise done[-1].error
        self.show_view(done[-1].result[0])

    def _explain(self) -> None:
        """Say why nothing can be done with a backup while there is none."""
        why = "" if self._views else self.words("There is no backup yet.")
        for button in (self.practise_button, self.restore_button):
            button.setEnabled(not why)
            button.setToolTip(why)

    def show_view(self, view: BackupsView) -> None:
        """Show what is known."""
        words = self.words
        self._views = view.backups
        self.model.show_backups(view.backups)
        self.empty.setText(words("There is no backup yet. Make the first with Ctrl+S."))
        self.empty.setVisible(not view.backups)
        self.copied.setText(
            words("Last copy: {day}", day=show_day(view.last_copy.isoformat()))
            if view.last_copy
            else words("The book was never copied to a drive of its own.")
        )
        self.state.setText(
            words("next copy by {day}", day=show_day(view.copy_by.isoformat()))
            if view.state is not CopyState.OVERDUE
            else words("overdue since {day}", day=show_day(view.copy_by.isoformat()))
        )
        self.state.setProperty("state", view.state)
        self.state.style().polish(self.state)
        self.place.setText(_place(words, view))
        self.copy_button.setEnabled(view.place is not None)
        self.copy_button.setToolTip(
            "" if view.place else words("Choose the place for copies first.")
        )
        self._explain()

    @override
    def redraw(self) -> None:
        """Draw the badges in the colours that are worn now."""
        self.list.viewport().update()

    @override
    def listing(self) -> Callable[[], Shown]:
        """Return what reads the list as it stands."""
        return partial(self.model.shown, self.words("Backups"))

    @override
    def focus(self) -> None:
        """Put the cursor in the list."""
        self.list.setFocus()

    def chosen(self) -> Made | None:
        """Return the backup chosen in the list, the first one unless another is."""
        row = max(self.list.currentIndex().row(), 0)
        return self._views[self.model.origin(row)].made if self._views else None

    def _want(self, wish: Callable[[Made], None]) -> None:
        chosen = self.chosen()
        if chosen is not None:
            wish(chosen)


def _place(words: Words, view: BackupsView) -> str:
    if view.place is None:
        return words("No place is chosen yet. A USB drive or a network folder will do.")
    said = str(view.place)
    if not view.place_there:
        said += " · " + words("not there now")
    return said + " · " + (words("sealed with a pass phrase") if view.sealed else words("open"))
