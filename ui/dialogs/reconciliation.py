"""The forms of a reconciliation: bringing a list, deciding, pairing, finishing, calling off."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from difflib import get_close_matches
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QPushButton, QWidget
from typing_extensions import override

from app.domain.batch import SchoolList
from app.domain.fault import Fault, Refused
from app.domain.reconciliation import Comparison, Line, Origin, Reconciliation, Standing
from app.domain.record import Record
from app.domain.sentence import Sentence, Words
from app.domain.sighting import Sighting, paired
from app.domain.text import fold
from app.services.import_asking import Pairing, RememberedPairing
from app.services.importing import Sheets, open_list, sight_sheet
from app.services.layouts import LayoutOf, Layouts
from app.services.queries import Borrowers, TheSchool
from app.services.reconcile_deciding import Decide, FinishReconciliation
from app.services.reconcile_reading import read_by_layout
from app.services.reconcile_values import show_value, title_of
from app.services.reconciliations import (
    BringList,
    CancelReconciliation,
    PairRows,
    fingerprint,
)
from ui.dialogs.form import Form
from ui.dialogs.import_pages import PairPage
from ui.runner import Runner
from ui.screens.reconciliation import choice_names, origin_names
from ui.widgets.kit import label
from ui.worker import work

_TOLD = 6  # lines that a form repeats
_BETWEEN = " · "  # a device's code and its name, where both are offered
REASONS = ("Ghi nhầm khi nhập liệu", "Đã kiểm đếm lại thực tế", "Hệ thống chưa cập nhật",
           "Nộp lên hệ thống ở lô sau", "Theo hồ sơ, chứng từ lưu tại trường")  # fmt: skip


class BringForm(Form):
    """Asks for the file and whose list it is; its columns are guessed, and shown to be mended."""

    def __init__(self, runner: Runner, parent: QWidget | None, done: Callable[[int], None]) -> None:
        """Build the form with no file yet; `done` takes the reconciliation that was begun."""
        words = runner.words
        super().__init__(words, words("Bring a list to compare"), words("Compare"), parent)
        self.resize(960, 660)
        self._runner, self._done = runner, done
        self._path: Path | None = None
        self._sheets: Sheets = ()
        self._sighting: Sighting | None = None
        self.origin = self.add_choice(
            "origin", words("Whose list"), list(origin_names(words).items())
        )
        self._add_file()
        layouts = [view.layout.name for view in runner.ask(Layouts())]
        self.layout_name = self.add_choice(
            "layout", words("Layout"),
            [("", words("None: go by the headings")), *((name, name) for name in layouts)],
        )  # fmt: skip
        self.note = self.add_text("note", words("Note"))
        self.pair = PairPage(words)
        self.column.insertWidget(self.column.indexOf(self.refusal), self.pair, 10)
        self.choose_button.clicked.connect(self._ask_file)
        self.layout_name.currentIndexChanged.connect(self._explain)
        self.pair.moved.connect(self._sight)
        self._explain()

    def _add_file(self) -> None:
        words = self.words
        self.path = QLineEdit()
        self.path.setReadOnly(True)
        self.path.setPlaceholderText(words("An .xlsx or .csv file"))
        self.choose_button = QPushButton(words("Choose the file…"))
        self.choose_button.setAutoDefault(False)
        both = QWidget()
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.path, 1)
        row.addWidget(self.choose_button)
        self.add_field("file", words("File"), both)
        self.path.setAccessibleName(words("File"))

    def choose(self, path: Path) -> None:
        """Read a file and show how its columns are understood."""
        self.path.setText(str(path))
        self._path, self._sheets, self._sighting = None, (), None
        self.refusal.hide()
        text = self.words("Reading {file}…", file=path.name)
        try:
            sheets = work(self, text, partial(open_list, path), self.words("Cancel"))
            if sheets is not None:
                self._path, self._sheets = path, tuple(one for one in sheets if one.rows)
                self.pair.offer_sheets([sheet.name for sheet in self._sheets])
                sighted = [sight_sheet("devices", path.name, sheet) for sheet in self._sheets]
                self._show_sheet(max(sighted, key=_names_devices))
        except Fault as fault:
            self.show_fault(fault)
        self._explain()

    @override
    def submit(self) -> None:
        """Compare the list with the book, and keep it."""
        path = self._path
        if path is None:
            raise Refused(Sentence("Choose the file first."), where="file")
        source, pairing = self._read(path)
        action = BringList(
            source, fingerprint(path), Origin(self.origin.currentData()), self.note.text(), pairing
        )
        job = partial(self._runner.room.run, action)
        outcome = work(self, self.words("Comparing…"), job)
        if outcome is not None:
            self._runner.announce(outcome)
            self._done(outcome.value)

    def _read(self, path: Path) -> tuple[SchoolList, Pairing | None]:
        name = self.layout_name.currentData()
        if name:
            return read_by_layout(path, self._runner.ask(LayoutOf(name))), None
        if self._sighting is None:
            raise Refused(Sentence("Choose the file first."), where="file")
        guesses = self.pair.guesses()
        return paired(self._sighting, guesses), Pairing.of(self._sighting, guesses)

    def _sight(self, name: str, header_row: int) -> None:
        """Look at another sheet, or at the same from another header row."""
        row = None if header_row < 0 else header_row
        sheet = next(one for one in self._sheets if one.name == name)
        self._show_sheet(sight_sheet("devices", str(self._path and self._path.name), sheet, row))

    def _show_sheet(self, sighting: Sighting) -> None:
        self._sighting = sighting
        known = self._runner.ask(RememberedPairing(sighting.key))
        right = known is not None and len(known) == len(sighting.guesses)
        self.pair.show_columns(sighting, known if known and right else sighting.guesses)

    def _explain(self) -> None:
        by_layout = bool(self.layout_name.currentData())
        self.pair.setVisible(self._sighting is not None and not by_layout)
        ready = self._path is not None
        self.ready_button.setEnabled(ready)
        self.ready_button.setToolTip("" if ready else self.words("Choose the file first."))

    def _ask_file(self) -> None:
        chosen, _filter = QFileDialog.getOpenFileName(
            self, self.words("Choose the file"), "", self.words("Lists (*.xlsx *.csv)")
        )
        if chosen:
            self.choose(Path(chosen))


def _names_devices(sighting: Sighting) -> int:
    """Return how many columns of a sheet are known, 0 where none is a name."""
    known = [field for field in sighting.guesses if field]
    return len(known) if "name" in known else 0


class DecideForm(Form):
    """Asks who is right in the lines chosen, why, and who says so."""

    def __init__(
        self, runner: Runner, parent: QWidget | None, reconciliation: int, lines: Sequence[Line]
    ) -> None:
        """Build the form over the lines."""
        words = runner.words
        super().__init__(words, words("Decide what differs"), words("Save"), parent)
        self.setMinimumWidth(680)
        self._runner, self._reconciliation, self._lines = runner, reconciliation, lines
        self.column.insertWidget(1, label("\n".join(_told(words, lines))))
        names = choice_names(words)
        common = [one for one in lines[0].choices if all(one in line.choices for line in lines)]
        self.choice = self.add_choice(
            "choice", words("Who is right"), [(one.value, names[one]) for one in common]
        )
        before = next((line.decision for line in lines if line.decision), None)
        if before is not None:
            self.choice.setCurrentIndex(max(self.choice.findData(before.choice), 0))
        self.reason = self.add_text(
            "reason", words("Why"), before.reason if before else "", offer=REASONS
        )
        self.by = _add_person(self, runner)
        self.reason.setFocus()

    @override
    def submit(self) -> None:
        """Write the decisions, and correct the book where the list is right."""
        choice = next(
            one for line in self._lines for one in line.choices
            if one.value == self.choice.currentData()
        )  # fmt: skip
        keys = tuple(line.key for line in self._lines)
        self._runner.attempt(
            Decide(self._reconciliation, keys, choice, self.reason.text(), self.by.text())
        )


def _add_person(form: Form, runner: Runner) -> QLineEdit:
    _classes, people = runner.ask(Borrowers())
    names = [person.name for person in people]
    return form.add_text("by", form.words("Decided by"), runner.ask(TheSchool()).keeper,
                         offer=names)  # fmt: skip


def _told(words: Words, lines: Sequence[Line]) -> list[str]:
    """Return the first lines as a form repeats them."""
    said = [f"{line.code} {line.name}: {_difference(words, line)}".strip()
            for line in lines[:_TOLD]]  # fmt: skip
    more = len(lines) - len(said)
    return said + ([words("and {count} more", count=more)] if more else [])


def _difference(words: Words, line: Line) -> str:
    if line.standing is Standing.ONLY_HERE:
        return words("only in the school")
    if line.standing is Standing.ONLY_THERE:
        return words("only in the list, {quantity}", quantity=line.theirs or "?")
    return words(
        "{field}: “{ours}” in the book, “{theirs}” in the list", field=title_of(line.field),
        ours=show_value(line.field, line.ours), theirs=show_value(line.field, line.theirs),
    )  # fmt: skip


class WhichForm(Form):
    """Asks which device of the school rows of the list are about."""

    def __init__(
        self, runner: Runner, parent: QWidget | None, reconciliation: int,
        lines: Sequence[Line], comparison: Comparison,
    ) -> None:  # fmt: skip
        """Build the form over the rows, with the devices the list lacks offered first."""
        words = runner.words
        super().__init__(words, words("Which device it is"), words("Save"), parent)
        self.setMinimumWidth(620)
        self._runner, self._reconciliation, self._lines = runner, reconciliation, lines
        said = [
            words("Row {rows} of the file: {name}", rows=", ".join(map(str, line.numbers)),
                  name=line.name)
            for line in lines[:_TOLD]
        ]  # fmt: skip
        self.column.insertWidget(1, label("\n".join(said)))
        alone = [line for line in comparison.lines
                 if line.standing in {Standing.ONLY_HERE, Standing.TO_CONFIRM}]  # fmt: skip
        offered = {fold(line.name): f"{line.code}{_BETWEEN}{line.name}" for line in alone}
        like = get_close_matches(fold(lines[0].name), list(offered), n=1)
        self.device = self.add_text(
            "device", words("Device of the school"), offered[like[0]] if like else "",
            offer=list(offered.values()), hint=words("Code; leave empty if it is none of ours"),
        )  # fmt: skip

    @override
    def submit(self) -> None:
        """Write which device it is."""
        code = self.device.text().partition(_BETWEEN)[0]
        pairs = tuple((line.rows, code) for line in self._lines if line.rows)
        self._runner.attempt(PairRows(self._reconciliation, pairs))


class FinishForm(Form):
    """Shows how the list and the book differ, and asks one reason for what is not decided."""

    def __init__(
        self, runner: Runner, parent: QWidget | None, record: Record[Reconciliation],
        comparison: Comparison,
    ) -> None:  # fmt: skip
        """Build the form."""
        words = runner.words
        super().__init__(
            words, words("Finish the reconciliation"), words("Finish and print"), parent
        )
        self._runner, self._reconciliation = runner, record.id
        left = comparison.left()
        said = [
            words("{count} lines differ, {left} of them not decided yet.",
                  count=len(comparison.lines) - len(comparison.of(Standing.MATCHED)), left=left),
            words("The sheet to sign gets its number; after that nothing more is decided, unless "
                  "this is undone."),
        ]  # fmt: skip
        self.column.insertWidget(1, label("\n".join(said)))
        self.reason = self.add_text(
            "reason", words("One reason for all the rest"), offer=REASONS,
            hint=words("Leave empty to decide each one first"),
        )  # fmt: skip
        self.by = _add_person(self, runner)
        for field in (self.reason, self.by):
            self.rows.setRowVisible(field, left > 0)

    @override
    def submit(self) -> None:
        """Finish it."""
        self._runner.attempt(
            FinishReconciliation(self._reconciliation, self.reason.text(), self.by.text())
        )


class CallOffForm(Form):
    """Asks why a reconciliation is called off."""

    def __init__(
        self, runner: Runner, parent: QWidget | None, record: Record[Reconciliation]
    ) -> None:
        """Build the form."""
        words = runner.words
        super().__init__(
            words,
            words("Call the reconciliation off"),
            words("Call the reconciliation off"),
            parent,
        )
        self._runner, self._reconciliation = runner, record.id
        self.column.insertWidget(1, label(words("What was decided and corrected stays.")))
        self.reason = self.add_text("reason", words("Reason"))

    @override
    def submit(self) -> None:
        """Call it off."""
        self._runner.attempt(CancelReconciliation(self._reconciliation, self.reason.text()))
