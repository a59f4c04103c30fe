"""The figures of the quality report as the command line's JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from app.domain.quality import Happening, Stock, Tally
from app.services.quality_report import QUALITIES


def show_tally(one: Tally, *, graded: bool) -> dict[str, Any]:
    """Return the figures of one group; `graded` adds how good its devices are."""

    def counted(figures: Counter[str], names: Iterable[str]) -> dict[str, int]:
        return {str(name): figures[name] for name in names}

    shown: dict[str, Any] = {
        "opening": counted(one.opening, Stock), "closing": counted(one.closing, Stock),
        "increase": counted(one.added, Stock), "decrease": counted(one.taken, Stock),
        "happened": counted(one.happened, Happening),
    }  # fmt: skip
    if graded:
        shown["quality_opening"] = counted(one.graded[0], QUALITIES)
        shown["quality_closing"] = counted(one.graded[1], QUALITIES)
    return shown
