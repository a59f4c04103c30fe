"""The wizard's pages that ask: which file, which columns, and what unknown words mean."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.domain.heading import FIELDS
from app.domain.sentence import Words
from app.domain.sighting import Sighting, title
from app.domain.unmatched import LEFT_OUT, Unmatched
from ui.widgets.kit import label

_OFFERED_ROWS = 40  # rows that may be the headings
_SHOWN_LETTERS = 60  # of such a row
_MOST_SHOWN = 300  # words asked about one by one; the rest follow the buttons for all
_UNDECIDED = "undecided"
_NARROW = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon


def _kinds(words: Words) -> tuple[tuple[str, str], ...]:
    """Return the kinds of list there are, with what they are called."""
    return (
        ("devices", words("Devices")), ("people", words("People")),
        ("classes", words("Classes")), ("teams", words("Teams")),
        ("places", words("Places")), ("subjects", words("Subjects")),
        ("funds", words("Funds")), ("catalogue", words("The minimum list")),
        ("plans", words("A teaching log")), ("calendar", words("Days off")),
        ("quotas", words("Required lesson hours")),
    )  # fmt: skip


class FilePage(QWidget):
    """What is in the list, and where it comes from."""

    def __init__(self, words: Words, kind: str) -> None:
        """Build the page with no file yet."""
        super().__init__()
        rows = QFormLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        self.kind = QComboBox()
        self.kind.setAccessibleName(words("What is in the list"))
        for value, text in _kinds(words):
            self.kind.addItem(text, value)
        self.kind.setCurrentIndex(max(self.kind.findData(kind), 0))
        self.path = QLineEdit()
        self.path.setReadOnly(True)
        self.path.setAccessibleName(words("File"))
        self.path.setPlaceholderText(words("An .xlsx or .csv file"))
        self.choose_button = QPushButton(words("Choose the file…"))
        self.shipped_button = QPushButton(words("Use the list that came with the program"))
        self.paste_button = QPushButton(words("Paste from Excel"))
        self.template_button = QPushButton(words("Save an empty list to fill in…"))
        rows.addRow(words("What is in the list"), self.kind)
        file = QHBoxLayout()
        for part in (self.path, self.choose_button):
            file.addWidget(part)
        rows.addRow(words("File"), file)
        others = QHBoxLayout()
        for button in (self.paste_button, self.template_button, self.shipped_button):
            others.addWidget(button)
        others.addStretch(1)
        rows.addRow("", others)
        rows.addRow("", label(
            words("The headings are found by name, wherever the header row is. Nothing is "
                  "written before you press Import."), "quiet",
        ))  # fmt: skip
        for button in (self.shipped_button, self.paste_button, self.template_button):
            button.setAutoDefault(False)


class _Grid(QScrollArea):
    """Rows of labels that end in a choice, under headings."""

    def __init__(self, headings: Sequence[str]) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self._headings = headings
        self.choices: list[QComboBox] = []

    def show_rows(self, rows: Sequence[tuple[Sequence[str], QComboBox]]) -> None:
        """Show other rows."""
        inside = QWidget()
        grid = QGridLayout(inside)
        for column, heading in enumerate(self._headings):
            grid.addWidget(label(f"<b>{heading}</b>"), 0, column)
            grid.setColumnStretch(column, 1)
        for row, (texts, choice) in enumerate(rows, start=1):
            for column, text in enumerate(texts):
                grid.addWidget(label(text), row, column)
            grid.addWidget(choice, row, len(texts))
        grid.setRowStretch(len(rows) + 1, 1)
        self.choices = [choice for _texts, choice in rows]
        self.setWidget(inside)


class PairPage(QWidget):
    """Sheet, header row, and the field each column is paired with."""

    moved = Signal(str, int)  # another sheet, and its header row: -1 to find it, 0 for none
    changed = Signal()

    def __init__(self, words: Words) -> None:
        """Build the page with no columns yet."""
        super().__init__()
        self._words = words
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.sheet = QComboBox()
        self.sheet.setAccessibleName(words("Sheet"))
        self.header_row = QComboBox()
        self.header_row.setAccessibleName(words("Header row"))
        top = QHBoxLayout()
        for name, field in ((words("Sheet"), self.sheet), (words("Header row"), self.header_row)):
            top.addWidget(label(name))
            field.setSizeAdjustPolicy(_NARROW)
            field.setMinimumContentsLength(12)
            top.addWidget(field, 1)
        self.columns = _Grid((words("Column"), words("For example"), words("What it holds")))
        column.addLayout(top)
        column.addWidget(self.columns, 1)
        self.sheet.activated.connect(self._other_sheet)
        self.header_row.activated.connect(self._other_row)

    def offer_sheets(self, names: Sequence[str]) -> None:
        """Offer the sheets of a file."""
        self.sheet.clear()
        for name in names:
            self.sheet.addItem(name or self._words("Pasted cells"), name)
        self.sheet.setEnabled(len(names) > 1)

    def show_columns(self, sighting: Sighting, guesses: Sequence[str]) -> None:
        """Show the columns of a sheet, each with a guess."""
        self.sheet.setCurrentIndex(self.sheet.findData(sighting.sheet))
        self.header_row.clear()
        self.header_row.addItem(self._words("No headings"), 0)
        for number, row in enumerate(sighting.rows[:_OFFERED_ROWS], start=sighting.first):
            said = " · ".join(text for text in row if text)[:_SHOWN_LETTERS]
            self.header_row.addItem(f"{number}: {said}", number)
        self.header_row.setCurrentIndex(self.header_row.findData(sighting.header_row))
        rows = []
        for index, guess in enumerate(guesses):
            heading = sighting.header.texts[index] or self._words(
                "Column {number}", number=index + 1
            )
            choice = QComboBox()
            choice.setAccessibleName(heading)
            choice.addItem(self._words("Leave out"), "")
            for field in FIELDS[sighting.kind]:
                mark = " (*)" if field.required else ""
                choice.addItem(f"{field.headings[0]}{mark}", field.name)
            choice.setCurrentIndex(choice.findData(guess))
            choice.currentIndexChanged.connect(self._change)
            rows.append(((heading, " · ".join(sighting.samples[index])), choice))
        self.columns.show_rows(rows)

    def guesses(self) -> tuple[str, ...]:
        """Return the field each column is paired with, "" for none."""
        return tuple(choice.currentData() for choice in self.columns.choices)

    def _other_sheet(self) -> None:
        self.moved.emit(self.sheet.currentData(), -1)

    def _other_row(self) -> None:
        self.moved.emit(self.sheet.currentData(), self.header_row.currentData())

    def _change(self) -> None:
        self.changed.emit()


class WordsPage(QWidget):
    """Words no list knows: each is taken as a known one, added as new, or left out."""

    changed = Signal()

    def __init__(self, words: Words) -> None:
        """Build the page with nothing to ask."""
        super().__init__()
        self._words = words
        self._asked: tuple[Unmatched, ...] = ()
        self._all = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(label(
            words("These words stand in no list of the book. Say what each one means."), "quiet",
        ))  # fmt: skip
        self.list = _Grid((words("Column"), words("In the file"), words("Rows"),
                           words("Take it as")))  # fmt: skip
        column.addWidget(self.list, 1)
        row = QHBoxLayout()
        self.suggest_button = QPushButton(words("Take every suggestion"))
        self.new_button = QPushButton(words("Add all the rest as new"))
        for button in (self.suggest_button, self.new_button):
            button.setAutoDefault(False)
            row.addWidget(button)
        row.addStretch(1)
        column.addLayout(row)
        self.suggest_button.clicked.connect(self._take_suggestions)
        self.new_button.clicked.connect(self._add_all)

    def ask(self, kind: str, asked: tuple[Unmatched, ...]) -> None:
        """Ask about other words; nothing is decided for the person."""
        self._asked = asked
        self._all = ""
        rows = []
        for one in asked[:_MOST_SHOWN]:
            field = title(kind, one.field)
            choice = QComboBox()
            choice.setAccessibleName(f"{field}: {one.value}")
            self._offer(choice, one)
            choice.currentIndexChanged.connect(self._change)
            shown = ", ".join(str(row) for row in one.rows[:5])
            more = "…" if len(one.rows) > 5 else ""  # noqa: PLR2004 - as many as fit in a line
            rows.append(((field, one.value, shown + more), choice))
        self.list.show_rows(rows)

    def _offer(self, choice: QComboBox, one: Unmatched) -> None:
        words = self._words
        if one.field == "name":
            choice.addItem(words("As it stands"), one.value)
            for tail in one.suggestions:
                place = one.value.partition(" - ")[0]
                choice.addItem(words("{name}, kept in {place}", name=tail, place=place), tail)
            return
        choice.addItem(words("Choose…"), _UNDECIDED)
        for suggestion in (*one.suggestions, *one.others):
            choice.addItem(suggestion, suggestion)
        if one.may_be_new:
            choice.addItem(words("Add “{word}” as new", word=one.value), one.value)
        choice.addItem(words("Leave these rows out"), LEFT_OUT)

    @property
    def decided(self) -> bool:
        """Whether every word has been settled."""
        hidden = len(self._asked) > _MOST_SHOWN and not self._all
        return not hidden and all(
            choice.currentData() != _UNDECIDED for choice in self.list.choices
        )

    @property
    def needed(self) -> bool:
        """Whether a word must be settled before the list can go on."""
        return any(one.field != "name" for one in self._asked)

    @property
    def asks(self) -> bool:
        """Whether there is anything on the page."""
        return bool(self._asked)

    def choices(self) -> dict[tuple[str, str], str]:
        """Return what was chosen for each word."""
        shown = zip(self._asked, self.list.choices, strict=False)
        said = {(one.field, one.value.lower()): choice.currentData() for one, choice in shown}
        for one in self._asked[_MOST_SHOWN:]:
            said[one.field, one.value.lower()] = one.value if one.may_be_new else LEFT_OUT
        return said

    def _take_suggestions(self) -> None:
        for one, choice in zip(self._asked, self.list.choices, strict=False):
            if one.suggestions:
                choice.setCurrentIndex(choice.findData(one.suggestions[0]))

    def _add_all(self) -> None:
        self._all = "new"
        for one, choice in zip(self._asked, self.list.choices, strict=False):
            if one.may_be_new and choice.currentData() == _UNDECIDED:
                choice.setCurrentIndex(choice.findData(one.value))
        self._change()

    def _change(self) -> None:
        self.changed.emit()
