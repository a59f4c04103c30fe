"""A numbered document of the book: a slip or minutes as they were issued."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from enum import StrEnum

from app.domain.ledger import canonical


class SlipKind(StrEnum):
    """What a numbered document is about; each kind is numbered by itself."""

    INCREASE = "increase"
    DECREASE = "decrease"
    TRANSFER = "transfer"
    TRANSFER_OUT = "transfer_out"
    HANDOVER = "handover"
    REPORT = "report"
    MEND = "mend"
    FOUND = "found"
    REPAIR = "repair"
    REPAIRED = "repaired"
    PROPOSAL = "proposal"
    DISPOSAL = "disposal"


MINUTES = "stocktake"  # a stocktake's minutes are no slip: they keep a shape of their own
MONTH = "month"  # nor is a month's sheet


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


class Stands(StrEnum):
    """How the cells of a column stand."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class PaperColumn:
    """A column of a paper: its heading, its width in millimetres, how its cells stand."""

    heading: str
    width: float
    stands: str = Stands.LEFT


@dataclass(frozen=True, slots=True)
class Paper:
    """All that a document says beside its number and its day, in the words of the page.

    `says` tells it in a line of a list; `codes` are the devices it is about, `council` those
    who decided with their roles. `wide` turns the page on its side; `copies` lie in one file.
    """

    letterhead: tuple[str, ...]
    title: str
    says: str
    facts: tuple[str, ...]
    columns: tuple[PaperColumn, ...]
    rows: tuple[tuple[str, ...], ...]
    quantity: int
    closing: tuple[str, ...]
    signers: tuple[tuple[str, str], ...]
    codes: tuple[str, ...]
    council: tuple[tuple[str, str], ...] = ()
    wide: bool = False
    copies: int = 1

    def kept(self, entry: int) -> str:
        """Return the paper as the JSON to keep, with the number of the entry that wrote it."""
        return canonical({**asdict(self), "entry": entry})


def paper_from(content: str) -> tuple[Paper, int]:
    """Return the paper that was kept as JSON, and the entry that wrote it."""
    said = json.loads(content)
    entry: int = said.pop("entry")
    said["columns"] = tuple(PaperColumn(**column) for column in said["columns"])
    for name in ("rows", "signers", "council"):
        said[name] = tuple(tuple(cells) for cells in said[name])
    for name in ("letterhead", "facts", "closing", "codes"):
        said[name] = tuple(said[name])
    return Paper(**said), entry
