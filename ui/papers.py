"""Papers: drawn, saved beside the book, and shown."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from app.domain.fault import Fault
from app.domain.sentence import Sentence
from app.domain.text import fold
from app.services.month_acts import PrintMonth
from app.services.numbered import PrintSlip
from app.services.room import Question
from app.services.showing import PrintShown, SaveShown, Shown
from app.services.slips import PrintLoanSlip, PrintMonthList, PrintReminders, PrintReturnSlips
from ui.runner import Runner
from ui.screens.screen import Screen
from ui.viewer import Viewer
from ui.worker import work

OpenFile = Callable[[Path], None]


class Papers(QObject):
    """What the window prints; each paper is a PDF in the book's `documents` folder."""

    def __init__(self, runner: Runner, open_file: OpenFile, viewer: Viewer | None = None) -> None:
        """Draw with `runner`; without a `viewer` papers are shown with `open_file` too."""
        super().__init__()
        self._runner = runner
        self.open_file = open_file
        self._show = viewer.show if viewer else open_file
        self._print_at_once = viewer.print_at_once if viewer else open_file

    def loan_slip(self, loan: int) -> None:
        """Print the slip of a loan."""
        self._save(f"phieu-muon-{loan:04d}.pdf", PrintLoanSlip(loan))

    def hand_out(self, loan: int) -> None:
        """Print the slip of a loan while the queue waits: no window, and Undo stays offered."""
        data = self._draw(PrintLoanSlip(loan))
        path = self._write(f"phieu-muon-{loan:04d}.pdf", data) if data else None
        if path is not None:
            self._print_at_once(path)

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

    def slip(self, slip: int) -> None:
        """Print a numbered slip."""
        self._save(f"phieu-{slip:04d}.pdf", PrintSlip(slip))

    def month_sheet(self, month: str) -> None:
        """Print the sheet of a month: as it was submitted, or a draft of it."""
        job = partial(self._runner.room.run, PrintMonth(month))
        try:
            outcome = work(None, self._runner.words("Drawing the pages…"), job)
        except Fault as fault:
            self._runner.refuse(fault)
            return
        if outcome is not None:
            self._runner.announce(outcome)
            self.keep(outcome.value.name, outcome.value.data)

    def labels(self, paper: Question[bytes]) -> None:
        """Print label sheets, or the page that tests them."""
        self._save(f"nhan-{self._runner.room.now():%Y-%m-%d-%H%M%S}.pdf", paper)

    def list_shown(self, screen: Screen) -> None:
        """Print the list of a screen as it stands."""
        shown = self._read(screen)
        if shown is None:
            return
        name = f"{_file_name(shown)}-{self._runner.room.today():%Y-%m-%d}.pdf"
        self.drawn(screen, name, PrintShown(shown))

    def drawn(self, screen: Screen, name: str, paper: Question[bytes]) -> None:
        """Draw a paper that may be long, keep it under a name and show it."""
        job = partial(self._runner.ask, paper)
        try:
            data = work(screen.window(), self._runner.words("Drawing the pages…"), job)
        except Fault as fault:
            self._runner.refuse(fault)
            return
        self.keep(name, data or b"")

    def list_saved(self, screen: Screen) -> None:
        """Save the list of a screen as a spreadsheet, and open it."""
        shown = self._read(screen)
        if shown is None:
            return
        name = f"{_file_name(shown)}-{self._runner.room.today():%Y-%m-%d}.xlsx"
        self.written(screen, SaveShown(shown, self.folder() / name))

    def folder(self) -> Path:
        """Return where papers are kept."""
        return self._runner.room.folder / "documents"

    def written(self, screen: Screen, workbook: Question[Path]) -> None:
        """Write a workbook into the folder of papers, and open it."""
        job = partial(self._runner.ask, workbook)
        try:
            self.folder().mkdir(exist_ok=True)
            path = work(screen.window(), self._runner.words("Writing the list…"), job)
        except Fault as fault:
            self._runner.refuse(fault)
            return
        if path is not None:
            self._runner.say(Sentence("Saved {file}", {"file": str(path)}))
            self.open_file(path)

    def _read(self, screen: Screen) -> Shown | None:
        listing = screen.listing()
        if listing is not None:
            shown = work(screen.window(), self._runner.words("Reading the list…"), listing)
            if shown is not None and shown.rows:
                return shown
        self._runner.say(Sentence("There is no list here to print or save."))
        return None

    def _save(self, name: str, paper: Question[bytes]) -> None:
        data = self._draw(paper)
        if data is not None:
            self.keep(name, data)

    def _draw(self, paper: Question[bytes]) -> bytes | None:
        try:
            return self._runner.ask(paper)
        except Fault as fault:
            self._runner.refuse(fault)
            return None

    def keep(self, name: str, data: bytes) -> None:
        """Keep a paper that is drawn, say where, and show it."""
        path = self._write(name, data)
        if path is not None:
            self._runner.say(Sentence("Saved {file}", {"file": str(path)}))
            self._show(path)

    def _write(self, name: str, data: bytes) -> Path | None:
        """Keep a paper among the others, or say why it cannot be."""
        path = self.folder() / name
        try:
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(data)
        except OSError as error:
            self._runner.refused.emit(
                self._runner.words(
                    "{file} cannot be written ({cause}). Close it if it is open, and check the "
                    "disk.",
                    file=str(path),
                    cause=str(error),
                )
            )
            return None
        return path


def _file_name(shown: Shown) -> str:
    return "-".join("".join(c if c.isalnum() else " " for c in fold(shown.title)).split())
