"""The banner over all screens while a copy of the book is overdue."""

from __future__ import annotations

from app.services.backups import BackupWatch
from ui.runner import Runner
from ui.widgets.banner import Banner


class Overdue(Banner):
    """Follows the book's backups; `wanted` asks for the copy."""

    def __init__(self, runner: Runner) -> None:
        """Look once, and again after each change."""
        super().__init__(runner.words("Copy it now…"))
        self._runner = runner
        runner.changed.connect(self.watch)
        self.watch()

    def watch(self) -> None:
        """Show the banner while the copy is overdue."""
        overdue = self._runner.ask(BackupWatch()).overdue
        self.tell(self._runner.words.render(overdue) if overdue else "")
