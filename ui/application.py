"""The program: builds everything, passes it in, and shows the window."""

from __future__ import annotations

import gc
import getpass
import logging
import sys
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QTimer, QUrl, qVersion
from PySide6.QtGui import QDesktopServices, QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication, QMessageBox

import resources
from app.domain.fault import Damaged, Fault
from app.domain.sentence import Words
from app.services.anchors import astray
from app.services.bug_report import describe, keep
from app.services.clock import local_time
from app.services.folders import usual_folder
from app.services.opening import open_for_window
from app.services.room import Room
from app.services.wording import load_words
from ui.appearance import Appearance
from ui.runner import Runner
from ui.theme import dress, prefers_dark
from ui.window import Window

if TYPE_CHECKING:
    from ui.viewer import Viewer

_BREATH = 300  # milliseconds that the counter is left alone in before the book's end is looked at


def run(folder: Path | None, language: str = "vi", backup: Path | None = None) -> int:
    """Open the window over the book in `folder`; return the exit status.

    A `backup` is one that was opened on the desktop: it is looked into at once.
    """
    application = _begin()
    words = load_words(language)
    home = folder or usual_folder()
    report = BugReport(words, home)
    sys.excepthook = report
    stood = Room.stands_in(home)
    try:
        room = open_room(words, home, backup)
    except Fault as fault:
        _dress()
        QMessageBox.warning(None, "Sổ Thiết Bị", words.render(fault.sentence))
        return 1
    if room is None:
        return 0
    runner = Runner(room, words)
    # What is built undressed keeps the desktop's font, which may lack Vietnamese letters.
    Appearance(room.folder).wear()
    window = Window(runner, open_file, partial(_make_viewer, runner))
    report.place = partial(place_in, window)
    report.is_whole = room.is_whole
    window.showMaximized()
    if not stood:
        window.entrance.when_in(window.beginning.welcome)
    elif backup is not None:
        window.entrance.when_in(partial(window.safekeeping.restore_file, backup))
    QTimer.singleShot(_BREATH, window.anchor.check_end)
    window.proving.watch()
    # What was built by now stays: collecting it again would hold the window at each long list.
    gc.freeze()
    gc.enable()
    status = application.exec()
    window.finish()
    return status


def _begin() -> QApplication:
    """Return the application, with the name and the icon the desktop shows of it."""
    application = QApplication(sys.argv[:1])
    application.setApplicationName("Sổ Thiết Bị")
    application.setDesktopFileName("so-thiet-bi")
    application.setWindowIcon(QIcon(str(resources.path("icons", "app.svg"))))
    return application


def _make_viewer(runner: Runner) -> Viewer:
    from ui.viewer import Viewer

    return Viewer(runner, open_file)


def open_room(words: Words, folder: Path, backup: Path | None = None) -> Room | None:
    """Enter the book in a folder, made first if there is none; None when called off.

    Where there is none, it is offered to be made from a `backup`.
    """
    actor = getpass.getuser()
    if Room.stands_in(folder):
        try:
            return open_for_window(folder, local_time, actor)
        except Damaged as damaged:
            return _rescue(words, folder, damaged, actor)
    from ui.dialogs.welcome import Welcome

    _dress()
    welcome = Welcome(words, folder, local_time, actor, backup)
    welcome.exec()
    if welcome.room is None:
        return None
    welcome.room.leave()
    return open_for_window(welcome.room.folder, local_time, actor)


def _rescue(words: Words, folder: Path, damaged: Damaged, actor: str) -> Room | None:
    from ui.dialogs.rescue import Rescue

    _dress()
    rescue = Rescue(words, folder, damaged, clock=local_time, actor=actor)
    rescue.exec()
    if rescue.said:
        QMessageBox.information(None, "Sổ Thiết Bị", rescue.said)
    return rescue.room


def _dress() -> None:
    """Dress what is shown before there is a window, which dresses as it is told to."""
    dress(cast("QApplication", QApplication.instance()), dark=prefers_dark())


def open_file(path: Path) -> None:
    """Show a file in the desktop's own way."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def place_in(window: Window) -> dict[str, str]:
    """Return where in the window somebody is, in the program's own names."""
    dialog = QApplication.activeModalWidget()
    return {
        "screen": window.navigation.current,
        "action": window.actions_.last,
        "dialog": type(dialog).__name__ if dialog is not None else "",
    }


def _unknown() -> bool:
    """Take a book that is not open yet for whole: the error is then the program's."""
    return True


class BugReport:
    """What becomes of an error nobody foresaw: a file, and a window to copy it from."""

    def __init__(self, words: Words, folder: Path) -> None:
        """Keep the words, and the folder the report is written to."""
        self._words = words
        self._folder = folder
        self.place: Callable[[], Mapping[str, str]] = dict
        self.is_whole: Callable[[], bool] = _unknown

    def __call__(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        """Write the error down and show it; the program goes on.

        What a damaged book makes fail is no bug, and is said as it is at any other door.
        """
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        if isinstance(error, Fault):
            self._say(error)
            return
        if not self.is_whole():
            self._say(astray())
            return
        text = describe(error, {"Qt": qVersion(), **self.place()}, local_time())
        logging.getLogger(__name__).error("%s", text)
        keep(self._folder, text)
        box = QMessageBox(
            QMessageBox.Icon.Critical,
            "Sổ Thiết Bị",
            self._words(
                "Something went wrong that should not. Nothing was written, and you can go on. "
                "Please send the details to whoever looks after the program. No name, code or "
                "password stands in them."
            ),
        )
        box.setDetailedText(text)
        copy = box.addButton(self._words("Copy the details"), QMessageBox.ButtonRole.ActionRole)
        box.addButton(QMessageBox.StandardButton.Close)
        box.exec()
        if box.clickedButton() is copy:
            QGuiApplication.clipboard().setText(text)

    def _say(self, fault: Fault) -> None:
        QMessageBox.warning(None, "Sổ Thiết Bị", self._words.render(fault.sentence))
