"""What the keeper's hands do in a test: keys where the cursor is, answers to dialogs."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QAbstractItemModel, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QProgressDialog, QWidget

D = TypeVar("D", bound=QDialog)

_PATIENCE = 2_000  # looks for a dialog, 10 ms apart


def focused() -> QWidget:
    """Return the widget the next key goes to."""
    widget = QApplication.focusWidget()
    assert widget is not None, "no widget has the cursor"
    return widget


def press(key: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
    """Press one key where the cursor is."""
    held = Qt.KeyboardModifier.NoModifier
    for modifier in modifiers:
        held |= modifier
    QTest.keyClick(focused(), key, held)


def control(key: Qt.Key) -> None:
    """Press a key with Ctrl."""
    press(key, Qt.KeyboardModifier.ControlModifier)


def type_text(text: str) -> None:
    """Type a text where the cursor is."""
    QTest.keyClicks(focused(), text)


def enter(text: str = "") -> None:
    """Type a text, or scan it, and press Enter."""
    type_text(text)
    press(Qt.Key.Key_Return)


def enter_slowly(text: str) -> None:
    """Type a text as fingers do, and press Enter."""
    QTest.keyClicks(focused(), text, Qt.KeyboardModifier.NoModifier, 70)
    press(Qt.Key.Key_Return)


def back_to(window: QWidget) -> None:
    """Have the window in front again, as a desktop does when a dialog closes."""
    for _look in range(_PATIENCE):
        widget = QApplication.focusWidget()
        # A dialog that closed a moment ago may still hold the cursor: no desktop hands it on.
        if widget is not None and widget.window() is window:
            return
        window.activateWindow()
        QTest.qWait(10)
    raise TimeoutError(window)


def cells(model: QAbstractItemModel) -> list[list[str]]:
    """Return what a table shows, as text."""
    return [
        [str(model.index(row, column).data()) for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def column(model: QAbstractItemModel, number: int) -> list[str]:
    """Return what one column of a table shows."""
    return [row[number] for row in cells(model)]


@contextmanager
def answering(kind: type[D], act: Callable[[D], None] = QDialog.reject) -> Iterator[None]:
    """Wait for a modal dialog of a kind, do something in it, and see that it came.

    A dialog still open after that is called off, so a failing test never hangs.
    """
    came: list[bool] = []
    errors: list[BaseException] = []
    looks = iter(range(_PATIENCE))
    under = QApplication.activeModalWidget()  # what the dialog that comes will stand over

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if dialog in {None, under} or isinstance(dialog, QProgressDialog):
            if next(looks, None) is not None:
                timer.start()
            return
        came.append(isinstance(dialog, kind))
        try:
            assert isinstance(dialog, kind), f"{dialog} came, not a {kind}"
            act(dialog)
        except BaseException as error:  # noqa: BLE001 - raised again outside Qt's loop
            errors.append(error)
        finally:
            if dialog.isVisible():
                dialog.close()

    timer = QTimer()
    timer.setSingleShot(True)
    timer.setInterval(10)
    timer.timeout.connect(look)
    timer.start()
    yield
    timer.stop()
    for error in errors:
        raise error
    assert came, f"no {kind.__name__} came"


def book_is_free(folder: Path) -> bool:
    """Return whether nobody reads or writes the book now."""
    path = folder / "book.db"
    if not path.is_file():
        return True
    with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as fresh:
        try:
            fresh.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            return False
        fresh.execute("ROLLBACK")
        busy, _frames, _moved = fresh.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return not busy
