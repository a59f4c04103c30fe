"""Papers: drawn, kept, saved beside the book, and shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.domain.archive import AS_USUAL, Provision
from app.domain.change import Outcome
from app.domain.fault import Fault
from app.domain.sentence import Sentence
from app.services.archive import PAPERS, Issuable, Issued
from app.services.month_acts import PrintMonth
from app.services.numbered import PrintSlip
from app.services.room import Question
from app.services.showing import PrintShown, SaveShown, Shown
from app.services.slips import PrintLoanSlip, PrintMonthList, PrintReminders, PrintReturnSlips
from ui.dialogs.provision import ProvisionForm
from ui.runner import Runner
from ui.screens.screen import Screen
from ui.viewer import Viewer
from ui.worker import work

OpenFile = Callable[[Path], None]
Issuing = Callable[[], Outcome[Issued]]
Doing = Callable[[Issuing], Outcome[Issued] | None]


def _at_once(issuing: Issuing) -> Outcome[Issued]:
    return issuing()


class Papers(QObject):
    """What the window prints and saves.

    What is issued is kept in the archive. The slips of the counter, labels and test pages are
    working papers: they lie in the folder of papers alone.
    """

    def __init__(self, runner: Runner, open_file: OpenFile, viewer: Viewer | None = None) -> None:
        """Draw with `runner`; without a `viewer` papers are shown with `open_file` too."""
        super().__init__()
        self._runner = runner
        self.open_file = open_file
        self._show = viewer.show if viewer else open_file
        self._viewer = viewer
        self._print_at_once = viewer.print_at_once if viewer else open_file

    def wait(self) -> None:
        """Return when nothing is being printed any more."""
        if self._viewer is not None:
            self._viewer.wait()

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
        self.issue(PrintReminders())

    def month_list(self) -> None:
        """Print the slips of this month."""
        self.issue(PrintMonthList(f"{self._runner.room.today():%Y-%m}"))

    def slip(self, slip: int) -> None:
        """Print a numbered slip."""
        self.issue(PrintSlip(slip))

    def month_sheet(self, month: str) -> None:
        """Print the sheet of a month: as it was submitted, or a draft of it."""
        self.drawn(None, PrintMonth(month))

    def labels(self, paper: Question[bytes]) -> None:
        """Print label sheets, or the page that tests them."""
        self._save(f"nhan-{self._runner.room.now():%Y-%m-%d-%H%M%S}.pdf", paper)

    def list_shown(self, screen: Screen) -> None:
        """Print the list of a screen as it stands."""
        shown = self._read(screen)
        if shown is not None:
            self.drawn(screen.window(), PrintShown(shown))

    def list_saved(self, screen: Screen) -> None:
        """Save the list of a screen as a spreadsheet, and open it."""
        shown = self._read(screen)
        if shown is not None:
            self.written(screen.window(), SaveShown(shown))

    def drawn(self, parent: QWidget | None, paper: Issuable) -> None:
        """Issue a paper that may be long to draw."""
        self.issue(paper, partial(work, parent, self._runner.words("Drawing the pages…")))

    def written(self, parent: QWidget | None, workbook: Issuable) -> None:
        """Issue a workbook, once it is said what for; nothing when that is called off."""
        form = ProvisionForm(self._runner, parent, workbook)
        said = form.exec() == ProvisionForm.DialogCode.Accepted
        form.deleteLater()
        if said:
            do = partial(work, parent, self._runner.words("Writing the list…"))
            self.issue(workbook, do, form.provision)

    def issue(self, paper: Issuable, do: Doing = _at_once, provision: Provision = AS_USUAL) -> None:
        """Draw a paper, keep it in the archive, say where it was saved, and show it."""
        try:
            self.attempt(paper, do, provision)
        except Fault as fault:
            self._runner.refuse(fault)

    def attempt(
        self, paper: Issuable, do: Doing = _at_once, provision: Provision = AS_USUAL
    ) -> None:
        """Issue a paper; a form catches the fault to show it at its field."""
        outcome = do(partial(self._runner.room.issue, paper, provision=provision))
        if outcome is not None:
            self.tell(outcome)

    def tell(self, outcome: Outcome[Issued]) -> None:
        """Say where a paper that was issued is, and show it."""
        path = outcome.value.path
        said = Sentence("Saved {file}", {"file": str(path)})
        self._runner.announce(replace(outcome, sentence=said))
        show = self._show if path.suffix == ".pdf" else self.open_file
        show(path)

    def folder(self) -> Path:
        """Return where papers lie that were printed to be used."""
        return self._runner.room.folder / PAPERS

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
