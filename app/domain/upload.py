"""An upload batch: the rows that went into one file for the city's system."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Upload:
    """A batch; `file` is relative to the book's folder, `sha256` of its bytes."""

    layout: str
    rows: int
    file: str
    sha256: str
    day: str
    status: str = "made"
