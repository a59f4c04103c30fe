"""The devices: found as you type, opened beside the list with their history."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QImageIOHandler, QImageReader, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPushButton,
    QScrollArea,
    QSplitter,
)
from typing_extensions import override

from app.domain.calendar import class_on, show_day
from app.domain.change import Touched
from app.domain.device import Device, Kind, State
from app.domain.filter import missing
from app.domain.ledger import Entry
from app.domain.view import DeviceView
from app.services.conditions import ConditionOf
from app.services.device_papers import LOAN, PapersOf
from app.services.layouts import WantedFields
from app.services.photos import PhotosOf
from app.services.queries import Assets, DeviceStory, FilterWords, OneDevice
from app.services.showing import Shown
from ui.conditions import condition_lines
from ui.kept import Kept
from ui.models.devices import COLUMNS, USUAL, DevicesModel, field_names
from ui.runner import Runner
from ui.screens.screen import Screen
from ui.slip_names import slip_names
from ui.widgets.filters import FilterBar
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


_WIDTHS = (90, 0, 130, 95, 90, 100, 70, 120, 100, 80, 130, 100, 90, 110, 200, 120, 110, 80, 80,
           120, 110, 120, 110, 100, 100, 80, 100, 220, 200, 200, 120, 110)  # fmt: skip
_DETAILS = ("official_code", "grades", "specification", "maker", "country", "year_made",
            "year_in_use", "fund", "document_number", "document_date", "book_page", "user",
            "use_by", "life_years", "note")  # fmt: skip
_DAYS = ("document_date", "use_by")
_OWNED = (State.IN_STORE, State.ON_LOAN, State.DAMAGED, State.IN_REPAIR)
_STORY_LINES = 5  # lines of text: how low the history may get
_MOST_PAPERS = 30
_PHOTO_LINES = 8  # lines of text: how high the photo stands
_KEEP = Qt.AspectRatioMode.KeepAspectRatio


class Devices(Screen):
    """The register. The signals are wishes the window answers with a dialog."""

    shows = frozenset({Touched.DEVICES})
    register_wanted = Signal()
    correct_wanted = Signal()
    receive_wanted = Signal()
    photo_wanted = Signal()
    show_photo_wanted = Signal()
    manual_wanted = Signal()
    show_manual_wanted = Signal()
    paper_wanted = Signal(str, int)
    undo_wanted = Signal(int)
    bulk_wanted = Signal()
    columns_wanted = Signal()
    report_wanted = Signal()
    opened = Signal()

    def __init__(self, runner: Runner) -> None:
        """Build the list beside an empty detail."""
        super().__init__(runner, runner.words("Devices"))
        words = self.words
        self.search = SearchBox(words("Search by name, code or subject"))
        self.model = DevicesModel(words, runner.ask)
        self._kept = Kept(runner.room.folder)
        self.filters = FilterBar(words, self._kept)
        self.filters.hide()
        self.filters_button = QPushButton(words("Filters"))
        self.filters_button.setCheckable(True)
        self.columns_button = QPushButton(words("Columns…"))
        self.bulk_button = QPushButton(words("Correct the chosen…"))
        self.list = table(self.model, words("Devices"), _WIDTHS)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.horizontalHeader().setSortIndicator(1, Qt.SortOrder.AscendingOrder)
        self.list.setSortingEnabled(True)
        self.show_columns(self._kept.columns(COLUMNS, USUAL))
        self.count = label("", "quiet")
        self._add_buttons()
        self.photo = QLabel()
        self.photo.setAccessibleName(words("Photo"))
        self.photo.hide()
        self.name = label("", "figure")
        self.more = label("", "quiet")
        self.facts = label("")
        self.story = QListWidget()
        self.story.setWordWrap(True)
        self.story.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.story.setAccessibleName(words("History"))
        self.device: Device | None = None
        self._arrange()
        self._connect()

    def _add_buttons(self) -> None:
        words = self.words
        self.register_button = QPushButton(words("Register a device…"))
        self.correct_button = QPushButton(words("Correct…"))
        self.receive_button = QPushButton(words("Receive more…"))
        self.photo_button = QPushButton(words("Add a photo…"))
        self.show_photo_button = QPushButton(words("Show the photo"))
        self.manual_button = QPushButton(words("Add a manual…"))
        self.show_manual_button = QPushButton(words("Show the manual"))
        self.papers_button = QPushButton(words("Papers"))
        self.papers = QMenu(self.papers_button)
        self.papers_button.setMenu(self.papers)
        self.report_button = QPushButton(words("Report damage or loss…"))
        self.undo_button = QPushButton(words("Undo this entry…"))

    def _connect(self) -> None:
        self.search.search_wanted.connect(self.search_for)
        self.filters_button.toggled.connect(self.filters.setVisible)
        self.filters.filter_wanted.connect(self._filter)
        self.columns_button.clicked.connect(self.columns_wanted)
        self.bulk_button.clicked.connect(self.bulk_wanted)
        self.list.selectionModel().currentRowChanged.connect(self._row_changed)
        self.model.modelReset.connect(self._count)
        self.register_button.clicked.connect(self.register_wanted)
        self.correct_button.clicked.connect(self.correct_wanted)
        self.receive_button.clicked.connect(self.receive_wanted)
        self.photo_button.clicked.connect(self.photo_wanted)
        self.show_photo_button.clicked.connect(self.show_photo_wanted)
        self.manual_button.clicked.connect(self.manual_wanted)
        self.show_manual_button.clicked.connect(self.show_manual_wanted)
        self.report_button.clicked.connect(self.report_wanted)
        self.undo_button.clicked.connect(self._want_undo)

    def _arrange(self) -> None:
        top = Flow(
            self.search, self.filters_button, self.columns_button, self.bulk_button,
            self.report_button, self.register_button,
        )  # fmt: skip
        buttons = Flow(
            self.correct_button,
            self.receive_button,
            self.photo_button,
            self.show_photo_button,
            self.manual_button,
            self.show_manual_button,
            self.papers_button,
        )
        card = Card()
        for part in (self.name, self.photo, self.facts, self.more):
            card.column.addWidget(part)
        card.column.addLayout(buttons)
        card.column.addWidget(label(f"<b>{self.words('History')}</b>"))
        self.story.setMinimumHeight(self.fontMetrics().height() * _STORY_LINES)
        card.column.addWidget(self.story, 1)
        card.column.addWidget(self.undo_button)
        self.detail = QScrollArea()
        self.detail.setFrameShape(QFrame.Shape.NoFrame)
        self.detail.setWidgetResizable(True)
        self.detail.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.detail.setWidget(card)
        self.detail.hide()
        split = self.split = QSplitter()
        split.addWidget(self.list)
        split.addWidget(self.detail)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        self.column.addLayout(top)
        self.column.addWidget(self.filters)
        self.column.addWidget(self.count)
        self.column.addWidget(split, 1)

    def search_for(self, query: str) -> None:
        """Show the devices that fit a query."""
        if self.search.text() != query:
            self.search.setText(query)
        self._filter()

    def show_columns(self, names: Sequence[str]) -> None:
        """Show these columns, and keep the choice."""
        for at, name in enumerate(COLUMNS):
            self.list.setColumnHidden(at, name not in names)
        self._kept.keep_columns(names)

    def columns(self) -> tuple[str, ...]:
        """Return the columns that are shown."""
        return tuple(name for at, name in enumerate(COLUMNS) if not self.list.isColumnHidden(at))

    def chosen(self) -> list[DeviceView]:
        """Return the devices chosen in the list."""
        rows = self.list.selectionModel().selectedRows()
        return [self.model.device(row) for row in sorted(index.row() for index in rows)]

    def open(self, code: str) -> None:
        """Show one device beside the list."""
        self._show(self.runner.ask(OneDevice(code)))

    @override
    def listing(self) -> Callable[[], Shown]:
        """Return what reads the list as it stands."""
        return partial(self.model.list_as_shown, self.words("Devices"), self.columns())

    @override
    def reload(self) -> None:
        """Take a new snapshot of the list, and of the device that is open."""
        self.filters.offer(self.runner.ask(FilterWords()))
        self.model.reload()
        if self.device is not None:
            self.open(self.device.code)

    @override
    def settle(self) -> None:
        """Wait until no list is being read."""
        self.model.settle()

    @override
    def focus(self) -> None:
        """Put the cursor in the search box."""
        self.search.setFocus()

    def _count(self) -> None:
        count = self.model.rowCount()
        if count:
            self.count.setText(self.words("{count} devices", count=count))
        elif self.search.text() or self.filters.count():
            self.count.setText(self.words("No device fits. Try fewer letters."))
        else:
            self.count.setText(
                self.words("The book is empty. Import the school's list, or register a device.")
            )

    def _filter(self) -> None:
        chosen = self.filters.count()
        self.filters_button.setText(
            self.words("Filters ({count})", count=chosen) if chosen else self.words("Filters")
        )
        self.model.filter(replace(self.filters.wanted(), query=self.search.text()))

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
        held = " · ".join(
            f"{words(_STATES[state.value])}: {count} {device.unit}"
            for state, count in story.view.balances.items()
        )
        holders = [
            words("{class_name}, {teacher}: {count}, since {day}",
                  class_name=class_on(line.class_name, line.day, self.runner.room.today()),
                  teacher=line.teacher, count=line.outstanding, day=show_day(line.day))
            for line in story.holders
        ]  # fmt: skip
        if not held:
            held = words("Nothing of it is here any more.")
        team = story.view.team or words("shared by all")
        said = (device.code, device.subject, story.view.place, team)
        condition = condition_lines(words, self.runner.ask(ConditionOf(device.code)))
        self.facts.setText("\n".join([" · ".join(filter(None, said)), held, *holders, *condition]))
        self.more.setText("\n".join(self._details(story.view)))
        self._show_kept(device.code)
        self.receive_button.setVisible(device.kind == Kind.LOT)
        self.story.clear()
        for entry in reversed(story.history):
            text = f"{show_day(entry.day)}  {self._told(entry)}"
            item = QListWidgetItem(text + (f" ({entry.reason})" if entry.reason else ""))
            item.setData(Qt.ItemDataRole.UserRole, entry.id)
            self.story.addItem(item)
        self._offer_papers(device.code)
        if self.detail.isHidden():
            self.detail.show()
            whole = self.split.width()
            self.split.setSizes([whole * 3 // 5, whole * 2 // 5])
        self.opened.emit()

    def _show_kept(self, code: str) -> None:
        """Show the newest photo of a device, and offer its photos and manuals."""
        photos = self.runner.ask(PhotosOf(code))
        self.show_photo_button.setVisible(bool(photos))
        self.show_manual_button.setVisible(bool(self.runner.ask(PhotosOf(code, "manual"))))
        side = self.fontMetrics().height() * _PHOTO_LINES
        picture = _picture(photos[0], QSize(side * 2, side)) if photos else QPixmap()
        self.photo.setVisible(not picture.isNull())
        self.photo.setPixmap(picture)

    def _offer_papers(self, code: str) -> None:
        """Offer the newest papers of the device, to be printed again."""
        found = self.runner.ask(PapersOf(code))[:_MOST_PAPERS]
        names = {LOAN: self.words("Loan slip"), **slip_names(self.words)}
        self.papers.clear()
        for paper in found:
            title = f"{names[paper.kind]} {paper.number}, {show_day(paper.day)}"
            action = self.papers.addAction(title)
            action.triggered.connect(partial(self._want_paper, paper.kind, paper.id))
        self.papers_button.setEnabled(bool(found))
        self.papers_button.setToolTip("" if found else self.words("It stands on no paper yet."))

    def _want_paper(self, kind: str, number: int) -> None:
        self.paper_wanted.emit(kind, number)

    def _told(self, entry: Entry) -> str:
        """Return what happened; a class of an earlier school year is told with its year."""
        values = dict(entry.values)
        name = values.get("class_name")
        if isinstance(name, str):
            values["class_name"] = class_on(name, entry.day, self.runner.room.today())
        return self.words(entry.text, **values)

    def _details(self, view: DeviceView) -> list[str]:
        words, device = self.words, view.device
        names = field_names(words)
        said = [
            f"{names[name]}: {show_day(value) if name in _DAYS else value}"
            for name in _DETAILS
            if (value := getattr(device, name)) not in {"", None}
        ]
        lines = [" · ".join(said)] if said else []
        if device.unit_price is not None:
            whole = device.unit_price * sum(
                count for state, count in view.balances.items() if state in _OWNED
            )
            asset = self.runner.ask(Assets()).holds(device)
            kind = words("fixed asset") if asset else words("tool")
            price, total = f"{device.unit_price:,}", f"{whole:,}"
            lines.append(
                words("{price} đ each, {total} đ in all: {kind}",
                      price=price.replace(",", "."), total=total.replace(",", "."), kind=kind)
            )  # fmt: skip
        asked = self.runner.ask(WantedFields())
        blank = ", ".join(names[name] for name in missing(device, asked))
        if blank:
            lines.append(words("The upload still misses: {fields}", fields=blank))
        return lines


def _picture(path: Path, room: QSize) -> QPixmap:
    """Return a photo as large as there is room for, read no larger where its format allows."""
    reader = QImageReader(str(path))
    reader.setAutoTransform(True)
    lying = QImageIOHandler.Transformation.TransformationRotate90
    if reader.transformation() & lying:
        room = room.transposed()
    reader.setScaledSize(reader.size().scaled(room, _KEEP))
    return QPixmap.fromImage(reader.read())
