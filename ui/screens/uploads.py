"""What goes to the city's system: the batches that were made, and what became of their rows."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QPushButton, QSplitter, QVBoxLayout, QWidget
from typing_extensions import override

from app.domain.change import Touched
from app.domain.deadline import SOON
from app.domain.text import show_hash
from app.domain.upload import BatchView, RowView
from app.services.deadlines import CountDue
from app.services.showing import Shown
from app.services.uploads import RowsOfUpload, Uploads
from ui.models.uploads import BATCH_STATUS, ROW_STATUS, BatchesModel, UploadRowsModel
from ui.runner import Runner
from ui.screens.screen import Screen
from ui.widgets.badge import Badge
from ui.widgets.flow import Flow
from ui.widgets.kit import label, table


class UploadsScreen(Screen):
    """Batches over the rows of the chosen one. `wanted` carries the name of an action."""

    shows = frozenset(Touched)
    wanted = Signal(str)
    device_wanted = Signal(str)
    batch_chosen = Signal()

    def __init__(self, runner: Runner) -> None:
        """Build the list of batches over their rows."""
        super().__init__(runner, runner.words("Upload to the system"))
        words = self.words
        self.count = label("", "quiet")
        self.model = BatchesModel(words)
        self.list = table(self.model, words("Upload batches"),
                          (50, 145, 200, 120, 85, 100, 90, 0))  # fmt: skip
        self.rows_model = UploadRowsModel(words)
        self.rows = table(self.rows_model, words("Rows of the chosen batch"),
                          (60, 90, 280, 150, 0, 130))  # fmt: skip
        self.told = label("", "quiet")
        self.empty = label(
            words("No upload file was made yet. Make the first one: it holds all devices that "
                  "the city's system has not heard of."), "quiet",
        )  # fmt: skip
        self._batches: list[BatchView] = []
        self._rows: list[RowView] = []
        self.buttons = {
            name: QPushButton(text)
            for name, text in (
                ("upload", words("Make an upload file…")),
                ("upload_helper", words("Upload by hand…")),
                ("upload_sent", words("It was uploaded…")),
                ("upload_accept", words("All accepted")),
                ("upload_reject", words("Rows rejected…")),
                ("upload_results", words("Read the city's answer…")),
                ("upload_receipt", words("Keep the receipt…")),
                ("upload_open", words("Open the file")),
                ("upload_folder", words("Open the folder")),
                ("upload_withdraw", words("Withdraw…")),
            )
        }
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        self.list.setSortingEnabled(True)
        self.list.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.list.setItemDelegateForColumn(BATCH_STATUS, Badge(self.list))
        self.rows.setItemDelegateForColumn(ROW_STATUS, Badge(self.rows))
        self.rows.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        below = QWidget()
        column = QVBoxLayout(below)
        column.setContentsMargins(0, 8, 0, 0)
        column.addWidget(self.told)
        column.addWidget(self.rows, 1)
        split = QSplitter(Qt.Orientation.Vertical)
        split.setChildrenCollapsible(False)
        split.addWidget(self.list)
        split.addWidget(below)
        split.setStretchFactor(0, 2)
        split.setStretchFactor(1, 3)
        self.column.addWidget(self.count)
        self.column.addLayout(Flow(*self.buttons.values()))
        self.column.addWidget(self.empty)
        self.column.addWidget(split, 1)

    def _connect(self) -> None:
        for name, button in self.buttons.items():
            button.clicked.connect(partial(self.wanted.emit, name))
        self.list.selectionModel().currentRowChanged.connect(self._show_rows)
        self.rows.activated.connect(self._open_device)

    @property
    def batch(self) -> BatchView | None:
        """The batch chosen in the list, None when there is none."""
        row = self.list.currentIndex().row()
        if not 0 <= row < self.model.rowCount():
            return None
        return self._batches[self.model.origin(row)]

    def chosen_rows(self) -> list[RowView]:
        """Return the rows chosen below."""
        rows = sorted(index.row() for index in self.rows.selectionModel().selectedRows())
        return [self._rows[self.rows_model.origin(row)] for row in rows]

    def close_buttons(self, reasons: dict[str, str]) -> None:
        """Make the buttons grey whose actions are, with the reason as their tip."""
        for name, button in self.buttons.items():
            why = reasons.get(name, "")
            button.setEnabled(not why)
            button.setToolTip(why)

    @override
    def listing(self) -> Callable[[], Shown]:
        """Return what reads the rows of the chosen batch as they stand."""
        number = self.batch.batch if self.batch else 0
        return partial(self.rows_model.shown, self.words("Upload batch {batch}", batch=number))

    @override
    def focus(self) -> None:
        """Put the cursor in the list."""
        self.list.setFocus()

    @override
    def reload(self) -> None:
        """Read the batches again, and the rows of the chosen one."""
        chosen = self.batch.batch if self.batch else None
        due = self.runner.ask(CountDue(notices=False))
        self.count.setText(
            self.words("Changes to be sent: {all}. Past their time: {late}. In {days} working "
                       "days or fewer: {soon}.", all=due.late + due.soon + due.rest,
                       late=due.late, days=SOON, soon=due.soon)
        )  # fmt: skip
        self._batches = self.runner.ask(Uploads())[::-1]
        numbers = [one.batch for one in self._batches]
        with QSignalBlocker(self.list.selectionModel()):
            self.model.show_batches(self._batches)
        self.empty.setVisible(not self._batches)
        row = numbers.index(chosen) if chosen in numbers else 0
        origins = [self.model.origin(at) for at in range(len(numbers))]
        self.list.selectRow(origins.index(row) if numbers else -1)
        self._show_rows()

    @override
    def redraw(self) -> None:
        """Draw the badges in the colours that are worn now."""
        self.list.viewport().update()
        self.rows.viewport().update()

    def _show_rows(self) -> None:
        batch, words = self.batch, self.words
        self._rows = self.runner.ask(RowsOfUpload(batch.batch)) if batch else []
        self.rows_model.show_rows(self._rows)
        self.told.setText(
            words("{file}: layout “{layout}”, made by {actor}. SHA-256 {sha256}…",
                  file=batch.path.name, layout=batch.row.layout, actor=batch.actor,
                  sha256=show_hash(batch.row.sha256)) if batch else ""
        )  # fmt: skip
        self.batch_chosen.emit()

    def _open_device(self) -> None:
        for row in self.chosen_rows()[:1]:
            self.device_wanted.emit(row.code)
