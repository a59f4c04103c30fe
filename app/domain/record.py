"""A row of descriptive data with its number in the book."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

R_co = TypeVar("R_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Record(Generic[R_co]):
    """A row and its id."""

    id: int
    row: R_co
