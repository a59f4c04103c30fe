"""The history as a person looks through it: newest first, a page at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.ledger import Entry
from app.domain.sentence import Value


@dataclass(frozen=True, slots=True)
class HistoryFilter:
    """Which entries are looked for; blank is any.

    `first` and `last` are ISO days on which things happened; `about` names a device, a person
    or a class by code or name; `query` is looked for in the sentence, its reason and its writer.
    """

    first: str = ""
    last: str = ""
    actor: str = ""
    kind: str = ""
    about: str = ""
    query: str = ""


@dataclass(frozen=True, slots=True)
class Concern:
    """What entries are about: the ids of a device, or of rows of one name in a table."""

    device: int | None = None
    column: str = ""  # of a slip: who borrowed
    table: str = ""
    rows: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """An entry as a list tells it, without what it moved and described.

    `undone_by` is the entry that reverses it; the rest is as `Entry` has it.
    """

    id: int
    kind: str
    day: str
    recorded_at: str
    actor: str
    text: str
    values: Mapping[str, Value]
    reason: str
    reverses: int | None
    corrects: str
    undone_by: int | None


@dataclass(frozen=True, slots=True)
class Page:
    """Some of the history, newest first; `reached` is the oldest entry looked at, 1 at the end."""

    told: tuple[Told, ...]
    reached: int


@dataclass(frozen=True, slots=True)
class MovedLine:
    """So many of a device from one state to another, in words."""

    code: str
    name: str
    quantity: int
    unit: str
    source: str
    target: str
    note: str


@dataclass(frozen=True, slots=True)
class FieldChange:
    """What a field of a row said before and after, in words; `row` says whose it is."""

    row: str
    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class EntryStory:
    """All there is to know of one entry, and the ways that lead on from it.

    `left_out` rows were described too but are not told; `loan` and `slip` are what it made or
    moved; `undoable` says whether it can be undone as it stands.
    """

    entry: Entry
    undone_by: int | None
    undoable: bool
    moved: tuple[MovedLine, ...]
    changes: tuple[FieldChange, ...]
    left_out: int
    loan: int | None
    slip: int | None
