"""Long work off the window's thread, behind a progress bar."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, Qt, QThread, Signal
from PySide6.QtWidgets import QProgressDialog, QWidget
from typing_extensions import override

from app.domain.fault import Cancelled

T = TypeVar("T")

_TURN = 0.0005  # seconds


class Job(QThread, Generic[T]):
    """A thread that does one job and keeps what came of it."""

    def __init__(self, job: Callable[[], T]) -> None:
        """Take the job; `start` does it."""
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


@contextmanager
def _taking_turns() -> Iterator[None]:
    """Let the window's thread have its turn soon, while another computes.

    Every event passes Python, and waits its turn each time: at Python's usual pace a
    dialog takes half a second to appear.
    """
    usual = sys.getswitchinterval()
    sys.setswitchinterval(_TURN)
    try:
        yield
    finally:
        sys.setswitchinterval(usual)


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
    thread = Job(job)
    thread.finished.connect(progress.accept)
    with _taking_turns():
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


class _Steps(QObject):
    """The steps of a job, told from its thread, and whether it was called off."""

    stepped = Signal(int, int)

    def __init__(self) -> None:
        super().__init__()
        self.called_off = False

    def __call__(self, done: int, whole: int) -> None:
        if self.called_off:
            raise Cancelled
        self.stepped.emit(done, whole)

    def call_off(self) -> None:
        self.called_off = True


def work_in_steps(
    parent: QWidget | None, text: str, job: Callable[[Callable[[int, int], None]], T], cancel: str
) -> T | None:
    """Do a job that tells its steps behind a bar that moves; None when it was called off.

    The job calls what it is given with how many of how many are done; when somebody has
    pressed `cancel`, that call raises `Cancelled`, so the job must leave nothing behind then.
    """
    steps = _Steps()
    progress = QProgressDialog(text, cancel, 0, 0, parent)
    progress.setWindowModality(Qt.WindowModality.ApplicationModal)
    progress.setMinimumDuration(0)
    progress.setWindowTitle(" ")
    progress.setAutoReset(False)
    progress.setAutoClose(False)
    bar = _Bar(progress)
    steps.stepped.connect(bar.show_step)
    progress.canceled.connect(steps.call_off)
    thread = Job(partial(job, steps))
    thread.finished.connect(progress.accept)
    with _taking_turns():
        thread.start()
        while not thread.isFinished():
            progress.exec()  # a press on Cancel hides it before the job has heard
        thread.wait()
    bar.over = True
    progress.reset()  # or its own timer shows it again
    progress.hide()
    progress.deleteLater()
    if isinstance(thread.error, Cancelled):
        return None
    if thread.error is not None:
        raise thread.error
    return thread.result[0]


class _Bar(QObject):
    """The bar on the window's thread, where the steps arrive."""

    def __init__(self, progress: QProgressDialog) -> None:
        super().__init__(progress)
        self._progress = progress
        self.over = False

    def show_step(self, done: int, whole: int) -> None:
        if self.over:
            return  # a last step that arrives late would show the bar again
        if done < whole:
            self._progress.setMaximum(whole)
            self._progress.setValue(done)
        else:
            # All is read, and what follows is written whole: too late to call it off.
            self._progress.setCancelButton(None)
            self._progress.setMaximum(0)
