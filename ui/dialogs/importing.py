"""Importing a list: choose the file, see what it would do, then do it."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QPushButton, QWidget
from typing_extensions import override

import resources
from app.domain.batch import ImportReport, SchoolList
from app.domain.change import Outcome
from app.domain.fault import Fault, Refused
from app.domain.sentence import Sentence
from app.services.importing import Import, OnDuplicate, PreviewImport, Watch, read_list
from ui.dialogs.form import Form
from ui.models.tables import RowsModel
from ui.runner import Runner
from ui.widgets.kit import label, table
from ui.worker import work, work_in_steps


class ImportForm(Form):
    """Previews a file by the import's own plan; the button writes exactly that."""

    def __init__(self, runner: Runner, parent: QWidget | None, kind: str = "devices") -> None:
        """Build the form with no file yet."""
        words = runner.words
        super().__init__(words, words("Import a list"), words("Import"), parent)
        self.resize(860, 600)
        self._runner = runner
        self._source: SchoolList | None = None
        self._report: ImportReport | None = None
        self.kind = self.add_choice(
            "kind", words("What is in the list"),
            (("devices", words("Devices")), ("people", words("People")),
             ("classes", words("Classes")), ("catalogue", words("The minimum list")),
             ("plans", words("A teaching log")), ("calendar", words("Days off"))),
        )  # fmt: skip
        self.kind.setCurrentIndex(self.kind.findData(kind))
        self._add_file()
        self.on_duplicate = self.add_choice(
            "on_duplicate", words("Rows the book has already"),
            ((OnDuplicate.SKIP, words("Skip them")), (OnDuplicate.UPDATE, words("Update them")),
             (OnDuplicate.REFUSE, words("Refuse the list"))),
        )  # fmt: skip
        self._add_report()
        self.choose_button.clicked.connect(self._ask_file)
        self.shipped_button.clicked.connect(self._use_shipped)
        self.kind.currentIndexChanged.connect(self._read_again)
        self.on_duplicate.currentIndexChanged.connect(self._preview)
        self._show_report()

    def _add_file(self) -> None:
        words = self.words
        self.path = QLineEdit()
        self.path.setReadOnly(True)
        self.path.setAccessibleName(words("File"))
        self.path.setPlaceholderText(words("An .xlsx or .csv file"))
        self.choose_button = QPushButton(words("Choose the file…"))
        self.shipped_button = QPushButton(words("Use the list that came with the program"))
        for button in (self.choose_button, self.shipped_button):
            button.setAutoDefault(False)
        row = QHBoxLayout()
        for part in (self.path, self.choose_button, self.shipped_button):
            row.addWidget(part)
        self.rows.addRow(words("File"), row)

    def _add_report(self) -> None:
        words = self.words
        self.summary = label("", "quiet")
        self.model = RowsModel((words("Sheet"), words("Row"), words("Column"), words("Value"),
                                words("What is wrong, and how to mend it")))  # fmt: skip
        self.faults = table(self.model, words("Faults"), (90, 60, 130, 120, 0))
        self.faults.setWordWrap(True)
        place = self.column.indexOf(self.refusal)
        self.column.insertWidget(place, self.summary)
        self.column.insertWidget(place + 1, self.faults, 10)

    def choose(self, path: Path) -> None:
        """Read a file and show what importing it would do."""
        self.path.setText(str(path))
        self._source = None
        self.refusal.hide()
        job = partial(read_list, self.kind.currentData(), path)
        try:
            text = self.words("Reading {file}…", file=path.name)
            self._source = work(self, text, job, self.words("Cancel"))
        except Fault as fault:
            self.show_fault(fault)
        self._preview()

    @override
    def submit(self) -> None:
        """Import the list as it was previewed."""
        if self._source is None:
            raise Refused(Sentence("Choose the file first."))
        text = self.words("Importing…")
        outcome = work_in_steps(self, text, self._import, self.words("Cancel"))
        if outcome is None:
            raise Refused(Sentence("The import was called off. Nothing was written."))
        self._runner.announce(outcome)

    def _import(self, watch: Watch) -> Outcome[ImportReport]:
        if self._source is None:
            raise Refused(Sentence("Choose the file first."))
        chosen = self.on_duplicate.currentData()
        return self._runner.room.run(Import(self._source, chosen, watch=watch))

    def _preview(self) -> None:
        self._report = None
        if self._source is not None:
            question = PreviewImport(self._source, self.on_duplicate.currentData())
            self._report = self._runner.ask(question)
        self._show_report()

    def _show_report(self) -> None:
        report, words = self._report, self.words
        self.shipped_button.setVisible(self.kind.currentData() == "catalogue")
        faults = report.errors if report else ()
        self.model.show(
            [(one.sheet, one.row, one.column, one.value, words.render(one.message))
             for one in faults]
        )  # fmt: skip
        self.faults.setVisible(bool(faults))
        self.faults.resizeRowsToContents()
        if report is None:
            self.summary.setText(
                words("The headings are found by name, wherever the header row is. Nothing is "
                      "written before you press Import.")
            )  # fmt: skip
        else:
            self.summary.setText(
                words("{read} rows: {added} to add, {updated} to update, {skipped} to skip, "
                      "{errors} faults.", read=report.read, added=report.added,
                      updated=report.updated, skipped=report.skipped, errors=len(faults))
            )  # fmt: skip
        useful = report is not None and not faults and bool(report.added or report.updated)
        self.ready_button.setEnabled(useful)
        self.ready_button.setDefault(useful)
        self.ready_button.setToolTip(
            "" if useful else words("There is nothing to import, or the list has faults.")
        )

    def _read_again(self) -> None:
        if self.path.text():
            self.choose(Path(self.path.text()))
        else:
            self._show_report()

    def _ask_file(self) -> None:
        chosen, _filter = QFileDialog.getOpenFileName(
            self, self.words("Choose the file"), "", self.words("Lists (*.xlsx *.csv)")
        )
        if chosen:
            self.choose(Path(chosen))

    def _use_shipped(self) -> None:
        self.choose(resources.path("lists", "minimum_equipment.csv"))
