"""Putting one book in the place of another: whole, or not at all, whenever the power fails."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from app.domain.fault import Unavailable
from app.domain.sentence import Sentence
from app.store.backup import FOLDER, LOCK, beside
from app.store.container import BOOK
from app.store.files import to_disk
from app.store.lock import Lock

# The stages of a swap are the names of a folder, so that each begins and ends with a rename.
_COMING = ".restoring"  # being unpacked: swept after a crash
_READY = ".restored"  # proven: from here on the book is the new one
_MOVING = ".arriving"  # the old book is out of the way
_OLD = ".replaced"
_STAYS = {FOLDER, "documents", "errors.log", "counter.json", LOCK}


@contextmanager
def arriving(folder: Path) -> Iterator[Path]:
    """Lend the folder a book is made ready in; `swap` puts it in the place of the book."""
    coming = folder / _COMING
    _remove(coming)
    coming.mkdir(parents=True)
    try:
        yield coming
    finally:
        _remove(coming)


def swap(folder: Path) -> None:
    """Put what was made ready in the place of the book; a crash at any moment loses neither.

    Until the first rename the old book stands, from then on the new one: whoever opens the
    folder after a crash finishes the swap first. The book must be closed.
    """
    _remove(folder / _OLD)
    to_disk(folder / _COMING)
    (folder / _COMING).rename(folder / _READY)
    try:
        to_disk(folder)
        finish_swap(folder)
    except OSError as error:
        raise Unavailable(
            Sentence(
                "The backup is on its way into the place of the book, but the disk stopped it "
                "({cause}). Check the disk, then open the program again: it goes on by itself.",
                {"cause": error.strerror or str(error)},
            )
        ) from error


def is_swapping(folder: Path) -> bool:
    """Return whether a swap has begun in a folder and not ended."""
    return any((folder / name).exists() for name in (_READY, _MOVING))


def finish_swap(folder: Path) -> None:
    """Finish a swap from wherever it stands, and sweep what is left of one."""
    ready, moving, old = folder / _READY, folder / _MOVING, folder / _OLD
    if ready.exists():
        old.mkdir(exist_ok=True)
        # The book itself goes first: no journal may ever lie beside another's book.
        for path in sorted(folder.iterdir(), key=_book_first):
            if path.name not in _STAYS and not path.name.startswith("."):
                path.replace(old / path.name)
        to_disk(folder)
        ready.rename(moving)
        to_disk(folder)
    if moving.exists():
        for path in sorted(moving.iterdir(), key=_book_first, reverse=True):
            path.replace(folder / path.name)
        to_disk(folder)
        moving.rmdir()
    for left in (old, folder / _COMING):
        _remove(left)


def _remove(folder: Path) -> None:
    """Remove a folder of ours; Windows removes no file that is kept from being written."""
    if os.name == "nt":
        for path in folder.rglob("*"):
            path.chmod(0o644)
    shutil.rmtree(folder, ignore_errors=True)


def _book_first(path: Path) -> tuple[bool, str]:
    return path.name != BOOK, path.name


def settle(folder: Path) -> None:
    """Before a book is opened: finish a swap that a crash cut short, and sweep its leavings."""
    if not folder.is_dir() or not any(
        (folder / name).exists() for name in (_COMING, _READY, _MOVING, _OLD)
    ):
        return
    lock = Lock(folder / LOCK)
    try:
        alone = lock.take(patience=2)
    except OSError:
        alone = False
    if alone:
        try:
            finish_swap(folder)
        finally:
            lock.release()
    elif is_swapping(folder):
        raise Unavailable(
            Sentence("A backup is being restored just now. Wait a moment, then try again.")
        )


def check_unused(folder: Path) -> None:
    """Refuse to swap while another program reads or writes the book."""
    path = folder / BOOK
    if not path.is_file():
        return
    busy = False
    try:
        with closing(sqlite3.connect(path, timeout=1, isolation_level=None)) as raw:
            row = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            busy = bool(row and row[0])
    except sqlite3.DatabaseError:
        busy = False  # a damaged book is nobody's
    if busy:
        raise Unavailable(
            Sentence("Another program is using the book. Close it, then try again."),
        )


def keep_damaged(folder: Path, stamp: str) -> Path:
    """Copy a book that cannot be backed up any more, byte for byte, so that nothing is lost."""
    target = folder / FOLDER / f"damaged-{stamp}"
    target.mkdir(parents=True, exist_ok=True)
    try:
        for path in folder.glob(f"{BOOK}*"):
            shutil.copyfile(path, target / path.name)
    except OSError:
        _remove(target)
        raise
    return target


def take_over(folder: Path, fresh: Path, coming: Path) -> None:
    """Make a fresh book ready, with what lies beside the present one."""
    (fresh / BOOK).rename(coming / BOOK)
    shutil.rmtree(fresh)
    for name, path in beside(folder):
        target = coming / name
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(path, target)
        except OSError:  # a drive without links
            shutil.copyfile(path, target)
