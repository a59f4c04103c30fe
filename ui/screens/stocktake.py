"""The stocktake: scan or type what is seen; what is not seen yet, what differs, what is out."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QItemSelectionModel, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QProgressBar,
    QPushButton,
    QTableView,
    QTabWidget,
)
from typing_extensions import override

from app.domain.calendar import show_day
from app.domain.change import Change, Touched
from app.domain.device import Quality
from app.domain.sentence import Sentence
from app.domain.stocktake import CountedDevice, DifferenceView, Status, StocktakeView
from app.domain.text import fold
from app.services.counter import split_times
from app.services.counting import Count, CountHere, Label, Seen
from app.services.differences import Differences
from app.services.queries import Borrowers, DevicesById, FilterWords, TheSchool
from app.services.showing import Shown
from app.services.stocktakes import Stocktakes
from app.services.tallies import Counting, Progress, progress_of, progress_of_one
from app.services.undoing import Undo
from ui.kept import Kept
from ui.models.counting import (
    LESS_READ,
    ONLY_COUNTED,
    CountModel,
    holds,
    is_counted,
    is_out,
    is_unseen,
    told,
)
from ui.models.tables import RowsModel
from ui.runner import Runner
from ui.screens.screen import Screen
from ui.widgets.flow import Flow
from ui.widgets.kit import Card, SearchBox, label, table
from ui.widgets.scan import ScanLine

_PAUSE = 200  # milliseconds after a scan before the lists are filled again
_ROOMY = 24  # pixels of a line of text, up to which everything has its place
_CODE = re.compile(r"(?=.*\d)[^\s]+")
_ADJUSTED = re.compile(r"(h?)\s*(\d{1,4})", re.IGNORECASE)
_OWN = frozenset({Touched.STOCKTAKES})
UNSEEN, COUNTED, DIFFERENT, OUT = range(4)


class StocktakeScreen(Screen):
    """Counting. The signals are wishes the window answers with a form or a paper."""

    shows = frozenset({Touched.STOCKTAKES, Touched.DEVICES, Touched.LOANS, Touched.PLACES})
    open_wanted = Signal()
    close_wanted = Signal()
    explain_wanted = Signal()

    def __init__(self, runner: Runner) -> None:
        """Build the scan line over the progress and the four lists."""
        super().__init__(runner, runner.words("Stocktake"))
        self._kept = Kept(runner.room.folder)
        self._views: list[StocktakeView] = []
        self._devices: dict[int, CountedDevice] = {}
        self._unknown: dict[str, int] = {}
        self._progress = Progress()
        self._differences: list[DifferenceView] = []
        self._last_device: int | None = None
        self._last_entry: int | None = None
        self._scanning = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(self.fill)
        self._make_head()
        self._make_lists()
        self._arrange()
        self._connect()

    def _make_head(self) -> None:
        words = self.words
        self.which = QComboBox()
        self.which.setAccessibleName(words("Which stocktake"))
        self.which.setSizePolicy(self.which.sizePolicy().Policy.Expanding,
                                 self.which.sizePolicy().Policy.Fixed)  # fmt: skip
        self.open_button = QPushButton(words("Open a stocktake…"))
        self.close_button = QPushButton(words("Close the stocktake…"))
        self.scan = ScanLine(words("Scan or type a device's code; 20*code counts twenty"))
        self.last = label("", "title")
        self.figures = label("")
        self.bar = QProgressBar()
        self.bar.setObjectName("progress")
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(10)
        self.bar.setAccessibleName(words("Found so far"))
        self.undo_button = QPushButton(words("Undo the last count"))
        self.who = QComboBox()
        self.who.setEditable(True)
        self.place = QComboBox()
        self.quality = QComboBox()
        for box, name in ((self.who, words("Counted by")), (self.place, words("Seen in")),
                          (self.quality, words("Quality seen"))):  # fmt: skip
            box.setAccessibleName(name)
            box.setToolTip(name)
        self.quality.addItem(words("Quality as in the book"), "")
        said = ((Quality.GOOD, words("Good")), (Quality.FAIR, words("Fair")),
                (Quality.AVERAGE, words("Average")), (Quality.POOR, words("Poor")))  # fmt: skip
        for value, text in said:
            self.quality.addItem(text, value.value)

    def _make_lists(self) -> None:
        words = self.words
        self.search = SearchBox(words("Search by code, name or place"))
        self.here_button = QPushButton(words("All of these are here"))
        self.explain_button = QPushButton(words("Explain…"))
        self.unseen, self.counted = CountModel(words), CountModel(words)
        self.different = RowsModel(
            (words("Code"), words("Name"), words("Difference"), words("Quantity"),
             words("Why"), words("How it is settled")), figures=(3,),
        )  # fmt: skip
        self.out = RowsModel(
            (words("Code"), words("Name"), words("Unit"), words("Still out"), words("With")),
            figures=(3,),
        )
        widths = (95, 0, 100, 130, 85, 85, 140, 120, 150)
        self.tables = (
            table(self.unseen, words("Not seen yet"), widths),
            table(self.counted, words("Counted"), widths),
            table(self.different, words("Differences"), (95, 0, 210, 95, 210, 200)),
            table(self.out, words("On loan"), (95, 0, 110, 110, 220)),
        )
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        for each in self.tables:
            each.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
            each.setSortingEnabled(True)
            each.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
            self.tabs.addTab(each, each.accessibleName())
        for hidden in ONLY_COUNTED:
            self.tables[UNSEEN].setColumnHidden(hidden, True)  # noqa: FBT003 - Qt's own
        self.empty = label("", "quiet")

    def _arrange(self) -> None:
        self.card = Card()
        self.card.column.addWidget(self.last)
        self.card.column.addWidget(self.figures)
        self.card.column.addWidget(self.bar)
        self.card.column.addLayout(Flow(self.who, self.place, self.quality, self.undo_button))
        self.column.addLayout(Flow(self.which, self.open_button, self.close_button))
        self.column.addWidget(self.scan)
        self.column.addWidget(self.card)
        self.column.addLayout(Flow(self.search, self.here_button, self.explain_button))
        self.column.addWidget(self.empty)
        self.column.addWidget(self.tabs, 1)
        self.column.addStretch()  # where there is no list yet

    def _connect(self) -> None:
        self.which.activated.connect(self._choose)
        self.open_button.clicked.connect(self.open_wanted)
        self.close_button.clicked.connect(self.close_wanted)
        self.explain_button.clicked.connect(self.explain_wanted)
        self.here_button.clicked.connect(self.count_here)
        self.undo_button.clicked.connect(self.undo_last)
        self.scan.entered.connect(self.enter)
        self.search.search_wanted.connect(self.fill)
        self.tabs.currentChanged.connect(self.fill)
        self.who.currentTextChanged.connect(self._kept.keep_counting_person)
        for model in (self.unseen, self.counted):
            model.counted.connect(self._count_row)
        self.tables[DIFFERENT].activated.connect(self.explain_wanted)

    @property
    def stocktake(self) -> StocktakeView | None:
        """Return the stocktake that is shown, None when there is none."""
        number = self.which.currentData()
        return next((view for view in self._views if view.stocktake == number), None)

    def counting(self) -> bool:
        """Return whether a scan belongs here: an open stocktake is shown."""
        view = self.stocktake
        return view is not None and view.row.status == Status.OPEN

    def show_stocktake(self, number: int) -> None:
        """Show another stocktake."""
        self.reload()
        self.which.setCurrentIndex(max(self.which.findData(number), 0))
        self.place.setCurrentIndex(0)
        self._forget_last()
        self.reload()

    def enter(self, text: str) -> None:
        """Take what was scanned or typed: a device, a figure for the last one, a card, a place."""
        view = self.stocktake
        if not text or view is None:
            return
        if not self.counting():
            self.runner.say(Sentence("Open a stocktake first; this one is no longer open."))
            return
        adjusted = _ADJUSTED.fullmatch(text.strip())
        if adjusted and self._last_device in self._devices:
            self._adjust(self._devices[self._last_device], *adjusted.groups())
            return
        if self._take_card(text):
            return
        quantity, code = split_times(text)
        if not _CODE.fullmatch(code):
            self._search_for(text)
            return
        self._count(Seen(code, quantity))

    def _tell(self, text: str) -> None:
        """Say what changed nothing of the book, here and on the toast."""
        self.last.setText(text)
        self.runner.said.emit(text, None)

    def _adjust(self, last: CountedDevice, mark: str, figure: str) -> None:
        """Give the last device its whole figure, or so many of it damaged."""
        count = int(figure)
        if mark:
            self._count(Seen(last.code, max(last.tally.seen, count), count))
        else:
            self._count(Seen(last.code, count, min(last.tally.damaged, count)))

    def _take_card(self, text: str) -> bool:
        """Take a staff card as who counts, and a place's label as where."""
        person, place = self.runner.ask(Label(text))
        if person:
            self.who.setCurrentText(person)
            self._tell(self.words("{name} counts now", name=person))
        elif place:
            self.place.setCurrentIndex(max(self.place.findData(place), 0))
            self._tell(self.words("Counting in {place} now", place=place))
        if person or place:
            self.scan.clear()
        return bool(person or place)

    def _search_for(self, text: str) -> None:
        self.search.setText(text)
        self.fill()
        self._tell(
            self.words("“{typed}” is no code: here is the list of what is called so.", typed=text)
        )
        self.scan.selectAll()

    def _count(self, *seen: Seen) -> None:
        view = self.stocktake
        if view is None:
            return
        self._run(
            Count(view.stocktake, seen, self.who.currentText(), self.place.currentData() or "",
                  self.quality.currentData() or "")
        )  # fmt: skip

    def _run(self, action: Count | CountHere) -> None:
        """Run a count and read back only what it counted: the next scan must not wait."""
        self._scanning = True
        try:
            outcome = self.runner.run(action)
        finally:
            self._scanning = False
        if outcome is None:
            self.scan.selectAll()
            return
        self.scan.clear()
        self.last.setText(self.words.render(outcome.sentence))
        self._last_entry = outcome.entry or self._last_entry
        if outcome.value:
            devices, _unknown = self.runner.ask(Counting(action.stocktake, outcome.value))
            self._take(devices)
            self._last_device = outcome.value[-1]
        else:
            self._unknown = self.runner.ask(Counting(action.stocktake))[1]
        self._show_progress()
        self._timer.start()

    def _take(self, devices: Sequence[CountedDevice]) -> None:
        """Put devices in place of what was known of them, and keep the sums by the way."""
        for one in devices:
            before = self._devices.get(one.device)
            if before is not None:
                self._progress = self._progress.less(progress_of_one(before))
            self._progress = self._progress.plus(progress_of_one(one))
            self._devices[one.device] = one

    def _count_row(self, device: int, quantity: int, damaged: int) -> None:
        self._count(Seen(self._devices[device].code, quantity, damaged))

    def count_here(self) -> None:
        """All that is expected of the chosen rows is here."""
        view = self.stocktake
        chosen = self.chosen_devices()
        if view is None or not chosen:
            self.runner.say(Sentence("Choose the devices in the list first, with Shift or Ctrl."))
            return
        self._run(
            CountHere(view.stocktake, tuple(one.device for one in chosen),
                      self.who.currentText(), self.place.currentData() or "")
        )  # fmt: skip

    def undo_last(self) -> None:
        """Undo the last count at once."""
        if self._last_entry is not None:
            entry = self._last_entry
            self._forget_last()
            outcome = self.runner.run(Undo(self.words("Written by mistake"), entry))
            if outcome is not None:
                self.last.setText(self.words.render(outcome.sentence))
        self.focus()

    def _forget_last(self) -> None:
        self._last_entry = self._last_device = None
        self.last.setText("")

    def chosen_devices(self) -> list[CountedDevice]:
        """Return the devices chosen in the list of those not seen, or counted."""
        tab = self.tabs.currentIndex()
        if tab not in {UNSEEN, COUNTED}:
            return []
        model = self.unseen if tab == UNSEEN else self.counted
        return [model.device(row) for row in _chosen(self.tables[tab])]

    def chosen_differences(self) -> list[DifferenceView]:
        """Return the differences chosen; those not seen yet are missing."""
        if self.tabs.currentIndex() == DIFFERENT:
            shown = self._shown_differences()
            return [shown[self.different.origin(row)] for row in _chosen(self.tables[DIFFERENT])]
        codes = {one.code for one in self.chosen_devices()}
        return [one for one in self._read_differences() if one.code in codes]

    @override
    def follow(self, change: Change) -> None:
        """Reload, unless the change is the scan that was just read back."""
        if self._scanning and change == _OWN:
            return
        super().follow(change)

    @override
    def reload(self) -> None:
        """Read the stocktakes, and the one that is shown."""
        chosen = self.which.currentData()
        self._views = self.runner.ask(Stocktakes())
        self.which.clear()
        for view in self._views:
            self.which.addItem(self._called(view), view.stocktake)
        self.which.setCurrentIndex(max(self.which.findData(chosen), 0))
        self._offer()
        self._choose()

    def _called(self, view: StocktakeView) -> str:
        words, row = self.words, view.row
        said = {
            Status.OPEN: words("being counted"), Status.CLOSED: words("closed"),
            Status.CANCELLED: words("called off"),
        }  # fmt: skip
        return f"{view.scope} · {show_day(row.day)} · {said[Status(row.status)]}"

    def _offer(self) -> None:
        """Offer who may count and where."""
        if not self.who.count():
            kept = self._kept.counting_person() or self.runner.ask(TheSchool()).keeper
            _classes, people = self.runner.ask(Borrowers())
            self.who.addItems([person.name for person in people])
            self.who.setCurrentText(kept)
        place = self.place.currentData()
        self.place.clear()
        self.place.addItem(self.words("Place not said"), "")
        for name in self.runner.ask(FilterWords())["place"]:
            self.place.addItem(name, name)
        self.place.setCurrentIndex(max(self.place.findData(place), 0))

    def _choose(self) -> None:
        view = self.stocktake
        self._devices, self._unknown = {}, {}
        if view is not None:
            devices, self._unknown = self.runner.ask(Counting(view.stocktake))
            self._devices = {one.device: one for one in devices}
        self._progress = progress_of(self._devices.values())
        for model in (self.unseen, self.counted):
            model.editable = self.counting()
        self._explain_buttons()
        self._show_progress()
        self.fill()

    def _explain_buttons(self) -> None:
        words, view = self.words, self.stocktake
        reason = ""
        if view is None:
            reason = words("Open a stocktake first.")
        elif not self.counting():
            reason = words("This stocktake is no longer open.")
        for button in (self.close_button, self.here_button, self.explain_button):
            button.setEnabled(not reason)
            button.setToolTip(reason)
        for part in (self.scan, self.card):
            part.setVisible(not reason)
        self.tabs.setVisible(view is not None)
        self.search.setEnabled(view is not None)
        self.empty.setText(
            words("Nothing was counted yet. Open a stocktake: of the whole school, a place or a "
                  "subject. Lending goes on meanwhile.")
        )  # fmt: skip
        self.empty.setVisible(view is None)

    def _show_progress(self) -> None:
        words, progress = self.words, self._progress
        self.figures.setText(
            words("Found {found} of {expected} · {done} of {devices} devices",
                  found=progress.found, expected=progress.expected,
                  done=progress.devices_found, devices=progress.devices)
        )  # fmt: skip
        self.bar.setMaximum(max(progress.expected, 1))
        self.bar.setValue(progress.found)
        different = progress.different + sum(map(bool, self._unknown.values()))
        if not self.counting():
            different = len(self._read_differences())  # as they were settled
        counts = (progress.unseen, progress.counted, different, progress.out)
        for at, count in enumerate(counts):
            self.tabs.setTabText(at, f"{self.tables[at].accessibleName()} ({count})")
        self.undo_button.setEnabled(self._last_entry is not None)
        self.undo_button.setToolTip(
            "" if self._last_entry is not None else words("Nothing was counted just now.")
        )

    def fill(self) -> None:
        """Fill the list that is shown."""
        self._timer.stop()
        tab = self.tabs.currentIndex()
        if tab == UNSEEN:
            self.unseen.lay(self._fitting(is_unseen))
        elif tab == COUNTED:
            self.counted.lay(self._fitting(is_counted))
        elif tab == DIFFERENT:
            self._differences = self._read_differences()
            self.different.show([told(self.words, one) for one in self._shown_differences()])
        else:
            self.out.show(self._told_out())

    def _fitting(self, wanted: Callable[[CountedDevice], bool]) -> list[CountedDevice]:
        words = fold(self.search.text()).split()
        return [one for one in self._devices.values() if wanted(one) and holds(one, words)]

    def _read_differences(self) -> list[DifferenceView]:
        view = self.stocktake
        return [] if view is None else self.runner.ask(Differences(view.stocktake))

    def _shown_differences(self) -> list[DifferenceView]:
        """Return what differs among what was counted, and what was explained already."""
        words = fold(self.search.text()).split()
        return [
            one for one in self._differences
            if (one.explained or one.device is None or self._devices[one.device].tally.counted)
            and all(word in fold(f"{one.code} {one.name}") for word in words)
        ]  # fmt: skip

    def _told_out(self) -> list[tuple[str | int, ...]]:
        out = self._fitting(is_out)
        views = self.runner.ask(DevicesById(tuple(one.device for one in out)))
        return [
            (one.code, one.name, one.unit, one.on_loan, ", ".join(view.holders))
            for one, view in zip(out, views, strict=True)
        ]

    @override
    def redraw(self) -> None:
        """Leave room for the list: where the text is large, the toast and the tabs say enough."""
        roomy = self.fontMetrics().height() <= _ROOMY
        for part in (self.last, self.figures, self.quality, self.undo_button):
            part.setVisible(roomy)
        for view in self.tables[:2]:
            for column in LESS_READ:
                view.setColumnHidden(column, not roomy)

    @override
    def listing(self) -> Callable[[], Shown]:
        """Return what reads the list that is shown."""
        models = (self.unseen, self.counted, self.different, self.out)
        tab = self.tabs.currentIndex()
        view = self.stocktake
        title = f"{self.words('Stocktake')}: {self.tables[tab].accessibleName()}"
        return partial(models[tab].shown, f"{title}, {view.scope}" if view else title)

    @override
    def focus(self) -> None:
        """Put the cursor on the scan line, or on the way to open a stocktake."""
        (self.scan if self.counting() else self.open_button).setFocus()


def _chosen(view: QTableView) -> list[int]:
    chosen: QItemSelectionModel = view.selectionModel()
    return sorted(index.row() for index in chosen.selectedRows())
