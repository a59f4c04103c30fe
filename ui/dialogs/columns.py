"""Which columns a list of devices shows."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget
from typing_extensions import override

from app.domain.fault import Refused
from app.domain.sentence import Sentence, Words
from ui.dialogs.form import Form
from ui.models.devices import COLUMNS, field_names


class ColumnsForm(Form):
    """A tick for each column."""

    def __init__(
        self, words: Words, parent: QWidget | None, chosen: Sequence[str],
        done: Callable[[Sequence[str]], None],
    ) -> None:  # fmt: skip
        """Build the list, with the chosen columns ticked."""
        super().__init__(words, words("Columns of the list"), words("OK"), parent)
        self._done = done
        self.list = QListWidget()
        names = field_names(words)
        for name in COLUMNS:
            item = QListWidgetItem(names[name])
            item.setData(Qt.ItemDataRole.UserRole, name)
            ticked = Qt.CheckState.Checked if name in chosen else Qt.CheckState.Unchecked
            item.setCheckState(ticked)
            self.list.addItem(item)
        self.list.setMinimumHeight(380)
        self.list.setAccessibleName(words("Columns of the list"))
        self.column.insertWidget(self.column.indexOf(self.refusal), self.list, 10)

    def tick(self, name: str, *, on: bool) -> None:
        """Tick a column, or take its tick away."""
        self.list.item(COLUMNS.index(name)).setCheckState(
            Qt.CheckState.Checked if on else Qt.CheckState.Unchecked
        )

    @override
    def submit(self) -> None:
        """Hand over the columns that are ticked."""
        items = [self.list.item(row) for row in range(self.list.count())]
        chosen = [item.data(Qt.ItemDataRole.UserRole) for item in items
                  if item.checkState() == Qt.CheckState.Checked]  # fmt: skip
        if not {"code", "name"} & set(chosen):
            raise Refused(Sentence("Keep at least the code or the name, to know the rows by."))
        self._done(chosen)
