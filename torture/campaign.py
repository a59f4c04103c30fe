"""What a campaign is asked and how it answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked of a campaign.

    `folder` is empty and the campaign's own, `times` how often it hurts the book or `minutes`
    how long (its own measure where it is None), and the same `seed` hurts it in the same places
    again. `say` takes a line for whoever watches.
    """

    folder: Path
    times: int | None
    seed: int
    say: Callable[[str], None]
    minutes: float | None = None


Campaign = Callable[[Wish], int]
"""Carries a wish out and returns how many times the book or its words were not as they should."""
