"""A form: rows with labels, and a refusal shown at the field it is about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QCompleter,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from app.domain.fault import Fault
from app.domain.month import MonthClosed
from app.domain.sentence import Words
from app.services.adjustment import Adjust
from app.services.room import Action
from ui.widgets.kit import label

T = TypeVar("T")


class Form(QDialog):
    """A dialog of rows. A subclass says what to do in `submit`."""

    def __init__(self, words: Words, title: str, ready: str, parent: QWidget | None) -> None:
        """Build an empty form; `ready` is the text of its button."""
        super().__init__(parent)
        self.words = words
        self.setWindowTitle(title)
        self.setMinimumWidth(520)
        self._fields: dict[str, QWidget] = {}
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(20, 16, 20, 16)
        self.column.setSpacing(12)
        self.column.addWidget(label(title, "title"))
        self._sides = QHBoxLayout()
        self._sides.setSpacing(24)
        self.column.addLayout(self._sides)
        self.start_side()
        self.refusal = label("", "bad")
        self.refusal.hide()
        self.column.addWidget(self.refusal)
        self.adjust = QCheckBox(words("Write it today, as an adjustment"))
        self.adjust.hide()
        self.column.addWidget(self.adjust)
        self.buttons = QDialogButtonBox()
        self.ready_button = self.buttons.addButton(ready, QDialogButtonBox.ButtonRole.AcceptRole)
        self.cancel_button = self.buttons.addButton(
            words("Cancel"), QDialogButtonBox.ButtonRole.RejectRole
        )
        self.cancel_button.setAutoDefault(False)
        self.column.addStretch(1)
        self.column.addWidget(self.buttons)
        self.ready_button.setDefault(True)  # only inside the dialog does it stay the default
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)

    def start_side(self) -> None:
        """Let the fields that follow stand beside those so far."""
        self.rows = QFormLayout()
        self.rows.setLabelAlignment(Qt.AlignmentFlag.AlignRight)
        self.rows.setVerticalSpacing(8)
        self.rows.setHorizontalSpacing(12)
        self._sides.addLayout(self.rows, 1)

    def add_text(
        self, name: str, title: str, text: str = "", *, offer: Sequence[str] = (), hint: str = ""
    ) -> QLineEdit:
        """Add a line of text; `offer` is what it completes to."""
        field = QLineEdit(text)
        field.setPlaceholderText(hint)
        if offer:
            self.offer(field, offer)
        self.add_field(name, title, field)
        return field

    @staticmethod
    def offer(field: QLineEdit, words: Sequence[str]) -> None:
        """Let a line complete to other words than it did."""
        completer = QCompleter(list(words), field)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        field.setCompleter(completer)

    def add_number(self, name: str, title: str, value: int, lowest: int, highest: int) -> QSpinBox:
        """Add a whole number."""
        field = QSpinBox()
        field.setRange(lowest, highest)
        field.setValue(value)
        field.setGroupSeparatorShown(True)
        self.add_field(name, title, field)
        return field

    def add_choice(self, name: str, title: str, choices: Sequence[tuple[str, str]]) -> QComboBox:
        """Add a choice among (value, text) pairs."""
        field = QComboBox()
        for value, text in choices:
            field.addItem(text, value)
        self.add_field(name, title, field)
        return field

    def add_field(self, name: str, title: str, field: QWidget) -> None:
        """Add a field of any kind under its title."""
        self._fields[name] = field
        field.setAccessibleName(title)
        self.rows.addRow(title, field)

    def adjusted(self, action: Action[T]) -> Action[T]:
        """Return a dated action, as an adjustment once a closed month has refused it."""
        return Adjust(action) if self.adjust.isChecked() else action

    @override
    def showEvent(self, event: QShowEvent) -> None:
        """Begin in the first field: the buttons, which were made before it, come last by Tab."""
        super().showEvent(event)
        for button in (self.adjust, *self.buttons.buttons()):
            self.setTabOrder(self._last(), button)
        open_to = (one for one in self._fields.values() if one.isEnabled() and one.isVisible())
        first = next((one for one in open_to if one.focusPolicy() & Qt.FocusPolicy.TabFocus), None)
        if self.focusWidget() is None and first is not None:
            first.setFocus()

    def _last(self) -> QWidget:
        """Return what Tab comes to last."""
        part = self.previousInFocusChain()
        while part is not None and part.focusPolicy() == Qt.FocusPolicy.NoFocus:
            part = part.previousInFocusChain()
        return part or self

    def submit(self) -> None:
        """Do what the form is for; a fault keeps it open."""
        raise NotImplementedError

    @override
    def accept(self) -> None:
        """Submit; close only when nothing was refused."""
        try:
            self.submit()
        except Fault as fault:
            self.show_fault(fault)
        else:
            super().accept()

    def show_fault(self, fault: Fault) -> None:
        """Say a refusal over the buttons and put the cursor where it belongs."""
        self.refusal.setText(self.words.render(fault.sentence))
        self.refusal.show()
        if isinstance(fault, MonthClosed):
            self.adjust.show()
            self.adjust.setFocus()
            return
        field = self._fields.get(fault.where)
        if field is not None:
            field.setFocus()
