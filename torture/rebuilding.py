# ruff: noqa: S608 - it rewrites the file with SQL of its own, made of the schema's names
"""A chain rewritten whole: what somebody does who knows how the book seals its entries."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date, datetime, time
from pathlib import Path
from random import Random
from typing import Any

from app.domain.ledger import GENESIS, SEALED, seal
from app.domain.month import Month
from app.domain.text import show_hash
from app.services.anchors import CheckEnd, CheckPaper
from app.services.backups import back_up
from app.services.queries import Verify
from app.services.room import Room
from app.store import tables
from app.store.backup import NOTED
from app.store.desk import Desk

_NOW = datetime.combine(date(2026, 8, 3), time(8))


class _Signed:
    """The months that bear a sheet."""

    def answer(self, desk: Desk) -> list[Month]:
        """Return their rows."""
        return [record.row for record in desk.every(Month)]


def rebuilt_is_told(book: Path, random: Random) -> str:
    """Back a book up, rewrite an old entry with every hash after it; return what went unseen."""
    room = Room.enter(book, lambda: _NOW, "torture")
    (month,) = room.ask(_Signed())
    made = back_up(room)
    room.leave()
    (book / NOTED).unlink()  # within the same reach
    with closing(sqlite3.connect(book / "book.db")) as raw:
        changed = rewrite(raw, random.randrange(1, month.entry))
    room = Room.enter(book, lambda: _NOW, "torture")
    try:
        printed = CheckPaper(month.entry, show_hash(month.head))
        told = {str(problem.sentence) for problem in room.ask(CheckEnd())}
        if any(made.path.name not in str(one.sentence) for one in room.ask(Verify()).problems):
            return f"{changed}: the chain was not rebuilt well: {told}"
        if not room.ask(printed):
            return f"{changed}: the paper does not tell"
        if not any(made.path.name in one for one in told):
            return f"{changed}: the backup does not tell"
    finally:
        room.leave()
    return ""


def rewrite(raw: sqlite3.Connection, entry: int) -> str:
    """Change who wrote an entry, and seal it and all that follow anew; say what was changed."""
    guards = raw.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _sql in guards:
        raw.execute(f"DROP TRIGGER {name}")
    raw.execute("UPDATE entry SET actor = actor || 'x' WHERE id = ?", (entry,))
    _seal_anew(raw)
    for _name, sql in guards:
        raw.execute(sql)
    raw.commit()
    return f"entry {entry}"


def _seal_anew(raw: sqlite3.Connection) -> None:
    """Seal every entry again; a hash that later rows bear is put right in them too."""
    names = [column.name for column in tables.entry.columns]
    entries = raw.execute(f"SELECT {_list(names)} FROM entry ORDER BY id").fetchall()
    previous, fresh = GENESIS, dict[str, str]()
    for values in entries:
        row: dict[str, Any] = dict(zip(names, values, strict=True))
        old = row["hash"]
        row |= {"images": _put_right(row["images"], fresh), "previous_hash": previous}
        postings = raw.execute(
            f"SELECT {_list(SEALED)} FROM posting WHERE entry_id = ? ORDER BY id", (row["id"],)
        )
        previous = fresh[old] = seal(row, [list(posting) for posting in postings])
        raw.execute(
            "UPDATE entry SET images = ?, previous_hash = ?, hash = ? WHERE id = ?",
            (row["images"], row["previous_hash"], previous, row["id"]),
        )
    for table, column in (("month", "head"), ("document", "content")):
        for number, said in raw.execute(f"SELECT id, {column} FROM {table}").fetchall():
            right = _put_right(said, fresh)
            raw.execute(f"UPDATE {table} SET {column} = ? WHERE id = ?", (right, number))


def _put_right(said: str, fresh: dict[str, str]) -> str:
    for old, new in fresh.items():
        if old in said:
            said = said.replace(old, new)
    return said


def _list(names: Any) -> str:  # noqa: ANN401 - any names
    return ", ".join(f'"{name}"' for name in names)
