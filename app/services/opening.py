"""Opening the book for the window: alone, swept and looked through."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path

from app.domain.fault import Unavailable
from app.services.backups import back_up_first
from app.services.room import Clock, Room
from app.store.backup import CHECKED, PROVEN, sweep
from app.store.container import BOOK
from app.store.files import write_whole

_CHECK_AFTER = timedelta(days=7)


def open_for_window(folder: Path, clock: Clock, actor: str) -> Room:
    """Enter the book as its only window; raise `Damaged` when its file cannot be trusted.

    SQLite looks through the file when the last close was not clean or a week has gone by:
    a quarter of a second for a large school. What a crash has left half written goes then.
    """
    today = clock().date()
    wanted = _is_unclean(folder) or _checked_on(folder) + _CHECK_AFTER <= today
    room = Room.enter(folder, clock, actor)
    try:
        room.book.hold()
        if wanted:
            room.book.check()
            room.book.sweep()
            _note_checked(folder, today)
        # A disk that is full is no reason to keep the book shut.
        with suppress(Unavailable):
            sweep(folder)
    except BaseException:
        room.leave()
        raise
    room.guard(back_up_first)
    return room


def _is_unclean(folder: Path) -> bool:
    """Return whether the last program that wrote never came to close the file."""
    journal = folder / f"{BOOK}-wal"
    return journal.is_file()


def _checked_on(folder: Path) -> date:
    try:
        return date.fromisoformat((folder / CHECKED).read_text(encoding="ascii").strip())
    except (OSError, ValueError):
        return date.min


def _note_checked(folder: Path, day: date) -> None:
    with suppress(OSError):  # it is checked again tomorrow
        write_whole(folder / CHECKED, day.isoformat().encode("ascii"))


def is_proven(folder: Path, day: date) -> bool:
    """Return whether the whole book was proven on a day."""
    try:
        return (folder / PROVEN).read_text(encoding="ascii").strip() == day.isoformat()
    except (OSError, ValueError):
        return False


def note_proven(folder: Path, day: date) -> None:
    """Note that the whole book was proven on a day; without the note it is proven again."""
    with suppress(OSError):
        write_whole(folder / PROVEN, day.isoformat().encode("ascii"))
