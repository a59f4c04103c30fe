"""What an action means to write, before the ledger takes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from app.domain.change import Change
    from app.domain.ledger import EntryId, Image, Posting
    from app.domain.sentence import Sentence

T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Draft(Generic[T_co]):
    """An entry to be: `day` and `corrects` are ISO, `value` what the action answers."""

    kind: str
    day: str
    sentence: Sentence
    change: Change
    value: T_co
    postings: tuple[Posting, ...] = ()
    images: tuple[Image, ...] = ()
    reason: str = ""
    reverses: EntryId | None = None
    corrects: str = ""
