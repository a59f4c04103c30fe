"""What every table is made of: one catalogue, and the usual columns."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, MetaData, Table, Text

metadata = MetaData()


def key() -> Column[int]:
    """Return the number of a row."""
    return Column("id", Integer, primary_key=True)


def text(name: str) -> Column[str]:
    """Return a column of text, blank where nothing is said."""
    return Column(name, Text, nullable=False)


def texts(*names: str) -> list[Column[str]]:
    """Return several columns of text."""
    return [text(name) for name in names]


def number(name: str) -> Column[int]:
    """Return a column of whole numbers."""
    return Column(name, Integer, nullable=False)


def link(name: str, target: str, *, nullable: bool = False) -> Column[int]:
    """Return a column that names a row of another table."""
    return Column(name, Integer, ForeignKey(f"{target}.id"), nullable=nullable)


def table(name: str, *items: Column[int] | Column[str] | CheckConstraint | Index) -> Table:
    """Return a table that takes no value of another kind."""
    return Table(name, metadata, *items, sqlite_strict=True)
