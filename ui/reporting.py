"""The files of the reports screen."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from app.services.report_files import PrintReport, SaveReport
from app.services.reports import Report
from ui.controller import Controller, Door
from ui.papers import Papers
from ui.runner import Runner
from ui.screens.reports import Reports


class ReportDesk(Controller):
    """Prints and saves the report that is shown."""

    def __init__(self, window: QWidget, runner: Runner, screen: Reports, papers: Papers) -> None:
        """Answer the wishes of the screen."""
        super().__init__(window)
        self._runner, self._screen, self._papers = runner, screen, papers
        screen.print_wanted.connect(self.print)
        screen.save_wanted.connect(self.save)

    @override
    def doors(self) -> dict[str, Door]:
        """Return what the actions of reports do, by their names."""
        return {}

    def print(self, report: Report) -> None:
        """Print a report."""
        self._papers.drawn(self._screen.window(), PrintReport(report))

    def save(self, report: Report) -> None:
        """Save a report as a workbook."""
        self._papers.written(self._screen.window(), SaveReport(report))
