"""How a row differs before and after, field by field, as a preview and a report tell it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from app.domain.ledger import Row
from app.domain.staff import STATUSES
from app.services.import_condition import QUALITY_NAMES

# The fields that point to rows of another table, told by those rows' names.
_LINKED: Mapping[str, str] = {
    "place_id": "place", "part_of": "place", "team_id": "team", "head_id": "person",
    "homeroom_id": "person", "teacher_id": "person", "class_id": "school_class",
}  # fmt: skip
_WORDS: Mapping[str, Mapping[str, str]] = {
    "condition": {str(quality): name for quality, name in QUALITY_NAMES.items()},
    "status": {str(status): listed.name for status, listed in STATUSES.items()},
}
_UNSAID = frozenset({"first_day", "last_day", "sort_key"})

Changes = tuple[tuple[str, str, str], ...]  # field, before, after


def row_changes(before: Row, after: Row, name_of: Callable[[str, int | None], str]) -> Changes:
    """Return the fields that differ; `name_of` tells what a row of a table is called."""

    def said(name: str, value: str | int | None) -> str:
        if name in _LINKED:
            return name_of(_LINKED[name], None if value is None else int(value))
        text = "" if value is None else str(value)
        return _WORDS.get(name, {}).get(text, text)

    return tuple(
        (name.removesuffix("_id"), said(name, before[name]), said(name, value))
        for name, value in after.items()
        if before[name] != value and name not in _UNSAID
    )
