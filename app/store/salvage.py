"""Saving what the ledger of a damaged book still proves, entry by entry, into a new one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection
from sqlalchemy.exc import DatabaseError

from app.domain.ledger import GENESIS, Entry, seal, sealed, stored
from app.store import history
from app.store.book import Book
from app.store.ledger import write_again


@dataclass(frozen=True, slots=True)
class Salvaged:
    """How far the chain of entries held: the last number, its hash and its ISO day."""

    entries: int
    head: str
    day: str


def salvage(damaged: Connection, target: Book) -> Salvaged:
    """Write the entries that follow one another, with hashes that hold, into an empty book."""
    last = Salvaged(0, GENESIS, "")
    with target.writing() as connection:
        for entry in _proven(damaged):
            write_again(connection, entry)
            last = Salvaged(entry.id, entry.hash, entry.day)
    return last


def _proven(damaged: Connection) -> Iterator[Entry]:
    """Yield the entries as far as each can be read, follows the last and is as it was sealed."""
    previous, number = GENESIS, 0
    while True:
        number += 1
        try:
            # One by one: a page that cannot be read must not hide the entries before it.
            entry = next(history.entries(damaged, number, number), None)
        except (DatabaseError, ValueError, TypeError, KeyError):
            return
        if entry is None or entry.previous_hash != previous:
            return
        postings = [[*sealed(posting).values()] for posting in entry.postings]
        if seal(stored(entry), postings) != entry.hash:
            return
        yield entry
        previous = entry.hash
