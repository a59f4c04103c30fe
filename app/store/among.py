"""Asking for rows by many ids at once."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, func, select


def among(column: ColumnElement[Any], wanted: Sequence[int | str]) -> ColumnElement[bool]:
    """Say whether a column is one of some ids or codes.

    They are bound as one value: however many there are, the statement is built once.
    """
    said = func.json_each(json.dumps(wanted)).table_valued("value")
    return column.in_(select(said.c.value))
