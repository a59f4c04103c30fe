"""What is done with upload batches, behind their screen."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget
from typing_extensions import override

from app.domain.fault import Fault
from app.domain.sentence import Sentence
from app.domain.upload import BatchStatus, BatchView, RowStatus
from app.services.upload_answers import AnswerUpload, KeepReceipt
from app.services.upload_results import ReadResults
from ui.controller import Controller, Door
from ui.dialogs.helper import UploadHelper
from ui.dialogs.month import choose_scan
from ui.dialogs.uploads import (
    MakeUploadForm,
    RejectForm,
    ResultsForm,
    UploadedForm,
    WithdrawForm,
)
from ui.papers import Papers
from ui.runner import Runner
from ui.screens.uploads import UploadsScreen
from ui.worker import work


class Uploading(Controller):
    """Makes batches and writes down what became of them; `device_wanted` carries a code.

    `made` says that there is a new batch to look at.
    """

    device_wanted = Signal(str)
    explain_wanted = Signal()
    made = Signal()

    def __init__(
        self,
        window: QWidget,
        runner: Runner,
        screen: UploadsScreen,
        show: Callable[[QDialog], None],
        papers: Papers,
    ) -> None:
        """Answer the wishes of the screen; `show` runs a dialog of the window."""
        super().__init__(window)
        self._window, self._runner, self._screen = window, runner, screen
        self._show, self._papers, self._words = show, papers, runner.words
        screen.wanted.connect(self._do)
        screen.device_wanted.connect(self.device_wanted)
        screen.batch_chosen.connect(self._explain)

    @override
    def doors(self) -> dict[str, Door]:
        """Return what the actions on uploads do, by their names."""
        return {
            "upload": self.make, "upload_helper": self.help,
            "upload_sent": partial(self._open, UploadedForm),
            "upload_accept": self.accept_all, "upload_reject": self.reject_rows,
            "upload_results": self.read_results, "upload_receipt": self.keep_receipt,
            "upload_open": self.open_file, "upload_folder": self.open_folder,
            "upload_withdraw": partial(self._open, WithdrawForm),
        }  # fmt: skip

    @override
    def reasons(self, current: str) -> dict[str, str]:
        """Return why an action on a batch is closed."""
        words, batch = self._words, self._screen.batch
        names = tuple(name for name in self.doors() if name != "upload")
        if current != "uploads":
            return dict.fromkeys(names, words("Go to the uploads screen first."))
        if batch is None:
            return dict.fromkeys(names, words("Make an upload file first."))
        status = BatchStatus(batch.row.status)
        if status is BatchStatus.MADE:
            answers = ("upload_accept", "upload_reject", "upload_results", "upload_receipt")
            return dict.fromkeys(answers, words("Write down first on which day it was uploaded."))
        if status is BatchStatus.WITHDRAWN:
            closed = [name for name in names if name not in {"upload_open", "upload_folder"}]
            return dict.fromkeys(closed, words("This batch was withdrawn."))
        already = words("It was uploaded. Mark the rows that are wrong as rejected instead.")
        waits = "" if batch.waiting else words("No row of this batch waits for an answer.")
        return {
            **dict.fromkeys(
                ("upload_helper", "upload_sent"), words("It is marked as uploaded already.")
            ),
            "upload_withdraw": already, "upload_accept": waits,
        }  # fmt: skip

    def make(self) -> None:
        """Choose what goes into a batch, check it and make its file."""
        form = MakeUploadForm(self._runner, self._window)
        form.device_wanted.connect(self.device_wanted)
        form.accepted.connect(self.made)
        self._show(form)

    def help(self) -> None:
        """Walk through the upload of the chosen batch."""
        batch = self._screen.batch
        if batch is not None:
            self._show(UploadHelper(self._runner, self._window, batch, self._papers.open_file))

    def accept_all(self) -> None:
        """Write down that all rows that wait were accepted."""
        if self._screen.batch is not None:
            self._runner.run(AnswerUpload(self._screen.batch.batch, rest=True))

    def reject_rows(self) -> None:
        """Write down why the chosen rows were rejected."""
        batch, rows = self._screen.batch, self._screen.chosen_rows()
        rows = [one for one in rows if one.status is not RowStatus.WITHDRAWN]
        if batch is not None and rows:
            self._show(RejectForm(self._runner, self._window, batch, rows))
        else:
            self._runner.say(
                Sentence("Choose the rejected rows in the lower list first, with Shift or Ctrl.")
            )

    def read_results(self) -> None:
        """Read the city's result workbook."""
        batch = self._screen.batch
        chosen, _filter = QFileDialog.getOpenFileName(
            self._window, self._words("Choose the city's answer"), "",
            self._words("Spreadsheets (*.xlsx *.csv)"),
        )  # fmt: skip
        if not chosen or batch is None:
            return
        path = Path(chosen)
        job = partial(self._runner.ask, ReadResults(batch.batch, path))
        try:
            said = work(self._window, self._words("Reading {file}…", file=path.name), job)
        except Fault as fault:
            self._runner.refuse(fault)
            return
        if said is not None:
            self._show(ResultsForm(self._runner, self._window, batch, path, said))

    def keep_receipt(self) -> None:
        """Keep what the city's system showed."""
        chosen = choose_scan(self._words, self._window)
        if chosen and self._screen.batch is not None:
            self._runner.run(KeepReceipt(self._screen.batch.batch, Path(chosen)))

    def open_file(self) -> None:
        """Open the file of the chosen batch."""
        if self._screen.batch is not None:
            self._papers.open_file(self._screen.batch.path)

    def open_folder(self) -> None:
        """Open the folder the files lie in."""
        if self._screen.batch is not None:
            self._papers.open_file(self._screen.batch.path.parent)

    def _open(
        self, form: Callable[[Runner, QWidget, BatchView], QDialog], *_checked: object
    ) -> None:
        if self._screen.batch is not None:
            self._show(form(self._runner, self._window, self._screen.batch))

    def _do(self, name: str) -> None:
        self.doors()[name]()

    def _explain(self) -> None:
        self._screen.close_buttons(self.reasons("uploads"))
        self.explain_wanted.emit()
