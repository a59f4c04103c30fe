"""What an action changed, told to whoever shows it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from app.domain.ledger import EntryId
    from app.domain.sentence import Sentence


class Touched(StrEnum):
    """The kinds of thing an action can touch."""

    DEVICES = "devices"
    LOANS = "loans"
    PEOPLE = "people"
    CLASSES = "classes"
    CATALOGUE = "catalogue"
    KITS = "kits"
    PLANS = "plans"
    SETTINGS = "settings"
    UPLOADS = "uploads"
    PLACES = "places"
    LISTS = "lists"  # teams, subjects and funds
    CALENDAR = "calendar"
    DOCUMENTS = "documents"
    MONTHS = "months"
    CARE = "care"
    STOCKTAKES = "stocktakes"
    ARCHIVE = "archive"
    BACKUPS = "backups"
    DEADLINES = "deadlines"  # notices, and why a change was late
    EXCHANGES = "exchanges"  # what came in and went out in batches
    RECONCILIATIONS = "reconciliations"
    ACCOUNTS = "accounts"


T_co = TypeVar("T_co", covariant=True)

Change = frozenset[Touched]


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T_co]):
    """What an action did: one past-tense sentence, what it touched, what it made.

    `entry` is None when there was nothing to write; `undoable` says whether Undo can
    reverse it.
    """

    entry: EntryId | None
    sentence: Sentence
    change: Change
    value: T_co
    undoable: bool = True
