"""Pairing the city's workbook: its headings at the left, the book's fields at the right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QWidget,
)
from typing_extensions import override

from app.domain.calendar import show_day
from app.domain.layout import AS_DATE, DATE_FORMATS, LAYOUT_FIELDS, Cell, Layout, LayoutColumn
from app.domain.layout_rows import FilledRow
from app.domain.sentence import Sentence, Words
from app.domain.template import Chosen, Template
from app.services.layout_making import GuessLayout, MatchLayout, OurWords
from app.services.layouts import AddLayout, ChangeLayout, LayoutPreview
from ui.dialogs.form import Form
from ui.models.tables import RowsModel
from ui.runner import Runner
from ui.widgets.kit import label, table

_CONSTANT = "="
_OFFERED_ROWS = 40  # rows that may be the headings
_SHOWN_LETTERS = 60  # of such a row
_PREVIEWED = 5  # devices
_AROUND = 40  # pixels at both sides of a button's text
_WIDTH, _WIDE = 120, 230  # pixels of a previewed column
_LONG = frozenset({"name", "specification", "condition", "place", "note"})
_NARROW = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon


class _Pair(QWidget):
    """What is written under one heading: a field, the same text in every row, or nothing."""

    changed = Signal()

    def __init__(self, words: Words, runner: Runner, column: LayoutColumn) -> None:
        super().__init__()
        self._words, self._runner, self.column = words, runner, column
        self.choice = QComboBox()
        self.choice.setAccessibleName(column.heading)
        self.choice.setSizeAdjustPolicy(_NARROW)
        self.choice.setMinimumContentsLength(18)
        self.choice.addItem(words("Leave it as it is"), "")
        self.choice.addItem(words("The same text in every row"), _CONSTANT)
        for field in LAYOUT_FIELDS:
            self.choice.addItem(field.headings[0], field.name)
        constant = bool(column.constant and not column.field)
        self.choice.setCurrentIndex(self.choice.findData(_CONSTANT if constant else column.field))
        self.constant = QLineEdit(column.constant)
        self.constant.setAccessibleName(words("{heading}: text", heading=column.heading))
        self.words_button = QPushButton()
        self.words_button.setAutoDefault(False)
        # Hidden or short, it would leave the fields of this row wider than those of the others.
        policy = self.words_button.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.words_button.setSizePolicy(policy)
        longest = self.fontMetrics().horizontalAdvance(
            words("Code list: {count} unknown…", count=999)
        )
        self.words_button.setMinimumWidth(longest + _AROUND)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        for part, share in ((self.choice, 3), (self.constant, 2), (self.words_button, 0)):
            row.addWidget(part, share)
        self.choice.currentIndexChanged.connect(self._change)
        self.constant.editingFinished.connect(self.changed)
        self.words_button.clicked.connect(self._say_words)
        self._explain()

    def read(self) -> LayoutColumn:
        """Return the column as it is paired now."""
        chosen = self.choice.currentData()
        return replace(
            self.column, field="" if chosen == _CONSTANT else chosen,
            constant=self.constant.text().strip() if chosen else "",
        )  # fmt: skip

    def take(self, column: LayoutColumn) -> None:
        """Take the words that were matched for the field chosen."""
        self.column = replace(self.column, words=column.words)
        self._explain()

    def _change(self) -> None:
        self._explain()
        self.changed.emit()

    def _explain(self) -> None:
        words, column = self._words, self.read()
        chosen = self.choice.currentData()
        self.constant.setEnabled(bool(chosen))
        self.constant.setPlaceholderText(
            words("the text") if chosen == _CONSTANT
            else words("where it is blank") if chosen else ""
        )  # fmt: skip
        asks = bool(column.offered and column.field)
        self.words_button.setVisible(asks)
        unknown = len(self._unknown(column)) if asks else 0
        self.words_button.setText(
            words("Code list: {count} unknown…", count=unknown) if unknown else words("Code list…")
        )
        self.words_button.setAccessibleName(words("{heading}: code list", heading=column.heading))

    def _unknown(self, column: LayoutColumn) -> list[str]:
        known = {ours for ours, _theirs in column.words} | set(dict(column.offered))
        return [word for word in self._runner.ask(OurWords(column.field)) if word not in known]

    def _say_words(self) -> None:
        form = WordsForm(self._runner, self, self.read())
        if form.exec():
            self.column = replace(self.column, words=form.pairs())
            self._change()
        form.deleteLater()


class WordsForm(Form):
    """Each of our words beside the word of the city's code list that it is."""

    def __init__(self, runner: Runner, parent: QWidget | None, column: LayoutColumn) -> None:
        """List our words; those that are called alike are matched already."""
        words = runner.words
        super().__init__(words, words("Code list of “{heading}”", heading=column.heading),
                         words("OK"), parent)  # fmt: skip
        self.resize(620, 480)
        self._column = column
        said = dict(column.words)
        ours = runner.ask(OurWords(column.field))
        # What was said of a word that no device has now is kept.
        self._ours = [*ours, *(word for word in said if word not in ours)]
        inside = QWidget()
        grid = QGridLayout(inside)
        self.choices: list[QComboBox] = []
        for at, heading in enumerate((words("In the book"), words("In the city's list"))):
            grid.addWidget(label(f"<b>{heading}</b>"), 0, at)
            grid.setColumnStretch(at, 1)
        for row, word in enumerate(self._ours, start=1):
            choice = QComboBox()
            choice.setAccessibleName(word)
            choice.addItem(words("As it stands"), "")
            for theirs, name in column.offered:
                choice.addItem(f"{theirs} – {name}" if name else theirs, theirs)
            choice.setCurrentIndex(max(choice.findData(said.get(word, "")), 0))
            if word in dict(column.offered):
                choice.setCurrentIndex(choice.findData(word))
            grid.addWidget(label(word), row, 0)
            grid.addWidget(choice, row, 1)
            self.choices.append(choice)
        grid.setRowStretch(len(self._ours) + 1, 1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(inside)
        self.column.insertWidget(self.column.indexOf(self.refusal), area, 10)

    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Return the (ours, theirs) that differ."""
        chosen = zip(self._ours, (one.currentData() for one in self.choices), strict=True)
        return tuple((ours, theirs) for ours, theirs in chosen if theirs and theirs != ours)

    @override
    def submit(self) -> None:
        """Nothing is written here: the pairing takes the words."""


class LayoutForm(Form):
    """Says how a workbook is filled; the first devices are shown as they will be written."""

    def __init__(
        self, runner: Runner, parent: QWidget | None, path: Path, template: Template,
        *, like: Layout | None = None, notes: Sequence[Sentence] = (),
    ) -> None:  # fmt: skip
        """Build the form over a guess; `like` is the layout that is paired anew."""
        words = runner.words
        title = words("Pair the city's workbook")
        super().__init__(words, title, words("Save"), parent)
        self.resize(1040, 700)
        self._runner, self._path, self._template, self._like = runner, path, template, like
        self.pairs: list[_Pair] = []
        self._make_fields(like)
        self.notes = label("\n".join(words.render(one) for one in notes), "quiet")
        self.notes.setVisible(bool(notes))
        self.grid = QScrollArea()
        self.grid.setWidgetResizable(True)
        self.grid.setAccessibleName(words("Headings and fields"))
        self.lacking, self.said = label("", "bad"), label("", "quiet")
        self.model = RowsModel(())
        self.preview = table(self.model, words("The first devices as they will be written"), ())
        self.preview.setMinimumHeight(120)
        place = self.column.indexOf(self.refusal)
        self.column.insertWidget(place, self.notes)
        self.column.insertWidget(place + 1, self.grid, 10)
        self.column.insertWidget(place + 2, self.lacking)
        self.column.insertWidget(place + 3, self.said)
        self.column.insertWidget(place + 4, self.preview, 6)
        same = like is not None and like.sha256 == template.sha256
        self._show(like if like is not None and same else self._guess(Chosen()))

    def _make_fields(self, like: Layout | None) -> None:
        words = self.words
        self.name = self.add_text("name", words("Name of the layout"))
        self.name.setReadOnly(like is not None)
        self.sheet = self.add_choice(
            "sheet", words("Sheet"), [(one.name, one.name) for one in self._template.sheets]
        )
        self.start_side()
        self.header_row = self.add_choice("header_row", words("Header row"), ())
        self.first_row = self.add_number("first_row", words("First row of data"), 2, 2, 1_048_576)
        self.start_side()
        self.date_format = self.add_choice("date_format", words("How days are written"), [
            (one, words("as Excel's own dates") if one == AS_DATE else one) for one in DATE_FORMATS
        ])  # fmt: skip
        for field in (self.sheet, self.header_row):
            field.setSizeAdjustPolicy(_NARROW)
            field.setMinimumContentsLength(14)
        self.sheet.activated.connect(self._other_sheet)
        self.header_row.activated.connect(self._other_row)
        self.first_row.valueChanged.connect(self._look)
        self.date_format.activated.connect(self._look)

    def _guess(self, chosen: Chosen) -> Layout:
        like = self._like.name if self._like is not None else ""
        return self._runner.ask(GuessLayout(self._template, chosen, like))

    def _other_sheet(self) -> None:
        self._show(self._guess(Chosen(self.sheet.currentData())))

    def _other_row(self) -> None:
        self._show(self._guess(Chosen(self.sheet.currentData(), self.header_row.currentData())))

    def _show(self, layout: Layout) -> None:
        """Show another guess; the name that was typed stays."""
        self.name.setText(self.name.text() or layout.name)
        self.sheet.setCurrentIndex(self.sheet.findData(layout.sheet))
        self._offer_rows(layout)
        self.first_row.blockSignals(True)  # noqa: FBT003 - Qt takes no names
        self.first_row.setValue(layout.first_row)
        self.first_row.blockSignals(False)  # noqa: FBT003 - Qt takes no names
        self.date_format.setCurrentIndex(self.date_format.findData(layout.date_format))
        inside = QWidget()
        grid = QGridLayout(inside)
        words = self.words
        for at, (heading, share) in enumerate(
            ((words("In the city's workbook"), 2), (words("From the book"), 5))
        ):
            grid.addWidget(label(f"<b>{heading}</b>"), 0, at)
            grid.setColumnStretch(at, share)
        self.pairs = [_Pair(words, self._runner, column) for column in layout.columns]
        for row, pair in enumerate(self.pairs, start=1):
            grid.addWidget(label(_heading(pair.column)), row, 0)
            grid.addWidget(pair, row, 1)
            pair.changed.connect(partial(self._pair_again, pair))
        grid.setRowStretch(len(self.pairs) + 1, 1)
        self.grid.setWidget(inside)
        self._look()

    def _offer_rows(self, layout: Layout) -> None:
        sheet = self._template.sheet(layout.sheet)
        self.header_row.clear()
        for number, row in enumerate(sheet.rows[:_OFFERED_ROWS], start=sheet.first_row):
            said = " · ".join(text for text in row if text)[:_SHOWN_LETTERS]
            self.header_row.addItem(f"{number}: {said}", number)
        self.header_row.setCurrentIndex(self.header_row.findData(layout.header_row))

    def layout_said(self) -> Layout:
        """Return the layout as the form says it now."""
        return Layout(
            self.name.text(), self.sheet.currentData(), self.header_row.currentData() or 0,
            self.first_row.value(), tuple(pair.read() for pair in self.pairs),
            self.date_format.currentData(),
        )  # fmt: skip

    def _pair_again(self, pair: _Pair) -> None:
        """Match the words of a field that was chosen just now, and look again."""
        matched = self._runner.ask(MatchLayout(self.layout_said()))
        pair.take(matched.columns[self.pairs.index(pair)])
        self._look()

    def _look(self) -> None:
        """Show the first devices, and say what is not paired yet."""
        words, layout = self.words, self.layout_said()
        self.refusal.hide()
        rows = self._runner.ask(LayoutPreview(layout, _PREVIEWED))
        self.model = RowsModel([_heading(column, rich=False) for column in layout.filled])
        self.model.show([_shown(row) for row in rows])
        old = self.preview.model()
        self.preview.setModel(self.model)
        self.preview.spread([_WIDE if one.field in _LONG else _WIDTH for one in layout.filled])
        if old is not None:
            old.deleteLater()
        lacking = [one.heading for one in layout.columns if one.required and not one.is_filled]
        left = [one.heading for one in layout.columns if not (one.required or one.is_filled)]
        self.lacking.setVisible(bool(lacking))
        self.lacking.setText(
            words("Required, but not paired: {headings}.", headings=", ".join(lacking))
        )
        said = words("Left as they are: {headings}.", headings=", ".join(left)) if left else ""
        if not rows:
            said = f"{said} {words('There is no device to show yet.')}".strip()
        self.said.setText(said)
        self.said.setVisible(bool(said))

    @override
    def submit(self) -> None:
        """Keep the layout; of the same workbook no second copy is made."""
        layout, like = self.layout_said(), self._like
        if like is None:
            self._runner.attempt(AddLayout(layout, self._path))
            return
        changed = None if like.sha256 == self._template.sha256 else self._path
        self._runner.attempt(ChangeLayout(like.name, layout, changed))


def _heading(column: LayoutColumn, *, rich: bool = True) -> str:
    """Return a heading with the mark of what is required, once."""
    text = column.heading.replace("(*)", "").replace("*", "").strip()
    text = text.replace("&", "&amp;").replace("<", "&lt;") if rich else text
    if not column.required:
        return text
    return f"<b>{text} *</b>" if rich else f"{text} *"


def _shown(row: FilledRow) -> list[str | int]:
    return [_cell(cell) for cell in row.cells]


def _cell(cell: Cell) -> str | int:
    if cell is None:
        return ""
    return cell if isinstance(cell, str | int) else show_day(cell.isoformat())
