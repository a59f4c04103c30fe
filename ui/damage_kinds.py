"""How bad a damage can be, in words."""

from __future__ import annotations

from app.domain.damage import DamageKind
from app.domain.sentence import Words


def kind_names(words: Words) -> dict[DamageKind, str]:
    """Return how bad a damage can be, in words."""
    return {
        DamageKind.MINOR: words("Minor damage"),
        DamageKind.MAJOR: words("Major damage"),
        DamageKind.INCOMPLETE: words("Incomplete"),
        DamageKind.LOST: words("Lost"),
    }
