"""A numbered document of the book: a slip or minutes as they were issued."""

from __future__ import annotations

from dataclasses import dataclass

MONTH = "month"  # the kind of a month's sheet; every other kind is a slip


@dataclass(frozen=True, slots=True)
class Document:
    """A document of a kind, numbered within its school year.

    `content` is the canonical JSON of all it says, so that a reprint says the same.
    """

    kind: str
    school_year: int
    number: int
    day: str
    content: str
    status: str = "active"
