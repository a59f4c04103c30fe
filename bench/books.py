"""The books that are measured: made once for a schema, then reused."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

from app.services.demonstration import Demonstration, make_demonstration
from app.services.room import Room
from app.store import upgrade

START = date(2025, 9, 5)  # the last of the five school years begins here
TODAY = date(2026, 9, 15)  # after all of them: the classes of the next are written down


@dataclass(frozen=True, slots=True)
class Size:
    """How large a book is; its history runs over five school years."""

    name: str
    devices: int
    lines: int


SIZES = {
    size.name: size
    for size in (
        Size("S", 5_000, 50_000),
        Size("M", 50_000, 1_000_000),
        Size("L", 200_000, 5_000_000),
    )
}


def clock() -> datetime:
    """Tell the time of the benchmark: a school morning that stands still."""
    return datetime.combine(TODAY, time(8))


def enter(folder: Path) -> Room:
    """Open a book."""
    return Room.enter(folder, clock, "bench")


def make(build: Path, size: Size) -> Path:
    """Return the folder of a book of a size, made first unless it stands there.

    A book of another schema has another name, so it is never taken for this one's.
    """
    folder = build / f"{size.name}-{_schema()}"
    if not (folder / "made").is_file():
        shutil.rmtree(folder, ignore_errors=True)
        make_demonstration(
            folder, Demonstration(devices=size.devices, loans=size.lines), START
        ).leave()
        (folder / "made").touch()
    return folder


def _schema() -> str:
    versions = Path(upgrade.__file__).parent / "versions"
    said = b"".join(path.read_bytes() for path in sorted(versions.glob("r*.py")))
    return hashlib.sha256(said).hexdigest()[:8]


@contextmanager
def copied(book: Path, name: str) -> Iterator[Path]:
    """Lend a copy of a book to write in; it is thrown away after."""
    folder = book.with_name(f"{book.name}-{name}")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    shutil.copy(book / "book.db", folder)
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def bare(folder: Path) -> sqlite3.Connection:
    """Open a book's file by the driver alone, as durable as the program has it."""
    raw = sqlite3.connect(folder / "book.db", isolation_level=None)
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "cache_size = -32768"):
        raw.execute(f"PRAGMA {pragma}")
    return raw


def unguarded(folder: Path) -> sqlite3.Connection:
    """Open a copy by the driver alone, with no trigger left in it."""
    with closing(sqlite3.connect(folder / "book.db", isolation_level=None)) as raw:
        names = raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for (name,) in names:
            raw.execute(f"DROP TRIGGER {name}")
    return bare(folder)
