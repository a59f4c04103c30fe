"""Proving the whole book once a day, in a process of its own that nobody at the counter feels."""

from __future__ import annotations

import json

from PySide6.QtCore import QObject, QProcess, QTimer
from PySide6.QtWidgets import QWidget

from app.child import ROOT, command_of
from app.services.opening import is_proven, note_proven
from ui.runner import Runner
from ui.widgets.banner import Banner

_PACE = 30_000  # ms between two looks whether it is time


class Proving(QObject):
    """Runs `verify` as the command line does; `banner` stays up for what it finds."""

    def __init__(self, window: QWidget, runner: Runner) -> None:
        """Stand by; `watch` begins."""
        super().__init__(window)
        self._runner = runner
        self.banner = Banner(runner.words("Look closer…"))
        self._timer = QTimer(self, interval=_PACE)
        self._timer.timeout.connect(self.begin)
        self._child = QProcess(self)
        self._child.setWorkingDirectory(str(ROOT))
        self._child.finished.connect(self._tell)

    def watch(self) -> None:
        """Look now and then whether today's proof is still to be made."""
        self._timer.start()

    def begin(self) -> None:
        """Prove the book unless today's proof is made or being made."""
        room = self._runner.room
        if self._child.state() != QProcess.ProcessState.NotRunning:
            return
        if is_proven(room.folder, room.today()):
            return
        folder = str(room.folder.absolute())
        program, *rest = command_of("app.cli", "--json", "--data", folder, "verify")
        self._child.start(program, rest)

    def settle(self) -> None:
        """Leave a proof that is not ready to another day: it writes nothing."""
        self._timer.stop()
        self._child.blockSignals(True)  # noqa: FBT003 - Qt
        self._child.kill()
        self._child.waitForFinished()

    def _tell(self, status: int) -> None:
        words, room = self._runner.words, self._runner.room
        try:
            said = json.loads(bytes(self._child.readAllStandardOutput().data()))
        except ValueError:
            return  # it was stopped from outside; the next look begins again
        problems = said.get("problems")
        if status == 0:
            note_proven(room.folder, room.today())
            self.banner.tell("")
        elif problems:
            self._timer.stop()
            told = words(
                "The daily check found {count} faults in the book: its figures may be wrong. "
                "Look at them before you write anything.",
                count=len(problems),
            )
            self.banner.tell(told)
        elif "error" in said:
            self.banner.tell(str(said["error"]["message"]))
