"""A backup, copied, proven and packed, beside a copy of the file that SQLite looks through."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from functools import partial
from pathlib import Path

from app.services.backups import back_up
from app.services.room import Room
from bench.measuring import Measure, timed


def measures(room: Room, rounds: int) -> list[Measure]:
    """Return the measure of a backup of a room's book."""
    book = room.folder / "book.db"
    bare = book.with_name("bare-copy.db")
    ours = timed(lambda: partial(back_up, room))
    return [Measure("backup", 1.5, ours, timed(lambda: partial(_copy, book, bare)), rounds)]


def _copy(book: Path, target: Path) -> None:
    with book.open("rb") as source, target.open("wb") as copy:
        shutil.copyfileobj(source, copy, 2**20)
        copy.flush()
        os.fsync(copy.fileno())
    with closing(sqlite3.connect(target)) as raw:
        raw.execute("PRAGMA quick_check").fetchall()
