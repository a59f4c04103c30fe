"""The devices: found as you type, opened beside the list with their history."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QPushButton, QSplitter
from typing_extensions import override

from app.domain.calendar import show_day
from app.domain.change import Touched
from app.domain.device import Device, Kind
from app.services.photos import PhotosOf
from app.services.queries import DeviceStory, OneDevice
from ui.models.tables import DevicesModel
from ui.runner import Runner
from ui.screens.screen import Screen
from ui.widgets.flow import Flow
from ui.widgets.kit import Card, SearchBox, label, table

_STATES = {
    "in_store": "In store",
    "on_loan": "On loan",
    "damaged": "Damaged",
    "in_repair": "In repair",
    "lost": "Lost",
    "disposed": "Disposed",
}


class Devices(Screen):
    """The register. The signals are wishes the window answers with a dialog."""

    shows = frozenset({Touched.DEVICES})
    register_wanted = Signal()
    correct_wanted = Signal()
    receive_wanted = Signal()
    photo_wanted = Signal()
    show_photo_wanted = Signal()
    undo_wanted = Signal(int)
    opened = Signal()

    def __init__(self, runner: Runner) -> None:
        """Build the list beside an empty detail."""
        super().__init__(runner, runner.words("Devices"))
        words = self.words
        self.search = SearchBox(words("Search by name, code or subject"))
        self.model = DevicesModel(words, runner.ask)
        self.list = table(self.model, words("Devices"), (90, 0, 130, 100, 90, 100, 70, 130))
        self.list.setSortingEnabled(True)
        self.list.horizontalHeader().setSortIndicator(1, Qt.SortOrder.AscendingOrder)
        self.count = label("", "quiet")
        self.register_button = QPushButton(words("Register a device…"))
        self.correct_button = QPushButton(words("Correct…"))
        self.receive_button = QPushButton(words("Receive more…"))
        self.photo_button = QPushButton(words("Add a photo…"))
        self.show_photo_button = QPushButton(words("Show the photo"))
        self.undo_button = QPushButton(words("Undo this entry…"))
        self.name = label("", "figure")
        self.facts = label("")
        self.story = QListWidget()
        self.story.setWordWrap(True)
        self.story.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.story.setAccessibleName(words("History"))
        self.device: Device | None = None
        self._arrange()
        self.search.search_wanted.connect(self.search_for)
        self.list.selectionModel().currentRowChanged.connect(self._row_changed)
        self.model.modelReset.connect(self._count)
        self.register_button.clicked.connect(self.register_wanted)
        self.correct_button.clicked.connect(self.correct_wanted)
        self.receive_button.clicked.connect(self.receive_wanted)
        self.photo_button.clicked.connect(self.photo_wanted)
        self.show_photo_button.clicked.connect(self.show_photo_wanted)
        self.undo_button.clicked.connect(self._want_undo)

    def _arrange(self) -> None:
        top = Flow(self.search, self.register_button)
        buttons = Flow(
            self.correct_button, self.receive_button, self.photo_button, self.show_photo_button
        )
        self.detail = Card()
        self.detail.column.addWidget(self.name)
        self.detail.column.addWidget(self.facts)
        self.detail.column.addLayout(buttons)
        self.detail.column.addWidget(label(f"<b>{self.words('History')}</b>"))
        self.detail.column.addWidget(self.story, 1)
        self.detail.column.addWidget(self.undo_button)
        self.detail.hide()
        split = QSplitter()
        split.addWidget(self.list)
        split.addWidget(self.detail)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        self.column.addLayout(top)
        self.column.addWidget(self.count)
        self.column.addWidget(split, 1)

    def search_for(self, query: str) -> None:
        """Show the devices that fit a query."""
        if self.search.text() != query:
            self.search.setText(query)
        self.model.search(query)

    def open(self, code: str) -> None:
        """Show one device beside the list."""
        self._show(self.runner.ask(OneDevice(code)))

    @override
    def reload(self) -> None:
        """Take a new snapshot of the list, and of the device that is open."""
        self.model.reload()
        if self.device is not None:
            self.open(self.device.code)

    @override
    def focus(self) -> None:
        """Put the cursor in the search box."""
        self.search.setFocus()

    def _count(self) -> None:
        count = self.model.rowCount()
        if count:
            self.count.setText(self.words("{count} devices", count=count))
        elif self.search.text():
            self.count.setText(self.words("No device fits. Try fewer letters."))
        else:
            self.count.setText(
                self.words("The book is empty. Import the school's list, or register a device.")
            )

    def _row_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if current.isValid():
            self.open(self.model.device(current.row()).device.code)

    def _want_undo(self) -> None:
        row = max(self.story.currentRow(), 0)
        if self.story.count():
            self.undo_wanted.emit(self.story.item(row).data(Qt.ItemDataRole.UserRole))

    def _show(self, story: DeviceStory) -> None:
        words, device = self.words, story.view.device
        self.device = device
        self.name.setText(device.name)
        held = [
            f"{words(_STATES[state.value])}: {count} {device.unit}"
            for state, count in story.view.balances.items()
        ]
        holders = [
            words("{class_name}, {teacher}: {count}, since {day}", class_name=line.class_name,
                  teacher=line.teacher, count=line.outstanding, day=show_day(line.day))
            for line in story.holders
        ]  # fmt: skip
        said = (device.code, device.subject, story.view.place)
        self.facts.setText("\n".join([" · ".join(filter(None, said)), *held, *holders]))
        self.show_photo_button.setVisible(bool(self.runner.ask(PhotosOf(device.code))))
        self.receive_button.setVisible(device.kind == Kind.LOT)
        self.story.clear()
        for entry in reversed(story.history):
            text = f"{show_day(entry.day)}  {words(entry.text, **entry.values)}"
            item = QListWidgetItem(text + (f" ({entry.reason})" if entry.reason else ""))
            item.setData(Qt.ItemDataRole.UserRole, entry.id)
            self.story.addItem(item)
        self.detail.show()
        self.opened.emit()
