"""The wizard's last page: what becomes of each row, the book's and the file's side by side."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.domain.batch import Gone, ImportReport, PlannedRow
from app.domain.person import PersonStatus
from app.domain.sentence import Words
from app.domain.sighting import title
from app.domain.staff import STATUS_SAID
from app.services.import_gone import WAYS
from app.services.importing import OnDuplicate
from ui.models.tables import RowsModel
from ui.widgets.flow import Flow
from ui.widgets.kit import label, table

_GONE = "gone"
_KNOWN_BY_SECTOR = frozenset({"people", "classes"})  # of these a newer list is right
_REPLACED = frozenset({"timetable", "assignments"})
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
        self._gone: tuple[Gone, ...] = ()
        self.left: dict[str, str] = {}
        self.choices: dict[int, OnDuplicate] = {}
        self.summary = label("", "quiet")
        self.filter = QComboBox()
        self.filter.setAccessibleName(words("Show"))
        self.filter.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.on_duplicate = self._choice(words("Rows the book has already"))
        self.row_choice = self._choice(words("This row"), words("As all the others"))
        self.left_choice = QComboBox()
        self.left_choice.setAccessibleName(words("What became of it"))
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
        self.left_choice.activated.connect(self._choose_left)
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
        self.leaving = QWidget()
        last = QHBoxLayout(self.leaving)
        last.setContentsMargins(0, 0, 0, 0)
        last.addWidget(label(self._words("What became of it")))
        last.addWidget(self.left_choice, 1)
        self.leaving.hide()
        column.addWidget(self.leaving)

    @property
    def duplicate(self) -> OnDuplicate:
        """What becomes of the rows the book has, unless one row says otherwise."""
        return OnDuplicate(self.on_duplicate.currentData())

    def begin(self, kind: str) -> None:
        """Wait for the report of another list, with the usual choice for its kind."""
        self.forget()
        if kind == self._kind:
            return
        self._kind = kind
        usual = OnDuplicate.UPDATE if kind in _KNOWN_BY_SECTOR else OnDuplicate.SKIP
        with QSignalBlocker(self.on_duplicate):
            self.on_duplicate.setCurrentIndex(self.on_duplicate.findData(usual))
        self.left_choice.clear()
        self.left_choice.addItem(self._words("Stays as it is"), "")
        for way in WAYS.get(kind, ()):
            self.left_choice.addItem(self._way(way), str(way))

    def _way(self, way: str) -> str:
        if self._kind == "people":
            return self._words.render(STATUS_SAID[PersonStatus(way)])
        return self._words("No longer used")

    def forget(self) -> None:
        """Forget what was chosen for single rows: another list is coming."""
        self.choices, self.left = {}, {}
        self._report = None
        self.filter.clear()

    def show_report(self, kind: str, report: ImportReport) -> None:
        """Show what importing would do."""
        words, self._kind = self._words, kind
        first = self._report is None
        self._report = report
        faults = len(report.errors)
        met = any(row.met for row in report.rows)
        said = words("{read} rows: {added} to add, {updated} to update, {skipped} to skip, "
                     "{errors} faults.", read=report.read, added=report.added,
                     updated=report.updated, skipped=report.skipped, errors=faults)  # fmt: skip
        lacking = words("{count} of the book are not in the list.", count=len(report.gone))
        self.summary.setText(f"{said} {lacking}" if report.gone else said)
        chosen = self.filter.currentData()
        self.filter.clear()
        for value, text, count in (
            ("", words("All rows"), report.read), ("added", words("To add"), report.added),
            ("updated", words("To update"), report.updated),
            ("skipped", words("To skip"), report.skipped), ("fault", words("Faults"), faults),
            (_GONE, words("Not in the list"), len(report.gone)),
        ):  # fmt: skip
            if value != _GONE or count:
                self.filter.addItem(f"{text} ({count})", value)
        wanted = "fault" if first and faults else chosen or ""
        self.filter.setCurrentIndex(max(self.filter.findData(wanted), 0))
        why = "" if met else words("No row of the list is in the book yet.")
        if kind in _REPLACED:
            why = words("The list always takes the place of the one before.")
        self.on_duplicate.setEnabled(not why)
        self.on_duplicate.setToolTip(why)
        self.save_button.setVisible(bool(faults))
        self._show_rows()

    def _show_rows(self) -> None:
        report, words = self._report, self._words
        if report is None:
            return
        wanted = self.filter.currentData()
        self._gone = report.gone if wanted == _GONE else ()
        if self._gone:
            self._shown = []
            self.model.show([("", *self._lacking(one)) for one in self._gone])
            self._show_beside()
            return
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

    def _lacking(self, one: Gone) -> tuple[str, str, str]:
        """Return what becomes of what the list lacks, what it is, and what it has out."""
        words = self._words
        if not one.code:
            return words("Ends"), one.said, words("The new list has it no more")
        way = self.left.get(one.code)
        fate = self._way(way) if way else words("Stays as it is")
        held = words("Still has {count} devices, to be taken back", count=one.held)
        return fate, f"{one.code} {one.said}", held if one.held else ""

    def _changes(self, row: PlannedRow) -> str:
        return "; ".join(
            f"{title(self._kind, field)}: {old or '–'} → {new or '–'}"
            for field, old, new in row.changes
        )

    def _current(self) -> PlannedRow | None:
        index = self.rows.currentIndex()
        if not index.isValid() or not self._shown:
            return None
        return self._shown[self.model.origin(index.row())]

    def _lacks(self) -> Gone | None:
        index = self.rows.currentIndex()
        if not index.isValid() or not self._gone:
            return None
        return self._gone[self.model.origin(index.row())]

    def _show_beside(self) -> None:
        row = self._current()
        lacks = self._lacks()
        self.leaving.setVisible(lacks is not None and bool(lacks.code))
        if lacks is not None:
            way = self.left.get(lacks.code, "")
            self.left_choice.setCurrentIndex(max(self.left_choice.findData(way), 0))
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

    def _choose_left(self) -> None:
        one = self._lacks()
        if one is None:
            return
        way, place = self.left_choice.currentData(), self.rows.currentIndex().row()
        if way:
            self.left[one.code] = way
        else:
            self.left.pop(one.code, None)
        self.changed.emit()
        self.rows.selectRow(min(place, self.model.rowCount() - 1))

    def _change(self) -> None:
        self.changed.emit()
