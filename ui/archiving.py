"""What can be done with a file of the archive: looked at, printed again, noted."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QDialog, QWidget
from typing_extensions import override

from app.domain.archive import ArchivedView
from app.domain.fault import Unavailable
from app.domain.sentence import Sentence
from app.services.archived import PrintAgain
from ui.controller import Controller, Door
from ui.dialogs.archive import NoteForm
from ui.papers import Papers
from ui.runner import Runner
from ui.screens.archive import ArchiveScreen


class Archiving(Controller):
    """Answers the wishes of the archive's screen."""

    def __init__(
        self,
        window: QWidget,
        runner: Runner,
        screen: ArchiveScreen,
        show: Callable[[QDialog], None],
        papers: Papers,
    ) -> None:
        """Connect the screen; `show` runs a dialog of the window."""
        super().__init__(window)
        self._window, self._runner, self._show, self._papers = window, runner, show, papers
        screen.open_wanted.connect(self.open)
        screen.folder_wanted.connect(self.open_folder)
        screen.again_wanted.connect(self.print_again)
        screen.note_wanted.connect(self.note)

    @override
    def doors(self) -> dict[str, Door]:
        """Return nothing: the screen's buttons are the doors."""
        return {}

    def open(self, view: ArchivedView) -> None:
        """Open a file as it was kept."""
        path = self._runner.room.folder / view.row.file
        if path.is_file():
            self._papers.open_file(path)
        else:
            self._runner.refuse(
                Unavailable(
                    Sentence(
                        "{file} is no longer where it was kept. Restore it from a backup, and "
                        "check the whole book.",
                        {"file": str(path)},
                    )
                )
            )

    def open_folder(self, view: ArchivedView) -> None:
        """Show the folder a file lies in."""
        self._papers.open_file((self._runner.room.folder / view.row.file).parent)

    def print_again(self, view: ArchivedView) -> None:
        """Draw a document again from the book, marked as a reprint."""
        self._papers.drawn(self._window, PrintAgain(view.id))

    def note(self, view: ArchivedView) -> None:
        """Note when a file was entered in the city's system."""
        self._show(NoteForm(self._runner, self._window, view))
