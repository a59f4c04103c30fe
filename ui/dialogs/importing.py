"""Importing a list: choose the file, see what it would do, then do it."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QWidget,
)
from typing_extensions import override

import resources
from app.domain.batch import ImportReport, SchoolList, understand
from app.domain.change import Outcome
from app.domain.fault import Fault, Refused
from app.domain.sentence import Sentence
from app.domain.sighting import Sighting, paired
from app.domain.unmatched import with_choices
from app.services.import_asking import Pairing, RememberedPairing, UnmatchedWords, pasted_sheet
from app.services.import_papers import WriteFaults, WriteTemplate
from app.services.importing import (
    PASTED,
    Import,
    OnDuplicate,
    PreviewImport,
    Sheets,
    Watch,
    open_list,
    sight_sheet,
)
from app.services.room import Question
from ui.dialogs.form import Form
from ui.dialogs.import_asking import PairForm, WordsForm
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
        self._sheets: Sheets = ()
        self._name = ""
        self._guesses: tuple[str, ...] = ()
        self._settled: dict[tuple[str, str], str] = {}
        self.saved: Path | None = None
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
        self.paste_button.clicked.connect(self.paste)
        self.template_button.clicked.connect(self.save_template)
        self.pair_button.clicked.connect(self.pair)
        self.faults_button.clicked.connect(self.save_faults)
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
        self.paste_button = QPushButton(words("Paste from Excel"))
        self.template_button = QPushButton(words("A list to fill in"))
        self.pair_button = QPushButton(words("Pair the columns…"))
        self.faults_button = QPushButton(words("Save the list with its faults"))
        buttons = (self.choose_button, self.shipped_button, self.paste_button,
                   self.template_button, self.pair_button, self.faults_button)  # fmt: skip
        for button in buttons:
            button.setAutoDefault(False)
        row = QHBoxLayout()
        row.setSpacing(8)
        for part in (self.path, self.choose_button, self.shipped_button):
            row.addWidget(part)
        self.rows.addRow(words("File"), row)
        more = QHBoxLayout()
        more.setSpacing(8)
        for button in buttons[2:]:
            more.addWidget(button)
        more.addStretch(1)
        self.rows.addRow("", more)

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
        self._sheets, self._settled = (), {}
        self.refusal.hide()
        try:
            text = self.words("Reading {file}…", file=path.name)
            sheets = work(self, text, partial(open_list, path), self.words("Cancel"))
        except Fault as fault:
            self.show_fault(fault)
            sheets = None
        self._take(path.name, sheets or ())

    def paste(self) -> None:
        """Take the cells that were copied in a spreadsheet."""
        self.path.setText("")
        self.refusal.hide()
        try:
            sheets: Sheets = (pasted_sheet(QApplication.clipboard().text()),)
        except Fault as fault:
            self.show_fault(fault)
            sheets = ()
        self._take(PASTED, sheets)

    def pair(self) -> None:
        """Ask which column is which."""
        seen = self._seen()
        if seen is not None:
            guesses = self._guesses or seen.guesses
            form = PairForm(self.words, self, seen, guesses, self._take_pairing)
            form.exec()
            form.deleteLater()

    def save_template(self) -> None:
        """Write an empty list to fill in, and open it."""
        kind = str(self.kind.currentData())
        self._written(WriteTemplate(kind, self._file(f"mau-{kind}")))

    def save_faults(self) -> None:
        """Write the list with what is wrong beside each row, and open it."""
        if self._source is not None and self._report is not None:
            self._written(WriteFaults(self._source, self._report, self._file("can-sua")))

    @override
    def submit(self) -> None:
        """Import the list as it was previewed."""
        if self._source is None:
            raise Refused(Sentence("Choose the file first."))
        self._settle()
        text = self.words("Importing…")
        outcome = work_in_steps(self, text, self._import, self.words("Cancel"))
        if outcome is None:
            raise Refused(Sentence("The import was called off. Nothing was written."))
        self._runner.announce(outcome)

    def _import(self, watch: Watch) -> Outcome[ImportReport]:
        if self._source is None:
            raise Refused(Sentence("Choose the file first."))
        seen = self._seen()
        pairing = Pairing.of(seen, self._guesses) if seen and self._guesses else None
        chosen = self.on_duplicate.currentData()
        return self._runner.room.run(Import(self._source, chosen, pairing=pairing, watch=watch))

    def _settle(self) -> None:
        """Ask of words no list knows; nothing is taken silently."""
        if self._source is None:
            return
        asked = self._runner.ask(UnmatchedWords(self._source))
        if not asked or self._settled:
            return
        form = WordsForm(self.words, self, self._source.kind, asked)
        agreed = form.exec()
        form.deleteLater()
        if not agreed:
            raise Refused(
                Sentence("{count} words stand in no list of the book. Say what becomes of them.",
                         {"count": len(asked)})
            )  # fmt: skip
        self._settled = form.settled
        self._source = with_choices(self._source, self._settled)

    def _take(self, name: str, sheets: Sheets) -> None:
        self._name, self._sheets, self._guesses = name, sheets, ()
        self._source = None
        if sheets:
            try:
                self._source = self._understood()
            except Fault as fault:
                self.show_fault(fault)
        self._preview()

    def _understood(self) -> SchoolList:
        """Return the list by its headings, or by the pairing that somebody made before."""
        kind = str(self.kind.currentData())
        for sheet in self._sheets:
            seen = sight_sheet(kind, self._name, sheet)
            remembered = self._runner.ask(RememberedPairing(seen.key))
            if remembered is not None:
                self._guesses = remembered
                return paired(seen, remembered)
        sheets = [(one.name, one.first_row, one.rows) for one in self._sheets]
        return understand(kind, self._name, sheets, {})

    def _take_pairing(self, guesses: tuple[str, ...]) -> None:
        seen = self._seen()
        if seen is not None:
            self._source = paired(seen, guesses)
            self._guesses, self._settled = guesses, {}
            self.refusal.hide()
            self._preview()

    def _seen(self) -> Sighting | None:
        kind = str(self.kind.currentData())
        filled = [sheet for sheet in self._sheets if sheet.rows]
        return sight_sheet(kind, self._name, filled[0]) if filled else None

    def _file(self, name: str) -> Path:
        folder = self._runner.room.folder / "documents"
        folder.mkdir(exist_ok=True)
        return folder / f"{name}-{self._runner.room.now():%Y-%m-%d-%H%M%S}.xlsx"

    def _written(self, paper: Question[Path]) -> None:
        try:
            path = self._runner.ask(paper)
        except Fault as fault:
            self.show_fault(fault)
        else:
            self.saved = path
            self.summary.setText(self.words("Saved {file}", file=str(path)))

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
        self.pair_button.setVisible(bool(self._sheets))
        self.faults_button.setVisible(bool(faults))
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
