"""Linking devices to the minimum list, and what each class has enough of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget
from typing_extensions import override

from app.services.class_flags import FLAGGED, ClassFlags, FlagsOfClasses
from app.services.linking import LinkChosen, LinkDevices, Suggestion, SuggestLinks
from app.services.queries import Devices
from app.services.shortage import ShortageRow
from ui.dialogs.form import Form
from ui.models.tables import Index, RowsModel
from ui.runner import Runner
from ui.widgets.kit import label, table

_SAME = 100  # percent: the very same name


class TickedModel(RowsModel):
    """Rows with a box to tick in the first column."""

    def __init__(self, headings: Sequence[str], figures: Sequence[int]) -> None:
        """Start with nothing ticked."""
        super().__init__(headings, figures)
        self.ticked: set[int] = set()

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsUserCheckable if index.column() == 0 else flags

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.CheckStateRole and index.column() == 0:
            ticked = self.origin(index.row()) in self.ticked
            return Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked
        return super().data(index, role)

    @override
    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole or index.column() != 0:
            return False
        row = self.origin(index.row())
        if Qt.CheckState(value) == Qt.CheckState.Checked:
            self.ticked.add(row)
        else:
            self.ticked.discard(row)
        self.dataChanged.emit(index, index)
        return True


class LinksForm(Form):
    """Offers an item for each device that none counts; only what is ticked is linked."""

    def __init__(self, runner: Runner, parent: QWidget | None) -> None:
        """Build the list; the very same names are ticked, names that are close are not."""
        words = runner.words
        super().__init__(words, words("Link devices to the minimum list"),
                         words("Link what is ticked"), parent)  # fmt: skip
        self.resize(1000, 600)
        self._runner = runner
        self.model = TickedModel(
            (words("Code"), words("Device"), words("Subject"), words("Item of the list"),
             words("Subject of the item"), words("Alike, %")),
            figures=(5,),
        )  # fmt: skip
        self._found: list[Suggestion] = runner.ask(SuggestLinks())
        self.model.ticked = {row for row, one in enumerate(self._found) if one.alike == _SAME}
        self.model.show(
            [(one.device, one.name, one.subject, one.item_name, one.item_subject, one.alike)
             for one in self._found]
        )  # fmt: skip
        said = (
            words("Names that are the same are ticked. Look at the others, and tick with the "
                  "space bar what is right.") if self._found
            else words("Every device has its item, or no name is close to one of the list.")
        )  # fmt: skip
        self.hint = label(said, "quiet")
        self.list = table(self.model, words("Suggested links"), (110, 250, 110, 0, 120, 90))
        self.list.setSortingEnabled(True)
        self.list.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        place = self.column.indexOf(self.refusal)
        self.column.insertWidget(place, self.hint)
        self.column.insertWidget(place + 1, self.list, 10)
        self.list.setVisible(bool(self._found))
        self.ready_button.setEnabled(bool(self._found))
        self.ready_button.setToolTip("" if self._found else said)
        if self._found:
            self.list.selectRow(0)
            self.list.setFocus()

    @override
    def submit(self) -> None:
        """Link what is ticked, in one entry."""
        chosen = [self._found[row] for row in sorted(self.model.ticked)]
        self._runner.attempt(LinkChosen(tuple((one.device, one.item) for one in chosen)))


class LinkForm(Form):
    """Asks which devices are an item of the list, by their codes."""

    def __init__(self, runner: Runner, parent: QWidget | None, row: ShortageRow) -> None:
        """Build the form for an item."""
        words = runner.words
        super().__init__(words, row.name, words("Link"), parent)
        self._runner, self._item = runner, row.item
        self.codes = self.add_text(
            "codes", words("Codes of the devices"), hint="TB00001, TB00003",
            offer=[view.device.code for view in runner.ask(Devices())],
        )  # fmt: skip

    @override
    def submit(self) -> None:
        """Link the devices, in one entry."""
        codes = self.codes.text().replace(",", " ").replace(";", " ").split()
        self._runner.attempt(LinkDevices(tuple(codes), self._item))


class FlagsSheet(QDialog):
    """Each class with its flags for the start-of-year data, and the rows it is short of."""

    def __init__(self, runner: Runner, parent: QWidget | None) -> None:
        """List the classes of this school year."""
        words = runner.words
        super().__init__(parent)
        self._words = words
        title = words("Enough equipment, by class")
        self.setWindowTitle(title)
        self.resize(1000, 600)
        self.model = RowsModel(
            (
                words("Class"),
                words("Subject"),
                words("Enough?"),
                words("What the class is short of"),
            )
        )
        self.model.show(
            [self._row(one, subject) for one in runner.ask(FlagsOfClasses()) for subject in FLAGGED]
        )
        self.list = table(self.model, title, (70, 110, 130, 0))
        self.list.setSortingEnabled(True)
        self.list.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        rule = words(
            "A class has enough of a subject when the school has enough of every confirmed row "
            "for its grade: the classes share what there is in proportion to what each needs."
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.addWidget(label(title, "title"))
        column.addWidget(label(rule, "quiet"))
        column.addWidget(self.list, 1)

    def _row(self, one: ClassFlags, subject: str) -> tuple[str, str, str, str]:
        words = self._words
        enough = one.enough[subject]
        said = (words("Cannot be said") if enough is None else words("Enough") if enough
                else words("Not enough"))  # fmt: skip
        told = [
            f"{row.number} {row.name}".strip() if row.need is None or row.share is None
            else words("{name}: {share} of {need} {unit}", name=f"{row.number} {row.name}".strip(),
                       share=row.share, need=row.need, unit=row.unit)
            for row in one.short[subject]
        ]  # fmt: skip
        if one.open_rows[subject]:
            told.append(words("{count} rows lack a figure", count=one.open_rows[subject]))
        if one.unconfirmed[subject]:
            told.append(words("{count} rows unconfirmed", count=one.unconfirmed[subject]))
        return one.name, subject, said, "; ".join(told)
