"""The tables, indexes and guards a book has, held against those its version was made with."""

from __future__ import annotations

import sqlite3
from functools import cache

from sqlalchemy import create_engine

from app.store.upgrade import upgrade

Shape = frozenset[tuple[str, str, str]]


def read_shape(raw: sqlite3.Connection) -> Shape:
    """Return kind, name and words of every table, index and guard that stands in a file."""
    rows = raw.execute(
        "SELECT type, name, sql FROM sqlite_master WHERE sql NOTNULL AND name NOT LIKE 'sqlite_%'"
    )
    return frozenset((kind, name, " ".join(sql.split())) for kind, name, sql in rows)


@cache
def shape_of(revision: str) -> Shape:
    """Return what a book of a revision has."""
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        upgrade(connection, revision)
        raw = connection.connection.driver_connection
        if not isinstance(raw, sqlite3.Connection):
            raise TypeError(raw)
        shape = read_shape(raw)
    engine.dispose()
    return shape
