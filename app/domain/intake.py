"""A batch that came in: which list, how many rows, and who of the book stood in it no more."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Intake:
    """What an import was, kept with the entry that wrote it (Điều 10.2).

    `period` is what the list is of, a school year or the day it is valid from, as it is shown.
    `gone` are the local codes of those the list lacks, with semicolons.
    """

    entry: int
    day: str
    kind: str
    file: str
    sheet: str
    period: str
    read: int
    added: int
    updated: int
    skipped: int
    errors: int
    gone: str = ""
    status: str = "active"

    @property
    def gone_codes(self) -> tuple[str, ...]:
        """The local codes of those the list lacks."""
        return tuple(code for code in self.gone.split(";") if code)
