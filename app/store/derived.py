"""What no entry writes and every answer leans on: the file's indexes, guards, orders and links."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, text

from app.domain.sentence import Sentence
from app.domain.text import sort_key
from app.store import tables
from app.store.search import searched_words
from app.store.shape import read_shape, shape_of

_FEW = 5  # faults of one sort that are named: what is damaged is seldom damaged once

# A line's row stands from its first posting on, and is of the line's own slip and device.
_LINES = """
SELECT line_id FROM line_balance LEFT JOIN loan_line ON loan_line.id = line_id
WHERE loan_line.id IS NULL OR loan_line.loan_id IS NOT line_balance.loan_id
OR loan_line.device_id IS NOT line_balance.device_id OR outstanding < 0
"""
_UNCOUNTED = """
SELECT loan_line.id FROM loan_line LEFT JOIN line_balance ON line_id = loan_line.id
WHERE line_id IS NULL AND EXISTS (SELECT 1 FROM posting WHERE posting.line_id = loan_line.id)
"""
_CASES = """
SELECT damage_id FROM damage_balance LEFT JOIN damage ON damage.id = damage_id
WHERE damage.device_id IS NOT damage_balance.device_id
"""
# The words of the search index, and those of an index made afresh. Both live as long as the
# connection; the tokenizer is SQLite's own, so the two know the same letters.
_SCRATCH = {
    "afresh": "fts5(folded, content = '', tokenize = 'unicode61')",
    "found_words": "fts5vocab(main, device_search, instance)",
    "fresh_words": "fts5vocab(temp, afresh, instance)",
}
_SAID = "SELECT term, doc, offset FROM temp.found_words"
_MEANT = "SELECT term, doc, offset FROM temp.fresh_words"
_ASTRAY = (
    f"SELECT DISTINCT doc FROM (SELECT * FROM ({_SAID} EXCEPT {_MEANT}) "  # noqa: S608 - of its own words
    f"UNION ALL SELECT * FROM ({_MEANT} EXCEPT {_SAID})) LIMIT {_FEW}"
)


def derived_faults(connection: Connection, revision: str) -> Iterator[Sentence]:
    """Yield what is wrong beside the rows that entries write; `revision` is the book's."""
    yield from _file_faults(connection)
    yield from _shape_faults(connection, revision)
    yield from _order_faults(connection)
    yield from _search_faults(connection)
    yield from _link_faults(connection)


def _file_faults(connection: Connection) -> Iterator[Sentence]:
    for (found,) in connection.execute(text(f"PRAGMA integrity_check({_FEW})")).fetchall():
        if found != "ok":
            yield Sentence("SQLite finds the file damaged: {cause}.", {"cause": str(found)})


def _shape_faults(connection: Connection, revision: str) -> Iterator[Sentence]:
    stands = connection.execute(text("SELECT version_num FROM alembic_version")).scalars().all()
    if list(stands) != [revision]:
        yield Sentence("The book says it is of another version than it was opened as.")
    raw: Any = connection.connection.driver_connection
    names = {name for _kind, name, _words in read_shape(raw) ^ shape_of(revision)}
    for name in sorted(names)[:_FEW]:
        yield Sentence(
            "The table, index or guard {name} is not the one this program made.", {"name": name}
        )


def _order_faults(connection: Connection) -> Iterator[Sentence]:
    for name, table in tables.DESCRIBED.items():
        if "sort_key" not in table.c:
            continue
        rows = connection.execute(text(f"SELECT id, name, sort_key FROM {name}"))  # noqa: S608 - the tables' own names
        wrong = [number for number, said, kept in rows if sort_key(said) != kept]
        yield from _astray(name, wrong)


def _search_faults(connection: Connection) -> Iterator[Sentence]:
    """Hold the search index and its words against an index of the devices as they are."""
    for name, made in _SCRATCH.items():
        connection.execute(text(f"CREATE VIRTUAL TABLE IF NOT EXISTS temp.{name} USING {made}"))
    meant = searched_words(connection)
    connection.execute(text("INSERT INTO temp.afresh (afresh) VALUES ('delete-all')"))
    if meant:
        rows = [{"id": number, "folded": folded} for number, folded in meant.items()]
        connection.execute(
            text("INSERT INTO temp.afresh (rowid, folded) VALUES (:id, :folded)"), rows
        )
    kept = connection.execute(text("SELECT rowid, folded FROM device_search")).all()
    wrong = {number for number, _folded in set(map(tuple, kept)) ^ set(meant.items())}
    wrong |= set(connection.execute(text(_ASTRAY)).scalars())
    yield from _astray("device_search", sorted(wrong))


def _link_faults(connection: Connection) -> Iterator[Sentence]:
    for name, question in (
        ("line_balance", _LINES), ("line_balance", _UNCOUNTED), ("damage_balance", _CASES),
    ):  # fmt: skip
        yield from _astray(name, list(connection.execute(text(question)).scalars()))


def _astray(name: str, rows: list[int]) -> Iterator[Sentence]:
    for row in rows[:_FEW]:
        yield Sentence(
            "Row {row} of {table} is not what the book makes of its rows.",
            {"row": row, "table": name},
        )
