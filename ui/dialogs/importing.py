"""Importing a list in steps: the file, its columns, unknown words, and each row before it is in."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialogButtonBox, QFileDialog, QStackedWidget, QWidget
from typing_extensions import override

import resources
from app.domain.batch import ImportReport, SchoolList
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
    PreviewImport,
    Sheets,
    Watch,
    as_lists,
    open_list,
    sight_sheet,
)
from ui.dialogs.form import Form
from ui.dialogs.import_pages import FilePage, PairPage, WordsPage
from ui.dialogs.import_preview import PreviewPage
from ui.runner import Runner
from ui.widgets.kit import label
from ui.worker import work, work_in_steps

FILE, PAIR, WORDS, PREVIEW = range(4)
_AT_ONCE = 500  # rows looked at without a progress bar


class ImportForm(Form):
    """A wizard that stops only where it must ask; the button writes what the last page shows."""

    def __init__(self, runner: Runner, parent: QWidget | None, kind: str = "devices") -> None:
        """Build the form with no file yet."""
        words = runner.words
        super().__init__(words, words("Import a list"), words("Import"), parent)
        self.resize(960, 680)
        self._runner = runner
        self._file = ""
        self._sheets: Sheets = ()
        self._sighting: Sighting | None = None
        self._read: SchoolList | None = None  # as paired
        self._source: SchoolList | None = None  # as settled
        self._report: ImportReport | None = None
        self.step = label("", "quiet")
        self.file, self.pair = FilePage(words, kind), PairPage(words)
        self.unknown, self.preview = WordsPage(words), PreviewPage(words)
        self.kind = self.file.kind
        self.pages = QStackedWidget()
        for page in (self.file, self.pair, self.unknown, self.preview):
            self.pages.addWidget(page)
        place = self.column.indexOf(self.refusal)
        self.column.insertWidget(place, self.step)
        self.column.insertWidget(place + 1, self.pages, 10)
        self.back_button = self.buttons.addButton(
            words("Back"), QDialogButtonBox.ButtonRole.ActionRole
        )
        self.next_button = self.buttons.addButton(
            words("Next"), QDialogButtonBox.ButtonRole.ActionRole
        )
        for button, keys in (
            (self.back_button, "Alt+Left"), (self.next_button, "Alt+Right"),
            (self.ready_button, ""),
        ):  # fmt: skip
            button.setAutoDefault(False)
            button.setShortcut(keys)
        self._connect()
        self._go(FILE)

    def _connect(self) -> None:
        file = self.file
        file.choose_button.clicked.connect(self._ask_file)
        file.shipped_button.clicked.connect(self._use_shipped)
        file.paste_button.clicked.connect(self.paste)
        file.template_button.clicked.connect(self._ask_template)
        self.kind.currentIndexChanged.connect(self._read_again)
        self.pair.moved.connect(self._sight)
        self.pair.changed.connect(self._forget)
        self.unknown.changed.connect(self._explain)
        self.preview.changed.connect(self._preview)
        self.preview.save_button.clicked.connect(self._ask_faults)
        self.back_button.clicked.connect(self.back)
        self.next_button.clicked.connect(self.next)

    @property
    def what(self) -> str:
        """What kind of list it is."""
        return str(self.kind.currentData())

    def choose(self, path: Path) -> None:
        """Read a file and go as far as nothing need be asked."""
        self.file.path.setText(str(path))
        text = self.words("Reading {file}…", file=path.name)
        try:
            self._close_list()
            sheets = work(self, text, partial(open_list, path), self.words("Cancel"))
            if sheets is not None:
                self._open(path.name, sheets)
        except Fault as fault:
            self.show_fault(fault)
        self._explain()

    def paste(self) -> None:
        """Take the cells that were copied in a spreadsheet."""
        self.file.path.clear()
        try:
            self._close_list()
            self._open(PASTED, (pasted_sheet(QGuiApplication.clipboard().text()),))
        except Fault as fault:
            self.show_fault(fault)
        self._explain()

    def back(self) -> None:
        """Go back to the page before."""
        page = self.pages.currentIndex() - 1
        self._go(page - 1 if page == WORDS and not self.unknown.asks else page)

    def next(self) -> None:
        """Go on to the page after, as far as this one allows."""
        page = self.pages.currentIndex()
        try:
            if page == FILE:
                self._go(PAIR)
            elif page == PAIR:
                self._pair()
            elif page == WORDS:
                self._settle()
        except Fault as fault:
            self.show_fault(fault)

    @override
    def submit(self) -> None:
        """Import the list as it was previewed; called off, nothing is written."""
        if self._source is None or self._sighting is None:
            raise Refused(Sentence("Choose the file first."))
        text = self.words("Importing…")
        outcome = work_in_steps(self, text, self._import, self.words("Cancel"))
        if outcome is None:
            raise Refused(Sentence("The import was called off. Nothing was written."))
        self._runner.announce(outcome)

    def _import(self, watch: Watch) -> Outcome[ImportReport]:
        if self._source is None or self._sighting is None:
            raise Refused(Sentence("Choose the file first."))
        return self._runner.room.run(
            Import(
                self._source, self.preview.duplicate, choices=dict(self.preview.choices),
                pairing=Pairing.of(self._sighting, self.pair.guesses()), watch=watch,
                left=dict(self.preview.left),
            )
        )  # fmt: skip

    def _close_list(self) -> None:
        """Let go of the list before; the page with the file comes back."""
        self._sheets, self._sighting = (), None
        self._forget()
        self._go(FILE)

    def _forget(self) -> None:
        self._read = self._source = self._report = None
        self.preview.forget()
        self.refusal.hide()
        self._explain()

    def _open(self, file: str, sheets: Sheets) -> None:
        """Show the sheet that has the headings, and read it if its columns are all known."""
        self._file = file
        sheets = as_lists(self.what, sheets)
        self._sheets = tuple(sheet for sheet in sheets if sheet.rows)
        self.pair.offer_sheets([sheet.name for sheet in self._sheets])
        sighted = [sight_sheet(self.what, file, sheet) for sheet in self._sheets]
        self._show_sheet(max(sighted, key=_known_columns))
        self._go(PAIR)
        self._pair()

    def _sight(self, name: str, header_row: int) -> None:
        """Look at another sheet, or at the same from another header row."""
        self._forget()
        row = None if header_row < 0 else header_row
        sheet = next(one for one in self._sheets if one.name == name)
        self._show_sheet(sight_sheet(self.what, self._file, sheet, row))

    def _show_sheet(self, sighting: Sighting) -> None:
        self._sighting = sighting
        known = self._runner.ask(RememberedPairing(sighting.key))
        right = known is not None and len(known) == len(sighting.guesses)
        self.pair.show_columns(sighting, known if known and right else sighting.guesses)

    def _pair(self) -> None:
        """Read the list as its columns are paired; ask about its words, or preview it."""
        if self._sighting is None:
            return
        self._read = paired(self._sighting, self.pair.guesses())
        self.refusal.hide()
        self.unknown.ask(self.what, self._runner.ask(UnmatchedWords(self._read)))
        if self.unknown.asks:
            self._go(WORDS)
        else:
            self._settle()

    def _settle(self) -> None:
        if self._read is None:
            return
        self._source = with_choices(self._read, self.unknown.choices())
        self.preview.begin(self.what)
        self._preview()
        self._go(PREVIEW)

    def _preview(self) -> None:
        source = self._source
        if source is None:
            return
        report = self._look() if len(source.rows) <= _AT_ONCE else self._look_long()
        if report is not None:
            self._report = report
            self.preview.show_report(self.what, report)
        self._explain()

    def _look(self, watch: Watch | None = None) -> ImportReport:
        if self._source is None:
            raise Refused(Sentence("Choose the file first."))
        choices = dict(self.preview.choices)
        left = dict(self.preview.left)
        question = PreviewImport(self._source, self.preview.duplicate, choices, watch, left)
        return self._runner.ask(question)

    def _look_long(self) -> ImportReport | None:
        words = self.words
        text = words("Looking at each row…")
        return work_in_steps(self, text, self._look, words("Cancel"))

    def _go(self, page: int) -> None:
        self.pages.setCurrentIndex(page)
        self._explain()
        first = (self.file.choose_button, self.pair.columns, self.unknown.list, self.preview.rows)
        first[page].setFocus()

    def _explain(self) -> None:
        """Say which step this is, and why a button is grey."""
        words, page, report = self.words, self.pages.currentIndex(), self._report
        steps = (words("The file"), words("Its columns"), words("Unknown words"),
                 words("Row by row"))  # fmt: skip
        self.step.setText(words("Step {number} of 4: {step}", number=page + 1, step=steps[page]))
        self.file.shipped_button.setVisible(self.what == "catalogue")
        if self.back_button.isHidden() == (page > FILE):
            self.next_button.hide()  # a button shown again stands last: Next comes after Back
            self.back_button.setVisible(page > FILE)
        self.next_button.setVisible(page < PREVIEW)
        may_go = (bool(self._sheets), bool(self._sheets), self.unknown.decided, False)[page]
        self.next_button.setEnabled(may_go)
        self.next_button.setToolTip(
            "" if may_go else words("Choose the file first.") if page == FILE
            else words("Say what each word means first.")
        )  # fmt: skip
        useful = (
            page == PREVIEW and report is not None and not report.errors
            and bool(report.added or report.updated or report.left)
        )  # fmt: skip
        self.ready_button.setEnabled(useful)
        self.ready_button.setToolTip(
            "" if useful else words("There is nothing to import, or the list has faults.")
        )
        self.ready_button.setDefault(useful)
        self.next_button.setDefault(not useful and may_go)
        self.file.choose_button.setDefault(page == FILE and not may_go)

    def _read_again(self) -> None:
        if self.file.path.text():
            self.choose(Path(self.file.path.text()))
        else:
            self._close_list()

    def _ask_file(self) -> None:
        chosen, _filter = QFileDialog.getOpenFileName(
            self, self.words("Choose the file"), "", self.words("Lists (*.xlsx *.csv)")
        )
        if chosen:
            self.choose(Path(chosen))

    def _use_shipped(self) -> None:
        self.choose(resources.path("lists", "minimum_equipment.csv"))

    def _ask_template(self) -> None:
        self._save(self.words("list-to-fill-in.xlsx"), partial(WriteTemplate, self.what))

    def _ask_faults(self) -> None:
        if self._source is not None and self._report is not None:
            made = partial(WriteFaults, self._source, self._report)
            self._save(self.words("list-with-faults.xlsx"), made)

    def _save(self, name: str, question: partial[WriteTemplate] | partial[WriteFaults]) -> None:
        chosen, _filter = QFileDialog.getSaveFileName(
            self, self.words("Save"), name, self.words("Workbooks (*.xlsx)")
        )
        if not chosen:
            return
        try:
            path = self._runner.ask(question(Path(chosen)))
        except Fault as fault:
            self.show_fault(fault)
        else:
            self._runner.say(Sentence("Saved {file}", {"file": str(path)}))


def _known_columns(sighting: Sighting) -> int:
    """Return 1 for a sheet that has its headings: of several the first is taken."""
    try:
        paired(sighting, sighting.guesses)
    except Refused:
        return 0
    return 1
