"""What stands of a book after it was hurt: opened as a person would, recounted, compared."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from app.domain.fault import Fault
from app.services.clock import local_time
from app.services.opening import open_for_window
from app.services.queries import Verify

_STAYS = {"backups/.lock"}  # a lock's file stays, so that nobody locks one that is being removed


@dataclass(frozen=True, slots=True)
class State:
    """What stands of a book.

    `rows` is a hash of every row of every table, `entries` what each entry was and how much it
    moved, `faults` all that should not be, `strays` the files that the book does not know.
    """

    rows: str
    entries: tuple[tuple[str, int, int], ...]
    faults: tuple[str, ...]
    strays: tuple[str, ...]


def look(folder: Path) -> State:
    """Open a book as the window does, recount it, close it, and look at its files."""
    faults, strays = [], []
    try:
        room = open_for_window(folder, local_time, "torture")
        try:
            verdict = room.ask(Verify())
        finally:
            room.leave()
        faults += [problem.sentence.text for problem in verdict.problems]
        strays += [str(note.sentence.values.get("file", "")) for note in verdict.notes]
    except Fault as fault:
        faults.append(f"it does not open: {fault.sentence.text} {dict(fault.sentence.values)}")
    faults += [f"{name} was left" for name in leavings(folder)]
    with closing(sqlite3.connect(f"{(folder / 'book.db').as_uri()}?mode=ro", uri=True)) as raw:
        whole = [str(row[0]) for row in raw.execute("PRAGMA integrity_check")]
        faults += [] if whole == ["ok"] else whole
        return State(_rows(raw), _entries(raw), tuple(faults), tuple(strays))


def _rows(raw: sqlite3.Connection) -> str:
    digest = hashlib.sha256()
    named = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%'"
    for (name,) in raw.execute(f"{named} ORDER BY name").fetchall():
        digest.update(name.encode())
        for row in raw.execute(f'SELECT * FROM "{name}"'):  # noqa: S608 - the schema's own name
            digest.update(repr(row).encode())
    return digest.hexdigest()


def _entries(raw: sqlite3.Connection) -> tuple[tuple[str, int, int], ...]:
    return tuple(
        raw.execute(
            "SELECT kind, (SELECT count(*) FROM posting WHERE posting.entry_id = entry.id),"
            " json_array_length(images) FROM entry ORDER BY id"
        )
    )


def leavings(folder: Path) -> Iterator[str]:
    """Yield what lies in a folder that nobody meant to stay there."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        unfinished = path.suffix == ".part" or path.name.startswith((".", "book.db-"))
        empty = path.is_file() and not path.stat().st_size and path.name != "book.lock"
        if name not in _STAYS and (unfinished or empty):
            yield name
