"""What the principal said of a month, and why a change was written down late."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QPushButton, QWidget
from typing_extensions import override

from app.domain.calendar import show_day
from app.domain.month import last_day, show_month
from app.domain.sentence import Words
from app.services.confirming import Confirmers, ConfirmMonth
from app.services.letterheads import Signer
from app.services.month_acts import ApproveMonth, ExplainLate, ReturnMonth
from app.services.queries import OneEntry
from ui.dialogs.form import Form
from ui.runner import Runner
from ui.widgets.kit import label
from ui.worker import work


class ApproveForm(Form):
    """Writes down that the principal approved a month, with the signed paper if it is scanned."""

    def __init__(self, runner: Runner, parent: QWidget | None, month: str) -> None:
        """Build the form for a month."""
        words = runner.words
        title = words("Month {month} is approved", month=show_month(month))
        super().__init__(words, title, words("Approve and close"), parent)
        self._runner, self._month = runner, month
        self.rows.addRow(
            label(
                words(
                    "Every day up to {day} is closed, for good. What is found wrong later is "
                    "written as an adjustment of the open month.",
                    day=show_day(last_day(month)),
                )
            )
        )
        self.signer = self.add_text("signer", words("Signed by"), runner.ask(Signer()))
        self.scan = self.add_text(
            "scan", words("Scan of the signed paper"), hint=words("PDF, PNG or JPEG; may be blank")
        )
        self.choose_button = QPushButton(words("Choose the scan…"))
        self.choose_button.setAutoDefault(False)
        self.choose_button.clicked.connect(self._choose)
        self.rows.addRow("", self.choose_button)

    @override
    def submit(self) -> None:
        """Approve the month."""
        scan = self.scan.text().strip()
        action = ApproveMonth(self._month, self.signer.text(), Path(scan) if scan else None)
        outcome = work(
            self, self.words("Recounting the book…"), partial(self._runner.room.run, action)
        )
        if outcome is not None:
            self._runner.announce(outcome)

    def _choose(self) -> None:
        chosen = choose_scan(self.words, self)
        if chosen:
            self.scan.setText(chosen)


def choose_scan(words: Words, parent: QWidget) -> str:
    """Return the path of a scan that was chosen, blank when none was."""
    chosen, _filter = QFileDialog.getOpenFileName(
        parent, words("Choose the scan"), "", words("Scans (*.pdf *.png *.jpg *.jpeg)")
    )
    return chosen


class ConfirmForm(Form):
    """Writes down that a department looked a month through (Điều 14.3)."""

    def __init__(self, runner: Runner, parent: QWidget | None, month: str) -> None:
        """Build the form for a month, with those who may confirm it."""
        words = runner.words
        title = words("Month {month} is confirmed", month=show_month(month))
        super().__init__(words, title, words("Write it down"), parent)
        self._runner, self._month = runner, month
        people = runner.ask(Confirmers())
        if not people:
            self.rows.addRow(
                label(words("Nobody heads a team yet. Say in the lists (Ctrl+0) who does."), "bad")
            )
        self.by = self.add_choice(
            "by", words("Confirmed by"),
            [(person.code, f"{person.name} · {role}") for person, role in people],
        )  # fmt: skip
        self.note = self.add_text("note", words("Note"))
        self.ready_button.setEnabled(bool(people))

    @override
    def submit(self) -> None:
        """Confirm the month."""
        by = str(self.by.currentData())
        self._runner.attempt(ConfirmMonth(self._month, by, self.note.text()))


class ReturnForm(Form):
    """Writes down what the principal wants mended in a month."""

    def __init__(self, runner: Runner, parent: QWidget | None, month: str) -> None:
        """Build the form for a month."""
        words = runner.words
        title = words("Month {month} is returned", month=show_month(month))
        super().__init__(words, title, words("Write it down"), parent)
        self._runner, self._month = runner, month
        self.note = self.add_text("note", words("What is to be mended"))

    @override
    def submit(self) -> None:
        """Return the month."""
        self._runner.attempt(ReturnMonth(self._month, self.note.text()))


class LateForm(Form):
    """Asks why a change was written down late; the month's sheet says it."""

    def __init__(self, runner: Runner, parent: QWidget | None, number: int, reason: str) -> None:
        """Build the form for a late entry, with the reason that was given before."""
        words = runner.words
        super().__init__(words, words("Why it was late"), words("Save"), parent)
        self._runner, self._number = runner, number
        entry = runner.ask(OneEntry(number))
        if entry is not None:
            self.rows.addRow(label(f"{show_day(entry.day)}: {words(entry.text, **entry.values)}"))
        self.reason = self.add_text("reason", words("Reason"), reason)

    @override
    def submit(self) -> None:
        """Explain the entry."""
        self._runner.attempt(ExplainLate(self._number, self.reason.text()))
