"""Papers: drawn, saved beside the book, and opened in the desktop's own way."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject

from app.domain.fault import Fault
from app.domain.sentence import Sentence
from app.services.room import Question
from app.services.slips import PrintLoanSlip, PrintMonthList, PrintReminders, PrintReturnSlips
from ui.runner import Runner

OpenFile = Callable[[Path], None]


class Papers(QObject):
    """What the window prints; each paper is a PDF in the book's `documents` folder."""

    def __init__(self, runner: Runner, open_file: OpenFile) -> None:
        """Draw with `runner`, show with `open_file`."""
        super().__init__()
        self._runner = runner
        self._open_file = open_file

    def loan_slip(self, loan: int) -> None:
        """Print the slip of a loan."""
        self._save(f"phieu-muon-{loan:04d}.pdf", PrintLoanSlip(loan))

    def return_slips(self, loans: tuple[int, ...]) -> None:
        """Print what came back of some loans, in one file."""
        numbers = "-".join(f"{loan:04d}" for loan in loans)
        self._save(f"phieu-tra-{numbers}.pdf", PrintReturnSlips(loans))

    def reminders(self) -> None:
        """Print a reminder for each teacher with overdue devices."""
        day = self._runner.room.today()
        self._save(f"phieu-nhac-{day:%Y-%m-%d}.pdf", PrintReminders())

    def month_list(self) -> None:
        """Print the slips of this month."""
        month = f"{self._runner.room.today():%Y-%m}"
        self._save(f"danh-sach-muon-{month}.pdf", PrintMonthList(month))

    def _save(self, name: str, paper: Question[bytes]) -> None:
        path = self._runner.room.folder / "documents" / name
        try:
            data = self._runner.ask(paper)
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(data)
        except Fault as fault:
            self._runner.refuse(fault)
            return
        except OSError as error:
            self._runner.refused.emit(
                self._runner.words(
                    "{file} cannot be written ({cause}). Close it if it is open, and check the "
                    "disk.",
                    file=str(path),
                    cause=str(error),
                )
            )
            return
        self._runner.say(Sentence("Saved {file}", {"file": str(path)}))
        self._open_file(path)
