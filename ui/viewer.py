"""How a paper is shown, and how one is printed while a queue waits."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from app.domain.fault import Fault, Unavailable
from app.domain.sentence import Sentence
from ui.dialogs.preview import Preview
from ui.printing import make_printer, print_whole
from ui.runner import Runner
from ui.worker import Job

FindPrinter = Callable[[bytes, str], QPrinter | None]


def usual_printer(paper: bytes, title: str) -> QPrinter | None:
    """Return the desktop's usual printer set to a paper, None where there is none."""
    return None if QPrinterInfo.defaultPrinter().isNull() else make_printer(paper, title)


class Viewer(QObject):
    """Shows papers in a preview; `open_file` shows any file in the desktop's own way."""

    def __init__(
        self,
        runner: Runner,
        open_file: Callable[[Path], None],
        find_printer: FindPrinter = usual_printer,
    ) -> None:
        """Speak through `runner`; print at once on what `find_printer` finds."""
        super().__init__()
        self._runner, self._open_file, self._find_printer = runner, open_file, find_printer
        self._printing: list[Job[None]] = []

    def show(self, path: Path) -> None:
        """Show a paper, once the form that asked for it has closed."""
        QTimer.singleShot(0, self, partial(self._preview, path))

    def print_at_once(self, path: Path) -> None:
        """Print a paper on the usual printer, beside the work: nobody is asked anything."""
        paper = self._read(path)
        if paper is None:
            return
        printer = self._find_printer(paper, path.stem)
        if printer is None:
            self._runner.refuse(
                Unavailable(
                    Sentence(
                        "No printer is set up, so nothing was printed. Set one up on the "
                        "computer; the slip is kept in {file}.",
                        {"file": str(path)},
                    )
                )
            )
            return
        job = Job(partial(print_whole, printer, paper))
        job.finished.connect(self._end)
        self._printing.append(job)
        job.start()

    def wait(self) -> None:
        """Return when nothing is being printed any more."""
        for job in self._printing:
            job.wait()

    def _end(self) -> None:
        done = [job for job in self._printing if job.isFinished()]
        self._printing = [job for job in self._printing if job not in done]
        for job in done:
            if isinstance(job.error, Fault):
                self._runner.refuse(job.error)
            elif job.error is not None:
                raise job.error

    def _preview(self, path: Path) -> None:
        paper = self._read(path)
        if paper is not None:
            words = self._runner.words
            Preview(words, path, paper, self._open_file, _main_window()).show()

    def _read(self, path: Path) -> bytes | None:
        try:
            return path.read_bytes()
        except OSError as error:
            self._runner.refuse(
                Unavailable(
                    Sentence(
                        "{file} cannot be shown ({cause}). Print it again.",
                        {"file": str(path), "cause": str(error)},
                    )
                )
            )
            return None


def _main_window() -> QWidget | None:
    """Return the program's window: it need not be in front when a long paper is drawn at last."""
    found = (one for one in QApplication.topLevelWidgets() if isinstance(one, QMainWindow))
    return next((one for one in found if one.isVisible()), None)
