"""Statements that SQLAlchemy writes once and the driver runs from then on.

What is asked at every scan and keystroke takes longer to hand through the engine than to find.
The tables hold plain values, so a row needs nothing of what the engine would do to it.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Select
from sqlalchemy.dialects import sqlite

_DIALECT = sqlite.dialect(paramstyle="named")


class Ready:
    """A query whose text stands; what it is given is bound by the names of its `bindparam`s."""

    def __init__(self, statement: Select[Any]) -> None:
        """Write the statement's text."""
        compiled = statement.compile(dialect=_DIALECT)
        self._text, self._own = str(compiled), compiled.params

    def rows(self, connection: Connection, **given: str | int | None) -> list[Any]:
        """Return all rows as tuples."""
        raw: Any = connection.connection.driver_connection
        rows: list[Any] = raw.execute(self._text, {**self._own, **given}).fetchall()
        return rows

    def row(self, connection: Connection, **given: str | int | None) -> Any | None:  # noqa: ANN401 - as the driver has it
        """Return the first row as a tuple, None where there is none."""
        raw: Any = connection.connection.driver_connection
        return raw.execute(self._text, {**self._own, **given}).fetchone()

    def value(self, connection: Connection, **given: str | int | None) -> Any:  # noqa: ANN401 - as above
        """Return the first column of the first row, None where there is none."""
        row = self.row(connection, **given)
        return row[0] if row else None
