"""The filters of a list of devices: choices that combine, and those kept under a name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QInputDialog, QPushButton, QVBoxLayout, QWidget

from app.domain.device import Kind, State
from app.domain.filter import EVERYTHING, FIXED_ASSET, SHARED, TOOL, DeviceFilter
from app.domain.sentence import Words
from ui.kept import Kept
from ui.widgets.flow import Flow

_GRADES = "12345"


class FilterBar(QWidget):
    """Choices side by side. `filter_wanted` follows each change."""

    filter_wanted = Signal()

    def __init__(self, words: Words, kept: Kept) -> None:
        """Build the choices; the words of the book come with `offer`."""
        super().__init__()
        self._words, self._kept = words, kept
        self.choices = self._choices()
        self.saved = self._choice(words("Kept filters"), ())
        self.keep_button = QPushButton(words("Keep this filter…"))
        self.forget_button = QPushButton(words("Forget this filter"))
        self.clear_button = QPushButton(words("Show everything"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(
            Flow(
                *self.choices.values(),
                self.saved,
                self.keep_button,
                self.forget_button,
                self.clear_button,
            )
        )
        for choice in self.choices.values():
            choice.activated.connect(self.filter_wanted)
            choice.currentIndexChanged.connect(self._explain)
        self.saved.activated.connect(self._use)
        self.keep_button.clicked.connect(self._ask_name)
        self.forget_button.clicked.connect(self.forget)
        self.saved.currentIndexChanged.connect(self._explain)
        self.clear_button.clicked.connect(self.clear)
        self._offer_saved()

    def _choices(self) -> dict[str, QComboBox]:
        words = self._words
        return {
            "subject": self._choice(words("Any subject"), ()),
            "grade": self._choice(
                words("Any grade"), [(one, words("Grade {grade}", grade=one)) for one in _GRADES]
            ),
            "place": self._choice(words("Any place"), ()),
            "team": self._choice(words("Any team"), ((SHARED, words("Shared by all")),)),
            "state": self._choice(words("Any state"), (
                (State.IN_STORE, words("In store")), (State.ON_LOAN, words("On loan")),
                (State.DAMAGED, words("Damaged")), (State.IN_REPAIR, words("In repair")),
                (State.LOST, words("Lost")), (State.DISPOSED, words("Disposed")),
                (State.OUTSIDE, words("Left for another school")),
            )),
            "kind": self._choice(words("Pieces and lots"), (
                (Kind.PIECE, words("Pieces alone")), (Kind.LOT, words("Lots alone")),
            )),
            "asset": self._choice(words("Assets and tools"), (
                (FIXED_ASSET, words("Fixed assets")), (TOOL, words("Tools")),
            ), words("A fixed asset costs as much as the school's settings say, or more, and is "
                     "meant to serve as long; where nobody has said how long, it counts.")),
            "fund": self._choice(words("Any fund"), ()),
            "missing": self._choice(words("Complete or not"), (
                ("any", words("Something is missing")),
                ("official_code", words("No official code")), ("place_id", words("No place")),
                ("subject", words("No subject")), ("unit_price", words("No price")),
            )),
        }  # fmt: skip

    def offer(self, words: Mapping[str, Sequence[str]]) -> None:
        """Offer the words that stand in the book, and keep what is chosen."""
        for name, found in words.items():
            choice = self.choices[name]
            chosen = choice.currentData()
            del_from = 2 if name == "team" else 1
            while choice.count() > del_from:
                choice.removeItem(del_from)
            for word in found:
                choice.addItem(word, word)
            choice.setCurrentIndex(max(choice.findData(chosen), 0))

    def wanted(self) -> DeviceFilter:
        """Return what is chosen."""
        chosen = {name: str(choice.currentData()) for name, choice in self.choices.items()}
        return replace(EVERYTHING, **chosen)

    def count(self) -> int:
        """Return how many conditions are chosen."""
        return sum(choice.currentIndex() > 0 for choice in self.choices.values())

    def choose(self, wanted: DeviceFilter) -> None:
        """Choose the conditions of a filter."""
        for name, choice in self.choices.items():
            choice.setCurrentIndex(max(choice.findData(getattr(wanted, name)), 0))
        self.filter_wanted.emit()

    def clear(self) -> None:
        """Choose no condition."""
        self.choose(EVERYTHING)

    def keep(self, name: str) -> None:
        """Keep what is chosen under a name; nothing chosen forgets the name."""
        self._kept.keep_filter(name, self.wanted())
        self._offer_saved()
        self.saved.setCurrentIndex(max(self.saved.findData(name), 0))

    def forget(self) -> None:
        """Forget the name of the kept filter that is chosen; what it chose stays."""
        self._kept.keep_filter(self.saved.currentData(), EVERYTHING)
        self._offer_saved()

    def _explain(self) -> None:
        """Say why a button is grey."""
        named, chosen = bool(self.saved.currentData()), bool(self.count())
        self.forget_button.setEnabled(named)
        self.forget_button.setToolTip("" if named else self._words("Choose a kept filter first."))
        self.keep_button.setEnabled(chosen)
        self.keep_button.setToolTip("" if chosen else self._words("Choose something first."))

    def _use(self) -> None:
        name = self.saved.currentData()
        if name:
            self.choose(self._kept.filters()[name])

    def _ask_name(self) -> None:
        title = self._words("Keep this filter…")
        name, ok = QInputDialog.getText(self, title, self._words("A name for it:"))
        if ok and name.strip():
            self.keep(name.strip())

    def _offer_saved(self) -> None:
        while self.saved.count() > 1:
            self.saved.removeItem(1)
        for name in self._kept.filters():
            self.saved.addItem(name, name)
        self._explain()

    @staticmethod
    def _choice(anything: str, choices: Sequence[tuple[str, str]], tip: str = "") -> QComboBox:
        made = QComboBox()
        made.setAccessibleName(anything)
        made.setToolTip(tip)
        made.addItem(anything, "")
        for value, text in choices:
            made.addItem(text, str(value))
        return made
