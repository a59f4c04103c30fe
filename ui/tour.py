"""The tour: the main job done through the real window where there is no display.

`python -m ui.tour DIR` leaves pictures and papers in DIR.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

import resources
from app.domain.sentence import Words
from app.services.clock import local_time
from app.services.room import Room
from app.services.stocktakes import OpenStocktake
from app.services.wording import load_words
from ui.dialogs.importing import ImportForm
from ui.dialogs.plan import PlanForm
from ui.dialogs.small import ShortcutSheet
from ui.dialogs.uploads import MakeUploadForm
from ui.dialogs.welcome import Welcome
from ui.runner import Runner
from ui.theme import dress
from ui.window import Window

Steps = Callable[[QDialog], None]
_RETURN = Qt.Key.Key_Return
_REST = 100  # milliseconds until what was laid out stands still
_SIZE = QSize(1160, 740)  # a screen that a school may have; there is none to ask here


class Tour:
    """A keeper's first day, done by keys and buttons."""

    def __init__(self, target: Path, words: Words) -> None:
        """Leave everything in `target`."""
        self._target = target
        self._words = words
        self._shots = 0
        self.papers: list[Path] = []

    def take(self, folder: Path) -> None:
        """Go through the whole day with a new book in `folder`."""
        window = Window(Runner(self._welcome(folder), self._words), self.papers.append)
        window.resize(_SIZE)
        window.show()
        for kind, name in (
            ("people", "nhan-su.csv"), ("classes", "lop-hoc.csv"), ("devices", "thiet-bi.csv"),
        ):  # fmt: skip
            self._import(window, kind, resources.path("examples", name))
        self._lend(window)
        self._take_back(window)
        self._look_around(window)
        self._paper(window)
        self._look_further(window)
        window.close()

    def _welcome(self, folder: Path) -> Room:
        welcome = Welcome(self._words, folder, local_time, "thietbi")

        def steps(dialog: QDialog) -> None:
            welcome.school.insert("Hoa Phượng")
            welcome.keeper.insert("Trần Thị Kho")
            self._picture(dialog, "welcome")
            welcome.ready_button.click()

        self._through(welcome.exec, steps)
        if welcome.room is None:
            raise RuntimeError(welcome.refusal.text())
        return welcome.room

    def _import(self, window: Window, kind: str, path: Path) -> None:
        def steps(dialog: QDialog) -> None:
            if not isinstance(dialog, ImportForm):
                raise TypeError(dialog)
            dialog.kind.setCurrentIndex(dialog.kind.findData(kind))
            dialog.choose(path)
            self._picture(dialog, f"import-{kind}")
            dialog.ready_button.click()

        self._through(window.actions_["import"].trigger, steps)

    def _lend(self, window: Window) -> None:
        self._scan(window, "3a", "TB00001", "TB00002", "20*TB00003", "thanh phach")
        self._picture(window, "counter-lending")
        self._scan(window, "")
        self._picture(window, "lent")
        window.actions_["print"].trigger()
        self._scan(window, "1A", "12*TB00008", "")

    def _take_back(self, window: Window) -> None:
        self._scan(window, "TB00001", "TB00003")
        model = window.counter.model
        model.setData(model.index(1, 5), 2)
        self._picture(window, "counter-returning")
        self._scan(window, "")
        self._picture(window, "taken-back")
        window.toast.undo.click()
        self._picture(window, "undone")
        self._scan(window, "TB00001", "")

    def _look_around(self, window: Window) -> None:
        QTest.keyClicks(window.search, "may chieu")
        QTest.keyClick(window.search, _RETURN)
        window.devices.list.selectRow(0)
        self._picture(window, "devices")
        window.search.clear()
        window.actions_["today"].trigger()
        self._picture(window, "today")
        self._plan(window)
        for name in ("slips", "damages", "month", "reports", "lists", "norms"):
            window.actions_[name].trigger()
            self._picture(window, name)
        self._count(window)
        window.actions_["dark"].trigger()
        self._picture(window, "dark")
        window.actions_["dark"].trigger()
        guide = window.guidance.open()
        self._picture(guide, "guide")
        guide.close()
        sheet = ShortcutSheet(self._words, window.actions_, window)
        sheet.show()
        self._picture(sheet, "shortcuts")
        sheet.close()
        window.actions_["verify"].trigger()
        self._picture(window, "verified")

    def _look_further(self, window: Window) -> None:
        """Look at what shows what was done before, and at what a school sets."""
        window.calendar.fill_button.click()
        window.actions_["backup_now"].trigger()
        for name in (
            "deadlines", "uploads", "exchange", "overview", "archive", "history", "calendar",
            "backups",
        ):  # fmt: skip
            window.actions_[name].trigger()
            window.settle()
            window.toast.hide()  # it names the folder of the tour
            self._picture(window, name)

    def _count(self, window: Window) -> None:
        window.runner.run(OpenStocktake())
        window.actions_["stocktake"].trigger()
        for code in ("TB00002", "TB00005", "TB00006"):
            QTest.keyClicks(window.stocktake.scan, code)
            QTest.keyClick(window.stocktake.scan, _RETURN)
        self._picture(window, "stocktake")

    def _plan(self, window: Window) -> None:
        window.actions_["plans"].trigger()

        def steps(dialog: QDialog) -> None:
            if not isinstance(dialog, PlanForm):
                raise TypeError(dialog)
            QTest.keyClicks(dialog.lesson, "Phep nhan")
            QTest.keyClicks(dialog.items, "TB00002, 3*TB00005")
            self._picture(dialog, "plan")
            dialog.ready_button.click()

        self._through(window.actions_["plan"].trigger, steps)
        self._picture(window, "week")

    def _paper(self, window: Window) -> None:
        window.actions_["month_list"].trigger()
        self._through(window.actions_["upload"].trigger, self._make_upload)
        window.actions_["upload_open"].trigger()
        window.actions_["print_return"].trigger()
        for paper in self.papers:
            shutil.copy(paper, self._target)

    def _make_upload(self, dialog: QDialog) -> None:
        if not isinstance(dialog, MakeUploadForm):
            raise TypeError(dialog)
        self._picture(dialog, "upload")
        dialog.ready_button.click()

    def _scan(self, window: Window, *texts: str) -> None:
        for text in texts:
            QTest.keyClicks(window.counter.scan, text)
            QTest.keyClick(window.counter.scan, _RETURN)

    def _picture(self, widget: QWidget, name: str) -> None:
        self._shots += 1
        QTest.qWait(_REST)
        widget.grab().save(str(self._target / f"{self._shots:02d}-{name}.png"))

    @staticmethod
    def _through(door: Callable[[], object], steps: Steps) -> None:
        """Open a modal dialog by its door and do the steps in it."""
        failed: list[Exception] = []

        def enter() -> None:
            dialog = QApplication.activeModalWidget()
            if not isinstance(dialog, QDialog):
                failed.append(TypeError(dialog))
                return
            try:
                steps(dialog)
            except Exception as error:  # noqa: BLE001 - raised again once the dialog is closed
                failed.append(error)
                dialog.reject()

        QTimer.singleShot(0, enter)
        door()
        if failed:
            raise failed[0]


def main() -> int:
    """Take the tour; say what it left where."""
    target = Path(sys.argv[1])
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    application = QApplication(sys.argv[:1])
    dress(application)
    failed: list[BaseException] = []

    def keep(_kind: type[BaseException], error: BaseException, _trace: object) -> None:
        # Qt goes on after an error in a slot; the tour must not.
        failed.append(error)

    sys.excepthook = keep
    with tempfile.TemporaryDirectory() as folder:
        Tour(target, load_words()).take(Path(folder) / "book")
    if failed:
        sys.excepthook = sys.__excepthook__
        raise failed[0]
    left = sorted(path.name for path in target.iterdir())
    print(f"There is no display, so the window was toured offscreen. It left in {target}:")  # noqa: T201 - what the command says
    print("\n".join(f"  {name}" for name in left))  # noqa: T201 - what the command says
    return 0


if __name__ == "__main__":
    sys.exit(main())
