"""Printing labels: of what, on which stock, from which place on the sheet."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDoubleSpinBox, QLabel, QPushButton, QWidget
from typing_extensions import override

from app.domain.fault import Refused
from app.domain.label import STOCKS, Offsets, Symbol, count_pages, find_stock
from app.domain.sentence import Sentence
from app.services.labels import LabelsFor, LabelsWithoutBars, PrintLabels, PrintTestPage
from app.services.queries import FilterWords
from ui.dialogs.form import Form
from ui.kept import Kept
from ui.papers import Papers
from ui.runner import Runner
from ui.widgets.kit import label
from ui.widgets.sheet import SheetPicture

_CHOSEN, _ALL = "chosen", "device"
_FARTHEST = 20.0  # mm a printer may be off
_MOST_COPIES = 200


class LabelsForm(Form):
    """Chooses the labels and where they go; a test page shows how far the printer is off."""

    def __init__(
        self, runner: Runner, parent: QWidget | None, chosen: tuple[str, ...], papers: Papers
    ) -> None:
        """Build the form; `chosen` are the codes chosen in the list of devices."""
        words = runner.words
        super().__init__(words, words("Print labels"), words("Print"), parent)
        self.setMinimumWidth(760)
        self._runner, self._chosen, self._papers = runner, chosen, papers
        self._kept = Kept(runner.room.folder)
        self._codes: tuple[str, ...] = ()
        self._add_what()
        self._add_stock()
        self.picture = SheetPicture(STOCKS[0])
        self.picture.setAccessibleName(words("Where printing starts"))
        self.test_button = QPushButton(words("Print a test page"))
        self.test_button.setAutoDefault(False)
        self.rows.addRow("", self.test_button)
        self.start_side()
        hint = words("Where printing starts: click, or use the arrow keys")
        self.picture.setToolTip(hint)
        self.rows.addRow(QLabel(words("Where printing starts")))
        self.rows.addRow(self.picture)
        self.said = label("", "quiet")
        self.without_bars = label("", "bad")
        place = self.column.indexOf(self.refusal)
        self.column.insertWidget(place, self.said)
        self.column.insertWidget(place + 1, self.without_bars)
        self.picture.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.test_button.clicked.connect(self.print_test)
        self.picture.started.connect(self.start_at)
        for choice in (self.what, self.place):
            choice.currentIndexChanged.connect(self._gather)
        for choice in (self.stock, self.symbol):
            choice.currentIndexChanged.connect(self._lay)
        self.copies.valueChanged.connect(self._lay)
        self._gather()

    def _add_what(self) -> None:
        words = self.words
        offered = [(_CHOSEN, words("The {count} devices chosen", count=len(self._chosen)))]
        kinds = ((_ALL, words("Devices")), ("place", words("Places")), ("kit", words("Kits")),
                 ("person", words("Staff cards")))  # fmt: skip
        self.what = self.add_choice(
            "what", words("Labels for"), (*(offered if self._chosen else ()), *kinds)
        )
        places = [(name, name) for name in self._runner.ask(FilterWords())["place"]]
        self.place = self.add_choice("place", words("Kept in"), (("", words("Any place")), *places))
        self.copies = self.add_number("copies", words("Copies of each"), 1, 1, _MOST_COPIES)
        self.symbol = self.add_choice(
            "symbol", words("Code"),
            ((Symbol.QR, "QR"), (Symbol.CODE128, "Code 128"), (Symbol.BOTH, "QR + Code 128")),
        )  # fmt: skip

    def _add_stock(self) -> None:
        words = self.words
        self.stock = self.add_choice(
            "stock", words("Label stock"), [(stock.name, stock.title) for stock in STOCKS]
        )
        name, offsets = self._kept.label_stock()
        self.stock.setCurrentIndex(self.stock.findData(name))
        self.right = self._offset("x", words("Move right (mm)"), offsets.x)
        self.down = self._offset("y", words("Move down (mm)"), offsets.y)

    def _offset(self, name: str, title: str, value: float) -> QDoubleSpinBox:
        field = QDoubleSpinBox()
        field.setRange(-_FARTHEST, _FARTHEST)
        field.setDecimals(1)
        field.setSingleStep(0.5)
        field.setValue(value)
        self.add_field(name, title, field)
        return field

    def codes(self) -> tuple[str, ...]:
        """Return the codes that will be printed."""
        return self._codes

    def start_at(self, number: int) -> None:
        """Start printing at a position of the sheet."""
        self.picture.start = number
        self._lay()

    def offsets(self) -> Offsets:
        """Return how far the printer is off."""
        return Offsets(self.right.value(), self.down.value())

    def print_test(self) -> None:
        """Print a page of frames, to measure how far the printer is off."""
        self._papers.labels(PrintTestPage(self.stock.currentData(), self.offsets()))

    @override
    def submit(self) -> None:
        """Print the labels."""
        codes = self.codes()
        if not codes:
            raise Refused(Sentence("There is nothing to label here. Choose something else."))
        stock = self.stock.currentData()
        self._kept.keep_label_stock(stock, self.offsets())
        self._papers.labels(
            PrintLabels(codes, stock, self.picture.start, Symbol(self.symbol.currentData()),
                        self.offsets(), self.copies.value())
        )  # fmt: skip

    def _gather(self) -> None:
        what = self.what.currentData()
        self.place.setEnabled(what == _ALL)
        self.place.setToolTip("" if self.place.isEnabled() else self.words("For devices alone."))
        place = self.place.currentData() if what == _ALL else ""
        self._codes = (
            self._chosen if what == _CHOSEN
            else tuple(self._runner.ask(LabelsFor(place=place, kind=what)))
        )  # fmt: skip
        self._lay()

    def _lay(self) -> None:
        stock, count = find_stock(self.stock.currentData()), len(self._codes)
        symbol = Symbol(self.symbol.currentData())
        without = self._runner.ask(LabelsWithoutBars(self._codes, stock.name, symbol))
        self.without_bars.setText(
            self.words("A Code 128 has no room on {count} of these labels: they get a QR code "
                       "alone. Choose wider labels to have it.", count=without)
        )  # fmt: skip
        if self.without_bars.isHidden() == bool(without):
            self.without_bars.setVisible(bool(without))
            self.adjustSize()
        count *= self.copies.value()
        self.picture.lay(stock, self.picture.start, count)
        pages = count_pages(stock, count, self.picture.start) if count else 0
        self.said.setText(self.words("{count} labels on {pages} pages", count=count, pages=pages))
