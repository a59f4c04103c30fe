"""Long work off the window's thread, behind a progress bar."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import Qt, QThread
from PySide6.QtWidgets import QProgressDialog, QWidget
from typing_extensions import override

T = TypeVar("T")


class _Thread(QThread, Generic[T]):
    """A thread that does one job and keeps what came of it."""

    def __init__(self, job: Callable[[], T]) -> None:
        super().__init__()
        self._job = job
        self.result: list[T] = []
        self.error: Exception | None = None

    @override
    def run(self) -> None:
        try:
            self.result.append(self._job())
        except Exception as error:  # noqa: BLE001 - raised again on the window's thread
            self.error = error


def work(parent: QWidget | None, text: str, job: Callable[[], T], cancel: str = "") -> T | None:
    """Do a job on a worker thread and return its result, or raise its error.

    `text` stands over the progress bar. With `cancel`, a button of that name gives the
    job up, and None is returned: only jobs that write nothing may offer it.
    """
    progress = QProgressDialog(text, cancel, 0, 0, parent)
    progress.setWindowModality(Qt.WindowModality.ApplicationModal)
    progress.setMinimumDuration(0)
    progress.setWindowTitle(" ")
    if not cancel:
        progress.setCancelButton(None)
    thread = _Thread(job)
    thread.finished.connect(progress.accept)
    thread.start()
    if not thread.isFinished():
        progress.exec()
    cancelled = bool(cancel) and progress.wasCanceled()
    thread.wait()
    progress.deleteLater()
    if cancelled:
        return None
    if thread.error is not None:
        raise thread.error
    return thread.result[0]
