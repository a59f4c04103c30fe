"""The process that `bench.window` starts: the program over a book, or an empty window alone.

It prints when the window stood (by the machine's steady clock), the megabytes it holds, and the
milliseconds to a list's first paint.
"""

from __future__ import annotations

import gc
import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import cast


def main() -> int:
    """Start one of the two, say what it took, and leave."""
    what, *book = sys.argv[1:]
    if book:
        return _ours(what, Path(book[0]))
    return _bare(what)


def _ours(what: str, book: Path) -> int:
    gc.disable()  # as the command does
    import ui  # noqa: F401, I001 - before Qt, as the command does

    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication, QLineEdit

    from ui.application import run
    from ui.window import Window

    def instead(*_said: object) -> int:
        """Stand where the program would wait for a person."""
        QApplication.processEvents()
        line = QApplication.focusWidget()
        QTest.keyClick(cast("QLineEdit", line), Qt.Key.Key_3)
        QApplication.processEvents()
        stood = time.perf_counter()
        if not isinstance(line, QLineEdit) or line.text() != "3":
            return 1
        window = next(one for one in QApplication.topLevelWidgets() if isinstance(one, Window))
        painted = _paint(window.actions_["devices"].trigger) if what == "paint" else 0.0
        _say(stood, painted)
        window.close()
        return 0

    QApplication.exec = instead  # type: ignore[method-assign]
    return run(book)


def _bare(what: str) -> int:
    from PySide6.QtWidgets import QApplication, QMainWindow

    application = QApplication(sys.argv[:1])
    window = QMainWindow()
    window.showMaximized()
    application.processEvents()
    stood = time.perf_counter()
    _say(stood, _paint_bare(window) if what == "paint" else 0.0)
    return 0


def _paint_bare(window: object) -> float:
    from PySide6.QtGui import QStandardItem, QStandardItemModel
    from PySide6.QtWidgets import QMainWindow, QTableView

    rows, columns = 40, 12
    model = QStandardItemModel(rows, columns)
    for row in range(rows):
        for column in range(columns):
            model.setItem(row, column, QStandardItem(f"Thiết bị số {row}, {column}"))

    def show() -> None:
        if isinstance(window, QMainWindow):
            view = QTableView(window)
            view.setModel(model)
            window.setCentralWidget(view)

    return _paint(show)


def _paint(act: Callable[[], object]) -> float:
    """Return the milliseconds an act takes until all it asked for is painted."""
    from PySide6.QtWidgets import QApplication

    start = time.perf_counter()
    act()
    QApplication.processEvents()
    return (time.perf_counter() - start) * 1000


def _say(stood: float, painted: float) -> None:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    memory = pages * resource.getpagesize() / 2**20
    said = {"stood": stood, "memory": memory, "painted": painted}
    sys.stdout.write(f"{json.dumps(said)}\n")


if __name__ == "__main__":
    sys.exit(main())
