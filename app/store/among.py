"""Asking for rows by many ids at once."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, func, select


def among(
    column: ColumnElement[Any], wanted: Sequence[int | str] | BindParameter[Any]
) -> ColumnElement[bool]:
    """Say whether a column is one of some ids or codes, or of those bound later by `packed`.

    They are bound as one value: however many there are, the statement is built once.
    """
    said = wanted if isinstance(wanted, BindParameter) else packed(wanted)
    return column.in_(select(func.json_each(said).table_valued("value").c.value))


def packed(wanted: Sequence[int | str]) -> str:
    """Return ids or codes as the one value they are bound as."""
    return json.dumps(wanted)
