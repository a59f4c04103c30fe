"""Forms of upload batches: making one, the day it was uploaded, and what was rejected."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget
from typing_extensions import override

from app.domain.calendar import parse_day, read_day, school_year_of, show_day
from app.domain.change import Outcome
from app.domain.fault import Fault
from app.domain.layout_rows import RowProblem
from app.domain.upload import BatchView, Choice, RowView
from app.services.layouts import Layouts
from app.services.upload_answers import AnswerUpload, LateInUpload, MarkUploaded, WithdrawUpload
from app.services.upload_results import Results
from app.services.uploading import Made, MakeUpload, Preview, Selection, UploadPreview
from app.services.uploads import CHOICES
from ui.dialogs.form import Form
from ui.models.tables import RowsModel
from ui.runner import Runner
from ui.widgets.kit import label, table
from ui.worker import work

_NAMED = 6  # rows told by name, the rest by their number


class MakeUploadForm(Form):
    """Chooses what goes into a batch, and shows what is wrong with it first.

    `device_wanted` carries the code of a device to be mended.
    """

    device_wanted = Signal(str)

    def __init__(self, runner: Runner, parent: QWidget | None) -> None:
        """Build the form over what changed since the last batch."""
        words = runner.words
        super().__init__(words, words("Make an upload file"), words("Make the file"), parent)
        self._runner = runner
        self.made: Made | None = None
        self.problems: tuple[RowProblem, ...] = ()
        self.setMinimumSize(860, 560)
        self.choice = self.add_choice(
            "choice", words("What goes into it"),
            [(choice.value, words.render(said)) for choice, said in CHOICES.items()],
        )  # fmt: skip
        today = runner.room.today()
        start = today.replace(year=school_year_of(today), month=9, day=1)
        self.first = self.add_text("period", words("From"), show_day(start))
        self.last = self.add_text("last", words("To"), show_day(today))
        views = runner.ask(Layouts())
        self.layout_choice = self.add_choice(
            "layout", words("Layout"), [(one.layout.name, one.layout.name) for one in views]
        )
        self.layout_choice.setCurrentIndex(next(at for at, one in enumerate(views) if one.in_use))
        self.count = label("")
        self.model = RowsModel((words("Code"), words("Column"), words("What is wrong")))
        self.list = table(self.model, words("Problems"), (90, 130, 0))
        self.hint = label(
            words("Enter or a double click on a problem goes to the device."), "quiet"
        )
        self.leave_out = self.add_choice(
            "leave_out", words("What the system would refuse"),
            [("", words("is corrected first")), ("yes", words("is left out and stays due"))],
        )  # fmt: skip
        self.reason = self.add_text("reason", words("Why they are sent again"))
        for widget in (self.count, self.hint, self.list):
            self.column.insertWidget(self.column.count() - 4, widget)
        self.column.setStretchFactor(self.list, 20)
        self._connect()
        self._check()

    def _connect(self) -> None:
        for choice in (self.choice, self.layout_choice, self.leave_out):
            choice.activated.connect(self._check)
        for line in (self.first, self.last):
            line.editingFinished.connect(self._check)
        self.list.activated.connect(self._go_to_device)

    def selection(self) -> Selection:
        """Return what is chosen."""
        choice = Choice(self.choice.currentData())
        name, leave_out = str(self.layout_choice.currentData()), bool(self.leave_out.currentData())
        if choice is not Choice.PERIOD:
            return Selection(choice, layout=name, leave_out=leave_out)
        first = parse_day(read_day(self.first.text(), "period"))
        last = parse_day(read_day(self.last.text(), "last"))
        return Selection(choice, first, last, name, leave_out)

    def _check(self) -> None:
        """Show how many rows there would be, and what is wrong."""
        in_period = self.choice.currentData() == Choice.PERIOD
        for line in (self.first, self.last):
            self.rows.setRowVisible(line, in_period)
        self.refusal.hide()
        try:
            preview = self._runner.ask(UploadPreview(self.selection()))
        except Fault as fault:
            self._show_problems(())
            self.count.setText("")
            self.ready_button.setEnabled(False)
            self.show_fault(fault)
            return
        self._show(preview)

    def _show(self, preview: Preview) -> None:
        words = self.words
        self._show_problems(preview.problems)
        blocking = len({one.device for one in preview.problems if one.blocks})
        self.count.setText(
            words("{rows} devices, {changes} changes. Devices the city's system would refuse: "
                  "{blocking}. Other remarks: {others}.", rows=preview.rows,
                  changes=preview.changes, blocking=blocking,
                  others=sum(not one.blocks for one in preview.problems))
        )  # fmt: skip
        self.rows.setRowVisible(self.leave_out, bool(blocking))
        self.rows.setRowVisible(self.reason, bool(preview.again))
        refusal = preview.refusal
        self.ready_button.setEnabled(refusal is None)
        self.ready_button.setToolTip(words.render(refusal) if refusal else "")
        if refusal is not None:
            self.refusal.setText(words.render(refusal))
            self.refusal.show()

    def _show_problems(self, problems: Sequence[RowProblem]) -> None:
        self.problems = tuple(sorted(problems, key=_weight))
        self.model.show(
            [(one.code, one.heading, self.words.render(one.message)) for one in self.problems]
        )
        for widget in (self.list, self.hint):
            widget.setVisible(bool(problems))

    def _go_to_device(self) -> None:
        row = self.list.currentIndex().row()
        if 0 <= row < len(self.problems):
            self.device_wanted.emit(self.problems[self.model.origin(row)].code)
            self.reject()

    @override
    def submit(self) -> None:
        """Make the file, on a worker."""
        action = MakeUpload(self.selection(), reason=self.reason.text())
        job: Callable[[], Outcome[Made]] = partial(self._runner.room.run, action)
        outcome = work(self, self.words("Writing the upload file…"), job)
        if outcome is not None:
            self._runner.announce(outcome)
            self.made = outcome.value


class UploadedForm(Form):
    """Writes down on which day a batch was uploaded, and why it was late."""

    def __init__(self, runner: Runner, parent: QWidget | None, batch: BatchView) -> None:
        """Build the form with today."""
        words = runner.words
        title = words("Batch {batch} was uploaded", batch=batch.batch)
        super().__init__(words, title, words("Save"), parent)
        self._runner, self._batch = runner, batch.batch
        self.day = self.add_text("day", words("Uploaded on"), show_day(runner.room.today()))
        self.late = label("", "bad")
        self.rows.addRow(self.late)
        self.reason = self.add_text("reason", words("Why it is late"))
        self.day.editingFinished.connect(self._look)
        self._look()

    def _look(self) -> None:
        """Say how many changes are late on that day."""
        try:
            day = parse_day(read_day(self.day.text(), "day"))
        except Fault as fault:
            self.show_fault(fault)
            return
        late = self._runner.ask(LateInUpload(self._batch, day))
        self.late.setText(self.words("{count} changes in it are past their time.", count=late))
        for widget in (self.late, self.reason):
            self.rows.setRowVisible(widget, bool(late))

    @override
    def submit(self) -> None:
        """Mark the batch."""
        day = parse_day(read_day(self.day.text(), "day"))
        receipt = self.chosen_receipt()
        self._runner.attempt(MarkUploaded(self._batch, day, self.reason.text(), receipt))

    def chosen_receipt(self) -> Path | None:
        """Return the picture of the system's answer, if there is one."""
        return None


class RejectForm(Form):
    """Writes down that the chosen rows were rejected, with one reason."""

    def __init__(
        self, runner: Runner, parent: QWidget | None, batch: BatchView, rows: Sequence[RowView]
    ) -> None:
        """Build the form over the rows chosen."""
        words = runner.words
        super().__init__(words, words("Rows rejected"), words("Save"), parent)
        self._runner, self._batch, self._rows = runner, batch.batch, rows
        self.rows.addRow(label(_named(rows)))
        self.reason = self.add_text(
            "reason", words("Reason"), rows[0].reason, hint=words("as the city's system says it")
        )
        self.rest = _add_rest(self)

    @override
    def submit(self) -> None:
        """Reject the rows."""
        rejected = {one.code: self.reason.text() for one in self._rows}
        self._runner.attempt(
            AnswerUpload(self._batch, rejected, rest=bool(self.rest.currentData()))
        )


class ResultsForm(Form):
    """Shows what the city's result workbook says before it is written down."""

    def __init__(
        self, runner: Runner, parent: QWidget | None, batch: BatchView, path: Path, said: Results
    ) -> None:
        """Build the form over what was read."""
        words = runner.words
        title = words("The city's answer to batch {batch}", batch=batch.batch)
        super().__init__(words, title, words("Write it down"), parent)
        self.setMinimumSize(760, 480)
        self._runner, self._batch, self._said = runner, batch.batch, said
        self.rows.addRow(
            label(
                words("{file}: {rejected} rejected, {accepted} accepted, {unknown} codes that "
                      "are not in the batch.", file=path.name, rejected=len(said.rejected),
                      accepted=len(said.accepted), unknown=len(said.unknown))
            )
        )  # fmt: skip
        self.model = RowsModel((words("Code"), words("Why it was rejected")))
        unknown = words("not in the batch")
        self.model.show([*said.rejected.items(), *((code, unknown) for code in said.unknown)])
        self.list = table(self.model, words("Rejected rows"), (120, 0))
        self.column.insertWidget(self.column.count() - 4, self.list, 20)
        self.rest = _add_rest(self)

    @override
    def submit(self) -> None:
        """Write the answer down."""
        said = self._said
        self._runner.attempt(
            AnswerUpload(
                self._batch, said.rejected, said.accepted, rest=bool(self.rest.currentData())
            )
        )


class WithdrawForm(Form):
    """Takes a batch back whose file was never uploaded."""

    def __init__(self, runner: Runner, parent: QWidget | None, batch: BatchView) -> None:
        """Build the form."""
        words = runner.words
        title = words("Withdraw batch {batch}", batch=batch.batch)
        super().__init__(words, title, words("Withdraw"), parent)
        self._runner, self._batch = runner, batch.batch
        self.rows.addRow(
            label(words("Only if its file was never uploaded. Its changes are due again, and the "
                        "file is kept."))
        )  # fmt: skip
        self.reason = self.add_text("reason", words("Reason"))

    @override
    def submit(self) -> None:
        """Withdraw the batch."""
        self._runner.attempt(WithdrawUpload(self._batch, self.reason.text()))


def _add_rest(form: Form) -> QComboBox:
    words = form.words
    return form.add_choice(
        "rest", words("The other rows"),
        [("", words("still wait for an answer")), ("yes", words("were accepted"))],
    )  # fmt: skip


def _weight(one: RowProblem) -> bool:
    return not one.blocks


def _named(rows: Sequence[RowView]) -> str:
    said = [f"{one.code} {one.name}" for one in rows[:_NAMED]]
    more = len(rows) - _NAMED
    return "\n".join([*said, *([f"+{more}"] if more > 0 else [])])
