"""The wizard's last page: what becomes of each row, the book's and the file's side by side."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.domain.batch import ImportReport, PlannedRow
from app.domain.sentence import Words
from app.domain.sighting import title
from app.services.importing import OnDuplicate
from ui.models.tables import RowsModel
from ui.widgets.flow import Flow
from ui.widgets.kit import label, table

_WRAPPED = 500  # rows; a longer list is shown a line a row, for it would take long to measure


class PreviewPage(QWidget):
    """Row by row, by the import's own plan; duplicates are settled for all or one by one."""

    changed = Signal()

    def __init__(self, words: Words) -> None:
        """Build the page with no report yet."""
        super().__init__()
        self._words = words
        self._kind = ""
        self._report: ImportReport | None = None
        self._shown: list[PlannedRow] = []
        self.choices: dict[int, OnDuplicate] = {}
        self.summary = label("", "quiet")
        self.filter = QComboBox()
        self.filter.setAccessibleName(words("Show"))
        self.filter.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.on_duplicate = self._choice(words("Rows the book has already"))
        self.row_choice = self._choice(words("This row"), words("As all the others"))
        self.save_button = QPushButton(words("Save the list with its faults…"))
        self.save_button.setAutoDefault(False)
        self.model = RowsModel(
            (words("Row"), words("What becomes of it"), words("Name in the list"),
             words("What changes, or what is wrong")), figures=(0,),
        )  # fmt: skip
        self.rows = table(self.model, words("Rows"), (60, 120, 220, 0))
        self.rows.setWordWrap(True)
        self.beside = RowsModel((words("Field"), words("In the book"), words("In the file")))
        self.side_by_side = table(self.beside, words("Side by side"), (160, 250, 0))
        self._lay_out()
        self.filter.activated.connect(self._show_rows)
        self.on_duplicate.currentIndexChanged.connect(self._change)
        self.row_choice.activated.connect(self._choose_row)
        self.rows.selectionModel().currentRowChanged.connect(self._show_beside)

    def _choice(self, name: str, first: str = "") -> QComboBox:
        made = QComboBox()
        made.setAccessibleName(name)
        if first:
            made.addItem(first, None)
        for value, text in (
            (OnDuplicate.SKIP, self._words("Skip them")),
            (OnDuplicate.UPDATE, self._words("Update them")),
            (OnDuplicate.REFUSE, self._words("Refuse the list")),
        ):
            made.addItem(text, value)
        return made

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.summary)
        parts: list[QWidget] = []
        for text, field in (
            (self._words("Rows the book has already"), self.on_duplicate),
            (self._words("Show"), self.filter),
        ):
            title = label(text)
            title.setWordWrap(False)
            parts += [title, field]
        column.addLayout(Flow(*parts, self.save_button))
        column.addWidget(self.rows, 4)
        self.detail = QWidget()
        below = QVBoxLayout(self.detail)
        below.setContentsMargins(0, 0, 0, 0)
        one = QHBoxLayout()
        one.addWidget(label(self._words("This row")))
        one.addWidget(self.row_choice, 1)
        below.addLayout(one)
        below.addWidget(self.side_by_side, 1)
        self.detail.hide()
        column.addWidget(self.detail, 2)

    @property
    def duplicate(self) -> OnDuplicate:
        """What becomes of the rows the book has, unless one row says otherwise."""
        return OnDuplicate(self.on_duplicate.currentData())

    def forget(self) -> None:
        """Forget what was chosen for single rows: another list is coming."""
        self.choices = {}
        self._report = None
        self.filter.clear()

    def show_report(self, kind: str, report: ImportReport) -> None:
        """Show what importing would do."""
        words, self._kind = self._words, kind
        first = self._report is None
        self._report = report
        faults = len(report.errors)
        met = any(row.met for row in report.rows)
        self.summary.setText(
            words("{read} rows: {added} to add, {updated} to update, {skipped} to skip, "
                  "{errors} faults.", read=report.read, added=report.added,
                  updated=report.updated, skipped=report.skipped, errors=faults)
        )  # fmt: skip
        chosen = self.filter.currentData()
        self.filter.clear()
        for value, text, count in (
            ("", words("All rows"), report.read), ("added", words("To add"), report.added),
            ("updated", words("To update"), report.updated),
            ("skipped", words("To skip"), report.skipped), ("fault", words("Faults"), faults),
        ):  # fmt: skip
            self.filter.addItem(f"{text} ({count})", value)
        wanted = "fault" if first and faults else chosen or ""
        self.filter.setCurrentIndex(self.filter.findData(wanted))
        self.on_duplicate.setEnabled(met)
        self.on_duplicate.setToolTip("" if met else words("No row of the list is in the book yet."))
        self.save_button.setVisible(bool(faults))
        self._show_rows()

    def _show_rows(self) -> None:
        report, words = self._report, self._words
        if report is None:
            return
        wanted = self.filter.currentData()
        wrong = {
            fault.row: f"{fault.column}: {words.render(fault.message)}" for fault in report.errors
        }
        fates = {"added": words("To add"), "updated": words("To update"),
                 "skipped": words("To skip"), "fault": words("Fault")}  # fmt: skip
        self._shown = [row for row in report.rows if wanted in {"", row.fate}]
        self.model.show(
            [(row.number, fates[row.fate], row.said, wrong.get(row.number, self._changes(row)))
             for row in self._shown]
        )  # fmt: skip
        if len(self._shown) <= _WRAPPED:
            self.rows.resizeRowsToContents()
        self._show_beside()

    def _changes(self, row: PlannedRow) -> str:
        return "; ".join(
            f"{title(self._kind, field)}: {old or '–'} → {new or '–'}"
            for field, old, new in row.changes
        )

    def _current(self) -> PlannedRow | None:
        index = self.rows.currentIndex()
        return self._shown[self.model.origin(index.row())] if index.isValid() else None

    def _show_beside(self) -> None:
        row = self._current()
        self.detail.setVisible(row is not None and row.met)
        if row is not None and row.met:
            self.beside.show(
                [(title(self._kind, field), old, new) for field, old, new in row.changes]
            )
            choice = self.choices.get(row.number)
            self.row_choice.setCurrentIndex(self.row_choice.findData(choice) if choice else 0)

    def _choose_row(self) -> None:
        row = self._current()
        if row is None:
            return
        choice = self.row_choice.currentData()
        if choice is None:
            self.choices.pop(row.number, None)
        else:
            self.choices[row.number] = OnDuplicate(choice)
        place = self.rows.currentIndex().row()
        self.changed.emit()
        self.rows.selectRow(min(place, self.model.rowCount() - 1))

    def _change(self) -> None:
        self.changed.emit()
