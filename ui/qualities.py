"""How good a device is, in words."""

from __future__ import annotations

from app.domain.device import Quality
from app.domain.sentence import Words


def quality_names(words: Words) -> dict[Quality, str]:
    """Return how good a device can be, in words."""
    return {
        Quality.GOOD: words("Good"),
        Quality.FAIR: words("Fair"),
        Quality.AVERAGE: words("Average"),
        Quality.POOR: words("Poor"),
    }
