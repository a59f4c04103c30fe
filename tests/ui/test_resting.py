"""What an act leaves in the journal reaches the book's file once nobody acts."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from pytestqt.qtbot import QtBot

from app.services.lending import Item, Lend
from ui.window import Window


def _entries(file: Path, aside: Path) -> int:
    """Return how many entries a book's file holds without its journal."""
    shutil.copy(file, aside)
    with closing(sqlite3.connect(aside)) as raw:
        count: int = raw.execute("SELECT count(*) FROM entry").fetchone()[0]
    return count


def test_an_act_reaches_the_file_in_the_pause_after_it(
    window: Window, qtbot: QtBot, tmp_path: Path
) -> None:
    file, aside = window.runner.room.folder / "book.db", tmp_path / "aside.db"
    window.runner.room.book.tidy()
    before = _entries(file, aside)
    assert window.runner.run(Lend((Item("TB00001"),), "3A")) is not None
    assert _entries(file, aside) == before, "moved within the act"
    qtbot.waitUntil(lambda: _entries(file, aside) == before + 1, timeout=10_000)


def test_the_journal_is_capped_where_nobody_pauses(window: Window) -> None:
    room = window.runner.room
    with room.book.reading() as connection:
        pages = connection.exec_driver_sql("PRAGMA wal_autocheckpoint").scalar()
    assert pages == 4096
