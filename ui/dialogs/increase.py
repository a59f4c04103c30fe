"""The form of a delivery: its document once, then line after line from the keyboard."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial

from PySide6.QtCore import QEvent, QObject, QStringListModel, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from app.domain.calendar import read_day, show_day
from app.domain.device import Device, Kind
from app.domain.fault import Fault, Refused
from app.domain.sentence import Sentence, Words
from app.domain.text import as_figure
from app.services.increase import Increase, IncreaseLine, Source
from app.services.offers import DeliveryOffers, Offer
from app.services.queries import FilterWords
from ui.dialogs.form import Form
from ui.models.tables import RowsModel
from ui.runner import Runner
from ui.widgets.flow import Flow
from ui.widgets.kit import Card, Line, label, table

_MOST = 1_000_000
_HIGHEST_PRICE = 10**11  # đồng
_WIDTHS = (90, 0, 110, 90, 100, 150, 160, 120)
_UNITS = ("Bộ", "Cái", "Chiếc", "Quả", "Tờ", "Tập", "Hộp")


class LineEditor(Card):
    """The fields of one line; what is typed as a name is completed from the book."""

    def __init__(self, runner: Runner) -> None:
        """Build the empty line."""
        super().__init__()
        words = self._words = runner.words
        self._runner = runner
        self._offers: dict[str, Offer] = {}
        self._code = ""
        self.name = Line()
        self._found = QStringListModel(self)
        self._completer = QCompleter(self._found, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setMaxVisibleItems(12)
        self.name.setCompleter(self._completer)
        self.quantity = QSpinBox()
        self.quantity.setRange(1, _MOST)
        self.quantity.setGroupSeparatorShown(True)
        self.counted = QComboBox()
        self.counted.addItem(words("Each its own code"), Kind.PIECE)
        self.counted.addItem(words("A lot with one code"), Kind.LOT)
        self.unit, self.price, self.specification = Line("Cái"), Line(), Line()
        self.country, self.subject, self.place, self.note = Line(), Line(), Line(), Line()
        self.add_button = QPushButton(words("Add the line"))
        self.said = _wide_label()
        self._arrange()
        offered = runner.ask(FilterWords())
        for field, found in ((self.unit, _UNITS), (self.place, offered["place"]),
                             (self.subject, offered["subject"])):  # fmt: skip
            completer = QCompleter(list(found), field)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            field.setCompleter(completer)
        self.name.textEdited.connect(self._offer)
        self.name.textChanged.connect(self._take_over)
        self.quantity.valueChanged.connect(self._explain)
        self.counted.currentIndexChanged.connect(self._explain)

    def _arrange(self) -> None:
        words = self._words
        for row in (
            ((words("Name or code"), self.name, 6), (words("Quantity"), self.quantity, 1),
             (words("Unit"), self.unit, 1), (words("Unit price (đồng)"), self.price, 2),
             (words("Counted as"), self.counted, 2)),
            ((words("Specification"), self.specification, 3),
             (words("Country"), self.country, 2), (words("Subject"), self.subject, 2),
             (words("Place"), self.place, 2), (words("Note"), self.note, 2)),
        ):  # fmt: skip
            line = QHBoxLayout()
            line.setSpacing(8)
            for title, field, share in row:
                field.setAccessibleName(title)
                cell = QVBoxLayout()
                cell.setSpacing(2)
                cell.addStretch(1)
                cell.addWidget(QLabel(title))
                cell.addWidget(field)
                line.addLayout(cell, share)
            self.column.addLayout(line)
        self.add_button.setAutoDefault(False)
        self.column.addLayout(Flow(self.said, self.add_button))

    def line(self) -> IncreaseLine:
        """Return what is typed as a line; refuse a price that is none."""
        device = Device(
            self._code, self.name.text(), str(self.counted.currentData()), self.unit.text(),
            specification=self.specification.text(), country=self.country.text(),
            subject=self.subject.text(), unit_price=self._price(), note=self.note.text(),
        )  # fmt: skip
        offer = self._offers.get(self.name.text())
        if offer is not None and not offer.device.code:
            known = offer.device
            device = replace(
                device, grades=known.grades, user=known.user, maker=known.maker,
                category=known.category, catalogue_id=known.catalogue_id,
            )  # fmt: skip
        return IncreaseLine(device, self.quantity.value(), self.place.text())

    def show_line(self, line: IncreaseLine, label_: str) -> None:
        """Take a line back to be edited; `label_` is what it was found by."""
        device = line.device
        self.name.setText(label_)
        self.quantity.setValue(line.quantity)
        self.counted.setCurrentIndex(self.counted.findData(device.kind))
        self._fill(device, line.place)
        self.note.setText(device.note)
        self._code = device.code
        self._explain()

    def clear(self) -> None:
        """Be ready for the next line; the place stays, the next thing often goes there too."""
        for field in (self.name, self.price, self.specification, self.country, self.subject,
                      self.note):  # fmt: skip
            field.clear()
        self.unit.setText("Cái")
        self.quantity.setValue(1)
        self.counted.setCurrentIndex(0)
        self.name.setFocus()

    def _offer(self, text: str) -> None:
        """Offer what fits; a moment's look, for the words are few."""
        text = text.strip()
        found = self._runner.ask(DeliveryOffers(text)) if len(text) > 1 else []
        self._offers |= {offer.label: offer for offer in found}
        self._found.setStringList([offer.label for offer in found])

    def _take_over(self, text: str) -> None:
        """Take over what is known of a thing once its name or its code stands whole."""
        offer = self._offers.get(text) or next(
            (one for one in self._offers.values() if one.device.code == text.strip().upper() != ""),
            None,
        )
        self._code = offer.device.code if offer else ""
        if offer is not None:
            self.counted.setCurrentIndex(self.counted.findData(offer.device.kind))
            self._fill(offer.device, offer.place or self.place.text())
        self._explain()

    def _fill(self, device: Device, place: str) -> None:
        self.unit.setText(device.unit)
        self.price.setText("" if device.unit_price is None else str(device.unit_price))
        self.specification.setText(device.specification)
        self.country.setText(device.country)
        self.subject.setText(device.subject)
        self.place.setText(place)

    def _explain(self) -> None:
        """Say what the line will become."""
        words, count = self._words, self.quantity.value()
        fixed = bool(self._code)
        for field in (self.counted, self.unit, self.specification, self.country, self.subject,
                      self.place):  # fmt: skip
            field.setEnabled(not fixed)
            field.setToolTip(words("It is said of the lot already.") if fixed else "")
        offer = next((one for one in self._offers.values() if one.device.code == self._code), None)
        if fixed:
            held = offer.held if offer else 0
            said = words("More of the lot {code}, which has {held} now.",
                         code=self._code, held=held)  # fmt: skip
        elif self.counted.currentData() == Kind.LOT:
            said = words("A new lot of {count} with one code.", count=count)
        elif count > 1:
            said = words("{count} pieces, each with a code of its own.", count=count)
        else:
            said = words("One piece with a code of its own.")
        self.said.setText(said if self.name.text().strip() else "")

    def _price(self) -> int | None:
        digits = self.price.text().replace(".", "").replace(" ", "")
        if not digits:
            return None
        price = as_figure(digits)
        if price is None or price > _HIGHEST_PRICE:
            raise Refused(
                Sentence("“{value}” is no amount. Write digits only, for example 10000000.",
                         {"value": self.price.text()}),
                where="price",
            )  # fmt: skip
        return price


class IncreaseForm(Form):
    """Writes a delivery on one slip. Enter adds the line; on the empty line it writes all."""

    def __init__(self, runner: Runner, parent: QWidget | None, done: Callable[[int], None]) -> None:
        """Build the form; `done` takes the slip, `wanted_labels` are codes to label after it."""
        words = runner.words
        super().__init__(words, words("Increase slip"), words("Write the slip"), parent)
        self.resize(1120, 660)
        self._runner, self._done = runner, done
        self._warned = self._labelling = False
        self.wanted_labels: tuple[str, ...] = ()
        self.lines: list[tuple[IncreaseLine, str]] = []
        self._add_document()
        self.editor = LineEditor(runner)
        self._fields |= {"name": self.editor.name, "quantity": self.editor.quantity,
                         "price": self.editor.price}  # fmt: skip
        self.model = RowsModel(_headings(words), (3, 5, 6))
        self.list = table(self.model, words("Lines of the slip"), _WIDTHS)
        self.total = _wide_label()
        place = self.column.indexOf(self.refusal)
        self.column.insertWidget(place, self.editor)
        self.column.insertWidget(place + 1, self.list, 10)
        self.column.insertWidget(place + 2, self._foot())
        self.labels_button = self.buttons.addButton(
            words("Write, then print labels…"), QDialogButtonBox.ButtonRole.ActionRole
        )
        self.labels_button.setAutoDefault(False)
        self._connect()
        self._show_lines()
        self.editor.name.setFocus()

    def _add_document(self) -> None:
        words = self.words
        self.source = self.add_choice(
            "source", words("Source"),
            ((Source.BOUGHT, words("Bought")), (Source.GRANTED, words("Allocated")),
             (Source.DONATED, words("Donated")), (Source.SELF_MADE, words("Made by ourselves")),
             (Source.TRANSFERRED, words("From another school")), (Source.OTHER, words("Other"))),
        )  # fmt: skip
        self.giver = self.add_text("giver", words("Delivered by"))
        self.start_side()
        hint = words("day/month/year")
        self.document = self.add_text("document", words("Voucher"))
        self.document_date = self.add_text("document_date", words("Voucher of"), hint=hint)
        self.start_side()
        today = show_day(self._runner.room.today())
        self.day = self.add_text("day", words("Day it came"), today, hint=hint)
        self.note = self.add_text("slip_note", words("Note"))

    def _foot(self) -> QWidget:
        words = self.words
        self.edit_button = QPushButton(words("Edit the line (F2)"))
        self.remove_button = QPushButton(words("Take the line off (Del)"))
        foot = QWidget()
        row = Flow(self.total, self.edit_button, self.remove_button)
        foot.setLayout(row)
        for button in (self.edit_button, self.remove_button):
            button.setAutoDefault(False)
        return foot

    def _connect(self) -> None:
        self.editor.name.textChanged.connect(self._choose_default)
        self.editor.add_button.clicked.connect(self.add_line)
        self.edit_button.clicked.connect(self.edit_line)
        self.remove_button.clicked.connect(self.remove_line)
        self.labels_button.clicked.connect(self._write_and_label)
        self.list.doubleClicked.connect(self.edit_line)
        self.list.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Edit and remove lines with the keys of the list."""
        if watched is self.list and isinstance(event, QKeyEvent) and _is_press(event):
            door = {Qt.Key.Key_F2: self.edit_line, Qt.Key.Key_Delete: self.remove_line}.get(
                Qt.Key(event.key())
            )
            if door is not None:
                door()
                return True
        return super().eventFilter(watched, event)

    def add_line(self) -> None:
        """Put what is typed on the slip; what is wrong stays to be mended."""
        self.refusal.hide()
        try:
            line = self.editor.line()
        except Fault as fault:
            self.show_fault(fault)
            return
        if line.device.name.strip():
            self.lines.append((line, self.editor.name.text()))
            self.editor.clear()
            self._show_lines()

    def edit_line(self) -> None:
        """Take the chosen line back into the fields."""
        row = self.list.currentIndex().row()
        if 0 <= row < len(self.lines):
            self.editor.show_line(*self.lines.pop(row))
            self._show_lines()
            self.editor.name.setFocus()

    def remove_line(self) -> None:
        """Take the chosen line off the slip."""
        row = self.list.currentIndex().row()
        if 0 <= row < len(self.lines):
            del self.lines[row]
            self._show_lines()
            self.list.selectRow(min(row, len(self.lines) - 1))

    @override
    def submit(self) -> None:
        """Write the slip; a line still being typed is part of it."""
        lines = [line for line, _label in self.lines]
        if self.editor.name.text().strip():
            lines.append(self.editor.line())
        outcome = self._runner.room.run(
            Increase(
                tuple(lines), Source(self.source.currentData()), self.document.text(),
                self._read_day(self.document_date, "document_date"), self.giver.text(),
                self.note.text(), self._read_day(self.day, "day"),
            )
        )  # fmt: skip
        if self._labelling:
            self.wanted_labels = outcome.value.codes
        self._done(outcome.value.slip)
        self._runner.announce(outcome)  # last, so that the toast offers its undo

    def _write_and_label(self) -> None:
        self._labelling = True
        self.accept()
        self._labelling = False

    @override
    def reject(self) -> None:
        """Leave; with lines that are not written only when asked twice."""
        if self.lines and not self._warned:
            self._warned = True
            self.show_fault(
                Refused(
                    Sentence("{count} lines are not written yet. Press Cancel or Esc once more to "
                             "leave them.", {"count": len(self.lines)})
                )
            )  # fmt: skip
            return
        super().reject()

    @staticmethod
    def _read_day(field: QLineEdit, where: str) -> date | None:
        said = read_day(field.text(), where)
        return date.fromisoformat(said) if said else None

    def _choose_default(self, text: str) -> None:
        """Let Enter add the line while one is typed, and write the slip on the empty line."""
        button = self.editor.add_button if text.strip() else self.ready_button
        button.setDefault(True)

    def _show_lines(self) -> None:
        self._warned = False
        words = self.words
        rows = list(map(partial(_row, words), self.lines))
        self.model.show(rows)
        whole = sum(line.quantity for line, _label in self.lines)
        amount = sum((line.device.unit_price or 0) * line.quantity for line, _label in self.lines)
        self.total.setText(
            words("{lines} lines, {count} devices, {amount} đ", lines=len(rows), count=whole,
                  amount=_money(amount)) if rows
            else words("Type the first thing that came; Enter adds it. Enter on the empty line "
                       "writes the slip.")
        )  # fmt: skip
        for button in (self.edit_button, self.remove_button):
            button.setEnabled(bool(rows))
            button.setToolTip("" if rows else words("There is no line yet."))
        self.list.scrollToBottom()
        if rows:
            self.list.selectRow(len(rows) - 1)


def _headings(words: Words) -> tuple[str, ...]:
    return (
        words("Code"), words("Name"), words("Counted as"), words("Quantity"), words("Unit"),
        words("Unit price (đồng)"), words("Amount (đồng)"), words("Place"),
    )  # fmt: skip


def _row(words: Words, line: tuple[IncreaseLine, str]) -> tuple[str | int, ...]:
    device, count = line[0].device, line[0].quantity
    counted = words("A lot") if device.kind == Kind.LOT else words("A piece")
    price = device.unit_price
    return (
        device.code or words("new"), line[1], words("More of it") if device.code else counted,
        count, device.unit, "" if price is None else _money(price),
        "" if price is None else _money(price * count), line[0].place,
    )  # fmt: skip


def _wide_label() -> QLabel:
    """Return a quiet label that takes what its row leaves over."""
    made = label("", "quiet")
    made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    return made


def _money(amount: int) -> str:
    return f"{amount:,}".replace(",", ".")


def _is_press(event: QEvent) -> bool:
    return event.type() == QEvent.Type.KeyPress
